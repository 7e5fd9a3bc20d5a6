/** Gradient descent with momentum (`tf.keras.optimizers.legacy.SGD`). */
import { ValueError } from '../../../errors';
import type { Args } from '../../../python/arguments';
import type { BaseVariable } from '../../../runtime/base_variable';
import type { IndexedSlices } from '../../../runtime/indexed_slices';
import { ApplyGradientDescent, ApplyKerasMomentum } from '../../../runtime/ops/training';
import { applyRows, applyUpdate, type Scalar, type UpdateRule } from '../../../runtime/ops/training_update';
import type { Tensor } from '../../../runtime/tensor';
import type { Config } from '../../schedules/learning_rate_schedule';
import { ScalarMath } from '../scalars';
import { bindLegacy, type Hyper, type LegacyKeywords, OptimizerV2 } from './optimizer_v2';

export interface SGDKeywords extends LegacyKeywords {
  learning_rate?: Hyper;
  momentum?: Hyper;
  nesterov?: boolean;
}

/** Mirrors `tf.keras.optimizers.legacy.SGD`. Slots: `momentum`, if there is one. */
export class SGD extends OptimizerV2 {
  readonly nesterov: boolean;
  private readonly hasMomentum: boolean;

  /** @throws {@link ValueError} for a momentum outside of [0, 1] */
  constructor(
    ...args: Args<[], [learning_rate: Hyper, momentum: Hyper, nesterov: boolean, name: string], SGDKeywords>
  ) {
    const names = ['learning_rate', 'momentum', 'nesterov', 'name'] as const;
    const given = bindLegacy<SGDKeywords>('SGD', names, args);
    super(given.name ?? 'SGD', given);
    this._set_hyper('learning_rate', given.lr ?? given.learning_rate ?? 0.01);
    this._set_hyper('decay', this._initial_decay);
    const momentum = given.momentum ?? 0;
    this.hasMomentum = typeof momentum !== 'number' || momentum > 0;
    if (typeof momentum === 'number' && (momentum < 0 || momentum > 1))
      throw new ValueError(
        `\`momentum\` must be between [0, 1]. Received: momentum=${momentum} (of type <class 'float'>).`,
        { fields: { actual: momentum } },
      );
    this._set_hyper('momentum', momentum);
    this.nesterov = given.nesterov ?? false;
  }
  get momentum(): BaseVariable {
    return this._get_hyper('momentum') as BaseVariable;
  }
  set momentum(value: Hyper) {
    this._set_hyper('momentum', value);
  }

  override _create_slots(var_list: readonly BaseVariable[]): void {
    if (this.hasMomentum) for (const variable of var_list) this.add_slot(variable, 'momentum');
  }
  /** Rule, states and scalars of a step. */
  private call(variable: BaseVariable): [UpdateRule, BaseVariable[], Scalar[]] {
    const math = ScalarMath.of(variable.dtype);
    const rate = this.decayedRate(math);
    if (!this.hasMomentum) return [ApplyGradientDescent, [variable], [rate]];
    const states = this.statesOf(variable, 'momentum');
    return [ApplyKerasMomentum, states, [rate, this.hyper(math, 'momentum')]];
  }
  override _resource_apply_dense(gradient: Tensor, variable: BaseVariable): void {
    applyUpdate(...this.call(variable), gradient, this.nesterov);
  }
  protected override _apply_sparse(slices: IndexedSlices, variable: BaseVariable): void {
    applyRows(...this.call(variable), slices, this.nesterov);
  }
  override get_config(): Config {
    return {
      ...super.get_config(),
      learning_rate: this._serialize_hyperparameter('learning_rate'),
      decay: this._initial_decay,
      momentum: this._serialize_hyperparameter('momentum'),
      nesterov: this.nesterov,
    };
  }
}
