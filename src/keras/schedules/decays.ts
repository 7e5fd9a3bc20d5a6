/** Schedules that decay by a formula: exponential, inverse in time, polynomial, and constant in pieces. */
import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { repr } from '../../python/repr';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { add, divide, multiply, subtract } from '../../runtime/ops/arithmetic';
import { cast } from '../../runtime/ops/cast';
import { equal, less_equal } from '../../runtime/ops/comparison';
import { minimum } from '../../runtime/ops/extremes';
import { pow } from '../../runtime/ops/power';
import { ceil, floor } from '../../runtime/ops/rounding';
import { selectV2 } from '../../runtime/ops/select';
import { Tensor } from '../../runtime/tensor';
import { type Config, LearningRateSchedule, type ScheduleNumber, stepAs } from './learning_rate_schedule';

interface DecayKeywords {
  initial_learning_rate?: ScheduleNumber;
  decay_steps?: ScheduleNumber;
  decay_rate?: ScheduleNumber;
  staircase?: boolean;
  name?: string | null;
}
type DecayArgs = Args<
  [],
  [
    initial_learning_rate: ScheduleNumber,
    decay_steps: ScheduleNumber,
    decay_rate: ScheduleNumber,
    staircase: boolean,
    name: string | null,
  ],
  DecayKeywords
>;
const decayNames = ['initial_learning_rate', 'decay_steps', 'decay_rate', 'staircase', 'name'] as const;

/** What exponential and inverse decay share: the fraction of a decay that has passed. */
abstract class RateDecay extends LearningRateSchedule {
  readonly initial_learning_rate: ScheduleNumber;
  readonly decay_steps: ScheduleNumber;
  readonly decay_rate: ScheduleNumber;
  readonly staircase: boolean;
  override readonly name: string | null;

  constructor(...args: DecayArgs) {
    super();
    const given = bindArguments<DecayKeywords>(new.target.name, decayNames, args, { required: 3 });
    this.initial_learning_rate = given.initial_learning_rate!;
    this.decay_steps = given.decay_steps!;
    this.decay_rate = given.decay_rate!;
    this.staircase = given.staircase ?? false;
    this.name = given.name ?? null;
  }

  override __call__(step: TensorLike): Tensor {
    const initial = toTensor(this.initial_learning_rate);
    const { dtype } = initial;
    const passed = divide(stepAs(step, dtype), cast(this.decay_steps, dtype));
    return this.decayed(initial, cast(this.decay_rate, dtype), this.staircase ? floor(passed) : passed);
  }
  protected abstract decayed(initial: Tensor, rate: Tensor, passed: Tensor): Tensor;

  override get_config(): Config {
    const { initial_learning_rate, decay_steps, decay_rate, staircase, name } = this;
    return { initial_learning_rate, decay_steps, decay_rate, staircase, name };
  }
}

/** Mirrors `tf.keras.optimizers.schedules.ExponentialDecay`: `initial * rate ** (step / decay_steps)`. */
export class ExponentialDecay extends RateDecay {
  protected decayed(initial: Tensor, rate: Tensor, passed: Tensor): Tensor {
    return multiply(initial, pow(rate, passed));
  }
}

/** Mirrors `tf.keras.optimizers.schedules.InverseTimeDecay`: `initial / (1 + rate * step / decay_steps)`. */
export class InverseTimeDecay extends RateDecay {
  protected decayed(initial: Tensor, rate: Tensor, passed: Tensor): Tensor {
    return divide(initial, add(cast(1, initial.dtype), multiply(rate, passed)));
  }
}

interface PolynomialKeywords {
  initial_learning_rate?: ScheduleNumber;
  decay_steps?: ScheduleNumber;
  end_learning_rate?: ScheduleNumber;
  power?: ScheduleNumber;
  cycle?: boolean;
  name?: string | null;
}
const polynomialNames = [
  'initial_learning_rate',
  'decay_steps',
  'end_learning_rate',
  'power',
  'cycle',
  'name',
] as const;

/**
 * Mirrors `tf.keras.optimizers.schedules.PolynomialDecay`: from one rate to another, once or again and again.
 */
