/**
 * `tf.GradientTape`: the public face of a tape. `const tape = new tf.GradientTape(); { using _ = tape; ... }` records the
 * block, and `tape.use((tape) => ...)` a function.
 */
import { ContextManager, currentContext } from '../context';
import { AttributeError, RuntimeError, TypeError, ValueError } from '../errors';
import { logger } from '../logging';
import { type Args, bindArguments } from '../python/arguments';
import { repr } from '../python/repr';
import { PyTuple } from '../python/tuple';
import type { BaseVariable } from './base_variable';
import { dictParameters } from './dict_arguments';
import type { IndexedSlices } from './indexed_slices';
import { batchJacobian, jacobian } from './jacobian';
import { type MapLeaves, pack_sequence_as } from './nest';
import type { GradientValue } from './op';
import { ones, zeros } from './ops/creation';
import { recordingOn, Tape } from './tape';
import { backward } from './tape_backward';
import {
  differentiable,
  handleOrSelf,
  outputGradients,
  tensorsAndVariables,
  warnUntrainable,
} from './tape_sources';
import { Tensor } from './tensor';

/** Mirrors `tf.UnconnectedGradients`: what stands for a gradient where target and source have no connection. */
export const UnconnectedGradients = { NONE: 'none', ZERO: 'zero' } as const;
export type UnconnectedGradients = (typeof UnconnectedGradients)[keyof typeof UnconnectedGradients];

/**
 * Gradients in the structure of their sources. They are typed as tensors; that of a variable which rows were gathered
 * from is {@link IndexedSlices}, as in TF.
 */
export type GradientsOf<S> = MapLeaves<S, Tensor | null>;

interface TapeKeywords {
  persistent?: boolean;
  watch_accessed_variables?: boolean;
}
interface GradientKeywords {
  output_gradients?: unknown;
  unconnected_gradients?: UnconnectedGradients;
}
interface JacobianKeywords {
  unconnected_gradients?: UnconnectedGradients;
  parallel_iterations?: number | null;
  experimental_use_pfor?: boolean;
}
type JacobianOptions = [
  unconnected_gradients: UnconnectedGradients,
  parallel_iterations: number | null,
  experimental_use_pfor: boolean,
];
const jacobianOptions = ['unconnected_gradients', 'parallel_iterations', 'experimental_use_pfor'] as const;

const usedUp =
  'A non-persistent GradientTape can only be used to compute one set of gradients (or jacobians)';
let warnedInside = false;

/** Mirrors `tf.GradientTape`. */
export class GradientTape extends ContextManager<GradientTape> {
  private readonly persistent: boolean;
  private readonly watchesAccessed: boolean;
  private tape: Tape | null = null;
  private lastWatched: Iterable<BaseVariable> = [];

  /**
   * @param persistent true if gradients may be asked for more than once
   * @param watch_accessed_variables false if only what is given to {@link watch} is watched
   */
  constructor(...args: Args<[], [persistent: boolean, watch_accessed_variables: boolean], TapeKeywords>) {
    super();
    const names = ['persistent', 'watch_accessed_variables'] as const;
    const given = bindArguments<TapeKeywords>('GradientTape', names, args);
    this.persistent = given.persistent ?? false;
    this.watchesAccessed = given.watch_accessed_variables ?? true;
  }

  protected get target(): this {
    return this;
  }
  protected enter(): () => void {
    if (this.tape?.recording === true)
      throw new ValueError(
        'Tape is still recording, This can happen if you try to re-enter an already-active tape.',
      );
    const former = this.tape;
    this.tape ??= new Tape(this.watchesAccessed, !this.persistent);
    const leave = recordingOn(this.tape);
    former?.resume();
    return leave;
  }

  /**
   * Watches tensors and variables, alone or in structures.
   * @throws {@link ValueError} for anything else
   */
  watch(tensor: unknown): void {
    for (const leaf of tensorsAndVariables(tensor)) {
      warnUntrainable(leaf);
      if (this.tape === null) throw new AttributeError("'NoneType' object has no attribute '_tape'");
      if (leaf instanceof Tensor) this.tape.watch(leaf);
      else this.tape.watchVariable(leaf);
    }
  }

  /** Variables that are watched, in the order in which they were made. */
  watched_variables(): readonly BaseVariable[] {
    if (this.tape !== null) this.lastWatched = this.tape.variables;
    return new PyTuple([...this.lastWatched].sort((a, b) => a._resource.serial - b._resource.serial));
  }

