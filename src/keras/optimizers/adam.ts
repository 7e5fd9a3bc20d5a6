/** Adam and its variant with weight decay apart from the gradient (`tf.keras.optimizers.Adam`, `AdamW`). */
import { ValueError } from '../../errors';
import type { Args } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import { ApplyAdam, ApplyAdamWithAmsgrad } from '../../runtime/ops/training';
import { applyUpdate } from '../../runtime/ops/training_update';
import { untracked } from '../../tracking/auto_trackable';
import type { List } from '../../tracking/list_methods';
import type { Config } from '../schedules/learning_rate_schedule';
import { type Gradient, wholeGradient } from './gradients';
import { bindOptimizer, commonKeywords, type OptimizerKeywords } from './keywords';
import { type LearningRate, Optimizer } from './optimizer';
import { ScalarMath } from './scalars';

export interface AdamKeywords extends OptimizerKeywords {
  learning_rate?: LearningRate;
  beta_1?: number;
  beta_2?: number;
  epsilon?: number;
  amsgrad?: boolean;
}

/** What both have in common. Slots: `m`, `v`, and `vhat` with `amsgrad`. */
abstract class AdamFamily extends Optimizer {
  declare beta_1: number;
  declare beta_2: number;
  declare epsilon: number;
  declare amsgrad: boolean;
  declare protected _momentums: List<BaseVariable>;
  declare protected _velocities: List<BaseVariable>;
  declare protected _velocity_hats: List<BaseVariable>;

  protected setUp(given: AdamKeywords): void {
    this.beta_1 = given.beta_1 ?? 0.9;
    this.beta_2 = given.beta_2 ?? 0.999;
    this.epsilon = given.epsilon ?? 1e-7;
    this.amsgrad = given.amsgrad ?? false;
  }

  override build(var_list: Iterable<BaseVariable>): void {
    if (this._built === true) return;
    const variables = [...var_list];
    super.build(variables);
    this._built = true;
    this.addSlots(variables, ['_momentums', 'm'], ['_velocities', 'v']);
    if (this.amsgrad) this.addSlots(variables, ['_velocity_hats', 'vhat']);
  }

  override update_step(gradient: Gradient, variable: BaseVariable): void {
    const { beta_1, beta_2, epsilon, amsgrad, _iterations } = untracked(this);
    const math = ScalarMath.of(variable.dtype);
    const step = math.add(math.read(_iterations), 1);
    const scalars = [
      math.power(math.cast(beta_1), step),
      math.power(math.cast(beta_2), step),
      math.read(this.learning_rate),
      beta_1,
      beta_2,
      epsilon,
    ];
    const rule = amsgrad ? ApplyAdamWithAmsgrad : ApplyAdam;
    applyUpdate(rule, this.statesOf(variable), scalars, wholeGradient(gradient, variable));
  }

  protected ownConfig(): Config {
    const { beta_1, beta_2, epsilon, amsgrad } = this;
    return { beta_1, beta_2, epsilon, amsgrad };
  }
}

/** Mirrors `tf.keras.optimizers.Adam`. */
export class Adam extends AdamFamily {
  constructor(
    ...args: Args<
      [],
      [learning_rate: LearningRate, beta_1: number, beta_2: number, epsilon: number, amsgrad: boolean],
      AdamKeywords
    >
  ) {
    const names = ['learning_rate', 'beta_1', 'beta_2', 'epsilon', 'amsgrad'] as const;
    const given = bindOptimizer<AdamKeywords>('Adam', names, args);
    super(given.name ?? 'Adam', commonKeywords(given));
    this._learning_rate = this._build_learning_rate(given.learning_rate ?? 0.001);
    this.setUp(given);
  }
  override get_config(): Config {
    const learning_rate = this._serialize_hyperparameter(this._learning_rate);
    return { ...super.get_config(), learning_rate, ...this.ownConfig() };
  }
}

/** Mirrors `tf.keras.optimizers.AdamW`: Adam with a weight decay of 0.004 if no other is given. */
export class AdamW extends AdamFamily {
  /** @throws {@link ValueError} without a weight decay */
  constructor(
    ...args: Args<
      [],
      [
        learning_rate: LearningRate,
        weight_decay: number,
        beta_1: number,
        beta_2: number,
        epsilon: number,
        amsgrad: boolean,
      ],
      AdamKeywords
    >
  ) {
    const names = ['learning_rate', 'weight_decay', 'beta_1', 'beta_2', 'epsilon', 'amsgrad'] as const;
    const given = bindOptimizer<AdamKeywords>('AdamW', names, args);
    super(given.name ?? 'AdamW', commonKeywords(given));
    this._learning_rate = this._build_learning_rate(given.learning_rate ?? 0.001);
    this.weight_decay = given.weight_decay === undefined ? 0.004 : given.weight_decay;
    this.setUp(given);
    if (this.weight_decay === null)
      throw new ValueError('Missing value of `weight_decay` which is required and must be a float value.');
  }
  override get_config(): Config {
    const learning_rate = this._serialize_hyperparameter(this._learning_rate);
    const { weight_decay } = this;
    return { ...super.get_config(), learning_rate, weight_decay, ...this.ownConfig() };
  }
}
