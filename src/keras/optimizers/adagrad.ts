/** Adagrad (`tf.keras.optimizers.Adagrad`). */
import type { Args } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import { IndexedSlices } from '../../runtime/indexed_slices';
import { KerasAdagrad } from '../../runtime/ops/training_keras';
import { applyRows, applyUpdate } from '../../runtime/ops/training_update';
import type { List } from '../../tracking/list_methods';
import type { Config } from '../schedules/learning_rate_schedule';
import type { Gradient } from './gradients';
import { bindOptimizer, commonKeywords, type OptimizerKeywords } from './keywords';
import { type LearningRate, Optimizer } from './optimizer';
import { ScalarMath } from './scalars';

export interface AdagradKeywords extends OptimizerKeywords {
  learning_rate?: LearningRate;
  initial_accumulator_value?: number;
  epsilon?: number;
}

/** Mirrors `tf.keras.optimizers.Adagrad`. Slots: `accumulator`. */
export class Adagrad extends Optimizer {
  declare initial_accumulator_value: number;
  declare epsilon: number;
  declare protected _accumulators: List<BaseVariable>;

  constructor(
    ...args: Args<
      [],
      [learning_rate: LearningRate, initial_accumulator_value: number, epsilon: number],
      AdagradKeywords
    >
  ) {
    const names = ['learning_rate', 'initial_accumulator_value', 'epsilon'] as const;
    const given = bindOptimizer<AdagradKeywords>('Adagrad', names, args);
    super(given.name ?? 'Adagrad', commonKeywords(given));
    this._learning_rate = this._build_learning_rate(given.learning_rate ?? 0.001);
    this.initial_accumulator_value = given.initial_accumulator_value ?? 0.1;
    this.epsilon = given.epsilon ?? 1e-7;
  }

  override build(var_list: Iterable<BaseVariable>): void {
    if (this._built === true) return;
    const variables = [...var_list];
    super.build(variables);
    this._built = true;
    this.addSlots(variables, ['_accumulators', 'accumulator', this.initial_accumulator_value]);
  }
  override update_step(gradient: Gradient, variable: BaseVariable): void {
    const scalars = [ScalarMath.of(variable.dtype).read(this.learning_rate), this.epsilon];
    const states = this.statesOf(variable);
    if (gradient instanceof IndexedSlices) applyRows(KerasAdagrad, states, scalars, gradient);
    else applyUpdate(KerasAdagrad, states, scalars, gradient);
  }
  override get_config(): Config {
    const { initial_accumulator_value, epsilon } = this;
    const learning_rate = this._serialize_hyperparameter(this._learning_rate);
    return { ...super.get_config(), learning_rate, initial_accumulator_value, epsilon };
  }
}
