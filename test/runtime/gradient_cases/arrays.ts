/** Arrays: slices, gathers, scatters, segments and everything that moves elements. */

import type { Tensor } from '../../../src';
import * as tf from '../../../src';
import { slice } from '../../../src/python';
import { dispatch } from '../../../src/runtime/dispatch';
import { registeredOps } from '../../../src/runtime/op';
import { gradientCase, numbers, type OpCases } from './helpers';

const ids = tf.constant([0n, 0n, 2n, 2n]);
const mixed = tf.constant([1n, 0n, -1n, 1n]);
const matrix = numbers([4, 3]);
const cube = numbers([2, 3, 4]);
const places = tf.constant([[2n], [0n]]);
const run = (type: string, inputs: readonly Tensor[], attrs = {}) =>
  dispatch(registeredOps().get(type)!, inputs, attrs);
const masks = { begin_mask: 0, end_mask: 0, ellipsis_mask: 0, new_axis_mask: 0, shrink_axis_mask: 0 };
/** A variable of [[0, 1], [2, 3], [4, 5]] whose rows are written. */
function written(write: (v: tf.Variable) => unknown): () => readonly Tensor[] {
  return () => {
    write(
      new tf.Variable([
        [0, 1],
        [2, 3],
        [4, 5],
      ]),
    );
    return [];
  };
}
const rows = () => new tf.IndexedSlices(tf.constant([[1, 2]]), tf.constant([1n]));
const sequence = tf.constant([1, 2, 3], 'float64');
const tuple = [[1, 0]];

