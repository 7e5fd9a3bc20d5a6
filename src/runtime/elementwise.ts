/**
 * What element-wise ops share: one record made from a set of loops, one for each group of dtypes. Narrow
 * floats are computed in float32 and small integers in int32, then rounded or wrapped back, which is what
 * TF's CPU kernels do.
 */

import {
  bfloat16,
  bool,
  complex64,
  complex128,
  type DType,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  type NumericStorage,
  string,
  type TensorStorage,
  uint8,
  uint16,
  uint32,
  uint64,
} from '../dtypes';
import { NotFoundError } from '../errors';
import { storageToFill } from './allocate';
import { broadcastDims, broadcastLoop, type RunLoop } from './broadcast';
import { castStorage } from './kernels/cast';
import type { BinaryName, UnaryName } from './kernels/wasm/vector';
import { checkAllowed, type Gradient, type InputSpec, mismatch, type OpRecord } from './op';
import { Tensor } from './tensor';
import { elementCount } from './tensor_shape';

export type Floats = Float32Array | Float64Array;
export type Bigs = BigInt64Array | BigUint64Array;

/** The loops of a unary op; a group without a loop is one the op does not know. */
export interface UnaryLoops {
  readonly float: (x: Floats, out: Floats) => void;
  /** The same for float32 in WASM, which chains of large loops go through. */
  readonly vector?: UnaryName;
  /** Where float64 needs more digits than `float` gives. */
  readonly float64?: (x: Floats, out: Floats) => void;
  readonly int32?: (x: Int32Array, out: Int32Array) => void;
  readonly big?: (x: Bigs, out: Bigs) => void;
  /** On interleaved parts. */
  readonly complex?: (x: Floats, out: Floats) => void;
}

/** The loops of a binary op. `Out` is Uint8Array for comparisons, else the input's storage. */
export interface BinaryLoops<FloatOut = Floats, IntOut = Int32Array, BigOut = Bigs> {
  readonly float: RunLoop<Floats, FloatOut>;
  /** The same for float32 in WASM, which chains of large loops go through. */
  readonly vector?: BinaryName;
  /** Where float64 needs another loop than `float`. */
  readonly float64?: RunLoop<Floats, FloatOut>;
  readonly int32?: RunLoop<Int32Array, IntOut>;
  readonly big?: RunLoop<Bigs, BigOut>;
  /** Offsets and steps count complex numbers. */
  readonly complex?: RunLoop<Floats, FloatOut>;
  readonly string?: RunLoop<Uint8Array[], FloatOut extends Uint8Array ? Uint8Array : Uint8Array[]>;
}

export interface UnaryOp extends OpRecord {
  readonly loops: UnaryLoops;
}
export interface BinaryOp extends OpRecord {
  readonly loops: BinaryLoops;
  /** True if the result has the inputs' dtype (arithmetic), false if it is bool (comparisons). */
  readonly sameType: boolean;
}

/** The types that TF adds and multiplies. */
export const numeric: readonly DType[] = [
  bfloat16,
  float16,
  float32,
  float64,
  uint8,
  int8,
  uint16,
  int16,
  int32,
  uint32,
  uint64,
  int64,
  complex64,
  complex128,
];

interface ElementwiseParts {
  readonly type: string;
  readonly allowed: readonly DType[];
  readonly grad: Gradient | null;
}

/** The dtype in which values of `dtype` are computed. */
export function workType(dtype: DType): DType {
  if (dtype === float64 || dtype.is_complex || dtype === int64 || dtype === uint64) return dtype;
  if (dtype.kind === 'float') return float32;
  // Unsigned 32-bit integers compare and divide as doubles do; everything narrower fits int32.
  return dtype === uint32 ? float64 : int32;
}

function toWork(tensor: Tensor, work: DType): TensorStorage {
  if (tensor.dtype === work) return tensor.data;
  return castStorage(tensor.dtype, work, tensor.data, elementCount(tensor.dims));
}

interface LoopsByGroup<F, I, B, C> {
  float: F;
  float64?: F;
  int32?: I;
  big?: B;
  complex?: C;
}

function loopFor<F, I, B, C>(loops: LoopsByGroup<F, I, B, C>, work: DType): F | I | B | C | undefined {
  if (work === float64) return loops.float64 ?? loops.float;
  if (work.is_complex) return loops.complex;
  if (work === int64 || work === uint64) return loops.big;
  return work === int32 ? loops.int32 : loops.float;
}

/**
 * The loop for a storage of the working dtype.
 * @throws {@link NotFoundError} if TF's definition allows what no kernel does
 */
function pick<F, I, B, C>(
  type: string,
  loops: LoopsByGroup<F, I, B, C>,
  work: DType,
  dtype: DType,
): F | I | B | C {
  const loop = loopFor(loops, work);
  if (loop !== undefined) return loop;
  throw new NotFoundError(
    `Could not find device for node: {{node ${type}}} = ${type}[T=${dtype.proto_name}]`,
    {
      fields: { key: type, actual: dtype.name },
    },
  );
}

