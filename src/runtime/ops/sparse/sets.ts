/** `tf.sets`: rows along the last axis as sets, dense or sparse ones. */
import { type DType, int8, int16, int32, int64, string, uint8, uint16 } from '../../../dtypes';
import { InvalidArgumentError, TypeError } from '../../../errors';
import { named } from '../../../python/named';
import { repr } from '../../../python/repr';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { integersOf } from '../../index_argument';
import { defineOp, type InputSpec, type OpRecord, type Spec } from '../../op';
import { is_sparse, type SparseLike, SparseTensor, toSparse } from '../../sparse_tensor';
import { Tensor } from '../../tensor';
import { bracketText, elementCount, sameDims } from '../../tensor_shape';
import { joined, taken } from '../taken';
import { keyOf } from '../unique';
import { checkOrdered, indexTensor, rowAtPlace, rowsOf, sizesTensor } from './rows';

const valid: readonly DType[] = [int8, int16, int32, int64, uint8, uint16, string];

type Operation = 'intersection' | 'union' | 'a-b' | 'b-a';
interface SetAttributes {
  readonly [name: string]: unknown;
  readonly set_operation: Operation;
  readonly validate_indices: boolean;
}

/** Sets by the number of their row: for every value where it stands. */
type Sets = ReadonlyMap<number, ReadonlyMap<unknown, number>>;
interface Operand {
  readonly sets: Sets;
  readonly values: Tensor;
  /** The shape without the last axis. */
  readonly dims: readonly number[];
}

function grouped(values: Tensor, rows: ArrayLike<number>): Sets {
  const sets = new Map<number, Map<unknown, number>>();
  for (let i = 0; i < values.data.length; i++) {
    const row = rows[i]!;
    const own = sets.get(row);
    if (own === undefined) sets.set(row, new Map([[keyOf(values, i), i]]));
    else own.set(keyOf(values, i), i);
  }
  return sets;
}

function ofDense(x: Tensor): Operand {
  const dims = x.dims.slice(0, -1);
  const width = x.dims[x.dims.length - 1]!;
  const rows = Array.from({ length: x.data.length }, (_, i) => Math.floor(i / width));
  return { sets: grouped(x, rows), values: x, dims };
}

function ofSparse(indices: Tensor, values: Tensor, shape: Tensor, validates: boolean): Operand {
  const sizes = integersOf(shape)!;
  const rows = rowsOf(indices);
  if (validates) checkOrdered(rows, sizes);
  const dims = sizes.slice(0, -1);
  const places = Array.from({ length: rows.count }, (_, i) => {
    const row = rows.at.slice(i * rows.rank, i * rows.rank + dims.length);
    if (row.some((at, k) => at < 0 || at >= dims[k]!))
      throw new InvalidArgumentError(`Sets must be inside of the shape, not at ${bracketText(row)}`);
    return row.reduce((place, at, k) => place * dims[k]! + at, 0);
  });
  return { sets: grouped(values, places), values, dims };
}

/** The numbers in `all`, which are those of the values of both, one set after the other. */
function chosen(
  operation: Operation,
  a: ReadonlyMap<unknown, number>,
  b: ReadonlyMap<unknown, number>,
  start: number,
): number[] {
  const second = [...b].map(([key, i]) => [key, start + i] as const);
  if (operation === 'a-b') return [...a].filter(([key]) => !b.has(key)).map(([, i]) => i);
  if (operation === 'b-a') return second.filter(([key]) => !a.has(key)).map(([, i]) => i);
  if (operation === 'intersection') return [...a].filter(([key]) => b.has(key)).map(([, i]) => i);
  return [...a.values(), ...second.filter(([key]) => !a.has(key)).map(([, i]) => i)];
}

function compareKeys(a: unknown, b: unknown): number {
  return (a as number) < (b as number) ? -1 : 1;
}

