/** `tf.edit_distance`: how many changes make one sequence of another. */
import { float32 } from '../../../dtypes';
import { InvalidArgumentError, TypeError } from '../../../errors';
import { named } from '../../../python/named';
import { dispatch } from '../../dispatch';
import { integersOf } from '../../index_argument';
import { defineOp, mismatch, type OpName, type OpRecord } from '../../op';
import { is_sparse, type SparseLike, toSparse } from '../../sparse_tensor';
import { Tensor } from '../../tensor';
import { bracketText, elementCount } from '../../tensor_shape';
import { keyOf } from '../unique';
import { type Rows, rowsOf } from './rows';

interface DistanceAttributes {
  readonly [name: string]: unknown;
  readonly normalize: boolean;
}

/** Levenshtein's distance. */
function distance(a: readonly unknown[], b: readonly unknown[]): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  a.forEach((left, i) => {
    const row = [i + 1];
    b.forEach((right, j) => {
      const kept = previous[j]! + (left === right ? 0 : 1);
      row.push(Math.min(kept, previous[j + 1]! + 1, row[j]! + 1));
    });
    previous = row;
  });
  return previous[b.length]!;
}

/** The sequences of a sparse tensor by their number in a result of the shape `dims`. */
function sequences(rows: Rows, values: Tensor, dims: readonly number[]): Map<number, unknown[]> {
  const found = new Map<number, unknown[]>();
  for (let i = 0; i < rows.count; i++) {
    let place = 0;
    dims.forEach((size, k) => {
      const index = rows.at[i * rows.rank + k]!;
      if (index < 0 || index >= size)
        throw new InvalidArgumentError(`got index ${index} at dimension ${k}, out of range [0, ${size})`, {
          fields: { expected: size, actual: index },
        });
      place = place * size + index;
    });
    const own = found.get(place);
    if (own === undefined) found.set(place, [keyOf(values, i)]);
    else own.push(keyOf(values, i));
  }
  return found;
}

const EditDistance: OpRecord<DistanceAttributes> = defineOp<DistanceAttributes>({
  type: 'EditDistance',
  infer: ([, own, shape, , truth, truthShape]) => {
    if (truth!.dtype !== own!.dtype) throw mismatch('EditDistance', 4, own!.dtype, truth!.dtype);
    const [a, b] = [integersOf(shape!), integersOf(truthShape!)];
    if (a !== null && b !== null && a.length !== b.length)
      throw new InvalidArgumentError(
        `Expected hypothesis_shape.NumElements() == truth_shape.NumElements(), but got ${bracketText(a)} and ` +
          bracketText(b),
        { fields: { expected: b, actual: a } },
      );
    const rank = shape!.dims?.[0] ?? null;
    if (rank !== null && rank < 2)
      throw new InvalidArgumentError(
        `Input SparseTensors must have rank at least 2, but truth_shape rank is: ${rank}`,
        { fields: { expected: 2, actual: rank } },
      );
    if (a === null || b === null) return [{ dtype: float32, dims: null }];
    return [{ dtype: float32, dims: a.slice(0, -1).map((size, k) => Math.max(size, b[k]!)) }];
  },
  kernel: ([at, values, , truthAt, truth], { normalize }, [spec]) => {
    const { dims } = spec!;
    const [own, wanted] = [sequences(rowsOf(at!), values!, dims), sequences(rowsOf(truthAt!), truth!, dims)];
    const out = new Float32Array(elementCount(dims));
    for (const place of new Set([...own.keys(), ...wanted.keys()])) {
      const [a, b] = [own.get(place) ?? [], wanted.get(place) ?? []];
      const changes = distance(a, b);
      out[place] = normalize ? changes / b.length : changes;
    }
    return [new Tensor(float32, dims, out)];
  },
  grad: null,
});

/**
 * Mirrors `tf.edit_distance`: of the sequences along the last axis, float32.
 * @param normalize true: divided by the length of the truth
 * @throws {@link TypeError} for what is not sparse, {@link InvalidArgumentError} for ranks that differ
 */
export const edit_distance = named(
  'edit_distance',
  ['hypothesis', 'truth'],
  ['normalize', 'name'],
  (hypothesis: SparseLike, truth: SparseLike, normalize: boolean = true, name?: OpName): Tensor => {
    for (const [what, value] of Object.entries({ Hypothesis: hypothesis, Truth: truth }))
      if (!is_sparse(value)) throw new TypeError(`${what} must be a SparseTensor.`);
    const parts = [hypothesis, truth].flatMap((sp) => [...toSparse(sp)._components()]);
    return dispatch(EditDistance, parts, { normalize }, name)[0]!;
  },
);
