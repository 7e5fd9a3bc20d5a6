/** Python's `print`. Everything printed goes through one sink that a test or a runner may replace. */
import { TypeError } from '../errors';
import { isPlainObject } from './protocol';
import { str } from './repr';

/** Takes text as it comes, line ends included. */
export type PrintSink = (text: string) => void;

/** Python's keywords of `print`, as a trailing object. */
export interface PrintOptions {
  readonly sep?: string | null;
  readonly end?: string | null;
  /** Anything with Python's `write`, instead of the sink. */
  readonly file?: { write(text: string): unknown } | null;
  readonly flush?: boolean;
}

const keywords = new Set(['sep', 'end', 'file', 'flush']);

const toStandardOutput: PrintSink = (text) => {
  if (typeof process === 'undefined') console.log(text.replace(/\n$/, ''));
  else process.stdout.write(text);
};

let sink = toStandardOutput;

/** After varargs a plain object is the keywords only if all its keys are keyword names (DESIGN.md). */
function isOptions(value: unknown): value is PrintOptions {
  if (!isPlainObject(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => keywords.has(key));
}

function checked(value: unknown, name: string, otherwise: string): string {
  if (value === null || value === undefined) return otherwise;
  if (typeof value !== 'string') throw new TypeError(`${name} must be None or a string`);
  return value;
}

/** Shows each value as Python's `str` does. `print('a', 'b', {sep: ', ', end: ''})` takes keywords. */
function printValues(...values: unknown[]): void {
  const last = values.at(-1);
  const options = isOptions(last) ? last : {};
  const shown = isOptions(last) ? values.slice(0, -1) : values;
  const text = shown.map((value) => str(value)).join(checked(options.sep, 'sep', ' '));
  const line = text + checked(options.end, 'end', '\n');
  if (options.file) options.file.write(line);
  else sink(line);
}

/** Sends what is printed elsewhere; returns a function that puts the former sink back. */
function to(newSink: PrintSink): () => void {
  const former = sink;
  sink = newSink;
  return () => {
    sink = former;
  };
}

/** Python's `print`, with {@link to} to redirect it: `const restore = print.to((text) => lines.push(text))`. */
export const print: { (...values: unknown[]): void; to(sink: PrintSink): () => void } = Object.assign(
  printValues,
  { to },
);
