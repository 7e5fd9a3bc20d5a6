/** What symbolic tensors print, and what they say to code that wants their value. */
import { type FlowpointError, OperatorNotAllowedInGraphError } from '../errors';
import type { Tensor } from './tensor';

/** `<tf.Tensor 'add:0' shape=() dtype=float32>` */
export function symbolicRepr(t: Tensor): string {
  return `<tf.Tensor '${t.name}' shape=${t.shape.toString()} dtype=${t.dtype.name}>`;
}

/** `Tensor("add:0", shape=(), dtype=float32)` */
export function symbolicStr(t: Tensor): string {
  const shape = t.dims === null ? '' : `, shape=${t.shape.toString()}`;
  return `Tensor("${t.name}"${shape}, dtype=${t.dtype.name})`;
}

const wanted: Readonly<Record<string, string>> = { number: 'number', string: 'str', default: 'bool' };

/** TF's text for code that decides on a value which no one knows yet. */
export function refuseValue(hint: string): FlowpointError {
  return notAllowed(`Using a symbolic \`tf.Tensor\` as a Python \`${wanted[hint] ?? hint}\``);
}

/** TF's error for what cannot be done with a symbolic tensor. */
export function notAllowed(task: string): OperatorNotAllowedInGraphError {
  return new OperatorNotAllowedInGraphError(
    `${task} is not allowed. You can attempt the following resolutions to the problem: If you are running in Graph ` +
      'mode, use Eager execution mode or decorate this function with @tf.function. If you are using AutoGraph, you ' +
      'can try decorating this function with @tf.function. If that does not work, then you may be using an ' +
      'unsupported feature or your source code may not be visible to AutoGraph. See ' +
      'https://github.com/tensorflow/tensorflow/blob/master/tensorflow/python/autograph/g3doc/reference/' +
      'limitations.md#access-to-source-code for more information.',
  );
}
