/**
 * Indexing as methods: `getitem` on Tensor and Variable, and what writes part of a variable. Importing this file is
 * what puts them on the classes (see operators.ts).
 */
import { currentContext } from '../../context';
import { TypeError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { BaseVariable } from '../base_variable';
import type { TensorLike } from '../convert_types';
import { IndexedSlices } from '../indexed_slices';
import { shapeTensor } from '../shape_argument';
import { notAllowed } from '../symbolic_text';
import { Tensor } from '../tensor';
import { gather, gather_nd } from './gather';
import { getitem, type SliceItem, sliceParts } from './getitem';
import { assignSlice, batchScatter, type Combination, scatterRows, scatterTuples } from './variable_updates';

/** A slice of a variable: its value, and a way to assign to that part of the variable. */
export type VariableSlice = Tensor & {
  /** Writes into the variable's slice; one value fills it. Mirrors `v[...].assign(value)`. */
  assign(value: TensorLike, keywords?: { name?: string | null }): BaseVariable;
};

interface ScatterKeywords {
  use_locking?: boolean;
  name?: string | null;
}
type ScatterArgs = Args<
  [sparse_delta: IndexedSlices],
  [use_locking: boolean, name: string | null],
  ScatterKeywords,
  ['sparse_delta']
>;
type ScatterNdArgs = Args<
  [indices: TensorLike, updates: TensorLike],
  [name: string | null],
  { name?: string | null },
  ['indices', 'updates']
>;

declare module '../tensor' {
  interface Tensor {
    /**
     * Python's `x[items]`: numbers, `slice(...)`, `'...'`, `tf.newaxis`, scalar tensors, or a text such as `'1:3, ...'`.
     * @throws {@link InvalidArgumentError} for an index out of bounds, {@link TypeError} for what is no index
     */
    getitem(...items: SliceItem[]): Tensor;
    /**
     * The rows, as `for row in tensor` has them; a scalar has none and is not iterable (docs/decisions/009).
     * @throws {@link OperatorNotAllowedInGraphError} while a graph is built
     */
    readonly [Symbol.iterator]: () => Generator<Tensor>;
  }
}
declare module '../base_variable' {
  interface BaseVariable {
    /** Python's `v[items]`; the result's `assign` writes into the variable. */
    getitem(...items: SliceItem[]): VariableSlice;
    /** The rows that `indices` name. Mirrors `Variable.sparse_read`. */
    sparse_read(indices: TensorLike, name?: string | null): Tensor;
    /** Mirrors `Variable.gather_nd`. */
    gather_nd(indices: TensorLike, name?: string | null): Tensor;
    /** Adds rows in place. @throws {@link TypeError} for anything but {@link IndexedSlices} */
    scatter_add(...args: ScatterArgs): BaseVariable;
    /** Subtracts rows in place. */
    scatter_sub(...args: ScatterArgs): BaseVariable;
    /** Replaces rows in place. */
    scatter_update(...args: ScatterArgs): BaseVariable;
    /** Multiplies rows in place. */
    scatter_mul(...args: ScatterArgs): BaseVariable;
    /** Divides rows in place. */
    scatter_div(...args: ScatterArgs): BaseVariable;
    /** Keeps the larger of each element. */
    scatter_max(...args: ScatterArgs): BaseVariable;
    /** Keeps the smaller of each element. */
    scatter_min(...args: ScatterArgs): BaseVariable;
    /** Replaces rows along the last axis of the indices, batch by batch. */
    batch_scatter_update(...args: ScatterArgs): BaseVariable;
    /** Adds at tuples of indices, in place. */
    scatter_nd_add(...args: ScatterNdArgs): BaseVariable;
    /** Subtracts at tuples of indices, in place. */
    scatter_nd_sub(...args: ScatterNdArgs): BaseVariable;
    /** Replaces at tuples of indices, in place. */
    scatter_nd_update(...args: ScatterNdArgs): BaseVariable;
    /** Keeps the larger at tuples of indices. */
    scatter_nd_max(...args: ScatterNdArgs): BaseVariable;
    /** Keeps the smaller at tuples of indices. */
    scatter_nd_min(...args: ScatterNdArgs): BaseVariable;
  }
}

function install(
  Class: { readonly prototype: object },
  methods: Record<string, (...args: never[]) => unknown>,
): void {
  for (const [name, value] of Object.entries(methods))
    Object.defineProperty(Class.prototype, name, { value, writable: true, configurable: true });
}

/** The rows of a sparse update. @throws {@link TypeError} with TF's text */
function slicesOf(method: string, args: readonly unknown[]): IndexedSlices {
  const names = ['sparse_delta', 'use_locking', 'name'] as const;
  const { sparse_delta } = bindArguments<ScatterKeywords & { sparse_delta: unknown }>(method, names, args, {
    required: 1,
  });
  if (sparse_delta instanceof IndexedSlices) return sparse_delta;
  throw new TypeError(
    `Argument \`sparse_delta\` must be a \`tf.IndexedSlices\`. Received arg: ${String(sparse_delta)}`,
  );
}

function scatter(method: string, kind: Combination) {
  return function (this: BaseVariable, ...args: unknown[]): BaseVariable {
    const { values, indices } = slicesOf(method, args);
    return scatterRows(this, kind, indices, values);
  };
}
function scatterNd(method: string, kind: Combination) {
  return function (this: BaseVariable, ...args: unknown[]): BaseVariable {
    const names = ['indices', 'updates', 'name'] as const;
    const given = bindArguments<Record<(typeof names)[number], TensorLike>>(method, names, args, {
      required: 2,
    });
    return scatterTuples(this, kind, shapeTensor(given.indices!), given.updates!);
  };
}

install(Tensor, {
  getitem(this: Tensor, ...items: SliceItem[]): Tensor {
    return getitem(this, items);
  },
});
function* rows(this: Tensor): Generator<Tensor> {
  for (let i = 0; i < this.dims[0]!; i++) yield getitem(this, [i]);
}
function refuseRows(): never {
  throw notAllowed('Iterating over a symbolic `tf.Tensor`');
}
// What has no rows has no iterator either, for code that asks before it iterates.
Object.defineProperty(Tensor.prototype, Symbol.iterator, {
  get(this: Tensor) {
    if (currentContext().builder) return refuseRows;
    return this.source !== null || this.dims.length === 0 ? undefined : rows;
  },
});
install(BaseVariable, {
  getitem(this: BaseVariable, ...items: SliceItem[]): VariableSlice {
    const assign = (value: TensorLike): BaseVariable => assignSlice(this, sliceParts(items), value);
    return Object.assign(getitem(this, items), { assign });
  },
  sparse_read(this: BaseVariable, indices: TensorLike): Tensor {
    return gather(this, indices);
  },
  gather_nd(this: BaseVariable, indices: TensorLike): Tensor {
    return gather_nd(this, indices);
  },
  scatter_add: scatter('scatter_add', 'Add'),
  scatter_sub: scatter('scatter_sub', 'Sub'),
  scatter_update: scatter('scatter_update', 'Update'),
  scatter_mul: scatter('scatter_mul', 'Mul'),
  scatter_div: scatter('scatter_div', 'Div'),
  scatter_max: scatter('scatter_max', 'Max'),
  scatter_min: scatter('scatter_min', 'Min'),
  batch_scatter_update(this: BaseVariable, ...args: unknown[]): BaseVariable {
    const { values, indices } = slicesOf('batch_scatter_update', args);
    return batchScatter(this, indices, values);
  },
  scatter_nd_add: scatterNd('scatter_nd_add', 'Add'),
  scatter_nd_sub: scatterNd('scatter_nd_sub', 'Sub'),
  scatter_nd_update: scatterNd('scatter_nd_update', 'Update'),
  scatter_nd_max: scatterNd('scatter_nd_max', 'Max'),
  scatter_nd_min: scatterNd('scatter_nd_min', 'Min'),
});
