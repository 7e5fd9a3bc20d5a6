/** The op records of resizing: each method is a choice of weights, and all are linear maps. */

import { type DType, float32, float64, uint32, uint64 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { dispatch } from '../dispatch';
import type { Floats } from '../elementwise';
import { castStorage } from '../kernels/cast';
import { type AxisWeights, axisWeights, resampleAxis, resampleAxisBack } from '../kernels/resample';
import { checkAllowed, defineOp, type OpRecord, unregisteredGradient } from '../op';
import { sizesOf } from '../shape_argument';
import { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';
import { realNumbers } from '../type_groups';
import { shape } from './array';
import { zeros_like } from './creation';
import { slice } from './slicing';

type Taps = readonly (readonly [place: number, weight: number])[];
export interface ResizeAttributes {
  readonly [name: string]: unknown;
  readonly half_pixel_centers: boolean;
  readonly align_corners: boolean;
  /** Of `ScaleAndTranslate`. */
  readonly kernel_type?: string;
  readonly antialias?: boolean;
}
type Weights = (input: number, output: number, attrs: ResizeAttributes) => AxisWeights;

const bilinear: Weights = (input, output) =>
  axisWeights(input, output, (o): Taps => {
    const at = (o + 0.5) * Math.fround(input / output) - 0.5;
    const low = Math.floor(at);
    const share = at - low;
    return [
      [Math.max(low, 0), 1 - share],
      [Math.min(low + 1, input - 1), share],
    ];
  });

const nearest: Weights = (input, output) =>
  axisWeights(input, output, (o): Taps => {
    const at = Math.floor(Math.fround((o + 0.5) * Math.fround(input / output)));
    return [[Math.max(0, Math.min(at, input - 1)), 1]];
  });

const area: Weights = (input, output) =>
  axisWeights(input, output, (o): Taps => {
    const scale = input / output;
    const [from, to] = [o * scale, (o + 1) * scale];
    const taps: [number, number][] = [];
    for (let i = Math.floor(from); i < Math.ceil(to); i++)
      taps.push([Math.min(i, input - 1), (Math.min(i + 1, to) - Math.max(i, from)) / scale]);
    return taps;
  });

/** Keys' cubic with a = -0.5. */
function keysCubic(x: number): number {
  if (x >= 2) return 0;
  if (x >= 1) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return (1.5 * x - 2.5) * x * x + 1;
}
function mitchellCubic(x: number): number {
  if (x >= 2) return 0;
  if (x >= 1) return (((-7 / 18) * x + 2) * x - 10 / 3) * x + 16 / 9;
  return ((7 / 6) * x - 2) * x * x + 8 / 9;
}
function lanczos(radius: number): (x: number) => number {
  return (x) => {
    if (x > radius) return 0;
    if (x <= 1e-3) return 1;
    return (radius * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / radius)) / (Math.PI * Math.PI * x * x);
  };
}
/** How far each kernel reaches, and its value at a distance. */
const kernels: Readonly<Record<string, readonly [radius: number, value: (x: number) => number]>> = {
  lanczos1: [1, lanczos(1)],
  lanczos3: [3, lanczos(3)],
  lanczos5: [5, lanczos(5)],
  gaussian: [1.5, (x) => (x >= 1.5 ? 0 : Math.exp((-x * x) / (2 * 0.25)))],
  box: [1, (x) => (x < 0.5 ? 1 : x === 0.5 ? 0.5 : 0)],
  triangle: [1, (x) => (x < 1 ? 1 - x : 0)],
  keyscubic: [2, keysCubic],
  mitchellcubic: [2, mitchellCubic],
};

/** Weights of a kernel that is widened when the image shrinks, so that every pixel counts. */
const sampled: Weights = (input, output, { kernel_type, antialias }) => {
  const [radius, value] = kernels[kernel_type!]!;
  const inverse = input / output;
  const widened = antialias ? Math.max(inverse, 1) : 1;
  return axisWeights(input, output, (o): Taps => {
    const center = (o + 0.5) * inverse;
    const first = Math.max(0, Math.ceil(center - radius * widened - 0.5));
    const last = Math.min(input - 1, Math.floor(center + radius * widened - 0.5));
    const taps: [number, number][] = [];
    let total = 0;
    for (let i = first; i <= last; i++) {
      const weight = value(Math.abs(i + 0.5 - center) / widened);
      total += weight;
      taps.push([i, weight]);
    }
    if (taps.length === 0) return [[Math.max(0, Math.min(input - 1, Math.floor(center))), 0]];
    return taps.map(([i, weight]) => [i, Math.abs(total) < 1000 * 1.1754944e-38 ? 0 : weight / total]);
  });
};

/** Keys' cubic as TF's op reads it: from a table of 1024 steps, what lies outside left out. */
const bicubic: Weights = (input, output) =>
  axisWeights(input, output, (o): Taps => {
    const at = (o + 0.5) * Math.fround(input / output) - 0.5;
    const low = Math.floor(at);
    const delta = Math.round((at - low) * 1024) / 1024;
    const taps: [number, number][] = [];
    let total = 0;
    for (let i = -1; i <= 2; i++) {
      if (low + i < 0 || low + i >= input) continue;
      const weight = keysCubic(Math.abs(i - delta));
      total += weight;
      taps.push([low + i, weight]);
    }
    return taps.map(([i, weight]) => [i, weight / total]);
  });

function asFloats({ dtype, data, dims }: Tensor, work: DType): Floats {
  return (dtype === work ? data : castStorage(dtype, work, data, elementCount(dims))) as Floats;
}

/** The types of images. */
const resizable = realNumbers.filter((t) => t !== uint32 && t !== uint64);

/** @param outType the output's dtype; null: the input's */
function resizeOps(type: string, weights: Weights, outType: DType | null, differentiable = true) {
  const gradType = `${type}Grad`;
  const workOf = (dtype: DType) =>
    outType === null && (dtype === float64 || dtype.is_integer)
      ? float64
      : dtype === float64
        ? float64
        : float32;
  const axes = (from: readonly number[], to: readonly number[], attrs: ResizeAttributes) =>
    [weights(from[1]!, to[1]!, attrs), weights(from[2]!, to[2]!, attrs)] as const;
  const forward: OpRecord<ResizeAttributes> = defineOp<ResizeAttributes>({
    type,
    infer: ([images, size]) => {
      checkAllowed(type, images!.dtype, resizable);
      const sizes = sizesOf(size!, () => 'shape_t must be 1-dimensional');
      const dtype = outType ?? images!.dtype;
      if (images!.dims !== null && images!.dims.length !== 4)
        throw new InvalidArgumentError('input must be 4-dimensional');
      if (sizes === null) return [{ dtype, dims: [null, null, null, null] }];
      if (sizes.some((s) => s <= 0)) throw new InvalidArgumentError('output dimensions must be positive');
      const [n, h, w, c] = images!.dims ?? [null, null, null, null];
      if (h === 0 || w === 0) throw new InvalidArgumentError('input image must be of non-zero size');
      if (c === 0) throw new InvalidArgumentError('image must have at least one channel');
      return [{ dtype, dims: [n!, sizes[0]!, sizes[1]!, c!] }];
    },
    kernel: ([images], attrs, [spec]) => {
      const { dtype, dims } = spec!;
      const [n, , w, c] = images!.dims as [number, number, number, number];
      const work = workOf(images!.dtype);
      const [rows, columns] = axes(images!.dims, dims, attrs);
      const tall = work.allocate(n * dims[1]! * w * c) as Floats;
      resampleAxis(rows, n, w * c, asFloats(images!, work), tall);
      const out = work.allocate(elementCount(dims)) as Floats;
      resampleAxis(columns, n * dims[1]!, c, tall, out);
      return [new Tensor(dtype, dims, work === dtype ? out : castStorage(work, dtype, out, out.length))];
    },
    grad: differentiable
      ? ({ inputs: [images], attrs }, g) => [dispatch(backward, [g!, images!], attrs)[0]!, null]
      : unregisteredGradient(type),
  });
  const backward: OpRecord<ResizeAttributes> = {
    type: gradType,
    infer: ([, images]) => [{ dtype: images!.dtype, dims: images!.dims }],
    kernel: ([g, images], attrs, [spec]) => {
      const { dtype, dims } = spec!;
      const [n, h, w, c] = images!.dims as [number, number, number, number];
      const work = workOf(dtype);
      const [rows, columns] = axes(images!.dims, g!.dims, attrs);
      const tall = work.allocate(n * g!.dims[1]! * w * c) as Floats;
      resampleAxisBack(columns, n * g!.dims[1]!, c, asFloats(g!, work), tall);
      const out = work.allocate(n * h * w * c) as Floats;
      resampleAxisBack(rows, n, w * c, tall, out);
      return [new Tensor(dtype, dims, work === dtype ? out : castStorage(work, dtype, out, out.length))];
    },
    grad: ({ inputs: [g, images], attrs }, dx) => {
      const size = slice(shape(g!), [1], [2]);
      return [dispatch(forward, [dx!, size], attrs)[0]!, zeros_like(images!)];
    },
  };
  if (differentiable) defineOp(backward);
  return forward;
}

export const ResizeBilinear = resizeOps('ResizeBilinear', bilinear, float32);
export const ResizeNearestNeighbor = resizeOps('ResizeNearestNeighbor', nearest, null);
export const ResizeBicubic = resizeOps('ResizeBicubic', bicubic, float32);
/** TF registers no gradient for averages over areas. */
export const ResizeArea = resizeOps('ResizeArea', area, float32, false);
export const ScaleAndTranslate = resizeOps('ScaleAndTranslate', sampled, float32);
