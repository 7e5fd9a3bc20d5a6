/** Adadelta (`tf.keras.optimizers.legacy.Adadelta`). */
import type { Args } from '../../../python/arguments';
import type { BaseVariable } from '../../../runtime/base_variable';
import type { IndexedSlices } from '../../../runtime/indexed_slices';
import { ApplyAdadelta } from '../../../runtime/ops/training';
import { applyRows, applyUpdate, type Scalar } from '../../../runtime/ops/training_update';
import type { Tensor } from '../../../runtime/tensor';
import type { Config } from '../../schedules/learning_rate_schedule';
import { ScalarMath } from '../scalars';
import { bindLegacy, type Hyper, type LegacyKeywords, OptimizerV2 } from './optimizer_v2';

export interface AdadeltaKeywords extends LegacyKeywords {
  learning_rate?: Hyper;
  rho?: Hyper;
  epsilon?: number | null;
}

/** Mirrors `tf.keras.optimizers.legacy.Adadelta`. Slots: `accum_grad`, `accum_var`. */
export class Adadelta extends OptimizerV2 {
  epsilon: number;

  constructor(
    ...args: Args<
      [],
      [learning_rate: Hyper, rho: Hyper, epsilon: number | null, name: string],
      AdadeltaKeywords
    >
  ) {
    const names = ['learning_rate', 'rho', 'epsilon', 'name'] as const;
    const given = bindLegacy<AdadeltaKeywords>('Adadelta', names, args);
    super(given.name ?? 'Adadelta', given);
    this._set_hyper('learning_rate', given.lr ?? given.learning_rate ?? 0.001);
    this._set_hyper('decay', this._initial_decay);
    this._set_hyper('rho', given.rho ?? 0.95);
    this.epsilon = given.epsilon || 1e-7;
  }
  get rho(): BaseVariable {
    return this._get_hyper('rho') as BaseVariable;
  }
  set rho(value: Hyper) {
    this._set_hyper('rho', value);
  }

  override _create_slots(var_list: readonly BaseVariable[]): void {
    for (const slot of ['accum_grad', 'accum_var'])
      for (const variable of var_list) this.add_slot(variable, slot);
  }
  private scalars(variable: BaseVariable): Scalar[] {
    const math = ScalarMath.of(variable.dtype);
    return [this.decayedRate(math), this.hyper(math, 'rho'), this.epsilon];
  }
  override _resource_apply_dense(gradient: Tensor, variable: BaseVariable): void {
    applyUpdate(
      ApplyAdadelta,
      this.statesOf(variable, 'accum_grad', 'accum_var'),
      this.scalars(variable),
      gradient,
    );
  }
  protected override _apply_sparse(slices: IndexedSlices, variable: BaseVariable): void {
    applyRows(
      ApplyAdadelta,
      this.statesOf(variable, 'accum_grad', 'accum_var'),
      this.scalars(variable),
      slices,
    );
  }
  override get_config(): Config {
    return {
      ...super.get_config(),
      learning_rate: this._serialize_hyperparameter('learning_rate'),
      decay: this._initial_decay,
      rho: this._serialize_hyperparameter('rho'),
      epsilon: this.epsilon,
    };
  }
}
