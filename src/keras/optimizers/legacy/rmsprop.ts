/** RMSprop (`tf.keras.optimizers.legacy.RMSprop`). */
import { ValueError } from '../../../errors';
import type { Args } from '../../../python/arguments';
import type { BaseVariable } from '../../../runtime/base_variable';
import type { IndexedSlices } from '../../../runtime/indexed_slices';
import { ApplyCenteredRMSProp, ApplyRMSProp } from '../../../runtime/ops/training';
import { LegacyCenteredRMSprop, LegacyRMSprop } from '../../../runtime/ops/training_keras';
import { applyRows, applyUpdate, type Scalar, type UpdateRule } from '../../../runtime/ops/training_update';
import type { Tensor } from '../../../runtime/tensor';
import type { Config } from '../../schedules/learning_rate_schedule';
import { wholeGradient } from '../gradients';
import { ScalarMath } from '../scalars';
import { bindLegacy, type Hyper, type LegacyKeywords, OptimizerV2 } from './optimizer_v2';

export interface RMSpropKeywords extends LegacyKeywords {
  learning_rate?: Hyper;
  rho?: Hyper;
  momentum?: Hyper;
  epsilon?: number | null;
  centered?: boolean;
}

/**
 * Mirrors `tf.keras.optimizers.legacy.RMSprop`. Slots: `rms`, `momentum` if there is one, `mg` if centered.
 */
export class RMSprop extends OptimizerV2 {
  epsilon: number;
  readonly centered: boolean;
  private readonly hasMomentum: boolean;

  /** @throws {@link ValueError} for a momentum outside of [0, 1] */
  constructor(
    ...args: Args<
      [],
      [
        learning_rate: Hyper,
        rho: Hyper,
        momentum: Hyper,
        epsilon: number | null,
        centered: boolean,
        name: string,
      ],
      RMSpropKeywords
    >
  ) {
    const names = ['learning_rate', 'rho', 'momentum', 'epsilon', 'centered', 'name'] as const;
    const given = bindLegacy<RMSpropKeywords>('RMSprop', names, args);
    super(given.name ?? 'RMSprop', given);
    this._set_hyper('learning_rate', given.lr ?? given.learning_rate ?? 0.001);
    this._set_hyper('decay', this._initial_decay);
    this._set_hyper('rho', given.rho ?? 0.9);
    const momentum = given.momentum ?? 0;
    this.hasMomentum = typeof momentum !== 'number' || momentum > 0;
    if (typeof momentum === 'number' && (momentum < 0 || momentum > 1))
      throw new ValueError(
        `\`momentum\` must be between [0, 1]. Received: momentum=${momentum} (of type <class 'float'>).`,
        { fields: { actual: momentum } },
      );
    this._set_hyper('momentum', momentum);
    this.epsilon = given.epsilon || 1e-7;
    this.centered = given.centered ?? false;
  }
  get rho(): BaseVariable {
    return this._get_hyper('rho') as BaseVariable;
  }
  set rho(value: Hyper) {
    this._set_hyper('rho', value);
  }
  get momentum(): BaseVariable {
    return this._get_hyper('momentum') as BaseVariable;
  }
  set momentum(value: Hyper) {
    this._set_hyper('momentum', value);
  }

  override _create_slots(var_list: readonly BaseVariable[]): void {
    for (const slot of this.slotsInUse()) for (const variable of var_list) this.add_slot(variable, slot);
  }
  private slotsInUse(): string[] {
    return ['rms', ...(this.hasMomentum ? ['momentum'] : []), ...(this.centered ? ['mg'] : [])];
  }
  /** Rule, states and scalars of a step. */
  private call(variable: BaseVariable): [UpdateRule, BaseVariable[], Scalar[]] {
    const math = ScalarMath.of(variable.dtype);
    const [rate, rho, epsilon] = [this.decayedRate(math), this.hyper(math, 'rho'), this.epsilon];
    if (!this.hasMomentum) {
      const rule = this.centered ? LegacyCenteredRMSprop : LegacyRMSprop;
      return [rule, this.statesOf(variable, ...this.slotsInUse()), [rate, rho, epsilon]];
    }
    const scalars = [rate, rho, this.hyper(math, 'momentum'), epsilon];
    return this.centered
      ? [ApplyCenteredRMSProp, this.statesOf(variable, 'mg', 'rms', 'momentum'), scalars]
      : [ApplyRMSProp, this.statesOf(variable, 'rms', 'momentum'), scalars];
  }
  override _resource_apply_dense(gradient: Tensor, variable: BaseVariable): void {
    applyUpdate(...this.call(variable), gradient);
  }
  /** Without momentum the slots of all rows decay; with it only what is named changes. */
  protected override _apply_sparse(slices: IndexedSlices, variable: BaseVariable): void {
    if (this.hasMomentum) applyRows(...this.call(variable), slices);
    else this._resource_apply_dense(wholeGradient(slices, variable), variable);
  }
  override get_config(): Config {
    return {
      ...super.get_config(),
      learning_rate: this._serialize_hyperparameter('learning_rate'),
      decay: this._initial_decay,
      rho: this._serialize_hyperparameter('rho'),
      momentum: this._serialize_hyperparameter('momentum'),
      epsilon: this.epsilon,
      centered: this.centered,
    };
  }
}
