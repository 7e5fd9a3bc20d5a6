/** Tensors with other shapes, and their shapes: `reshape`, `shape`, `identity`. */

import { as_dtype, type DType, type DTypeLike, int32, int64 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { type Named, named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, dispatchOne, operand } from '../dispatch';
import { type AlsoComposite, isComposite, mapParts } from '../nest';
import { checkAllowed, defineOp, type OpName, type OpRecord } from '../op';
import { notVector, type ShapeArgument, shapeTensor, sizesOf, unknownSizes } from '../shape_argument';
import { SparseTensor } from '../sparse_tensor';
import { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';
import { cast } from './cast';

const Identity: OpRecord = defineOp({
  type: 'Identity',
  infer: ([x]) => [{ dtype: x!.dtype, dims: x!.dims }],
  kernel: ([x]) => [new Tensor(x!.dtype, x!.dims, x!.data)],
  grad: (_call, g) => [g!],
  aliases: true,
});

/** Mirrors `tf.identity`: a new tensor with the same value; of a composite one of new parts. */
export const identity = named(
  'identity',
  ['input'],
  ['name'],
  (input: TensorLike, name?: OpName): Tensor =>
    !(input instanceof Tensor) && isComposite(input)
      ? mapParts(input, (part) => identity(part))
      : dispatchOne(Identity, [operand(input, Identity)], name),
) as AlsoComposite<Named<[input: TensorLike, name?: OpName], ['input', 'name'], Tensor>>;

/**
 * The sizes that are asked for, with -1 worked out: zeros on either side are left out of that, as TF does, so that an
 * empty tensor keeps its other sizes. @throws {@link InvalidArgumentError} with TF's texts
 */
function reshapedDims(sizes: readonly number[], own: readonly number[]): number[] {
  let free = -1;
  let product = 1;
  sizes.forEach((size, i) => {
    if (size === -1) {
      if (free >= 0)
        throw new InvalidArgumentError(`Only one input size may be -1, not both ${free} and ${i}`);
      free = i;
    } else if (size < 0) throw new InvalidArgumentError(`Size ${i} must be non-negative, not ${size}`);
    else if (size > 0) product *= size;
  });
  const count = elementCount(own);
  if (free < 0) return checkedCount([...sizes], count);
  const hasZero = sizes.includes(0);
  const present = hasZero ? elementCount(own.filter((d) => d > 0)) : count;
  const leavesOut = hasZero && own.includes(0);
  const missing = Math.floor(present / product);
  if (!leavesOut && missing * product !== present)
    throw new InvalidArgumentError(
      `Input to reshape is a tensor with ${present} values, but the requested shape requires a multiple of ${product}`,
      { fields: { expected: sizes, actual: present } },
    );
  return checkedCount(
    sizes.map((size, i) => (i === free ? missing : size)),
    count,
  );
}

function checkedCount(dims: number[], count: number): number[] {
  const wanted = elementCount(dims);
  if (wanted !== count)
    throw new InvalidArgumentError(
      `Input to reshape is a tensor with ${count} values, but the requested shape has ${wanted}`,
      { fields: { expected: dims, actual: count } },
    );
  return dims;
}

const Reshape: OpRecord = defineOp({
  type: 'Reshape',
  indices: [[1, 'Tshape']],
  infer: ([x, shape]) => {
    const sizes = sizesOf(shape!, notVector('sizes input must be 1-D'));
    if (sizes === null) return [{ dtype: x!.dtype, dims: unknownSizes(shape!) }];
    if (x!.dims === null || x!.dims.includes(null))
      return [{ dtype: x!.dtype, dims: sizes.map((size) => (size === -1 ? null : size)) }];
    return [{ dtype: x!.dtype, dims: reshapedDims(sizes, x!.dims as number[]) }];
  },
  kernel: ([x], _attrs, [spec]) => [new Tensor(x!.dtype, spec!.dims, x!.data)],
  grad: ({ inputs: [x] }, g) => [reshape(g!, shape(x!)), null],
  aliases: true,
});

/** Mirrors `tf.reshape`: the same elements in another shape, in which one size may be -1. Shares the storage. */
export const reshape = named(
  'reshape',
  ['tensor', 'shape'],
  ['name'],
  (tensor: TensorLike, shape: ShapeArgument, name?: OpName): Tensor =>
    dispatchOne(Reshape, [operand(tensor, Reshape), shapeTensor(shape)], name),
);

interface ShapeAttributes {
  readonly [name: string]: unknown;
  readonly out_type: DType;
}
const Shape = defineOp<ShapeAttributes>({
  type: 'Shape',
  infer: ([x], { out_type }) => {
    checkAllowed('Shape', out_type, [int32, int64], 'out_type');
    return [{ dtype: out_type, dims: [x!.dims === null ? null : x!.dims.length] }];
  },
  kernel: ([x], { out_type }) => [toTensor(Int32Array.from(x!.dims), int32)].map((t) => recast(t, out_type)),
  grad: null,
});

function recast(t: Tensor, dtype: DType): Tensor {
  return dtype === int32
    ? t
    : new Tensor(
        int64,
        t.dims,
        BigInt64Array.from(t.data as Int32Array, (d) => BigInt(d)),
      );
}

interface ShapeKeywords {
  out_type?: DTypeLike;
  name?: string | null;
}
/** Mirrors `tf.shape`: the shape as a tensor of int32 (or `out_type`); of a sparse tensor that of the whole. */
export function shape(
  ...args: Args<[input: TensorLike | SparseTensor], [out_type: DTypeLike], ShapeKeywords, ['input']>
): Tensor {
  const given = bindArguments<ShapeKeywords & { input: TensorLike | SparseTensor }>(
    'shape',
    ['input', 'out_type', 'name'],
    args,
    {
      required: 1,
    },
  );
  const out_type = as_dtype(given.out_type ?? int32);
  if (given.input instanceof SparseTensor) return cast(given.input.dense_shape, out_type);
  const input = operand(given.input!, Shape as unknown as OpRecord);
  return dispatch(Shape, [input], { out_type })[0]!;
}
