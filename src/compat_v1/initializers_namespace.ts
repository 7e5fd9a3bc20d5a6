/** `tf.compat.v1.initializers`. */
export {
  global_variables_initializer as global_variables,
  local_variables_initializer as local_variables,
  tables_initializer,
  variables_initializer as variables,
} from './graph_operations';
export {
  constant_initializer as constant,
  glorot_normal_initializer as glorot_normal,
  glorot_uniform_initializer as glorot_uniform,
  he_normal,
  he_uniform,
  identity_initializer as identity,
  lecun_normal,
  lecun_uniform,
  ones_initializer as ones,
  random_normal_initializer as random_normal,
  random_uniform_initializer as random_uniform,
  truncated_normal_initializer as truncated_normal,
  uniform_unit_scaling_initializer as uniform_unit_scaling,
  variance_scaling_initializer as variance_scaling,
  zeros_initializer as zeros,
} from './initializers';
export { orthogonal_initializer as orthogonal } from './scaling_initializers';
