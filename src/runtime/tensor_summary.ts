/** Tensors in short: as TF's kernels print them (`tf.print`, `tf.strings.format`) and as its assertions quote them. */
import { bool, type DType, type HostTensor, string } from '../dtypes';
import { decodeElement, isComplex } from '../elements';
import { scalarStr } from '../python/numpy_scalar';
import { escapedText as cEscaped, doubleText, floatText } from '../python/proto_text';
import { escapedText } from './utf8';

function numberText(value: number, dtype: DType): string {
  if (dtype.size === 8) return doubleText(value);
  // TF's float printing takes what is too small for a normal float32 for zero.
  return value !== 0 && Math.abs(value) < 2 ** -126 ? '0' : floatText(value);
}

function elementText(t: HostTensor, i: number, quote = '"'): string {
  const value = decodeElement(t.dtype, t.data, i);
  if (value instanceof Uint8Array) return quote + cEscaped(escapedText(value)) + quote;
  if (isComplex(value)) return '?';
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'number' && t.dtype.is_floating ? numberText(value, t.dtype) : String(value);
}

/**
 * The elements in brackets, the first and last `summarize` of each axis. Bytes that are no UTF-8 stand as `escapedText`
 * puts them.
 * @param summarize -1 for all
 */
export function tensorSummary(t: HostTensor, summarize = 3): string {
  const { shape } = t;
  const rank = shape.length;
  const count = shape.reduce((n, d) => n * d, 1);
  const ends = summarize < 0 ? count : Math.min(summarize, count);
  const cut = ends < count;
  if (t.dtype.is_complex) return unknownElements(ends, cut, rank);
  // TF's kernel has nothing to say of no booleans.
  if (t.dtype === bool && ends === 0) return '';
  if (rank === 0 && cut) return '...';
  const level = (axis: number, at: number): string => {
    if (axis === rank) return elementText(t, at);
    const size = shape[axis]!;
    const stride = shape.slice(axis + 1).reduce((n, d) => n * d, 1);
    const between = axis === rank - 1 ? ' ' : '\n'.repeat(rank - axis - 1) + ' '.repeat(axis + 1);
    const parts: string[] = [];
    for (let i = 0; i < ends && i < size; i++) parts.push(level(axis + 1, at + i * stride));
    const skips = size > 2 * ends;
    if (skips) parts.push('...');
    for (let i = Math.max(ends, size - ends); i < size; i++) parts.push(level(axis + 1, at + i * stride));
    return `[${skips && ends === 0 ? between : ''}${parts.join(between)}]`;
  };
  return level(0, 0);
}

/** What TF's kernels have no text for stands in a row, whatever the shape. */
function unknownElements(count: number, more: boolean, rank: number): string {
  const shown = new Array<string>(count).fill('?').join(' ') + (more ? '...' : '');
  return rank > 0 ? `[${shown}]` : shown;
}

/** The first elements as operations of a graph (`Assert`, `Print`) show them, with brackets between rows: `[1 2][3...]...`. */
export function leadingSummary(t: HostTensor, most: number): string {
  const { shape } = t;
  const count = shape.reduce((n, d) => n * d, 1);
  const limit = Math.min(most, count);
  let at = 0;
  const level = (axis: number): string => {
    let shown = '';
    for (let i = 0; i < (shape[axis] ?? 1); i++) {
      const full = at >= limit;
      if (axis < shape.length - 1) shown += full ? '' : `[${level(axis + 1)}]`;
      else if (full) return axis > 0 ? `${shown}...` : shown;
      else shown += (i > 0 ? ' ' : '') + elementText(t, at++, '');
    }
    return shown;
  };
  return level(0) + (count > limit ? '...' : '');
}

/** The first elements as numpy's `str` shows each, and `...` if there are more. */
export function firstElements(t: HostTensor, most: number): string[] {
  const count = t.data.length / (t.dtype === string ? 1 : t.dtype.lanes);
  const shown = Array.from({ length: Math.min(most, count) }, (_, i) => scalarStr(t, i));
  return shown.length < count ? [...shown, '...'] : shown;
}
