/** TF1's summaries, and the placeholder that has a value of its own. */
import * as tf from '../../../src';
import { dispatchOne } from '../../../src/runtime/dispatch';
import { registeredOps } from '../../../src/runtime/op';
import { gradientCase, type OpCases } from './helpers';

const tf1 = tf.compat.v1;
const summary = tf.constant([1, 2, 3]);

export const cases: OpCases = {
  PlaceholderWithDefault: [gradientCase((x) => tf1.placeholder_with_default(x, [2]), [0.5, -1])],
  ScalarSummary: [gradientCase(() => tf1.summary.scalar('loss', tf.constant(0.5)))],
  HistogramSummary: [gradientCase(() => tf1.summary.histogram('weights', summary))],
  TensorSummaryV2: [gradientCase(() => tf1.summary.tensor_summary('weights', summary))],
  // Eagerly the public function refuses to merge.
  MergeSummary: [
    gradientCase(() =>
      dispatchOne(registeredOps().get('MergeSummary')!, [
        tf1.summary.scalar('a', tf.constant(1)),
        tf1.summary.scalar('b', tf.constant(2)),
      ]),
    ),
  ],
};
