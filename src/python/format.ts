/** Python's `format(value, spec)` and f-strings. */

import type { Complex } from '../elements';
import { isComplex } from '../elements';
import { TypeError, ValueError } from '../errors';
import { type FormatSpec, layOut, pad, parseSpec, unknownCode } from './format_spec';
import { exponentialText, fixedText, floatRepr, generalText, isNegative } from './number_text';
import { withMethod } from './protocol';
import { str, typeName } from './repr';

const integerTypes = 'bcdoxXn';
const floatTypes = 'eEfFgGn%';

/** Formats text. @throws {@link ValueError} for what Python allows for numbers only */
export function formatStr(text: string, spec: string): string {
  const parsed = parseSpec(spec, 'str');
  if (parsed.type !== '' && parsed.type !== 's') throw unknownCode(parsed.type, 'str');
  if (parsed.sign !== '') {
    const what = parsed.sign === ' ' ? 'Space' : 'Sign';
    throw new ValueError(`${what} not allowed in string format specifier`);
  }
  if (parsed.noNegativeZero)
    throw new ValueError('Negative zero coercion (z) not allowed in string format specifier');
  if (parsed.alternate) throw new ValueError('Alternate form (#) not allowed in string format specifier');
  if (parsed.align === '=') throw new ValueError("'=' alignment not allowed in string format specifier");
  const shown = parsed.precision === null ? text : [...text].slice(0, parsed.precision).join('');
  return pad(parsed, '', shown, '<');
}

/** Formats an integer of any size. */
export function formatInt(value: bigint, spec: string): string {
  const parsed = parseSpec(spec, 'int');
  const { type } = parsed;
  if (type !== '' && floatTypes.includes(type) && type !== 'n') return layOutFloat(Number(value), parsed);
  if (type !== '' && !integerTypes.includes(type)) throw unknownCode(type, 'int');
  if (parsed.precision !== null) throw new ValueError('Precision not allowed in integer format specifier');
  if (parsed.noNegativeZero)
    throw new ValueError('Negative zero coercion (z) not allowed in integer format specifier');
  if (type === 'c') return formatCharacter(value, parsed);
  const radix = type === 'b' ? 2 : type === 'o' ? 8 : type === 'x' || type === 'X' ? 16 : 10;
  const magnitude = (value < 0n ? -value : value).toString(radix);
  const base = parsed.alternate && radix !== 10 ? `0${type}` : '';
  const digits = type === 'X' ? magnitude.toUpperCase() : magnitude;
  return layOut(parsed, value < 0n, base, digits, '', radix === 10 ? 3 : 4);
}

function formatCharacter(value: bigint, parsed: FormatSpec): string {
  if (parsed.sign !== '') throw new ValueError("Sign not allowed with integer format specifier 'c'");
  if (parsed.alternate)
    throw new ValueError("Alternate form (#) not allowed with integer format specifier 'c'");
  return pad(parsed, '', String.fromCodePoint(Number(value)), '>');
}

/** Formats a float. */
export function formatFloat(value: number, spec: string): string {
  const parsed = parseSpec(spec, 'float');
  if (parsed.type !== '' && !floatTypes.includes(parsed.type)) throw unknownCode(parsed.type, 'float');
  return layOutFloat(value, parsed);
}

function layOutFloat(value: number, spec: FormatSpec): string {
  const text = unsignedFloat(value, spec);
  const shown = /[EFG]/.test(spec.type) ? text.toUpperCase() : text;
  const isZero = Number.isFinite(value) && /^[0.]+(e|%|$)/i.test(shown);
  const negative = isNegative(value) && !(spec.noNegativeZero && isZero);
  const [, digits, rest] = /^(\d*)([\s\S]*)$/.exec(shown)!;
  return layOut(spec, negative, '', digits!, rest!);
}

function unsignedFloat(given: number, spec: FormatSpec): string {
  const percent = spec.type === '%' ? '%' : '';
  const value = percent === '' ? given : given * 100;
  if (Number.isNaN(value)) return `nan${percent}`;
  if (!Number.isFinite(value)) return `inf${percent}`;
  const places = spec.precision ?? 6;
  const point = spec.alternate && places === 0 ? '.' : '';
  switch (spec.type.toLowerCase()) {
    case 'f':
      return fixedText(value, places) + point;
    case '%':
      return `${fixedText(value, places)}${point}%`;
    case 'e':
      return exponentialText(value, places).replace('e', `${point}e`);
    case 'g':
    case 'n':
      return generalText(value, places, spec.alternate);
    default: {
      if (spec.precision !== null) return generalText(value, spec.precision, spec.alternate, true);
      const text = floatRepr(Math.abs(value));
      return spec.alternate && !text.includes('.') ? text.replace('e', '.e') : text;
    }
  }
}

/** Formats a complex number: parts like floats, in parentheses when no type is given. */
export function formatComplex(value: Complex, spec: string): string {
  const parsed = parseSpec(spec, 'complex');
  if (parsed.type !== '' && !'eEfFgGn'.includes(parsed.type)) throw unknownCode(parsed.type, 'complex');
  if (parsed.fill === '0') throw new ValueError('Zero padding is not allowed in complex format specifier');
  if (parsed.align === '=')
    throw new ValueError("'=' alignment flag is not allowed in complex format specifier");
  const part = (x: number, sign: FormatSpec['sign']) => {
    const type = parsed.type === '' && parsed.precision !== null ? 'g' : parsed.type;
    const text = layOutFloat(x, { ...parsed, width: 0, align: '', fill: ' ', sign, type });
    return type === '' ? text.replace(/\.0$/, parsed.alternate ? '.' : '') : text;
  };
  const bare = Object.is(value.re, 0) && parsed.type === '';
  const imaginary = `${part(value.im, bare ? parsed.sign : '+')}j`;
  const text = bare ? imaginary : part(value.re, parsed.sign) + imaginary;
  return pad(parsed, '', bare || parsed.type !== '' ? text : `(${text})`, '>');
}

/**
 * Python's `format(value, spec)`. A whole JS number is an int unless the spec can only be a float's.
 * @throws {@link ValueError} for a spec that the value's type does not know
 * @throws {@link TypeError} if the value takes no spec at all
 */
export function format(value: unknown, spec = ''): string {
  const own = withMethod(value, '__format__');
  if (own !== null) return own.__format__(spec);
  if (spec === '') return str(value);
  if (typeof value === 'string') return formatStr(value, spec);
  if (typeof value === 'bigint') return formatInt(value, spec);
  if (typeof value === 'boolean') return formatInt(value ? 1n : 0n, spec);
  if (typeof value === 'number') {
    const whole = Number.isInteger(value) && !Object.is(value, -0);
    const floatOnly = /z|\.\d+$/.test(spec);
    return whole && !floatOnly ? formatInt(BigInt(value), spec) : formatFloat(value, spec);
  }
  if (isComplex(value) && typeName(value) === 'complex') return formatComplex(value, spec);
  throw new TypeError(`unsupported format string passed to ${typeName(value)}.__format__`);
}

/** Python's f-string: f`loss ${loss} at ${format(step, '04d')}`. Each value is shown as `format(value, '')` shows it. */
export function f(strings: TemplateStringsArray, ...values: readonly unknown[]): string {
  let out = strings[0]!;
  values.forEach((value, i) => {
    out += format(value) + strings[i + 1]!;
  });
  return out;
}
