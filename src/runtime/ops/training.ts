/**
 * TensorFlow's own training ops as update rules (training_update.ts): what Keras's optimizers and those of
 * compat.v1 have in common. Scalars stand in the order of TF's op definitions; the gradient comes last.
 */
import { adam, adamax, amsgrad, descend, kerasMomentum, momentum, nesterovAdam } from '../kernels/training';
import {
  adadelta,
  adagrad,
  adagradDualAveraging,
  ftrl,
  proximalAdagrad,
  proximalDescend,
  rmsprop,
} from '../kernels/training_adaptive';
import type { Rounding } from '../rounding';
import { defineUpdate } from './training_update';

/** Scalars: alpha. */
export const ApplyGradientDescent = defineUpdate('ResourceApplyGradientDescent', {
  states: 1,
  first: 'alpha',
  sparse: 'ResourceSparseApplyGradientDescent',
  loop: ([v], [alpha], g, at, from, count) => descend(v!, g, alpha!, at, from, count),
});

/** States: var, accum. Scalars: lr, momentum. Flag: use_nesterov. */
export const ApplyMomentum = defineUpdate('ResourceApplyMomentum', {
  states: 2,
  sparse: 'ResourceSparseApplyMomentum',
  loop: ([v, a], [lr, m], g, at, from, count, nesterov) =>
    momentum(v!, a!, g, lr!, m!, nesterov, at, from, count),
});

/** As {@link ApplyMomentum}; the accumulator holds steps, not gradients. */
export const ApplyKerasMomentum = defineUpdate('ResourceApplyKerasMomentum', {
  states: 2,
  sparse: 'ResourceSparseApplyKerasMomentum',
  loop: ([v, a], [lr, m], g, at, from, count, nesterov) =>
    kerasMomentum(v!, a!, g, lr!, m!, nesterov, at, from, count),
});

function corrected(power1: number, power2: number, lr: number, round: Rounding): number {
  const top = round(lr * round(Math.sqrt(round(1 - power2))));
  return round(top / round(1 - power1));
}

/** States: var, m, v. Scalars: beta1_power, beta2_power, lr, beta1, beta2, epsilon. Flag: use_nesterov. */
export const ApplyAdam = defineUpdate('ResourceApplyAdam', {
  states: 3,
  first: 'beta1_power',
  loop: ([v, m, s], [power1, power2, lr, beta1, beta2, epsilon], g, at, from, count, nesterov, round) =>
    (nesterov ? nesterovAdam : adam)(
      v!,
      m!,
      s!,
      g,
      corrected(power1!, power2!, lr!, round),
      beta1!,
      beta2!,
      epsilon!,
      at,
      from,
      count,
    ),
});

/** States: var, m, v, vhat. Scalars as {@link ApplyAdam}. */
export const ApplyAdamWithAmsgrad = defineUpdate('ResourceApplyAdamWithAmsgrad', {
  states: 4,
  first: 'beta1_power',
  loop: ([v, m, s, top], [power1, power2, lr, beta1, beta2, epsilon], g, at, from, count, _flag, round) =>
    amsgrad(
      v!,
      m!,
      s!,
      top!,
      g,
      corrected(power1!, power2!, lr!, round),
      beta1!,
      beta2!,
      epsilon!,
      at,
      from,
      count,
    ),
});

/** States: var, m, v. Scalars: beta1_power, lr, beta1, beta2, epsilon. */
export const ApplyAdaMax = defineUpdate('ResourceApplyAdaMax', {
  states: 3,
  first: 'beta1_power',
  sparse: 'ResourceSparseApplyAdaMax',
  loop: ([v, m, u], [power1, lr, beta1, beta2, epsilon], g, at, from, count, _flag, round) =>
    adamax(v!, m!, u!, g, round(lr! / round(1 - power1!)), beta1!, beta2!, epsilon!, at, from, count),
});

