/** Follow the regularised leader (`tf.keras.optimizers.Ftrl`). */
import { ValueError } from '../../errors';
import type { Args } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import { ApplyFtrl } from '../../runtime/ops/training';
import { applyUpdate } from '../../runtime/ops/training_update';
import type { List } from '../../tracking/list_methods';
import type { Config } from '../schedules/learning_rate_schedule';
import { type Gradient, wholeGradient } from './gradients';
import { bindOptimizer, commonKeywords, type OptimizerKeywords } from './keywords';
import { type LearningRate, Optimizer } from './optimizer';
import { ScalarMath } from './scalars';

/** The numbers of FTRL. */
export interface FtrlOptions {
  learning_rate_power?: number;
  initial_accumulator_value?: number;
  l1_regularization_strength?: number;
  l2_regularization_strength?: number;
  l2_shrinkage_regularization_strength?: number;
  beta?: number;
}
export interface FtrlKeywords extends OptimizerKeywords, FtrlOptions {
  learning_rate?: LearningRate;
}

/** All options, where not given the defaults. @throws {@link ValueError} for one of the wrong sign */
export function ftrlOptions(given: FtrlOptions): Required<FtrlOptions> {
  const options = {
    learning_rate_power: given.learning_rate_power ?? -0.5,
    initial_accumulator_value: given.initial_accumulator_value ?? 0.1,
    l1_regularization_strength: given.l1_regularization_strength ?? 0,
    l2_regularization_strength: given.l2_regularization_strength ?? 0,
    l2_shrinkage_regularization_strength: given.l2_shrinkage_regularization_strength ?? 0,
    beta: given.beta ?? 0,
  };
  for (const [name, value] of Object.entries(options)) {
    if (name === 'beta') continue;
    const negative = name === 'learning_rate_power';
    if (negative ? value > 0 : value < 0)
      throw new ValueError(
        `\`${name}\` needs to be ${negative ? 'negative' : 'positive'} or zero. Received: ${name}=${value}.`,
        { fields: { key: name, actual: value } },
      );
  }
  return options;
}

/** Mirrors `tf.keras.optimizers.Ftrl`. Slots: `accumulator`, `linear`. */
export class Ftrl extends Optimizer {
  declare learning_rate_power: number;
  declare initial_accumulator_value: number;
  declare l1_regularization_strength: number;
  declare l2_regularization_strength: number;
  declare l2_shrinkage_regularization_strength: number;
  declare beta: number;
  declare protected _accumulators: List<BaseVariable>;
  declare protected _linears: List<BaseVariable>;

  /** @throws {@link ValueError} for an option of the wrong sign */
  constructor(
    ...args: Args<
      [],
      [
        learning_rate: LearningRate,
        learning_rate_power: number,
        initial_accumulator_value: number,
        l1_regularization_strength: number,
        l2_regularization_strength: number,
        l2_shrinkage_regularization_strength: number,
        beta: number,
      ],
      FtrlKeywords
    >
  ) {
    const names = [
      'learning_rate',
      'learning_rate_power',
      'initial_accumulator_value',
      'l1_regularization_strength',
      'l2_regularization_strength',
      'l2_shrinkage_regularization_strength',
      'beta',
    ] as const;
    const given = bindOptimizer<FtrlKeywords>('Ftrl', names, args);
    super(given.name ?? 'Ftrl', commonKeywords(given));
    const options = ftrlOptions(given);
    this._learning_rate = this._build_learning_rate(given.learning_rate ?? 0.001);
    Object.assign(this, options);
  }

  override build(var_list: Iterable<BaseVariable>): void {
    if (this._built === true) return;
    const variables = [...var_list];
    super.build(variables);
    const { initial_accumulator_value } = this;
    this.addSlots(
      variables,
      // Keras fills with float32 and casts, unlike Adagrad.
      ['_accumulators', 'accumulator', Math.fround(initial_accumulator_value)],
      ['_linears', 'linear'],
    );
    this._built = true;
  }
  override update_step(gradient: Gradient, variable: BaseVariable): void {
    const math = ScalarMath.of(variable.dtype);
    const lr = math.read(this.learning_rate);
    const scalars = [
      lr,
      this.l1_regularization_strength,
      math.add(this.l2_regularization_strength, math.divide(this.beta, math.multiply(2, lr))),
      this.l2_shrinkage_regularization_strength,
      this.learning_rate_power,
    ];
    applyUpdate(ApplyFtrl, this.statesOf(variable), scalars, wholeGradient(gradient, variable));
  }
  override get_config(): Config {
    const learning_rate = this._serialize_hyperparameter(this._learning_rate);
    return {
      ...super.get_config(),
      learning_rate,
      learning_rate_power: this.learning_rate_power,
      initial_accumulator_value: this.initial_accumulator_value,
      l1_regularization_strength: this.l1_regularization_strength,
      l2_regularization_strength: this.l2_regularization_strength,
      l2_shrinkage_regularization_strength: this.l2_shrinkage_regularization_strength,
      beta: this.beta,
    };
  }
}
