/** The same elements in another shape: `tf.sparse.reshape`, `reset_shape`, `expand_dims`. */
import { int32, int64 } from '../../../dtypes';
import { InvalidArgumentError, ValueError } from '../../../errors';
import { named } from '../../../python/named';
import { assert_less_equal } from '../../assert_values';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { control_dependencies } from '../../graph/control_dependencies';
import { isKnown } from '../../graph/operation';
import { integer, integersOf } from '../../index_argument';
import { defineOp, noAttributes, type OpName, type OpRecord, unregisteredGradient } from '../../op';
import { shapeTensor } from '../../shape_argument';
import { type SparseLike, SparseTensor, toSparse } from '../../sparse_tensor';
import { bracketText, type Dimension, elementCount } from '../../tensor_shape';
import { add } from '../arithmetic';
import { identity, shape } from '../array';
import { cast } from '../cast';
import { zeros, zeros_like } from '../creation';
import { maximum } from '../extremes';
import { getitem } from '../getitem';
import { concat } from '../joining';
import { reduce_max } from '../reduction';
import { indexTensor, placesOf, rowAtPlace, rowsOf, sizesTensor } from './rows';

/** The sizes that are asked for, with -1 worked out. */
function reshapedSizes(own: readonly number[], wanted: readonly number[]): number[] {
  const free = wanted.indexOf(-1);
  if (wanted.some((size) => size < -1))
    throw new InvalidArgumentError(
      `size ${wanted.findIndex((s) => s < -1)} must be non-negative, not ${wanted.find((s) => s < -1)}`,
    );
  if (free >= 0 && wanted.indexOf(-1, free + 1) >= 0)
    throw new InvalidArgumentError(
      `only one output dimension may be -1, not both ${free} and ${wanted.indexOf(-1, free + 1)}`,
    );
  const count = elementCount(own);
  const others = elementCount(wanted.filter((size) => size !== -1));
  if (free >= 0 && others === 0)
    throw new InvalidArgumentError(
      'reshape cannot infer the missing input size for an empty tensor unless all specified input sizes are non-zero',
    );
  const sizes = wanted.map((size) => (size === -1 ? Math.floor(count / others) : size));
  if (elementCount(sizes) !== count)
    throw new InvalidArgumentError(
      `Input to reshape is a tensor with ${count} dense values, but the requested shape has ${elementCount(sizes)}`,
      { fields: { expected: count, actual: elementCount(sizes) } },
    );
  return sizes;
}

const SparseReshape: OpRecord = defineOp({
  type: 'SparseReshape',
  infer: ([indices, , wanted]) => {
    const rank = wanted!.dims?.[0] ?? null;
    return [
      { dtype: int64, dims: [indices!.dims?.[0] ?? null, rank] },
      { dtype: int64, dims: [rank] },
    ];
  },
  kernel: ([indices, shape, wanted]) => {
    const own = integersOf(shape!)!;
    const sizes = reshapedSizes(own, integersOf(wanted!)!);
    const rows = rowsOf(indices!);
    const at = Array.from(placesOf(rows, own)).flatMap((place) => rowAtPlace(place, sizes));
    return [indexTensor(at, sizes.length, rows.count), sizesTensor(sizes)];
  },
  grad: unregisteredGradient('SparseReshape'),
});

/** The shape if it can be told before anything runs. @throws {@link ValueError} if it does not fit */
function knownShape(own: number, wanted: readonly number[]): number[] | null {
  const sizes = wanted.map((size) => (size === -1 ? null : size));
  const free = sizes.filter((size) => size === null).length;
  if (free > 1)
    throw new ValueError(`At most one dimension can be inferred (-1). Found: [${wanted.join(' ')}]`);
  if (free === 1 && sizes.includes(0)) return null;
  const others = elementCount(sizes.filter((size) => size !== null));
  const whole = sizes.map((size) => size ?? Math.floor(own / others));
  if (elementCount(whole) !== own)
    throw new ValueError(
      `Cannot reshape a tensor with ${own} elements to shape ${`[${sizes.map((s) => s ?? 'None').join(', ')}]`} ` +
        `(${elementCount(whole)} elements).`,
      { fields: { expected: own, actual: elementCount(whole) } },
    );
  return whole;
}

