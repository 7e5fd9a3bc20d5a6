/** `flowpoint convert`: checkpoints of TF1 (names) into TF2's (objects), and back. */
import { SingleBar } from 'cli-progress';
import { type Converted, type ConvertOptions, convertTf1ToTf2, convertTf2ToTf1 } from '../compat_v1/convert';
import { ValueError } from '../errors';
import { type CommandIo, OK } from './io';
import { escaped } from './shown';

export interface ConvertCommandOptions {
  readonly to: string;
  /** `OLD=NEW`, whole names. */
  readonly rename?: readonly string[];
  /** `PATTERN=NEW`, all that matches, with `$1` for groups. */
  readonly renameRegex?: readonly string[];
  readonly dryRun?: boolean;
}

/** A conversion of fewer tensors shows no progress. */
const LONG = 200;

/** Prints what became of each key. */
export function convert(
  source: string,
  target: string,
  options: ConvertCommandOptions,
  io: CommandIo,
): number {
  if (options.to !== 'tf1' && options.to !== 'tf2')
    throw new ValueError(`--to must be tf1 or tf2, not ${options.to}`, { fields: { actual: options.to } });
  const work = options.to === 'tf1' ? convertTf2ToTf1 : convertTf1ToTf2;
  const bar = new Bar();
  let result: Converted;
  try {
    result = work(source, target, {
      ...renaming(options),
      dryRun: options.dryRun ?? false,
      progress: (done, total) => bar.show(done, total),
    });
  } finally {
    bar.stop();
  }
  for (const [from, to] of result.keys) io.out(escaped(from === to ? from : `${from} -> ${to}`));
  for (const key of result.leftOut)
    io.err(escaped(`flowpoint: ${key} is left out: only TensorFlow can read it`));
  const count = `${result.keys.size} tensor${result.keys.size === 1 ? '' : 's'}`;
  io.out(
    escaped(result.prefix === null ? `${count}, nothing written` : `${count} written to ${result.prefix}`),
  );
  return OK;
}

function renaming({
  rename = [],
  renameRegex = [],
}: ConvertCommandOptions): Required<Pick<ConvertOptions, 'rename' | 'renameEach'>> {
  const patterns = renameRegex.map((text) => {
    const [pattern, replacement] = parts('--rename-regex', text);
    return [regExp(pattern), replacement] as const;
  });
  return {
    rename: new Map(rename.map((text) => parts('--rename', text))),
    renameEach: (name) =>
      patterns.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), name),
  };
}

/** Split at the last `=`: a pattern may hold some. */
function parts(option: string, text: string): [string, string] {
  const at = text.lastIndexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new ValueError(`${option} takes OLD=NEW, not '${text}'`, { fields: { actual: text } });
}

function regExp(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'gu');
  } catch (error) {
    throw new ValueError(`--rename-regex: ${(error as Error).message}`, { cause: error });
  }
}

/** A progress bar on standard error, for long work on a terminal. */
class Bar {
  private bar: SingleBar | null = null;

  show(done: number, total: number): void {
    if (total < LONG) return;
    if (this.bar === null) {
      this.bar = new SingleBar({ stream: process.stderr, noTTYOutput: false, clearOnComplete: true });
      this.bar.start(total, 0);
    }
    this.bar.update(done);
  }
  stop(): void {
    this.bar?.stop();
  }
}
