/** Checks that are ops. */
import * as tf from '../../../src';
import { gradientCase, type OpCases } from './helpers';

export const cases: OpCases = {
  CheckNumerics: [gradientCase((t: tf.Tensor) => tf.debugging.check_numerics(t.mul(t), 'm'), [1.5, -2])],
};
