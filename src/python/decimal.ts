/**
 * Exact decimal digits of binary floating-point numbers, in integer arithmetic. Two questions are answered: the shortest
 * digits that read back as the same number of its own type (Steele and White's free-format algorithm, as numpy's
 * Dragon4 runs it), and a number rounded to so many places, ties to even, as C's printf does.
 */

/** Binary formats that have decimal texts of their own. */
export type FloatWidth = 16 | 32 | 64;

/** Bits of the stored fraction, and the exponent of the smallest subnormal. */
const layouts = {
  16: { fraction: 10, least: -24 },
  32: { fraction: 23, least: -149 },
  64: { fraction: 52, least: -1074 },
} as const;

/** `0.d1d2d3… * 10^(exponent+1)`: `exponent` is that of the first digit. */
export interface Digits {
  readonly digits: string;
  readonly exponent: number;
}

const scratch = new DataView(new ArrayBuffer(8));

/** `|value|` as `mantissa * 2^exponent`, exactly. */
function decompose(value: number): { mantissa: bigint; exponent: number } {
  scratch.setFloat64(0, value);
  const bits = scratch.getBigUint64(0);
  const fraction = bits & 0xfffffffffffffn;
  const biased = Number((bits >> 52n) & 0x7ffn);
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

/** Which digits to make: lengths are of the whole digit string (`total`) or of the part after the point. */
export interface Cutoff {
  readonly mode: 'total' | 'fraction';
  /** No more digits than this: the last is rounded. */
  readonly max?: number;
  /** No fewer digits than this, even if fewer tell the number from its neighbours. */
  readonly min?: number;
}

/**
 * The shortest digits that single out a finite number among those of its width.
 * @param value a number that is exactly representable in `width` bits; its sign is ignored
 */
export function uniqueDigits(value: number, width: FloatWidth, cutoff: Cutoff = { mode: 'total' }): Digits {
  if (value === 0) return { digits: '0', exponent: 0 };
  const { fraction, least } = layouts[width];
  let { mantissa, exponent } = decompose(value);
  // Bring the mantissa to the width's own unit in the last place; the bits shifted out are zeros.
  const length = mantissa.toString(2).length;
  const unit = Math.max(exponent + length - 1 - fraction, least);
  mantissa = unit >= exponent ? mantissa >> BigInt(unit - exponent) : mantissa << BigInt(exponent - unit);
  exponent = unit;
  const isEven = (mantissa & 1n) === 0n;
  // Below a power of two the neighbours stand twice as close.
  const unequal = mantissa === 1n << BigInt(fraction) && exponent > least;

  let scaled = mantissa * (unequal ? 4n : 2n);
  let scale = unequal ? 4n : 2n;
  let marginLow = 1n;
  if (exponent >= 0) {
    scaled <<= BigInt(exponent);
    marginLow <<= BigInt(exponent);
  } else scale <<= BigInt(-exponent);

  let place = Math.floor(Math.log10(Math.abs(value)));
  if (place >= 0) scale *= 10n ** BigInt(place);
  else {
    scaled *= 10n ** BigInt(-place);
    marginLow *= 10n ** BigInt(-place);
  }
  // The logarithm may be off by one near powers of ten.
  if (scaled >= scale * 10n) {
    scale *= 10n;
    place++;
  } else if (scaled < scale) {
    scaled *= 10n;
    marginLow *= 10n;
    place--;
  }
  return generate(scaled, scale, marginLow, unequal, isEven, place, cutoff);
}

function generate(
  start: bigint,
  scale: bigint,
  margin: bigint,
  unequal: boolean,
  isEven: boolean,
  first: number,
  cutoff: Cutoff,
): Digits {
  const lastPlace = (count: number) => (cutoff.mode === 'total' ? first + 1 - count : -count);
  const maxPlace = cutoff.max === undefined ? Number.NEGATIVE_INFINITY : lastPlace(cutoff.max);
  const minPlace =
    cutoff.min === undefined ? Number.POSITIVE_INFINITY : Math.min(first + 1, lastPlace(cutoff.min));
  let scaled = start;
  let marginLow = margin;
  let digits = '';
  for (let place = first; ; place--) {
    const digit = scaled / scale;
    scaled %= scale;
    const marginHigh = unequal ? marginLow * 2n : marginLow;
    const low = isEven ? scaled <= marginLow : scaled < marginLow;
    const high = isEven ? scaled + marginHigh >= scale : scaled + marginHigh > scale;
    if (((low || high) && place <= minPlace) || place <= maxPlace) {
      const twice = scaled * 2n;
      const down = low !== high ? low : twice < scale || (twice === scale && (digit & 1n) === 0n);
      if (down) return { digits: digits + digit, exponent: first };
      return roundedUp(digits + digit, first);
    }
    digits += digit;
    scaled *= 10n;
    marginLow *= 10n;
  }
}

function roundedUp(digits: string, exponent: number): Digits {
  const kept = digits.replace(/9+$/, '');
  if (kept === '') return { digits: '1', exponent: exponent + 1 };
  return { digits: kept.slice(0, -1) + (Number(kept.at(-1)) + 1), exponent };
}

/** `|value| * 10^places` as a fraction. */
function ratio(value: number, places: number): { numerator: bigint; denominator: bigint } {
  const { mantissa, exponent } = decompose(value);
  let numerator = mantissa;
  let denominator = 1n;
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (places >= 0) numerator *= 10n ** BigInt(places);
  else denominator *= 10n ** BigInt(-places);
  return { numerator, denominator };
}

/** `|value| * 10^places` rounded to an integer, ties to even. */
export function scaledInteger(value: number, places: number): bigint {
  const { numerator, denominator } = ratio(value, places);
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  const up = twice > denominator || (twice === denominator && (quotient & 1n) === 1n);
  return up ? quotient + 1n : quotient;
}

/** `|value|` with exactly `count` significant digits. */
export function roundedDigits(value: number, count: number): Digits {
  if (value === 0) return { digits: '0'.repeat(count), exponent: 0 };
  let exponent = Math.floor(Math.log10(Math.abs(value)));
  // The logarithm may be off by one near powers of ten.
  const { numerator, denominator } = ratio(value, -exponent);
  if (numerator < denominator) exponent--;
  else if (numerator >= denominator * 10n) exponent++;
  const digits = scaledInteger(value, count - 1 - exponent).toString();
  // Rounding up 9.99 adds a digit, which is a zero at the end.
  return digits.length > count
    ? { digits: digits.slice(0, count), exponent: exponent + 1 }
    : { digits, exponent };
}

/** Digits set out with a decimal point: `whole` is never empty, `fraction` may be. */
export function positional({ digits, exponent }: Digits): { whole: string; fraction: string } {
  if (exponent < 0) return { whole: '0', fraction: '0'.repeat(-exponent - 1) + digits };
  return {
    whole: digits.slice(0, exponent + 1).padEnd(exponent + 1, '0'),
    fraction: digits.slice(exponent + 1),
  };
}

/** An exponent as C and Python write it: a sign and at least `least` digits. */
export function exponentText(exponent: number, least = 2): string {
  return `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(least, '0')}`;
}
