/** Adam by the infinity norm (`tf.keras.optimizers.Adamax`). */
import type { Args } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import { ApplyAdaMax } from '../../runtime/ops/training';
import { applyUpdate } from '../../runtime/ops/training_update';
import type { List } from '../../tracking/list_methods';
import type { Config } from '../schedules/learning_rate_schedule';
import { type Gradient, wholeGradient } from './gradients';
import { bindOptimizer, commonKeywords, type OptimizerKeywords } from './keywords';
import { type LearningRate, Optimizer } from './optimizer';
import { ScalarMath } from './scalars';

export interface AdamaxKeywords extends OptimizerKeywords {
  learning_rate?: LearningRate;
  beta_1?: number;
  beta_2?: number;
  epsilon?: number;
}

/** Mirrors `tf.keras.optimizers.Adamax`. Slots: `m`, `u`. */
export class Adamax extends Optimizer {
  declare beta_1: number;
  declare beta_2: number;
  declare epsilon: number;
  declare protected _m: List<BaseVariable>;
  declare protected _u: List<BaseVariable>;

  constructor(
    ...args: Args<
      [],
      [learning_rate: LearningRate, beta_1: number, beta_2: number, epsilon: number],
      AdamaxKeywords
    >
  ) {
    const names = ['learning_rate', 'beta_1', 'beta_2', 'epsilon'] as const;
    const given = bindOptimizer<AdamaxKeywords>('Adamax', names, args);
    super(given.name ?? 'Adamax', commonKeywords(given));
    this._learning_rate = this._build_learning_rate(given.learning_rate ?? 0.001);
    this.beta_1 = given.beta_1 ?? 0.9;
    this.beta_2 = given.beta_2 ?? 0.999;
    this.epsilon = given.epsilon ?? 1e-7;
  }

  override build(var_list: Iterable<BaseVariable>): void {
    if (this._built === true) return;
    const variables = [...var_list];
    super.build(variables);
    this._built = true;
    this.addSlots(variables, ['_m', 'm'], ['_u', 'u']);
  }
  override update_step(gradient: Gradient, variable: BaseVariable): void {
    const { beta_1, beta_2, epsilon } = this;
    const math = ScalarMath.of(variable.dtype);
    const step = math.add(math.read(this._iterations), 1);
    const power = math.power(math.cast(beta_1), step);
    const scalars = [power, math.read(this.learning_rate), beta_1, beta_2, epsilon];
    applyUpdate(ApplyAdaMax, this.statesOf(variable), scalars, wholeGradient(gradient, variable));
  }
  override get_config(): Config {
    const { beta_1, beta_2, epsilon } = this;
    const learning_rate = this._serialize_hyperparameter(this._learning_rate);
    return { ...super.get_config(), learning_rate, beta_1, beta_2, epsilon };
  }
}
