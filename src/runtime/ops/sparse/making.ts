/** Sparse tensors made of a rule or of others: `tf.sparse.eye`, `map_values`, `to_indicator`. */
import { as_dtype, bool, type DTypeLike, float32, int64 } from '../../../dtypes';
import { TypeError, ValueError } from '../../../errors';
import { named } from '../../../python/named';
import { typeName } from '../../../python/repr';
import { assert_equal } from '../../assert_values';
import { isHostValue, toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { control_dependencies } from '../../graph/control_dependencies';
import type { Operation } from '../../graph/operation';
import { map_structure } from '../../nest';
import type { OpName } from '../../op';
import { type SparseLike, SparseTensor, toSparse } from '../../sparse_tensor';
import { Tensor } from '../../tensor';
import { reshape, shape } from '../array';
import { cast } from '../cast';
import { ones, range, zeros } from '../creation';
import { minimum } from '../extremes';
import { getitem } from '../getitem';
import { concat, packed } from '../joining';
import { expand_dims } from '../shapes';
import { denseOf } from './dense';
import { reorder } from './order';

function int64Of(value: TensorLike, name: string): Tensor {
  if (value instanceof Tensor) return cast(value, int64);
  const whole = typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
  if (!whole) throw new TypeError(`${name} must be an integer value`);
  return toTensor(value, int64);
}

/**
 * Mirrors `tf.sparse.eye`: ones on the diagonal.
 * @param num_columns as many as rows if not given
 * @throws {@link TypeError} for what is no integer
 */
export const eye = named(
  'sparse_eye',
  ['num_rows'],
  ['num_columns', 'dtype', 'name'],
  (
    num_rows: TensorLike,
    num_columns: TensorLike | null = null,
    dtype: DTypeLike = float32,
    _name?: OpName,
  ): SparseTensor => {
    const rows = int64Of(num_rows, 'num_rows');
    const columns = num_columns === null ? rows : int64Of(num_columns, 'num_columns');
    const size = minimum(rows, columns);
    const places = range(size, { dtype: int64 });
    return new SparseTensor(
      packed([places, places], 1),
      ones(reshape(size, [1]), as_dtype(dtype)),
      packed([rows, columns], 0),
    );
  },
);

/** The places of all must be those of the first. */
function checkAlike([first, ...others]: readonly SparseTensor[]): Operation[] {
  const checks = others.flatMap((other) => [
    assert_equal(first!.dense_shape, other.dense_shape, { message: 'Mismatched shapes!' }),
    assert_equal(first!.indices, other.indices, { message: 'Mismatched indices!' }),
  ]);
  return checks.filter((check) => check !== null);
}

/**
 * Mirrors `tf.sparse.map_values`: `op` of the elements that are there, in the same places. Sparse tensors may stand
 * anywhere in the arguments.
 * @throws {@link ValueError} without any, {@link InvalidArgumentError} if their places differ
 */
export function map_values(op: (...args: never[]) => unknown, ...args: readonly unknown[]): SparseTensor {
  const found: SparseTensor[] = [];
  const inner = args.map((arg) =>
    map_structure((leaf: unknown) => {
      if (!(leaf instanceof SparseTensor)) return leaf;
      found.push(leaf);
      return leaf.values;
    }, arg),
  );
  const [first] = found;
  if (first === undefined) throw new ValueError('No SparseTensor in argument list of map_values');
  return control_dependencies(checkAlike(found)).use(() =>
    first.with_values((op as (...given: unknown[]) => TensorLike)(...inner)),
  );
}

function checkVocabulary(size: unknown): void {
  if (isHostValue(size) || Number.isInteger(Number(size))) return;
  throw new TypeError(`vocab_size has to be a Tensor or Python int. Found ${typeName(size)}`);
}

/**
 * Mirrors `tf.compat.v1.sparse_merge`: the ids, which are values, become the last index of other values.
 * @param sp_ids one for each axis that is made, as are the sizes in `vocab_size`
 * @throws {@link TypeError} or {@link ValueError} for what does not fit
 */
export const sparse_merge = named(
  'sparse_merge',
  ['sp_ids', 'sp_values', 'vocab_size'],
  ['name', 'already_sorted'],
  (
    sp_ids: SparseLike | readonly SparseLike[],
    sp_values: SparseLike,
    vocab_size: TensorLike | readonly TensorLike[],
    _name: string | null = null,
    already_sorted: boolean = false,
  ): SparseTensor => {
    const several = Array.isArray(sp_ids) && !('_fields' in sp_ids);
    const ids = (several ? sp_ids : [sp_ids]) as readonly SparseLike[];
    if (several && !Array.isArray(vocab_size))
      throw new TypeError(
        `vocab_size has to be a list of Tensors or Python ints. Found ${typeName(vocab_size)}`,
      );
    const sizes = (several ? vocab_size : [vocab_size]) as readonly TensorLike[];
    sizes.forEach(checkVocabulary);
    if (ids.length !== sizes.length)
      throw new ValueError('sp_ids and vocab_size have to have equal lengths.', {
        fields: { expected: ids.length, actual: sizes.length },
      });
    const given = ids.map(toSparse);
    const first = given[0]!;
    const columns = given.map(({ values }) => expand_dims(cast(values, int64), 1));
    const merged = new SparseTensor(
      concat([getitem(first.indices, [':, :-1']), ...columns], 1),
      toSparse(sp_values).values,
      concat(
        [
          getitem(first.dense_shape, [':-1']),
          packed(
            sizes.map((size) => (isHostValue(size) ? cast(toTensor(size), int64) : toTensor(size, int64))),
            0,
          ),
        ],
        0,
      ),
    );
    return already_sorted ? merged : reorder(merged);
  },
);

/**
 * Mirrors `tf.sparse.to_indicator`: a dense tensor of booleans that is true at the ids, which are the values.
 * @throws {@link TypeError} for values that are no integers, {@link InvalidArgumentError} for those not below `vocab_size`
 */
export const to_indicator = named(
  'sparse_to_indicator',
  ['sp_input', 'vocab_size'],
  ['name'],
  (sp_input: SparseLike, vocab_size: TensorLike, name?: OpName): Tensor => {
    const sp = toSparse(sp_input);
    const trues = ones(getitem(shape(sp.indices), [':1']), bool);
    const { indices, values, dense_shape } = sparse_merge(sp, sp.with_values(trues), vocab_size);
    return denseOf(indices, dense_shape, values, zeros([], bool), false, name);
  },
);
