/** Adagrad (`tf.keras.optimizers.legacy.Adagrad`). */
import { ValueError } from '../../../errors';
import type { Args } from '../../../python/arguments';
import type { BaseVariable } from '../../../runtime/base_variable';
import type { IndexedSlices } from '../../../runtime/indexed_slices';
import { ApplyAdagradV2 } from '../../../runtime/ops/training';
import { applyRows, applyUpdate, type Scalar } from '../../../runtime/ops/training_update';
import type { Tensor } from '../../../runtime/tensor';
import type { Config } from '../../schedules/learning_rate_schedule';
import { ScalarMath } from '../scalars';
import { bindLegacy, type Hyper, type LegacyKeywords, OptimizerV2 } from './optimizer_v2';

export interface AdagradKeywords extends LegacyKeywords {
  learning_rate?: Hyper;
  initial_accumulator_value?: number;
  epsilon?: number | null;
}

/** Mirrors `tf.keras.optimizers.legacy.Adagrad`. Slots: `accumulator`. */
export class Adagrad extends OptimizerV2 {
  epsilon: number;
  private readonly _initial_accumulator_value: number;

  /** @throws {@link ValueError} for a negative `initial_accumulator_value` */
  constructor(
    ...args: Args<
      [],
      [learning_rate: Hyper, initial_accumulator_value: number, epsilon: number | null, name: string],
      AdagradKeywords
    >
  ) {
    const names = ['learning_rate', 'initial_accumulator_value', 'epsilon', 'name'] as const;
    const given = bindLegacy<AdagradKeywords>('Adagrad', names, args);
    const initial = given.initial_accumulator_value ?? 0.1;
    if (initial < 0)
      throw new ValueError(`initial_accumulator_value must be non-negative: ${initial}`, {
        fields: { actual: initial },
      });
    super(given.name ?? 'Adagrad', given);
    this._set_hyper('learning_rate', given.lr ?? given.learning_rate ?? 0.001);
    this._set_hyper('decay', this._initial_decay);
    this._initial_accumulator_value = initial;
    this.epsilon = given.epsilon || 1e-7;
  }

  override _create_slots(var_list: readonly BaseVariable[]): void {
    for (const variable of var_list)
      this.addFilledSlot(variable, 'accumulator', this._initial_accumulator_value);
  }
  private scalars(variable: BaseVariable): Scalar[] {
    const math = ScalarMath.of(variable.dtype);
    return [this.decayedRate(math), this.epsilon];
  }
  override _resource_apply_dense(gradient: Tensor, variable: BaseVariable): void {
    applyUpdate(ApplyAdagradV2, this.statesOf(variable, 'accumulator'), this.scalars(variable), gradient);
  }
  protected override _apply_sparse(slices: IndexedSlices, variable: BaseVariable): void {
    applyRows(ApplyAdagradV2, this.statesOf(variable, 'accumulator'), this.scalars(variable), slices);
  }
  override get_config(): Config {
    return {
      ...super.get_config(),
      learning_rate: this._serialize_hyperparameter('learning_rate'),
      decay: this._initial_decay,
      initial_accumulator_value: this._initial_accumulator_value,
      epsilon: this.epsilon,
    };
  }
}
