/**
 * Copying between strided views: the one loop behind slicing, transposing, tiling, padding, joining and splitting.
 * Values are moved as bits: large ones as words of 32 bits, whatever their dtype, so that V8 sees one kind of array.
 */
import type { DType, TensorStorage } from '../../dtypes';

/** Part of a storage: where it begins and how far apart neighbours along each axis are, in values. */
export interface View {
  readonly data: TensorStorage;
  readonly offset: number;
  readonly strides: readonly number[];
}

/** From how many values on words are worth making views for. */
const wordsFrom = 256;
/** From how many words on `set` beats a loop. */
const setFrom = 512;
const block = 32;

/** Distance between neighbours along each axis of a row-major tensor. */
export function rowMajorStrides(dims: readonly number[]): number[] {
  const strides = new Array<number>(dims.length);
  let stride = 1;
  for (let i = dims.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= dims[i]!;
  }
  return strides;
}

/** A storage as words of 32 bits, or as it is if its values are narrower (or no numbers). */
export function asWords(data: TensorStorage): TensorStorage {
  if (Array.isArray(data) || data.BYTES_PER_ELEMENT < 4) return data;
  return new Int32Array(data.buffer, data.byteOffset, data.byteLength >> 2);
}

/** Copies `from` to `to` along `dims`, which both are walked by. @param dtype of both storages */
export function copyStrided(dtype: DType, from: View, to: View, dims: readonly number[]): void {
  let count = 1;
  for (let i = 0; i < dims.length; i++) count *= dims[i]!;
  if (count === 0) return;
  let source = from.data;
  let target = to.data;
  let lanes = dtype.lanes;
  if (count >= wordsFrom && !Array.isArray(source)) {
    const width = source.BYTES_PER_ELEMENT;
    source = asWords(source);
    target = asWords(target);
    if (width === 8) lanes *= 2;
  }
  const sizes: number[] = [];
  const ss: number[] = [];
  const ts: number[] = [];
  for (let i = 0; i < dims.length; i++) {
    if (dims[i] === 1) continue;
    addAxis(sizes, ss, ts, dims[i]!, from.strides[i]! * lanes, to.strides[i]! * lanes);
  }
  if (lanes > 1) addAxis(sizes, ss, ts, lanes, 1, 1);
  walk(source, from.offset * lanes, target, to.offset * lanes, sizes, ss, ts);
}

/** Adds an inner axis, or lengthens the innermost one if both sides go on where it ends. */
function addAxis(sizes: number[], ss: number[], ts: number[], n: number, s: number, t: number): void {
  const last = sizes.length - 1;
  if (last >= 0 && ss[last] === s * n && ts[last] === t * n) {
    sizes[last]! *= n;
    ss[last] = s;
    ts[last] = t;
    return;
  }
  sizes.push(n);
  ss.push(s);
  ts.push(t);
}

function walk(
  source: TensorStorage,
  s0: number,
  target: TensorStorage,
  t0: number,
  sizes: readonly number[],
  ss: readonly number[],
  ts: readonly number[],
): void {
  const last = sizes.length - 1;
  if (last < 0) {
    target[t0] = source[s0]!;
    return;
  }
  const words = source instanceof Int32Array && target instanceof Int32Array;
  // The axis along which the source is contiguous, where the target's innermost is not the same: a transposition.
  const other = words && ts[last] === 1 && ss[last] !== 1 ? ss.lastIndexOf(1, last - 1) : -1;
  const outer: number[] = [];
  for (let i = 0; i < last; i++) if (i !== other) outer.push(i);
  const n = sizes[last]!;
  const [s, t] = [ss[last]!, ts[last]!];
  const step = (level: number, so: number, to: number): void => {
    if (level < outer.length) {
      const axis = outer[level]!;
      const [sAxis, tAxis] = [ss[axis]!, ts[axis]!];
      for (let i = 0; i < sizes[axis]!; i++) step(level + 1, so + i * sAxis, to + i * tAxis);
    } else if (!words) copyRun(source, so, s, target, to, t, n);
    else if (other >= 0) transposeWords(source, so, s, target, to, ts[other]!, n, sizes[other]!);
    else copyWords(source, so, s, target, to, t, n);
  };
  step(0, s0, t0);
}

function copyRun(
  source: TensorStorage,
  so: number,
  s: number,
  target: TensorStorage,
  to: number,
  t: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) target[to + i * t] = source[so + i * s]!;
}

function copyWords(
  source: Int32Array,
  so: number,
  s: number,
  target: Int32Array,
  to: number,
  t: number,
  n: number,
): void {
  if (s === 1 && t === 1) {
    if (n >= setFrom) target.set(source.subarray(so, so + n), to);
    else for (let i = 0; i < n; i++) target[to + i] = source[so + i]!;
  } else for (let i = 0; i < n; i++) target[to + i * t] = source[so + i * s]!;
}

/** `target[j * t + i] = source[i * s + j]` for `i < n`, `j < m`, in blocks that stay in the cache. */
function transposeWords(
  source: Int32Array,
  so: number,
  s: number,
  target: Int32Array,
  to: number,
  t: number,
  n: number,
  m: number,
): void {
  const n4 = n & ~3;
  const m4 = m & ~3;
  // In this order, here and within a block, whole lines of the target are written soon: the other ones take a third more.
  for (let j0 = 0; j0 < m4; j0 += block)
    for (let i0 = 0; i0 < n4; i0 += block)
      transposeFours(source, so + i0 * s + j0, s, target, to + j0 * t + i0, t, n4 - i0, m4 - j0);
  for (let i = 0; i < n; i++)
    for (let j = i < n4 ? m4 : 0; j < m; j++) target[to + j * t + i] = source[so + i * s + j]!;
}

/**
 * At most one block, four by four: a whole line of both sides is at work. Taking arrays apart in patterns would cost
 * as much again.
 */
function transposeFours(
  source: Int32Array,
  so: number,
  s: number,
  target: Int32Array,
  to: number,
  t: number,
  n: number,
  m: number,
): void {
  const rows = Math.min(n, block);
  const columns = Math.min(m, block);
  for (let i = 0; i < rows; i += 4)
    for (let j = 0; j < columns; j += 4) {
      let p = so + i * s + j;
      const a0 = source[p]!;
      const a1 = source[p + 1]!;
      const a2 = source[p + 2]!;
      const a3 = source[p + 3]!;
      p += s;
      const b0 = source[p]!;
      const b1 = source[p + 1]!;
      const b2 = source[p + 2]!;
      const b3 = source[p + 3]!;
      p += s;
      const c0 = source[p]!;
      const c1 = source[p + 1]!;
      const c2 = source[p + 2]!;
      const c3 = source[p + 3]!;
      p += s;
      const d0 = source[p]!;
      const d1 = source[p + 1]!;
      const d2 = source[p + 2]!;
      const d3 = source[p + 3]!;
      let q = to + j * t + i;
      target[q] = a0;
      target[q + 1] = b0;
      target[q + 2] = c0;
      target[q + 3] = d0;
      q += t;
      target[q] = a1;
      target[q + 1] = b1;
      target[q + 2] = c1;
      target[q + 3] = d1;
      q += t;
      target[q] = a2;
      target[q + 1] = b2;
      target[q + 2] = c2;
      target[q + 3] = d2;
      q += t;
      target[q] = a3;
      target[q + 1] = b3;
      target[q + 2] = c3;
      target[q + 3] = d3;
    }
}
