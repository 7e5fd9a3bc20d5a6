/** `tf.compat.v1`, and the entry `flowpoint/compat/v1`: TF1 on the parts that `tf` is made of. */
import '../runtime/ops/compose';
import '../runtime/ops/operators';
import '../runtime/ops/sparse/operators';
import '../runtime/ops/sparse/unary';
import '../runtime/ragged/methods';
import './session_methods';

export * as bitwise from '../namespaces/bitwise';
export * as dtypes from '../namespaces/dtypes';
export * as errors from '../namespaces/errors';
export * as nest from '../namespaces/nest';
export * from '../namespaces/top_level';
export { get_default_session } from '../runtime/graph/default_session';
export { get_default_graph } from '../runtime/graph/init_scope';
export * from './array_calls';
export * from './assertions';
export * from './behavior';
export * from './casts';
export * from './collections';
export * from './configuration';
export * from './control_flow';
export * as debugging from './debugging_namespace';
export { device } from './device';
export * from './former_names';
export { type GetVariableKeywords, get_local_variable, get_variable } from './get_variable';
export * as gfile from './gfile_namespace';
export * from './graph_operations';
export * as image from './image_namespace';
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
export * as io from './io_namespace';
export * as keras from './keras_namespace';
export * as layers from './layers/layers';
export * as linalg from './linalg_namespace';
export * as logging from './logging';
export * as losses from './losses';
export * as manip from './manip_namespace';
export { bincount, confusion_matrix } from './math_calls';
export * as math from './math_namespace';
export { name_scope } from './name_scope';
export * as nn from './nn_namespace';
export { PartitionedVariable } from './partitioned_variable';
export * from './partitioners';
export { placeholder, placeholder_with_default } from './placeholder';
export * from './printing';
export { py_func } from './py_func';
export { multinomial, poisson as random_poisson } from './random_calls';
export * as random from './random_namespace';
export * from './reductions';
export { orthogonal_initializer } from './scaling_initializers';
export { InteractiveSession, Session } from './session';
export * as sets from './sets_namespace';
export * from './sparse_names';
export * as sparse from './sparse_namespace';
export {
  decode_raw,
  reduce_join,
  substr,
  to_hash_bucket as string_to_hash_bucket,
  to_number as string_to_number,
} from './string_calls';
export * as strings from './strings_namespace';
export { SessionLog } from './summary_message';
export * as summary from './summary_namespace';
export * from './template';
export * as train from './train_namespace';
export { VariableV1 as Variable, type VariableV1Keywords } from './variable';
export {
  AUTO_REUSE,
  get_variable_scope,
  type Reuse,
  VariableScope,
  variable_op_scope,
  variable_scope,
} from './variable_scope';
export * from './variable_updates';
