/** `tf.lookup.KeyValueTensorInitializer` and `TextFileInitializer`: where static tables have their entries from. */
import { as_dtype, type DType, type DTypeLike, int32, int64, string } from '../../dtypes';
import { encodeElement } from '../../elements';
import { InvalidArgumentError, OutOfRangeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { runSync } from '../../saving/storage/drivers';
import { syncStorageFor } from '../../saving/storage/registry';
import { call, type Io } from '../../saving/storage/storage';
import { Trackable } from '../../tracking/trackable';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { Tensor } from '../tensor';
import { binaryBytes, binaryText, encodeText } from '../utf8';

/** What fills a table. */
export abstract class TableInitializer extends Trackable {
  constructor(
    readonly key_dtype: DType,
    readonly value_dtype: DType,
  ) {
    super();
  }
  /** The entries, in order. */
  abstract entries(): [keys: Tensor, values: Tensor];
}

interface KeyValueKeywords {
  key_dtype?: DTypeLike | null;
  value_dtype?: DTypeLike | null;
  name?: string | null;
}
/** Mirrors `tf.lookup.KeyValueTensorInitializer`: entries from a tensor of keys and one of values. */
export class KeyValueTensorInitializer extends TableInitializer {
  private readonly pairs: [Tensor, Tensor];

  constructor(
    ...args: Args<
      [keys: TensorLike, values: TensorLike],
      [key_dtype: DTypeLike | null, value_dtype: DTypeLike | null, name: string | null],
      KeyValueKeywords,
      ['keys', 'values']
    >
  ) {
    const given = bindArguments<KeyValueKeywords & { keys: TensorLike; values: TensorLike }>(
      'KeyValueTensorInitializer',
      ['keys', 'values', 'key_dtype', 'value_dtype', 'name'],
      args,
      { required: 2 },
    );
    const keys = keyTensor(given.keys!, optional(given.key_dtype));
    const values = toTensor(given.values!, optional(given.value_dtype));
    super(keys.dtype, values.dtype);
    this.pairs = [keys, values];
  }
  entries(): [keys: Tensor, values: Tensor] {
    return this.pairs;
  }
}

/** Tables have no floats for keys, so whole numbers are integers whatever they are written as. */
function keyTensor(keys: TensorLike, dtype: DType | undefined): Tensor {
  return isHostValue(keys) ? toTensor(keys, dtype) : toTensor(keys, dtype, int32);
}

function optional(dtype: DTypeLike | null | undefined): DType | undefined {
  return dtype === undefined || dtype === null ? undefined : as_dtype(dtype);
}

/** Mirrors `tf.lookup.TextFileIndex`: what may stand for the number of a column. */
export const TextFileIndex = Object.freeze({ WHOLE_LINE: -2, LINE_NUMBER: -1 });

/** A file that an object needs: a node without values. */
class Asset extends Trackable {
  constructor(readonly path: string) {
    super();
  }
}

interface TextFileArguments {
  filename: string;
  key_dtype: DTypeLike;
  key_index: number;
  value_dtype: DTypeLike;
  value_index: number;
}
interface TextFileKeywords {
  vocab_size?: number | null;
  delimiter?: string;
  name?: string | null;
  value_index_offset?: number;
}

/** Mirrors `tf.lookup.TextFileInitializer`: an entry for each line of a file. */
export class TextFileInitializer extends TableInitializer {
  private readonly given: TextFileArguments & TextFileKeywords;

  /**
   * @param args `key_index` and `value_index` count columns from 0, or are of {@link TextFileIndex}
   * @throws {@link ValueError} for an index that its dtype cannot hold
   */
  constructor(
    ...args:
      | Args<
          [
            filename: string,
            key_dtype: DTypeLike,
            key_index: number,
            value_dtype: DTypeLike,
            value_index: number,
          ],
          [vocab_size: number | null, delimiter: string, name: string | null, value_index_offset: number],
          TextFileKeywords,
          ['filename', 'key_dtype', 'key_index', 'value_dtype', 'value_index']
        >
      | [filename: string, keywords: Omit<TextFileArguments, 'filename'> & TextFileKeywords]
  ) {
    const given = bindArguments<TextFileArguments & TextFileKeywords>(
      'TextFileInitializer',
      [
        'filename',
        'key_dtype',
        'key_index',
        'value_dtype',
        'value_index',
        'vocab_size',
        'delimiter',
        'name',
        'value_index_offset',
      ],
      args,
      { required: 5 },
    ) as TextFileArguments & TextFileKeywords;
    if (given.filename === '')
      throw new ValueError('`filename` argument required for tf.lookup.TextFileInitializer');
    const [keyType, valueType] = [as_dtype(given.key_dtype), as_dtype(given.value_dtype)];
    checkColumn('key', keyType, given.key_index);
    checkColumn('value', valueType, given.value_index);
    const size = given.vocab_size ?? null;
    if (size !== null && size <= 0) throw new ValueError(`\`vocab_size\` should be > 0, received: ${size}`);
    super(keyType, valueType);
    this.given = given;
    this._track_trackable(new Asset(given.filename), '_filename');
  }

  entries(): [keys: Tensor, values: Tensor] {
    const { filename, key_index, value_index } = this.given;
    const limit = this.given.vocab_size ?? null;
    const delimiter = this.given.delimiter ?? '\t';
    if (encodeText(delimiter).length !== 1)
      throw new InvalidArgumentError('delimiter should be only 1 char', { fields: { actual: delimiter } });
    const lines = linesOf(readAll(filename), limit, filename);
    if (limit !== null && lines.length < limit)
      throw new InvalidArgumentError(
        `Invalid vocab_size in ${filename}: expected ${limit} but got ${lines.length}`,
        { fields: { file: filename, expected: limit, actual: lines.length } },
      );
    const offset = this.given.value_index_offset ?? 0;
    return [
      this.column(lines, this.key_dtype, key_index, 0),
      this.column(lines, this.value_dtype, value_index, offset),
    ];
  }

  private column(lines: readonly string[], dtype: DType, index: number, offset: number): Tensor {
    const { filename, delimiter } = this.given;
    const data = dtype.allocate(lines.length);
    lines.forEach((line, i) => {
      if (index === TextFileIndex.LINE_NUMBER) {
        (data as BigInt64Array)[i] = BigInt(i + offset);
        return;
      }
      const text = index === TextFileIndex.WHOLE_LINE ? line : line.split(delimiter ?? '\t')[index];
      if (text === undefined)
        throw new InvalidArgumentError(
          `Invalid number of columns in ${filename} line ${i} (${line}) : expected at least ${index + 1}`,
          { fields: { file: filename, expected: index + 1 } },
        );
      encodeElement(dtype, data, i, dtype === string ? binaryBytes(text) : parsed(dtype, text, i));
    });
    return new Tensor(dtype, [lines.length], data);
  }
}

/** @throws {@link InvalidArgumentError} for text that is no number of this type */
function parsed(dtype: DType, text: string, line: number): number | bigint {
  const fits = dtype.is_integer
    ? /^\s*[-+]?\d+\s*$/.test(text)
    : text.trim() !== '' && !Number.isNaN(Number(text));
  if (!fits)
    throw new InvalidArgumentError(`Field ${text} in line ${line} is not a valid ${dtype.name}.`, {
      fields: { expected: dtype.name, actual: text },
    });
  return dtype.is_integer ? BigInt(text.trim()) : Number(text);
}

function checkColumn(what: 'key' | 'value', dtype: DType, index: number): void {
  if (index < -2) throw new ValueError(`\`${what}_index\` should be >= -2, received: ${index}.`);
  if (index === TextFileIndex.LINE_NUMBER && dtype !== int64)
    throw new ValueError(
      `\`${what}_dtype\` must be int64 ${what === 'key' ? 'if' : 'for'} \`${what}_index\`${what === 'key' ? ' is' : ''} ` +
        `${index}, received: ${dtype}`,
    );
  if (index === TextFileIndex.WHOLE_LINE && !dtype.is_integer && dtype !== string)
    throw new ValueError(
      `\`${what}_dtype\` should be either integer or string for \`${what}_index\` ${index}, received: ${dtype}`,
    );
}

/**
 * The first `limit` lines, or all, as text of one character a byte; the last one need not end.
 * @throws {@link InvalidArgumentError} for an empty line, {@link OutOfRangeError} for an empty file
 */
function linesOf(bytes: Uint8Array, limit: number | null, file: string): string[] {
  const lines = binaryText(bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw new OutOfRangeError('Read less bytes than requested', { fields: { file } });
  const wanted = lines
    .slice(0, limit ?? undefined)
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const empty = wanted.indexOf('');
  if (empty >= 0) {
    const position = lines.slice(0, empty + 1).reduce((sum, line) => sum + line.length + 1, 0);
    throw new InvalidArgumentError(`Invalid content in ${file}: empty line found at position ${position}.`, {
      fields: { file, actual: position },
    });
  }
  return wanted;
}

function readAll(path: string): Uint8Array {
  return runSync(wholeFile(path), syncStorageFor(path));
}
function* wholeFile(path: string): Io<Uint8Array> {
  const file = yield* call('openRead', path);
  try {
    const bytes = new Uint8Array(file.size);
    yield* call('read', file, 0, bytes);
    return bytes;
  } finally {
    yield* call('closeRead', file);
  }
}
