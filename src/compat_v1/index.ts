/** `tf.compat.v1`, and the entry `flowpoint/compat/v1`: TF1 on the parts that `tf` is made of. */
import '../runtime/ops/compose';
import '../runtime/ops/operators';
import './session_methods';

export * as bitwise from '../namespaces/bitwise';
export * as debugging from '../namespaces/debugging';
export * as dtypes from '../namespaces/dtypes';
export * as errors from '../namespaces/errors';
export * as image from '../namespaces/image';
export * as linalg from '../namespaces/linalg';
export * as math from '../namespaces/math';
export * as nest from '../namespaces/nest';
export * as nn from '../namespaces/nn';
export * as random from '../namespaces/random';
export * as strings from '../namespaces/strings';
export * from '../namespaces/top_level';
export { get_default_session } from '../runtime/graph/default_session';
export { get_default_graph } from '../runtime/graph/init_scope';
export * from './behavior';
export * from './collections';
export * from './former_names';
export { type GetVariableKeywords, get_local_variable, get_variable } from './get_variable';
export * from './graph_operations';
export { Initializer, type InitializerLike } from './initializer';
export {
  constant_initializer,
  glorot_normal_initializer,
  glorot_uniform_initializer,
  ones_initializer,
  random_normal_initializer,
  random_uniform_initializer,
  truncated_normal_initializer,
  uniform_unit_scaling_initializer,
  variance_scaling_initializer,
  zeros_initializer,
} from './initializers';
export * as initializers from './initializers_namespace';
export * as keras from './keras_namespace';
export * as layers from './layers/layers';
export * as logging from './logging';
export * as losses from './losses';
export { name_scope } from './name_scope';
export { PartitionedVariable } from './partitioned_variable';
export * from './partitioners';
export { placeholder, placeholder_with_default } from './placeholder';
export { orthogonal_initializer } from './scaling_initializers';
export { InteractiveSession, Session } from './session';
export { SessionLog } from './summary_message';
export * as summary from './summary_namespace';
export * as train from './train_namespace';
export { VariableV1 as Variable, type VariableV1Keywords } from './variable';
export {
  AUTO_REUSE,
  get_variable_scope,
  type Reuse,
  VariableScope,
  variable_scope,
} from './variable_scope';
