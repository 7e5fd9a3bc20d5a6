/** Adam, whose powers of the betas are variables of the optimizer. */
import { currentContext } from '../../context';
import { wholeGradient } from '../../keras/optimizers/gradients';
import { type Args, bindArguments } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import type { Operation } from '../../runtime/graph/operation';
import type { IndexedSlices } from '../../runtime/indexed_slices';
import { multiply } from '../../runtime/ops/arithmetic';
import { ApplyAdam } from '../../runtime/ops/training';
import { applyUpdate } from '../../runtime/ops/training_update';
import type { Tensor } from '../../runtime/tensor';
import type { InitialValue } from '../../runtime/variable';
import type { Hyper } from './hyper';
import { after, groupOf, Optimizer } from './optimizer';

interface AdamKeywords {
  learning_rate?: Hyper;
  beta1?: Hyper;
  beta2?: Hyper;
  epsilon?: Hyper;
  use_locking?: boolean;
  name?: string;
}

/** Mirrors `tf.compat.v1.train.AdamOptimizer`. Slots: `m`, `v` (variables `w/Adam`, `w/Adam_1`). */
export class AdamOptimizer extends Optimizer {
  private readonly _lr: Hyper;
  private readonly _beta1: Hyper;
  private readonly _beta2: Hyper;
  private readonly _epsilon: Hyper;

  constructor(
    ...args: Args<
      [],
      [learning_rate: Hyper, beta1: Hyper, beta2: Hyper, epsilon: Hyper, use_locking: boolean, name: string],
      AdamKeywords
    >
  ) {
    const names = ['learning_rate', 'beta1', 'beta2', 'epsilon', 'use_locking', 'name'] as const;
    const given = bindArguments<AdamKeywords>('AdamOptimizer', names, args, { namesOp: false });
    super(given.use_locking ?? false, given.name ?? 'Adam');
    this._lr = given.learning_rate ?? 0.001;
    this._beta1 = given.beta1 ?? 0.9;
    this._beta2 = given.beta2 ?? 0.999;
    this._epsilon = given.epsilon ?? 1e-8;
  }

  protected override _create_slots(var_list: readonly BaseVariable[]): void {
    const first = var_list.reduce((a, b) => (b.name < a.name ? b : a));
    this._create_non_slot_variable(this._beta1 as InitialValue, 'beta1_power', first);
    this._create_non_slot_variable(this._beta2 as InitialValue, 'beta2_power', first);
    for (const variable of var_list) {
      this._zeros_slot(variable, 'm', this._name);
      this._zeros_slot(variable, 'v', this._name);
    }
  }
  protected _apply_dense(gradient: Tensor, variable: BaseVariable): Operation | null {
    const powers = this.powers();
    const hypers = [...powers, this._lr, this._beta1, this._beta2, this._epsilon];
    const scalars = hypers.map((value) => this.hyper(value, variable.dtype));
    return applyUpdate(ApplyAdam, this.statesOf(variable, 'm', 'v'), scalars, gradient);
  }
  /** Moments of rows without a gradient decay too, and move the variable. */
  protected _apply_sparse(slices: IndexedSlices, variable: BaseVariable): Operation | null {
    return this._apply_dense(wholeGradient(slices, variable), variable);
  }
  private powers(): BaseVariable[] {
    return [this._get_non_slot_variable('beta1_power')!, this._get_non_slot_variable('beta2_power')!];
  }
  protected override _finish(update_ops: readonly Operation[], name: string): Operation | null {
    const assigned = after(update_ops, () =>
      this.powers().map((power, i) => {
        const beta = this.hyper(i === 0 ? this._beta1 : this._beta2, power.dtype);
        return power.assign(multiply(power.value(), beta));
      }),
    );
    if (!currentContext().builder) return null;
    return groupOf([...update_ops, ...assigned.map((variable) => variable.op)], name);
  }
}
