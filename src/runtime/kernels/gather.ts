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
    const [from, to] = [asWords(data) as Int32Array, asWords(out) as Int32Array];
    if (words % 8 === 0 && from.byteOffset % 8 === 0 && to.byteOffset % 8 === 0)
      gatherPairs(asPairs(from), rows, words / 2, indices, batches, asPairs(to));
    else gatherWords(from, rows, words, indices, batches, to);
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
      let from = (b * rows + indices[b * n + i]!) * width;
      // Four at a time: half the loop's own work, which is what a short row costs.
      for (const end = from + (width & ~3); from < end; from += 4, o += 4) {
        out[o] = data[from]!;
        out[o + 1] = data[from + 1]!;
        out[o + 2] = data[from + 2]!;
        out[o + 3] = data[from + 3]!;
      }
      for (let k = width & 3; k > 0; k--) out[o++] = data[from++]!;
    }
}

function asPairs(words: Int32Array): BigInt64Array {
  return new BigInt64Array(words.buffer, words.byteOffset, words.length >> 1);
}

/**
 * {@link gatherWords} two words at a time, for rows of whole fours of such pairs; no bit passes through a double. Four rows
 * go side by side, so that the processor waits for four places of the memory at once: that is most of the work.
 */
function gatherPairs(
  data: BigInt64Array,
  rows: number,
  width: number,
  indices: Int32Array,
  batches: number,
  out: BigInt64Array,
): void {
  const n = indices.length / batches;
  const fours = n & ~3;
  let o = 0;
  for (let b = 0; b < batches; b++) {
    const first = b * rows;
    const at = b * n;
    for (let i = 0; i < fours; i += 4, o += 3 * width) {
      let p = (first + indices[at + i]!) * width;
      let q = (first + indices[at + i + 1]!) * width;
      let r = (first + indices[at + i + 2]!) * width;
      let s = (first + indices[at + i + 3]!) * width;
      for (const end = p + width; p < end; p += 4, q += 4, r += 4, s += 4, o += 4) {
        const oq = o + width;
        const or = oq + width;
        const os = or + width;
        out[o] = data[p]!;
        out[oq] = data[q]!;
        out[or] = data[r]!;
        out[os] = data[s]!;
        out[o + 1] = data[p + 1]!;
        out[oq + 1] = data[q + 1]!;
        out[or + 1] = data[r + 1]!;
        out[os + 1] = data[s + 1]!;
        out[o + 2] = data[p + 2]!;
        out[oq + 2] = data[q + 2]!;
        out[or + 2] = data[r + 2]!;
        out[os + 2] = data[s + 2]!;
        out[o + 3] = data[p + 3]!;
        out[oq + 3] = data[q + 3]!;
        out[or + 3] = data[r + 3]!;
        out[os + 3] = data[s + 3]!;
      }
    }
    for (let i = fours; i < n; i++) {
      let from = (first + indices[at + i]!) * width;
      for (const end = from + width; from < end; from++, o++) out[o] = data[from]!;
    }
  }
}
