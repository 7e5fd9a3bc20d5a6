/** `split`, `bytes_split`, `ngrams`: strings into several. Vectors give a RaggedTensor, scalars a plain tensor. */

import { int64, string } from '../../../dtypes';
import { InvalidArgumentError, ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { integersOf, integerTensor } from '../../index_argument';
import { type Attributes, defineOp, noAttributes, type OpRecord } from '../../op';
import { RaggedTensor } from '../../ragged/ragged_tensor';
import { Tensor } from '../../tensor';
import { encodeText, joinBytes } from '../../utf8';
import { cast } from '../cast';
import { ones_like } from '../creation';
import { concat } from '../joining';
import { cumsum } from '../scan';
import { unsorted_segment_sum } from '../segment';
import { squeeze } from '../shapes';
import { type Size, sizeOf, sizeProduct } from '../sizes';
import { slice } from '../slicing';
import { bytesOf, checkString, isSpace, stringTensor } from './common';
import { evenSplits, flattened, raggedLike, rowsOp, splitsOf } from './rows';

/** Strings as a vector. */
export function stringVector(parts: readonly Uint8Array[]): Tensor {
  return new Tensor(string, [parts.length], [...parts]);
}

function find(bytes: Uint8Array, part: Uint8Array, from: number): number {
  for (let i = from; i + part.length <= bytes.length; i++) {
    let k = 0;
    while (k < part.length && bytes[i + k] === part[k]) k++;
    if (k === part.length) return i;
  }
  return -1;
}

/** The words between white space; after `maxsplit` of them the rest is one. */
function words(bytes: Uint8Array, maxsplit: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let at = 0;
  const skip = (): void => {
    while (at < bytes.length && isSpace(bytes[at]!)) at++;
  };
  for (skip(); at < bytes.length; skip()) {
    const start = at;
    if (maxsplit > 0 && parts.length === maxsplit) return [...parts, bytes.slice(start)];
    while (at < bytes.length && !isSpace(bytes[at]!)) at++;
    parts.push(bytes.slice(start, at));
  }
  // What follows the last split is there even if it is empty.
  if (maxsplit > 0 && parts.length === maxsplit) parts.push(new Uint8Array(0));
  return parts;
}

function splitString(bytes: Uint8Array, separator: Uint8Array, maxsplit: number): Uint8Array[] {
  if (maxsplit === 0) return [bytes];
  if (separator.length === 0) return words(bytes, maxsplit);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    const next = maxsplit > 0 && parts.length === maxsplit ? -1 : find(bytes, separator, at);
    if (next < 0) return [...parts, bytes.slice(at)];
    parts.push(bytes.slice(at, next));
    at = next + separator.length;
  }
}

interface SplitAttributes {
  readonly [name: string]: unknown;
  readonly maxsplit: number;
}
/** TF's sparse answer: indices of row and column, values, shape. */
const StringSplitV2: OpRecord<SplitAttributes> = defineOp<SplitAttributes>({
  type: 'StringSplitV2',
  infer: ([x, sep]) => {
    checkString('StringSplitV2', x!);
    checkString('StringSplitV2', sep!, 1);
    if (x!.dims !== null && x!.dims.length !== 1) throw new InvalidArgumentError('input must be a vector');
    if (sep!.dims !== null && sep!.dims.length !== 0) throw new InvalidArgumentError('sep must be a scalar');
    return [
      { dtype: int64, dims: [null, 2] },
      { dtype: string, dims: [null] },
      { dtype: int64, dims: [2] },
    ];
  },
  kernel: ([x, sep], { maxsplit }) => {
    const rows = bytesOf(x!).map((bytes) => splitString(bytes, bytesOf(sep!)[0]!, maxsplit));
    const indices = rows.flatMap((row, i) => row.flatMap((_, k) => [i, k]));
    const longest = rows.reduce((n, row) => Math.max(n, row.length), 0);
    return [
      integerTensor(indices, int64, [indices.length / 2, 2]),
      stringVector(rows.flat()),
      integerTensor([rows.length, longest], int64),
    ];
  },
  grad: null,
});

interface SplitKeywords {
  sep?: string | null;
  maxsplit?: number;
  name?: string | null;
}
/**
 * Mirrors `tf.strings.split`: at `sep`, or at white space if it is null or empty.
 * @returns a vector for a scalar, else a {@link RaggedTensor}
 */
export function split(
  ...args: Args<
    [input: TensorLike],
    [sep: string | null, maxsplit: number, name: string | null],
    SplitKeywords
  >
): Tensor | RaggedTensor {
  const names = ['input', 'sep', 'maxsplit', 'name'] as const;
  const given = bindArguments<SplitKeywords & { input: TensorLike }>('split', names, args, { required: 1 });
  const x = toTensor(given.input!, string);
  const sep = stringTensor(given.sep ?? '');
  const maxsplit = given.maxsplit ?? -1;
  const [indices, values, dims] = dispatch(StringSplitV2, [flattened(x), sep], { maxsplit });
  return raggedLike(values!, splitsFrom(indices!, dims!), x);
}

/** Where the rows of a sparse answer begin, and the end. */
function splitsFrom(indices: Tensor, dims: Tensor): Tensor {
  const rows = squeeze(slice(indices, [0, 0], [-1, 1]), { axis: 1 });
  const lengths = unsorted_segment_sum(ones_like(rows), rows, squeeze(slice(dims, [0], [1])));
  return concat([cast([0], int64), cumsum(lengths)], 0);
}

