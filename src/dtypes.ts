/**
 * TensorFlow's DTypes and how their elements lie in memory (format.md F4.5; DESIGN.md "Values").
 * 64-bit integers are BigInts, halves are 16-bit patterns, complex numbers are interleaved floats, strings
 * are arrays of bytes; everything narrower than a byte takes one byte an element.
 */
import { TypeError, ValueError } from './errors';
import { extremesOf } from './type_ranges';
import { unzeroed } from './unzeroed';

export type DTypeName =
  | 'float16'
  | 'bfloat16'
  | 'float32'
  | 'float64'
  | 'complex64'
  | 'complex128'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'bool'
  | 'string'
  | 'qint8'
  | 'quint8'
  | 'qint16'
  | 'quint16'
  | 'qint32'
  | 'resource'
  | 'variant'
  | 'float8_e5m2'
  | 'float8_e4m3fn'
  | 'float8_e4m3fnuz'
  | 'float8_e4m3b11fnuz'
  | 'float8_e5m2fnuz'
  | 'float4_e2m1fn'
  | 'int4'
  | 'uint4'
  | 'int2'
  | 'uint2';

/** Numeric element storage; what it holds depends on the dtype (see the file header). */
export type NumericStorage =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;
/** Elements of a tensor: a typed array, or one `Uint8Array` a string. */
export type TensorStorage = NumericStorage | Uint8Array[];

type StorageClass = new (length: number) => NumericStorage;
export type DTypeKind = 'float' | 'int' | 'uint' | 'complex' | 'bool' | 'string' | 'quantized' | 'opaque';

/** A tensor's value in host memory, whoever made it: Tensor and NDArray are such, and so is what a bundle gives. */
export interface HostTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TensorStorage;
}

/** From this size on storage lies outside V8's heap, and zeroing it takes time. */
const unzeroedFromBytes = 1 << 16;

/** Mirrors `tf.DType`. One object a type: compare with `===`. */
export class DType {
  constructor(
    /** TF's name, e.g. `float32`. */
    readonly name: DTypeName,
    /** Number in TF's `DataType` enum. */
    readonly as_datatype_enum: number,
    readonly kind: DTypeKind,
    /** Bytes one element takes in memory and in a file; 0 for strings, resources and variants, as in TF. */
    readonly size: number,
    /** Storage elements one value takes: 2 for complex types. */
    readonly lanes: number,
    /** How TF's C++ error texts call it, e.g. `float`, `half`. */
    readonly c_name: string,
    private readonly storageClass: StorageClass | null,
  ) {}

