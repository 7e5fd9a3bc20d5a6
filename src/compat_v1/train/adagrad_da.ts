/** Adagrad with dual averaging, which makes sparse weights. */
import { int64 } from '../../dtypes';
import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import type { Operation } from '../../runtime/graph/operation';
import type { IndexedSlices } from '../../runtime/indexed_slices';
import { add } from '../../runtime/ops/arithmetic';
import { ApplyAdagradDA } from '../../runtime/ops/training';
import { applyRows, applyUpdate, type Scalar } from '../../runtime/ops/training_update';
import type { Tensor } from '../../runtime/tensor';
import type { Hyper } from './hyper';
import { Optimizer } from './optimizer';

interface AdagradDAKeywords {
  learning_rate?: Hyper;
  /** Counts the steps: `minimize` and `apply_gradients` must be given the same one. */
  global_step?: Hyper;
  initial_gradient_squared_accumulator_value?: number;
  l1_regularization_strength?: Hyper;
  l2_regularization_strength?: Hyper;
  use_locking?: boolean;
  name?: string;
}
const names = [
  'learning_rate',
  'global_step',
  'initial_gradient_squared_accumulator_value',
  'l1_regularization_strength',
  'l2_regularization_strength',
  'use_locking',
  'name',
] as const;

/**
 * Mirrors `tf.compat.v1.train.AdagradDAOptimizer`. Slots: `gradient_accumulator`, `gradient_squared_accumulator` (variables
 * `w/AdagradDA`, `w/AdagradDA_1`). A row without a gradient keeps its value until it has one.
 */
export class AdagradDAOptimizer extends Optimizer {
  private readonly hypers: readonly Hyper[];
  private readonly _global_step: Hyper;
  private readonly initial: number;

  /** @throws {@link ValueError} unless `initial_gradient_squared_accumulator_value` is positive */
  constructor(
    ...args:
      | Args<
          [learning_rate: Hyper, global_step: Hyper],
          [
            initial_gradient_squared_accumulator_value: number,
            l1_regularization_strength: Hyper,
            l2_regularization_strength: Hyper,
            use_locking: boolean,
            name: string,
          ],
          AdagradDAKeywords,
          ['learning_rate', 'global_step']
        >
      | [AdagradDAKeywords]
  ) {
    const given = bindArguments<AdagradDAKeywords>('AdagradDAOptimizer', names, args, {
      required: 2,
      namesOp: false,
    });
    const initial = given.initial_gradient_squared_accumulator_value ?? 0.1;
    if (initial <= 0)
      throw new ValueError(`initial_gradient_squared_accumulator_value must be positive: ${initial}`, {
        fields: { actual: initial },
      });
    super(given.use_locking ?? false, given.name ?? 'AdagradDA');
    const { l1_regularization_strength: l1 = 0, l2_regularization_strength: l2 = 0 } = given;
    this.hypers = [given.learning_rate!, l1, l2];
    this._global_step = given.global_step!;
    this.initial = initial;
  }

  protected override _create_slots(var_list: readonly BaseVariable[]): void {
    for (const variable of var_list) {
      this._zeros_slot(variable, 'gradient_accumulator', this._name);
      this.filledSlot(variable, 'gradient_squared_accumulator', this.initial);
    }
  }
  private states(variable: BaseVariable): BaseVariable[] {
    return this.statesOf(variable, 'gradient_accumulator', 'gradient_squared_accumulator');
  }
  private scalars({ dtype }: BaseVariable): Scalar[] {
    const before = this.hyper(this._global_step, int64);
    const step = typeof before === 'number' ? before + 1 : add(before, 1);
    return [...this.hypers.map((value) => this.hyper(value, dtype)), step];
  }
  protected _apply_dense(gradient: Tensor, variable: BaseVariable): Operation | null {
    return applyUpdate(ApplyAdagradDA, this.states(variable), this.scalars(variable), gradient);
  }
  protected _apply_sparse(slices: IndexedSlices, variable: BaseVariable): Operation | null {
    return applyRows(ApplyAdagradDA, this.states(variable), this.scalars(variable), slices);
  }
}
