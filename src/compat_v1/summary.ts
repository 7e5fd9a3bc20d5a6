/** `tf.compat.v1.summary`: operations whose value is a summary, and the writer that puts summaries into event files. */

import { currentContext } from '../context';
import { float32, float64, string } from '../dtypes';
import { InvalidArgumentError, RuntimeError } from '../errors';
import { logger } from '../logging';
import { type Args, bindArguments } from '../python/arguments';
import { type Call, named, positional } from '../python/named';
import { BaseVariable } from '../runtime/base_variable';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { dispatch } from '../runtime/dispatch';
import { GraphKeys } from '../runtime/graph/collections';
import { get_default_graph } from '../runtime/graph/init_scope';
import { name_scope } from '../runtime/name_scope';
import { NDArray } from '../runtime/ndarray';
import { defineOp, noAttributes, type OpRecord } from '../runtime/op';
import { cast } from '../runtime/ops/cast';
import { Tensor } from '../runtime/tensor';
import { joinBytes } from '../runtime/utf8';
import { type PathLike, pathText } from '../saving/storage/paths';
import { EventFile } from '../saving/summary/event_file';
import {
  histogramSummary,
  type SessionLog,
  scalarSummary,
  sessionLogEvent,
  summaryEvent,
  tagsOf,
} from './summary_message';

export interface TagAttributes {
  readonly [name: string]: unknown;
  readonly tag: string;
}
export const serialized = (bytes: Uint8Array): readonly Tensor[] => [new Tensor(string, [], [bytes])];
export const scalarSpec = [{ dtype: string, dims: [] }];

const ScalarSummary: OpRecord<TagAttributes> = defineOp<TagAttributes>({
  type: 'ScalarSummary',
  infer: () => scalarSpec,
  kernel: ([value], { tag }) => serialized(scalarSummary(tag, (value!.data as Float32Array)[0]!)),
  grad: null,
});
const HistogramSummary: OpRecord<TagAttributes> = defineOp<TagAttributes>({
  type: 'HistogramSummary',
  infer: () => scalarSpec,
  kernel: ([values], { tag }) => {
    const data = values!.data as Float64Array;
    for (const value of data) {
      if (Number.isFinite(value)) continue;
      const what = Number.isNaN(value) ? 'Nan' : 'Infinity';
      throw new InvalidArgumentError(`${what} in summary histogram for: ${tag}`, { fields: { key: tag } });
    }
    return serialized(histogramSummary(tag, data));
  },
  grad: null,
});
const MergeSummary: OpRecord = defineOp({
  type: 'MergeSummary',
  infer: () => scalarSpec,
  kernel: (inputs) => {
    const parts = inputs.flatMap((input) => input.data as readonly Uint8Array[]);
    const seen = new Set<string>();
    for (const tag of parts.flatMap(tagsOf)) {
      if (seen.has(tag))
        throw new InvalidArgumentError(`Duplicate tag ${tag} found in summary inputs`, {
          fields: { key: tag },
        });
      seen.add(tag);
    }
    return serialized(joinBytes(parts));
  },
  grad: null,
});

export interface SummaryKeywords {
  collections?: readonly string[] | null;
  family?: string | null;
}

/** A tag of letters TF allows. */
function cleanTag(name: string): string {
  const clean = name.replace(/[^-/\w.]/g, '_').replace(/^\/+/, '');
  if (clean !== name) logger.info(`Summary name ${name} is illegal; using ${clean} instead.`);
  return clean;
}

type Kind = 'scalar' | 'histogram';
const records = { scalar: ScalarSummary, histogram: HistogramSummary };

function summarized(kind: Kind, valueName: 'tensor' | 'values', args: readonly unknown[]): Tensor {
  const given = bindArguments<SummaryKeywords & { name: string; tensor: TensorLike; values: TensorLike }>(
    kind,
    ['name', valueName, 'collections', 'family'],
    args,
    { required: 2, namesOp: false },
  );
  return tagged(given, records[kind], (tag) => {
    const tensor = cast(valueOf(given[valueName]!), kind === 'scalar' ? float32 : float64);
    return [tensor, { tag }];
  });
}

/** What is summarised: a variable's value, a tensor. */
export function valueOf(value: TensorLike): Tensor {
  return value instanceof BaseVariable ? value.value() : toTensor(value);
}

/**
 * A summary operation called `name`, or `family/name`; in a graph it is collected.
 * @param inputs of the operation whose tag this is
 */
export function tagged<A extends TagAttributes>(
  given: SummaryKeywords & { readonly name?: string },
  record: OpRecord<A>,
  inputs: (tag: string) => readonly [tensor: Tensor, attrs: A],
): Tensor {
  const name = cleanTag(given.name!);
  const family = given.family ? cleanTag(given.family) : null;
  return name_scope(family === null ? name : `${family}/${name}`, (scope) => {
    const own = scope.replace(/\/$/, '');
    const [tensor, attrs] = inputs(family === null ? own : `${family}/${own}`);
    const { builder } = currentContext();
    if (!builder) return dispatch(record, [tensor], attrs)[0]!;
    const [made] = builder.add(record as unknown as OpRecord, [tensor], attrs, scope);
    collect(made!, given.collections ?? [GraphKeys.SUMMARIES]);
    return made!;
  });
}
function collect(made: Tensor, collections: readonly string[]): void {
  get_default_graph().add_to_collections(collections, made);
}

/**
 * Mirrors `tf.compat.v1.summary.scalar`.
 * @param family a prefix of the tag, by which TensorBoard groups
 * @returns a string tensor: the summary, serialised
 */
