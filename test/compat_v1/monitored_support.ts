/** Programs with monitored sessions print what Python's print; both are in `fixtures/compat_v1/make_monitored_session.py`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf1 from '../../src/compat_v1';
import { float32 } from '../../src/dtypes';
import { logger } from '../../src/logging';
import { str } from '../../src/python/repr';
import { Graph } from '../../src/runtime/graph/graph';
import type { Tensor } from '../../src/runtime/tensor';

const sections = JSON.parse(
  fs.readFileSync(path.join(__dirname, '../fixtures/compat_v1/monitored_session.json'), 'utf8'),
) as Record<string, string[]>;

/** Collects lines like the generator's `emit`: paths, seconds and deprecations are left out. */
export class Lines {
  readonly lines: string[] = [];

  constructor(private readonly folder: string) {}

  readonly emit = (...values: unknown[]): void => {
    const text = values.map((value) => str(value)).join(' ');
    const plain = text.replaceAll(this.folder, 'DIR').replace(/\(\d+\.\d+ sec\)/g, '(T sec)');
    this.lines.push(...plain.split('\n'));
  };
  /** The outcome of `body`: what it gives, or the error. */
  readonly err = (body: () => unknown): void => {
    try {
      this.emit('OK', body() ?? null);
    } catch (error) {
      const { name, message } = error as Error;
      const cause = /Key .* not found in checkpoint/.exec(message);
      const [first] = message.split('Original error');
      this.emit(name, cause === null ? message : `${first}Original error: ${cause[0]}`);
    }
  };
}

/** Runs a program in a folder of its own; its lines are those of TF's section. */
export function expectLinesOfTF(
  section: string,
  at: () => string,
  program: (lines: Lines, folder: string) => void,
): void {
  const recorded = new Lines(at());
  logger.setLevel('INFO');
  const back = logger.redirect((line) => {
    if (!line.includes('deprecated')) recorded.emit(line.replace(':tensorflow', ''));
  });
  try {
    program(recorded, at());
  } finally {
    back();
    logger.setLevel('WARNING');
    tf1.summary.FileWriterCache.clear();
  }
  expect(recorded.lines).toEqual(sections[section]);
}
export function linesOfTF(section: string): readonly string[] {
  return sections[section]!;
}

export function newGraph(body: (graph: Graph) => void): void {
  const graph = new Graph();
  graph.as_default().use(() => body(graph));
}
export const x = (): Tensor => tf1.placeholder(float32, [], { name: 'x' });

/** A hook that tells what it is called with. */
export class Trace extends tf1.train.SessionRunHook {
  constructor(
    private readonly emit: Lines['emit'],
    private readonly name: string,
    private readonly args: tf1.train.SessionRunArgs | null = null,
  ) {
    super();
  }
  override begin(): void {
    this.emit(this.name, 'begin');
  }
  override after_create_session(_session: tf1.Session, coord: tf1.train.Coordinator): void {
    this.emit(this.name, 'after_create_session', coord.should_stop());
  }
  override before_run(context: tf1.train.SessionRunContext): tf1.train.SessionRunArgs | null {
    this.emit(this.name, 'before_run', context.original_args.feed_dict === null, context.stop_requested);
    return this.args;
  }
  override after_run(_context: tf1.train.SessionRunContext, values: tf1.train.SessionRunValues): void {
    this.emit(this.name, 'after_run', values.results);
  }
  override end(): void {
    this.emit(this.name, 'end');
  }
}
