/** Choosing between two values by a condition, and the places where a condition holds. */
import type { TensorStorage } from '../../dtypes';

/**
 * `out[i] = condition[i] ? x[i] : y[i]`, in cells of storage: `lanes` of them make a value. A step of 0
 * repeats one value. Values are copied as they are, so one loop serves every dtype whose storage is of the
 * same kind.
 */
export function select(
  condition: Uint8Array,
  cStep: number,
  x: TensorStorage,
  xStep: number,
  y: TensorStorage,
  yStep: number,
  out: TensorStorage,
  lanes: number,
): void {
  const count = out.length / lanes;
  for (let i = 0; i < count; i++) {
    const chosen = condition[i * cStep] !== 0;
    const from = chosen ? x : y;
    const at = (chosen ? i * xStep : i * yStep) * lanes;
    for (let lane = 0; lane < lanes; lane++) out[i * lanes + lane] = from[at + lane]!;
  }
}

/** {@link select} of float32, the gradients of most things. */
export function selectFloats(
  condition: Uint8Array,
  cStep: number,
  x: Float32Array,
  xStep: number,
  y: Float32Array,
  yStep: number,
  out: Float32Array,
): void {
  for (let i = 0; i < out.length; i++) out[i] = condition[i * cStep] !== 0 ? x[i * xStep]! : y[i * yStep]!;
}

/** The coordinates of what is set, one row each, in row-major order. */
export function positions(set: ArrayLike<number>, dims: readonly number[]): BigInt64Array {
  const rank = dims.length;
  let count = 0;
  for (let i = 0; i < set.length; i++) if (set[i] !== 0) count++;
  const out = new BigInt64Array(count * rank);
  let row = 0;
  for (let i = 0; i < set.length; i++) {
    if (set[i] === 0) continue;
    let rest = i;
    for (let axis = rank - 1; axis >= 0; axis--) {
      const size = dims[axis]!;
      out[row * rank + axis] = BigInt(rest % size);
      rest = Math.floor(rest / size);
    }
    row++;
  }
  return out;
}
