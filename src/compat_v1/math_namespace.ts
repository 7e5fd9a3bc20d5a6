/** `tf.compat.v1.math`. */
export * from '../namespaces/math';
export { bincount, confusion_matrix, in_top_k, log_softmax, softmax } from './math_calls';
export {
  argmax,
  argmin,
  count_nonzero,
  reduce_all,
  reduce_any,
  reduce_logsumexp,
  reduce_max,
  reduce_mean,
  reduce_min,
  reduce_prod,
  reduce_sum,
} from './reductions';
