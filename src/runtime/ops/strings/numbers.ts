/** `to_number` and `as_string`: C's ways to read and print numbers. */

import {
  as_dtype,
  bool,
  complex64,
  complex128,
  type DType,
  type DTypeLike,
  float32,
  float64,
  int32,
  int64,
  string,
  variant,
} from '../../../dtypes';
import { decodeElement, type ElementValue, isComplex } from '../../../elements';
import { InvalidArgumentError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { exponentialText, fixedText, generalText, isNegative } from '../../../python/number_text';
import type { TensorLike } from '../../convert_types';
import { dispatch, operand } from '../../dispatch';
import { dispatching } from '../../dispatched';
import { numeric } from '../../elementwise';
import { checkAllowed, defineOp, type OpRecord } from '../../op';
import { Tensor } from '../../tensor';
import { binaryText, encodeText, joinBytes } from '../../utf8';
import { bytesOf, checkString, stringTensor } from './common';

interface OutType {
  readonly [name: string]: unknown;
  readonly out_type: DType;
}

/** As many bytes as TF's reader of floats takes, blanks included. */
const longestFloat = 31;

/**
 * A float as TF reads it: decimal digits, whole hexadecimal ones, `inf`, `nan`, white space around; nothing but white
 * space is 0. Null: none.
 */
function readFloat(text: string): number | null {
  if (text === '' || text.length > longestFloat) return null;
  const trimmed = trimBlanks(text);
  if (trimmed === '') return 0;
  const special = /^([+-]?)(inf|nan)$/i.exec(trimmed);
  if (special !== null) {
    const value = special[2]!.toLowerCase() === 'nan' ? Number.NaN : Number.POSITIVE_INFINITY;
    return special[1] === '-' ? -value : value;
  }
  const hex = /^([+-]?)0x([0-9a-f]+)$/i.exec(trimmed);
  if (hex !== null) return (hex[1] === '-' ? -1 : 1) * Number(`0x${hex[2]}`);
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : null;
}
function trimBlanks(text: string): string {
  return text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, '');
}

/** An integer as TF reads it, within its limits. Null: none. */
function readInteger(text: string, bits: bigint): bigint | null {
  const trimmed = trimBlanks(text);
  if (!/^-?\d+$/.test(trimmed)) return null;
  const value = BigInt(trimmed);
  return BigInt.asIntN(Number(bits), value) === value ? value : null;
}

/** A number of this type as TF reads it from text; null for what is none. */
export function parseNumber(text: string, dtype: DType): number | bigint | null {
  if (dtype !== int32 && dtype !== int64) return readFloat(text);
  const value = readInteger(text, BigInt(dtype.size * 8));
  return dtype === int32 && value !== null ? Number(value) : value;
}

function readNumber(bytes: Uint8Array, dtype: DType): number | bigint {
  const text = binaryText(bytes);
  const value = parseNumber(text, dtype);
  if (value === null)
    throw new InvalidArgumentError(`StringToNumberOp could not correctly convert string: ${text}`, {
      fields: { expected: dtype.name, actual: text },
    });
  return value;
}

const StringToNumber: OpRecord<OutType> = defineOp<OutType>({
  type: 'StringToNumber',
  infer: ([x], { out_type }) => {
    checkString('StringToNumber', x!);
    checkAllowed('StringToNumber', out_type, [float32, float64, int32, int64], 'out_type');
    return [{ dtype: out_type, dims: x!.dims }];
  },
  kernel: ([x], { out_type }, [spec]) => {
    const strings = bytesOf(x!);
    const data = out_type.allocate(strings.length);
    strings.forEach((bytes, i) => {
      data[i] = readNumber(bytes, out_type);
    });
    return [new Tensor(out_type, spec!.dims, data)];
  },
  grad: null,
});

interface ToNumberKeywords {
  out_type?: DTypeLike;
  name?: string | null;
}
/** Mirrors `tf.strings.to_number`. @throws {@link InvalidArgumentError} for a text that is no such number */
export const to_number = dispatching()(function to_number(
  ...args: Args<[input: TensorLike], [out_type: DTypeLike, name: string | null], ToNumberKeywords, ['input']>
): Tensor {
  const names = ['input', 'out_type', 'name'] as const;
  const given = bindArguments<ToNumberKeywords & { input: TensorLike }>('to_number', names, args, {
    required: 1,
  });
  return dispatch(StringToNumber, [stringTensor(given.input!)], {
    out_type: as_dtype(given.out_type ?? float32),
  })[0]!;
});

interface AsStringAttributes {
  readonly [name: string]: unknown;
  readonly precision: number;
  readonly scientific: boolean;
  readonly shortest: boolean;
  readonly width: number;
  readonly fill: string;
}
function checkFormat(dtype: DType, { precision, scientific, shortest, fill }: AsStringAttributes): void {
  if (dtype !== string && !dtype.is_floating && !dtype.is_complex) {
    if (scientific || shortest)
      throw new InvalidArgumentError(
        `scientific and shortest format not supported for datatype ${dtype.c_name}`,
      );
    if (precision > -1)
      throw new InvalidArgumentError(`precision not supported for datatype ${dtype.c_name}`);
  }
  if (fill.length > 1) throw new InvalidArgumentError('Fill string must be one or fewer characters');
  if (scientific && shortest)
    throw new InvalidArgumentError('Cannot select both scientific and shortest notation');
  if (!' +-0#'.includes(fill))
    throw new InvalidArgumentError(`Fill argument not supported: "${fill}"`, { fields: { actual: fill } });
}

