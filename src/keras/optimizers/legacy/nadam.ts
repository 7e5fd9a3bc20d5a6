/** Adam with Nesterov's momentum (`tf.keras.optimizers.legacy.Nadam`). */
import { ValueError } from '../../../errors';
import type { Args } from '../../../python/arguments';
import type { BaseVariable } from '../../../runtime/base_variable';
import type { IndexedSlices } from '../../../runtime/indexed_slices';
import { cast } from '../../../runtime/ops/cast';
import { KerasNadam, ScaleSlot } from '../../../runtime/ops/training_keras';
import { applyRows, applyUpdate, type Scalar } from '../../../runtime/ops/training_update';
import type { Tensor } from '../../../runtime/tensor';
import { type Config, LearningRateSchedule } from '../../schedules/learning_rate_schedule';
import { ScalarMath } from '../scalars';
import { bindLegacy, type Hyper, type LegacyKeywords, OptimizerV2 } from './optimizer_v2';

export interface NadamKeywords extends LegacyKeywords {
  learning_rate?: Hyper;
  beta_1?: Hyper;
  beta_2?: Hyper;
  epsilon?: number | null;
  schedule_decay?: number;
}

/**
 * Mirrors `tf.keras.optimizers.legacy.Nadam`. Slots: `m`, `v`; `momentum_cache` is what all momenta multiply
 * to.
 */
export class Nadam extends OptimizerV2 {
  epsilon: number;
  private _m_cache: BaseVariable | null = null;

  /** @throws {@link ValueError} for a schedule as the rate */
  constructor(
    ...args: Args<
      [],
      [
        learning_rate: Hyper,
        beta_1: Hyper,
        beta_2: Hyper,
        epsilon: number | null,
        name: string,
        schedule_decay: number,
      ],
      NadamKeywords
    >
  ) {
    const names = ['learning_rate', 'beta_1', 'beta_2', 'epsilon', 'name', 'schedule_decay'] as const;
    const given = bindLegacy<NadamKeywords>('Nadam', names, args);
    const rate = given.lr ?? given.learning_rate ?? 0.001;
    if (rate instanceof LearningRateSchedule)
      throw new ValueError(
        'The Nadam optimizer does not support tf.keras.optimizers.LearningRateSchedules as the learning rate.',
      );
    super(given.name ?? 'Nadam', { ...given, decay: given.schedule_decay ?? 0.004 });
    this._set_hyper('learning_rate', rate);
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
    this._m_cache ??= this.ownWeight('momentum_cache', cast(1, var_list[0]!.dtype));
    for (const slot of ['m', 'v']) for (const variable of var_list) this.add_slot(variable, slot);
  }
  /** The momentum of the step that is `ahead` of the steps taken. */
  private momentum(math: ScalarMath, ahead: number): Scalar {
    const step = math.add(math.read(this.iterations), ahead);
    const exponent = math.multiply(math.constant(this._initial_decay), step);
    const fade = math.multiply(0.5, math.power(math.cast(0.96), exponent));
    return math.multiply(this.hyper(math, 'beta_1'), math.subtract(1, fade));
  }
  protected override _prepare(): void {
    const cache = this._m_cache!;
    const math = ScalarMath.of(cache.dtype);
    cache.assign(math.multiply(math.read(cache), this.momentum(math, 1)));
  }
  private scalars(math: ScalarMath): Scalar[] {
    const beta_2 = this.hyper(math, 'beta_2');
    const step = math.add(math.read(this.iterations), 1);
    return [
      this.hyper(math, 'learning_rate'),
      this.momentum(math, 1),
      this.momentum(math, 2),
      math.read(this._m_cache!),
      this.hyper(math, 'beta_1'),
      beta_2,
      math.power(beta_2, step),
      this.epsilon,
    ];
  }
  override _resource_apply_dense(gradient: Tensor, variable: BaseVariable): void {
    const scalars = this.scalars(ScalarMath.of(variable.dtype));
    applyUpdate(KerasNadam, this.statesOf(variable, 'm', 'v'), scalars, gradient);
  }
  /** All rows of the slots decay; only those that are named move the variable. */
  protected override _apply_sparse(slices: IndexedSlices, variable: BaseVariable): void {
    const math = ScalarMath.of(variable.dtype);
    const [, m, v] = this.statesOf(variable, 'm', 'v') as [BaseVariable, BaseVariable, BaseVariable];
    for (const [slot, name] of [
      [m, 'beta_1'],
      [v, 'beta_2'],
    ] as const) {
      const beta = this.hyper(math, name);
      applyUpdate(ScaleSlot, [slot], [beta], null);
      // The named rows decay in the update itself.
      applyRows(ScaleSlot, [slot], [math.divide(1, beta)], slices);
    }
    applyRows(KerasNadam, [variable, m, v], this.scalars(math), slices);
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
