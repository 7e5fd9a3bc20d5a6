/**
 * Float32 matrix products by the module that wasm/matmul.ts compiles to. Tensors live in the collector's memory, so
 * blocks of the operands are copied into the module's own 4 MiB, packed there, multiplied, and the result copied out.
 */
import type { MatrixView } from '../matmul';
import { instantiate } from './instantiate';
import { base64 } from './matmul.generated';

/** Multiplies as `matmulFloats` does, float32 only; each side must have its rows or its columns side by side. */
export type Multiply = (
  a: Float32Array,
  aView: MatrixView,
  b: Float32Array,
  bView: MatrixView,
  out: Float32Array,
  outOffset: number,
  m: number,
  n: number,
  k: number,
  add: boolean,
) => void;

type Pack = (
  from: number,
  stride: number,
  lanes: number,
  depth: number,
  to: number,
  panelStride: number,
  width: number,
) => void;

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly packAlong: Pack;
  readonly packAcross: Pack;
  readonly multiply: (a: number, b: number, c: number, m: number, n: number, k: number, add: boolean) => void;
}

const panelRows = 4;
const panelColumns = 8;
/** Eight columns of this depth and four rows fit the first cache. */
const maxDepth = 512;
const maxColumns = 1024;

/** The memory's layout, in floats; the module keeps its own scratch below. The left side fits the second cache. */
const leftSize = 1 << 16;
const rawSize = 1 << 17;
const outSize = 1 << 17;
const left = 64;
const raw = left + leftSize;
const result = raw + rawSize;
const right = result + outSize;

/** Shares `total` out in parts as equal as `multiple` allows, none above `limit`. */
function share(total: number, limit: number, multiple: number): number {
  const parts = Math.ceil(total / limit);
  return Math.min(limit, Math.ceil(total / parts / multiple) * multiple);
}

/** The kernel, or null where WebAssembly or its SIMD instructions are missing. Compiles at each call. */
export function compileMultiply(): Multiply | null {
  const exports = instantiate<Exports>(base64);
  if (exports === null) return null;
  const { packAlong, packAcross, multiply } = exports;
  const memory = new Float32Array(exports.memory.buffer);

  /** Copies lines to `raw`, one close after the other. */
  function stage(from: Float32Array, offset: number, stride: number, lines: number, length: number): void {
    if (stride === length || lines === 1) {
      memory.set(from.subarray(offset, offset + lines * length), raw);
      return;
    }
    let o = raw;
    for (let line = 0; line < lines; line++, offset += stride)
      if (length >= 64) {
        memory.set(from.subarray(offset, offset + length), o);
        o += length;
      } else for (let i = 0; i < length; i++) memory[o++] = from[offset + i]!;
  }

  /** Packs `lanes x depth` elements in panels of `width` lanes. `lane` and `deep` are the steps along them. */
  function pack(
    from: Float32Array,
    offset: number,
    lane: number,
    deep: number,
    lanes: number,
    depth: number,
    to: number,
    width: number,
  ): void {
    const panel = depth * width * 4;
    if (lane === 1) {
      const most = Math.floor(rawSize / lanes);
      for (let d = 0; d < depth; d += most) {
        const lines = Math.min(most, depth - d);
        stage(from, offset + d * deep, deep, lines, lanes);
        packAlong(raw * 4, lanes * 4, lanes, lines, (to + d * width) * 4, panel, width);
      }
      return;
    }
    const most = Math.floor(rawSize / depth / width) * width;
    for (let l = 0; l < lanes; l += most) {
      const lines = Math.min(most, lanes - l);
      stage(from, offset + l * lane, lane, lines, depth);
      packAcross(raw * 4, depth * 4, lines, depth, (to + l * depth) * 4, panel, width);
    }
  }

  /** Copies a block of the product between `out` and the memory, whole where its rows are whole. */
  function fetch(out: Float32Array, o: number, n: number, rows: number, columns: number): void {
    if (columns === n) memory.set(out.subarray(o, o + rows * n), result);
    else
      for (let i = 0, at = result; i < rows; i++, o += n, at += columns)
        memory.set(out.subarray(o, o + columns), at);
  }

  function deliver(out: Float32Array, o: number, n: number, rows: number, columns: number): void {
    if (columns === n) out.set(memory.subarray(result, result + rows * n), o);
    else
      for (let i = 0, at = result; i < rows; i++, o += n, at += columns)
        out.set(memory.subarray(at, at + columns), o);
  }

  return (a, aView, b, bView, out, outOffset, m, n, k, add) => {
    const width = share(n, maxColumns, panelColumns);
    const deepest = share(k, maxDepth, 1);
    const most =
      Math.floor(Math.min(leftSize / deepest, outSize / Math.min(n, width)) / panelRows) * panelRows;
    const height = share(m, most, panelRows);
    for (let j = 0; j < n; j += width) {
      const columns = Math.min(width, n - j);
      for (let p = 0; p < k; p += deepest) {
        const depth = Math.min(deepest, k - p);
        const corner = bView.offset + p * bView.row + j * bView.column;
        pack(b, corner, bView.column, bView.row, columns, depth, right, panelColumns);
        for (let i = 0; i < m; i += height) {
          const rows = Math.min(height, m - i);
          const start = aView.offset + i * aView.row + p * aView.column;
          pack(a, start, aView.row, aView.column, rows, depth, left, panelRows);
          const o = outOffset + i * n + j;
          const onto = add || p > 0;
          if (onto) fetch(out, o, n, rows, columns);
          multiply(left * 4, right * 4, result * 4, rows, columns, depth, onto);
          deliver(out, o, n, rows, columns);
        }
      }
    }
  };
}
