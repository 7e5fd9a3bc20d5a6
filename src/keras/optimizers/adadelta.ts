/** Adadelta (`tf.keras.optimizers.Adadelta`). */
import type { Args } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import { ApplyAdadelta } from '../../runtime/ops/training';
import { applyUpdate } from '../../runtime/ops/training_update';
import type { List } from '../../tracking/list_methods';
import type { Config } from '../schedules/learning_rate_schedule';
import { type Gradient, wholeGradient } from './gradients';
import { bindOptimizer, commonKeywords, type OptimizerKeywords } from './keywords';
import { type LearningRate, Optimizer } from './optimizer';
import { ScalarMath } from './scalars';

export interface AdadeltaKeywords extends OptimizerKeywords {
  learning_rate?: LearningRate;
  rho?: number;
  epsilon?: number;
}

/** Mirrors `tf.keras.optimizers.Adadelta`. Slots: `accumulated_grad`, `accumulated_delta_var`. */
export class Adadelta extends Optimizer {
  declare rho: number;
  declare epsilon: number;
  declare protected _accumulated_grads: List<BaseVariable>;
  declare protected _accumulated_delta_vars: List<BaseVariable>;

  constructor(
    ...args: Args<[], [learning_rate: LearningRate, rho: number, epsilon: number], AdadeltaKeywords>
  ) {
    const given = bindOptimizer<AdadeltaKeywords>('Adadelta', ['learning_rate', 'rho', 'epsilon'], args);
    super(given.name ?? 'Adadelta', commonKeywords(given));
    this._learning_rate = this._build_learning_rate(given.learning_rate ?? 0.001);
    this.rho = given.rho ?? 0.95;
    this.epsilon = given.epsilon ?? 1e-7;
  }

  override build(var_list: Iterable<BaseVariable>): void {
    if (this._built === true) return;
    const variables = [...var_list];
    super.build(variables);
    this._built = true;
    this.addSlots(
      variables,
      ['_accumulated_grads', 'accumulated_grad'],
      ['_accumulated_delta_vars', 'accumulated_delta_var'],
    );
  }
  override update_step(gradient: Gradient, variable: BaseVariable): void {
    const scalars = [ScalarMath.of(variable.dtype).read(this.learning_rate), this.rho, this.epsilon];
    applyUpdate(ApplyAdadelta, this.statesOf(variable), scalars, wholeGradient(gradient, variable));
  }
  override get_config(): Config {
    const { rho, epsilon } = this;
    const learning_rate = this._serialize_hyperparameter(this._learning_rate);
    return { ...super.get_config(), learning_rate, rho, epsilon };
  }
}
