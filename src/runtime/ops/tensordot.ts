/** Products along chosen axes (`tensordot`), of matrices with vectors (`matvec`), and of vectors in space (`cross`). */

import { int32 } from '../../dtypes';
import { FailedPreconditionError, IndexError, InvalidArgumentError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchOne } from '../dispatch';
import type { Bigs, Floats } from '../elementwise';
import { inOwnScope } from '../name_scope';
import { checkAllowed, defineOp, mismatch, type OpName, type OpRecord } from '../op';
import { strictly } from '../operands';
import type { Tensor } from '../tensor';
import { bracketText, compatibleDims, elementCount } from '../tensor_shape';
import { realNumbers } from '../type_groups';
import { allocateWork, fromWorkStorage, workStorage } from '../work_storage';
import { reshape } from './array';
import { matmul } from './matmul';
import { transposed } from './movement';
import { expand_dims, squeeze } from './shapes';
import { type Size, sizeList, sizeOf, sizeProduct } from './sizes';

type TensordotAxes = number | TensorLike | readonly (readonly number[] | number)[];

/** The axes of both operands as lists. @throws {@link ValueError} for lists that do not pair up */
function pairedAxes(a: Tensor, axes: TensordotAxes): [number[], number[]] {
  if (typeof axes === 'number' || (axes as Tensor).dims?.length === 0) {
    const n = typeof axes === 'number' ? axes : Number((axes as Tensor).data[0]);
    if (n < 0)
      throw new ValueError(`\`axes\` must be at least 0. Received: ${n}.`, { fields: { actual: n } });
    if (n > a.dims.length)
      throw new ValueError(
        `\`axes\` must not be larger than the number of dimensions of tensor a. Received ${n}, vs tensor dimensions ${a.dims.length}.`,
      );
    const order = Array.from({ length: n }, (_, i) => i);
    return [order.map((i) => a.dims.length - n + i), order];
  }
  const lists = Array.isArray(axes)
    ? (axes as readonly (readonly number[] | number)[])
    : rowsOf(toTensor(axes as TensorLike, int32));
  if (lists.length !== 2)
    throw new ValueError(`\`axes\` must be an integer or have length 2. Received ${axes}.`);
  const [x, y] = lists.map((list) => (Array.isArray(list) ? list.map(Number) : [Number(list)])) as [
    number[],
    number[],
  ];
  if (x.length !== y.length)
    throw new ValueError(`Different number of contraction axes \`a\` and \`b\`, ${x.length} != ${y.length}.`);
  return [x, y];
}

function rowsOf(axes: Tensor): number[][] {
  const n = axes.dims[1] ?? 1;
  const values = Array.from(axes.data as ArrayLike<number>, Number);
  return [values.slice(0, n), values.slice(n)];
}

/** An operand as a matrix, its summed axes last (or first), and the sizes of the others. */
function asMatrix(x: Tensor, axes: readonly number[], last: boolean): [Tensor, Size[]] {
  const own = axes.map((axis) => (axis < 0 ? axis + x.dims.length : axis));
  own.forEach((axis) => {
    if (axis < 0 || axis >= x.dims.length) throw new IndexError('list index out of range');
  });
  const free = x.dims.map((_, i) => i).filter((i) => !own.includes(i));
  const size = (list: readonly number[]) => sizeProduct(list.map((i) => sizeOf(x, i)));
  const order = last ? [...free, ...own] : [...own, ...free];
  const turned = order.every((axis, i) => axis === i) ? x : transposed(x, order);
  const dims = last ? [size(free), size(own)] : [size(own), size(free)];
  const fits = turned.dims.length === 2 && dims.every((d, i) => d === turned.dims[i]);
  return [fits ? turned : reshape(turned, sizeList(dims)), free.map((i) => sizeOf(x, i))];
}

/**
 * Mirrors `tf.tensordot`: sums products over the last `axes` axes of `a` and the first of `b`, or over two lists.
 * @throws {@link InvalidArgumentError} for sizes that differ, {@link ValueError} for lists that do not pair up
 */