/**
 * Mirrors `tf.sparse.reshape`, in whose shape one size may be -1.
 * @throws {@link ValueError} for another number of elements, {@link InvalidArgumentError} where only the graph can tell
 */
export const reshape = named(
  'sparse_reshape',
  ['sp_input', 'shape'],
  ['name'],
  (sp_input: SparseLike, newShape: TensorLike, name?: OpName): SparseTensor => {
    const sp = toSparse(sp_input);
    const wanted = cast(shapeTensor(newShape), int64);
    const parts = [sp.indices, sp.dense_shape, wanted];
    const [indices, sizes] = dispatch(SparseReshape, parts, noAttributes, name);
    const own = sp.shape.num_elements();
    const known = own !== null && isKnown(wanted) ? knownShape(own, integersOf(wanted)!) : null;
    return new SparseTensor(indices!, identity(sp.values), known === null ? sizes! : toTensor(known, int64));
  },
);

/**
 * Mirrors `tf.sparse.reset_shape`: the same elements in a larger shape, or in the smallest that holds them.
 * @throws {@link ValueError} for a smaller one, {@link InvalidArgumentError} where only the graph can tell
 */
export const reset_shape = named(
  'sparse_reset_shape',
  ['sp_input'],
  ['new_shape'],
  (sp_input: SparseLike, new_shape: TensorLike | null = null): SparseTensor => {
    const sp = toSparse(sp_input);
    const [indices, values] = [identity(sp.indices), identity(sp.values)];
    if (new_shape === null) {
      const least = add(reduce_max(indices, 0), 1n);
      return new SparseTensor(indices, values, maximum(zeros_like(least), least));
    }
    const given = shapeTensor(new_shape);
    given.shape.assert_has_rank(1);
    const sizes = cast(given, int64);
    const [rank, own] = [sizes.dims[0] as Dimension, sp.dense_shape.dims[0] as Dimension];
    if (rank !== null && own !== null && rank !== own)
      throw new ValueError(`Dimensions ${rank} and ${own} are not compatible`);
    const known = sp.shape.is_fully_defined() && isKnown(sizes) ? integersOf(sizes)! : null;
    if (known?.some((size, i) => size < sp.shape[i]!))
      throw new ValueError(
        'Requested new_shape should have dimension sizes >= sp_input.shape.  Found new_shape ' +
          `(${bracketText(sp.shape as number[])}), sp_input.shape (${bracketText(known)}).`,
        { fields: { expected: sp.shape, actual: known } },
      );
    if (known !== null) return new SparseTensor(indices, values, sizes);
    const checked = assert_less_equal(sp.dense_shape, sizes);
    const after = control_dependencies(checked === null ? [] : [checked]).use(() => identity(sizes));
    return new SparseTensor(indices, values, after);
  },
);

/**
 * Mirrors `tf.sparse.expand_dims`: one more axis, of size 1.
 * @param axis before which it comes; the last if not given
 * @throws {@link TypeError} for an axis that is no integer, {@link InvalidArgumentError} for one out of range
 */
export const expand_dims = named(
  'sparse_expand_dims',
  ['sp_input'],
  ['axis', 'name'],
  (sp_input: SparseLike, axis: TensorLike | null = null, _name?: OpName): SparseTensor => {
    const sp = toSparse(sp_input);
    const rank = sp.dense_shape.dims[0]!;
    const given = integer(axis ?? -1, 'axis');
    const at = given < 0 ? given + rank + 1 : given;
    if (at < 0 || at > rank)
      throw new InvalidArgumentError(`axis ${given} is not in the range [${-rank - 1}, ${rank}]`, {
        fields: { expected: [-rank - 1, rank], actual: given },
      });
    const [before, after] = [`:${at}`, `${at}:`];
    const column = zeros(concat([getitem(shape(sp.indices), [':1']), toTensor([1], int32)], 0), int64);
    const indices = concat(
      [getitem(sp.indices, [`:, ${before}`]), column, getitem(sp.indices, [`:, ${after}`])],
      1,
    );
    const sizes = concat(
      [getitem(sp.dense_shape, [before]), toTensor([1], int64), getitem(sp.dense_shape, [after])],
      0,
    );
    const made = new SparseTensor(indices, sp.values, sizes);
    return at === 0 ? made._shaped([1, ...new Array<null>(rank).fill(null)]) : made;
  },
);