export const cases: OpCases = {
  StridedSlice: [
    gradientCase((x: Tensor) => x.getitem(slice(null, null, -1), '...', tf.newaxis, slice(0, 3, 2)), cube),
    gradientCase((x: Tensor) => x.getitem(1, slice(1, null), -1), cube),
  ],
  StridedSliceGrad: [
    gradientCase(
      (g: Tensor) =>
        run('StridedSliceGrad', [4, 1, 4, 2].map((n) => tf.constant([n], 'int32')).concat(g), masks),
      [1.5, 2],
    ),
  ],
  Slice: [gradientCase((x: Tensor) => tf.slice(x, [0, 1, 1], [-1, 2, 2]), cube)],
  Transpose: [gradientCase((x: Tensor) => tf.transpose(x, [2, 0, 1]), cube)],
  ConjugateTranspose: [
    gradientCase((x: Tensor) => {
      const i = tf.constant({ re: 0.5, im: 2 }, 'complex128');
      const turned = tf.transpose(tf.cast(x, 'complex128').mul(i), null, true);
      return tf.cast(turned.mul(i), 'float64');
    }, matrix),
  ],
  ReverseV2: [gradientCase((x: Tensor) => tf.reverse(x, [0, -1]), cube)],
  BroadcastTo: [gradientCase((x: Tensor) => tf.broadcast_to(x, [2, 3, 2]), [[1], [2], [3]])],
  Tile: [gradientCase((x: Tensor) => tf.tile(x, [2, 3]), matrix)],
  Roll: [gradientCase((x: Tensor) => tf.roll(x, [1, -5], [0, 1]), matrix)],
  ExpandDims: [gradientCase((x: Tensor) => tf.expand_dims(x, 1), matrix)],
  Squeeze: [gradientCase((x: Tensor) => tf.squeeze(x, [0]), [[1, 2, 3]])],
  Size: [gradientCase((x: Tensor) => tf.size(x), matrix)],
  Rank: [gradientCase((x: Tensor) => tf.rank(x), matrix)],
  ShapeN: [gradientCase((x: Tensor) => tf.shape_n([x, x]), matrix)],
  IdentityN: [gradientCase((x: Tensor, y: Tensor) => tf.identity_n([x, y]), matrix, [1, 2])],
  StopGradient: [gradientCase((x: Tensor) => tf.stop_gradient(x), matrix)],
  EnsureShape: [gradientCase((x: Tensor) => tf.ensure_shape(x, [null, 3]), matrix)],
  BroadcastArgs: [gradientCase(() => tf.broadcast_dynamic_shape([2, 1], [3]))],
  ConcatV2: [gradientCase((x: Tensor, y: Tensor) => tf.concat([x, y], -1), matrix, numbers([4, 2]))],
  Pack: [gradientCase((x: Tensor, y: Tensor) => tf.stack([x, y], 1), [1, 2, 3], [4, 5, 6])],
  Unpack: [gradientCase((x: Tensor) => tf.unstack(x, { axis: 1 }), matrix)],
  Split: [gradientCase((x: Tensor) => tf.split(x, 2), matrix)],
  SplitV: [gradientCase((x: Tensor) => tf.split(x, [1, -1], 1), matrix)],
  GatherV2: [
    gradientCase((x: Tensor) => tf.gather(x, [2, 0, 2]), matrix),
    gradientCase(
      (x: Tensor) =>
        tf.gather(
          x,
          [
            [1, 0, 1],
            [2, 2, 0],
          ],
          { axis: 2, batch_dims: 1 },
        ),
      cube,
    ),
  ],
  GatherNd: [
    gradientCase(
      (x: Tensor) =>
        tf.gather_nd(x, [
          [0, 1],
          [1, 1],
          [0, 1],
        ]),
      matrix,
    ),
    gradientCase((x: Tensor) => tf.gather_nd(x, [[3], [0]]), matrix),
  ],
  ScatterNd: [gradientCase((x: Tensor) => tf.scatter_nd([[1], [3], [1]], x, [5]), [1.5, 2, 3])],
  TensorScatterUpdate: [
    gradientCase(
      (x: Tensor, y: Tensor) => tf.tensor_scatter_nd_update(x, places, y),
      matrix,
      numbers([2, 3]),
    ),
  ],
  TensorScatterAdd: [
    gradientCase((x: Tensor, y: Tensor) => tf.tensor_scatter_nd_add(x, places, y), matrix, numbers([2, 3])),
  ],
  TensorScatterSub: [
    gradientCase((x: Tensor, y: Tensor) => tf.tensor_scatter_nd_sub(x, places, y), matrix, numbers([2, 3])),
  ],
  TensorScatterMax: [
    gradientCase(
      (x: Tensor, y: Tensor) => tf.tensor_scatter_nd_max(x, places, y),
      matrix,
      numbers([2, 3], -1, 4),
    ),
  ],
  TensorScatterMin: [
    gradientCase(
      (x: Tensor, y: Tensor) => tf.tensor_scatter_nd_min(x, places, y),
      matrix,
      numbers([2, 3], -1, 4),
    ),
  ],
  SegmentSum: [gradientCase((x: Tensor) => tf.math.segment_sum(x, ids), matrix)],
  SegmentMean: [gradientCase((x: Tensor) => tf.math.segment_mean(x, ids), matrix)],
  SegmentProd: [gradientCase((x: Tensor) => tf.math.segment_prod(x, ids), matrix)],
  SegmentMax: [gradientCase((x: Tensor) => tf.math.segment_max(x, ids), matrix)],
  SegmentMin: [gradientCase((x: Tensor) => tf.math.segment_min(x, ids), matrix)],
  UnsortedSegmentSum: [gradientCase((x: Tensor) => tf.math.unsorted_segment_sum(x, mixed, 3), matrix)],
  UnsortedSegmentProd: [gradientCase((x: Tensor) => tf.math.unsorted_segment_prod(x, mixed, 2), matrix)],
  UnsortedSegmentMax: [gradientCase((x: Tensor) => tf.math.unsorted_segment_max(x, mixed, 2), matrix)],
  UnsortedSegmentMin: [gradientCase((x: Tensor) => tf.math.unsorted_segment_min(x, mixed, 2), matrix)],
  Pad: [
    gradientCase(
      (x: Tensor) =>
        tf.pad(x, [
          [1, 0],
          [0, 2],
        ]),
      matrix,
    ),
  ],
  PadV2: [
    gradientCase(
      // TF gives the value around it no gradient.
      (x: Tensor) =>
        tf.pad(
          x,
          [
            [1, 0],
            [0, 2],
          ],
          { constant_values: 0.5 },
        ),
      matrix,
    ),
  ],
  MirrorPad: [
    gradientCase(
      (x: Tensor) =>
        tf.pad(
          x,
          [
            [1, 2],
            [0, 2],
          ],
          'REFLECT',
        ),
      matrix,
    ),
    gradientCase(
      (x: Tensor) =>
        tf.pad(
          x,
          [
            [1, 2],
            [3, 2],
          ],
          'SYMMETRIC',
        ),
      matrix,
    ),
  ],
  MirrorPadGrad: [
    gradientCase(
      (x: Tensor) => run('MirrorPadGrad', [x, tf.constant([[1, 1]], 'int32')], { mode: 'REFLECT' }),
      [1, 2, 3, 4, 5],
    ),
  ],
  TopKV2: [gradientCase((x: Tensor) => [...tf.math.top_k(x, 2)], matrix)],
  LowerBound: [gradientCase((x: Tensor) => tf.searchsorted(sequence, x), [0.5, 2.5])],
  UpperBound: [gradientCase((x: Tensor) => tf.searchsorted(sequence, x, 'right'), [0.5, 2.5])],
  Unique: [gradientCase((x: Tensor) => [...tf.unique(x)], tf.constant([1, 2, 1]))],
  UniqueWithCounts: [gradientCase((x: Tensor) => [...tf.unique_with_counts(x)], tf.constant([1, 2, 1]))],
  DynamicPartition: [gradientCase((x: Tensor) => tf.dynamic_partition(x, [1, 0, 1, 1], 3), matrix)],
  DynamicStitch: [
    gradientCase((x: Tensor, y: Tensor) => tf.dynamic_stitch([[0, 2], [1]], [x, y]), [1, 2], [3]),
  ],
  ParallelDynamicStitch: [
    gradientCase(
      (x: Tensor, y: Tensor) =>
        run('ParallelDynamicStitch', [tf.constant([0n, 2n]), tf.constant([1n]), x, y], { N: 2 }),
      [1, 2],
      [3],
    ),
  ],
  SpaceToDepth: [gradientCase((x: Tensor) => tf.nn.space_to_depth(x, 2), numbers([1, 2, 4, 1]))],
  DepthToSpace: [gradientCase((x: Tensor) => tf.nn.depth_to_space(x, 2), numbers([1, 1, 2, 4]))],
  SpaceToBatchND: [
    gradientCase(
      (x: Tensor) =>
        tf.space_to_batch_nd(
          x,
          [2, 2],
          [
            [1, 0],
            [0, 1],
          ],
        ),
      numbers([1, 3, 3, 1]),
    ),
  ],
  BatchToSpaceND: [
    gradientCase(
      (x: Tensor) =>
        tf.batch_to_space(
          x,
          [2, 2],
          [
            [1, 0],
            [0, 1],
          ],
        ),
      numbers([4, 2, 2, 1]),
    ),
  ],
  ReverseSequence: [gradientCase((x: Tensor) => tf.reverse_sequence(x, [2, 0, 3, 1], 1), matrix)],
  InvertPermutation: [gradientCase(() => tf.math.invert_permutation([2n, 0n, 1n]))],
  UnravelIndex: [
    gradientCase(() => tf.unravel_index([2, 5], [2, 3])),
    gradientCase(() => tf.unravel_index(5, [2, 3])),
  ],
  OneHot: [gradientCase(() => tf.one_hot([0n, 2n], 3))],
  HistogramFixedWidth: [gradientCase((x: Tensor) => tf.histogram_fixed_width(x, [0, 2], 4), [0.5, 1.5, 3])],
  Bitcast: [gradientCase((x: Tensor) => tf.bitcast(x, 'int32'), [1, 2])],
  ResourceStridedSliceAssign: [gradientCase(written((v) => v.getitem(0).assign([8, 9])))],
  ResourceScatterUpdate: [gradientCase(written((v) => v.scatter_update(rows())))],
  ResourceScatterAdd: [gradientCase(written((v) => v.scatter_add(rows())))],
  ResourceScatterSub: [gradientCase(written((v) => v.scatter_sub(rows())))],
  ResourceScatterMul: [gradientCase(written((v) => v.scatter_mul(rows())))],
  ResourceScatterDiv: [gradientCase(written((v) => v.scatter_div(rows())))],
  ResourceScatterMax: [gradientCase(written((v) => v.scatter_max(rows())))],
  ResourceScatterMin: [gradientCase(written((v) => v.scatter_min(rows())))],
  ResourceScatterNdUpdate: [gradientCase(written((v) => v.scatter_nd_update(tuple, [7])))],
  ResourceScatterNdAdd: [gradientCase(written((v) => v.scatter_nd_add(tuple, [7])))],
  ResourceScatterNdSub: [gradientCase(written((v) => v.scatter_nd_sub(tuple, [7])))],
  ResourceScatterNdMax: [gradientCase(written((v) => v.scatter_nd_max(tuple, [7])))],
  ResourceScatterNdMin: [gradientCase(written((v) => v.scatter_nd_min(tuple, [7])))],
};