export class PolynomialDecay extends LearningRateSchedule {
  readonly initial_learning_rate: ScheduleNumber;
  readonly decay_steps: ScheduleNumber;
  readonly end_learning_rate: ScheduleNumber;
  readonly power: ScheduleNumber;
  readonly cycle: boolean;
  override readonly name: string | null;

  constructor(
    ...args: Args<
      [],
      [
        initial_learning_rate: ScheduleNumber,
        decay_steps: ScheduleNumber,
        end_learning_rate: ScheduleNumber,
        power: ScheduleNumber,
        cycle: boolean,
        name: string | null,
      ],
      PolynomialKeywords
    >
  ) {
    super();
    const given = bindArguments<PolynomialKeywords>('PolynomialDecay', polynomialNames, args, {
      required: 2,
    });
    this.initial_learning_rate = given.initial_learning_rate!;
    this.decay_steps = given.decay_steps!;
    this.end_learning_rate = given.end_learning_rate ?? 0.0001;
    this.power = given.power ?? 1;
    this.cycle = given.cycle ?? false;
    this.name = given.name ?? null;
  }

  override __call__(step: TensorLike): Tensor {
    const initial = toTensor(this.initial_learning_rate);
    const { dtype } = initial;
    const end = cast(this.end_learning_rate, dtype);
    let at = stepAs(step, dtype);
    let length = cast(this.decay_steps, dtype);
    if (this.cycle) {
      const rounds = selectV2(equal(at, 0), cast(1, dtype), ceil(divide(at, length)));
      length = multiply(length, rounds);
    } else at = minimum(at, length);
    const left = subtract(cast(1, dtype), divide(at, length));
    return add(multiply(subtract(initial, end), pow(left, cast(this.power, dtype))), end);
  }
  override get_config(): Config {
    const { initial_learning_rate, decay_steps, end_learning_rate, power, cycle, name } = this;
    return { initial_learning_rate, decay_steps, end_learning_rate, power, cycle, name };
  }
}

interface PiecewiseKeywords {
  boundaries?: readonly ScheduleNumber[];
  values?: readonly ScheduleNumber[];
  name?: string | null;
}

/**
 * Mirrors `tf.keras.optimizers.schedules.PiecewiseConstantDecay`: `values[i]` up to and with `boundaries[i]`.
 */
export class PiecewiseConstantDecay extends LearningRateSchedule {
  readonly boundaries: readonly ScheduleNumber[];
  readonly values: readonly ScheduleNumber[];
  override readonly name: string | null;

  /** @throws {@link ValueError} unless there is one value more than boundaries */
  constructor(
    ...args: Args<
      [],
      [boundaries: readonly ScheduleNumber[], values: readonly ScheduleNumber[], name: string | null],
      PiecewiseKeywords
    >
  ) {
    super();
    const given = bindArguments<PiecewiseKeywords>(
      'PiecewiseConstantDecay',
      ['boundaries', 'values', 'name'],
      args,
      { required: 2 },
    );
    const [boundaries, values] = [given.boundaries!, given.values!];
    if (boundaries.length !== values.length - 1)
      throw new ValueError(
        'The length of boundaries should be 1 less than the length of values. Received: ' +
          `boundaries=${repr([...boundaries])} of length ${boundaries.length}, and values=${repr([...values])} of ` +
          `length ${values.length}.`,
        { fields: { expected: values.length - 1, actual: boundaries.length } },
      );
    this.boundaries = boundaries;
    this.values = values;
    this.name = given.name ?? null;
  }

  override __call__(step: TensorLike): Tensor {
    const at = step instanceof Tensor ? step : stepAs(step, toTensor(step).dtype);
    const rates = this.values.map((value) => toTensor(value));
    let rate = rates[rates.length - 1]!;
    for (let i = this.boundaries.length - 1; i >= 0; i--)
      rate = selectV2(less_equal(at, cast(this.boundaries[i]!, at.dtype)), rates[i]!, rate);
    return rate;
  }
  override get_config(): Config {
    const { boundaries, values, name } = this;
    return { boundaries, values, name };
  }
}
