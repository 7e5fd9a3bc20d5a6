/** The `tf` namespace: `import * as tf from 'flowpoint'`. */
export * as autodiff from './namespaces/autodiff';
export * as autograph from './namespaces/autograph';
export * as bitwise from './namespaces/bitwise';
export * as compat from './namespaces/compat';
export * as config from './namespaces/config';
export * as debugging from './namespaces/debugging';
export * as dtypes from './namespaces/dtypes';
export * as errors from './namespaces/errors';
export * as image from './namespaces/image';
export * as io from './namespaces/io';
export * as keras from './namespaces/keras';
export * as optimizers from './namespaces/keras_optimizers';
export * as linalg from './namespaces/linalg';
export * as lookup from './namespaces/lookup';
export * as math from './namespaces/math';
export * as nest from './namespaces/nest';
export * as nn from './namespaces/nn';
export * as quantization from './namespaces/quantization';
export * as ragged from './namespaces/ragged';
export * as random from './namespaces/random';
export * as raw_ops from './namespaces/raw_ops';
export * as sets from './namespaces/sets';
export * as signal from './namespaces/signal';
export * as sparse from './namespaces/sparse';
export * as storage from './namespaces/storage';
export * as strings from './namespaces/strings';
export * as summary from './namespaces/summary';
export * from './namespaces/top_level';
export * as tracking from './namespaces/tracking';
export * as train from './namespaces/train';
export * as version from './namespaces/version';
export { assert_rank } from './runtime/assert_shapes';
export { assert_equal, assert_greater, assert_less } from './runtime/assert_values';
export { cond, while_loop } from './runtime/control_flow';
export type { TensorLike } from './runtime/convert_types';
export { tuple } from './runtime/eager';
export { gradients } from './runtime/graph/gradients';
export { hessians } from './runtime/graph/hessians';
export { inside_function } from './runtime/graph/init_scope';
export {
  constant_initializer,
  ones_initializer,
  random_normal_initializer,
  random_uniform_initializer,
  zeros_initializer,
} from './runtime/initializers';
export { name_scope } from './runtime/name_scope';
export { NDArray } from './runtime/ndarray';
export { argmax, argmin } from './runtime/ops/arg_reduction';
export { shape } from './runtime/ops/array';
export { batch_to_space, space_to_batch } from './runtime/ops/blocks';
export { constant, convert_to_tensor, ones_like, zeros_like } from './runtime/ops/creation';
export { gather, gather_nd } from './runtime/ops/gather';
export { eig, eigvals } from './runtime/ops/linalg/eigen';
export { transpose } from './runtime/ops/movement';
export { norm } from './runtime/ops/norm';
export { pad } from './runtime/ops/padding';
export { boolean_mask } from './runtime/ops/partition';
export {
  reduce_all,
  reduce_any,
  reduce_max,
  reduce_min,
  reduce_prod,
  reduce_sum,
} from './runtime/ops/reduction';
export { where } from './runtime/ops/select';
export { reverse_sequence } from './runtime/ops/sequences';
export { expand_dims, size, squeeze } from './runtime/ops/shapes';
export { reduce_logsumexp, reduce_mean } from './runtime/ops/statistics';

import './runtime/ops/compose';
import './runtime/ops/operators';
import './runtime/ops/sparse/operators';
import './runtime/ops/sparse/unary';
import './runtime/ragged/methods';

/** The TensorFlow whose answers these are. */
export { VERSION as __version__ } from './namespaces/version';
export { Variable } from './runtime/variable';
export type { List } from './tracking/list_methods';
