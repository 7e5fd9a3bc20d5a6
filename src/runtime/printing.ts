/** How tensors and arrays turn into JSON and JS primitives; their text is made in `python/`. */
import type { HostTensor } from '../dtypes';
import { decodeElement, type ElementValue, isComplex } from '../elements';
import { TypeError } from '../errors';
import { bracketText } from './tensor_shape';

const text = new TextDecoder();

function jsonElement(value: ElementValue): unknown {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Uint8Array) return text.decode(value);
  if (isComplex(value)) return [value.re, value.im];
  return value;
}

/** Elements as nested JSON values: large 64-bit integers and bytes as text, complex numbers as pairs. */
export function jsonValue(t: HostTensor): unknown {
  let next = 0;
  const { dtype, data, shape } = t;
  const level = (axis: number): unknown =>
    axis === shape.length
      ? jsonElement(decodeElement(dtype, data, next++))
      : Array.from({ length: shape[axis]! }, () => level(axis + 1));
  return level(0);
}

/**
 * `Symbol.toPrimitive` of everything that holds one value: its number (a bigint only where a number could not hold it),
 * bytes as text; several values are only text.
 */
export function primitive<T extends HostTensor>(
  t: T,
  hint: string,
  str: (t: T) => string,
): string | number | bigint | boolean {
  if (hint === 'string') return str(t);
  if (t.data.length !== t.dtype.lanes) {
    if (hint === 'default') return str(t);
    throw new TypeError('only length-1 arrays can be converted to Python scalars', {
      fields: { actual: bracketText(t.shape) },
    });
  }
  const value = decodeElement(t.dtype, t.data, 0);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value instanceof Uint8Array) return text.decode(value);
  if (!isComplex(value)) return value;
  if (hint === 'default') return str(t);
  throw new TypeError("can't convert complex to float");
}