/** States: var, accum. Scalars: lr. */
export const ApplyAdagrad = defineUpdate('ResourceApplyAdagrad', {
  states: 2,
  sparse: 'ResourceSparseApplyAdagrad',
  loop: ([v, sums], [lr], g, at, from, count) => adagrad(v!, sums!, g, lr!, 0, 0, at, from, count),
});

/** States: var, accum. Scalars: lr, epsilon. */
export const ApplyAdagradV2 = defineUpdate('ResourceApplyAdagradV2', {
  states: 2,
  sparse: 'ResourceSparseApplyAdagradV2',
  loop: ([v, sums], [lr, epsilon], g, at, from, count) =>
    adagrad(v!, sums!, g, lr!, 0, epsilon!, at, from, count),
});

/** States: var, accum, accum_update. Scalars: lr, rho, epsilon. */
export const ApplyAdadelta = defineUpdate('ResourceApplyAdadelta', {
  states: 3,
  sparse: 'ResourceSparseApplyAdadelta',
  loop: ([v, squares, deltas], [lr, rho, epsilon], g, at, from, count) =>
    adadelta(v!, squares!, deltas!, g, lr!, rho!, epsilon!, at, from, count),
});

/** States: var, ms, mom. Scalars: lr, rho, momentum, epsilon. */
export const ApplyRMSProp = defineUpdate('ResourceApplyRMSProp', {
  states: 3,
  sparse: 'ResourceSparseApplyRMSProp',
  loop: ([v, ms, mom], [lr, rho, m, epsilon], g, at, from, count) =>
    rmsprop(v!, ms!, mom!, ms!, g, lr!, rho!, m!, epsilon!, true, false, at, from, count),
});

/** States: var, mg, ms, mom. Scalars as {@link ApplyRMSProp}. */
export const ApplyCenteredRMSProp = defineUpdate('ResourceApplyCenteredRMSProp', {
  states: 4,
  sparse: 'ResourceSparseApplyCenteredRMSProp',
  loop: ([v, mg, ms, mom], [lr, rho, m, epsilon], g, at, from, count) =>
    rmsprop(v!, ms!, mom!, mg!, g, lr!, rho!, m!, epsilon!, true, true, at, from, count),
});

/** States: var, accum, linear. Scalars: lr, l1, l2, l2_shrinkage, lr_power. */
export const ApplyFtrl = defineUpdate('ResourceApplyFtrlV2', {
  states: 3,
  first: 'grad',
  sparse: 'ResourceSparseApplyFtrlV2',
  loop: ([v, sums, linear], [lr, l1, l2, shrinkage, power], g, at, from, count) =>
    ftrl(v!, sums!, linear!, g, lr!, l1!, l2!, shrinkage!, -power!, at, from, count),
});

/** Scalars: alpha, l1, l2. */
export const ApplyProximalGradientDescent = defineUpdate('ResourceApplyProximalGradientDescent', {
  states: 1,
  first: 'alpha',
  sparse: 'ResourceSparseApplyProximalGradientDescent',
  loop: ([v], [alpha, l1, l2], g, at, from, count) =>
    proximalDescend(v!, g, alpha!, l1!, l2!, at, from, count),
});

/** States: var, accum. Scalars: lr, l1, l2. */
export const ApplyProximalAdagrad = defineUpdate('ResourceApplyProximalAdagrad', {
  states: 2,
  sparse: 'ResourceSparseApplyProximalAdagrad',
  loop: ([v, sums], [lr, l1, l2], g, at, from, count) =>
    proximalAdagrad(v!, sums!, g, lr!, l1!, l2!, at, from, count),
});

/** States: var, gradient_accumulator, gradient_squared_accumulator. Scalars: lr, l1, l2, global_step. */
export const ApplyAdagradDA = defineUpdate('ResourceApplyAdagradDA', {
  states: 3,
  first: 'grad',
  sparse: 'ResourceSparseApplyAdagradDA',
  loop: ([v, sums, squares], [lr, l1, l2, step], g, at, from, count) =>
    adagradDualAveraging(v!, sums!, squares!, g, lr!, l1!, l2!, step!, at, from, count),
});
