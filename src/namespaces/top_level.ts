/** What `tf` and `tf.compat.v1` both have at top level: the same functions under the same names. */
export type { DTypeLike, DTypeName } from '../dtypes';
export { get_logger } from '../logging';

export { case_ as case, switch_case } from '../runtime/control_flow';
export { custom_gradient, grad_pass_through } from '../runtime/custom_gradient';
export { get_static_value, is_tensor } from '../runtime/eager';
export { function_ as function } from '../runtime/function/function';
export { type GradientsOf, GradientTape, UnconnectedGradients } from '../runtime/gradient_tape';
export { control_dependencies } from '../runtime/graph/control_dependencies';
export { device } from '../runtime/graph/device';
export { AggregationMethod } from '../runtime/graph/gradients';
export { Graph } from '../runtime/graph/graph';
export { group, no_op } from '../runtime/graph/group';
export { executing_eagerly, init_scope } from '../runtime/graph/init_scope';
export { Operation } from '../runtime/graph/operation';
export { IndexedSlices } from '../runtime/indexed_slices';
export { foldl, foldr, map_fn, scan, vectorized_map } from '../runtime/map_fn';
export { add_n, scalar_mul } from '../runtime/ops/aggregate';
export { add, divide, multiply, negative, realdiv, subtract, truediv } from '../runtime/ops/arithmetic';
export { identity, reshape } from '../runtime/ops/array';
export { Assert } from '../runtime/ops/assert';
export { bitcast } from '../runtime/ops/bitcast';
export { space_to_batch_nd } from '../runtime/ops/blocks';
export { cast } from '../runtime/ops/cast';
export { clip_by_global_norm, clip_by_norm, clip_by_value, saturate_cast } from '../runtime/ops/clip';
export { equal, greater, greater_equal, less, less_equal, not_equal } from '../runtime/ops/comparison';
export { complex } from '../runtime/ops/complex_parts';
export { ones, range, zeros } from '../runtime/ops/creation';
export { truncatediv, truncatemod } from '../runtime/ops/division';
export { einsum } from '../runtime/ops/einsum';
export { exp, sigmoid } from '../runtime/ops/exponential';
export { maximum, minimum } from '../runtime/ops/extremes';
export { fill } from '../runtime/ops/fill';
export { newaxis } from '../runtime/ops/getitem';
export { eye, histogram_fixed_width, linspace, meshgrid, one_hot } from '../runtime/ops/grids';
export { histogram_fixed_width_bins } from '../runtime/ops/histogram_bins';
export { acosh, asinh, atanh, cosh, sinh, tanh } from '../runtime/ops/hyperbolic';
export { concat, parallel_stack, split, stack, unstack } from '../runtime/ops/joining';
export { logical_and, logical_not, logical_or } from '../runtime/ops/logic';
export { matmul } from '../runtime/ops/matmul';
export { broadcast_to, reverse, roll, tile } from '../runtime/ops/movement';
export { dynamic_partition, dynamic_stitch } from '../runtime/ops/partition';
export { extract_volume_patches } from '../runtime/ops/patches';
export { pow, sqrt, square } from '../runtime/ops/power';
export { print } from '../runtime/ops/print';
export { abs, floor, round, sign } from '../runtime/ops/rounding';
export { cumsum } from '../runtime/ops/scan';
export {
  scatter_nd,
  tensor_scatter_nd_add,
  tensor_scatter_nd_max,
  tensor_scatter_nd_min,
  tensor_scatter_nd_sub,
  tensor_scatter_nd_update,
} from '../runtime/ops/scatter';
export { repeat, sequence_mask } from '../runtime/ops/sequences';
export {
  broadcast_dynamic_shape,
  broadcast_static_shape,
  ensure_shape,
  identity_n,
  rank,
  shape_n,
  stop_gradient,
} from '../runtime/ops/shapes';
export { slice, strided_slice } from '../runtime/ops/slicing';
export { argsort, searchsorted, sort } from '../runtime/ops/sorting';
export { edit_distance } from '../runtime/ops/sparse/edit_distance';
export { as_string } from '../runtime/ops/strings/numbers';
export { tensordot } from '../runtime/ops/tensordot';
export { acos, asin, atan, atan2, cos, sin, tan } from '../runtime/ops/trigonometric';
export { unique, unique_with_counts } from '../runtime/ops/unique';
export { unravel_index } from '../runtime/ops/unravel_index';
export { numpy_function, py_function } from '../runtime/py_function';
export { RaggedTensor } from '../runtime/ragged/ragged_tensor';
export { RaggedTensorSpec } from '../runtime/ragged/spec';
export { recompute_grad } from '../runtime/recompute_grad';
export { SparseTensor, SparseTensorSpec } from '../runtime/sparse_tensor';
export { Tensor } from '../runtime/tensor';
export { TensorArray } from '../runtime/tensor_array';
export { TensorShape, TensorSpec } from '../runtime/tensor_shape';
export { type VariableCreator, variable_creator_scope } from '../runtime/variable_creators';
export { Module } from '../tracking';
export * from './dtype_constants';
