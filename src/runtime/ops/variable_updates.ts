/** Parts of variables written in place: slices, and rows by index. The first input is the variable's handle. */
import { type DType, int32, int64 } from '../../dtypes';
import { InvalidArgumentError, OutOfRangeError } from '../../errors';
import type { BaseVariable } from '../base_variable';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import type { ResourceHandle } from '../handle';
import { int32Of, integersOf, integerTensor } from '../index_argument';
import {
  addRows,
  divideRows,
  maxRows,
  minRows,
  multiplyRows,
  type ScatterLoops,
  subtractRows,
} from '../kernels/scatter';
import { copyStrided, rowMajorStrides } from '../kernels/strided_copy';
import { checkAllowed, defineOp, noAttributes, type OpRecord } from '../op';
import { denseSlice, type SliceMasks, sliceView } from '../slice_spec';
import { Tensor } from '../tensor';
import { bracketText, elementCount, sameDims } from '../tensor_shape';
import { coordinates, flatRows } from './gather';
import { type SliceParts, sliceTensors } from './getitem';
import { broadcast_to } from './movement';
import { initializedHandle } from './resource_variables';
import { scatterInto } from './scatter';

const SliceAssign: OpRecord<SliceMasks> = defineOp<SliceMasks>({
  type: 'ResourceStridedSliceAssign',
  infer: () => [],
  kernel: ([token, begin, end, strides, value], masks) => {
    const handle = initializedHandle(token!);
    const { dims, dtype } = handle;
    const parts = { begin: integersOf(begin!)!, end: integersOf(end!)!, strides: integersOf(strides!)! };
    const slice = denseSlice(parts, masks, dims);
    const wanted = slice.dims as number[];
    if (!fits(value!.dims, wanted))
      throw new InvalidArgumentError(
        `Shape of value ${bracketText(value!.dims)} cannot be broadcast to the slice's shape ${bracketText(wanted)}`,
        { fields: { expected: wanted, actual: value!.dims } },
      );
    const whole = sameDims(value!.dims, wanted) ? value! : broadcast_to(value!, wanted);
    const { offset, strides: steps, sizes } = sliceView(slice, dims);
    const from = { data: whole.data, offset: 0, strides: rowMajorStrides(sizes) };
    copyStrided(dtype, from, { data: handle.writable(), offset, strides: steps }, sizes);
    return [];
  },
  grad: null,
  effect: 'writes',
});

function fits(own: readonly number[], wanted: readonly number[]): boolean {
  const extra = wanted.length - own.length;
  return extra >= 0 && own.every((d, i) => d === 1 || d === wanted[i + extra]);
}

/** Writes `value` into a slice of a variable; it is broadcast. @throws {@link InvalidArgumentError} if it does not fit */
export function assignSlice(variable: BaseVariable, parts: SliceParts, value: TensorLike): BaseVariable {
  const inputs = [...sliceTensors(parts), toTensor(value, variable.dtype)];
  return variable._update(SliceAssign as unknown as OpRecord, inputs, parts.masks);
}

/** Row numbers, checked. @throws {@link InvalidArgumentError} with TF's texts */
function checkedRows(rows: Tensor, updates: Tensor, dims: readonly number[]): Int32Array {
  const wanted = [...rows.dims, ...dims.slice(1)];
  if (updates.dims.length !== 0 && !sameDims(updates.dims, wanted))
    throw new InvalidArgumentError(
      `Must have updates.shape = indices.shape + params.shape[1:] or updates.shape = [], got updates.shape ` +
        `${bracketText(updates.dims)}, indices.shape ${bracketText(rows.dims)}, params.shape ${bracketText(dims)}`,
      { fields: { expected: wanted, actual: updates.dims } },
    );
  const list = int32Of(rows);
  const limit = dims[0]!;
  const bad = list.findIndex((at) => at < 0 || at >= limit);
  if (bad >= 0)
    throw new InvalidArgumentError(
      `indices${bracketText(coordinates(bad, rows.dims))} = ${list[bad]} is not in [0, ${limit})`,
      { fields: { expected: [0, limit], actual: list[bad] } },
    );
  return list;
}

function write(
  handle: ResourceHandle,
  loops: ScatterLoops | null,
  rows: Int32Array,
  updates: Tensor,
  width: number,
): void {
  const { dims, dtype } = handle;
  const storage = handle.writable();
  const data = scatterInto(loops, dtype, storage, rows, updates.data, width);
  if (data !== storage) handle.replace(new Tensor(dtype, dims, data));
}

/** @param loops null: rows are replaced */
function scatterOp(type: string, loops: ScatterLoops | null): OpRecord {
  return defineOp({
    type,
    infer: () => [],
    kernel: ([token, indices, updates]) => {
      const handle = initializedHandle(token!);
      const rest = handle.dims.slice(1);
      const rows = checkedRows(indices!, updates!, handle.dims);
      const whole =
        updates!.dims.length === 0 ? broadcast_to(updates!, [...indices!.dims, ...rest]) : updates!;
      write(handle, loops, rows, whole, elementCount(rest));
      return [];
    },
    grad: null,
    effect: 'writes',
  });
}