  /** A context in which nothing is recorded on this tape. @throws {@link RuntimeError} if it does not record */
  stop_recording(): ContextManager<void> {
    return new StoppedRecording(() => {
      const { tape } = this;
      if (tape === null) throw new RuntimeError('Trying to stop recording a tape which is not recording.');
      if (!tape.recording) throw new ValueError('Tape is not recording.');
      tape.recording = false;
      return () => {
        tape.recording = true;
      };
    });
  }

  /** Forgets all that was recorded and watched. @throws {@link ValueError} if the tape does not record */
  reset(): void {
    if (this.tape?.recording !== true) throw new ValueError('Tape is not recording.');
    this.tape.restart();
  }

  private finished(): Tape {
    if (this.tape === null) throw new RuntimeError(usedUp);
    return this.tape;
  }

  /**
   * Gradients of the sum of all targets.
   * @param target a tensor or a structure of them
   * @param sources tensors and variables, alone or in a structure
   * @param output_gradients what to multiply the target's elements by; ones where not given
   * @param unconnected_gradients `'zero'` for zeros instead of null where nothing connects target and source
   * @returns the structure of `sources`, with a gradient or null for each
   * @throws {@link RuntimeError} for the second time on a tape that is not persistent
   */
  gradient<S>(
    ...args:
      | Args<
          [target: unknown, sources: S],
          [output_gradients: unknown, unconnected_gradients: UnconnectedGradients],
          GradientKeywords
        >
      | [GradientKeywords & { target: unknown; sources: S }]
  ): GradientsOf<S> {
    const given = bindGradient<S>(args);
    const tape = this.finished();
    if (tape.recording) this.leaveOrWarn(tape);
    const { target } = given;
    if (target === null || target === undefined)
      throw new TypeError(
        'Argument `target` should be a list or nested structure of Tensors, Variables or CompositeTensors to be ' +
          'differentiated, but received None.',
      );
    const targets = differentiable(target);
    const sources = differentiable(given.sources);
    const weights = targetWeights(targets, given.output_gradients);
    const unconnected = checkedUnconnected(given.unconnected_gradients);
    const found = backward(tape.calls, targets.map(handleOrSelf), weights, sources.map(handleOrSelf));
    this.release(tape, found);
    return pack_sequence_as(given.sources, filled(found, sources, unconnected)) as GradientsOf<S>;
  }

  private leaveOrWarn(tape: Tape): void {
    if (!this.persistent) tape.recording = false;
    else if (!warnedInside) {
      warnedInside = true;
      logger.warning(
        'Calling GradientTape.gradient on a persistent tape inside its context is significantly less efficient than ' +
          'calling it outside the context (it causes the gradient ops to be recorded on the tape, leading to increased ' +
          'CPU and memory usage). Only call GradientTape.gradient inside the context if you actually want to trace the ' +
          'gradient in order to compute higher order derivatives.',
      );
    }
  }

  /** Lets go of what was recorded, unless more gradients may be asked for. */
  private release(tape: Tape, found: readonly (GradientValue | null)[]): void {
    if (this.persistent) return;
    this.lastWatched = tape.variables;
    // What another tape or a graph has noted of this keeps the values.
    const { recorder, builder } = currentContext();
    if (!recorder && !builder) tape.giveBack(found);
    tape.recording = false;
    this.tape = null;
  }

  /**
   * All derivatives of the target's elements: for each source the target's shape followed by the source's.
   * @throws {@link RuntimeError} for the second time on a tape that is not persistent
   */
  jacobian<S>(
    ...args:
      | Args<[target: Tensor, sources: S], JacobianOptions, JacobianKeywords>
      | [JacobianKeywords & { target: Tensor; sources: S }]
  ): GradientsOf<S> {
    const given = bindArguments<JacobianKeywords & { target: Tensor; sources: S }>(
      'jacobian',
      ['target', 'sources', ...jacobianOptions],
      args,
      { required: 2, dicts: ['sources'] },
    );
    const tape = this.finished();
    this.checkPfor(given.experimental_use_pfor, 'jacobian');
    const unconnected = checkedUnconnected(given.unconnected_gradients);
    if (tape.recording) this.leaveOrWarn(tape);
    const sources = differentiable(given.sources);
    const shapes = sources.map((source) => source.shape as number[]);
    const rows = jacobian(tape.calls, given.target!, sources.map(handleOrSelf), shapes);
    this.release(tape, rows);
    const target = given.target!.dims;
    const found = rows.map((row, i) =>
      row === null && unconnected === 'zero' ? zeros([...target, ...shapes[i]!], sources[i]!.dtype) : row,
    );
    return pack_sequence_as(given.sources, found) as GradientsOf<S>;
  }

