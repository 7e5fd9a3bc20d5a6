/** RMSProp with momentum, centered or not. */
import { type Args, bindArguments } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import type { Operation } from '../../runtime/graph/operation';
import type { IndexedSlices } from '../../runtime/indexed_slices';
import { ApplyCenteredRMSProp, ApplyRMSProp } from '../../runtime/ops/training';
import { applyRows, applyUpdate, type Scalar, type UpdateRule } from '../../runtime/ops/training_update';
import type { Tensor } from '../../runtime/tensor';
import type { Hyper } from './hyper';
import { Optimizer } from './optimizer';

interface RMSPropKeywords {
  learning_rate?: Hyper;
  decay?: Hyper;
  momentum?: Hyper;
  epsilon?: Hyper;
  use_locking?: boolean;
  centered?: boolean;
  name?: string;
}

/** Mirrors `tf.compat.v1.train.RMSPropOptimizer`. Slots: `rms` (ones at first), `mg` if centered, `momentum`. */
export class RMSPropOptimizer extends Optimizer {
  private readonly hypers: readonly Hyper[];
  private readonly _centered: boolean;

  constructor(
    ...args:
      | Args<
          [learning_rate: Hyper],
          [
            decay: Hyper,
            momentum: Hyper,
            epsilon: Hyper,
            use_locking: boolean,
            centered: boolean,
            name: string,
          ],
          RMSPropKeywords,
          ['learning_rate']
        >
      | [RMSPropKeywords]
  ) {
    const names = [
      'learning_rate',
      'decay',
      'momentum',
      'epsilon',
      'use_locking',
      'centered',
      'name',
    ] as const;
    const given = bindArguments<RMSPropKeywords>('RMSPropOptimizer', names, args, {
      required: 1,
      namesOp: false,
    });
    super(given.use_locking ?? false, given.name ?? 'RMSProp');
    this.hypers = [given.learning_rate!, given.decay ?? 0.9, given.momentum ?? 0, given.epsilon ?? 1e-10];
    this._centered = given.centered ?? false;
  }

  protected override _create_slots(var_list: readonly BaseVariable[]): void {
    for (const variable of var_list) {
      this.filledSlot(variable, 'rms', 1);
      if (this._centered) this._zeros_slot(variable, 'mg', this._name);
      this._zeros_slot(variable, 'momentum', this._name);
    }
  }
  private call(variable: BaseVariable): [UpdateRule, BaseVariable[], Scalar[]] {
    const scalars = this.hypers.map((value) => this.hyper(value, variable.dtype));
    if (this._centered)
      return [ApplyCenteredRMSProp, this.statesOf(variable, 'mg', 'rms', 'momentum'), scalars];
    return [ApplyRMSProp, this.statesOf(variable, 'rms', 'momentum'), scalars];
  }
  protected _apply_dense(gradient: Tensor, variable: BaseVariable): Operation | null {
    return applyUpdate(...this.call(variable), gradient);
  }
  protected _apply_sparse(slices: IndexedSlices, variable: BaseVariable): Operation | null {
    return applyRows(...this.call(variable), slices);
  }
}
