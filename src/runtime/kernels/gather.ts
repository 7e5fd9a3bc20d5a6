/** Taking rows by index. Rows are moved as bits, large ones as words of 32 bits (strided_copy.ts). */
import type { TensorStorage } from '../../dtypes';
import { asWords } from './strided_copy';

const wordsFrom = 256;

/**
 * `out[b, i, :] = data[b, indices[b, i], :]` for rows of `width` storage elements, `rows` of them in each batch.
 * Indices must be valid.
 */
export function gatherRows(
  data: TensorStorage,
  rows: number,
  width: number,
  indices: Int32Array,
  batches: number,
  out: TensorStorage,
): void {
  if (out.length >= wordsFrom && !Array.isArray(data) && data.BYTES_PER_ELEMENT >= 4) {
    const words = width * (data.BYTES_PER_ELEMENT >> 2);
    gatherWords(asWords(data) as Int32Array, rows, words, indices, batches, asWords(out) as Int32Array);
    return;
  }
  const n = batches === 0 ? 0 : indices.length / batches;
  let o = 0;
  for (let b = 0; b < batches; b++)
    for (let i = 0; i < n; i++) {
      const from = (b * rows + indices[b * n + i]!) * width;
      for (let k = 0; k < width; k++) out[o++] = data[from + k]!;
    }
}

function gatherWords(
  data: Int32Array,
  rows: number,
  width: number,
  indices: Int32Array,
  batches: number,
  out: Int32Array,
): void {
  const n = indices.length / batches;
  let o = 0;
  for (let b = 0; b < batches; b++)
    for (let i = 0; i < n; i++) {
      const from = (b * rows + indices[b * n + i]!) * width;
      if (width >= 512) out.set(data.subarray(from, from + width), o);
      else for (let k = 0; k < width; k++) out[o + k] = data[from + k]!;
      o += width;
    }
}
