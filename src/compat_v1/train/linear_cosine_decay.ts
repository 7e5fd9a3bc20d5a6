/** `tf.compat.v1.train.linear_cosine_decay` and its noisy form: a cosine whose height falls in a straight line. */
import { halfCosine } from '../../keras/schedules/cosine';
import { type ScheduleNumber, stepAs } from '../../keras/schedules/learning_rate_schedule';
import { type Args, bindArguments } from '../../python/arguments';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { add, divide, multiply, subtract } from '../../runtime/ops/arithmetic';
import { cast } from '../../runtime/ops/cast';
import { minimum } from '../../runtime/ops/extremes';
import { pow, sqrt } from '../../runtime/ops/power';
import { normal } from '../../runtime/ops/random';
import type { Tensor } from '../../runtime/tensor';
import { type DecayedRate, decayed } from './learning_rate_decay';

interface LinearKeywords {
  learning_rate?: ScheduleNumber;
  global_step?: TensorLike;
  decay_steps?: ScheduleNumber;
  num_periods?: number;
  alpha?: number;
  beta?: number;
  name?: string | null;
}
interface NoisyKeywords extends LinearKeywords {
  initial_variance?: number;
  variance_decay?: number;
}
const rateNames = ['learning_rate', 'global_step', 'decay_steps'] as const;
const shapeNames = ['num_periods', 'alpha', 'beta', 'name'] as const;

/** `(alpha + height) * cosine + beta` times the rate, where `height` falls from 1 to 0. */
function linearCosine(
  given: LinearKeywords,
  step: TensorLike,
  roughen: (height: Tensor, at: Tensor) => Tensor,
): Tensor {
  const rate = toTensor(given.learning_rate!);
  const { dtype } = rate;
  const length = cast(given.decay_steps!, dtype);
  const at = minimum(stepAs(step, dtype), length);
  const height = roughen(divide(subtract(length, at), length), at);
  const cosine = halfCosine(multiply(multiply(2, cast(given.num_periods ?? 0.5, dtype)), divide(at, length)));
  return multiply(rate, add(multiply(add(given.alpha ?? 0, height), cosine), given.beta ?? 0.001));
}

/** Mirrors `tf.compat.v1.train.linear_cosine_decay`. */
export function linear_cosine_decay(
  ...args: Args<
    [learning_rate: ScheduleNumber, global_step: TensorLike],
    [decay_steps: ScheduleNumber, num_periods: number, alpha: number, beta: number, name: string | null],
    LinearKeywords,
    ['learning_rate', 'global_step']
  >
): DecayedRate {
  const names = [...rateNames, ...shapeNames] as const;
  const given = bindArguments<LinearKeywords>('linear_cosine_decay', names, args, {
    required: 3,
    namesOp: false,
  });
  return decayed((step) => linearCosine(given, step, (height) => height), given.global_step!);
}

/** Mirrors `tf.compat.v1.train.noisy_linear_cosine_decay`: noise is added to the height, less and less of it. */
export function noisy_linear_cosine_decay(
  ...args: Args<
    [learning_rate: ScheduleNumber, global_step: TensorLike],
    [
      decay_steps: ScheduleNumber,
      initial_variance: number,
      variance_decay: number,
      num_periods: number,
      alpha: number,
      beta: number,
      name: string | null,
    ],
    NoisyKeywords,
    ['learning_rate', 'global_step']
  >
): DecayedRate {
  const names = [...rateNames, 'initial_variance', 'variance_decay', ...shapeNames] as const;
  const given = bindArguments<NoisyKeywords>('noisy_linear_cosine_decay', names, args, {
    required: 3,
    namesOp: false,
  });
  const { initial_variance = 1, variance_decay = 0.55 } = given;
  const roughen = (height: Tensor, at: Tensor): Tensor => {
    const variance = divide(initial_variance, pow(add(1, at), variance_decay));
    return add(height, normal([], { stddev: sqrt(variance), dtype: at.dtype }));
  };
  return decayed((step) => linearCosine(given, step, roughen), given.global_step!);
}