  /**
   * The derivatives of each row of `target`, `[b, ...]`, by the row of `source`, `[b, ...]`, that it depends on.
   * @throws {@link ValueError} if the first dimensions differ
   */
  batch_jacobian(
    ...args:
      | Args<
          [target: Tensor, source: Tensor | BaseVariable],
          JacobianOptions,
          JacobianKeywords,
          ['target', 'source']
        >
      | [JacobianKeywords & { target: Tensor; source: Tensor | BaseVariable }]
  ): Tensor {
    const given = bindArguments<JacobianKeywords & { target: Tensor; source: Tensor | BaseVariable }>(
      'batch_jacobian',
      ['target', 'source', ...jacobianOptions],
      args,
      { required: 2 },
    );
    if (this.tape === null) throw new RuntimeError(usedUp.replace('to compute', 'tocompute'));
    const { tape } = this;
    const [target, source] = [given.target!, given.source!];
    target.shape.with_rank_at_least(2);
    source.shape.with_rank_at_least(2);
    if (target.dims[0] !== source.shape[0])
      throw new ValueError(
        `Need first dimension of target shape (${target.shape}) and source shape (${source.shape}) to match.`,
        { fields: { expected: target.dims[0], actual: source.shape[0] } },
      );
    this.checkPfor(given.experimental_use_pfor, 'batch_jacobian');
    if (tape.recording) this.leaveOrWarn(tape);
    const found = batchJacobian(tape.calls, target, handleOrSelf(source), source.shape as number[]);
    this.release(tape, [found]);
    return found;
  }

  private checkPfor(usePfor: boolean | undefined, method: string): void {
    if (usePfor !== false || this.persistent) return;
    const and = method === 'jacobian' ? ' and with' : ' and  with';
    throw new RuntimeError(
      `GradientTape must be created with persistent=True to compute the ${method} with eager execution enabled` +
        `${and} experimental_use_pfor set to False.`,
    );
  }
}

const gradientKeywords = ['output_gradients', 'unconnected_gradients'] as const;

function bindGradient<S>(
  args: readonly unknown[],
): Partial<GradientKeywords & { target: unknown; sources: S }> {
  // A single target has a single gradient, so that an object after it can only be keywords.
  const weights = args[0] instanceof Tensor ? [] : ['output_gradients'];
  const names = ['target', 'sources', ...gradientKeywords] as const;
  return bindArguments<GradientKeywords & { target: unknown; sources: S }>('gradient', names, args, {
    required: 2,
    dicts: dictParameters(args, gradientKeywords, ['target', 'sources'], weights),
  });
}

/** What each target is weighted by: what was given, or null for ones. */
function targetWeights(
  targets: readonly (Tensor | BaseVariable)[],
  given: unknown,
): readonly (GradientValue | null)[] {
  const weights = (given ?? null) === null ? [] : outputGradients(given);
  return targets.map((target, i) => {
    const weight = weights[i] ?? null;
    if (weight !== null || target instanceof Tensor) return weight;
    return ones(target.shape as number[], target.dtype);
  });
}

class StoppedRecording extends ContextManager<void> {
  protected readonly target = undefined;
  constructor(private readonly stop: () => () => void) {
    super();
  }
  protected enter(): () => void {
    return this.stop();
  }
}

function checkedUnconnected(value: UnconnectedGradients | undefined): UnconnectedGradients {
  if (value === undefined || Object.values(UnconnectedGradients).includes(value)) return value ?? 'none';
  throw new ValueError(`Unknown value for unconnected_gradients: ${repr(value)}`, {
    fields: { expected: Object.values(UnconnectedGradients), actual: value },
  });
}

function filled(
  gradients: readonly (GradientValue | null)[],
  sources: readonly (Tensor | BaseVariable)[],
  unconnected: UnconnectedGradients,
): (GradientValue | null)[] {
  if (unconnected === 'none') return [...gradients];
  return gradients.map((g, i) => g ?? zeros(sources[i]!.shape as number[], sources[i]!.dtype));
}
