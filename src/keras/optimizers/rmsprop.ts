/** RMSprop (`tf.keras.optimizers.RMSprop`). */
import type { Args } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import { ApplyCenteredRMSProp, ApplyRMSProp } from '../../runtime/ops/training';
import { KerasCenteredRMSprop, KerasRMSprop } from '../../runtime/ops/training_keras';
import { applyUpdate } from '../../runtime/ops/training_update';
import type { List } from '../../tracking/list_methods';
import type { Config } from '../schedules/learning_rate_schedule';
import { type Gradient, wholeGradient } from './gradients';
import { bindOptimizer, commonKeywords, type OptimizerKeywords } from './keywords';
import { type LearningRate, Optimizer } from './optimizer';
import { ScalarMath } from './scalars';

export interface RMSpropKeywords extends OptimizerKeywords {
  learning_rate?: LearningRate;
  rho?: number;
  momentum?: number;
  epsilon?: number;
  centered?: boolean;
}

/**
 * Mirrors `tf.keras.optimizers.RMSprop`. Slots: `velocity`, `momentum` if there is one, `average_gradient` if
 * centered.
 */
export class RMSprop extends Optimizer {
  declare rho: number;
  declare momentum: number;
  declare epsilon: number;
  declare centered: boolean;
  declare protected _velocities: List<BaseVariable>;
  declare protected _momentums: List<BaseVariable>;
  declare protected _average_gradients: List<BaseVariable>;

  constructor(
    ...args: Args<
      [],
      [learning_rate: LearningRate, rho: number, momentum: number, epsilon: number, centered: boolean],
      RMSpropKeywords
    >
  ) {
    const names = ['learning_rate', 'rho', 'momentum', 'epsilon', 'centered'] as const;
    const given = bindOptimizer<RMSpropKeywords>('RMSprop', names, args);
    super(given.name ?? 'RMSprop', { ema_overwrite_frequency: 100, ...commonKeywords(given) });
    this._learning_rate = this._build_learning_rate(given.learning_rate ?? 0.001);
    this.rho = given.rho ?? 0.9;
    this.momentum = given.momentum ?? 0;
    this.epsilon = given.epsilon ?? 1e-7;
    this.centered = given.centered ?? false;
  }

  override build(var_list: Iterable<BaseVariable>): void {
    if (this._built === true) return;
    const variables = [...var_list];
    super.build(variables);
    this._built = true;
    this.addSlots(variables, ['_velocities', 'velocity']);
    this.addSlots(this.momentum > 0 ? variables : [], ['_momentums', 'momentum']);
    this.addSlots(this.centered ? variables : [], ['_average_gradients', 'average_gradient']);
  }
  override update_step(gradient: Gradient, variable: BaseVariable): void {
    const { rho, momentum, epsilon, centered } = this;
    const lr = ScalarMath.of(variable.dtype).read(this.learning_rate);
    const states = this.statesOf(variable);
    const whole = wholeGradient(gradient, variable);
    if (!(momentum > 0)) {
      const rule = centered ? KerasCenteredRMSprop : KerasRMSprop;
      applyUpdate(rule, states, [lr, rho, epsilon], whole);
    } else if (centered) {
      const [v, velocity, moving, mean] = states as [BaseVariable, BaseVariable, BaseVariable, BaseVariable];
      const ordered = [v, mean, velocity, moving];
      applyUpdate(ApplyCenteredRMSProp, ordered, [lr, rho, momentum, epsilon], whole);
    } else applyUpdate(ApplyRMSProp, states, [lr, rho, momentum, epsilon], whole);
  }
  override get_config(): Config {
    const { rho, momentum, epsilon, centered } = this;
    const learning_rate = this._serialize_hyperparameter(this._learning_rate);
    return { ...super.get_config(), learning_rate, rho, momentum, epsilon, centered };
  }
}
