/**
 * Learning rates as functions of the step. A schedule is called like a function, `schedule(step)`, as in
 * Python; its class says what happens in `__call__`.
 */
import type { DType } from '../../dtypes';
import { NotImplementedError } from '../../errors';
import { callable } from '../../python/callable';
import type { BaseVariable } from '../../runtime/base_variable';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { cast } from '../../runtime/ops/cast';
import { Tensor } from '../../runtime/tensor';

/** A configuration from which an equal object can be made. */
export type Config = Record<string, unknown>;

export interface LearningRateSchedule {
  // biome-ignore lint/style/useShorthandFunctionType: the class of this name adds to it.
  (step: TensorLike): Tensor;
}

/** Mirrors `tf.keras.optimizers.schedules.LearningRateSchedule`. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: a schedule is called like a function.
export abstract class LearningRateSchedule {
  constructor() {
    // biome-ignore lint/correctness/noConstructorReturn: the function stands for the object.
    return callable(new.target.prototype as LearningRateSchedule, (schedule, step: TensorLike) =>
      schedule.__call__(step),
    );
  }

  /** @throws {@link NotImplementedError} if a subclass does not say */
  __call__(_step: TensorLike): Tensor {
    throw new NotImplementedError(
      `Learning rate schedule '${this.constructor.name}' must override \`__call__(self, step)\`.`,
    );
  }
  /** @throws {@link NotImplementedError} if a subclass does not say */
  get_config(): Config {
    throw new NotImplementedError(
      `Learning rate schedule '${this.constructor.name}' must override \`get_config()\` in order to be serializable.`,
    );
  }
  /** A schedule with the configuration that `get_config` gave. */
  static from_config<T>(this: new (config: never) => T, config: Config): T {
    return new this(config as never);
  }
}

/** A rate or another number of a schedule: a Python number, or a tensor. */
export type ScheduleNumber = number | Tensor;

/** `step` in the dtype of the rate. */
export function stepAs(step: TensorLike, dtype: DType): Tensor {
  return cast(step instanceof Tensor ? step : currentValue(step), dtype);
}

function currentValue(step: TensorLike): Tensor {
  const variable = step as BaseVariable;
  return typeof step === 'object' && step !== null && variable._is_variable === true
    ? variable.value()
    : toTensor(step);
}
