/** Adam with a factored second moment (`tf.keras.optimizers.Adafactor`). */
import type { Args } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import { minimum } from '../../runtime/ops/extremes';
import { KerasAdafactor, KerasAdafactorVector } from '../../runtime/ops/training_keras';
import { applyUpdate, type Scalar } from '../../runtime/ops/training_update';
import { Variable } from '../../runtime/variable';
import type { List } from '../../tracking/list_methods';
import type { Config } from '../schedules/learning_rate_schedule';
import { type Gradient, wholeGradient } from './gradients';
import { bindOptimizer, commonKeywords, type OptimizerKeywords } from './keywords';
import { type LearningRate, Optimizer } from './optimizer';
import { ScalarMath } from './scalars';

export interface AdafactorKeywords extends OptimizerKeywords {
  learning_rate?: LearningRate;
  beta_2_decay?: number;
  epsilon_1?: number;
  epsilon_2?: number;
  clip_threshold?: number;
  relative_step?: boolean;
}

/**
 * Mirrors `tf.keras.optimizers.Adafactor`. Slots: `r` and `c` (rows and columns) of what has them, and `v`.
 */
export class Adafactor extends Optimizer {
  declare beta_2_decay: number;
  declare epsilon_1: number;
  declare epsilon_2: number;
  declare clip_threshold: number;
  declare relative_step: boolean;
  declare protected _r: List<BaseVariable>;
  declare protected _c: List<BaseVariable>;
  declare protected _v: List<BaseVariable>;

  constructor(
    ...args: Args<
      [],
      [
        learning_rate: LearningRate,
        beta_2_decay: number,
        epsilon_1: number,
        epsilon_2: number,
        clip_threshold: number,
        relative_step: boolean,
      ],
      AdafactorKeywords
    >
  ) {
    const names = [
      'learning_rate',
      'beta_2_decay',
      'epsilon_1',
      'epsilon_2',
      'clip_threshold',
      'relative_step',
    ] as const;
    const given = bindOptimizer<AdafactorKeywords>('Adafactor', names, args);
    super(given.name ?? 'Adafactor', commonKeywords(given));
    this._learning_rate = this._build_learning_rate(given.learning_rate ?? 0.001);
    this.beta_2_decay = given.beta_2_decay ?? -0.8;
    this.epsilon_1 = given.epsilon_1 ?? 1e-30;
    this.epsilon_2 = given.epsilon_2 ?? 1e-3;
    this.clip_threshold = given.clip_threshold ?? 1;
    this.relative_step = given.relative_step ?? true;
  }

  override build(var_list: Iterable<BaseVariable>): void {
    if (this._built === true) return;
    const variables = [...var_list];
    super.build(variables);
    this._built = true;
    this._r = [] as unknown as List<BaseVariable>;
    this._c = [] as unknown as List<BaseVariable>;
    this._v = [] as unknown as List<BaseVariable>;
    for (const variable of variables) this.addFactors(variable);
  }
  private addFactors(variable: BaseVariable): void {
    const { _shared_name: name, dtype } = variable;
    const dims = variable._resource.dims;
    if (dims.length < 2) {
      // Keras keeps the places with variables that no step touches, both of one name.
      for (const list of [this._r, this._c])
        list.append(new Variable({ initial_value: 0n, name: `r/${name}` }));
    } else {
      const outer = dims.slice(0, -2);
      this._r.append(this.add_variable([...outer, dims.at(-2)!], dtype, 'zeros', `r/${name}`));
      this._c.append(this.add_variable([...outer, dims.at(-1)!], dtype, 'zeros', `c/${name}`));
    }
    this._v.append(this.add_variable_from_reference(variable, 'v'));
  }

  private factors(variable: BaseVariable): readonly BaseVariable[] {
    const place = this.placeOf(variable);
    const [r, c, v] = [this._r[place]!, this._c[place]!, this._v[place]!];
    return variable._resource.dims.length < 2 ? [variable, v] : [variable, r, c, v];
  }

  /** The rate, at most one by the root of the step. */
  private rate(math: ScalarMath, step: Scalar): Scalar {
    const lr = math.read(this.learning_rate);
    const bound = math.power(step, -0.5);
    return typeof lr === 'number' && typeof bound === 'number' ? Math.min(lr, bound) : minimum(lr, bound);
  }

  override update_step(gradient: Gradient, variable: BaseVariable): void {
    const math = ScalarMath.of(variable.dtype);
    const step = math.add(math.read(this._iterations), 1);
    const beta2 = math.subtract(1, math.power(step, this.beta_2_decay));
    const dims = variable._resource.dims;
    const least = math.cast(this.epsilon_2);
    const scalars = [this.rate(math, step), beta2, this.epsilon_1, least, this.clip_threshold];
    const whole = wholeGradient(gradient, variable);
    const states = this.factors(variable);
    if (dims.length < 2) applyUpdate(KerasAdafactorVector, states, scalars, whole);
    else applyUpdate(KerasAdafactor, states, [...scalars, dims.at(-2)!, dims.at(-1)!], whole);
  }
  override get_config(): Config {
    const { beta_2_decay, epsilon_1, epsilon_2, clip_threshold, relative_step } = this;
    const learning_rate = this._serialize_hyperparameter(this._learning_rate);
    return {
      ...super.get_config(),
      learning_rate,
      beta_2_decay,
      epsilon_1,
      epsilon_2,
      clip_threshold,
      relative_step,
    };
  }
}