export function tensordot(
  ...args: Args<
    [a: TensorLike, b: TensorLike, axes: TensordotAxes],
    [name: string | null],
    { name?: string | null },
    ['a', 'b', 'axes']
  >
): Tensor {
  type All = { a: TensorLike; b: TensorLike; axes: TensordotAxes; name: string | null };
  const given = bindArguments<All>('tensordot', ['a', 'b', 'axes', 'name'], args, { required: 3 });
  const a = toTensor(given.a!);
  const b = toTensor(given.b!, undefined, a.dtype);
  const [x, y] = pairedAxes(a, given.axes!);
  return inOwnScope('Tensordot', () => {
    const [left, freeA] = asMatrix(a, x, true);
    const [right, freeB] = asMatrix(b, y, false);
    const product = matmul(left, right);
    const dims = [...freeA, ...freeB];
    const fits = dims.length === 2 && dims.every((d, i) => d === product.dims[i]);
    return fits ? product : reshape(product, sizeList(dims));
  });
}

interface MatvecKeywords {
  transpose_a?: boolean;
  adjoint_a?: boolean;
  a_is_sparse?: boolean;
  b_is_sparse?: boolean;
  name?: string | null;
}
/** Mirrors `tf.linalg.matvec`: `[..., m, n]` times `[..., n]`. */
export function matvec(
  ...args: Args<
    [a: TensorLike, b: TensorLike],
    [transpose_a: boolean, adjoint_a: boolean, a_is_sparse: boolean, b_is_sparse: boolean],
    MatvecKeywords,
    ['a', 'b']
  >
): Tensor {
  type All = MatvecKeywords & { a: TensorLike; b: TensorLike };
  const names = ['a', 'b', 'transpose_a', 'adjoint_a', 'a_is_sparse', 'b_is_sparse', 'name'] as const;
  const given = bindArguments<All>('matvec', names, args, { required: 2 });
  const { transpose_a = false, adjoint_a = false } = given;
  return inOwnScope('MatVec', () => {
    const b = expand_dims(given.b!, -1);
    return squeeze(matmul(given.a!, b, { transpose_a, adjoint_a }), [-1]);
  });
}

const Cross: OpRecord = defineOp({
  type: 'Cross',
  infer: ([a, b]) => {
    if (a!.dtype !== b!.dtype) throw mismatch('Cross', 1, a!.dtype, b!.dtype);
    checkAllowed('Cross', a!.dtype, realNumbers);
    const { dtype, dims } = a!;
    if (dims === null || b!.dims === null) return [{ dtype, dims }];
    if (!compatibleDims(dims, b!.dims))
      throw new InvalidArgumentError(
        `Both inputs must be of same shape: ${bracketText(dims as number[])} vs. ${bracketText(b!.dims as number[])}`,
      );
    if (dims.length < 1) throw new InvalidArgumentError('Input must be at least 1D[]');
    if (dims.at(-1) !== 3 && dims.at(-1) !== null)
      throw new FailedPreconditionError('Cross-products are only defined for 3-element vectors.', {
        fields: { expected: 3, actual: dims.at(-1) },
      });
    return [{ dtype, dims }];
  },
  kernel: ([a, b], _attrs, [spec]) => {
    const { dtype, dims } = spec!;
    const out = allocateWork(dtype, elementCount(dims));
    const [x, y] = [workStorage(a!), workStorage(b!)];
    if (typeof x[0] === 'bigint') crossBigs(x as Bigs, y as Bigs, out as Bigs);
    else crossNumbers(x as Floats, y as Floats, out as Floats);
    return [fromWorkStorage(dtype, dims, out)];
  },
  grad: ({ inputs: [a, b] }, g) => [cross(b!, g!), cross(g!, a!)],
});

function crossNumbers(x: Floats, y: Floats, out: Floats): void {
  for (let i = 0; i < x.length; i += 3) {
    out[i] = x[i + 1]! * y[i + 2]! - x[i + 2]! * y[i + 1]!;
    out[i + 1] = x[i + 2]! * y[i]! - x[i]! * y[i + 2]!;
    out[i + 2] = x[i]! * y[i + 1]! - x[i + 1]! * y[i]!;
  }
}
function crossBigs(x: Bigs, y: Bigs, out: Bigs): void {
  for (let i = 0; i < x.length; i += 3) {
    out[i] = x[i + 1]! * y[i + 2]! - x[i + 2]! * y[i + 1]!;
    out[i + 1] = x[i + 2]! * y[i]! - x[i]! * y[i + 2]!;
    out[i + 2] = x[i]! * y[i + 1]! - x[i + 1]! * y[i]!;
  }
}

/** Mirrors `tf.linalg.cross`: of vectors of three. @throws {@link FailedPreconditionError} for others */
export const cross = named(
  'cross',
  ['a', 'b'],
  ['name'],
  (a: TensorLike, b: TensorLike, name?: OpName): Tensor => dispatchOne(Cross, strictly(a, b, Cross), name),
);
