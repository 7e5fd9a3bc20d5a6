/** `tf.summary`'s writers: where summaries go by default, and at which step. */

import { ContextManager, currentContext, enterContext } from '../../context';
import { RuntimeError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { type Call, named, positional } from '../../python/named';
import { PyTuple } from '../../python/tuple';
import type { TensorLike } from '../../runtime/convert_types';
import { isUndecided } from '../../runtime/graph/branch';
import { name_scope } from '../../runtime/name_scope';
import type { Tensor } from '../../runtime/tensor';
import { isTrue } from '../../runtime/truth';
import { type PathLike, pathText } from '../storage/paths';
import { EventFile } from './event_file';

/** A step: a number, or what can be read as one when a summary is written. */
export type Step = TensorLike;

/** Whether summaries are written: a tensor may be one of a graph, a function is asked each time. */
export type RecordCondition = boolean | Tensor | (() => boolean | Tensor);

declare module '../../context' {
  interface ContextFrame {
    /** Where summaries go; absent where `set_as_default` says it. */
    readonly summaryWriter?: SummaryWriter | null;
    readonly summaryStep?: Step | null;
    /** False where summaries are left out. */
    readonly recordSummaries?: RecordCondition;
  }
}

let standingWriter: SummaryWriter | null = null;
let standingStep: Step | null = null;

/** The writer that summaries go to here, or null. */
export function defaultWriter(): SummaryWriter | null {
  const { summaryWriter } = currentContext();
  return summaryWriter === undefined ? standingWriter : summaryWriter;
}
/** Mirrors `tf.summary.experimental.get_step`. */
export function get_step(): Step | null {
  return currentContext().summaryStep ?? standingStep;
}
/** Mirrors `tf.summary.experimental.set_step`: the step of summaries that say none. */
export const set_step = named('set_step', ['step'], [], (step: Step | null): void => {
  standingStep = step;
});

type StepArguments = [step?: Step | null];
const stepNames = ['step'] as const;

/** Mirrors `tf.summary.SummaryWriter`: made by {@link create_file_writer}. */
export class SummaryWriter {
  private closed = false;

  /** @param file null: what is written goes nowhere */
  constructor(private readonly file: EventFile | null) {}

  /** The event file's path; null for a writer without one. */
  get path(): string | null {
    return this.file?.path ?? null;
  }
  /** @internal */
  get events(): EventFile | null {
    if (this.closed)
      throw new RuntimeError(
        'SummaryWriter <tensorflow.python.ops.summary_ops_v2._ResourceSummaryWriter object at 0x0> is already closed',
      );
    return this.file;
  }
  /** Makes this the default writer in a block or callback: `writer.as_default().use(() => ...)`. */
  as_default(...args: Call<StepArguments, typeof stepNames>): ContextManager<SummaryWriter> {
    const [step = null] = positional<StepArguments>('as_default', stepNames, 0, args);
    return new DefaultWriter(this, step);
  }
  /** False for a writer that leaves the default one in its place. @internal */
  get writes(): boolean {
    return this.file !== null;
  }
  /** Makes this the default writer from now on. */
  set_as_default(...args: Call<StepArguments, typeof stepNames>): void {
    const [step = null] = positional<StepArguments>('set_as_default', stepNames, 0, args);
    if (!this.writes) return;
    standingWriter = this;
    if (step !== null) standingStep = step;
  }
  init(): void {}
  /** Writes out what is held back. */
  flush(): void {
    if (!this.closed) this.file?.flush();
  }
  /** Flushes and closes the file. A closed writer cannot be used any more. */
  close(): void {
    if (this.closed) return;
    this.file?.close();
    this.closed = true;
  }
}

class DefaultWriter extends ContextManager<SummaryWriter> {
  constructor(
    protected readonly target: SummaryWriter,
    private readonly step: Step | null,
  ) {
    super();
  }
  protected enter(): () => void {
    const { target, step } = this;
    if (!target.writes) return () => {};
    target.events;
    const leave = enterContext({
      summaryWriter: target,
      ...(step === null ? {} : { summaryStep: step }),
    });
    // As in TF, what has been written inside is on disk afterwards.
    return () => {
      leave();
      target.flush();
    };
  }
}

interface WriterKeywords {
  max_queue?: number | null;
  flush_millis?: number | null;
  filename_suffix?: string | null;
  name?: string | null;
  experimental_trackable?: boolean;
  /** There are no meshes of devices. */
  experimental_mesh?: null;
}

/**
 * Mirrors `tf.summary.create_file_writer`: creates an event file in `logdir`.
 * @param max_queue how many summaries are held back at most; 10 if not given
 * @param flush_millis how long they are held back at most; two minutes if not given
 */
export function create_file_writer(
  ...args: Args<
    [logdir: PathLike],
    [
      max_queue: number | null,
      flush_millis: number | null,
      filename_suffix: string | null,
      name: string | null,
    ],
    WriterKeywords,
    ['logdir']
  >
): SummaryWriter {
  const names = [
    'logdir',
    'max_queue',
    'flush_millis',
    'filename_suffix',
    'name',
    'experimental_trackable',
    'experimental_mesh',
  ] as const;
  const given = bindArguments<WriterKeywords & { logdir: PathLike }>('create_file_writer_v2', names, args, {
    required: 1,
  });
  return new SummaryWriter(
    new EventFile(
      pathText(given.logdir!),
      given.filename_suffix ?? '.v2',
      given.max_queue ?? 10,
      given.flush_millis ?? 120_000,
    ),
  );
}

/** Mirrors `tf.summary.create_noop_writer`: summaries are written nowhere. */
export function create_noop_writer(): SummaryWriter {
  return new SummaryWriter(null);
}

/** Mirrors `tf.summary.flush`: of the default writer if none is given. */
export const flush = named(
  'flush',
  [],
  ['writer', 'name'],
  (writer: SummaryWriter | null = null, _name?: string | null): void => {
    (writer ?? defaultWriter())?.flush();
  },
);

class RecordIf extends ContextManager<void> {
  protected readonly target = undefined;
  constructor(private readonly condition: RecordCondition) {
    super();
  }
  protected enter(): () => void {
    return enterContext({ recordSummaries: this.condition });
  }
}
/** Mirrors `tf.summary.record_if`: inside, summaries are written only if the condition holds. */
export const record_if = named(
  'record_if',
  ['condition'],
  [],
  (condition: RecordCondition): ContextManager<void> => new RecordIf(condition),
);
/**
 * Mirrors `tf.summary.should_record_summaries`: true if there is a writer, and no condition against it; a tensor where that
 * is found out when a graph runs.
 */
export function should_record_summaries(): boolean | Tensor {
  if (defaultWriter() === null) return false;
  const { recordSummaries = true } = currentContext();
  const wanted = typeof recordSummaries === 'function' ? recordSummaries() : recordSummaries;
  return typeof wanted === 'boolean' || isUndecided(wanted) ? wanted : isTrue(wanted);
}

class SummaryScope extends ContextManager<PyTuple> {
  private scope = '';
  constructor(
    private readonly name: string,
    private readonly defaultName: string,
  ) {
    super();
  }
  protected get target(): PyTuple {
    const outside = this.outside.replace(/\/$/, '');
    return new PyTuple([outside === '' ? this.name : `${outside}/${this.name}`, this.scope]);
  }
  private outside = '';
  protected enter(): () => void {
    this.outside = currentContext().nameScope;
    const legal = this.name.replace(/[^-/_.A-Za-z0-9]/g, '');
    const inner = new name_scope(legal === '' ? this.defaultName : legal);
    const leave = inner[Symbol.dispose];
    this.scope = currentContext().nameScope;
    return leave;
  }
}

interface ScopeKeywords {
  default_name?: string;
  values?: readonly unknown[] | null;
}
/**
 * Mirrors `tf.summary.experimental.summary_scope`: a name scope for a summary op of the user's.
 * @returns a context manager that gives the tag, `name` within the scopes around, and the scope
 */
export function summary_scope(
  ...args: Args<
    [name: string],
    [default_name: string, values: readonly unknown[] | null],
    ScopeKeywords,
    ['name']
  >
): ContextManager<PyTuple> {
  const names = ['name', 'default_name', 'values'] as const;
  const given = bindArguments<ScopeKeywords & { name: string }>('summary_scope', names, args, {
    required: 1,
  });
  const defaultName = given.default_name ?? 'summary';
  return new SummaryScope(given.name || defaultName, defaultName);
}
