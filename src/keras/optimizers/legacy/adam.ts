/** Adam (`tf.keras.optimizers.legacy.Adam`). */
import type { Args } from '../../../python/arguments';
import type { BaseVariable } from '../../../runtime/base_variable';
import type { IndexedSlices } from '../../../runtime/indexed_slices';
import { ApplyAdam, ApplyAdamWithAmsgrad } from '../../../runtime/ops/training';
import { applyUpdate } from '../../../runtime/ops/training_update';
import type { Tensor } from '../../../runtime/tensor';
import type { Config } from '../../schedules/learning_rate_schedule';
import { wholeGradient } from '../gradients';
import { ScalarMath } from '../scalars';
import { bindLegacy, type Hyper, type LegacyKeywords, OptimizerV2 } from './optimizer_v2';

export interface AdamKeywords extends LegacyKeywords {
  learning_rate?: Hyper;
  beta_1?: Hyper;
  beta_2?: Hyper;
  epsilon?: number | null;
  amsgrad?: boolean;
}

/** Mirrors `tf.keras.optimizers.legacy.Adam`. Slots: `m`, `v`, and `vhat` with `amsgrad`. */
export class Adam extends OptimizerV2 {
  epsilon: number;
  readonly amsgrad: boolean;

  constructor(
    ...args: Args<
      [],
      [
        learning_rate: Hyper,
        beta_1: Hyper,
        beta_2: Hyper,
        epsilon: number | null,
        amsgrad: boolean,
        name: string,
      ],
      AdamKeywords
    >
  ) {
    const names = ['learning_rate', 'beta_1', 'beta_2', 'epsilon', 'amsgrad', 'name'] as const;
    const given = bindLegacy<AdamKeywords>('Adam', names, args);
    super(given.name ?? 'Adam', given);
    this._set_hyper('learning_rate', given.lr ?? given.learning_rate ?? 0.001);
    this._set_hyper('decay', this._initial_decay);
    this._set_hyper('beta_1', given.beta_1 ?? 0.9);
    this._set_hyper('beta_2', given.beta_2 ?? 0.999);
    this.epsilon = given.epsilon || 1e-7;
    this.amsgrad = given.amsgrad ?? false;
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
    for (const slot of this.amsgrad ? ['m', 'v', 'vhat'] : ['m', 'v'])
      for (const variable of var_list) this.add_slot(variable, slot);
  }
  override _resource_apply_dense(gradient: Tensor, variable: BaseVariable): void {
    const math = ScalarMath.of(variable.dtype);
    const step = math.add(math.read(this.iterations), 1);
    const beta_1 = this.hyper(math, 'beta_1');
    const beta_2 = this.hyper(math, 'beta_2');
    const scalars = [
      math.power(beta_1, step),
      math.power(beta_2, step),
      this.decayedRate(math),
      beta_1,
      beta_2,
      this.epsilon,
    ];
    if (this.amsgrad)
      applyUpdate(ApplyAdamWithAmsgrad, this.statesOf(variable, 'm', 'v', 'vhat'), scalars, gradient);
    else applyUpdate(ApplyAdam, this.statesOf(variable, 'm', 'v'), scalars, gradient);
  }
  /** Moments of rows without a gradient decay too, and move the variable. */
  protected override _apply_sparse(slices: IndexedSlices, variable: BaseVariable): void {
    this._resource_apply_dense(wholeGradient(slices, variable), variable);
  }
  override get_config(): Config {
    return {
      ...super.get_config(),
      learning_rate: this._serialize_hyperparameter('learning_rate'),
      decay: this._initial_decay,
      beta_1: this._serialize_hyperparameter('beta_1'),
      beta_2: this._serialize_hyperparameter('beta_2'),
      epsilon: this.epsilon,
      amsgrad: this.amsgrad,
    };
  }
}