function combined(a: Operand, b: Operand, operation: Operation): Tensor[] {
  if (!sameDims(a.dims, b.dims))
    throw new InvalidArgumentError(
      `Mismatched group shapes ${bracketText(a.dims)} and ${bracketText(b.dims)}.`,
      {
        fields: { expected: a.dims, actual: b.dims },
      },
    );
  const flat = [a, b].map(({ values }) => new Tensor(values.dtype, [values.data.length], values.data));
  const all = joined(flat);
  const at: number[] = [];
  const places: number[] = [];
  let widest = 0;
  const none = new Map<unknown, number>();
  for (const row of [...new Set([...a.sets.keys(), ...b.sets.keys()])].sort((x, y) => x - y)) {
    const members = chosen(operation, a.sets.get(row) ?? none, b.sets.get(row) ?? none, flat[0]!.data.length);
    members.sort((i, j) => compareKeys(keyOf(all, i), keyOf(all, j)));
    const before = rowAtPlace(row, a.dims);
    members.forEach((_, i) => {
      at.push(...before, i);
    });
    places.push(...members);
    widest = Math.max(widest, members.length);
  }
  return [
    indexTensor(at, a.dims.length + 1, places.length),
    taken(all, places),
    sizesTensor([...a.dims, widest]),
  ];
}

function checkRank(rank: number | null): void {
  if (rank !== null && rank < 2)
    throw new InvalidArgumentError(`Invalid rank ${rank}.`, { fields: { expected: 2, actual: rank } });
}

function specsOf(values: InputSpec, rank: number | null): Spec[] {
  checkRank(rank);
  return [
    { dtype: int64, dims: [null, rank] },
    { dtype: values.dtype, dims: [null] },
    { dtype: int64, dims: [rank] },
  ];
}

function setOp(
  type: string,
  rank: (inputs: readonly InputSpec[]) => number | null,
  operands: (inputs: readonly Tensor[], validates: boolean) => [Operand, Operand],
): OpRecord<SetAttributes> {
  return defineOp<SetAttributes>({
    type,
    infer: (inputs) => specsOf(inputs[type.startsWith('Sparse') ? 1 : 0]!, rank(inputs)),
    kernel: (inputs, { set_operation, validate_indices }) =>
      combined(...operands(inputs, validate_indices), set_operation),
    grad: null,
  });
}
const DenseToDense = setOp(
  'DenseToDenseSetOperation',
  ([a, b]) => a!.dims?.length ?? b!.dims?.length ?? null,
  ([a, b]) => [ofDense(a!), ofDense(b!)],
);
const DenseToSparse = setOp(
  'DenseToSparseSetOperation',
  ([a, , , shape]) => a!.dims?.length ?? shape!.dims?.[0] ?? null,
  ([a, indices, values, shape], validates) => [ofDense(a!), ofSparse(indices!, values!, shape!, validates)],
);
const SparseToSparse = setOp(
  'SparseToSparseSetOperation',
  ([, , shape, , , other]) => shape!.dims?.[0] ?? other!.dims?.[0] ?? null,
  ([ai, av, as, bi, bv, bs], validates) => [
    ofSparse(ai!, av!, as!, validates),
    ofSparse(bi!, bv!, bs!, validates),
  ],
);

interface SizeAttributes {
  readonly [name: string]: unknown;
  readonly validate_indices: boolean;
}
const SetSize: OpRecord<SizeAttributes> = defineOp<SizeAttributes>({
  type: 'SetSize',
  infer: ([, , shape]) => {
    const sizes = integersOf(shape!);
    const rank = shape!.dims?.[0] ?? null;
    checkRank(rank);
    const dims =
      sizes?.slice(0, -1) ?? (rank === null ? null : new Array<null>(Math.max(rank - 1, 0)).fill(null));
    return [{ dtype: int32, dims }];
  },
  kernel: ([indices, values, shape], { validate_indices }, [spec]) => {
    const { sets } = ofSparse(indices!, values!, shape!, validate_indices);
    const out = new Int32Array(elementCount(spec!.dims));
    for (const [row, own] of sets) out[row] = own.size;
    return [new Tensor(int32, spec!.dims, out)];
  },
  grad: null,
});

