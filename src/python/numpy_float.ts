/**
 * How numpy 1.26 shows the floats of one array (`precision=8`, `floatmode='maxprec'`): every number as short as its own
 * type allows, all padded to line up on the point, and all with an exponent when one of them asks for it.
 */
import { exponentText, type FloatWidth, positional, uniqueDigits } from './decimal';
import { isNegative } from './number_text';

const precision = 8;

/** Shows one element of the array that the formatter was made for. */
export type ElementFormat<T> = (value: T) => string;

/** Division as the array's own type does it: the quotient decides on the exponent form. */
function divide(a: number, b: number, width: FloatWidth): number {
  return width === 64 ? a / b : Math.fround(a / b);
}

function wantsExponent(finite: readonly number[], width: FloatWidth): boolean {
  let max = 0;
  let min = Number.POSITIVE_INFINITY;
  for (const value of finite) {
    const magnitude = Math.abs(value);
    if (magnitude === 0) continue;
    if (magnitude > max) max = magnitude;
    if (magnitude < min) min = magnitude;
  }
  return max > 0 && (max >= 1e8 || min < 0.0001 || divide(max, min, width) > 1000);
}

function signText(value: number, plus: boolean): string {
  return isNegative(value) ? '-' : plus ? '+' : '';
}

interface Parts {
  readonly whole: string;
  readonly fraction: string;
  readonly exponent: number;
}

/**
 * Digits before and after the point, without the zeros that numpy trims from the end.
 * @param min places after the point that must be exact, though fewer digits would single out the number
 */
function split(value: number, width: FloatWidth, exponential: boolean, min?: number): Parts {
  // Of n places after the point, a scientific text has n + 1 digits in all.
  const extra = exponential ? 1 : 0;
  const unique = uniqueDigits(value, width, {
    mode: exponential ? 'total' : 'fraction',
    max: precision + extra,
    ...(min === undefined ? {} : { min: min + extra }),
  });
  const { digits, exponent } = unique;
  const { whole, fraction } = exponential
    ? { whole: digits[0]!, fraction: digits.slice(1) }
    : positional(unique);
  return { whole, fraction: fraction.replace(/0+$/, ''), exponent };
}

/**
 * The format for all of `values`.
 * @param plus show the sign of positive numbers, as the imaginary parts of complex numbers need
 * @param suppress never with an exponent
 */
export function floatingFormat(
  values: readonly number[],
  width: FloatWidth,
  plus = false,
  suppress = false,
): ElementFormat<number> {
  const finite = values.filter((value) => Number.isFinite(value));
  const exponential = !suppress && wantsExponent(finite, width);
  let padLeft = 0;
  let padRight = 0;
  let places = 0;
  let exponentDigits = 0;
  for (const value of finite) {
    const parts = split(value, width, exponential);
    padLeft = Math.max(padLeft, signText(value, plus).length + parts.whole.length);
    places = Math.max(places, parts.fraction.length);
    exponentDigits = Math.max(exponentDigits, exponentText(parts.exponent).length - 2);
  }
  padRight = exponential ? exponentDigits + 2 + places : places;
  if (finite.length < values.length) {
    const signedInfinity = plus || values.includes(Number.NEGATIVE_INFINITY);
    const room = padRight + 1;
    padLeft = Math.max(padLeft, 3 - room, (signedInfinity ? 4 : 3) - room);
  }

  return (value) => {
    if (!Number.isFinite(value)) {
      const text = Number.isNaN(value) ? `${plus ? '+' : ''}nan` : `${signText(value, plus)}inf`;
      return text.padStart(padLeft + padRight + 1);
    }
    const parts = split(value, width, exponential, exponential ? places : 0);
    const whole = (signText(value, plus) + parts.whole).padStart(padLeft);
    if (!exponential) return `${whole}.${parts.fraction.padEnd(padRight)}`;
    return `${whole}.${parts.fraction.padEnd(places, '0')}${exponentText(parts.exponent, exponentDigits)}`;
  };
}