export function scalar(
  ...args: Args<
    [name: string, tensor: TensorLike],
    [collections: readonly string[] | null, family: string | null],
    SummaryKeywords,
    ['name', 'tensor']
  >
): Tensor {
  return summarized('scalar', 'tensor', args);
}
/** Mirrors `tf.compat.v1.summary.histogram`. Values that are not finite fail when it runs. */
export function histogram(
  ...args: Args<
    [name: string, values: TensorLike],
    [collections: readonly string[] | null, family: string | null],
    SummaryKeywords,
    ['name', 'values']
  >
): Tensor {
  return summarized('histogram', 'values', args);
}

/** Mirrors `tf.compat.v1.summary.merge`. @throws {@link RuntimeError} in eager execution */
export const merge = named(
  'merge',
  ['inputs'],
  ['collections', 'name'],
  (
    inputs: readonly Tensor[],
    collections: readonly string[] | null = null,
    name: string | null = null,
  ): Tensor => {
    const { builder } = currentContext();
    if (!builder)
      throw new RuntimeError(
        'Merging tf.summary.* ops is not compatible with eager execution. Use tf.contrib.summary instead.',
      );
    return name_scope(name === null ? 'Merge' : cleanTag(name), () => {
      const [made] = builder.add(MergeSummary, inputs, noAttributes, 'MergeSummary');
      collect(made!, collections ?? []);
      return made!;
    });
  },
);
/** Mirrors `tf.compat.v1.summary.merge_all`: null if the graph has none. @throws as {@link merge} */
export const merge_all = named(
  'merge_all',
  [],
  ['key', 'scope', 'name'],
  (
    key: string = GraphKeys.SUMMARIES,
    scope: string | null = null,
    name: string | null = null,
  ): Tensor | null => {
    const summaries = get_default_graph().get_collection(key, scope) as Tensor[];
    return summaries.length === 0 && currentContext().builder ? null : merge(summaries, null, name);
  },
);

interface WriterKeywords {
  graph?: unknown;
  max_queue?: number;
  flush_secs?: number;
  graph_def?: unknown;
  filename_suffix?: string | null;
  session?: unknown;
}

type StepValue = number | bigint | NDArray | null;
type SummaryArguments = [summary: NDArray | Uint8Array, global_step?: StepValue];
const summaryNames = ['summary', 'global_step'] as const;
const stepNames = ['global_step'] as const;
type GraphArguments = [graph: unknown, global_step?: number | bigint | null];
const graphNames = ['graph', 'global_step'] as const;

/** Mirrors `tf.compat.v1.summary.FileWriter`: an event file that TensorBoard reads. Graphs are accepted and not written. */
export class FileWriter {
  private readonly logdir: string;
  private readonly open: () => EventFile;
  private file: EventFile | null;

  /** @throws {@link RuntimeError} in eager execution */
  constructor(
    ...args: Args<
      [logdir: PathLike],
      [
        graph: unknown,
        max_queue: number,
        flush_secs: number,
        graph_def: unknown,
        filename_suffix: string | null,
        session: unknown,
      ],
      WriterKeywords,
      ['logdir']
    >
  ) {
    const given = bindArguments<WriterKeywords & { logdir: PathLike }>(
      'FileWriter',
      ['logdir', 'graph', 'max_queue', 'flush_secs', 'graph_def', 'filename_suffix', 'session'],
      args,
      { required: 1, namesOp: false },
    );
    if (!currentContext().builder && !currentContext().session)
      throw new RuntimeError(
        'v1.summary.FileWriter is not compatible with eager execution. Use `tf.summary.create_file_writer`,or a ' +
          '`with v1.Graph().as_default():` context',
      );
    const { max_queue = 10, flush_secs = 120 } = given;
    this.logdir = pathText(given.logdir!);
    this.open = () => new EventFile(this.logdir, given.filename_suffix ?? '', max_queue, 1000 * flush_secs);
    this.file = this.open();
  }

  get_logdir(): string {
    return this.logdir;
  }
  /** @param summary what a session gave for a summary, or its bytes @param global_step 0 if not given */
  add_summary(...args: Call<SummaryArguments, typeof summaryNames>): void {
    const [summary, global_step = null] = positional<SummaryArguments>('add_summary', summaryNames, 1, args);
    const bytes = summary instanceof NDArray ? (summary.item() as Uint8Array) : summary;
    this.add(global_step, (seconds, step) => summaryEvent(seconds, step, bytes));
  }
  /** Tells what happened to a session. */
  add_session_log(session_log: SessionLog, ...args: Call<[global_step?: StepValue], typeof stepNames>): void {
    const [global_step = null] = positional<[StepValue?]>('add_session_log', stepNames, 0, args);
    this.add(global_step, (seconds, step) => sessionLogEvent(seconds, step, session_log));
  }
  private add(global_step: StepValue, event: (seconds: number, step: bigint) => Uint8Array): void {
    const given = global_step instanceof NDArray ? (global_step.item() as number | bigint) : global_step;
    this.file ??= this.open();
    this.file.addEncoded(event(Date.now() / 1000, BigInt(given ?? 0)));
  }
  /** Accepted: graphs are not written. */
  add_graph(..._args: Call<GraphArguments, typeof graphNames>): void {}
  flush(): void {
    this.file?.flush();
  }
  /** Writes what is held back. A summary that is added later goes to a new file. */
  close(): void {
    this.file?.close();
    this.file = null;
  }
  reopen(): void {
    this.file ??= this.open();
  }
  get [Symbol.dispose](): () => void {
    return () => this.close();
  }
}
