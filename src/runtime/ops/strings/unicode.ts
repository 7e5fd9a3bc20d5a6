/** `tf.strings.unicode_*`: strings to code points and back, and from one encoding to another. */

import { int32, int64, string } from '../../../dtypes';
import { InvalidArgumentError, ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { PyTuple } from '../../../python/tuple';
import { isHostValue, toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { dispatching } from '../../dispatched';
import { mismatch } from '../../elementwise';
import { integersOf, integerTensor } from '../../index_argument';
import { defineOp, type OpRecord } from '../../op';
import { RaggedTensor } from '../../ragged/ragged_tensor';
import type { Tensor } from '../../tensor';
import { characterAt, encodeText, replacement } from '../../utf8';
import { reshape } from '../array';
import { sizeList, sizeOf, sizeProduct } from '../sizes';
import { checkString, mapOp, stringTensor } from './common';
import { evenSplits, flattened, raggedLike, rowsOp } from './rows';
import { stringVector } from './split';

/** What to do with bytes that are no character, or a number that is none. */
export type UnicodeErrors = 'replace' | 'strict' | 'ignore';
interface DecodeKeywords {
  errors?: UnicodeErrors;
  replacement_char?: number;
  replace_control_characters?: boolean;
  name?: string | null;
}
interface Character {
  readonly code: number;
  readonly start: number;
  readonly end: number;
}

const encodings = ['UTF-8', 'UTF-16-BE', 'UTF-16-LE', 'UTF-32-BE', 'UTF-32-LE', 'US-ASCII', 'ISO-8859-1'];

/** The characters of a string; -1 for what is none. @throws {@link InvalidArgumentError} for an encoding unknown here */
function charactersIn(bytes: Uint8Array, encoding: string): Character[] {
  const out: Character[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = encoding.endsWith('LE');
  const next = (at: number): { code: number; length: number } => {
    if (encoding === 'UTF-8') return characterAt(bytes, at);
    if (encoding === 'US-ASCII') return { code: bytes[at]! < 128 ? bytes[at]! : -1, length: 1 };
    if (encoding === 'ISO-8859-1') return { code: bytes[at]!, length: 1 };
    if (encoding.startsWith('UTF-32')) {
      if (at + 4 > bytes.length) return { code: -1, length: bytes.length - at };
      const code = view.getUint32(at, little);
      return { code: isCharacter(code) ? code : -1, length: 4 };
    }
    if (at + 2 > bytes.length) return { code: -1, length: 1 };
    const first = view.getUint16(at, little);
    if (first < 0xd800 || first > 0xdfff) return { code: first, length: 2 };
    const second = first < 0xdc00 && at + 4 <= bytes.length ? view.getUint16(at + 2, little) : 0;
    if (second < 0xdc00 || second > 0xdfff) return { code: -1, length: 2 };
    return { code: 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00), length: 4 };
  };
  for (let at = 0; at < bytes.length; ) {
    const { code, length } = next(at);
    out.push({ code, start: at, end: at + length });
    at += length;
  }
  return out;
}

function isCharacter(code: number): boolean {
  return code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}

function checkEncoding(encoding: string): string {
  const name = encoding
    .toUpperCase()
    .replace(/^UTF-?(8|16|32)-?(BE|LE)?$/, (_, bits: string, end?: string) =>
      end === undefined ? `UTF-${bits}` : `UTF-${bits}-${end}`,
    );
  if (encodings.includes(name)) return name;
  throw new InvalidArgumentError(`Could not create converter for input encoding: ${encoding}`, {
    fields: { expected: encodings, actual: encoding },
  });
}

/** The characters that are left once errors have been dealt with. */
function cleaned(bytes: Uint8Array, encoding: string, given: DecodeKeywords): Character[] {
  const { errors = 'replace', replacement_char = replacement, replace_control_characters = false } = given;
  const out: Character[] = [];
  for (const c of charactersIn(bytes, encoding)) {
    const control = replace_control_characters && c.code >= 0 && c.code < 32;
    if (c.code >= 0 && !control) out.push(c);
    else if (errors === 'strict' && !control)
      throw new InvalidArgumentError(`Invalid formatting on input string`, { fields: { actual: c.start } });
    else if (errors === 'replace' || control) out.push({ ...c, code: replacement_char });
  }
  return out;
}

function checkErrors(errors: unknown): void {
  if (['replace', 'strict', 'ignore', undefined].includes(errors as string)) return;
  throw new InvalidArgumentError(
    `Value for attr 'errors' of "${String(errors)}" is not in the list of allowed values: "strict", "replace", "ignore"`,
  );
}

const decodeNames = [
  'input',
  'input_encoding',
  'errors',
  'replacement_char',
  'replace_control_characters',
  'name',
] as const;
type DecodeArgs = Args<
  [input: TensorLike, input_encoding: string],
  [errors: UnicodeErrors, replacement_char: number, replace_control_characters: boolean],
  DecodeKeywords
>;
interface DecodeAttributes extends DecodeKeywords {
  readonly [name: string]: unknown;
  readonly input_encoding: string;
}
const UnicodeDecode = rowsOp<DecodeAttributes, Character>(
  'UnicodeDecodeWithOffsets',
  (bytes, attrs) => cleaned(bytes, attrs.input_encoding, attrs),
  [
    { dtype: int32, make: (all) => integerTensor(all.map((c) => c.code)) },
    {
      dtype: int64,
      make: (all) =>
        integerTensor(
          all.map((c) => c.start),
          int64,
        ),
    },
    {
      dtype: string,
      make: (all) => stringVector(all.map((c) => encodeText(String.fromCodePoint(c.code)))),
    },
  ],
);

/** Code points, offsets and characters. */
function decoded(method: string, args: readonly unknown[]): (Tensor | RaggedTensor)[] {
  const given = bindArguments<DecodeKeywords & { input: TensorLike; input_encoding: string }>(
    method,
    decodeNames,
    args,
    { required: 2 },
  );
  const { input, name: _name, ...keywords } = given;
  const x = stringTensor(input!);
  checkString('UnicodeDecode', x);
  checkErrors(given.errors);
  const attrs = { ...keywords, input_encoding: checkEncoding(given.input_encoding!) };
  const [splits, ...columns] = dispatch(UnicodeDecode, [flattened(x)], attrs);
  return columns.map((values) => raggedLike(values, splits!, x));
}

/**
 * Mirrors `tf.strings.unicode_decode`: code points, int32.
 * @returns a vector for a scalar, else a {@link RaggedTensor}
 * @throws {@link InvalidArgumentError} for an unknown encoding, or damaged strings with `errors: 'strict'`
 */
export function unicode_decode(...args: DecodeArgs): Tensor | RaggedTensor {
  return decoded('unicode_decode', args)[0]!;
}
/** Mirrors `tf.strings.unicode_decode_with_offsets`: code points, and the byte at which each begins (int64). */
export function unicode_decode_with_offsets(...args: DecodeArgs): PyTuple<Tensor | RaggedTensor> {
  return new PyTuple(decoded('unicode_decode_with_offsets', args).slice(0, 2));
}

type SplitArgs = Args<
  [input: TensorLike, input_encoding: string],
  [errors: UnicodeErrors, replacement_char: number],
  { errors?: UnicodeErrors; replacement_char?: number; name?: string | null }
>;
/** Mirrors `tf.strings.unicode_split`: one string, in UTF-8, for each character. */
export function unicode_split(...args: SplitArgs): Tensor | RaggedTensor {
  return decoded('unicode_split', args)[2]!;
}
/** Mirrors `tf.strings.unicode_split_with_offsets`. */
export function unicode_split_with_offsets(...args: SplitArgs): PyTuple<Tensor | RaggedTensor> {
  const [, offsets, characters] = decoded('unicode_split_with_offsets', args);
  return new PyTuple([characters!, offsets!]);
}

/** Code points as bytes. */
function encoded(codes: readonly number[], encoding: string): Uint8Array {
  if (encoding === 'UTF-8') return encodeText(codes.map((c) => String.fromCodePoint(c)).join(''));
  const little = encoding.endsWith('LE');
  if (encoding.startsWith('UTF-32')) {
    const view = new DataView(new ArrayBuffer(codes.length * 4));
    codes.forEach((code, i) => {
      view.setUint32(4 * i, code, little);
    });
    return new Uint8Array(view.buffer);
  }
  const units = Array.from(
    codes
      .map((c) => String.fromCodePoint(c))
      .join('')
      .split(''),
    (c) => c.charCodeAt(0),
  );
  const view = new DataView(new ArrayBuffer(units.length * 2));
  units.forEach((unit, i) => {
    view.setUint16(2 * i, unit, little);
  });
  return new Uint8Array(view.buffer);
}
const outputEncodings = ['UTF-8', 'UTF-16-BE', 'UTF-32-BE'];
function checkOutput(encoding: string): void {
  if (!outputEncodings.includes(encoding))
    throw new InvalidArgumentError(
      `Value for attr 'output_encoding' of "${encoding}" is not in the list of allowed values: ` +
        outputEncodings.map((e) => `"${e}"`).join(', '),
      { fields: { expected: outputEncodings, actual: encoding } },
    );
}

interface EncodeKeywords {
  errors?: UnicodeErrors;
  replacement_char?: number;
  name?: string | null;
}
interface EncodeAttributes extends EncodeKeywords {
  readonly [name: string]: unknown;
  readonly output_encoding: string;
}
const UnicodeEncode: OpRecord<EncodeAttributes> = defineOp<EncodeAttributes>({
  type: 'UnicodeEncode',
  infer: ([codes, splits]) => {
    if (codes!.dtype !== int32) throw mismatch('UnicodeEncode', 0, int32, codes!.dtype);
    const n = splits!.dims?.[0] ?? null;
    return [{ dtype: string, dims: [n === null ? null : n - 1] }];
  },
  kernel: ([codes, splits], { errors, replacement_char, output_encoding }) => {
    const all = integersOf(codes!)!;
    const ends = integersOf(splits!)!;
    const kept = (code: number): number[] => {
      if (isCharacter(code)) return [code];
      if (errors === 'strict')
        throw new InvalidArgumentError('Code point is out of range for Unicode, or a noncharacter.');
      return errors === 'replace' ? [replacement_char!] : [];
    };
    const rows = ends.slice(1).map((end, i) => all.slice(ends[i]!, end).flatMap(kept));
    return [stringVector(rows.map((row) => encoded(row, output_encoding)))];
  },
  grad: null,
});

/**
 * Mirrors `tf.strings.unicode_encode`: code points along the last axis into one string.
 * @throws {@link InvalidArgumentError} for numbers that are no characters with `errors: 'strict'`
 */
export function unicode_encode(
  ...args: Args<
    [input: TensorLike | RaggedTensor, output_encoding: string],
    [errors: UnicodeErrors, replacement_char: number],
    EncodeKeywords
  >
): Tensor {
  const names = ['input', 'output_encoding', 'errors', 'replacement_char', 'name'] as const;
  const given = bindArguments<EncodeKeywords & { input: TensorLike | RaggedTensor; output_encoding: string }>(
    'unicode_encode',
    names,
    args,
    { required: 2 },
  );
  const { errors = 'replace', replacement_char = replacement } = given;
  const encoding = given.output_encoding!;
  const attrs = { errors, replacement_char, output_encoding: encoding };
  const input = given.input!;
  if (input instanceof RaggedTensor) {
    checkErrors(given.errors);
    checkOutput(encoding);
    if (input.values instanceof RaggedTensor)
      throw new InvalidArgumentError('unicode_encode of several ragged axes is not defined.');
    return dispatch(UnicodeEncode, [input.values, input.row_splits], attrs)[0]!;
  }
  const x = isHostValue(input) ? toTensor(input) : toTensor(input, int32);
  if (x.dims.length === 0) throw new ValueError("input_tensor's rank must be at least 1.");
  checkErrors(given.errors);
  checkOutput(encoding);
  const sizes = x.dims.map((_, i) => sizeOf(x, i));
  const outer = sizes.slice(0, -1);
  const splits = evenSplits(sizeProduct(outer), sizes.at(-1)!);
  return reshape(dispatch(UnicodeEncode, [flattened(x), splits], attrs)[0]!, sizeList(outer));
}

interface TranscodeAttributes extends DecodeKeywords {
  readonly [name: string]: unknown;
  readonly input_encoding: string;
  readonly output_encoding: string;
}
const UnicodeTranscode = mapOp<TranscodeAttributes>(
  'UnicodeTranscode',
  (bytes, attrs) =>
    encoded(
      cleaned(bytes, checkEncoding(attrs.input_encoding), attrs).map((c) => c.code),
      attrs.output_encoding,
    ),
  ({ input_encoding, output_encoding, errors }) => {
    checkEncoding(input_encoding);
    checkOutput(output_encoding);
    checkErrors(errors);
  },
);
/** Mirrors `tf.strings.unicode_transcode`. @throws {@link InvalidArgumentError} for an unknown encoding */
export const unicode_transcode = dispatching()(function unicode_transcode(
  ...args: Args<
    [input: TensorLike, input_encoding: string, output_encoding: string],
    [errors: UnicodeErrors, replacement_char: number, replace_control_characters: boolean],
    DecodeKeywords
  >
): Tensor {
  const names = [
    'input',
    'input_encoding',
    'output_encoding',
    'errors',
    'replacement_char',
    'replace_control_characters',
    'name',
  ] as const;
  const given = bindArguments<
    DecodeKeywords & { input: TensorLike; input_encoding: string; output_encoding: string }
  >('unicode_transcode', names, args, { required: 3 });
  const { input, name: _name, ...attrs } = given;
  return dispatch(UnicodeTranscode, [stringTensor(input!)], attrs as TranscodeAttributes)[0]!;
});
