/** Evolved sign momentum (`tf.keras.optimizers.Lion`). */
import { ValueError } from '../../errors';
import type { Args } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import { KerasLion } from '../../runtime/ops/training_keras';
import { applyUpdate } from '../../runtime/ops/training_update';
import type { List } from '../../tracking/list_methods';
import type { Config } from '../schedules/learning_rate_schedule';
import { type Gradient, wholeGradient } from './gradients';
import { bindOptimizer, commonKeywords, type OptimizerKeywords } from './keywords';
import { type LearningRate, Optimizer } from './optimizer';
import { ScalarMath } from './scalars';

export interface LionKeywords extends OptimizerKeywords {
  learning_rate?: LearningRate;
  beta_1?: number;
  beta_2?: number;
}

/** Mirrors `tf.keras.optimizers.Lion`. Slots: `m`. */
export class Lion extends Optimizer {
  declare beta_1: number;
  declare beta_2: number;
  declare protected momentums: List<BaseVariable>;

  /** @throws {@link ValueError} for a `beta_1` outside of (0, 1] */
  constructor(
    ...args: Args<[], [learning_rate: LearningRate, beta_1: number, beta_2: number], LionKeywords>
  ) {
    const given = bindOptimizer<LionKeywords>('Lion', ['learning_rate', 'beta_1', 'beta_2'], args);
    super(given.name ?? 'Lion', commonKeywords(given));
    this._learning_rate = this._build_learning_rate(given.learning_rate ?? 0.0001);
    this.beta_1 = given.beta_1 ?? 0.9;
    this.beta_2 = given.beta_2 ?? 0.99;
    if (this.beta_1 <= 0 || this.beta_1 > 1)
      throw new ValueError(
        `\`beta_1\`=${this.beta_1} must be between ]0, 1]. Otherwise, the optimizer degenerates to SignSGD.`,
        { fields: { actual: this.beta_1 } },
      );
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
    const scalars = [math.read(this.learning_rate), math.cast(this.beta_1), math.cast(this.beta_2)];
    applyUpdate(KerasLion, this.statesOf(variable), scalars, wholeGradient(gradient, variable));
  }
  override get_config(): Config {
    const { beta_1, beta_2 } = this;
    const learning_rate = this._serialize_hyperparameter(this._learning_rate);
    return { ...super.get_config(), learning_rate, beta_1, beta_2 };
  }
}
