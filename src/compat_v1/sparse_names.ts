/** What TF1 has of sparse tensors at top level under longer names. */
export { sparse_to_dense, to_dense as sparse_tensor_to_dense } from '../runtime/ops/sparse/dense';
export { fill_empty_rows as sparse_fill_empty_rows } from '../runtime/ops/sparse/fill_empty_rows';
export { sparse_merge, to_indicator as sparse_to_indicator } from '../runtime/ops/sparse/making';
export { sparse_dense_matmul as sparse_tensor_dense_matmul } from '../runtime/ops/sparse/matmul';
export { reorder as sparse_reorder, transpose as sparse_transpose } from '../runtime/ops/sparse/order';
export {
  mask as sparse_mask,
  retain as sparse_retain,
  slice as sparse_slice,
} from '../runtime/ops/sparse/parts';
export { reset_shape as sparse_reset_shape, reshape as sparse_reshape } from '../runtime/ops/sparse/shapes';
export { softmax as sparse_softmax } from '../runtime/ops/sparse/softmax';
export { maximum as sparse_maximum, minimum as sparse_minimum } from '../runtime/ops/sparse/union';
export { SparseTensorValue } from '../runtime/sparse_tensor';
export {
  convert_to_tensor_or_sparse_tensor,
  sparse_add,
  sparse_concat,
  sparse_placeholder,
  sparse_reduce_max,
  sparse_reduce_max_sparse,
  sparse_reduce_sum,
  sparse_reduce_sum_sparse,
  sparse_segment_mean,
  sparse_segment_sqrt_n,
  sparse_segment_sum,
  sparse_split,
} from './sparse_calls';
