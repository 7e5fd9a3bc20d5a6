/** `tf.io.decode_csv`: records of comma-separated fields, a tensor for each column. */
import { float32, float64, int32, int64, string } from '../../../dtypes';
import { InvalidArgumentError, ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { checkAllowed, defineOp, type InputSpec, type OpRecord, unregisteredGradient } from '../../op';
import { Tensor } from '../../tensor';
import { elementCount } from '../../tensor_shape';
import { binaryBytes, binaryText, encodeText } from '../../utf8';
import { bytesOf, checkString, stringTensor } from './common';
import { parseNumber } from './numbers';

interface CsvAttributes {
  readonly [name: string]: unknown;
  /** One character a byte, as is {@link na}. */
  readonly delimiter: string;
  readonly quotes: boolean;
  readonly na: string;
  /** The columns wanted; null for all. */
  readonly columns: readonly number[] | null;
}

/** A field that begins at `at`, and where the next one does. */
interface Field {
  readonly text: string;
  readonly next: number;
}
function plainField(record: string, at: number, { delimiter, quotes }: CsvAttributes): Field {
  const found = record.indexOf(delimiter, at);
  const end = found < 0 ? record.length : found;
  const text = record.slice(at, end);
  if (/[\n\r]/.test(text) || (quotes && text.includes('"')))
    throw new InvalidArgumentError('Unquoted fields cannot have quotes/CRLFs inside', {
      fields: { actual: text },
    });
  return { text, next: end + 1 };
}
function quotedField(record: string, start: number, { delimiter }: CsvAttributes): Field {
  let text = '';
  let at = start;
  while (at < record.length - 1 && !(record[at] === '"' && record[at + 1] === delimiter)) {
    if (record[at] === '"' && record[++at] !== '"')
      throw new InvalidArgumentError('Quote inside a string has to be escaped by another quote');
    text += record[at++];
  }
  if (record[at] !== '"' || (at < record.length - 1 && record[at + 1] !== delimiter))
    throw new InvalidArgumentError('Quoted field has to end with quote followed by delim or end');
  return { text, next: at + 2 };
}

/** The wanted fields of a record. @throws {@link InvalidArgumentError} for quotes that are not in their place */
function fieldsOf(record: string, attrs: CsvAttributes): string[] {
  const { delimiter, quotes, columns } = attrs;
  const all: string[] = [];
  const last = columns === null ? Number.POSITIVE_INFINITY : columns.at(-1)!;
  for (let at = 0; at < record.length && all.length <= last; ) {
    if (record[at] === '\n' || record[at] === '\r') {
      at++;
      continue;
    }
    const quoted = quotes && record[at] === '"';
    const { text, next } = quoted ? quotedField(record, at + 1, attrs) : plainField(record, at, attrs);
    all.push(text);
    at = next;
  }
  if (all.length <= last && record.endsWith(delimiter)) all.push('');
  return columns === null ? all : columns.flatMap((i) => all.slice(i, i + 1));
}

const columnTypes = [float32, float64, int32, int64, string];

function checkDefault({ dims }: InputSpec, field: number): void {
  if (dims !== null && dims.length > 1)
    throw new InvalidArgumentError(`Shape must be at most rank 1 but is rank ${dims.length}`);
  if ((dims?.[0] ?? 1) > 1)
    throw new InvalidArgumentError(
      `There should only be 1 default per field but field ${field} has ${dims![0]}`,
      { fields: { expected: 1, actual: dims![0] } },
    );
}

const DecodeCSV: OpRecord<CsvAttributes> = defineOp<CsvAttributes>({
  type: 'DecodeCSV',
  infer: ([records, ...defaults], { delimiter }) => {
    checkString('DecodeCSV', records!);
    for (const { dtype } of defaults) checkAllowed('DecodeCSV', dtype, columnTypes, 'OUT_TYPE');
    if (delimiter.length !== 1) throw new InvalidArgumentError('field_delim should be only 1 char');
    defaults.forEach(checkDefault);
    return defaults.map(({ dtype }) => ({ dtype, dims: records!.dims }));
  },
  kernel: ([records, ...defaults], attrs, specs) => {
    const columns = defaults.map(({ dtype }) => dtype.allocate(elementCount(records!.dims)));
    bytesOf(records!).forEach((record, i) => {
      const fields = fieldsOf(binaryText(record), attrs);
      if (fields.length !== defaults.length)
        throw new InvalidArgumentError(
          `Expect ${defaults.length} fields but have ${fields.length} in record ${i}`,
          { fields: { expected: defaults.length, actual: fields.length } },
        );
      fields.forEach((field, f) => {
        columns[f]![i] = cell(field, defaults[f]!, attrs, f, i);
      });
    });
    return columns.map((data, f) => new Tensor(defaults[f]!.dtype, specs[f]!.dims, data));
  },
  grad: unregisteredGradient('DecodeCSV'),
});

function cell(
  field: string,
  preset: Tensor,
  { na }: CsvAttributes,
  f: number,
  record: number,
): number | bigint | Uint8Array {
  if (field === '' || field === na) {
    if (preset.data.length === 1) return preset.data[0]!;
    throw new InvalidArgumentError(`Field ${f} is required but missing in record ${record}!`);
  }
  if (preset.dtype === string) return binaryBytes(field);
  const value = parseNumber(field, preset.dtype);
  if (value === null)
    throw new InvalidArgumentError(
      `Field ${f} in record ${record} is not a valid ${preset.dtype.c_name}: ${field}`,
      { fields: { expected: preset.dtype.name, actual: field } },
    );
  return value;
}

interface CsvKeywords {
  field_delim?: string;
  use_quote_delim?: boolean;
  na_value?: string;
  select_cols?: readonly number[] | null;
  name?: string | null;
}
/**
 * Mirrors `tf.io.decode_csv`: a tensor for each column, in the shape of `records` and with the dtype of its default;
 * a default without elements is for a column that must be there.
 * @throws {@link InvalidArgumentError} for records that cannot be read so, {@link ValueError} for columns out of order
 */
export function decode_csv(
  ...args: Args<
    [records: TensorLike, record_defaults: readonly TensorLike[]],
    [
      field_delim: string,
      use_quote_delim: boolean,
      na_value: string,
      select_cols: readonly number[] | null,
      name: string | null,
    ],
    CsvKeywords,
    ['records', 'record_defaults']
  >
): Tensor[] {
  const given = bindArguments<CsvKeywords & { records: TensorLike; record_defaults: readonly TensorLike[] }>(
    'decode_csv',
    [
      'records',
      'record_defaults',
      'field_delim',
      'use_quote_delim',
      'na_value',
      'select_cols',
      'name',
    ] as const,
    args,
    { required: 2 },
  );
  const columns = given.select_cols ?? null;
  const defaults = given.record_defaults!.map((value) => toTensor(value));
  if (columns?.some((column, i) => i > 0 && columns[i - 1]! >= column))
    throw new ValueError('select_cols is not strictly increasing.');
  if (columns !== null && columns[0]! < 0) throw new ValueError('select_cols contains negative values.');
  if (columns !== null && columns.length !== defaults.length)
    throw new ValueError('Length of select_cols and record_defaults do not match.');
  return [
    ...dispatch(DecodeCSV, [stringTensor(given.records!), ...defaults], {
      delimiter: binaryText(encodeText(given.field_delim ?? ',')),
      quotes: given.use_quote_delim ?? true,
      na: binaryText(encodeText(given.na_value ?? '')),
      columns,
    }),
  ];
}
