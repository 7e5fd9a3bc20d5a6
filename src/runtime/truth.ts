/** Whether a predicate holds: one element, as Python's `bool` of it. */
import type { DType } from '../dtypes';
import { InvalidArgumentError, ValueError } from '../errors';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { refuseValue } from './symbolic_text';
import type { Tensor } from './tensor';
import { bracketText } from './tensor_shape';

/** @throws {@link ValueError} for several elements, in numpy's words */
export function isTrue(predicate: TensorLike): boolean {
  if (typeof predicate === 'boolean') return predicate;
  const tensor = toTensor(predicate);
  if (tensor.source !== null && !tensor.source.known) throw refuseValue('default');
  const { data, dtype } = tensor;
  if (data.length === 0) return false;
  if (data.length !== dtype.lanes)
    throw new ValueError(
      'The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()',
    );
  const [first, second] = data;
  if (first instanceof Uint8Array) return first.length > 0;
  if (dtype.lanes === 2) return Number(first) !== 0 || Number(second) !== 0;
  // The bits of a narrow float's negative zero are not zero.
  if (dtype.is_floating && dtype.size === 2) return (Number(first) & 0x7fff) !== 0;
  return Number(first) !== 0;
}

/** What a branch and a loop become when they run in TF, each with an input that must be bool. */
const switches = {
  cond: {
    input: 'pred',
    node: 'cond/switch_pred/_2',
    definition: 'Switch; signature=data:T, pred:bool -> output_false:T, output_true:T; attr=T:type',
  },
  while: {
    input: 'input',
    node: 'while/LoopCond/_8',
    definition: 'LoopCond; signature=input:bool -> output:bool',
  },
};

/** In a graph a predicate is bool. @throws {@link InvalidArgumentError} if it is not */
export function requireBool(dtype: DType, operation: keyof typeof switches): void {
  if (dtype.is_bool) return;
  const { input, node, definition } = switches[operation];
  throw new InvalidArgumentError(
    `Input '${input}' passed ${dtype.c_name} expected bool while building NodeDef '${node}' using Op<name=${definition}>`,
    { fields: { key: node, expected: 'bool', actual: dtype.name } },
  );
}

/** Whether a predicate holds where a graph runs. @throws {@link InvalidArgumentError} for any but one bool */
export function holdsInGraph(predicate: Tensor, operation: keyof typeof switches): boolean {
  requireBool(predicate.dtype, operation);
  if (predicate.data.length === 1) return isTrue(predicate);
  throw new InvalidArgumentError(
    `The second input must be a scalar, but it has shape ${bracketText(predicate.dims)}`,
    { fields: { expected: [], actual: predicate.dims } },
  );
}
