/** Gradient descent with momentum (`tf.keras.optimizers.SGD`). */
import { ValueError } from '../../errors';
import type { Args } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import { ApplyKerasMomentum } from '../../runtime/ops/training';
import { applyUpdate } from '../../runtime/ops/training_update';
import type { List } from '../../tracking/list_methods';
import type { Config } from '../schedules/learning_rate_schedule';
import { type Gradient, wholeGradient } from './gradients';
import { bindOptimizer, commonKeywords, type OptimizerKeywords } from './keywords';
import { type LearningRate, Optimizer } from './optimizer';
import { ScalarMath } from './scalars';

export interface SGDKeywords extends OptimizerKeywords {
  learning_rate?: LearningRate;
  momentum?: number;
  nesterov?: boolean;
}

/** Mirrors `tf.keras.optimizers.SGD`. Slots: `m`, also without momentum. */
export class SGD extends Optimizer {
  declare momentum: number;
  declare nesterov: boolean;
  declare protected momentums: List<BaseVariable>;

  /** @throws {@link ValueError} for a momentum outside of [0, 1] */
  constructor(
    ...args: Args<[], [learning_rate: LearningRate, momentum: number, nesterov: boolean], SGDKeywords>
  ) {
    const given = bindOptimizer<SGDKeywords>('SGD', ['learning_rate', 'momentum', 'nesterov'], args);
    super(given.name ?? 'SGD', commonKeywords(given));
    this._learning_rate = this._build_learning_rate(given.learning_rate ?? 0.01);
    this.momentum = given.momentum ?? 0;
    this.nesterov = given.nesterov ?? false;
    if (this.momentum < 0 || this.momentum > 1)
      throw new ValueError('`momentum` must be between [0, 1].', { fields: { actual: this.momentum } });
  }

  override build(var_list: Iterable<BaseVariable>): void {
    if (this._built === true) return;
    const variables = [...var_list];
    super.build(variables);
    this.addSlots(variables, ['momentums', 'm']);
    this._built = true;
  }
  override update_step(gradient: Gradient, variable: BaseVariable): void {
    const math = ScalarMath.of(variable.dtype);
    const scalars = [math.read(this.learning_rate), math.cast(this.momentum)];
    const whole = wholeGradient(gradient, variable);
    applyUpdate(ApplyKerasMomentum, this.statesOf(variable), scalars, whole, this.nesterov);
  }
  override get_config(): Config {
    const { momentum, nesterov } = this;
    const learning_rate = this._serialize_hyperparameter(this._learning_rate);
    return { ...super.get_config(), learning_rate, momentum, nesterov };
  }
}
