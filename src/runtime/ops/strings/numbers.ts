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
import { binaryText, encodeText } from '../../utf8';
import { bytesOf, checkString, stringTensor } from './common';

interface OutType {
  readonly [name: string]: unknown;
  readonly out_type: DType;
}

/** A float as TF reads it: decimal or hexadecimal digits, `inf`, `nan`, white space around. Null: none. */
function readFloat(text: string): number | null {
  const trimmed = text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, '');
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed);
  if (special !== null) {
    const value = special[2]!.toLowerCase() === 'nan' ? Number.NaN : Number.POSITIVE_INFINITY;
    return special[1] === '-' ? -value : value;
  }
  const hex = /^([+-]?)0x([0-9a-f]+)$/i.exec(trimmed);
  if (hex !== null) return (hex[1] === '-' ? -1 : 1) * Number(`0x${hex[2]}`);
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : null;
}

/** An integer as TF reads it, within its limits. Null: none. */
function readInteger(text: string, bits: bigint): bigint | null {
  const match = /^[ \t\n\v\f\r]*(-?\d+)[ \t\n\v\f\r]*$/.exec(text);
  if (match === null) return null;
  const value = BigInt(match[1]!);
  return BigInt.asIntN(Number(bits), value) === value ? value : null;
}

function readNumber(bytes: Uint8Array, dtype: DType): number | bigint {
  const text = binaryText(bytes);
  const isInteger = dtype === int32 || dtype === int64;
  const value = isInteger ? readInteger(text, BigInt(dtype.size * 8)) : readFloat(text);
  if (value === null)
    throw new InvalidArgumentError(`StringToNumberOp could not correctly convert string: ${text}`, {
      fields: { expected: dtype.name, actual: text },
    });
  return dtype === int32 ? Number(value) : value;
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
  ...args: Args<[input: TensorLike], [out_type: DTypeLike, name: string | null], ToNumberKeywords>
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
function checkFormat(
  dtype: DType,
  { precision, scientific, shortest, fill, width }: AsStringAttributes,
): void {
  const integral = dtype.is_integer || dtype === bool || dtype === string || dtype === variant;
  if (integral && precision > -1)
    throw new InvalidArgumentError(`precision not supported for datatype ${dtype.c_name}`);
  if (integral && scientific)
    throw new InvalidArgumentError(
      `scientific and shortest format not supported for datatype ${dtype.c_name}`,
    );
  if (integral && shortest)
    throw new InvalidArgumentError(
      `scientific and shortest format not supported for datatype ${dtype.c_name}`,
    );
  if (scientific && shortest)
    throw new InvalidArgumentError('Cannot select both scientific and shortest notation');
  if (fill.length > 1) throw new InvalidArgumentError('Fill string must be one or fewer characters');
  if (width > -1 && (dtype === bool || dtype === string) && fill !== '' && fill !== ' ')
    throw new InvalidArgumentError(`fill not supported for datatype ${dtype.c_name}`);
}

/** C's printf of one number. */
function numberText(value: number | bigint, attrs: AsStringAttributes): string {
  const { precision, scientific, shortest, width, fill } = attrs;
  const negative = typeof value === 'bigint' ? value < 0n : isNegative(value);
  let sign = negative ? '-' : fill === '+' ? '+' : fill === ' ' ? ' ' : '';
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
    digits = scientific
      ? exponentialText(size, places)
      : shortest
        ? generalText(size, Math.max(places, 1))
        : fixedText(size, places);
  }
  const room = Math.max(0, width - sign.length - digits.length);
  if (fill === '-') return sign + digits + ' '.repeat(room);
  return fill === '0' && finite ? sign + '0'.repeat(room) + digits : ' '.repeat(room) + sign + digits;
}

function elementString(value: ElementValue, attrs: AsStringAttributes): string {
  if (typeof value === 'boolean') return String(value).padStart(attrs.width);
  if (isComplex(value)) return `(${numberText(value.re, attrs)},${numberText(value.im, attrs)})`;
  return numberText(value as number | bigint, attrs);
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
    if (dtype === string) return [new Tensor(string, spec!.dims, data)];
    const whole = dtype.is_integer && dtype.size < 8;
    const strings = Array.from({ length: data.length / dtype.lanes }, (_, i) => {
      const value = decodeElement(dtype, data, i);
      return encodeText(elementString(whole ? BigInt(value as number) : value, attrs));
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
    AsStringKeywords
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
