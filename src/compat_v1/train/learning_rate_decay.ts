/**
 * Learning rates as functions of `global_step` (`tf.compat.v1.train.exponential_decay` and others): in a graph a tensor;
 * eagerly a function of no arguments, so that the rate follows the step. The formulas are those of Keras's schedules.
 */
import { currentContext } from '../../context';
import { int32, int64 } from '../../dtypes';
import { ValueError } from '../../errors';
import { CosineDecay, CosineDecayRestarts } from '../../keras/schedules/cosine';
import {
  ExponentialDecay,
  InverseTimeDecay,
  PiecewiseConstantDecay,
  PolynomialDecay,
} from '../../keras/schedules/decays';
import type { ScheduleNumber } from '../../keras/schedules/learning_rate_schedule';
import { type Args, bindArguments } from '../../python/arguments';
import { str } from '../../python/repr';
import { BaseVariable } from '../../runtime/base_variable';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { negative } from '../../runtime/ops/arithmetic';
import { cast } from '../../runtime/ops/cast';
import { exp } from '../../runtime/ops/exponential';
import type { Tensor } from '../../runtime/tensor';

/** A rate in a graph, or the function that gives it eagerly. */
export type DecayedRate = Tensor & (() => Tensor);

/** The schedule at a step: now in a graph, later where a step is a value that changes. */
export function decayed(schedule: (step: TensorLike) => Tensor, step: TensorLike): DecayedRate {
  if (currentContext().builder) return schedule(step) as DecayedRate;
  return (() => schedule(step)) as unknown as DecayedRate;
}

interface RateKeywords {
  learning_rate?: ScheduleNumber;
  global_step?: TensorLike;
  decay_steps?: ScheduleNumber;
  decay_rate?: ScheduleNumber;
  staircase?: boolean;
  name?: string | null;
}
type RateArgs = Args<
  [learning_rate: ScheduleNumber, global_step: TensorLike],
  [decay_steps: ScheduleNumber, decay_rate: ScheduleNumber, staircase: boolean, name: string | null],
  RateKeywords,
  ['learning_rate', 'global_step']
>;
const rateNames = ['learning_rate', 'global_step', 'decay_steps', 'decay_rate', 'staircase', 'name'] as const;

function rateArguments(name: string, args: readonly unknown[]): Required<RateKeywords> {
  const given = bindArguments<RateKeywords>(name, rateNames, args, { required: 4, namesOp: false });
  return { staircase: false, name: null, ...given } as Required<RateKeywords>;
}

/** Mirrors `tf.compat.v1.train.exponential_decay`: `learning_rate * decay_rate ** (global_step / decay_steps)`. */
export function exponential_decay(...args: RateArgs): DecayedRate {
  const given = rateArguments('exponential_decay', args);
  const { learning_rate, decay_steps, decay_rate, staircase } = given;
  return decayed(new ExponentialDecay(learning_rate, decay_steps, decay_rate, staircase), given.global_step);
}
/** Mirrors `tf.compat.v1.train.natural_exp_decay`: `learning_rate * exp(-decay_rate * global_step / decay_steps)`. */
export function natural_exp_decay(...args: RateArgs): DecayedRate {
  const given = rateArguments('natural_exp_decay', args);
  const { learning_rate, decay_steps, staircase } = given;
  const rate = exp(negative(given.decay_rate));
  return decayed(new ExponentialDecay(learning_rate, decay_steps, rate, staircase), given.global_step);
}
/** Mirrors `tf.compat.v1.train.inverse_time_decay`: `learning_rate / (1 + decay_rate * global_step / decay_steps)`. */
export function inverse_time_decay(...args: RateArgs): DecayedRate {
  const given = rateArguments('inverse_time_decay', args);
  const { learning_rate, decay_steps, decay_rate, staircase } = given;
  return decayed(new InverseTimeDecay(learning_rate, decay_steps, decay_rate, staircase), given.global_step);
}

interface PiecewiseKeywords {
  x?: TensorLike;
  boundaries?: readonly TensorLike[];
  values?: readonly TensorLike[];
  name?: string | null;
}
/**
 * Mirrors `tf.compat.v1.train.piecewise_constant`: `values[i]` up to and with `boundaries[i]`.
 * @throws {@link ValueError} for boundaries of another dtype than `x`, or values of different dtypes
 */
