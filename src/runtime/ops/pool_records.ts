/** The op records of pooling and of its gradients. */
import {
  bfloat16,
  type DType,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  qint8,
  uint8,
  uint16,
} from '../../dtypes';
import { InvalidArgumentError, UnimplementedError } from '../../errors';
import { rangeOf } from '../../type_ranges';
import { dispatch } from '../dispatch';
import type { Floats } from '../elementwise';
import { castStorage } from '../kernels/cast';
import { averagePool, averagePoolBack, maxPool, pickElements, scatterAdd } from '../kernels/pool';
import { flatAxis, type WindowAxis, type Windows } from '../kernels/windows';
import { checkAllowed, defineOp, type InputSpec, type OpRecord, type Spec } from '../op';
import { sizesOf } from '../shape_argument';
import { Tensor } from '../tensor';
import { type Dimension, elementCount } from '../tensor_shape';
import { shape } from './array';
import { zeros_like } from './creation';
import { checkPadding, type WindowAttributes, windowAxis, windowOutput } from './window_shape';

export interface PoolAttributes extends WindowAttributes {
  readonly ksize: readonly number[];
}

const real = [float16, bfloat16, float32, float64];
const maximal = [...real, int32, int64, uint8, int16, int8, uint16, qint8];

/** True if windows run over channels instead of places. */
function overChannels({ ksize }: PoolAttributes): boolean {
  return ksize.at(-1) !== 1;
}

function windowsOf(attrs: PoolAttributes, dims: readonly number[]): Windows {
  if (overChannels(attrs)) {
    const last = dims.length - 1;
    const height = {
      ...flatAxis,
      input: elementCount(dims.slice(0, last)),
      output: elementCount(dims.slice(0, last)),
    };
    const width = windowAxis(attrs, last, dims[last]!, attrs.ksize[last]!);
    return { batch: 1, channels: 1, depth: flatAxis, height, width };
  }
  const axes = dims.slice(1, -1).map((size, i) => windowAxis(attrs, i + 1, size, attrs.ksize[i + 1]!));
  const [depth, height, width] = [flatAxis, ...axes].slice(-3) as [WindowAxis, WindowAxis, WindowAxis];
  return { batch: dims[0]!, channels: dims.at(-1)!, depth, height, width };
}

function checkPool(type: string, rank: number, attrs: PoolAttributes): void {
  checkPadding(type, attrs.padding, type.startsWith('MaxPool') && rank === 4);
  const last = attrs.data_format.startsWith('NC');
  if (last)
    throw new InvalidArgumentError(
      rank === 5
        ? 'Default Pooling3DOp only supports NDHWC on device type CPU'
        : `Default ${type === 'AvgPool' ? 'AvgPoolingOp' : 'MaxPoolingOp'} only supports NHWC on device type CPU`,
    );
  attrs.ksize.forEach((size, i) => {
    if (size <= 0)
      throw new InvalidArgumentError(`Sliding window ksize for dimension ${i} was zero.`, {
        fields: { actual: size },
      });
  });
  if (attrs.ksize[0] !== 1 || attrs.strides[0] !== 1)
    throw new UnimplementedError('Pooling is not yet supported on the batch dimension.');
  const sides = ['Top', 'Bottom', 'Left', 'Right'];
  attrs.explicit_paddings.slice(2, 6).forEach((zeros, i) => {
    const size = attrs.ksize[1 + (i >> 1)]!;
    if (zeros >= size)
      throw new InvalidArgumentError(
        `${sides[i]} padding ${zeros} needs to be smaller than the window size ${size}`,
      );
  });
  if (overChannels(attrs)) {
    if (attrs.ksize.slice(1, -1).some((size) => size !== 1))
      throw new UnimplementedError(
        'MaxPooling supports exactly one of pooling across depth or pooling across width/height.',
      );
    if (rank === 4 && attrs.ksize[3] !== attrs.strides[3])
      throw new UnimplementedError(
        'Depthwise max pooling requires the depth window to equal the depth stride.',
      );
  }
  for (const stride of attrs.strides)
    if (stride <= 0) throw new InvalidArgumentError(`Stride must be > 0, but got ${stride}`);
}

function inferPool(
  type: string,
  rank: number,
  allowed: readonly DType[],
  x: InputSpec,
  attrs: PoolAttributes,
): Spec {
  checkAllowed(type, x.dtype, allowed);
  if (x.dims === null) return { dtype: x.dtype, dims: new Array<Dimension>(rank).fill(null) };
  if (x.dims.length !== rank)
    throw new InvalidArgumentError(
      rank === 5
        ? 'tensor_in must be 5-dimensional'
        : `tensor_in_shape must have 2 spatial dimensions. ${x.dims.length} 0`,
      { fields: { expected: rank, actual: x.dims.length } },
    );
  checkPool(type, rank, attrs);
  const dims = x.dims.map((size, i) => (i === 0 ? size : windowOutput(attrs, i, size, attrs.ksize[i]!)));
  return { dtype: x.dtype, dims };
}

