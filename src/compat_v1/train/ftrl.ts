/** Follow the regularised leader. */
import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { format } from '../../python/format';
import type { BaseVariable } from '../../runtime/base_variable';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import type { Operation } from '../../runtime/graph/operation';
import type { IndexedSlices } from '../../runtime/indexed_slices';
import { add, divide, multiply } from '../../runtime/ops/arithmetic';
import { maximum } from '../../runtime/ops/extremes';
import { ApplyFtrl } from '../../runtime/ops/training';
import { applyRows, applyUpdate, type Scalar } from '../../runtime/ops/training_update';
import type { Tensor } from '../../runtime/tensor';
import { Optimizer } from './optimizer';

interface FtrlKeywords {
  learning_rate?: TensorLike;
  learning_rate_power?: number;
  initial_accumulator_value?: number;
  l1_regularization_strength?: number;
  l2_regularization_strength?: number;
  use_locking?: boolean;
  name?: string;
  accum_name?: string | null;
  linear_name?: string | null;
  l2_shrinkage_regularization_strength?: number;
  beta?: number | null;
}

const names = [
  'learning_rate',
  'learning_rate_power',
  'initial_accumulator_value',
  'l1_regularization_strength',
  'l2_regularization_strength',
  'use_locking',
  'name',
  'accum_name',
  'linear_name',
  'l2_shrinkage_regularization_strength',
  'beta',
] as const;

function checkSign(key: string, value: number, sign: 'negative' | 'positive'): void {
  if (sign === 'negative' ? value > 0 : value < 0)
    throw new ValueError(`${key} ${format(value, 'f')} needs to be ${sign} or zero`, {
      fields: { key, actual: value },
    });
}

/** Mirrors `tf.compat.v1.train.FtrlOptimizer`. Slots: `accum`, `linear` (variables `w/Ftrl`, `w/Ftrl_1`). */
export class FtrlOptimizer extends Optimizer {
  private readonly options: Partial<FtrlKeywords>;
  private readonly initial: number;

  /** @throws {@link ValueError} for an option of the wrong sign */
  constructor(
    ...args:
      | Args<
          [learning_rate: TensorLike],
          [
            learning_rate_power: number,
            initial_accumulator_value: number,
            l1_regularization_strength: number,
            l2_regularization_strength: number,
            use_locking: boolean,
            name: string,
            accum_name: string | null,
            linear_name: string | null,
            l2_shrinkage_regularization_strength: number,
            beta: number | null,
          ],
          FtrlKeywords,
          ['learning_rate']
        >
      | [FtrlKeywords]
  ) {
    const given = bindArguments<FtrlKeywords>('FtrlOptimizer', names, args, { required: 1, namesOp: false });
    super(given.use_locking ?? false, given.name ?? 'Ftrl');
    this.options = given;
    this.initial = given.initial_accumulator_value ?? 0.1;
    checkSign('initial_accumulator_value', this.initial, 'positive');
    checkSign('learning_rate_power', given.learning_rate_power ?? -0.5, 'negative');
    for (const key of [
      'l1_regularization_strength',
      'l2_regularization_strength',
      'l2_shrinkage_regularization_strength',
    ] as const)
      checkSign(key, given[key] ?? 0, 'positive');
  }

  protected override _create_slots(var_list: readonly BaseVariable[]): void {
    const { accum_name, linear_name } = this.options;
    for (const variable of var_list) {
      this.filledSlot(variable, 'accum', this.initial, accum_name || this._name);
      this._zeros_slot(variable, 'linear', linear_name || this._name);
    }
  }
  private scalars({ dtype }: BaseVariable): Scalar[] {
    const { learning_rate, beta, learning_rate_power: power = -0.5 } = this.options;
    const { l1_regularization_strength: l1 = 0, l2_regularization_strength: l2 = 0 } = this.options;
    const shrinkage = this.options.l2_shrinkage_regularization_strength ?? 0;
    const rate = toTensor(learning_rate!);
    const adjusted = beta ? add(l2, divide(beta, multiply(2, maximum(rate, 1e-36)))) : l2;
    return [rate, l1, adjusted, shrinkage, power].map((value) => this.hyper(value, dtype));
  }
  protected _apply_dense(gradient: Tensor, variable: BaseVariable): Operation | null {
    return applyUpdate(
      ApplyFtrl,
      this.statesOf(variable, 'accum', 'linear'),
      this.scalars(variable),
      gradient,
    );
  }
  protected _apply_sparse(slices: IndexedSlices, variable: BaseVariable): Operation | null {
    return applyRows(ApplyFtrl, this.statesOf(variable, 'accum', 'linear'), this.scalars(variable), slices);
  }
}
