/** `tf.print`: values and tensors, the latter in short, to standard error or elsewhere. */
import { string } from '../../dtypes';
import { TypeError, ValueError } from '../../errors';
import { ERROR, INFO, Logger, logger, WARNING } from '../../logging';
import { isPlainObject } from '../../python/arguments';
import { print as pythonPrint } from '../../python/print';
import { repr, str } from '../../python/repr';
import { runSync } from '../../saving/storage/drivers';
import { syncStorageFor } from '../../saving/storage/registry';
import { call } from '../../saving/storage/storage';
import { isVariable, toTensor } from '../convert';
import { hostCall, isBuilding } from '../graph/host_call';
import { flatten, pack_sequence_as } from '../nest';
import { pformat } from '../pretty_text';
import { RaggedTensor } from '../ragged/ragged_tensor';
import { SparseTensor } from '../sparse_tensor';
import { Tensor } from '../tensor';
import { tensorSummary } from '../tensor_summary';
import { escapedBytes, escapedText } from '../utf8';
import { raggedSummary } from './strings/ragged_summary';

export interface PrintKeywords {
  /**
   * `'stderr'` (as it is if not given), `'stdout'`, `process.stderr`, `process.stdout`, a logging level, one of the
   * logger's methods, or `'file://path'` to append to a file.
   */
  readonly output_stream?: unknown;
  /** How many elements to show at both ends of each axis; 3 if not given, -1 for all. */
  readonly summarize?: number | null;
  readonly sep?: string;
  readonly end?: string;
  readonly name?: string | null;
}
const keywordNames = ['output_stream', 'summarize', 'sep', 'end', 'name'];

function isKeywords(value: unknown): value is PrintKeywords {
  if (!isPlainObject(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => keywordNames.includes(key));
}

/** Where a tensor stands in the text of a structure: as wide as the text that TF puts there. */
const mark = "'\uE000\uE001'";
class Placeholder {
  __repr__(): string {
    return mark;
  }
}

/** The same for the three tensors of a sparse one. */
class SparsePlaceholder {
  __repr__(): string {
    return `'SparseTensor(indices=${mark}, values=${mark}, shape=${mark})'`;
  }
}

/** One value: text as it is, anything else as Python shows it, with the tensors inside in short. */
function shown(value: unknown, summarize: number): string {
  if (typeof value === 'string') return value;
  const texts: string[] = [];
  const leaves = flatten(value).map((leaf) => {
    if (leaf instanceof RaggedTensor) texts.push(raggedSummary(leaf, summarize));
    else if (leaf instanceof Tensor || isVariable(leaf)) texts.push(tensorSummary(toTensor(leaf), summarize));
    else if (leaf instanceof SparseTensor) {
      texts.push(...leaf._components().map((part) => tensorSummary(part, summarize)));
      return new SparsePlaceholder();
    } else return leaf;
    return new Placeholder();
  });
  const pieces = pformat(pack_sequence_as(value, leaves)).split(mark);
  return pieces.map((piece, i) => (i === 0 ? '' : texts[i - 1]!) + piece).join('');
}

const levels = new Map<unknown, number>([
  [INFO, INFO],
  [WARNING, WARNING],
  [ERROR, ERROR],
  [Logger.prototype.info, INFO],
  [Logger.prototype.warning, WARNING],
  [Logger.prototype.error, ERROR],
]);

function append(path: string, line: string): void {
  runSync(appended(path, escapedBytes(line)), syncStorageFor(path));
}
function* appended(path: string, bytes: Uint8Array) {
  const file = yield* call('openAppend', path);
  yield* call('write', file, [bytes]);
  yield* call('closeWrite', file);
}

/** Strings need not be text: what is none goes out as the bytes it is. */
function writeError(line: string): void {
  process.stderr.write(/\p{Surrogate}/u.test(line) ? escapedBytes(line) : line);
}

function write(stream: unknown, line: string): void {
  const level = levels.get(stream);
  if (level !== undefined) logger.log(level, line.replace(/\n$/, ''));
  else if (typeof stream === 'string' && stream.startsWith('file://')) append(stream.slice(7), line);
  else if (stream === 'stdout' || stream === globalThis.process?.stdout) pythonPrint(line, { end: '' });
  else if (stream === 'stderr' || stream === globalThis.process?.stderr) writeError(line);
  else
    throw new ValueError(
      `Unsupported output stream, logging level, or file.${str(stream)}. Supported streams are sys.stdout, sys.stderr, ` +
        "tf.logging.info, tf.logging.warning, tf.logging.error. File needs to be in the form of 'file://<filepath>'.",
    );
}

/** Mirrors `tf.print`: `tf.print('x:', x, {summarize: 5})`. @throws {@link ValueError} for an unknown stream */
export function print(...inputs: unknown[]): void {
  const given = isKeywords(inputs.at(-1)) ? (inputs.pop() as PrintKeywords) : {};
  if (!isBuilding()) printValues(inputs, given);
  else
    hostCall('PrintV2', inputs, (values) => {
      printValues(values, given);
      return [];
    });
}

function printValues(inputs: readonly unknown[], given: PrintKeywords): void {
  const summarize = given.summarize ?? 3;
  if (!Number.isInteger(summarize))
    throw new TypeError(`Expected int for argument 'summarize' not ${repr(summarize)}.`);
  const end = given.end ?? '\n';
  if (typeof end !== 'string')
    throw new TypeError(`Expected string for argument 'end' not ${repr(end as unknown)}.`);
  const [only] = inputs;
  const isBareText =
    inputs.length === 1 && only instanceof Tensor && only.dtype === string && only.rank === 0;
  const line = isBareText
    ? escapedText(only.data[0] as Uint8Array)
    : inputs.map((input) => shown(input, summarize)).join(given.sep ?? ' ');
  write(given.output_stream ?? 'stderr', line + end);
}
