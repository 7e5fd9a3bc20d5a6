/** `format(x, spec)` of numpy's scalars and arrays. */
import type { HostTensor } from '../dtypes';
import { type Complex, decodeElement } from '../elements';
import { TypeError } from '../errors';
import { formatComplex, formatFloat, formatInt, formatStr } from './format';
import { complexRepr, floatRepr } from './number_text';
import { arrayStr } from './numpy_format';
import { scalarStr } from './numpy_scalar';

/** float16 and float32 are numbers to numpy's `format`, which widens them; ml_dtypes' types are only texts. */
const widened = new Set(['float16', 'float32', 'float64']);

/**
 * `format(scalar, spec)`: a float16 or float32 shows as the double of its value, `0.10000000149011612`.
 * @throws {@link TypeError} for bytes with a spec
 */
export function scalarFormat(host: HostTensor, spec = ''): string {
  const { dtype, data } = host;
  const value = decodeElement(dtype, data, 0);
  if (value instanceof Uint8Array) {
    if (spec !== '') throw new TypeError('unsupported format string passed to bytes.__format__');
    return scalarStr(host);
  }
  if (typeof value === 'boolean') return spec === '' ? scalarStr(host) : formatInt(value ? 1n : 0n, spec);
  if (dtype.kind === 'complex')
    return spec === '' ? complexRepr(value as Complex) : formatComplex(value as Complex, spec);
  if (widened.has(dtype.name))
    return spec === '' ? floatRepr(value as number) : formatFloat(value as number, spec);
  if (dtype.is_floating || /^u?int[24]$/.test(dtype.name)) return formatStr(scalarStr(host), spec);
  return formatInt(BigInt(value as number | bigint), spec);
}

/** `format(array, spec)`: 0-d arrays are formatted as scalars, others take no spec. */
export function arrayFormat(host: HostTensor, spec = ''): string {
  if (host.shape.length === 0) return scalarFormat(host, spec);
  if (spec !== '') throw new TypeError('unsupported format string passed to numpy.ndarray.__format__');
  return arrayStr(host);
}
