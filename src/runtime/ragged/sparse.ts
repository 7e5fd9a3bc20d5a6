/** Ragged tensors to and from sparse ones. Importing this file puts `to_sparse` and `from_sparse` on the class. */
import { as_dtype, bool, type DTypeLike, int64 } from '../../dtypes';
import { InvalidArgumentError, TypeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { typeName } from '../../python/repr';
import { isKnown } from '../graph/operation';
import { integersOf } from '../index_argument';
import { reshape } from '../ops/array';
import { cast } from '../ops/cast';
import { ones_like } from '../ops/creation';
import { getitem } from '../ops/getitem';
import { where } from '../ops/select';
import { is_sparse, SparseTensor, toSparse } from '../sparse_tensor';
import type { Tensor } from '../tensor';
import { splitsType } from './partition';
import { RaggedTensor } from './ragged_tensor';

type FromSparseArgs = Args<
  [st_input: SparseTensor],
  [name: string | null, row_splits_dtype: DTypeLike],
  { name?: string | null; row_splits_dtype?: DTypeLike }
>;
declare module './ragged_tensor' {
  interface RaggedTensor {
    /** The same values by their coordinates. */
    to_sparse(name?: string | null): SparseTensor;
  }
  namespace RaggedTensor {
    /**
     * The values of a sparse matrix whose rows are full from the left.
     * @throws {@link ValueError} for other ranks, {@link InvalidArgumentError} for gaps in rows
     */
    function from_sparse(...args: FromSparseArgs): RaggedTensor;
  }
}

function toSparseTensor(this: RaggedTensor): SparseTensor {
  const flat = this.flat_values;
  const every = this.with_flat_values(ones_like(flat, { dtype: bool }));
  const coordinates = (where as (condition: RaggedTensor) => Tensor)(every);
  return new SparseTensor(coordinates, reshape(flat, [-1]), this.bounding_shape({ out_type: int64 }));
}

/** @throws {@link InvalidArgumentError} for rows with gaps */
function checkFull(indices: Tensor): void {
  if (!isKnown(indices)) return;
  const list = integersOf(indices)!;
  for (let i = 0; i < list.length; i += 2) {
    const isNext = i > 0 && list[i] === list[i - 2] && list[i + 1] === list[i - 1]! + 1;
    const isFirst = list[i + 1] === 0 && (i === 0 || list[i]! > list[i - 2]!);
    if (!isNext && !isFirst)
      throw new InvalidArgumentError('SparseTensor is not right-ragged', {
        fields: { actual: [list[i], list[i + 1]] },
      });
  }
}

function fromSparse(...args: FromSparseArgs): RaggedTensor {
  type All = { st_input: SparseTensor; name?: string | null; row_splits_dtype?: DTypeLike };
  const names = ['st_input', 'name', 'row_splits_dtype'] as const;
  const given = bindArguments<All>('from_sparse', names, args, { required: 1 });
  if (!is_sparse(given.st_input))
    throw new TypeError(
      `Argument \`st_input\` must be of type SparseTensor, but is of type ${typeName(given.st_input)}.`,
    );
  const { indices, values, dense_shape } = toSparse(given.st_input!);
  const type = splitsType(as_dtype(given.row_splits_dtype ?? int64));
  if (indices.dims[1] !== 2 && dense_shape.dims[0] !== 2) throw new ValueError('rank(st_input) must be 2.');
  checkFull(indices);
  const rows = cast(getitem(indices, [':, 0']), type);
  const count = cast(getitem(dense_shape, [0]), type);
  return RaggedTensor.from_value_rowids(values, rows, count, { validate: false });
}

Object.defineProperty(RaggedTensor.prototype, 'to_sparse', { value: toSparseTensor, configurable: true });
Object.defineProperty(RaggedTensor, 'from_sparse', { value: fromSparse, configurable: true });
