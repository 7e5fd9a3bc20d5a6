/**
 * Nested arrays of plain values into flat storage. The usual case, a large rectangular array of numbers, is one
 * recursive copy; only what that cannot take is looked at value by value.
 */
import {
  bool,
  complex128,
  type DType,
  float32,
  float64,
  int32,
  int64,
  string,
  type TensorStorage,
  uint64,
} from '../dtypes';
import { type ElementInput, encodeElement, isComplex, isLong, longToBigInt } from '../elements';
import { TypeError, ValueError } from '../errors';
import { elementCount } from './tensor_shape';

const mixed = "Can't convert Python sequence with mixed types to Tensor.";
const ragged = "Can't convert non-rectangular Python sequence to Tensor.";
const outOfRange = "Can't convert Python sequence with out-of-range integer to Tensor.";

type LeafKind = 'number' | 'integer' | 'bool' | 'string' | 'complex';

/** Lengths of the first elements all the way down: the shape, if the rest agrees. */
export function nestedDims(value: unknown): number[] {
  const dims: number[] = [];
  let level = value;
  while (Array.isArray(level)) {
    dims.push(level.length);
    if (level.length === 0) break;
    level = level[0];
  }
  return dims;
}

/** What sort of value a leaf is, or null for what no tensor can hold. Bytes count as a string. */
function leafKind(leaf: unknown): LeafKind | null {
  switch (typeof leaf) {
    case 'number':
      return 'number';
    case 'bigint':
      return 'integer';
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
    default:
      if (leaf instanceof Uint8Array) return 'string';
      if (isLong(leaf)) return 'integer';
      return isComplex(leaf) ? 'complex' : null;
  }
}

/** Python's TypeError, with the value as Python shows it. */
export function cannotConvert(shown: string, dtype: DType): TypeError {
  return new TypeError(`Cannot convert ${shown} to EagerTensor of dtype ${dtype.c_name}`, {
    fields: { expected: dtype.name, actual: shown },
  });
}

export function unsupported(value: unknown, show: (value: unknown) => string): ValueError {
  const type =
    value === null || value === undefined
      ? 'NoneType'
      : ((value as object).constructor?.name ?? typeof value).replace(/^Object$/, 'dict');
  return new ValueError(
    `Attempt to convert a value (${show(value)}) with an unsupported type (<class '${type}'>) to a Tensor.`,
  );
}

/** Copies rows of numbers; -1 as soon as something else turns up. */
function fillNumbers(
  rows: readonly unknown[],
  dims: readonly number[],
  axis: number,
  out: Float32Array | Float64Array,
  start: number,
): number {
  let next = start;
  const length = dims[axis]!;
  if (rows.length !== length) return -1;
  if (axis === dims.length - 1) {
    for (let i = 0; i < length; i++) {
      const value = rows[i];
      if (typeof value !== 'number') return -1;
      out[next++] = value;
    }
    return next;
  }
  for (let i = 0; i < length; i++) {
    const row = rows[i];
    if (!Array.isArray(row)) return -1;
    next = fillNumbers(row, dims, axis + 1, out, next);
    if (next < 0) return -1;
  }
  return next;
}

function collectLeaves(value: unknown, dims: readonly number[], axis: number, leaves: unknown[]): void {
  if (axis === dims.length) {
    // Deeper than its neighbours: TF calls that mixed types, the other way round non-rectangular.
    if (Array.isArray(value)) throw new ValueError(mixed);
    leaves.push(value);
    return;
  }
  if (!Array.isArray(value) || value.length !== dims[axis]) throw new ValueError(ragged);
  for (const element of value) collectLeaves(element, dims, axis + 1, leaves);
}

function integerOf(leaf: unknown): bigint {
  return typeof leaf === 'bigint' ? leaf : longToBigInt(leaf as Parameters<typeof longToBigInt>[0]);
}

/** The dtype that values take by themselves. */
function ownDtype(leaves: readonly unknown[], kinds: readonly LeafKind[]): DType {
  if (kinds.length === 0) return float32;
  const seen = new Set(kinds);
  if (seen.has('integer') && seen.has('number')) seen.delete('integer');
  if (seen.size > 1) throw new ValueError(mixed);
  const [kind] = seen;
  if (kind === 'bool') return bool;
  if (kind === 'string') return string;
  if (kind === 'complex') return complex128;
  if (kind === 'number') return float32;
  return leaves.some((leaf) => BigInt.asIntN(32, integerOf(leaf)) !== integerOf(leaf)) ? int64 : int32;
}

/** True if TF takes a value of this kind for an element of `dtype`. */
function accepts(dtype: DType, kind: LeafKind, leaf: unknown): boolean {
  if (dtype.kind === 'opaque') return false;
  if (kind === 'string' || dtype === string) return kind === 'string' && dtype === string;
  if (dtype.is_bool || dtype.is_complex) return dtype.is_complex || kind === 'bool';
  if (kind === 'complex') return false;
  return dtype.is_floating || kind !== 'number' || Number.isInteger(leaf);
}

function checkRange(dtype: DType, kind: LeafKind, leaf: unknown): void {
  if (!dtype.is_integer || (kind !== 'integer' && kind !== 'number')) return;
  const value = kind === 'integer' ? integerOf(leaf) : BigInt(leaf as number);
  const wide = dtype === uint64 ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value);
  if (wide !== value)
    throw new ValueError(outOfRange, { fields: { actual: String(value), expected: dtype.name } });
}

export interface FlatValues {
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly data: TensorStorage;
}

/** Rectangular nested arrays of nothing but numbers as floats, or null if they are something else. */
export function flattenNumbers(value: readonly unknown[], dtype: DType = float32): FlatValues | null {
  if (dtype !== float32 && dtype !== float64) return null;
  const dims = nestedDims(value);
  const data = dtype.allocate(elementCount(dims)) as Float32Array | Float64Array;
  return fillNumbers(value, dims, 0, data, 0) === data.length ? { dtype, dims, data } : null;
}

/**
 * A scalar or nested arrays of scalars as flat storage that owns its buffer.
 * @param dtype what the values must become, or undefined: what they are by themselves
 * @param show Python's repr, for error texts
 */
export function flattenValues(
  value: unknown,
  dtype: DType | undefined,
  show: (value: unknown) => string,
): FlatValues {
  const dims = nestedDims(value);
  const leaves: unknown[] = [];
  collectLeaves(value, dims, 0, leaves);
  const kinds = leaves.map((leaf) => {
    const kind = leafKind(leaf);
    if (kind === null) throw unsupported(leaf, show);
    return kind;
  });
  const target = dtype ?? ownDtype(leaves, kinds);
  const data = target.kind === 'opaque' ? [] : target.allocate(leaves.length);
  for (let i = 0; i < leaves.length; i++) {
    if (!accepts(target, kinds[i]!, leaves[i])) throw cannotConvert(show(value), target);
    checkRange(target, kinds[i]!, leaves[i]);
    encodeElement(target, data, i, leaves[i] as ElementInput);
  }
  return { dtype: target, dims, data };
}