/** What pooling computes in: doubles for integers and doubles, else float32. */
function workOf(dtype: DType): DType {
  return dtype === float64 || dtype.is_integer ? float64 : float32;
}
export function values({ dtype, data, dims }: Tensor): Floats {
  const work = workOf(dtype);
  return (work === dtype ? data : castStorage(dtype, work, data, elementCount(dims))) as Floats;
}
export function result(dtype: DType, dims: readonly number[], out: Floats): Tensor {
  const work = workOf(dtype);
  return new Tensor(dtype, dims, work === dtype ? out : castStorage(work, dtype, out, out.length));
}
export function zeroed(dtype: DType, dims: readonly number[]): Floats {
  return workOf(dtype).allocate(elementCount(dims)) as Floats;
}

/** The maxima of `x` and where they are. @param least see {@link maxPool} */
function maxima(
  x: Tensor,
  attrs: PoolAttributes,
  dims: readonly number[],
  least: number | null = null,
): { out: Floats; at: Int32Array } {
  const out = zeroed(x.dtype, dims);
  const at = new Int32Array(out.length);
  if (out.length > 0) maxPool(windowsOf(attrs, x.dims), values(x), out, at, least);
  return { out, at };
}

type PoolOp = OpRecord<PoolAttributes>;

function one(op: PoolOp, inputs: readonly Tensor[], attrs: PoolAttributes): Tensor {
  return dispatch(op, inputs, attrs)[0]!;
}

/** Max pooling, its gradient, and the gradient of that. */
function maxPoolOp(type: string, rank: number, allowed: readonly DType[]): PoolOp {
  const gradType = `${type}Grad`;
  const pool: PoolOp = defineOp<PoolAttributes>({
    type,
    infer: ([x], attrs) => [inferPool(type, rank, allowed, x!, attrs)],
    kernel: ([x], attrs, [spec]) => {
      const { dtype, dims } = spec!;
      // TF's flat pooling begins with the least finite value, which stands where all are NaN or -inf.
      const least = rank === 4 ? rangeOf(dtype)[0] : null;
      return [result(dtype, dims, maxima(x!, attrs, dims, least).out)];
    },
    grad: ({ inputs: [x], outputs: [y], attrs }, g) => [one(back, [x!, y!, g!], attrs)],
  });
  const back: PoolOp = defineOp<PoolAttributes>({
    type: gradType,
    infer: ([x], attrs) => {
      if (overChannels(attrs))
        throw new UnimplementedError('MaxPoolingGrad is not yet supported on the depth dimension.');
      return [{ dtype: x!.dtype, dims: x!.dims }];
    },
    kernel: ([x, y, g], attrs, [spec]) => {
      const out = zeroed(spec!.dtype, spec!.dims);
      scatterAdd(values(g!), maxima(x!, attrs, y!.dims).at, out);
      return [result(spec!.dtype, spec!.dims, out)];
    },
    grad: ({ inputs: [x, y], attrs }, dx) => [
      zeros_like(x!),
      zeros_like(y!),
      one(backBack, [x!, y!, dx!], attrs),
    ],
  });
  const backBack: PoolOp = defineOp<PoolAttributes>({
    type: `${gradType}Grad`,
    infer: ([, y]) => [{ dtype: y!.dtype, dims: y!.dims }],
    kernel: ([x, y, dx], attrs, [spec]) => {
      const out = zeroed(spec!.dtype, spec!.dims);
      pickElements(values(dx!), maxima(x!, attrs, y!.dims).at, out);
      return [result(spec!.dtype, spec!.dims, out)];
    },
    grad: ({ inputs: [x, y], attrs }, g) => [zeros_like(x!), zeros_like(y!), one(back, [x!, y!, g!], attrs)],
  });
  return pool;
}