export function piecewise_constant(
  ...args: Args<
    [x: TensorLike],
    [boundaries: readonly TensorLike[], values: readonly TensorLike[], name: string | null],
    PiecewiseKeywords,
    ['x']
  >
): DecayedRate {
  const given = bindArguments<PiecewiseKeywords>(
    'piecewise_constant',
    ['x', 'boundaries', 'values', 'name'],
    args,
    { required: 3, namesOp: false },
  );
  const x = given.x!;
  const { dtype } = x instanceof BaseVariable ? x : toTensor(x);
  const boundaries = given.boundaries!.map((b) => boundary(b, dtype));
  const values = given.values!.map((value) => toTensor(value));
  for (const value of values)
    if (value.dtype !== values[0]!.dtype)
      throw new ValueError(
        `Values must have elements all with the same dtype (${str(values[0]!.dtype)} vs ${str(value.dtype)}).`,
      );
  if (boundaries.length !== values.length - 1)
    throw new ValueError('The length of boundaries should be 1 less than the length of values');
  return decayed(new PiecewiseConstantDecay(boundaries, values), x);
}
/** A whole number stands for an int, as Python's does. */
function boundary(given: TensorLike, dtype: Tensor['dtype']): Tensor {
  const whole = typeof given === 'number' && Number.isInteger(given) && dtype.is_integer;
  const b = toTensor(given, whole ? int32 : undefined);
  if (b.dtype === dtype) return b;
  if (b.dtype === int32 && dtype === int64) return cast(b, dtype);
  throw new ValueError(`Boundaries (${str(b.dtype)}) must have the same dtype as x (${str(dtype)}).`, {
    fields: { expected: dtype.name, actual: b.dtype.name },
  });
}

interface PolynomialKeywords {
  learning_rate?: ScheduleNumber;
  global_step?: TensorLike;
  decay_steps?: ScheduleNumber;
  end_learning_rate?: ScheduleNumber;
  power?: ScheduleNumber;
  cycle?: boolean;
  name?: string | null;
}
const polynomialNames = [
  'learning_rate',
  'global_step',
  'decay_steps',
  'end_learning_rate',
  'power',
  'cycle',
  'name',
] as const;
/** Mirrors `tf.compat.v1.train.polynomial_decay`: from one rate to another, once or again and again. */
export function polynomial_decay(
  ...args: Args<
    [learning_rate: ScheduleNumber, global_step: TensorLike],
    [
      decay_steps: ScheduleNumber,
      end_learning_rate: ScheduleNumber,
      power: ScheduleNumber,
      cycle: boolean,
      name: string | null,
    ],
    PolynomialKeywords,
    ['learning_rate', 'global_step']
  >
): DecayedRate {
  const given = bindArguments<PolynomialKeywords>('polynomial_decay', polynomialNames, args, {
    required: 3,
    namesOp: false,
  });
  const { learning_rate, global_step, decay_steps, ...rest } = given;
  return decayed(new PolynomialDecay(learning_rate!, decay_steps!, { ...rest }), global_step!);
}

interface CosineKeywords {
  learning_rate?: ScheduleNumber;
  global_step?: TensorLike;
  decay_steps?: ScheduleNumber;
  alpha?: number;
  name?: string | null;
}
/** Mirrors `tf.compat.v1.train.cosine_decay`: half a cosine from the rate down to `alpha` times the rate. */
export function cosine_decay(
  ...args: Args<
    [learning_rate: ScheduleNumber, global_step: TensorLike],
    [decay_steps: ScheduleNumber, alpha: number, name: string | null],
    CosineKeywords,
    ['learning_rate', 'global_step']
  >
): DecayedRate {
  const names = ['learning_rate', 'global_step', 'decay_steps', 'alpha', 'name'] as const;
  const given = bindArguments<CosineKeywords>('cosine_decay', names, args, { required: 3, namesOp: false });
  const { learning_rate, decay_steps, alpha } = given;
  return decayed(new CosineDecay(learning_rate!, decay_steps!, alpha ?? 0), given.global_step!);
}

interface RestartKeywords {
  learning_rate?: ScheduleNumber;
  global_step?: TensorLike;
  first_decay_steps?: ScheduleNumber;
  t_mul?: number;
  m_mul?: number;
  alpha?: number;
  name?: string | null;
}
const restartNames = [
  'learning_rate',
  'global_step',
  'first_decay_steps',
  't_mul',
  'm_mul',
  'alpha',
  'name',
] as const;
/** Mirrors `tf.compat.v1.train.cosine_decay_restarts`: cosines that begin again, each longer by `t_mul`. */
export function cosine_decay_restarts(
  ...args: Args<
    [learning_rate: ScheduleNumber, global_step: TensorLike],
    [first_decay_steps: ScheduleNumber, t_mul: number, m_mul: number, alpha: number, name: string | null],
    RestartKeywords,
    ['learning_rate', 'global_step']
  >
): DecayedRate {
  const given = bindArguments<RestartKeywords>('cosine_decay_restarts', restartNames, args, {
    required: 3,
    namesOp: false,
  });
  const { learning_rate, global_step, first_decay_steps, ...rest } = given;
  return decayed(new CosineDecayRestarts(learning_rate!, first_decay_steps!, { ...rest }), global_step!);
}

export { piecewise_constant as piecewise_constant_decay };
