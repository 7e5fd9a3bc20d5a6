/** Plain gradient descent, and the one with regularisation by proximal steps. */

import { type Args, bindArguments } from '../../python/arguments';

import type { BaseVariable } from '../../runtime/base_variable';
import type { Operation } from '../../runtime/graph/operation';
import type { IndexedSlices } from '../../runtime/indexed_slices';
import { ApplyGradientDescent, ApplyProximalGradientDescent } from '../../runtime/ops/training';
import { applyRows, applyUpdate, type Scalar } from '../../runtime/ops/training_update';
import type { Tensor } from '../../runtime/tensor';
import type { Hyper } from './hyper';
import { Optimizer } from './optimizer';

interface GradientDescentKeywords {
  learning_rate?: Hyper;
  use_locking?: boolean;
  name?: string;
}

/** Mirrors `tf.compat.v1.train.GradientDescentOptimizer`. Has no slots. */
export class GradientDescentOptimizer extends Optimizer {
  private readonly _learning_rate: Hyper;

  constructor(
    ...args:
      | Args<
          [learning_rate: Hyper],
          [use_locking: boolean, name: string],
          GradientDescentKeywords,
          ['learning_rate']
        >
      | [GradientDescentKeywords]
  ) {
    const names = ['learning_rate', 'use_locking', 'name'] as const;
    const given = bindArguments<GradientDescentKeywords>('GradientDescentOptimizer', names, args, {
      required: 1,
      namesOp: false,
    });
    super(given.use_locking ?? false, given.name ?? 'GradientDescent');
    this._learning_rate = given.learning_rate!;
  }

  protected _apply_dense(gradient: Tensor, variable: BaseVariable): Operation | null {
    const rate = this.hyper(this._learning_rate, variable.dtype);
    return applyUpdate(ApplyGradientDescent, [variable], [rate], gradient);
  }
  /** Rows that are named twice need no adding up. */
  protected override _apply_sparse_duplicate_indices(
    slices: IndexedSlices,
    variable: BaseVariable,
  ): Operation | null {
    return this._apply_sparse(slices, variable);
  }
  protected _apply_sparse(slices: IndexedSlices, variable: BaseVariable): Operation | null {
    const rate = this.hyper(this._learning_rate, variable.dtype);
    return applyRows(ApplyGradientDescent, [variable], [rate], slices);
  }
}

interface ProximalKeywords extends GradientDescentKeywords {
  l1_regularization_strength?: Hyper;
  l2_regularization_strength?: Hyper;
}

/** Mirrors `tf.compat.v1.train.ProximalGradientDescentOptimizer`. Has no slots. */
export class ProximalGradientDescentOptimizer extends Optimizer {
  private readonly hypers: readonly Hyper[];

  constructor(
    ...args:
      | Args<
          [learning_rate: Hyper],
          [
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
      'l1_regularization_strength',
      'l2_regularization_strength',
      'use_locking',
      'name',
    ] as const;
    const given = bindArguments<ProximalKeywords>('ProximalGradientDescentOptimizer', names, args, {
      required: 1,
      namesOp: false,
    });
    super(given.use_locking ?? false, given.name ?? 'ProximalGradientDescent');
    const { l1_regularization_strength: l1 = 0, l2_regularization_strength: l2 = 0 } = given;
    this.hypers = [given.learning_rate!, l1, l2];
  }

  private scalars({ dtype }: BaseVariable): Scalar[] {
    return this.hypers.map((value) => this.hyper(value, dtype));
  }
  protected _apply_dense(gradient: Tensor, variable: BaseVariable): Operation | null {
    return applyUpdate(ApplyProximalGradientDescent, [variable], this.scalars(variable), gradient);
  }
  protected _apply_sparse(slices: IndexedSlices, variable: BaseVariable): Operation | null {
    return applyRows(ApplyProximalGradientDescent, [variable], this.scalars(variable), slices);
  }
}
