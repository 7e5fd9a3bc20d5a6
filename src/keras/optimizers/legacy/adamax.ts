/** Adam by the infinity norm (`tf.keras.optimizers.legacy.Adamax`). */
import type { Args } from '../../../python/arguments';
import type { BaseVariable } from '../../../runtime/base_variable';
import type { IndexedSlices } from '../../../runtime/indexed_slices';
import { ApplyAdaMax } from '../../../runtime/ops/training';
import { applyRows, applyUpdate, type Scalar } from '../../../runtime/ops/training_update';
import type { Tensor } from '../../../runtime/tensor';
import type { Config } from '../../schedules/learning_rate_schedule';
import { ScalarMath } from '../scalars';
import { bindLegacy, type Hyper, type LegacyKeywords, OptimizerV2 } from './optimizer_v2';

export interface AdamaxKeywords extends LegacyKeywords {
  learning_rate?: Hyper;
  beta_1?: Hyper;
  beta_2?: Hyper;
  epsilon?: number | null;
}

/** Mirrors `tf.keras.optimizers.legacy.Adamax`. Slots: `m`, `v`. */
export class Adamax extends OptimizerV2 {
  epsilon: number;

  constructor(
    ...args: Args<
      [],
      [learning_rate: Hyper, beta_1: Hyper, beta_2: Hyper, epsilon: number | null, name: string],
      AdamaxKeywords
    >
  ) {
    const names = ['learning_rate', 'beta_1', 'beta_2', 'epsilon', 'name'] as const;
    const given = bindLegacy<AdamaxKeywords>('Adamax', names, args);
    super(given.name ?? 'Adamax', given);
    this._set_hyper('learning_rate', given.lr ?? given.learning_rate ?? 0.001);
    this._set_hyper('decay', this._initial_decay);
    this._set_hyper('beta_1', given.beta_1 ?? 0.9);
    this._set_hyper('beta_2', given.beta_2 ?? 0.999);
    this.epsilon = given.epsilon || 1e-7;
  }
  get beta_1(): BaseVariable {
    return this._get_hyper('beta_1') as BaseVariable;
  }
  set beta_1(value: Hyper) {
    this._set_hyper('beta_1', value);
  }
  get beta_2(): BaseVariable {
    return this._get_hyper('beta_2') as BaseVariable;
  }
  set beta_2(value: Hyper) {
    this._set_hyper('beta_2', value);
  }

  override _create_slots(var_list: readonly BaseVariable[]): void {
    for (const slot of ['m', 'v']) for (const variable of var_list) this.add_slot(variable, slot);
  }
  private scalars(variable: BaseVariable): Scalar[] {
    const math = ScalarMath.of(variable.dtype);
    const step = math.add(math.read(this.iterations), 1);
    const beta_1 = this.hyper(math, 'beta_1');
    const power = math.power(beta_1, step);
    return [power, this.decayedRate(math), beta_1, this.hyper(math, 'beta_2'), this.epsilon];
  }
  override _resource_apply_dense(gradient: Tensor, variable: BaseVariable): void {
    applyUpdate(ApplyAdaMax, this.statesOf(variable, 'm', 'v'), this.scalars(variable), gradient);
  }
  protected override _apply_sparse(slices: IndexedSlices, variable: BaseVariable): void {
    applyRows(ApplyAdaMax, this.statesOf(variable, 'm', 'v'), this.scalars(variable), slices);
  }
  override get_config(): Config {
    return {
      ...super.get_config(),
      learning_rate: this._serialize_hyperparameter('learning_rate'),
      decay: this._initial_decay,
      beta_1: this._serialize_hyperparameter('beta_1'),
      beta_2: this._serialize_hyperparameter('beta_2'),
      epsilon: this.epsilon,
    };
  }
}
