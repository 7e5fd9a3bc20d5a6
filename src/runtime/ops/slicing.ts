/** `tf.slice` and `tf.strided_slice`, with the gradient that puts a slice back among zeros. */

import { int16, int32, int64 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { resultStorage, storageToFill } from '../allocate';
import type { TensorLike } from '../convert_types';
import { dispatch, dispatchOne, operand } from '../dispatch';
import { integersOf } from '../index_argument';
import { copyStrided, rowMajorStrides } from '../kernels/strided_copy';
import { defineOp, type IndexInput, type InputSpec, mismatch, type OpRecord } from '../op';
import { shapeTensors, unknownSizes } from '../shape_argument';
import { type DenseSlice, denseSlice, type SliceMasks, sliceView } from '../slice_spec';
import { Tensor } from '../tensor';
import { bracketText, type Dimension, elementCount } from '../tensor_shape';
import { add } from './arithmetic';
import { shape } from './array';
import { ones } from './creation';

/** The part of `x` that `slice` names, as a tensor of shape `dims`. */
function takeSlice(x: Tensor, slice: DenseSlice, dims: readonly number[]): Tensor {
  const { offset, strides, sizes } = sliceView(slice, x.dims);
  const data = storageToFill(x.dtype, elementCount(dims));
  copyStrided(
    x.dtype,
    { data: x.data, offset, strides },
    { data, offset: 0, strides: rowMajorStrides(sizes) },
    sizes,
  );
  return new Tensor(x.dtype, dims, data);
}

function checkSliceVectors(begin: InputSpec, end: InputSpec, strides: InputSpec): void {
  const all = [begin, end, strides].map((s) => s.dims);
  if (all.some((d) => d === null)) return;
  if (all.every((d) => d!.length === 1 && d![0] === all[0]![0])) return;
  const [b, e, s] = all.map((d) => bracketText(d as number[]));
  throw new InvalidArgumentError(
    `Expected begin, end, and strides to be 1D equal size tensors, but got shapes ${b}, ${e}, and ${s} instead.`,
  );
}

/** The slice that these inputs describe, or null while they are not known. */
function sliceOf(
  begin: InputSpec,
  end: InputSpec,
  strides: InputSpec,
  masks: SliceMasks,
  dims: readonly Dimension[] | null,
): DenseSlice | null {
  checkSliceVectors(begin, end, strides);
  const [b, e, s] = [integersOf(begin), integersOf(end), integersOf(strides)];
  if (b === null || e === null || s === null || dims === null) return null;
  return denseSlice({ begin: b, end: e, strides: s }, masks, dims);
}

/** The sizes of a slice whose bounds are not known: those of the axes that are taken whole. */
function openSlice(count: Dimension, masks: SliceMasks, dims: readonly Dimension[]): Dimension[] | null {
  if (count === null) return null;
  const items = Array.from({ length: count }, (_, i) => 1 << i);
  const named = items.filter((bit) => !((masks.ellipsis_mask | masks.new_axis_mask) & bit)).length;
  const sizes: Dimension[] = [];
  let axis = 0;
  for (const bit of items) {
    if (masks.ellipsis_mask & bit) {
      const whole = dims.slice(axis, axis + dims.length - named);
      sizes.push(...whole);
      axis += whole.length;
    } else if (masks.new_axis_mask & bit) sizes.push(1);
    else {
      const isWhole = masks.begin_mask & masks.end_mask & bit;
      if (!(masks.shrink_axis_mask & bit)) sizes.push(isWhole ? dims[axis]! : null);
      axis++;
    }
  }
  return [...sizes, ...dims.slice(axis)];
}

/** The types of begin, end and strides, the first of which is input `at`. */
function boundTypes(at: number): IndexInput[] {
  return [at, at + 1, at + 2].map((i) => [i, 'Index', [int16, int32, int64]]);
}

const StridedSlice: OpRecord<SliceMasks> = defineOp<SliceMasks>({
  type: 'StridedSlice',
  indices: boundTypes(1),
  infer: ([x, begin, end, strides], masks) => {
    const slice = sliceOf(begin!, end!, strides!, masks, x!.dims);
    const { dtype, dims } = x!;
    if (slice !== null) return [{ dtype, dims: slice.dims }];
    const isOpen = dims === null || integersOf(strides!) === null || begin!.dims === null;
    return [{ dtype, dims: isOpen ? null : openSlice(begin!.dims![0]!, masks, dims) }];
  },
  kernel: ([x, begin, end, strides], masks, [spec]) => [
    takeSlice(x!, sliceOf(begin!, end!, strides!, masks, x!.dims)!, spec!.dims),
  ],
  grad: ({ inputs: [x, begin, end, strides], attrs }, g) => [
    dispatch(StridedSliceGrad, [shape(x!, begin!.dtype), begin!, end!, strides!, g!], attrs)[0]!,
    null,
    null,
    null,
  ],
});

const StridedSliceGrad: OpRecord<SliceMasks> = defineOp<SliceMasks>({
  type: 'StridedSliceGrad',
  indices: boundTypes(1),
  infer: ([dims, , , , g]) => [{ dtype: g!.dtype, dims: integersOf(dims!) ?? unknownSizes(dims!) }],
  kernel: ([, begin, end, strides, g], masks, [spec]) => {
    const { dims, dtype } = spec!;
    const { offset, strides: to, sizes } = sliceView(sliceOf(begin!, end!, strides!, masks, dims)!, dims);
    const data = resultStorage(dtype, elementCount(dims));
    copyStrided(
      dtype,
      { data: g!.data, offset: 0, strides: rowMajorStrides(sizes) },
      { data, offset, strides: to },
      sizes,
    );
    return [new Tensor(dtype, dims, data)];
  },
  grad: ({ inputs: [, begin, end, strides], attrs }, g) => [
    null,
    null,
    null,
    null,
    dispatch(StridedSlice, [g!, begin!, end!, strides!], attrs)[0]!,
  ],
});

const noMasks: SliceMasks = {
  begin_mask: 0,
  end_mask: 0,
  ellipsis_mask: 0,
  new_axis_mask: 0,
  shrink_axis_mask: 0,
};

/** StridedSlice on tensors of indices: what `getitem` comes down to. */
export function slicedBy(x: TensorLike, parts: readonly Tensor[], masks: SliceMasks): Tensor {
  return dispatch(StridedSlice, [operand(x, StridedSlice as unknown as OpRecord), ...parts], masks)[0]!;
}

interface StridedSliceKeywords {
  strides?: TensorLike | null;
  begin_mask?: number;
  end_mask?: number;
  ellipsis_mask?: number;
  new_axis_mask?: number;
  shrink_axis_mask?: number;
  var?: null;
  name?: string | null;
}
const sliceParameters = [
  'input_',
  'begin',
  'end',
  'strides',
  'begin_mask',
  'end_mask',
  'ellipsis_mask',
  'new_axis_mask',
  'shrink_axis_mask',
  'var',
  'name',
] as const;
/**
 * Mirrors `tf.strided_slice`.
 * @throws {@link InvalidArgumentError} for a stride of 0, an index that is out of bounds, or too many of them
 */
export function strided_slice(
  ...args: Args<
    [input_: TensorLike, begin: TensorLike, end: TensorLike],
    [
      strides: TensorLike | null,
      begin_mask: number,
      end_mask: number,
      ellipsis_mask: number,
      new_axis_mask: number,
      shrink_axis_mask: number,
    ],
    StridedSliceKeywords,
    ['input', 'begin', 'end']
  >
): Tensor {
  const given = bindArguments<
    StridedSliceKeywords & { input_: TensorLike; begin: TensorLike; end: TensorLike }
  >('strided_slice', sliceParameters, args, { required: 3 });
  const strides = given.strides ?? null;
  const bounds = [given.begin!, given.end!, ...(strides === null ? [] : [strides])];
  const [begin, end, step] = shapeTensors(bounds) as [Tensor, Tensor, Tensor?];
  const masks = Object.fromEntries(
    Object.keys(noMasks).map((name) => [name, given[name as 'begin_mask'] ?? 0]),
  ) as unknown as SliceMasks;
  return slicedBy(given.input_!, [begin, end, step ?? ones(begin.dims as number[], begin.dtype)], masks);
}

/** Begin and size of every axis, a size of -1 worked out. @throws {@link InvalidArgumentError} with TF's texts */
function boundsOf(begin: InputSpec, size: InputSpec, dims: readonly Dimension[]): [number[], Dimension[]] {
  const rank = dims.length;
  if (
    begin.dims!.length !== 1 ||
    size.dims!.length !== 1 ||
    begin.dims![0] !== rank ||
    size.dims![0] !== rank
  )
    throw new InvalidArgumentError(
      `Expected begin and size arguments to be 1-D tensors of size ${rank}, but got shapes ` +
        `${bracketText(begin.dims as number[])} and ${bracketText(size.dims as number[])} instead.`,
    );
  const from = integersOf(begin)!;
  const sizes = integersOf(size)!.map((n, i) => {
    const dim = dims[i]!;
    const b = from[i]!;
    if (dim === null) return n === -1 ? null : n;
    const wanted = n === -1 ? dim - b : n;
    if (b < 0 || b > dim) throw new InvalidArgumentError(`Expected begin[${i}] in [0, ${dim}], but got ${b}`);
    if (wanted < 0 || b + wanted > dim)
      throw new InvalidArgumentError(`Expected size[${i}] in [0, ${dim - b}], but got ${wanted}`);
    return wanted;
  });
  return [from, sizes];
}

const Slice: OpRecord = defineOp({
  type: 'Slice',
  indices: [
    [1, 'Index'],
    [2, 'Index'],
  ],
  infer: ([x, begin, size]) => {
    if (size!.dtype !== begin!.dtype) throw mismatch('Slice', 2, begin!.dtype, size!.dtype);
    if (x!.dims === null || !begin!.data || !size!.data)
      return [{ dtype: x!.dtype, dims: x!.dims?.map(() => null) ?? unknownSizes(size!) }];
    return [{ dtype: x!.dtype, dims: boundsOf(begin!, size!, x!.dims)[1] }];
  },
  kernel: ([x, begin], _attrs, [spec]) => {
    const axes = integersOf(begin!)!.map((b, i) => ({ begin: b, stride: 1, size: spec!.dims[i]! }));
    return [takeSlice(x!, { axes, dims: spec!.dims }, spec!.dims)];
  },
  grad: ({ inputs: [x, begin], outputs: [y] }, g) => {
    const whole = shape(x!, begin!.dtype);
    const rank = x!.dims.length;
    if (rank === 0) return [g!, null, null];
    const end = add(begin!, shape(y!, begin!.dtype));
    const parts = [whole, begin!, end, ones([rank], begin!.dtype), g!];
    return [dispatch(StridedSliceGrad, parts, noMasks)[0]!, null, null];
  },
});

/**
 * Mirrors `tf.slice`: `size[i]` elements from `begin[i]` on; -1 takes all that are left.
 * @throws {@link InvalidArgumentError} if that is not inside the tensor
 */
export function slice(
  ...args: Args<
    [input_: TensorLike, begin: TensorLike, size: TensorLike],
    [],
    { name?: string | null },
    ['input', 'begin', 'size']
  >
): Tensor {
  const names = ['input_', 'begin', 'size', 'name'] as const;
  const given = bindArguments<Record<'input_' | 'begin' | 'size' | 'name', TensorLike>>(
    'slice',
    names,
    args,
    {
      required: 3,
    },
  );
  const [begin, size] = shapeTensors([given.begin!, given.size!]);
  return dispatchOne(Slice, [operand(given.input_!, Slice), begin!, size!]);
}
