/** Sparse tensors: their values are differentiated, and what dense tensors they meet. */
import * as tf from '../../../src';
import { firstOnly, gradientCase, type OpCases } from './helpers';

const indices = [
  [0, 1],
  [0, 3],
  [2, 0],
  [2, 2],
];
const shape = [3, 4];
const sparse = (values: tf.Tensor): tf.SparseTensor => new tf.SparseTensor(indices, values, shape);
const other = (values: tf.Tensor): tf.SparseTensor =>
  new tf.SparseTensor(
    [
      [0, 1],
      [1, 1],
      [2, 2],
    ],
    values,
    shape,
  );
const unordered = (values: tf.Tensor): tf.SparseTensor =>
  new tf.SparseTensor(
    [
      [2, 0],
      [0, 3],
      [0, 1],
      [2, 2],
    ],
    values,
    shape,
  );
const counted = new tf.SparseTensor(indices, tf.constant([3n, 1n, 1n, 2n]), shape);
const of = ({ indices, values, dense_shape }: tf.SparseTensor): tf.Tensor[] => [indices, values, dense_shape];
const four = [1.5, -2, 3, 0.5];
const three = [4, 1, -0.5];
const matrix = [
  [1, 2],
  [3, 4.5],
  [5, -6],
  [7, 8],
];

export const cases: OpCases = {
  SparseToDense: [
    gradientCase((v) => tf.sparse.to_dense(sparse(v)), four),
    gradientCase((v, d) => tf.sparse.to_dense(sparse(v), d), four, 0.75),
  ],
  SparseReorder: [gradientCase((v) => of(tf.sparse.reorder(unordered(v))), four)],
  SparseReshape: [gradientCase(() => of(tf.sparse.reshape(counted, [2, -1])))],
  SparseSlice: [
    firstOnly('SparseSliceGrad has none', (v) => of(tf.sparse.slice(sparse(v), [0, 1], [3, 3])), four),
  ],
  SparseSliceGrad: [
    gradientCase(() => {
      const values = tf.constant([1, 2, 3, 4]);
      const tape = new tf.GradientTape();
      const { values: y } = tape.use(() => {
        tape.watch(values);
        return tf.sparse.slice(sparse(values), [0, 1], [3, 3]);
      });
      return tape.gradient(y, values) as tf.Tensor;
    }),
  ],
  SparseSplit: [gradientCase(() => tf.sparse.split(counted, 2, 1).flatMap(of))],
  SparseConcat: [gradientCase(() => of(tf.sparse.concat(1, [counted, counted])))],
  SparseAdd: [
    firstOnly('SparseAddGrad has none', (a, b) => of(tf.sparse.add(sparse(a), other(b))), four, three),
  ],
  SparseAddGrad: [
    gradientCase(() => {
      const [a, b] = [tf.constant(four), tf.constant(three)];
      const tape = new tf.GradientTape();
      const { values } = tape.use(() => {
        tape.watch([a, b]);
        return tf.sparse.add(sparse(a), other(b));
      });
      return tape.gradient(values, [a, b]) as tf.Tensor[];
    }),
  ],
  SparseTensorDenseAdd: [
    gradientCase((v, d) => tf.sparse.add(sparse(v), d), four, [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [9, 1, 2, 3],
    ]),
  ],
  SparseSparseMaximum: [
    gradientCase(() => of(tf.sparse.maximum(sparse(tf.constant(four)), other(tf.constant(three))))),
  ],
  SparseSparseMinimum: [
    gradientCase(() => of(tf.sparse.minimum(sparse(tf.constant(four)), other(tf.constant(three))))),
  ],
  SparseTensorDenseMatMul: [
    gradientCase((v, d) => tf.sparse.sparse_dense_matmul(sparse(v), d), four, matrix),
    gradientCase(
      (v, d) => tf.sparse.sparse_dense_matmul(sparse(v), tf.transpose(d), { adjoint_b: true }),
      four,
      matrix,
    ),
    gradientCase((v, d) => tf.sparse.sparse_dense_matmul(sparse(v), d, true), four, matrix.slice(1)),
    gradientCase(
      (v, d) => tf.sparse.sparse_dense_matmul(sparse(v), tf.transpose(d), true, true),
      four,
      matrix.slice(1),
    ),
  ],
  SparseReduceSum: [
    gradientCase((v) => tf.sparse.reduce_sum(sparse(v), 1), four),
    gradientCase((v) => tf.sparse.reduce_sum(sparse(v), [-2], true), four),
    gradientCase((v) => tf.sparse.reduce_sum(sparse(v)), four),
  ],
  SparseReduceMax: [gradientCase(() => tf.sparse.reduce_max(counted, 1))],
  SparseReduceSumSparse: [
    gradientCase(() => of(tf.sparse.reduce_sum(counted, 1, false, true))),
    gradientCase(() => of(tf.sparse.reduce_sum(counted, 1, true, true))),
  ],
  SparseReduceMaxSparse: [gradientCase(() => of(tf.sparse.reduce_max(counted, 0, false, true)))],
  SparseSoftmax: [gradientCase((v) => of(tf.sparse.softmax(sparse(v))), four)],
  SparseFillEmptyRows: [
    firstOnly(
      'SparseFillEmptyRowsGrad has none',
      (v, d) => {
        const [filled, empty] = tf.sparse.fill_empty_rows(sparse(v), d);
        return [...of(filled), empty];
      },
      four,
      0.25,
    ),
  ],
  SparseFillEmptyRowsGrad: [
    gradientCase(() => {
      const values = tf.constant(four);
      const tape = new tf.GradientTape();
      const [filled] = tape.use(() => {
        tape.watch(values);
        return tf.sparse.fill_empty_rows(sparse(values), 1);
      });
      return tape.gradient(filled.values, values) as tf.Tensor;
    }),
  ],
  SparseCountSparseOutput: [gradientCase(() => of(tf.sparse.bincount(counted, { axis: -1 })))],
  DenseCountSparseOutput: [gradientCase(() => of(tf.sparse.bincount(tf.constant([1n, 3n, 1n]))))],
  EditDistance: [gradientCase(() => tf.edit_distance(counted, counted))],
  DenseToDenseSetOperation: [
    gradientCase(() => of(tf.sets.union(tf.constant([[1n, 2n]]), tf.constant([[2n, 3n]])))),
  ],
  DenseToSparseSetOperation: [
    gradientCase(() => of(tf.sets.difference(tf.constant([[1n], [2n], [3n]]), counted))),
  ],
  SparseToSparseSetOperation: [gradientCase(() => of(tf.sets.intersection(counted, counted)))],
  SetSize: [gradientCase(() => tf.sets.size(counted))],
  SparseBincount: [gradientCase(() => tf.math.bincount(counted, { axis: -1 }))],
};
