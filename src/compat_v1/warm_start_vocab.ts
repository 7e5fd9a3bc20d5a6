/** Warm-starting rows or columns of a matrix by the words they stand for (saver.md S8.4). */
import { ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { repr } from '../python/repr';
import type { BaseVariable } from '../runtime/base_variable';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import type { NDArray } from '../runtime/ndarray';
import type { Tensor } from '../runtime/tensor';
import type { CheckpointReader } from '../saving/checkpoint/reader';
import { runHere } from '../saving/checkpoint/run';
import { call, type Io } from '../saving/storage/storage';
import { eagerly } from './feeds';
import { initializeWith } from './init_from_checkpoint';
import { callInitializer, type InitializerLike } from './initializer';
import { zeros_initializer } from './initializers';
import { sliceInfoOf } from './save_slice_info';

interface VocabKeywords {
  new_vocab?: string;
  new_vocab_size?: number;
  num_oov_buckets?: number;
  old_vocab?: string;
  /** -1: all words of the file. */
  old_vocab_size?: number;
  backup_initializer?: InitializerLike | null;
  /** 0: rows stand for words, 1: columns. */
  axis?: number;
}
const parameters = [
  'new_vocab',
  'new_vocab_size',
  'num_oov_buckets',
  'old_vocab',
  'old_vocab_size',
  'backup_initializer',
  'axis',
] as const;

/** Mirrors `tf.compat.v1.train.VocabInfo`. */
export class VocabInfo {
  readonly new_vocab: string;
  readonly new_vocab_size: number;
  readonly num_oov_buckets: number;
  readonly old_vocab: string;
  readonly old_vocab_size: number;
  readonly backup_initializer: InitializerLike | null;
  readonly axis: number;

  /** @throws {@link ValueError} for an axis that is neither 0 nor 1 */
  constructor(
    ...args:
      | Args<
          [new_vocab: string, new_vocab_size: number, num_oov_buckets: number, old_vocab: string],
          [old_vocab_size: number, backup_initializer: InitializerLike | null, axis: number],
          VocabKeywords,
          ['new_vocab', 'new_vocab_size', 'num_oov_buckets', 'old_vocab']
        >
      | [VocabKeywords]
  ) {
    const given = bindArguments<VocabKeywords>('VocabInfo', parameters, args, { required: 4 });
    const axis = given.axis ?? 0;
    if (axis !== 0 && axis !== 1)
      throw new ValueError(
        `The only supported values for the axis argument are 0 and 1.  Provided axis: ${axis}`,
        { fields: { expected: [0, 1], actual: axis } },
      );
    this.new_vocab = given.new_vocab!;
    this.new_vocab_size = given.new_vocab_size!;
    this.num_oov_buckets = given.num_oov_buckets!;
    this.old_vocab = given.old_vocab!;
    this.old_vocab_size = given.old_vocab_size ?? -1;
    this.backup_initializer = given.backup_initializer ?? null;
    this.axis = axis;
  }
  __repr__(): string {
    return `VocabInfo(${parameters.map((name) => `${name}=${repr(this[name])}`).join(', ')})`;
  }
}

function* readText(path: string): Io<string> {
  const file = yield* call('openRead', path);
  try {
    const bytes = new Uint8Array(file.size);
    const length = yield* call('read', file, 0, bytes);
    return new TextDecoder().decode(bytes.subarray(0, length));
  } finally {
    yield* call('closeRead', file);
  }
}

function words(path: string, most: number): string[] {
  const lines = runHere(path, readText(path)).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return most < 0 ? lines : lines.slice(0, most);
}

/** From a new row or column to the old one of the same word; -1: it is new. */
function remapping(vocab: VocabInfo): number[] {
  const old = new Map(words(vocab.old_vocab, vocab.old_vocab_size).map((word, i) => [word, i]));
  const known = words(vocab.new_vocab, vocab.new_vocab_size).map((word) => old.get(word) ?? -1);
  while (known.length < vocab.new_vocab_size + vocab.num_oov_buckets) known.push(-1);
  return known;
}

/** The variable's initializer takes each word's values from the old matrix, and the rest from the backup. */
export function warmStartWithVocab(
  variables: readonly BaseVariable[],
  vocab: VocabInfo,
  reader: CheckpointReader,
  tensor: string,
): void {
  const map = remapping(vocab);
  const old = reader.get_tensor(tensor);
  reader.close();
  const values = eagerly(() => variables.map((variable) => remapped(variable, vocab, old, map)));
  for (const [i, variable] of variables.entries()) initializeWith(variable, () => values[i]!);
}

/** @throws {@link ValueError} with the texts of TF's `load_and_remap_matrix_initializer` */
function checkFits(
  { axis, new_vocab_size: words, num_oov_buckets: buckets }: VocabInfo,
  shape: readonly number[],
  offset: number,
  old: readonly number[],
): void {
  const sized = shape[axis]!;
  if (axis === 1 && sized !== words + buckets)
    throw new ValueError(
      `Expected 2nd dim of shape to be new_col_vocab_size (${words}) + num_col_oov_buckets (${buckets}) = ` +
        `${words + buckets}, but received shape: ${repr([...shape])}`,
    );
  if (axis === 0 && offset + sized > words + buckets)
    throw new ValueError(
      `Trying to initialize ${sized} additional rows after ${offset} rows have already been initialized, which would ` +
        `exceed expected total row count of new_row_vocab_size (${words}) + num_row_oov_buckets (${buckets}) = ` +
        `${words + buckets}.`,
    );
  const other = 1 - axis;
  if (old[other] !== shape[other])
    throw new ValueError(
      `The matrix in the checkpoint has the shape ${repr([...old])}, which ${repr([...shape])} does not fit.`,
      {
        fields: { expected: shape, actual: old },
      },
    );
}

function remapped(variable: BaseVariable, vocab: VocabInfo, old: NDArray, map: readonly number[]): Tensor {
  const [rows, columns] = variable.shape as unknown as [number, number];
  const info = sliceInfoOf(variable);
  const [rowOffset, columnOffset] = (info?.var_offset ?? [0, 0]) as [number, number];
  const partition = info === null ? null : { full_shape: info.full_shape, var_offset: info.var_offset };
  checkFits(vocab, [rows, columns], vocab.axis === 0 ? rowOffset : columnOffset, old.shape);
  const initializer = vocab.backup_initializer ?? new zeros_initializer();
  const fresh = toTensor(
    callInitializer(initializer, [rows, columns], variable.dtype, partition),
    variable.dtype,
  );
  const data = (fresh.data as Float32Array).slice();
  const width = old.shape[1]!;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const row = vocab.axis === 0 ? map[i + rowOffset]! : i + rowOffset;
      const column = vocab.axis === 1 ? map[j + columnOffset]! : j + columnOffset;
      if (row >= 0 && column >= 0) data[i * columns + j] = (old.data as Float32Array)[row * width + column]!;
    }
  return toTensor({ dtype: variable.dtype, shape: [rows, columns], data } as unknown as TensorLike);
}
