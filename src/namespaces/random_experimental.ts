/** `tf.random.experimental`. */
export { Algorithm } from '../runtime/ops/random_algorithm';
export {
  create_rng_state,
  Generator,
  get_global_generator,
  set_global_generator,
} from '../runtime/ops/random_generator';
export {
  fold_in as stateless_fold_in,
  split as stateless_split,
  stateless_shuffle,
} from '../runtime/ops/random_stateless';
