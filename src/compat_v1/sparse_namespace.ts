/** `tf.compat.v1.sparse`. */
export {
  bincount,
  expand_dims,
  eye,
  fill_empty_rows,
  from_dense,
  mask,
  maximum,
  minimum,
  reorder,
  reset_shape,
  reshape,
  retain,
  SparseTensor,
  slice,
  softmax,
  sparse_dense_matmul,
  to_dense,
  to_indicator,
  transpose,
} from '../namespaces/sparse';
export { sparse_merge as merge } from '../runtime/ops/sparse/making';
export { sparse_dense_matmul as matmul } from '../runtime/ops/sparse/matmul';
export {
  sparse_add as add,
  sparse_concat as concat,
  sparse_placeholder as placeholder,
  sparse_reduce_max as reduce_max,
  sparse_reduce_max_sparse as reduce_max_sparse,
  sparse_reduce_sum as reduce_sum,
  sparse_reduce_sum_sparse as reduce_sum_sparse,
  sparse_segment_mean as segment_mean,
  sparse_segment_sqrt_n as segment_sqrt_n,
  sparse_segment_sum as segment_sum,
  sparse_split as split,
} from './sparse_calls';
