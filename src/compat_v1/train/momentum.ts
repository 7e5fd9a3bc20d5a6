/** Gradient descent with momentum. */
import { type Args, bindArguments } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import type { Operation } from '../../runtime/graph/operation';
import type { IndexedSlices } from '../../runtime/indexed_slices';
import { ApplyMomentum } from '../../runtime/ops/training';
import { applyRows, applyUpdate, type Scalar } from '../../runtime/ops/training_update';
import type { Tensor } from '../../runtime/tensor';
import type { Hyper } from './hyper';
import { Optimizer } from './optimizer';

interface MomentumKeywords {
  learning_rate?: Hyper;
  momentum?: Hyper;
  use_locking?: boolean;
  name?: string;
  use_nesterov?: boolean;
}

/** Mirrors `tf.compat.v1.train.MomentumOptimizer`. Slot: `momentum` (variable `w/Momentum`). */
export class MomentumOptimizer extends Optimizer {
  private readonly hypers: readonly Hyper[];
  private readonly _use_nesterov: boolean;

  constructor(
    ...args:
      | Args<
          [learning_rate: Hyper, momentum: Hyper],
          [use_locking: boolean, name: string, use_nesterov: boolean],
          MomentumKeywords,
          ['learning_rate', 'momentum']
        >
      | [learning_rate: Hyper, MomentumKeywords]
      | [MomentumKeywords]
  ) {
    const names = ['learning_rate', 'momentum', 'use_locking', 'name', 'use_nesterov'] as const;
    const given = bindArguments<MomentumKeywords>('MomentumOptimizer', names, args, {
      required: 2,
      namesOp: false,
    });
    super(given.use_locking ?? false, given.name ?? 'Momentum');
    this.hypers = [given.learning_rate!, given.momentum!];
    this._use_nesterov = given.use_nesterov ?? false;
  }

  protected override _create_slots(var_list: readonly BaseVariable[]): void {
    for (const variable of var_list) this._zeros_slot(variable, 'momentum', this._name);
  }
  private scalars({ dtype }: BaseVariable): Scalar[] {
    return this.hypers.map((value) => this.hyper(value, dtype));
  }
  protected _apply_dense(gradient: Tensor, variable: BaseVariable): Operation | null {
    const states = this.statesOf(variable, 'momentum');
    return applyUpdate(ApplyMomentum, states, this.scalars(variable), gradient, this._use_nesterov);
  }
  protected _apply_sparse(slices: IndexedSlices, variable: BaseVariable): Operation | null {
    const states = this.statesOf(variable, 'momentum');
    return applyRows(ApplyMomentum, states, this.scalars(variable), slices, this._use_nesterov);
  }
}
