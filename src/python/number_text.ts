/** Python's texts of single numbers: `float.__repr__`, complex numbers, and numpy's scalars of every float width. */
import type { Complex } from '../elements';
import {
  exponentText,
  type FloatWidth,
  positional,
  roundedDigits,
  scaledInteger,
  uniqueDigits,
} from './decimal';

export function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}

function unsignedText(value: number, width: FloatWidth, wholeSuffix: string): string {
  if (Number.isNaN(value)) return 'nan';
  const magnitude = Math.abs(value);
  if (magnitude === Number.POSITIVE_INFINITY) return 'inf';
  const unique = uniqueDigits(magnitude, width);
  const digits = unique.digits.replace(/(?<=.)0+$/, '');
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${digits[0]}${fraction}${exponentText(unique.exponent)}`;
  }
  const { whole, fraction } = positional({ digits, exponent: unique.exponent });
  return fraction === '' ? whole + wholeSuffix : `${whole}.${fraction}`;
}

/** Shortest text that reads back as the same float: `1.0`, `1e-05`, `-0.0`, `nan`. The sign of NaN is not shown. */
export function floatRepr(value: number, width: FloatWidth = 64): string {
  return (isNegative(value) ? '-' : '') + unsignedText(value, width, '.0');
}

/** Python's and numpy's text of a complex number: `(1+2j)`, or `2j` when the real part is a positive zero. */
export function complexRepr({ re, im }: Complex, width: FloatWidth = 64): string {
  const imaginary = `${unsignedText(im, width, '')}j`;
  if (Object.is(re, 0)) return (isNegative(im) ? '-' : '') + imaginary;
  const real = (isNegative(re) ? '-' : '') + unsignedText(re, width, '');
  return `(${real}${isNegative(im) ? '-' : '+'}${imaginary})`;
}

/** A JS number as Python code would have held it: whole numbers are ints, but negative zero can only be a float. */
export function numberRepr(value: number): string {
  return Number.isInteger(value) && !Object.is(value, -0) ? BigInt(value).toString() : floatRepr(value);
}

/** C's `%.{places}f` of `|value|`. */
export function fixedText(value: number, places: number): string {
  const digits = scaledInteger(value, places)
    .toString()
    .padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** C's `%.{places}e` of `|value|`. */
export function exponentialText(value: number, places: number): string {
  const { digits, exponent } = roundedDigits(value, places + 1);
  return digits[0] + (places === 0 ? '' : `.${digits.slice(1)}`) + exponentText(exponent);
}

/**
 * C's `%.{precision}g` of `|value|`.
 * @param keepZeros leave trailing zeros, as the `#` flag does
 * @param asFloat always show a fraction, and go over to an exponent one digit earlier: Python's format without a type
 */
export function generalText(value: number, precision: number, keepZeros = false, asFloat = false): string {
  const count = Math.max(precision, 1);
  const { digits: all, exponent } = roundedDigits(value, count);
  const digits = keepZeros ? all : all.replace(/(?<=.)0+$/, '');
  if (exponent < -4 || exponent >= (asFloat ? count - 1 : count)) {
    const point = digits.length > 1 || keepZeros ? '.' : '';
    return digits[0] + point + digits.slice(1) + exponentText(exponent);
  }
  const { whole, fraction } = positional({ digits, exponent });
  if (fraction !== '' || keepZeros) return `${whole}.${fraction}`;
  return asFloat ? `${whole}.0` : whole;
}

/** C++'s `os << float`, which is how ml_dtypes shows its types: six significant digits, no trailing zeros. */
export function streamText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  return (isNegative(value) ? '-' : '') + generalText(value, 6);
}
