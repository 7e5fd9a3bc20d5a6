/** `softmax` and `log_softmax`: along the last axis, to which any other is brought first. */

import { bfloat16, type DType, float16, float32, float64 } from '../../dtypes';
import { InvalidArgumentError, TypeError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { storageToFill } from '../allocate';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchOne } from '../dispatch';
import { dispatching } from '../dispatched';
import { type Floats, workType } from '../elementwise';
import { logSoftmaxRows, softmaxRows32, softmaxRows64 } from '../kernels/activations';
import { checkAllowed, defineOp, type Gradient, type OpRecord } from '../op';
import type { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';
import { fromWorkStorage, workStorage } from '../work_storage';
import { multiply, subtract } from './arithmetic';
import { exp } from './exponential';
import { sum } from './fill';
import { transposed } from './movement';

export const softmaxTypes: readonly DType[] = [float16, bfloat16, float32, float64];

function softmaxRows(x: Floats, n: number, out: Floats): void {
  if (x instanceof Float32Array) softmaxRows32(x, n, out as Float32Array);
  else softmaxRows64(x, n, out as Float64Array);
}

function rowsOp(type: string, rows: typeof softmaxRows, grad: Gradient): OpRecord {
  return defineOp({
    type,
    infer: ([x]) => {
      checkAllowed(type, x!.dtype, softmaxTypes);
      if (x!.dims?.length === 0) throw new InvalidArgumentError('logits must have >= 1 dimension, got []');
      return [{ dtype: x!.dtype, dims: x!.dims }];
    },
    kernel: ([x], _attrs, [spec]) => {
      const { dtype, dims } = spec!;
      const out = storageToFill(workType(dtype), elementCount(dims)) as Floats;
      if (out.length > 0) rows(workStorage(x!) as Floats, dims.at(-1)!, out);
      return [fromWorkStorage(dtype, dims, out)];
    },
    grad,
  });
}

const Softmax = rowsOp('Softmax', softmaxRows, ({ outputs: [y] }, g) => {
  const shared = sum(multiply(g!, y!), [-1], true);
  return [multiply(subtract(g!, shared), y!)];
});
const LogSoftmax = rowsOp('LogSoftmax', logSoftmaxRows, ({ outputs: [y] }, g) => [
  subtract(g!, multiply(sum(g!, [-1], true), exp(y!))),
]);

function alongAxis(op: OpRecord, logits: TensorLike, axis: number | null | undefined): Tensor {
  const x = toTensor(logits);
  const dim = Number(axis ?? -1);
  if (dim === -1) return dispatchOne(op, [x]);
  if (x.dims === null) throw new TypeError(`An axis of ${dim} needs a tensor of known rank`);
  const rank = x.dims.length;
  if (dim === rank - 1) return dispatchOne(op, [x]);
  if (dim < -rank || dim >= rank)
    throw new InvalidArgumentError(
      `\`dim\` must be in the range [${-rank}, ${rank}) where ${rank} is the number of dimensions in the input. Received: dim=${dim}`,
      { fields: { expected: rank, actual: dim } },
    );
  const order = x.dims.map((_, i) => i);
  const own = dim < 0 ? dim + rank : dim;
  [order[own], order[rank - 1]] = [rank - 1, own];
  return transposed(dispatchOne(op, [transposed(x, order)]), order);
}

interface AxisKeywords {
  axis?: number | null;
  name?: string | null;
}
type AxisArgs = Args<
  [logits: TensorLike],
  [axis: number | null, name: string | null],
  AxisKeywords,
  ['logits']
>;

function axisArguments(name: string, args: readonly unknown[]) {
  type All = AxisKeywords & { logits: TensorLike };
  return bindArguments<All>(name, ['logits', 'axis', 'name'], args, { required: 1 });
}

/** Mirrors `tf.nn.softmax`: exponentials that sum to one along `axis`. Floats. @throws {@link InvalidArgumentError} */
export const softmax = dispatching()(function softmax(...args: AxisArgs): Tensor {
  const { logits, axis } = axisArguments('softmax_v2', args);
  return alongAxis(Softmax, logits!, axis);
});
/** Mirrors `tf.nn.log_softmax`: the logarithm of {@link softmax}. Floats. @throws {@link InvalidArgumentError} */
export function log_softmax(...args: AxisArgs): Tensor {
  const { logits, axis } = axisArguments('log_softmax_v2', args);
  return alongAxis(LogSoftmax, logits!, axis);
}
