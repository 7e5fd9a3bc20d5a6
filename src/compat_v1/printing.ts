/** `tf1.Print`: a tensor that says something whenever it is computed. */
import { warnDeprecated } from '../logging';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { control_dependencies } from '../runtime/graph/control_dependencies';
import { hostOperation, isBuilding } from '../runtime/graph/host_call';
import { identity } from '../runtime/ops/array';
import { print } from '../runtime/ops/print';
import { leadingSummary } from '../runtime/tensor_summary';
import { bindFormer, type FormerCall, type Name } from './former_call';

const names = ['input_', 'data', 'message', 'first_n', 'summarize', 'name'] as const;
const instructions =
  'Use tf.print instead of tf.Print. Note that tf.print returns a no-output operator that directly prints the output. ' +
  'Outside of defuns or eager mode, this operator will not be executed unless it is directly specified in session.run or ' +
  'used as a control dependency for other operators. This is only a concern in graph mode. Below is an example of how to ' +
  'ensure tf.print executes in graph mode:\n';

/**
 * Mirrors `tf.compat.v1.Print`: `input_` itself; when it is computed, `message` and the first `summarize` elements of each of
 * `data` go to standard error, at most `first_n` times.
 */
export const Print: FormerCall<
  typeof names,
  [input_: TensorLike, data: readonly TensorLike[]],
  [message: string | null, first_n: number | null, summarize: number | null, name: Name]
> = (...args) => {
  warnDeprecated('Print (from tensorflow.python.ops.logging_ops)', 'Print', instructions, 'after 2018-08-20');
  const given = bindFormer('Print', names, args, { required: 2 }) as unknown as {
    input_: TensorLike;
    data: readonly TensorLike[];
    message?: string | null;
    first_n?: number | null;
    summarize?: number | null;
    name?: Name;
  };
  const summarize = given.summarize ?? 3;
  const most = summarize < 0 ? Number.POSITIVE_INFINITY : summarize;
  const limit = given.first_n ?? -1;
  let times = 0;
  const say = (data: readonly TensorLike[]): void => {
    if (limit >= 0 && times++ >= limit) return;
    const shown = data.map((value) => `[${leadingSummary(toTensor(value), most)}]`).join('');
    print(`${given.message ?? ''}${shown}`);
  };
  const x = toTensor(given.input_);
  if (!isBuilding()) {
    say(given.data);
    return identity(x);
  }
  const said = hostOperation('PrintV2', [...given.data], (data) => {
    say(data);
    return [];
  });
  return control_dependencies([said]).use(() => identity(x, given.name ?? 'Print'));
};
