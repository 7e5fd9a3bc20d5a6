/**
 * Ops that make several values of each string: their records give all values in a row and where those of each
 * string begin, as TF's do; from these come vectors and RaggedTensors, eager or symbolic.
 */
import { type DType, int64 } from '../../../dtypes';
import type { TensorLike } from '../../convert_types';
import { integerTensor } from '../../index_argument';
import { type Attributes, defineOp, type InputSpec, type OpRecord } from '../../op';
import { RaggedTensor } from '../../ragged/ragged_tensor';
import type { Tensor } from '../../tensor';
import { add, multiply } from '../arithmetic';
import { reshape } from '../array';
import { cast } from '../cast';
import { range } from '../creation';
import { type Size, sizeOf, sizeProduct, sizeTensor } from '../sizes';
import { bytesOf, checkString } from './common';

/** Where rows of these lengths begin, and the end; int64. */
export function splitsOf(lengths: readonly number[]): Tensor {
  let at = 0;
  return integerTensor([0, ...lengths.map((n) => (at += n))], int64);
}

/**
 * The record of an op on a vector of strings that makes a row of items of each.
 * @param columns what its outputs say of the items; before them comes where the rows begin
 */
export function rowsOp<A extends Attributes, T>(
  type: string,
  rowOf: (bytes: Uint8Array, attrs: A) => readonly T[],
  columns: readonly { readonly dtype: DType; readonly make: (all: readonly T[]) => Tensor }[],
): OpRecord<A> {
  return defineOp<A>({
    type,
    infer: ([x]) => {
      checkString(type, x!);
      return [rowSplitsSpec(x!), ...columns.map(({ dtype }) => ({ dtype, dims: [null] }))];
    },
    kernel: ([x], attrs) => {
      const rows = bytesOf(x!).map((bytes) => rowOf(bytes, attrs));
      const all = rows.flat();
      return [splitsOf(rows.map((row) => row.length)), ...columns.map(({ make }) => make(all))];
    },
    grad: null,
  });
}

function rowSplitsSpec({ dims }: InputSpec): { dtype: DType; dims: (number | null)[] } {
  const n = dims?.[0] ?? null;
  return { dtype: int64, dims: [n === null ? null : n + 1] };
}

/** Begin of each of `rows` rows that are all `length` long, and the end; int64. */
export function evenSplits(rows: Size, length: Size): Tensor {
  return cast(multiply(range(add(sizeTensor(rows), 1)), sizeTensor(length)), int64);
}

/**
 * Values and splits in the shape of `like`, with one ragged axis more; a scalar's are a plain vector.
 * @param outer how many axes of `like` count; all if not given
 */
export function raggedLike(
  values: Tensor,
  splits: Tensor,
  like: Tensor,
  outer = like.dims.length,
): Tensor | RaggedTensor {
  if (outer === 0) return values;
  let result = RaggedTensor.from_row_splits(values, splits);
  // Further outer axes are regular, but ragged to TF all the same.
  for (let axis = outer - 1; axis > 0; axis--) {
    const rows = sizeProduct(like.dims.slice(0, axis).map((_, i) => sizeOf(like, i)));
    result = RaggedTensor.from_row_splits(result, evenSplits(rows, sizeOf(like, axis)));
  }
  return result;
}

/** All elements as a vector. */
export function flattened(x: Tensor): Tensor {
  return reshape(x, [-1]);
}

/** `fn` of the strings, in the rows that they are in; values of vectors at least become rows of their own. */
export function overFlatValues(
  input: TensorLike | RaggedTensor,
  fn: (strings: TensorLike) => Tensor | RaggedTensor,
): Tensor | RaggedTensor {
  return input instanceof RaggedTensor ? input.with_flat_values(fn(input.flat_values)) : fn(input);
}
