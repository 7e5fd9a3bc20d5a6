/** Schedules that follow half a cosine from the rate down, once or with restarts. */
import { type Args, bindArguments } from '../../python/arguments';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { add, divide, multiply, subtract } from '../../runtime/ops/arithmetic';
import { cast } from '../../runtime/ops/cast';
import { less } from '../../runtime/ops/comparison';
import { log } from '../../runtime/ops/exponential';
import { minimum } from '../../runtime/ops/extremes';
import { pow } from '../../runtime/ops/power';
import { floor } from '../../runtime/ops/rounding';
import { selectV2 } from '../../runtime/ops/select';
import { cos } from '../../runtime/ops/trigonometric';
import type { Tensor } from '../../runtime/tensor';
import { type Config, LearningRateSchedule, type ScheduleNumber, stepAs } from './learning_rate_schedule';

/** `0.5 * (1 + cos(pi * fraction))` */
export function halfCosine(fraction: Tensor): Tensor {
  return multiply(add(cos(multiply(fraction, Math.PI)), 1), 0.5);
}

interface CosineKeywords {
  initial_learning_rate?: ScheduleNumber;
  decay_steps?: ScheduleNumber;
  alpha?: number;
  name?: string | null;
  warmup_target?: ScheduleNumber | null;
  warmup_steps?: ScheduleNumber;
}
const cosineNames = [
  'initial_learning_rate',
  'decay_steps',
  'alpha',
  'name',
  'warmup_target',
  'warmup_steps',
] as const;

/** Mirrors `tf.keras.optimizers.schedules.CosineDecay`, with a linear warm-up if `warmup_target` is given. */
export class CosineDecay extends LearningRateSchedule {
  readonly initial_learning_rate: ScheduleNumber;
  readonly decay_steps: ScheduleNumber;
  readonly alpha: number;
  override readonly name: string | null;
  readonly warmup_target: ScheduleNumber | null;
  readonly warmup_steps: ScheduleNumber;

  constructor(
    ...args: Args<
      [],
      [
        initial_learning_rate: ScheduleNumber,
        decay_steps: ScheduleNumber,
        alpha: number,
        name: string | null,
        warmup_target: ScheduleNumber | null,
        warmup_steps: ScheduleNumber,
      ],
      CosineKeywords
    >
  ) {
    super();
    const given = bindArguments<CosineKeywords>('CosineDecay', cosineNames, args, { required: 2 });
    this.initial_learning_rate = given.initial_learning_rate!;
    this.decay_steps = given.decay_steps!;
    this.alpha = given.alpha ?? 0;
    this.name = given.name ?? null;
    this.warmup_target = given.warmup_target ?? null;
    this.warmup_steps = given.warmup_steps ?? 0;
  }

  override __call__(step: TensorLike): Tensor {
    const initial = toTensor(this.initial_learning_rate);
    const { dtype } = initial;
    const length = cast(this.decay_steps, dtype);
    const at = stepAs(step, dtype);
    if (this.warmup_target === null) return this.decayed(divide(minimum(at, length), length), initial);
    const target = cast(this.warmup_target, dtype);
    const warmup = cast(this.warmup_steps, dtype);
    const until = minimum(at, add(length, warmup));
    return selectV2(
      less(until, warmup),
      add(multiply(subtract(target, initial), divide(until, warmup)), initial),
      this.decayed(divide(subtract(until, warmup), length), target),
    );
  }
  private decayed(fraction: Tensor, from: Tensor): Tensor {
    return multiply(from, add(multiply(halfCosine(fraction), 1 - this.alpha), this.alpha));
  }
  override get_config(): Config {
    const { initial_learning_rate, decay_steps, alpha, name, warmup_target, warmup_steps } = this;
    return { initial_learning_rate, decay_steps, alpha, name, warmup_target, warmup_steps };
  }
}

interface RestartKeywords {
  initial_learning_rate?: ScheduleNumber;
  first_decay_steps?: ScheduleNumber;
  t_mul?: number;
  m_mul?: number;
  alpha?: number;
  name?: string | null;
}
const restartNames = [
  'initial_learning_rate',
  'first_decay_steps',
  't_mul',
  'm_mul',
  'alpha',
  'name',
] as const;

/**
 * Mirrors `tf.keras.optimizers.schedules.CosineDecayRestarts`: each round is `t_mul` times as long as the one
 * before and starts at `m_mul` times its rate.
 */
export class CosineDecayRestarts extends LearningRateSchedule {
  readonly initial_learning_rate: ScheduleNumber;
  readonly first_decay_steps: ScheduleNumber;
  readonly alpha: number;
  override readonly name: string | null;
  private readonly t_mul: number;
  private readonly m_mul: number;

  constructor(
    ...args: Args<
      [],
      [
        initial_learning_rate: ScheduleNumber,
        first_decay_steps: ScheduleNumber,
        t_mul: number,
        m_mul: number,
        alpha: number,
        name: string | null,
      ],
      RestartKeywords
    >
  ) {
    super();
    const given = bindArguments<RestartKeywords>('CosineDecayRestarts', restartNames, args, { required: 2 });
    this.initial_learning_rate = given.initial_learning_rate!;
    this.first_decay_steps = given.first_decay_steps!;
    this.t_mul = given.t_mul ?? 2;
    this.m_mul = given.m_mul ?? 1;
    this.alpha = given.alpha ?? 0;
    this.name = given.name ?? null;
  }

  override __call__(step: TensorLike): Tensor {
    const initial = toTensor(this.initial_learning_rate);
    const { dtype } = initial;
    const passed = divide(stepAs(step, dtype), cast(this.first_decay_steps, dtype));
    const [round, fraction] = this.t_mul === 1 ? equalRounds(passed) : this.growingRounds(passed);
    const share = multiply(halfCosine(fraction), pow(cast(this.m_mul, dtype), round));
    return multiply(initial, add(multiply(share, 1 - this.alpha), this.alpha));
  }
  private growingRounds(passed: Tensor): [round: Tensor, fraction: Tensor] {
    const growth = cast(this.t_mul, passed.dtype);
    const less1 = subtract(cast(1, passed.dtype), growth);
    const round = floor(divide(log(subtract(cast(1, passed.dtype), multiply(passed, less1))), log(growth)));
    const length = pow(growth, round);
    const before = divide(subtract(cast(1, passed.dtype), length), less1);
    return [round, divide(subtract(passed, before), length)];
  }
  override get_config(): Config {
    const { initial_learning_rate, first_decay_steps, t_mul, m_mul, alpha, name } = this;
    return { initial_learning_rate, first_decay_steps, t_mul, m_mul, alpha, name };
  }
}

function equalRounds(passed: Tensor): [round: Tensor, fraction: Tensor] {
  const round = floor(passed);
  return [round, subtract(passed, round)];
}
