/** Drawing classes by unnormalized log-probabilities, for the stateful and the stateless op. */
import { bfloat16, type DType, float16, float32, float64 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { checkAllowed, type InputSpec, type KnownSpec, type Spec } from '../op';
import { uniform64 } from '../random/distributions';
import type { Philox } from '../random/philox';
import { Tensor } from '../tensor';
import { bracketText } from '../tensor_shape';
import { asDoubles } from './random_draw';

/** The output [batch, num_samples]. @throws {@link InvalidArgumentError} for logits that are no matrix and the like */
export function inferCategorical(logits: InputSpec, count: InputSpec, dtype: DType): readonly Spec[] {
  checkAllowed('Multinomial', logits.dtype, [float16, bfloat16, float32, float64]);
  if (logits.dims !== null && logits.dims.length !== 2)
    throw new InvalidArgumentError(
      `logits should be a matrix, got shape ${bracketText(logits.dims as number[])}`,
    );
  if (count.dims !== null && count.dims.length !== 0)
    throw new InvalidArgumentError(
      `num_samples should be a scalar, got shape ${bracketText(count.dims as number[])}`,
    );
  const [rows, classes] = logits.dims ?? [null, null];
  const each = count.data ? Number(count.data[0]) : null;
  if (each !== null && each < 0)
    throw new InvalidArgumentError(`num_samples should be nonnegative, got ${each}`);
  if (classes === 0) throw new InvalidArgumentError('num_classes should be positive, got 0');
  return [{ dtype, dims: [rows!, each] }];
}

/** Rows share one stream of words, as they do in TF with one thread. */
export function drawCategorical(gen: Philox, logits: Tensor, { dtype, dims }: KnownSpec): Tensor {
  const [rows, each] = dims as [number, number];
  const classes = logits.dims[1]!;
  const values = asDoubles(logits);
  const sums = new Float64Array(classes);
  const out = dtype.allocate(rows * each);
  for (let row = 0, at = 0; row < rows; row++) {
    const total = cumulate(values.subarray(row * classes, (row + 1) * classes), sums);
    for (let s = 0; s < each; s++, at++) {
      const drawn = firstAbove(sums, uniform64(gen.word(), gen.word()) * total);
      if (out instanceof BigInt64Array) out[at] = BigInt(drawn);
      else (out as Int32Array)[at] = drawn;
    }
  }
  return new Tensor(dtype, dims, out);
}

/** Running sums of the exponentials, made stable by the largest; what is not finite counts nothing. */
function cumulate(logits: Float64Array, sums: Float64Array): number {
  let largest = -Number.MAX_VALUE;
  for (const x of logits) if (Number.isFinite(x) && x > largest) largest = x;
  let total = 0;
  for (let j = 0; j < logits.length; j++) {
    if (Number.isFinite(logits[j]!)) total += Math.exp(logits[j]! - largest);
    sums[j] = total;
  }
  return total;
}

function firstAbove(sums: Float64Array, value: number): number {
  let low = 0;
  let high = sums.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
