/** `tf.compat.v1.train`: optimizers, learning rates and moving averages. */
export { AdadeltaOptimizer } from './adadelta';
export { AdagradOptimizer, ProximalAdagradOptimizer } from './adagrad';
export { AdagradDAOptimizer } from './adagrad_da';
export { AdamOptimizer } from './adam';
export { FtrlOptimizer } from './ftrl';
export { GradientDescentOptimizer, ProximalGradientDescentOptimizer } from './gradient_descent';
export {
  cosine_decay,
  cosine_decay_restarts,
  exponential_decay,
  inverse_time_decay,
  natural_exp_decay,
  piecewise_constant,
  piecewise_constant_decay,
  polynomial_decay,
} from './learning_rate_decay';
export { linear_cosine_decay, noisy_linear_cosine_decay } from './linear_cosine_decay';
export { MomentumOptimizer } from './momentum';
export { ExponentialMovingAverage } from './moving_averages';
export { Optimizer } from './optimizer';
export { RMSPropOptimizer } from './rmsprop';
