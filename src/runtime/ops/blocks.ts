/** Blocks of space and depth or batch: reshaped, transposed, reshaped again. */

import { InvalidArgumentError, NotFoundError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { resultStorage } from '../allocate';
import type { TensorLike } from '../convert_types';
import { dispatch, dispatchOne, operand } from '../dispatch';
import { integer, integersOf } from '../index_argument';
import { checkKernel } from '../kernel_types';
import { copyStrided, rowMajorStrides } from '../kernels/strided_copy';
import { defineOp, type InputSpec, type OpRecord } from '../op';
import { shapeTensor } from '../shape_argument';
import { Tensor } from '../tensor';
import { bracketText, type Dimension, elementCount } from '../tensor_shape';
import { notAllowed } from './window_shape';

/** `x` seen with other dimensions, its axes in another order; the result has shape `dims`. */
function permuted(
  x: Tensor,
  split: readonly number[],
  perm: readonly number[],
  dims: readonly number[],
): Tensor {
  const own = rowMajorStrides(split);
  const walked = perm.map((i) => split[i]!);
  const data = resultStorage(x.dtype, elementCount(dims));
  copyStrided(
    x.dtype,
    { data: x.data, offset: 0, strides: perm.map((i) => own[i]!) },
    { data, offset: 0, strides: rowMajorStrides(walked) },
    walked,
  );
  return new Tensor(x.dtype, dims, data);
}

interface BlockAttributes {
  readonly [name: string]: unknown;
  readonly block_size: number;
  readonly data_format: string;
}

const formats = ['NHWC', 'NCHW', 'NCHW_VECT_C'];

function checkBlock(type: string, x: InputSpec, { block_size, data_format }: BlockAttributes): void {
  if (!formats.includes(data_format)) throw notAllowed(type, 'data_format', data_format, formats);
  checkKernel(type, x.dtype);
  if (block_size < 2) throw new InvalidArgumentError(`Block size should be > 1: ${block_size}`);
  if (x.dims !== null && x.dims.length !== 4)
    throw new InvalidArgumentError(`Input rank should be: 4 instead of: ${x.dims.length}`);
  if (data_format !== 'NHWC')
    throw new NotFoundError(
      `Could not find device for node: {{node ${type}}} = ${type}[T=${x.dtype.proto_name}, data_format="${data_format}"]`,
    );
}

const SpaceToDepth: OpRecord<BlockAttributes> = defineOp<BlockAttributes>({
  type: 'SpaceToDepth',
  infer: ([x], attrs) => {
    checkBlock('SpaceToDepth', x!, attrs);
    if (x!.dims === null || x!.dims.includes(null)) return [{ dtype: x!.dtype, dims: null }];
    const [n, h, w, c] = x!.dims as [number, number, number, number];
    const b = attrs.block_size;
    if (h % b !== 0 || w % b !== 0)
      throw new InvalidArgumentError(
        `Image width ${w} and height ${h} should be divisible by block_size: ${b}`,
      );
    return [{ dtype: x!.dtype, dims: [n, h / b, w / b, c * b * b] }];
  },
  kernel: ([x], { block_size: b }, [spec]) => {
    const [n, h, w, c] = x!.dims as [number, number, number, number];
    return [permuted(x!, [n, h / b, b, w / b, b, c], [0, 1, 3, 2, 4, 5], spec!.dims)];
  },
  grad: ({ attrs }, g) => [dispatch(DepthToSpace, [g!], attrs)[0]!],
});
const DepthToSpace: OpRecord<BlockAttributes> = defineOp<BlockAttributes>({
  type: 'DepthToSpace',
  infer: ([x], attrs) => {
    checkBlock('DepthToSpace', x!, attrs);
    if (x!.dims === null || x!.dims.includes(null)) return [{ dtype: x!.dtype, dims: null }];
    const [n, h, w, c] = x!.dims as [number, number, number, number];
    const b = attrs.block_size;
    if (c % (b * b) !== 0)
      throw new InvalidArgumentError(`Input depth dimension ${c} should be divisible by: ${b * b}`);
    return [{ dtype: x!.dtype, dims: [n, h * b, w * b, c / (b * b)] }];
  },
  kernel: ([x], { block_size: b }, [spec]) => {
    const [n, h, w, c] = x!.dims as [number, number, number, number];
    return [permuted(x!, [n, h, w, b, b, c / (b * b)], [0, 1, 3, 2, 4, 5], spec!.dims)];
  },
  grad: ({ attrs }, g) => [dispatch(SpaceToDepth, [g!], attrs)[0]!],
});

interface BlockKeywords {
  data_format?: string;
  name?: string | null;
}
type BlockArgs = Args<
  [input: TensorLike, block_size: number],
  [data_format: string],
  BlockKeywords,
  ['input', 'block_size']
>;
function runBlock(method: string, op: OpRecord<BlockAttributes>, args: BlockArgs): Tensor {
  const names = ['input', 'block_size', 'data_format', 'name'] as const;
  const given = bindArguments<BlockKeywords & { input: TensorLike; block_size: number }>(
    method,
    names,
    args,
    {
      required: 2,
    },
  );
  const block_size = integer(given.block_size!, 'block_size');
  const data_format = given.data_format ?? 'NHWC';
  return dispatch(op, [operand(given.input!, op as unknown as OpRecord)], { block_size, data_format })[0]!;
}
/** Mirrors `tf.nn.space_to_depth`. @throws {@link InvalidArgumentError} if the blocks do not fit */
export function space_to_depth(...args: BlockArgs): Tensor {
  return runBlock('space_to_depth', SpaceToDepth, args);
}
/** Mirrors `tf.nn.depth_to_space`. @throws {@link InvalidArgumentError} if the depth is no multiple of the block */
export function depth_to_space(...args: BlockArgs): Tensor {
  return runBlock('depth_to_space', DepthToSpace, args);
}

/** Block sizes and the pairs (paddings or crops) of each blocked axis, or null while they are not known. */
function blockPairs(
  x: InputSpec,
  block: InputSpec,
  pairs: InputSpec,
  name: 'paddings' | 'crops',
): { sizes: number[]; pairs: [number, number][] } | null {
  const type = name === 'crops' ? 'BatchToSpaceND' : 'SpaceToBatchND';
  checkKernel(type, x.dtype);
  const [sizes, list] = [integersOf(block), integersOf(pairs)];
  if (sizes === null || list === null || x.dims === null) return null;
  if (block.dims!.length !== 1)
    throw new InvalidArgumentError(`block_shape rank should be 1 instead of ${block.dims!.length}`);
  const n = sizes.length;
  if (x.dims.length < 1 + n)
    throw new InvalidArgumentError(`input rank should be >= ${1 + n} instead of ${x.dims.length}`);
  if (pairs.dims!.length !== 2 || pairs.dims![0] !== n || pairs.dims![1] !== 2)
    throw new InvalidArgumentError(
      `${name} should have shape [${n}, 2] instead of ${bracketText(pairs.dims as number[])}`,
    );
  for (const size of sizes)
    if (size < 1)
      throw new InvalidArgumentError(`All values in block_shape must be positive, got value, ${size}`);
  if (list.some((v) => v < 0)) throw new InvalidArgumentError(`${name} must be non-negative`);
  return { sizes, pairs: sizes.map((_, i) => [list[2 * i]!, list[2 * i + 1]!]) };
}

const SpaceToBatch: OpRecord = defineOp({
  type: 'SpaceToBatchND',
  indices: [
    [1, 'Tblock_shape'],
    [2, 'Tpaddings'],
  ],
  infer: ([x, block, paddings]) => {
    const blocks = blockPairs(x!, block!, paddings!, 'paddings');
    if (blocks === null || x!.dims!.includes(null)) return [{ dtype: x!.dtype, dims: null }];
    const dims = [...(x!.dims as number[])];
    blocks.sizes.forEach((size, i) => {
      const length = dims[i + 1]! + blocks.pairs[i]![0] + blocks.pairs[i]![1];
      if (length % size !== 0)
        throw new InvalidArgumentError(
          `padded_shape[${i}]=${length} is not divisible by block_shape[${i}]=${size}`,
        );
      dims[0]! *= size;
      dims[i + 1] = length / size;
    });
    return [{ dtype: x!.dtype, dims }];
  },
  kernel: ([x, block, paddings], _attrs, [spec]) => {
    const { sizes, pairs } = blockPairs(x!, block!, paddings!, 'paddings')!;
    const n = sizes.length;
    const padded = x!.dims.map((d, i) => (i >= 1 && i <= n ? d + pairs[i - 1]![0] + pairs[i - 1]![1] : d));
    const strides = rowMajorStrides(padded);
    const data = x!.dtype.allocate(elementCount(padded));
    const offset = pairs.reduce((sum, [before], i) => sum + before * strides[i + 1]!, 0);
    copyStrided(
      x!.dtype,
      { data: x!.data, offset: 0, strides: rowMajorStrides(x!.dims) },
      { data, offset, strides },
      x!.dims,
    );
    const split = [
      padded[0]!,
      ...sizes.flatMap((size, i) => [padded[i + 1]! / size, size]),
      ...padded.slice(n + 1),
    ];
    const inner = sizes.map((_, i) => 2 * i + 2);
    const outer = sizes.map((_, i) => 2 * i + 1);
    const rest = split.map((_, i) => i).slice(2 * n + 1);
    return [
      permuted(new Tensor(x!.dtype, padded, data), split, [...inner, 0, ...outer, ...rest], spec!.dims),
    ];
  },
  grad: ({ inputs: [, block, paddings] }, g) => [
    dispatchOne(BatchToSpace, [g!, block!, paddings!]),
    null,
    null,
  ],
});

const BatchToSpace: OpRecord = defineOp({
  type: 'BatchToSpaceND',
  indices: [
    [1, 'Tblock_shape'],
    [2, 'Tcrops'],
  ],
  infer: ([x, block, crops]) => {
    const blocks = blockPairs(x!, block!, crops!, 'crops');
    if (blocks === null || x!.dims!.includes(null)) return [{ dtype: x!.dtype, dims: null }];
    const dims: Dimension[] = [...x!.dims!];
    const product = elementCount(blocks.sizes);
    if (dims[0]! % product !== 0)
      throw new InvalidArgumentError(
        `Input batch dimension (${dims[0]}) is not divisible by product of block sizes (${product})`,
      );
    dims[0] = dims[0]! / product;
    blocks.sizes.forEach((size, i) => {
      const [start, end] = blocks.pairs[i]!;
      const length = dims[i + 1]! * size - start - end;
      if (length < 0) throw new InvalidArgumentError(`cropped_shape[${i}]=${length} must be non-negative`);
      dims[i + 1] = length;
    });
    return [{ dtype: x!.dtype, dims }];
  },
  kernel: ([x, block, crops], _attrs, [spec]) => {
    const { sizes, pairs } = blockPairs(x!, block!, crops!, 'crops')!;
    const n = sizes.length;
    const { dims, dtype } = spec!;
    const split = [...sizes, dims[0]!, ...x!.dims.slice(1)];
    const perm = [
      n,
      ...sizes.flatMap((_, i) => [n + 1 + i, i]),
      ...x!.dims.slice(n + 1).map((_, i) => 2 * n + 1 + i),
    ];
    const whole = [dims[0]!, ...sizes.map((size, i) => x!.dims[i + 1]! * size), ...dims.slice(n + 1)];
    const grown = permuted(x!, split, perm, whole);
    const strides = rowMajorStrides(whole);
    const offset = pairs.reduce((sum, [start], i) => sum + start * strides[i + 1]!, 0);
    const data = resultStorage(dtype, elementCount(dims));
    copyStrided(
      dtype,
      { data: grown.data, offset, strides },
      { data, offset: 0, strides: rowMajorStrides(dims) },
      dims,
    );
    return [new Tensor(dtype, dims, data)];
  },
  grad: ({ inputs: [, block, crops] }, g) => [dispatchOne(SpaceToBatch, [g!, block!, crops!]), null, null],
});

/** Mirrors `tf.space_to_batch_nd`. @throws {@link InvalidArgumentError} if the blocks do not fit */
export function space_to_batch_nd(
  ...args: Args<
    [input: TensorLike, block_shape: TensorLike, paddings: TensorLike],
    [],
    { name?: string | null },
    ['input', 'block_shape', 'paddings']
  >
): Tensor {
  const names = ['input', 'block_shape', 'paddings', 'name'] as const;
  const given = bindArguments<Record<(typeof names)[number], TensorLike>>('space_to_batch_nd', names, args, {
    required: 3,
  });
  const inputs = [
    operand(given.input!, SpaceToBatch),
    shapeTensor(given.block_shape!),
    shapeTensor(given.paddings!),
  ];
  return dispatchOne(SpaceToBatch, inputs);
}
/** Mirrors `tf.space_to_batch`, which is `space_to_batch_nd`. */
export function space_to_batch(
  ...args: Args<
    [input: TensorLike, block_shape: TensorLike, paddings: TensorLike],
    [],
    { name?: string | null },
    ['input', 'block_shape', 'paddings']
  >
): Tensor {
  return space_to_batch_nd(...args);
}
/** Mirrors `tf.batch_to_space`. @throws {@link InvalidArgumentError} if the blocks do not fit */
export function batch_to_space(
  ...args: Args<
    [input: TensorLike, block_shape: TensorLike, crops: TensorLike],
    [],
    { name?: string | null },
    ['input', 'block_shape', 'crops']
  >
): Tensor {
  const names = ['input', 'block_shape', 'crops', 'name'] as const;
  const given = bindArguments<Record<(typeof names)[number], TensorLike>>('batch_to_space', names, args, {
    required: 3,
  });
  const input = operand(given.input!, BatchToSpace);
  return dispatchOne(BatchToSpace, [input, shapeTensor(given.block_shape!), shapeTensor(given.crops!)]);
}
