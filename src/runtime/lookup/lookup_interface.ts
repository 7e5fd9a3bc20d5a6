/** What all lookup tables are: Trackables with a dtype for keys and one for values, read by one op. */
import { as_dtype, type DType, type DTypeLike, int64 } from '../../dtypes';
import { TypeError } from '../../errors';
import { Trackable } from '../../tracking/trackable';
import { toTensorBeside } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { type Attributes, defineOp, type OpRecord } from '../op';
import { Tensor } from '../tensor';

/** The parameters of methods that take keys, and of those that take values too. */
export type KeyArguments<Keys = TensorLike> = [keys: Keys, name?: string | null];
export const keyNames = ['keys', 'name'] as const;
export type EntryArguments = [keys: TensorLike, values: TensorLike, name?: string | null];
export const entryNames = ['keys', 'values', 'name'] as const;

/** What an op asks of the table behind it. */
export interface TableStore {
  readonly size: number;
  readonly value_dtype: DType;
  /** Shape of one value. */
  readonly valueDims: readonly number[];
  /** Shape of one key. */
  readonly keyDims: readonly number[];
  find(keys: Tensor, defaults: Tensor): Tensor;
}
interface StoreAttributes extends Attributes {
  readonly store: TableStore;
}

const LookupTableFind = defineOp<StoreAttributes>({
  type: 'LookupTableFindV2',
  infer: ([keys], { store }) => {
    const dims = keys!.dims === null ? null : keys!.dims.slice(0, keys!.dims.length - store.keyDims.length);
    return [{ dtype: store.value_dtype, dims: dims && [...dims, ...store.valueDims] }];
  },
  kernel: ([keys, defaults], { store }) => [store.find(keys!, defaults!)],
  effect: 'reads',
  grad: null,
});
const LookupTableSize = defineOp<StoreAttributes>({
  type: 'LookupTableSizeV2',
  infer: () => [{ dtype: int64, dims: [] }],
  kernel: (_inputs, { store }) => [new Tensor(int64, [], BigInt64Array.of(BigInt(store.size)))],
  effect: 'reads',
  grad: null,
});
export interface ChangeAttributes extends Attributes {
  readonly change: (inputs: readonly Tensor[]) => void;
}
/** A record that changes a table. */
export function tableChange(type: string): OpRecord<ChangeAttributes> {
  return defineOp<ChangeAttributes>({
    type,
    infer: () => [],
    kernel: (inputs, { change }) => {
      change(inputs);
      return [];
    },
    effect: 'writes',
    grad: null,
  });
}

/** Mirrors TF's `LookupInterface`. */
export abstract class LookupInterface extends Trackable {
  readonly key_dtype: DType;
  readonly value_dtype: DType;

  constructor(key_dtype: DTypeLike, value_dtype: DTypeLike) {
    super();
    this.key_dtype = as_dtype(key_dtype);
    this.value_dtype = as_dtype(value_dtype);
  }

  /** What finds and holds the entries. */
  protected abstract readonly store: TableStore;

  /** How many entries there are: a scalar of int64. */
  size(): Tensor {
    return dispatch(LookupTableSize, [], { store: this.store })[0]!;
  }

  protected find(keys: Tensor, defaults: Tensor): Tensor {
    return dispatch(LookupTableFind, [keys, defaults], { store: this.store })[0]!;
  }

  /** Keys as a tensor. @throws {@link TypeError} for keys of another dtype */
  protected keys(keys: TensorLike): Tensor {
    const tensor = toTensorBeside(keys, this.key_dtype);
    if (tensor.dtype !== this.key_dtype)
      throw new TypeError(`Dtype of argument \`keys\` must be ${this.key_dtype}, received: ${tensor.dtype}`, {
        fields: { expected: this.key_dtype.name, actual: tensor.dtype.name },
      });
    return tensor;
  }
}