function averagePoolOp(type: string, rank: number): PoolOp {
  const pool: PoolOp = defineOp<PoolAttributes>({
    type,
    infer: ([x], attrs) => [inferPool(type, rank, real, x!, attrs)],
    kernel: ([x], attrs, [spec]) => {
      const out = zeroed(spec!.dtype, spec!.dims);
      if (out.length > 0) averagePool(windowsOf(attrs, x!.dims), values(x!), out);
      return [result(spec!.dtype, spec!.dims, out)];
    },
    grad: ({ inputs: [x], attrs }, g) => [one(back, [shape(x!), g!], attrs)],
  });
  const back: PoolOp = defineOp<PoolAttributes>({
    type: `${type}Grad`,
    infer: ([sizes, g]) => [
      { dtype: g!.dtype, dims: sizesOf(sizes!, () => 'orig_input_shape must be 1-dimensional') },
    ],
    kernel: ([, g], attrs, [spec]) => {
      const out = zeroed(spec!.dtype, spec!.dims);
      if (g!.data.length > 0) averagePoolBack(windowsOf(attrs, spec!.dims), values(g!), out);
      return [result(spec!.dtype, spec!.dims, out)];
    },
    grad: ({ attrs }, dx) => [null, one(pool, [dx!], attrs)],
  });
  return pool;
}

export const MaxPool = maxPoolOp('MaxPool', 4, maximal);
export const MaxPool3D = maxPoolOp('MaxPool3D', 5, [float16, bfloat16, float32]);
export const AvgPool = averagePoolOp('AvgPool', 4);
export const AvgPool3D = averagePoolOp('AvgPool3D', 5);

export interface ArgmaxAttributes extends PoolAttributes {
  readonly Targmax: DType;
  readonly include_batch_in_index: boolean;
}

/** Between offsets in the whole input and those that TF gives out, which count from each image. */
function imageOffset(attrs: ArgmaxAttributes, x: readonly number[], y: readonly number[], i: number): number {
  if (attrs.include_batch_in_index) return 0;
  return Math.floor(i / elementCount(y.slice(1))) * elementCount(x.slice(1));
}

function offsets(attrs: ArgmaxAttributes, x: readonly number[], argmax: Tensor): Int32Array {
  return Int32Array.from(
    argmax.data as ArrayLike<number>,
    (v, i) => Number(v) + imageOffset(attrs, x, argmax.dims, i),
  );
}

/** Outputs the maxima and where they are. */
export const MaxPoolWithArgmax: OpRecord<ArgmaxAttributes> = defineOp<ArgmaxAttributes>({
  type: 'MaxPoolWithArgmax',
  infer: ([x], attrs) => {
    checkAllowed('MaxPoolWithArgmax', attrs.Targmax, [int32, int64], 'Targmax');
    if (x!.dims?.includes(0)) throw new InvalidArgumentError('tensor_in must not be empty (2)');
    const y = inferPool('MaxPoolWithArgmax', 4, maximal, x!, attrs);
    return [y, { dtype: attrs.Targmax, dims: y.dims }];
  },
  kernel: ([x], attrs, [spec]) => {
    const { out, at } = maxima(x!, attrs, spec!.dims);
    const own = at.map((v, i) => v - imageOffset(attrs, x!.dims, spec!.dims, i));
    const argmax = attrs.Targmax === int32 ? own : BigInt64Array.from(own, BigInt);
    return [result(spec!.dtype, spec!.dims, out), new Tensor(attrs.Targmax, spec!.dims, argmax)];
  },
  grad: ({ inputs: [x], outputs: [, argmax], attrs }, g) => [
    dispatch(MaxPoolGradWithArgmax, [x!, g!, argmax!], attrs)[0]!,
  ],
});

const MaxPoolGradWithArgmax: OpRecord<ArgmaxAttributes> = defineOp<ArgmaxAttributes>({
  type: 'MaxPoolGradWithArgmax',
  infer: ([x]) => [{ dtype: x!.dtype, dims: x!.dims }],
  kernel: ([x, g, argmax], attrs, [spec]) => {
    const out = zeroed(spec!.dtype, spec!.dims);
    scatterAdd(values(g!), offsets(attrs, x!.dims, argmax!), out);
    return [result(spec!.dtype, spec!.dims, out)];
  },
  grad: ({ inputs: [x, , argmax], attrs }, dx) => [
    zeros_like(x!),
    dispatch(MaxPoolGradGradWithArgmax, [x!, dx!, argmax!], attrs)[0]!,
    null,
  ],
});

const MaxPoolGradGradWithArgmax: OpRecord<ArgmaxAttributes> = defineOp<ArgmaxAttributes>({
  type: 'MaxPoolGradGradWithArgmax',
  infer: ([x, , argmax]) => [{ dtype: x!.dtype, dims: argmax!.dims }],
  kernel: ([x, dx, argmax], attrs, [spec]) => {
    const out = zeroed(spec!.dtype, spec!.dims);
    pickElements(values(dx!), offsets(attrs, x!.dims, argmax!), out);
    return [result(spec!.dtype, spec!.dims, out)];
  },
  grad: ({ inputs: [x, , argmax], attrs }, g) => [
    zeros_like(x!),
    dispatch(MaxPoolGradWithArgmax, [x!, g!, argmax!], attrs)[0]!,
    null,
  ],
});