const StringSplit = rowsOp<Attributes, Uint8Array>(
  'StringSplit',
  (bytes) => Array.from(bytes, (byte) => Uint8Array.of(byte)),
  [{ dtype: string, make: stringVector }],
);

/**
 * Mirrors `tf.strings.bytes_split`: the single bytes of each string.
 * @returns a vector for a scalar, else a {@link RaggedTensor}
 */
export function bytes_split(
  ...args: Args<[input: TensorLike], [name: string | null], { name?: string | null }>
): Tensor | RaggedTensor {
  const x = toTensor(args[0], string);
  const [splits, values] = dispatch(StringSplit, [flattened(x)], noAttributes);
  return raggedLike(values!, splits!, x);
}

interface NgramsKeywords {
  separator?: string;
  pad_values?: string | readonly [string, string] | null;
  padding_width?: number | null;
  preserve_short_sequences?: boolean;
  name?: string | null;
}
/** The n-grams of one row. */
function ngramsOf(row: readonly Uint8Array[], width: number, given: NgramsKeywords): Uint8Array[] {
  const pad = given.pad_values ?? null;
  const [left, right] = pad === null ? ['', ''] : typeof pad === 'string' ? [pad, pad] : pad;
  const most = width - 1;
  const count = pad === null ? 0 : Math.min(given.padding_width ?? most, most);
  const padded = [
    ...new Array<Uint8Array>(count).fill(encodeText(left)),
    ...row,
    ...new Array<Uint8Array>(count).fill(encodeText(right)),
  ];
  const separator = encodeText(given.separator ?? ' ');
  const joined = (parts: readonly Uint8Array[]): Uint8Array =>
    joinBytes(parts.flatMap((part, i) => (i === 0 ? [part] : [separator, part])));
  const grams: Uint8Array[] = [];
  for (let i = 0; i + width <= padded.length; i++) grams.push(joined(padded.slice(i, i + width)));
  if (grams.length === 0 && given.preserve_short_sequences === true && row.length > 0)
    grams.push(joined(padded));
  return grams;
}

interface NgramsAttributes extends NgramsKeywords {
  readonly [name: string]: unknown;
  readonly widths: readonly number[];
}
/** Of rows of strings, each from one split to the next: their n-grams, and where those of each row begin. */
const StringNGrams: OpRecord<NgramsAttributes> = defineOp<NgramsAttributes>({
  type: 'StringNGrams',
  infer: ([data, splits]) => {
    checkString('StringNGrams', data!);
    return [
      { dtype: string, dims: [null] },
      { dtype: int64, dims: splits!.dims },
    ];
  },
  kernel: ([data, splits], attrs) => {
    const all = bytesOf(data!);
    const ends = integersOf(splits!)!;
    const rows = ends.slice(1).map((end, i) => {
      const row = all.slice(ends[i]!, end);
      return attrs.widths.flatMap((width) => ngramsOf(row, width, attrs));
    });
    return [stringVector(rows.flat()), splitsOf(rows.map((row) => row.length))];
  },
  grad: null,
});

/** @throws {@link ValueError} for a width below 1 */
function checkWidths(widths: readonly number[]): void {
  if (!widths.every((width) => width >= 1))
    throw new ValueError(`All ngram_widths must be greater than 0. Got ${widths}`);
}

/**
 * Mirrors `tf.strings.ngrams`: runs of `ngram_width` neighbours (or of each of several widths), joined.
 * @returns a tensor for a vector, else a {@link RaggedTensor}
 * @throws {@link ValueError} for a width below 1 and for anything but strings
 */
export function ngrams(
  ...args: Args<
    [data: TensorLike | RaggedTensor, ngram_width: number | readonly number[]],
    [
      separator: string,
      pad_values: string | readonly [string, string] | null,
      padding_width: number | null,
      preserve_short_sequences: boolean,
    ],
    NgramsKeywords
  >
): Tensor | RaggedTensor {
  const names = [
    'data',
    'ngram_width',
    'separator',
    'pad_values',
    'padding_width',
    'preserve_short_sequences',
    'name',
  ] as const;
  const given = bindArguments<
    NgramsKeywords & { data: TensorLike | RaggedTensor; ngram_width: number | readonly number[] }
  >('ngrams', names, args, { required: 2 });
  const widths = typeof given.ngram_width === 'number' ? [given.ngram_width] : [...given.ngram_width!];
  const { data, ngram_width: _widths, name: _name, ...keywords } = given;
  if (data instanceof RaggedTensor) {
    checkWidths(widths);
    if (data.values instanceof RaggedTensor)
      throw new InvalidArgumentError('ngrams of several ragged axes are not defined.');
    const [values, splits] = dispatch(StringNGrams, [data.values, data.row_splits], { ...keywords, widths });
    return RaggedTensor.from_row_splits(values!, splits!);
  }
  const x = toTensor(data!, string);
  checkWidths(widths);
  if (x.dims.length === 0) throw new ValueError('Data must have rank>0');
  const sizes = x.dims.map((_, i): Size => sizeOf(x, i));
  const inputs = [flattened(x), evenSplits(sizeProduct(sizes.slice(0, -1)), sizes.at(-1) ?? 1)];
  const [values, splits] = dispatch(StringNGrams, inputs, { ...keywords, widths });
  return raggedLike(values!, splits!, x, Math.max(0, x.dims.length - 1));
}
