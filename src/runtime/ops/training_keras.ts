/**
 * The updates that TensorFlow has no op for, because Keras composes them: one pass all the same. Their types
 * are ours.
 */
import { average, lion, nadam, scale } from '../kernels/training';
import { adagrad, rmsprop, rmspropOutside } from '../kernels/training_adaptive';
import { factoredStep, factorMoments, plainMoments } from '../kernels/training_factored';
import { defineUpdate } from './training_update';

/**
 * States: var, m, v. Scalars: lr, u_t, u_t_1 (momentum of this step and the next), the product of all up to
 * this step, beta_1, beta_2, beta_2_power, epsilon.
 */
export const KerasNadam = defineUpdate('KerasApplyNadam', {
  states: 3,
  sparse: 'KerasSparseApplyNadam',
  loop: (
    [v, m, s],
    [lr, now, next, product, beta1, beta2, power2, epsilon],
    g,
    at,
    from,
    count,
    _flag,
    round,
  ) =>
    nadam(
      v!,
      m!,
      s!,
      g,
      lr!,
      round(next! / round(1 - round(product! * next!))),
      round(round(1 - now!) / round(1 - product!)),
      round(1 - power2!),
      beta1!,
      beta2!,
      epsilon!,
      at,
      from,
      count,
    ),
});

/** States: var, m. Scalars: lr, beta_1, beta_2. */
export const KerasLion = defineUpdate('KerasApplyLion', {
  states: 2,
  loop: ([v, m], [lr, beta1, beta2], g, at, from, count) =>
    lion(v!, m!, g, lr!, beta1!, beta2!, at, from, count),
});

/** States: var, accumulator. Scalars: lr, epsilon (under the root). */
export const KerasAdagrad = defineUpdate('KerasApplyAdagrad', {
  states: 2,
  sparse: 'KerasSparseApplyAdagrad',
  loop: ([v, sums], [lr, epsilon], g, at, from, count) =>
    adagrad(v!, sums!, g, lr!, epsilon!, 0, at, from, count),
});

/** States: var, velocity. Scalars: lr, rho, epsilon. */
export const KerasRMSprop = defineUpdate('KerasApplyRMSprop', {
  states: 2,
  loop: ([v, ms], [lr, rho, epsilon], g, at, from, count) =>
    rmsprop(v!, ms!, ms!, ms!, g, lr!, rho!, 0, epsilon!, false, false, at, from, count),
});

/** States: var, velocity, average_gradient. Scalars as {@link KerasRMSprop}. */
export const KerasCenteredRMSprop = defineUpdate('KerasApplyCenteredRMSprop', {
  states: 3,
  loop: ([v, ms, mg], [lr, rho, epsilon], g, at, from, count) =>
    rmsprop(v!, ms!, ms!, mg!, g, lr!, rho!, 0, epsilon!, false, true, at, from, count),
});

/** States: var, rms. Scalars: lr, rho, epsilon (beside the root). */
export const LegacyRMSprop = defineUpdate('KerasLegacyApplyRMSprop', {
  states: 2,
  loop: ([v, ms], [lr, rho, epsilon], g, at, from, count) =>
    rmspropOutside(v!, ms!, ms!, g, lr!, rho!, epsilon!, false, at, from, count),
});

/** States: var, rms, mg. Scalars as {@link LegacyRMSprop}. */
export const LegacyCenteredRMSprop = defineUpdate('KerasLegacyApplyCenteredRMSprop', {
  states: 3,
  loop: ([v, ms, mg], [lr, rho, epsilon], g, at, from, count) =>
    rmspropOutside(v!, ms!, mg!, g, lr!, rho!, epsilon!, true, at, from, count),
});

/** States: var, r, c, v. Scalars: rate, beta_2, epsilon_1, epsilon_2, clip_threshold, height, width. */
export const KerasAdafactor = defineUpdate('KerasApplyAdafactor', {
  states: 4,
  loop: ([v, rows, columns, s], [rate, beta2, small, least, threshold, height, width], g) => {
    factorMoments(s!, rows!, columns!, g, height!, width!, beta2!, small!);
    factoredStep(v!, s!, g, rate!, least!, threshold!);
  },
});

/** States: var, v. Scalars: rate, beta_2, epsilon_1, epsilon_2, clip_threshold. */
export const KerasAdafactorVector = defineUpdate('KerasApplyAdafactorVector', {
  states: 2,
  loop: ([v, s], [rate, beta2, small, least, threshold], g) => {
    plainMoments(s!, g, beta2!, small!);
    factoredStep(v!, s!, g, rate!, least!, threshold!);
  },
});

/** States: var. Scalars: learning rate, weight decay. */
export const KerasWeightDecay = defineUpdate('KerasApplyWeightDecay', {
  states: 1,
  loop: ([v], [lr, decay], _g, at, _from, count) => scale(v!, 1 - decay! * lr!, at, count),
});

/** States: slot. Scalars: what it is multiplied by. */
export const ScaleSlot = defineUpdate('KerasScaleSlot', {
  states: 1,
  sparse: 'KerasScaleSlotRows',
  loop: ([x], [by], _g, at, _from, count) => scale(x!, by!, at, count),
});

/** States: average, var (only read). Scalars: momentum. */
export const KerasMovingAverage = defineUpdate('KerasApplyMovingAverage', {
  states: 2,
  written: 1,
  loop: ([mean, v], [m], _g, _at, _from, count) => average(mean!, v!, m!, count),
});
