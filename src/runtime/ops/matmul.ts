/** Matrix products: one pair of matrices, or batches of them that are broadcast against each other. */

import {
  as_dtype,
  bfloat16,
  complex64,
  complex128,
  type DType,
  type DTypeLike,
  float16,
  float32,
  float64,
  int16,
  int32,
  int64,
  type TensorStorage,
  uint8,
  uint16,
  uint32,
  uint64,
} from '../../dtypes';
import { InvalidArgumentError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { resultStorage } from '../allocate';
import { broadcastDims } from '../broadcast';
import { isHostValue } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { dispatching } from '../dispatched';
import { type Bigs, type Floats, workType } from '../elementwise';
import { castStorage } from '../kernels/cast';
import { type MatrixView, matmulFloats } from '../kernels/matmul';
import { matmulBigs, matmulComplex, matmulIntegers } from '../kernels/matmul_exact';
import { checkAllowed, defineOp, type InputSpec, type KnownSpec, mismatch, type OpRecord } from '../op';
import { strictly } from '../operands';
import type { RaggedTensor } from '../ragged/ragged_tensor';
import { Tensor } from '../tensor';
import { bracketText, type Dimension, elementCount } from '../tensor_shape';
import { cast } from './cast';
import { conj } from './conj';

/** How a product reads its sides. Complex matrices are conjugated too where `adjoint` says so. */
interface Sides {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly adjoint: boolean;
}

/** The storages of a product and how its kernel walks them. */
interface Product {
  readonly work: DType;
  readonly a: TensorStorage;
  readonly b: TensorStorage;
  readonly out: TensorStorage;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly aSign: number;
  readonly bSign: number;
}

function multiplyMatrices(product: Product, aView: MatrixView, bView: MatrixView, offset: number): void {
  const { work, a, b, out, m, n, k } = product;
  if (work.is_complex)
    matmulComplex(
      a as Floats,
      aView,
      product.aSign,
      b as Floats,
      bView,
      product.bSign,
      out as Floats,
      offset,
      m,
      n,
      k,
    );
  else if (work === int64 || work === uint64)
    matmulBigs(a as Bigs, aView, b as Bigs, bView, out as Bigs, offset, m, n, k);
  else if (work === int32)
    matmulIntegers(a as Int32Array, aView, b as Int32Array, bView, out as Int32Array, offset, m, n, k);
  else matmulFloats(a as Floats, aView, b as Floats, bView, out as Floats, offset, m, n, k);
}

function view(offset: number, columns: number, transposed: boolean): MatrixView {
  return transposed ? { offset, row: 1, column: columns } : { offset, row: columns, column: 1 };
}

/** Which matrix of an operand each matrix of the result is made from. */
function batchIndices(own: readonly number[], batch: readonly number[]): Int32Array {
  const count = elementCount(batch);
  const indices = new Int32Array(count);
  let stride = 1;
  let inner = 1;
  for (let i = 1; i <= own.length; i++) {
    const size = own[own.length - i]!;
    const full = batch[batch.length - i]!;
    if (size !== 1) for (let o = 0; o < count; o++) indices[o]! += (Math.floor(o / inner) % full) * stride;
    stride *= size;
    inner *= full;
  }
  return indices;
}

function product(
  x: Tensor,
  y: Tensor,
  { transposeA, transposeB, adjoint }: Sides,
  { dtype, dims }: KnownSpec,
): Tensor {
  // Products of uint32 wrap as those of int32 do; as doubles they would lose bits.
  const work = dtype === uint32 ? int32 : workType(dtype);
  const [p, q] = x.dims.slice(-2) as [number, number];
  const [r, s] = y.dims.slice(-2) as [number, number];
  const [m, n] = dims.slice(-2) as [number, number];
  const all: Product = {
    work,
    a: inType(x, work),
    b: inType(y, work),
    out: resultStorage(work, elementCount(dims)),
    m,
    n,
    k: transposeA ? p : q,
    aSign: adjoint && transposeA ? -1 : 1,
    bSign: adjoint && transposeB ? -1 : 1,
  };
  if (dims.length === 2) multiplyMatrices(all, view(0, q, transposeA), view(0, s, transposeB), 0);
  else {
    const batch = dims.slice(0, -2);
    const as = batchIndices(x.dims.slice(0, -2), batch);
    const bs = batchIndices(y.dims.slice(0, -2), batch);
    for (let i = 0; i < as.length; i++)
      multiplyMatrices(
        all,
        view(as[i]! * p * q, q, transposeA),
        view(bs[i]! * r * s, s, transposeB),
        i * m * n,
      );
  }
  const out = work === dtype ? all.out : castStorage(work, dtype, all.out, elementCount(dims));
  return new Tensor(dtype, dims, out);
}

function inType(tensor: Tensor, work: DType): TensorStorage {
  const { dtype, data } = tensor;
  return dtype === work ? data : castStorage(dtype, work, data, elementCount(tensor.dims));
}

const multiplied: readonly DType[] = [
  bfloat16,
  float16,
  float32,
  float64,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  complex64,
  complex128,
];

interface MatMulAttributes {
  readonly [name: string]: unknown;
  readonly transpose_a: boolean;
  readonly transpose_b: boolean;
}
const MatMul = defineOp<MatMulAttributes>({
  type: 'MatMul',
  infer: ([a, b], { transpose_a, transpose_b }) => {
    checkTypes('MatMul', a!, b!, multiplied);
    if (a!.dims === null || b!.dims === null) return [{ dtype: a!.dtype, dims: [null, null] }];
    const [x, y] = [a!.dims, b!.dims];
    const odd = [x, y].find((dims) => dims.length !== 2);
    if (odd !== undefined)
      throw new InvalidArgumentError(
        x.length === y.length
          ? `In[0] and In[1] ndims must be == 2: ${odd.length}`
          : `In[0] and In[1] has different ndims: ${bracketText(x as number[])} vs. ${bracketText(y as number[])}`,
        { fields: { rank: 'rank 2', expected: 2, actual: odd.length } },
      );
    return [{ dtype: a!.dtype, dims: productDims(x, y, transpose_a, transpose_b) }];
  },
  kernel: ([a, b], { transpose_a, transpose_b }, [spec]) => [
    product(a!, b!, { transposeA: transpose_a, transposeB: transpose_b, adjoint: false }, spec!),
  ],
  grad: ({ inputs: [x, y], attrs, skips }, g) => {
    const { transpose_a, transpose_b } = attrs;
    const [a, b] = [skips?.[1] ? null : conj(x!), skips?.[0] ? null : conj(y!)];
    return [
      b && (transpose_a ? flat(b, g!, transpose_b, true) : flat(g!, b, false, !transpose_b)),
      a && (transpose_b ? flat(g!, a, true, transpose_a) : flat(a, g!, !transpose_a, false)),
    ];
  },
});

function flat(a: Tensor, b: Tensor, transpose_a: boolean, transpose_b: boolean): Tensor {
  return dispatch(MatMul, [a, b], { transpose_a, transpose_b })[0]!;
}

interface BatchAttributes {
  readonly [name: string]: unknown;
  readonly adj_x: boolean;
  readonly adj_y: boolean;
}
const BatchMatMul = defineOp<BatchAttributes>({
  type: 'BatchMatMulV2',
  infer: ([a, b], { adj_x, adj_y }) => {
    checkTypes('BatchMatMulV2', a!, b!, [...multiplied, int16]);
    if (a!.dims === null || b!.dims === null) return [{ dtype: a!.dtype, dims: null }];
    const [x, y] = [a!.dims, b!.dims];
    [x, y].forEach((dims, i) => {
      if (dims.length < 2)
        throw new InvalidArgumentError(`In[${i}] ndims must be >= 2: ${dims.length}`, {
          fields: { rank: 'at least rank 2', expected: 2, actual: dims.length },
        });
    });
    const batch = broadcastBatch(x, y);
    return [{ dtype: a!.dtype, dims: [...batch, ...productDims(x, y, adj_x, adj_y)] }];
  },
  kernel: ([a, b], { adj_x, adj_y }, [spec]) => [
    product(a!, b!, { transposeA: adj_x, transposeB: adj_y, adjoint: true }, spec!),
  ],
  grad: ({ inputs: [x, y], attrs: { adj_x, adj_y }, skips }, g) => [
    skips?.[0] ? null : adj_x ? batched(y!, g!, adj_y, true) : batched(g!, y!, false, !adj_y),
    skips?.[1] ? null : adj_y ? batched(g!, x!, true, adj_x) : batched(x!, g!, !adj_x, false),
  ],
});

function batched(x: Tensor, y: Tensor, adj_x: boolean, adj_y: boolean): Tensor {
  return dispatch(BatchMatMul, [x, y], { adj_x, adj_y })[0]!;
}

function checkTypes(type: string, a: InputSpec, b: InputSpec, allowed: readonly DType[]): void {
  if (a.dtype !== b.dtype) throw mismatch(type, 1, a.dtype, b.dtype);
  checkAllowed(type, a.dtype, allowed);
}

type Dims = readonly Dimension[];

/** Rows and columns of the product. @throws {@link InvalidArgumentError} if the inner sizes differ */
function productDims(a: Dims, b: Dims, transposeA: boolean, transposeB: boolean): Dimension[] {
  const [p, q] = a.slice(-2) as [Dimension, Dimension];
  const [r, s] = b.slice(-2) as [Dimension, Dimension];
  const inner = transposeA ? p : q;
  const other = transposeB ? s : r;
  if (inner !== null && other !== null && inner !== other)
    throw new InvalidArgumentError(
      `Matrix size-incompatible: In[0]: ${bracketText(a as number[])}, In[1]: ${bracketText(b as number[])}`,
      { fields: { expected: a, actual: b, sizes: [inner, other] } },
    );
  return [transposeA ? q : p, transposeB ? r : s];
}

function broadcastBatch(a: Dims, b: Dims): Dims {
  try {
    return broadcastDims(a.slice(0, -2), b.slice(0, -2))!;
  } catch (error) {
    const { sizes } = (error as InvalidArgumentError).fields;
    throw new InvalidArgumentError(
      `In[0] and In[1] must have compatible batch dimensions: ${bracketText(a as number[])} vs. ${bracketText(b as number[])}`,
      { fields: { sizes, expected: a, actual: b } },
    );
  }
}

export interface MatmulKeywords {
  transpose_a?: boolean;
  transpose_b?: boolean;
  adjoint_a?: boolean;
  adjoint_b?: boolean;
  a_is_sparse?: boolean;
  b_is_sparse?: boolean;
  output_type?: DTypeLike | null;
  name?: string | null;
}
const parameters = [
  'a',
  'b',
  'transpose_a',
  'transpose_b',
  'adjoint_a',
  'adjoint_b',
  'a_is_sparse',
  'b_is_sparse',
  'output_type',
  'name',
] as const;

/**
 * Mirrors `tf.linalg.matmul`: `[..., m, k]` times `[..., k, n]`, leading dimensions are broadcast. Numbers of one dtype.
 * `output_type: tf.int32` multiplies bytes without overflow; a bfloat16 matrix times a float32 one is float32.
 * @throws {@link InvalidArgumentError} for sizes or dtypes that do not fit, {@link ValueError} for a side that is to
 * be transposed twice
 */
export const matmul = dispatching<Tensor | RaggedTensor>()(function matmul(
  ...args: Args<
    [a: TensorLike, b: TensorLike],
    [transpose_a: boolean, transpose_b: boolean, adjoint_a: boolean, adjoint_b: boolean],
    MatmulKeywords,
    ['a', 'b']
  >
): Tensor {
  if (args.length === 2 && isHostValue(args[0]) && isHostValue(args[1])) {
    const [a, b] = strictly(args[0], args[1] as TensorLike, MatMul as unknown as OpRecord);
    return multiplyAny(a, b, false, false, false, false);
  }
  type All = MatmulKeywords & { a: TensorLike; b: TensorLike };
  const given = bindArguments<All>('matmul', parameters, args, { required: 2 });
  const sides = [given.transpose_a, given.transpose_b, given.adjoint_a, given.adjoint_b].map(
    (flag) => flag ?? false,
  ) as [boolean, boolean, boolean, boolean];
  const [a, b] = strictly(given.a!, given.b!, MatMul as unknown as OpRecord);
  const type = given.output_type ? as_dtype(given.output_type) : a.dtype;
  return type === a.dtype ? multiplyAny(a, b, ...sides) : multiplyAny(cast(a, type), cast(b, type), ...sides);
});

function checkOnce(side: 'a' | 'b', transpose: boolean, adjoint: boolean): void {
  if (transpose && adjoint)
    throw new ValueError(
      `Only one of \`transpose_${side}\` and \`adjoint_${side}\` can be True. ` +
        `Received \`transpose_${side}\`=True, \`adjoint_${side}\`=True.`,
    );
}

function multiplyAny(
  a: Tensor,
  b: Tensor,
  transposeA: boolean,
  transposeB: boolean,
  adjointA: boolean,
  adjointB: boolean,
): Tensor {
  checkOnce('a', transposeA, adjointA);
  checkOnce('b', transposeB, adjointB);
  const [turnA, turnB] = [transposeA || adjointA, transposeB || adjointB];
  // TF takes the plain product unless there may be a batch. Its `adj` conjugates, its `transpose` does not.
  if (a.dims === null || b.dims === null || a.dims.length > 2 || b.dims.length > 2)
    return batched(transposeA ? conj(a) : a, transposeB ? conj(b) : b, turnA, turnB);
  // TF's product of sparse matrices, which takes both types and gives float32.
  if (a.dtype !== b.dtype && isMixed(a.dtype) && isMixed(b.dtype))
    return flat(cast(a, float32), cast(b, float32), turnA, turnB);
  return flat(adjointA ? conj(a) : a, adjointB ? conj(b) : b, turnA, turnB);
}

function isMixed(dtype: DType): boolean {
  return dtype === bfloat16 || dtype === float32;
}

/** Mirrors the operator `@`, and is what gradients use: `a` times `b`, or their adjoints. */
export function matmulAdjoint(a: Tensor, b: Tensor, adjointA: boolean, adjointB: boolean): Tensor {
  return multiplyAny(a, b, false, false, adjointA, adjointB);
}
