/** Follow the regularised leader (`tf.keras.optimizers.legacy.Ftrl`). */
import type { Args } from '../../../python/arguments';
import type { BaseVariable } from '../../../runtime/base_variable';
import type { IndexedSlices } from '../../../runtime/indexed_slices';
import { ApplyFtrl } from '../../../runtime/ops/training';
import { applyRows, applyUpdate, type Scalar } from '../../../runtime/ops/training_update';
import type { Tensor } from '../../../runtime/tensor';
import type { Config } from '../../schedules/learning_rate_schedule';
import { type FtrlOptions, ftrlOptions } from '../ftrl';
import { ScalarMath } from '../scalars';
import { bindLegacy, type Hyper, type LegacyKeywords, OptimizerV2 } from './optimizer_v2';

export interface FtrlKeywords extends LegacyKeywords, FtrlOptions {
  learning_rate?: Hyper;
}

/** Mirrors `tf.keras.optimizers.legacy.Ftrl`. Slots: `accumulator`, `linear`. */
export class Ftrl extends OptimizerV2 {
  private readonly _initial_accumulator_value: number;
  private readonly _l2_shrinkage_regularization_strength: number;

  /** @throws {@link ValueError} for an option of the wrong sign */
  constructor(
    ...args: Args<
      [],
      [
        learning_rate: Hyper,
        learning_rate_power: number,
        initial_accumulator_value: number,
        l1_regularization_strength: number,
        l2_regularization_strength: number,
        name: string,
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
      'name',
      'l2_shrinkage_regularization_strength',
      'beta',
    ] as const;
    const given = bindLegacy<FtrlKeywords>('Ftrl', names, args);
    super(given.name ?? 'Ftrl', given);
    this._set_hyper('learning_rate', given.learning_rate ?? 0.001);
    this._set_hyper('decay', this._initial_decay);
    const options = ftrlOptions(given);
    this._set_hyper('learning_rate_power', options.learning_rate_power);
    this._set_hyper('l1_regularization_strength', options.l1_regularization_strength);
    this._set_hyper('l2_regularization_strength', options.l2_regularization_strength);
    this._set_hyper('beta', options.beta);
    this._initial_accumulator_value = options.initial_accumulator_value;
    this._l2_shrinkage_regularization_strength = options.l2_shrinkage_regularization_strength;
  }
  get learning_rate_power(): BaseVariable {
    return this._get_hyper('learning_rate_power') as BaseVariable;
  }
  set learning_rate_power(value: Hyper) {
    this._set_hyper('learning_rate_power', value);
  }
  get l1_regularization_strength(): BaseVariable {
    return this._get_hyper('l1_regularization_strength') as BaseVariable;
  }
  set l1_regularization_strength(value: Hyper) {
    this._set_hyper('l1_regularization_strength', value);
  }
  get l2_regularization_strength(): BaseVariable {
    return this._get_hyper('l2_regularization_strength') as BaseVariable;
  }
  set l2_regularization_strength(value: Hyper) {
    this._set_hyper('l2_regularization_strength', value);
  }
  get beta(): BaseVariable {
    return this._get_hyper('beta') as BaseVariable;
  }
  set beta(value: Hyper) {
    this._set_hyper('beta', value);
  }

  override _create_slots(var_list: readonly BaseVariable[]): void {
    for (const variable of var_list) {
      this.addFilledSlot(variable, 'accumulator', this._initial_accumulator_value);
      this.add_slot(variable, 'linear');
    }
  }
  private scalars(variable: BaseVariable): Scalar[] {
    const math = ScalarMath.of(variable.dtype);
    const rate = this.decayedRate(math);
    const added = math.divide(this.hyper(math, 'beta'), math.multiply(2, rate));
    return [
      rate,
      this.hyper(math, 'l1_regularization_strength'),
      math.add(this.hyper(math, 'l2_regularization_strength'), added),
      math.cast(this._l2_shrinkage_regularization_strength),
      this.hyper(math, 'learning_rate_power'),
    ];
  }
  override _resource_apply_dense(gradient: Tensor, variable: BaseVariable): void {
    applyUpdate(
      ApplyFtrl,
      this.statesOf(variable, 'accumulator', 'linear'),
      this.scalars(variable),
      gradient,
    );
  }
  protected override _apply_sparse(slices: IndexedSlices, variable: BaseVariable): void {
    applyRows(ApplyFtrl, this.statesOf(variable, 'accumulator', 'linear'), this.scalars(variable), slices);
  }
  override get_config(): Config {
    return {
      ...super.get_config(),
      learning_rate: this._serialize_hyperparameter('learning_rate'),
      decay: this._initial_decay,
      initial_accumulator_value: this._initial_accumulator_value,
      learning_rate_power: this._serialize_hyperparameter('learning_rate_power'),
      l1_regularization_strength: this._serialize_hyperparameter('l1_regularization_strength'),
      l2_regularization_strength: this._serialize_hyperparameter('l2_regularization_strength'),
      beta: this._serialize_hyperparameter('beta'),
      l2_shrinkage_regularization_strength: this._l2_shrinkage_regularization_strength,
    };
  }
}
