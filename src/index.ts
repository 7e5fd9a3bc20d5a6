/** The `tf` namespace: `import * as tf from 'flowpoint'`. */
export {
  as_dtype,
  bfloat16,
  bool,
  complex64,
  complex128,
  DType,
  type DTypeLike,
  type DTypeName,
  double,
  float16,
  float32,
  float64,
  half,
  int8,
  int16,
  int32,
  int64,
  qint8,
  qint16,
  qint32,
  quint8,
  quint16,
  resource,
  string,
  uint8,
  uint16,
  uint32,
  uint64,
  variant,
} from './dtypes';
export { get_logger } from './logging';
export * as autodiff from './namespaces/autodiff';
export * as dtypes from './namespaces/dtypes';
export * as errors from './namespaces/errors';
export * as linalg from './namespaces/linalg';
export * as math from './namespaces/math';
export * as nest from './namespaces/nest';
export * as nn from './namespaces/nn';
export * as random from './namespaces/random';
export * as raw_ops from './namespaces/raw_ops';
export * as storage from './namespaces/storage';
export * as tracking from './namespaces/tracking';
export * as train from './namespaces/train';
export type { TensorLike } from './runtime/convert_types';
export { type GradientsOf, GradientTape, UnconnectedGradients } from './runtime/gradient_tape';
export { IndexedSlices } from './runtime/indexed_slices';
export { name_scope } from './runtime/name_scope';
export { NDArray } from './runtime/ndarray';
export { add_n, scalar_mul } from './runtime/ops/aggregate';
export { add, divide, multiply, negative, realdiv, subtract, truediv } from './runtime/ops/arithmetic';
export { identity, reshape, shape } from './runtime/ops/array';
export { cast } from './runtime/ops/cast';
export { clip_by_global_norm, clip_by_norm, clip_by_value, saturate_cast } from './runtime/ops/clip';
export { equal, greater, greater_equal, less, less_equal, not_equal } from './runtime/ops/comparison';
export { complex } from './runtime/ops/complex_parts';
export {
  constant,
  convert_to_tensor,
  ones,
  ones_like,
  range,
  zeros,
  zeros_like,
} from './runtime/ops/creation';
export { truncatediv, truncatemod } from './runtime/ops/division';
export { exp, sigmoid } from './runtime/ops/exponential';
export { maximum, minimum } from './runtime/ops/extremes';
export { fill } from './runtime/ops/fill';
export { acosh, asinh, atanh, cosh, sinh, tanh } from './runtime/ops/hyperbolic';
export { logical_and, logical_not, logical_or } from './runtime/ops/logic';
export { matmul } from './runtime/ops/matmul';
export { pow, sqrt, square } from './runtime/ops/power';
export { abs, floor, round, sign } from './runtime/ops/rounding';
export { where } from './runtime/ops/select';
export { acos, asin, atan, atan2, cos, sin, tan } from './runtime/ops/trigonometric';

import './runtime/ops/operators';

export { Tensor } from './runtime/tensor';
export { TensorShape, TensorSpec } from './runtime/tensor_shape';
export { Variable } from './runtime/variable';
export { Module } from './tracking';
export type { List } from './tracking/list_methods';