export function unaryOp(parts: ElementwiseParts & { readonly loops: UnaryLoops }): UnaryOp {
  const { type, allowed, loops } = parts;
  return {
    type,
    loops,
    grad: parts.grad,
    infer: ([x]) => {
      checkAllowed(type, x!.dtype, allowed);
      return [{ dtype: x!.dtype, dims: x!.dims }];
    },
    kernel: ([x], _attrs, [spec]) => {
      const { dtype, dims } = spec!;
      // Unsigned integers of 32 bits wrap as int32's do; as doubles they would lose bits.
      const work = dtype === uint32 ? int32 : workType(dtype);
      const out = storageToFill(work, elementCount(dims)) as NumericStorage;
      (pick(type, loops, work, dtype) as (x: NumericStorage, out: NumericStorage) => void)(
        toWork(x!, work) as NumericStorage,
        out,
      );
      return [new Tensor(dtype, dims, fromWork(out, work, dtype, elementCount(dims)))];
    },
  };
}

function fromWork(out: TensorStorage, work: DType, dtype: DType, count: number): TensorStorage {
  return work === dtype ? out : castStorage(work, dtype, out, count);
}

function inferBinary(
  type: string,
  allowed: readonly DType[],
  inputs: readonly InputSpec[],
): readonly InputSpec[] {
  const [x, y] = inputs as [InputSpec, InputSpec];
  if (x.dtype !== y.dtype) throw mismatch(type, 1, x.dtype, y.dtype);
  checkAllowed(type, x.dtype, allowed);
  return [{ dtype: x.dtype, dims: broadcastDims(x.dims, y.dims) }];
}

interface BinaryParts extends ElementwiseParts {
  readonly loops: BinaryLoops;
  /** True if the order of values counts: then uint32 is computed in float64, not in wrapping int32. */
  readonly ordered?: boolean;
  /** TF's check of the values, before anything is computed. */
  readonly check?: (inputs: readonly Tensor[]) => void;
}

export function binaryOp(parts: BinaryParts): BinaryOp {
  const { type, allowed, loops, grad, ordered, check } = parts;
  return {
    type,
    loops,
    grad,
    sameType: true,
    infer: (inputs) => inferBinary(type, allowed, inputs),
    kernel: (inputs, _attrs, [spec]) => {
      check?.(inputs);
      const [x, y] = inputs;
      const { dtype, dims } = spec!;
      const count = elementCount(dims);
      const work = dtype === string ? string : workType(dtype);
      // Sums and products of uint32 wrap as int32's do; as doubles they would lose bits.
      const wide = dtype === uint32 && ordered !== true ? int32 : work;
      const out = storageToFill(wide, count);
      const loop = (dtype === string ? loops.string : pick(type, loops, wide, dtype)) as RunLoop<
        TensorStorage,
        TensorStorage
      >;
      broadcastLoop(loop, toWork(x!, wide), x!.dims, toWork(y!, wide), y!.dims, out, dims);
      return [new Tensor(dtype, dims, fromWork(out, wide, dtype, count))];
    },
  };
}

/** A test of single floats: floats in, bool out. */
export function predicateOp(
  type: string,
  allowed: readonly DType[],
  loop: (x: Floats, out: Uint8Array) => void,
): OpRecord {
  return {
    type,
    grad: null,
    infer: ([x]) => {
      checkAllowed(type, x!.dtype, allowed);
      return [{ dtype: bool, dims: x!.dims }];
    },
    kernel: ([x], _attrs, [spec]) => {
      const out = storageToFill(bool, elementCount(spec!.dims)) as Uint8Array;
      loop(toWork(x!, workType(x!.dtype)) as Floats, out);
      return [new Tensor(bool, spec!.dims, out)];
    },
  };
}

/** A comparison: any type in, bool out. */
export function comparisonOp(
  parts: Omit<ElementwiseParts, 'grad'> & { readonly loops: BinaryLoops<Uint8Array, Uint8Array, Uint8Array> },
): BinaryOp {
  const { type, allowed, loops } = parts;
  return {
    type,
    // The float loop is never taken for arithmetic: `sameType` says so.
    loops: loops as unknown as BinaryLoops,
    sameType: false,
    grad: null,
    infer: (inputs) => [{ dtype: bool, dims: inferBinary(type, allowed, inputs)[0]!.dims }],
    kernel: ([x, y], _attrs, [spec]) => {
      const { dims } = spec!;
      const { dtype } = x!;
      const work = dtype === string ? string : workType(dtype);
      const loop = (dtype === string ? loops.string : pick(type, loops, work, dtype)) as RunLoop<
        TensorStorage,
        Uint8Array
      >;
      const out = storageToFill(bool, elementCount(dims)) as Uint8Array;
      broadcastLoop(loop, toWork(x!, work), x!.dims, toWork(y!, work), y!.dims, out, dims);
      return [new Tensor(bool, dims, out)];
    },
  };
}
