/** `tf.sparse`. */
export { concat } from '../runtime/ops/sparse/concat';
export { bincount } from '../runtime/ops/sparse/counting';
export { from_dense, to_dense } from '../runtime/ops/sparse/dense';
export { fill_empty_rows } from '../runtime/ops/sparse/fill_empty_rows';
export { eye, map_values, to_indicator } from '../runtime/ops/sparse/making';
export { sparse_dense_matmul } from '../runtime/ops/sparse/matmul';
export { reorder, transpose } from '../runtime/ops/sparse/order';
export { mask, retain, slice, split } from '../runtime/ops/sparse/parts';
export { reduce_max, reduce_sum } from '../runtime/ops/sparse/reduction';
export { segment_mean, segment_sqrt_n, segment_sum } from '../runtime/ops/sparse/segment';
export { expand_dims, reset_shape, reshape } from '../runtime/ops/sparse/shapes';
export { softmax } from '../runtime/ops/sparse/softmax';
export { add, maximum, minimum } from '../runtime/ops/sparse/union';
export { SparseTensor } from '../runtime/sparse_tensor';
