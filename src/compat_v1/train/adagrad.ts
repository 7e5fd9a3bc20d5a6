/** Adagrad, and the one with regularisation by proximal steps. */
import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import type { Operation } from '../../runtime/graph/operation';
import type { IndexedSlices } from '../../runtime/indexed_slices';
import { ApplyAdagrad, ApplyProximalAdagrad } from '../../runtime/ops/training';
import { applyRows, applyUpdate, type Scalar } from '../../runtime/ops/training_update';
import type { Tensor } from '../../runtime/tensor';
import type { Hyper } from './hyper';
import { Optimizer } from './optimizer';

interface AdagradKeywords {
  learning_rate?: Hyper;
  initial_accumulator_value?: number;
  use_locking?: boolean;
  name?: string;
}

function checkPositive(initial: number): number {
  if (initial > 0) return initial;
  throw new ValueError(`initial_accumulator_value must be positive: ${initial}`, {
    fields: { actual: initial },
  });
}

/** Mirrors `tf.compat.v1.train.AdagradOptimizer`. Slot: `accumulator` (variable `w/Adagrad`). */
export class AdagradOptimizer extends Optimizer {
  private readonly _learning_rate: Hyper;
  private readonly _initial_accumulator_value: number;

  /** @throws {@link ValueError} unless `initial_accumulator_value` is positive */
  constructor(
    ...args:
      | Args<
          [learning_rate: Hyper],
          [initial_accumulator_value: number, use_locking: boolean, name: string],
          AdagradKeywords,
          ['learning_rate']
        >
      | [AdagradKeywords]
  ) {
    const names = ['learning_rate', 'initial_accumulator_value', 'use_locking', 'name'] as const;
    const given = bindArguments<AdagradKeywords>('AdagradOptimizer', names, args, {
      required: 1,
      namesOp: false,
    });
    const initial = checkPositive(given.initial_accumulator_value ?? 0.1);
    super(given.use_locking ?? false, given.name ?? 'Adagrad');
    this._learning_rate = given.learning_rate!;
    this._initial_accumulator_value = initial;
  }

  protected override _create_slots(var_list: readonly BaseVariable[]): void {
    for (const variable of var_list)
      this.filledSlot(variable, 'accumulator', this._initial_accumulator_value);
  }
  protected _apply_dense(gradient: Tensor, variable: BaseVariable): Operation | null {
    const rate = this.hyper(this._learning_rate, variable.dtype);
    return applyUpdate(ApplyAdagrad, this.statesOf(variable, 'accumulator'), [rate], gradient);
  }
  protected _apply_sparse(slices: IndexedSlices, variable: BaseVariable): Operation | null {
    const rate = this.hyper(this._learning_rate, variable.dtype);
    return applyRows(ApplyAdagrad, this.statesOf(variable, 'accumulator'), [rate], slices);
  }
}

interface ProximalKeywords extends AdagradKeywords {
  l1_regularization_strength?: Hyper;
  l2_regularization_strength?: Hyper;
}

/** Mirrors `tf.compat.v1.train.ProximalAdagradOptimizer`. Slot: `accumulator` (variable `w/ProximalAdagrad`). */
export class ProximalAdagradOptimizer extends Optimizer {
  private readonly hypers: readonly Hyper[];
  private readonly _initial_accumulator_value: number;

  /** @throws {@link ValueError} unless `initial_accumulator_value` is positive */
  constructor(
    ...args:
      | Args<
          [learning_rate: Hyper],
          [
            initial_accumulator_value: number,
            l1_regularization_strength: Hyper,
            l2_regularization_strength: Hyper,
            use_locking: boolean,
            name: string,
          ],
          ProximalKeywords,
          ['learning_rate']
        >
      | [ProximalKeywords]
  ) {
    const names = [
      'learning_rate',
      'initial_accumulator_value',
      'l1_regularization_strength',
      'l2_regularization_strength',
      'use_locking',
      'name',
    ] as const;
    const given = bindArguments<ProximalKeywords>('ProximalAdagradOptimizer', names, args, {
      required: 1,
      namesOp: false,
    });
    const initial = checkPositive(given.initial_accumulator_value ?? 0.1);
    super(given.use_locking ?? false, given.name ?? 'ProximalAdagrad');
    const { l1_regularization_strength: l1 = 0, l2_regularization_strength: l2 = 0 } = given;
    this.hypers = [given.learning_rate!, l1, l2];
    this._initial_accumulator_value = initial;
  }

  protected override _create_slots(var_list: readonly BaseVariable[]): void {
    for (const variable of var_list)
      this.filledSlot(variable, 'accumulator', this._initial_accumulator_value);
  }
  private scalars({ dtype }: BaseVariable): Scalar[] {
    return this.hypers.map((value) => this.hyper(value, dtype));
  }
  protected _apply_dense(gradient: Tensor, variable: BaseVariable): Operation | null {
    const states = this.statesOf(variable, 'accumulator');
    return applyUpdate(ApplyProximalAdagrad, states, this.scalars(variable), gradient);
  }
  protected _apply_sparse(slices: IndexedSlices, variable: BaseVariable): Operation | null {
    const states = this.statesOf(variable, 'accumulator');
    return applyRows(ApplyProximalAdagrad, states, this.scalars(variable), slices);
  }
}
