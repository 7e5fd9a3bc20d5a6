/** `split`, `bytes_split`: strings into several. Vectors give a RaggedTensor, scalars a plain tensor. */

import { int64, string } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { named } from '../../../python/named';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { integerTensor } from '../../index_argument';
import { type Attributes, defineOp, noAttributes, type OpRecord } from '../../op';
import type { RaggedTensor } from '../../ragged/ragged_tensor';
import { Tensor } from '../../tensor';
import { cast } from '../cast';
import { ones_like } from '../creation';
import { concat } from '../joining';
import { cumsum } from '../scan';
import { unsorted_segment_sum } from '../segment';
import { squeeze } from '../shapes';
import { slice } from '../slicing';
import { bytesOf, checkString, isSpace, stringTensor, type Text } from './common';
import { flattened, overFlatValues, raggedLike, rowsOp } from './rows';

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
  sep?: Text | null;
  maxsplit?: number;
  name?: string | null;
}
/**
 * Mirrors `tf.strings.split`: at `sep`, or at white space if it is null or empty.
 * @returns a vector for a scalar, else a {@link RaggedTensor}
 */
export function split(
  ...args: Args<
    [input: TensorLike | RaggedTensor],
    [sep: Text | null, maxsplit: number, name: string | null],
    SplitKeywords,
    ['input']
  >
): Tensor | RaggedTensor {
  const names = ['input', 'sep', 'maxsplit', 'name'] as const;
  const given = bindArguments<SplitKeywords & { input: TensorLike | RaggedTensor }>('split', names, args, {
    required: 1,
  });
  const sep = stringTensor(given.sep ?? '');
  const maxsplit = given.maxsplit ?? -1;
  return overFlatValues(given.input!, (input) => {
    const x = toTensor(input, string);
    const [indices, values, dims] = dispatch(StringSplitV2, [flattened(x), sep], { maxsplit });
    return raggedLike(values!, splitsFrom(indices!, dims!), x);
  });
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
export const bytes_split = named(
  'bytes_split',
  ['input'],
  ['name'],
  (input: TensorLike | RaggedTensor, _name?: string | null): Tensor | RaggedTensor =>
    overFlatValues(input, (flat) => {
      const x = toTensor(flat, string);
      const [splits, values] = dispatch(StringSplit, [flattened(x)], noAttributes);
      return raggedLike(values!, splits!, x);
    }),
);