/** C's printf of one string, which ends at a zero byte. */
function paddedBytes(bytes: Uint8Array, { precision, width, fill }: AsStringAttributes): Uint8Array {
  const end = bytes.indexOf(0);
  const shown = bytes
    .subarray(0, end < 0 ? undefined : end)
    .subarray(0, precision < 0 ? undefined : precision);
  const room = new Uint8Array(Math.max(0, width - shown.length)).fill(32);
  return joinBytes(fill === '-' ? [shown, room] : [room, shown]);
}

/** The flag `#` keeps the point, and the zeros of the shortest form. */
function finiteDigits(
  size: number,
  places: number,
  { scientific, shortest, fill }: AsStringAttributes,
): string {
  const keeps = fill === '#';
  if (shortest) return generalText(size, Math.max(places, 1), keeps);
  const digits = scientific ? exponentialText(size, places) : fixedText(size, places);
  return keeps && places === 0 ? digits.replace(/^\d+/, '$&.') : digits;
}

/** C's printf of one number. */
function numberText(value: number | bigint, attrs: AsStringAttributes, unsigned = false): string {
  const { precision, width, fill } = attrs;
  const negative = typeof value === 'bigint' ? value < 0n : isNegative(value);
  let sign = negative ? '-' : !unsigned && (fill === '+' || fill === ' ') ? fill : '';
  let digits: string;
  let finite = true;
  if (typeof value === 'bigint') digits = (negative ? -value : value).toString();
  else if (!Number.isFinite(value)) {
    finite = false;
    digits = Number.isNaN(value) ? 'nan' : 'inf';
    if (Number.isNaN(value) && negative) sign = '';
  } else {
    const size = Math.abs(value);
    const places = precision > -1 ? precision : 6;
    digits = finiteDigits(size, places, attrs);
  }
  const room = Math.max(0, width - sign.length - digits.length);
  if (fill === '-') return sign + digits + ' '.repeat(room);
  return fill === '0' && finite ? sign + '0'.repeat(room) + digits : ' '.repeat(room) + sign + digits;
}

function elementString(value: ElementValue, attrs: AsStringAttributes, unsigned: boolean): string {
  if (typeof value === 'boolean') return String(value);
  if (isComplex(value)) return `(${numberText(value.re, attrs)},${numberText(value.im, attrs)})`;
  return numberText(value as number | bigint, attrs, unsigned);
}

const AsString: OpRecord<AsStringAttributes> = defineOp<AsStringAttributes>({
  type: 'AsString',
  infer: ([x], attrs) => {
    checkAllowed('AsString', x!.dtype, [...numeric, bool, string, variant, complex64, complex128]);
    checkFormat(x!.dtype, attrs);
    return [{ dtype: string, dims: x!.dims }];
  },
  kernel: ([x], attrs, [spec]) => {
    const { dtype, data } = x!;
    if (dtype === string) {
      if (attrs.width < 0) return [new Tensor(string, spec!.dims, data)];
      return [
        new Tensor(
          string,
          spec!.dims,
          bytesOf(x!).map((bytes) => paddedBytes(bytes, attrs)),
        ),
      ];
    }
    const whole = dtype.is_integer && dtype.size < 8;
    const strings = Array.from({ length: data.length / dtype.lanes }, (_, i) => {
      const value = decodeElement(dtype, data, i);
      return encodeText(elementString(whole ? BigInt(value as number) : value, attrs, dtype.is_unsigned));
    });
    return [new Tensor(string, spec!.dims, strings)];
  },
  grad: null,
  aliases: true,
});

interface AsStringKeywords {
  precision?: number;
  scientific?: boolean;
  shortest?: boolean;
  width?: number;
  fill?: string;
  name?: string | null;
}
/**
 * Mirrors `tf.strings.as_string`: numbers as C prints them, `%f` unless `scientific` (`%e`) or `shortest` (`%g`).
 * @throws {@link InvalidArgumentError} for options that do not go with the dtype or each other
 */
export const as_string = dispatching()(function as_string(
  ...args: Args<
    [input: TensorLike],
    [precision: number, scientific: boolean, shortest: boolean, width: number, fill: string],
    AsStringKeywords,
    ['input']
  >
): Tensor {
  const names = ['input', 'precision', 'scientific', 'shortest', 'width', 'fill', 'name'] as const;
  const given = bindArguments<AsStringKeywords & { input: TensorLike }>('as_string', names, args, {
    required: 1,
  });
  return dispatch(AsString, [operand(given.input!, AsString as unknown as OpRecord)], {
    precision: given.precision ?? -1,
    scientific: given.scientific ?? false,
    shortest: given.shortest ?? false,
    width: given.width ?? -1,
    fill: given.fill ?? '',
  })[0]!;
});