function scatterNdOp(type: string, loops: ScatterLoops | null): OpRecord {
  return defineOp({
    type,
    infer: () => [],
    kernel: ([token, indices, updates]) => {
      const handle = initializedHandle(token!);
      const { dims } = handle;
      const depth = indices!.dims[indices!.dims.length - 1]!;
      const wanted = [...indices!.dims.slice(0, -1), ...dims.slice(depth)];
      if (!sameDims(updates!.dims, wanted))
        throw new InvalidArgumentError(
          'Must have updates.shape = indices.shape[:batch_dim] + params_shape[slice_dim:], got updates.shape: ' +
            `${bracketText(updates!.dims)}, indices.shape: ${bracketText(indices!.dims)}, params_shape: ` +
            `${bracketText(dims)}, slice_dim: ${depth}, and batch_dim: ${indices!.dims.length - 1}`,
          { fields: { expected: wanted, actual: updates!.dims } },
        );
      const rows = flatRows(
        indices!,
        dims,
        (at, tuple) => `indices${at} = ${tuple} does not index into shape ${bracketText(dims)}`,
      );
      write(handle, loops, rows, updates!, elementCount(dims.slice(depth)));
      return [];
    },
    grad: null,
    effect: 'writes',
  });
}

/** How rows of a variable may be combined with others. */
export type Combination = 'Update' | 'Add' | 'Sub' | 'Mul' | 'Div' | 'Max' | 'Min';
const loopsOf: Readonly<Record<Combination, ScatterLoops | null>> = {
  Update: null,
  Add: addRows,
  Sub: subtractRows,
  Mul: multiplyRows,
  Div: divideRows,
  Max: maxRows,
  Min: minRows,
};
const scatterOps = new Map<Combination, OpRecord>();
const scatterNdOps = new Map<Combination, OpRecord>();
for (const kind of Object.keys(loopsOf) as Combination[]) {
  scatterOps.set(kind, scatterOp(`ResourceScatter${kind}`, loopsOf[kind]));
  // TF has no products of single elements.
  if (kind !== 'Mul' && kind !== 'Div')
    scatterNdOps.set(kind, scatterNdOp(`ResourceScatterNd${kind}`, loopsOf[kind]));
}

/** Combines rows of a variable with others, in place. */
export function scatterRows(
  variable: BaseVariable,
  kind: Combination,
  indices: Tensor,
  values: TensorLike,
): BaseVariable {
  return variable._update(scatterOps.get(kind)!, [indices, toTensor(values, variable.dtype)], noAttributes);
}
/** Combines what tuples of indices name in a variable with updates, in place. */
export function scatterTuples(
  variable: BaseVariable,
  kind: Combination,
  indices: Tensor,
  updates: TensorLike,
): BaseVariable {
  return variable._update(
    scatterNdOps.get(kind)!,
    [indices, toTensor(updates, variable.dtype)],
    noAttributes,
  );
}
/** Replaces rows of each batch: the last axis of `indices` counts within the batch that the others name. */
export function batchScatter(variable: BaseVariable, indices: Tensor, values: TensorLike): BaseVariable {
  const { dims } = indices;
  const tuples = integersOf(indices)!.flatMap((at, i) => [...coordinates(i, dims).slice(0, -1), at]);
  return scatterTuples(
    variable,
    'Update',
    integerTensor(tuples, indices.dtype, [...dims, dims.length]),
    values,
  );
}

/** Counts up to a limit and no further. */
const ResourceCountUpTo = defineOp<{
  readonly limit: number;
  readonly T: DType;
  readonly [name: string]: unknown;
}>({
  type: 'ResourceCountUpTo',
  infer: (_inputs, { T }) => {
    checkAllowed('ResourceCountUpTo', T, [int32, int64]);
    return [{ dtype: T, dims: [] }];
  },
  kernel: ([token], { limit }) => {
    const handle = initializedHandle(token!);
    const before = handle.read();
    const count = before.data[0] as number | bigint;
    if (count >= limit)
      throw new OutOfRangeError(`Reached limit of ${limit}`, { fields: { expected: limit, actual: count } });
    const storage = handle.writable() as Int32Array;
    storage[0]!++;
    return [before];
  },
  grad: null,
  effect: 'writes',
});

/** The value before it grew by one. @throws {@link OutOfRangeError} at the limit */
export function countUpTo(variable: BaseVariable, limit: number, name: string | null): Tensor {
  return dispatch(ResourceCountUpTo, [variable._handleTensor], { limit, T: variable.dtype }, name)[0]!;
}