type SetLike = TensorLike | SparseLike;
function converted(value: SetLike): Tensor | SparseTensor {
  return is_sparse(value) ? toSparse(value) : toTensor(value);
}

function operate(
  operation: Operation,
  first: SetLike,
  second: SetLike,
  validate_indices: boolean,
): SparseTensor {
  const [a, b] = [converted(first), converted(second)];
  if (!valid.includes(a.dtype))
    throw new TypeError(`'a' has invalid dtype \`${a.dtype.__repr__()}\` not in supported dtypes.`, {
      fields: { expected: valid.map((dtype) => dtype.name), actual: a.dtype.name },
    });
  if (b.dtype !== a.dtype)
    throw new TypeError(`Types don't match, ${a.dtype.__repr__()} vs ${b.dtype.__repr__()}.`, {
      fields: { expected: a.dtype.name, actual: b.dtype.name },
    });
  const swapped = operation === 'a-b' ? 'b-a' : operation === 'b-a' ? 'a-b' : operation;
  const flips = a instanceof SparseTensor && !(b instanceof SparseTensor);
  const sides = flips ? [b, a] : [a, b];
  const inputs = sides.flatMap((side) => (side instanceof SparseTensor ? [...side._components()] : [side]));
  const op = { 2: DenseToDense, 4: DenseToSparse, 6: SparseToSparse }[inputs.length]!;
  const attrs = { set_operation: flips ? swapped : operation, validate_indices };
  const [indices, values, sizes] = dispatch(op, inputs, attrs);
  return new SparseTensor(indices!, values!, sizes!);
}

/**
 * Mirrors `tf.sets.intersection`: of the rows along the last axis, which are sets; sorted.
 * @throws {@link TypeError} for dtypes that differ or are no integers and no strings, {@link InvalidArgumentError} for
 * shapes that do not fit
 */
export const intersection = named(
  'set_intersection',
  ['a', 'b'],
  ['validate_indices'],
  (a: SetLike, b: SetLike, validate_indices: boolean = true): SparseTensor =>
    operate('intersection', a, b, validate_indices),
);
/** Mirrors `tf.sets.union`, as {@link intersection}. */
export const union = named(
  'set_union',
  ['a', 'b'],
  ['validate_indices'],
  (a: SetLike, b: SetLike, validate_indices: boolean = true): SparseTensor =>
    operate('union', a, b, validate_indices),
);
/** Mirrors `tf.sets.difference`, as {@link intersection}. @param aminusb false: what `b` has and `a` has not */
export const difference = named(
  'set_difference',
  ['a', 'b'],
  ['aminusb', 'validate_indices'],
  (a: SetLike, b: SetLike, aminusb: boolean = true, validate_indices: boolean = true): SparseTensor =>
    operate(aminusb ? 'a-b' : 'b-a', a, b, validate_indices),
);
/**
 * Mirrors `tf.sets.size`: how many different elements each row of a sparse tensor has, int32.
 * @throws {@link TypeError} for what is not sparse
 */
export const size = named(
  'set_size',
  ['a'],
  ['validate_indices'],
  (a: SparseLike, validate_indices: boolean = true): Tensor => {
    if (!is_sparse(a)) throw new TypeError(`Expected \`SparseTensor\`, got ${repr(a)}.`);
    const sp = toSparse(a);
    if (!valid.includes(sp.dtype))
      throw new TypeError(`Invalid dtype \`${sp.dtype.__repr__()}\` not in supported dtypes.`, {
        fields: { expected: valid.map((dtype) => dtype.name), actual: sp.dtype.name },
      });
    return dispatch(SetSize, sp._components(), { validate_indices })[0]!;
  },
);
