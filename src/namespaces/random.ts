/** `tf.random`. */
export {
  all_candidate_sampler,
  fixed_unigram_candidate_sampler,
  learned_unigram_candidate_sampler,
  log_uniform_candidate_sampler,
  uniform_candidate_sampler,
} from '../runtime/ops/candidate_sampling';
export {
  categorical,
  normal,
  shuffle,
  truncated_normal,
  uniform,
} from '../runtime/ops/random';
export { Algorithm, type AlgorithmLike } from '../runtime/ops/random_algorithm';
export { gamma, poisson } from '../runtime/ops/random_gamma';
export {
  create_rng_state,
  Generator,
  get_global_generator,
  set_global_generator,
} from '../runtime/ops/random_generator';
export {
  fold_in,
  split,
  stateless_normal,
  stateless_truncated_normal,
  stateless_uniform,
} from '../runtime/ops/random_stateless';
export {
  stateless_binomial,
  stateless_categorical,
  stateless_gamma,
  stateless_poisson,
} from '../runtime/ops/random_stateless_draws';
export { type Seed, set_seed } from '../runtime/random/op_seeds';
export * as experimental from './random_experimental';
