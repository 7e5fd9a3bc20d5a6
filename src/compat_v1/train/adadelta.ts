/** Adadelta. */
import { type Args, bindArguments } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import type { Operation } from '../../runtime/graph/operation';
import type { IndexedSlices } from '../../runtime/indexed_slices';
import { ApplyAdadelta } from '../../runtime/ops/training';
import { applyRows, applyUpdate, type Scalar } from '../../runtime/ops/training_update';
import type { Tensor } from '../../runtime/tensor';
import type { Hyper } from './hyper';
import { Optimizer } from './optimizer';

interface AdadeltaKeywords {
  learning_rate?: Hyper;
  rho?: Hyper;
  epsilon?: Hyper;
  use_locking?: boolean;
  name?: string;
}

/** Mirrors `tf.compat.v1.train.AdadeltaOptimizer`. Slots: `accum`, `accum_update` (`w/Adadelta`, `w/Adadelta_1`). */
export class AdadeltaOptimizer extends Optimizer {
  private readonly hypers: readonly Hyper[];

  constructor(
    ...args: Args<
      [],
      [learning_rate: Hyper, rho: Hyper, epsilon: Hyper, use_locking: boolean, name: string],
      AdadeltaKeywords
    >
  ) {
    const names = ['learning_rate', 'rho', 'epsilon', 'use_locking', 'name'] as const;
    const given = bindArguments<AdadeltaKeywords>('AdadeltaOptimizer', names, args, { namesOp: false });
    super(given.use_locking ?? false, given.name ?? 'Adadelta');
    this.hypers = [given.learning_rate ?? 0.001, given.rho ?? 0.95, given.epsilon ?? 1e-8];
  }

  protected override _create_slots(var_list: readonly BaseVariable[]): void {
    for (const variable of var_list) {
      this._zeros_slot(variable, 'accum', this._name);
      this._zeros_slot(variable, 'accum_update', this._name);
    }
  }
  private scalars({ dtype }: BaseVariable): Scalar[] {
    return this.hypers.map((value) => this.hyper(value, dtype));
  }
  protected _apply_dense(gradient: Tensor, variable: BaseVariable): Operation | null {
    const states = this.statesOf(variable, 'accum', 'accum_update');
    return applyUpdate(ApplyAdadelta, states, this.scalars(variable), gradient);
  }
  protected _apply_sparse(slices: IndexedSlices, variable: BaseVariable): Operation | null {
    const states = this.statesOf(variable, 'accum', 'accum_update');
    return applyRows(ApplyAdadelta, states, this.scalars(variable), slices);
  }
}