  get is_floating(): boolean {
    return this.kind === 'float';
  }
  /** True for non-quantized integers. */
  get is_integer(): boolean {
    return this.kind === 'int' || this.kind === 'uint';
  }
  get is_unsigned(): boolean {
    return this.kind === 'uint';
  }
  get is_complex(): boolean {
    return this.kind === 'complex';
  }
  get is_bool(): boolean {
    return this.kind === 'bool';
  }
  get is_quantized(): boolean {
    return this.kind === 'quantized';
  }
  get is_numeric(): boolean {
    return this.is_floating || this.is_integer || this.is_complex || this.is_quantized;
  }
  /** The least value, a bigint for 64-bit integers. @throws {@link TypeError} for a type without an order */
  get min(): number | bigint {
    return this.extremes('minimum')[0];
  }
  /** The largest finite value. @throws {@link TypeError} for a type without an order */
  get max(): number | bigint {
    return this.extremes('maximum')[1];
  }
  private extremes(which: string): readonly [number | bigint, number | bigint] {
    const found = extremesOf(this);
    if (found !== null) return found;
    const kind = this.is_quantized ? 'quantized type' : 'type';
    const why = this.kind === 'opaque' ? '' : ` with ${kind} ${this}`;
    throw new TypeError(`Cannot find ${which} value of ${this}${why}.`);
  }
  /** The range of brightness in images of this type. @throws {@link ValueError} for a type that has none */
  get limits(): readonly [min: 0, max: number | bigint | boolean] {
    if (this === bool) return [0, true];
    if (this === float32 || this === float64) return [0, 1];
    const found = this.is_integer ? extremesOf(this) : null;
    if (found === null) throw new ValueError(`${this} does not have defined limits.`);
    return [0, found[1]];
  }
  get is_numpy_compatible(): boolean {
    return this.kind !== 'opaque';
  }
  get base_dtype(): DType {
    return this;
  }
  /** The part type of a complex type; any other type is its own. */
  get real_dtype(): DType {
    return this === complex64 ? float32 : this === complex128 ? float64 : this;
  }
  /** The proto enum's name, e.g. `DT_FLOAT`. */
  get proto_name(): string {
    return `DT_${this.c_name.toUpperCase()}`;
  }
  is_compatible_with(other: DTypeLike): boolean {
    return as_dtype(other) === this;
  }
  /** True if elements of this type may stand in a tensor of the given storage class. */
  matchesStorage(data: TensorStorage): boolean {
    return this.storageClass === null ? Array.isArray(data) : data instanceof this.storageClass;
  }
  /** New zeroed storage for `count` elements (strings: empty strings). */
  allocate(count: number): TensorStorage {
    if (this.storageClass !== null) return new this.storageClass(count * this.lanes);
    if (this.kind !== 'string') throw new TypeError(`A tensor of dtype ${this.name} has no host value.`);
    return Array.from({ length: count }, () => new Uint8Array(0));
  }
  /** Storage of which every element is about to be written: large storage is not zeroed first. */
  allocateToFill(count: number): TensorStorage {
    const bytes = count * this.size;
    if (bytes < unzeroedFromBytes || this.storageClass === null) return this.allocate(count);
    return this.view(unzeroed(bytes), 0, count);
  }
  /** The bytes of `buffer` as this type's storage; `byteOffset` must be aligned to the element. */
  view(buffer: ArrayBufferLike, byteOffset: number, count: number): NumericStorage {
    if (this.storageClass === null)
      throw new TypeError(`A tensor of dtype ${this.name} has no flat storage.`);
    const Class = this.storageClass as unknown as new (
      b: ArrayBufferLike,
      o: number,
      n: number,
    ) => NumericStorage;
    return new Class(buffer, byteOffset, count * this.lanes);
  }
  toString(): string {
    return `<dtype: '${this.name}'>`;
  }
  toJSON(): string {
    return this.name;
  }
  __repr__(): string {
    return `tf.${this.name}`;
  }
  __str__(): string {
    return this.toString();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

export type DTypeLike = DType | DTypeName;

const byName = new Map<string, DType>();
const byEnum = new Map<number, DType>();

function define(
  name: DTypeName,
  code: number,
  kind: DTypeKind,
  size: number,
  storage: StorageClass | null,
  cName: string = name,
): DType {
  const dtype = new DType(name, code, kind, size, kind === 'complex' ? 2 : 1, cName, storage);
  byName.set(name, dtype);
  byEnum.set(code, dtype);
  return dtype;
}

export const float32 = define('float32', 1, 'float', 4, Float32Array, 'float');
export const float64 = define('float64', 2, 'float', 8, Float64Array, 'double');
export const int32 = define('int32', 3, 'int', 4, Int32Array);
export const uint8 = define('uint8', 4, 'uint', 1, Uint8Array);
export const int16 = define('int16', 5, 'int', 2, Int16Array);
export const int8 = define('int8', 6, 'int', 1, Int8Array);
export const string = define('string', 7, 'string', 0, null);
export const complex64 = define('complex64', 8, 'complex', 8, Float32Array);
export const int64 = define('int64', 9, 'int', 8, BigInt64Array);
export const bool = define('bool', 10, 'bool', 1, Uint8Array);
export const qint8 = define('qint8', 11, 'quantized', 1, Int8Array);
export const quint8 = define('quint8', 12, 'quantized', 1, Uint8Array);
export const qint32 = define('qint32', 13, 'quantized', 4, Int32Array);
export const bfloat16 = define('bfloat16', 14, 'float', 2, Uint16Array);
export const qint16 = define('qint16', 15, 'quantized', 2, Int16Array);
export const quint16 = define('quint16', 16, 'quantized', 2, Uint16Array);
export const uint16 = define('uint16', 17, 'uint', 2, Uint16Array);
export const complex128 = define('complex128', 18, 'complex', 16, Float64Array);
export const float16 = define('float16', 19, 'float', 2, Uint16Array, 'half');
export const resource = define('resource', 20, 'opaque', 0, null);
export const variant = define('variant', 21, 'opaque', 0, null);
export const uint32 = define('uint32', 22, 'uint', 4, Uint32Array);
export const uint64 = define('uint64', 23, 'uint', 8, BigUint64Array);
export const float8_e5m2 = define('float8_e5m2', 24, 'float', 1, Uint8Array);
export const float8_e4m3fn = define('float8_e4m3fn', 25, 'float', 1, Uint8Array);
export const float8_e4m3fnuz = define('float8_e4m3fnuz', 26, 'float', 1, Uint8Array);
export const float8_e4m3b11fnuz = define('float8_e4m3b11fnuz', 27, 'float', 1, Uint8Array);
export const float8_e5m2fnuz = define('float8_e5m2fnuz', 28, 'float', 1, Uint8Array);
export const int4 = define('int4', 29, 'int', 1, Int8Array);
export const uint4 = define('uint4', 30, 'uint', 1, Uint8Array);
export const int2 = define('int2', 31, 'int', 1, Int8Array);
export const uint2 = define('uint2', 32, 'uint', 1, Uint8Array);
export const float4_e2m1fn = define('float4_e2m1fn', 33, 'float', 1, Uint8Array);

const aliases: Record<string, DType> = { half: float16, float: float32, double: float64 };
export const half = float16;
export const double = float64;

/** Mirrors `tf.dtypes.QUANTIZED_DTYPES`. */
export const QUANTIZED_DTYPES: ReadonlySet<DType> = new Set([qint8, quint8, qint32, qint16, quint16]);

/** Mirrors `tf.as_dtype`. @throws {@link TypeError} for what names no type. */
export function as_dtype(value: DTypeLike | number | string): DType {
  if (value instanceof DType) return value;
  const found = typeof value === 'number' ? byEnum.get(value) : (byName.get(value) ?? aliases[value]);
  if (found === undefined)
    throw new TypeError(
      `Cannot convert the argument \`type_value\`: ${String(value)} to a TensorFlow DType.`,
    );
  return found;
}

/** The type with this number in TF's `DataType` enum, or undefined: files hold any number. */
export function dtypeFromEnum(code: number): DType | undefined {
  return byEnum.get(code);
}

/** Every dtype, in the order of TF's enum. */
export function allDTypes(): DType[] {
  return [...byEnum.values()].sort((a, b) => a.as_datatype_enum - b.as_datatype_enum);
}
