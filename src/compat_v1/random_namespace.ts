/** `tf.compat.v1.random`. */
export * from '../namespaces/random';
export { get_seed, set_random_seed } from './behavior';
export { multinomial, poisson } from './random_calls';
