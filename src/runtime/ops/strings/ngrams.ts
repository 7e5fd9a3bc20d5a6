/** `tf.strings.ngrams`: runs of neighbouring strings, each run joined. */
import { int64, string } from '../../../dtypes';
import { TypeError, ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { integersOf } from '../../index_argument';
import { defineOp, type OpRecord } from '../../op';
import { RaggedTensor } from '../../ragged/ragged_tensor';
import type { Tensor } from '../../tensor';
import { joinBytes } from '../../utf8';
import { reshape } from '../array';
import { type Size, sizeList, sizeOf, sizeProduct } from '../sizes';
import { bytesOf, checkString, isText, separated, type Text, textBytes } from './common';
import { evenSplits, flattened, splitsOf } from './rows';
import { stringVector } from './split';

interface NgramsKeywords {
  separator?: Text;
  pad_values?: Text | readonly [Text, Text] | null;
  padding_width?: number | null;
  preserve_short_sequences?: boolean;
  name?: string | null;
}
/** The n-grams of one row. */
function ngramsOf(row: readonly Uint8Array[], width: number, given: NgramsKeywords): Uint8Array[] {
  const pad = given.pad_values ?? null;
  const [left, right] = pad === null ? ['', ''] : isText(pad) ? [pad, pad] : pad;
  const most = width - 1;
  const count = pad === null ? 0 : Math.min(given.padding_width ?? most, most);
  const padded = [
    ...new Array<Uint8Array>(count).fill(textBytes(left)),
    ...row,
    ...new Array<Uint8Array>(count).fill(textBytes(right)),
  ];
  const separator = textBytes(given.separator ?? ' ');
  const joined = (parts: readonly Uint8Array[]): Uint8Array => joinBytes(separated(parts, separator));
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
      separator: Text,
      pad_values: Text | readonly [Text, Text] | null,
      padding_width: number | null,
      preserve_short_sequences: boolean,
    ],
    NgramsKeywords,
    ['data', 'ngram_width']
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
  checkPadding(given);
  if (data instanceof RaggedTensor) {
    const rows = data.values;
    if (rows instanceof RaggedTensor) return data.with_values(ngrams(rows, widths, keywords));
    checkWidths(widths);
    const [values, splits] = dispatch(StringNGrams, [rows, data.row_splits], { ...keywords, widths });
    return RaggedTensor.from_row_splits(values!, splits!);
  }
  const x = toTensor(data!, string);
  checkWidths(widths);
  if (x.dims.length === 0) throw new ValueError('Data must have rank>0');
  const outer = x.dims.slice(0, -1).map((_, i): Size => sizeOf(x, i));
  const inputs = [flattened(x), evenSplits(sizeProduct(outer), sizeOf(x, x.dims.length - 1))];
  const [values] = dispatch(StringNGrams, inputs, { ...keywords, widths });
  return x.dims.length === 1 ? values! : reshape(values!, sizeList([...outer, -1]));
}

/** @throws {@link TypeError} or {@link ValueError} for padding that makes no sense */
function checkPadding({ pad_values = null, padding_width = null }: NgramsKeywords): void {
  const pads =
    pad_values === null ? [] : Array.isArray(pad_values) ? (pad_values as unknown[]) : [pad_values];
  if (!pads.every(isText)) throw new TypeError('pad_values must be a string, tuple of strings, or None.');
  if (padding_width !== null && padding_width < 1)
    throw new ValueError('padding_width must be greater than 0.');
  if (padding_width !== null && pad_values === null)
    throw new ValueError('pad_values must be provided if padding_width is set.');
}
