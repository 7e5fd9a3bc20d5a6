/** `tf.compat.v1.train.LoggingTensorHook`: values of tensors in the log, every so often. */
import { KeyError, ValueError } from '../../../errors';
import { logger } from '../../../logging';
import { type Args, bindArguments, isPlainObject } from '../../../python/arguments';
import { format } from '../../../python/format';
import { arrayStr } from '../../../python/numpy_format';
import { str } from '../../../python/repr';
import { get_default_graph } from '../../../runtime/graph/init_scope';
import { NDArray } from '../../../runtime/ndarray';
import type { Tensor } from '../../../runtime/tensor';
import type { Session } from '../../session';
import {
  SessionRunArgs,
  type SessionRunContext,
  SessionRunHook,
  type SessionRunValues,
} from './session_run_hook';
import { type HookTimer, NeverTriggerTimer, SecondOrStepTimer } from './timers';

/** A tensor, a variable, or the name of an operation (its first output) or tensor. */
type Loggable = { readonly graph: unknown } | string;
type Formatter = (tensors: Map<unknown, NDArray>) => string;

export interface LoggingTensorHookKeywords {
  every_n_iter?: number | null;
  every_n_secs?: number | null;
  at_end?: boolean;
  /** Makes the line of the values by tag. */
  formatter?: Formatter | null;
}

/** Mirrors `tf.compat.v1.train.LoggingTensorHook(tensors, every_n_iter=None, every_n_secs=None, at_end=False, formatter=None)`. */
export class LoggingTensorHook extends SessionRunHook {
  private readonly tensors: ReadonlyMap<unknown, Loggable>;
  private readonly timer: HookTimer;
  private readonly logsAtEnd: boolean;
  private readonly formatter: Formatter | null;
  private current: ReadonlyMap<unknown, Tensor> = new Map();
  private count = 0;
  private triggered = false;

  /** @param args `tensors`: a dict from tags, or a list whose elements are their own tags @throws {@link ValueError} */
  constructor(
    ...args: Args<
      [tensors: Readonly<Record<string, Loggable>> | ReadonlyMap<string, Loggable> | readonly Loggable[]],
      [
        every_n_iter: number | null,
        every_n_secs: number | null,
        at_end: boolean,
        formatter: Formatter | null,
      ],
      LoggingTensorHookKeywords,
      ['tensors']
    >
  ) {
    super();
    const given = bindArguments<LoggingTensorHookKeywords & { tensors: unknown }>(
      'LoggingTensorHook',
      ['tensors', 'every_n_iter', 'every_n_secs', 'at_end', 'formatter'],
      args,
      { required: 1, dicts: ['tensors'] },
    );
    const every = given.every_n_iter ?? null;
    const seconds = given.every_n_secs ?? null;
    this.logsAtEnd = given.at_end ?? false;
    const onlyAtEnd = this.logsAtEnd && every === null && seconds === null;
    if (!onlyAtEnd && (every === null) === (seconds === null))
      throw new ValueError(
        'either at_end and/or exactly one of every_n_iter and every_n_secs must be provided.',
      );
    if (every !== null && every <= 0) throw new ValueError(`invalid every_n_iter=${every}.`);
    this.tensors = tagged(given.tensors);
    this.formatter = given.formatter ?? null;
    this.timer = onlyAtEnd ? new NeverTriggerTimer() : new SecondOrStepTimer(seconds, every);
  }

  override begin(): void {
    this.timer.reset();
    this.count = 0;
    this.current = new Map([...this.tensors].map(([tag, tensor]) => [tag, graphElement(tensor)]));
  }
  override before_run(): SessionRunArgs | null {
    this.triggered = this.timer.should_trigger_for_step(this.count);
    return this.triggered ? new SessionRunArgs([...this.current.values()]) : null;
  }
  override after_run(_run_context: SessionRunContext, run_values: SessionRunValues): void {
    if (this.triggered) this.log(run_values.results as NDArray[]);
    this.count++;
  }
  override end(session: Session): void {
    if (this.logsAtEnd) this.log(session.run([...this.current.values()]) as NDArray[]);
  }

  private log(values: readonly NDArray[]): void {
    const [seconds] = this.timer.update_last_triggered_step(this.count);
    const byTag = new Map([...this.current.keys()].map((tag, i) => [tag, values[i]!]));
    if (this.formatter !== null) {
      logger.info(this.formatter(byTag));
      return;
    }
    const stats = [...byTag].map(([tag, value]) => `${str(tag)} = ${valueText(value)}`).join(', ');
    logger.info(seconds === null ? stats : `${stats} (${format(seconds, '.3f')} sec)`);
  }
}

/** Tags in the order of the log: sorted, or as listed. */
function tagged(tensors: unknown): Map<unknown, Loggable> {
  if (!(tensors instanceof Map) && !isPlainObject(tensors))
    return new Map([...(tensors as Iterable<Loggable>)].map((tensor) => [tensor, tensor]));
  const entries = tensors instanceof Map ? [...tensors] : Object.entries(tensors);
  return new Map((entries as [string, Loggable][]).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** numpy's text without exponents. */
function valueText(value: NDArray): string {
  return value instanceof NDArray && value.shape.length > 0
    ? arrayStr(value, { suppress: true })
    : str(value);
}

/** @throws {@link ValueError} for what belongs to another graph, or a name of several outputs */
function graphElement(wanted: Loggable): Tensor {
  const graph = get_default_graph();
  if (typeof wanted !== 'string') {
    if (wanted.graph !== graph)
      throw new ValueError(
        `Passed ${str(wanted)} should have graph attribute that is equal to current graph ${str(graph)}.`,
      );
    return wanted as Tensor;
  }
  if (wanted.includes(':')) return graph.as_graph_element(wanted) as Tensor;
  const element = graph.as_graph_element(`${wanted}:0`) as Tensor;
  if (hasElement(`${wanted}:1`))
    throw new ValueError(
      `Name ${wanted} is ambiguous, as this \`Operation\` has multiple outputs (at least 2).`,
    );
  return element;
}

function hasElement(name: string): boolean {
  try {
    get_default_graph().as_graph_element(name);
    return true;
  } catch (error) {
    if (error instanceof KeyError || error instanceof ValueError) return false;
    throw error;
  }
}
