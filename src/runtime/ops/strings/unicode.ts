/** `tf.strings.unicode_*`: strings to code points and back, and from one encoding to another. */

import { int32, int64, string } from '../../../dtypes';
import { InvalidArgumentError, ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { PyTuple } from '../../../python/tuple';
import { toTensorBeside } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { dispatching } from '../../dispatched';
import { integersOf, integerTensor } from '../../index_argument';
import { defineOp, mismatch, type OpRecord } from '../../op';
import { RaggedTensor } from '../../ragged/ragged_tensor';
import type { Tensor } from '../../tensor';
import { encodeText, replacement } from '../../utf8';
import { reshape } from '../array';
import { sizeList, sizeOf, sizeProduct } from '../sizes';
import { type Character, isCharacter, readerOf } from './characters';
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

/** What to do with damage. @throws {@link InvalidArgumentError} for a replacement that is no code point */
function checkReplacement(code = replacement): void {
  if (code < 0 || code > 0x10ffff)
    throw new InvalidArgumentError('replacement_char out of unicode codepoint range', {
      fields: { expected: [0, 0x10ffff], actual: code },
    });
}

/**
 * The characters that are left once errors have been dealt with.
 * @param controlsFail whether control characters to be replaced are errors themselves, as they are in transcoding
 */
function cleaned(
  bytes: Uint8Array,
  encoding: string,
  given: DecodeKeywords,
  controlsFail = false,
): Character[] {
  const { errors = 'replace', replacement_char = replacement, replace_control_characters = false } = given;
  const out: Character[] = [];
  for (const c of readerOf(encoding)(bytes)) {
    const control = replace_control_characters && c.code >= 0 && c.code < 32;
    if (c.code >= 0 && !control) out.push(c);
    else if (errors === 'strict' && (controlsFail || !control))
      throw new InvalidArgumentError('Invalid formatting on input string', { fields: { actual: c.start } });
    else if (errors !== 'ignore') out.push({ ...c, code: replacement_char });
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
  [input: TensorLike | RaggedTensor, input_encoding: string],
  [errors: UnicodeErrors, replacement_char: number, replace_control_characters: boolean],
  DecodeKeywords,
  ['input', 'input_encoding']
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
  ],
);

interface Decoded {
  readonly codes: Tensor;
  readonly offsets: Tensor;
  /** A row for each string. */
  readonly shaped: (values: Tensor) => Tensor | RaggedTensor;
  readonly given: DecodeKeywords & { readonly input_encoding: string };
}
/** Code points and offsets. */
function decoded(method: string, args: readonly unknown[]): Decoded {
  const given = bindArguments<DecodeKeywords & { input: TensorLike | RaggedTensor; input_encoding: string }>(
    method,
    decodeNames,
    args,
    { required: 2 },
  );
  const { input, name: _name, ...keywords } = given;
  const rows = input instanceof RaggedTensor ? input : null;
  const x = stringTensor(rows === null ? (input as TensorLike) : rows.flat_values);
  checkString('UnicodeDecode', x);
  checkErrors(given.errors);
  checkReplacement(given.replacement_char);
  const input_encoding = given.input_encoding!;
  readerOf(input_encoding);
  const [splits, codes, offsets] = dispatch(UnicodeDecode, [flattened(x)], { ...keywords, input_encoding });
  return {
    codes: codes!,
    offsets: offsets!,
    shaped: (values) => {
      const found = raggedLike(values, splits!, x);
      return rows === null ? found : rows.with_flat_values(found);
    },
    given: { ...keywords, input_encoding },
  };
}

/**
 * Mirrors `tf.strings.unicode_decode`: code points, int32.
 * @returns a vector for a scalar, else a {@link RaggedTensor}
 * @throws {@link InvalidArgumentError} for an unknown encoding, or damaged strings with `errors: 'strict'`
 */
export function unicode_decode(...args: DecodeArgs): Tensor | RaggedTensor {
  const { codes, shaped } = decoded('unicode_decode', args);
  return shaped(codes);
}
/** Mirrors `tf.strings.unicode_decode_with_offsets`: code points, and the byte at which each begins (int64). */
export function unicode_decode_with_offsets(...args: DecodeArgs): PyTuple<Tensor | RaggedTensor> {
  const { codes, offsets, shaped } = decoded('unicode_decode_with_offsets', args);
  return new PyTuple([shaped(codes), shaped(offsets)]);
}

type SplitArgs = Args<
  [input: TensorLike | RaggedTensor, input_encoding: string],
  [errors: UnicodeErrors, replacement_char: number],
  { errors?: UnicodeErrors; replacement_char?: number; name?: string | null },
  ['input', 'input_encoding']
>;
/** Each character as a string of its own, in the encoding it came in. */
function characters({ codes, shaped, given }: Decoded): Tensor | RaggedTensor {
  const { errors, replacement_char, input_encoding: output_encoding } = given;
  checkOutput(output_encoding);
  const attrs = { errors, replacement_char, output_encoding };
  return shaped(dispatch(UnicodeEncode, [codes, evenSplits(sizeOf(codes, 0), 1)], attrs)[0]!);
}
/**
 * Mirrors `tf.strings.unicode_split`: one string, in the encoding of the input, for each character.
 * @throws {@link InvalidArgumentError} for an encoding other than UTF-8, UTF-16-BE and UTF-32-BE
 */
export function unicode_split(...args: SplitArgs): Tensor | RaggedTensor {
  return characters(decoded('unicode_split', args));
}
/** Mirrors `tf.strings.unicode_split_with_offsets`. @throws {@link InvalidArgumentError} as {@link unicode_split} */
export function unicode_split_with_offsets(...args: SplitArgs): PyTuple<Tensor | RaggedTensor> {
  const all = decoded('unicode_split_with_offsets', args);
  return new PyTuple([characters(all), all.shaped(all.offsets)]);
}

/** Code points as bytes. */
function encoded(codes: readonly number[], encoding: string): Uint8Array {
  const text = codes.map((code) => String.fromCodePoint(code)).join('');
  if (encoding === 'UTF-8') return encodeText(text);
  // As in ICU's strings, two halves that come one after the other are one character.
  const wide = encoding === 'UTF-32-BE';
  const units = wide
    ? Array.from(text, (c) => c.codePointAt(0)!)
    : Array.from(text.split(''), (c) => c.charCodeAt(0));
  const size = wide ? 4 : 2;
  const view = new DataView(new ArrayBuffer(units.length * size));
  units.forEach((unit, i) => {
    if (wide) view.setUint32(size * i, unit);
    else view.setUint16(size * i, unit);
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
type EncodeArgs<Input> = Args<
  [input: Input, output_encoding: string],
  [errors: UnicodeErrors, replacement_char: number],
  EncodeKeywords,
  ['input', 'output_encoding']
>;
interface EncodeAttributes extends EncodeKeywords {
  readonly [name: string]: unknown;
  readonly output_encoding: string;
}
/** What is a character and not set aside for never being one. */
function isAssigned(code: number): boolean {
  return isCharacter(code) && (code & 0xfffe) !== 0xfffe && (code < 0xfdd0 || code > 0xfdef);
}
const UnicodeEncode: OpRecord<EncodeAttributes> = defineOp<EncodeAttributes>({
  type: 'UnicodeEncode',
  infer: ([codes, splits]) => {
    if (codes!.dtype !== int32) throw mismatch('UnicodeEncode', 0, int32, codes!.dtype);
    const n = splits!.dims?.[0] ?? null;
    return [{ dtype: string, dims: [n === null ? null : n - 1] }];
  },
  kernel: ([codes, splits], { errors = 'replace', replacement_char = replacement, output_encoding }) => {
    const all = integersOf(codes!)!;
    const ends = integersOf(splits!)!;
    const kept = (code: number): number[] => {
      const inRange = code >= 0 && code <= 0x10ffff;
      if (isAssigned(code) || (inRange && errors === 'ignore')) return [code];
      if (errors === 'strict')
        throw new InvalidArgumentError('Code point is out of range for Unicode, or a noncharacter.');
      return errors === 'replace' ? [isCharacter(replacement_char) ? replacement_char : replacement] : [];
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
export function unicode_encode(...args: EncodeArgs<RaggedTensor>): Tensor | RaggedTensor;
export function unicode_encode(...args: EncodeArgs<TensorLike>): Tensor;
export function unicode_encode(...args: unknown[]): Tensor | RaggedTensor {
  const names = ['input', 'output_encoding', 'errors', 'replacement_char', 'name'] as const;
  const given = bindArguments<EncodeKeywords & { input: TensorLike | RaggedTensor; output_encoding: string }>(
    'unicode_encode',
    names,
    args,
    { required: 2 },
  );
  const { errors, replacement_char } = given;
  checkReplacement(replacement_char);
  const encoding = given.output_encoding!;
  const attrs = { errors, replacement_char, output_encoding: encoding };
  const input = given.input!;
  if (input instanceof RaggedTensor) {
    checkErrors(given.errors);
    checkOutput(encoding);
    // What is encoded is the innermost axis, ragged or not.
    if (input.values instanceof RaggedTensor || input.values.dims.length > 1)
      return input.with_values(
        unicode_encode(input.values as RaggedTensor, encoding, { errors, replacement_char }),
      );
    return dispatch(UnicodeEncode, [input.values, input.row_splits], attrs)[0]!;
  }
  const x = toTensorBeside(input, int32);
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
      cleaned(bytes, attrs.input_encoding, attrs, true).map((c) => c.code),
      attrs.output_encoding,
    ),
  ({ input_encoding, output_encoding, errors, replacement_char }) => {
    checkOutput(output_encoding);
    checkErrors(errors);
    checkReplacement(replacement_char);
    readerOf(input_encoding);
  },
);
/** Mirrors `tf.strings.unicode_transcode`. @throws {@link InvalidArgumentError} for an unknown encoding */
export const unicode_transcode = dispatching()(function unicode_transcode(
  ...args: Args<
    [input: TensorLike, input_encoding: string, output_encoding: string],
    [errors: UnicodeErrors, replacement_char: number, replace_control_characters: boolean],
    DecodeKeywords,
    ['input', 'input_encoding', 'output_encoding']
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
