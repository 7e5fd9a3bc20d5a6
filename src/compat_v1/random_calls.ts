/** Random functions with TF1's parameters. */
import type { DTypeLike } from '../dtypes';
import type { TensorLike } from '../runtime/convert_types';
import { categorical } from '../runtime/ops/random';
import { poisson as poissonNow } from '../runtime/ops/random_gamma';
import type { Seed } from '../runtime/random/op_seeds';
import type { ShapeArgument } from '../runtime/shape_argument';
import { type FormerCall, formerCall, type Name } from './former_call';

const names = ['logits', 'num_samples', 'seed', 'name', 'output_dtype'] as const;
/** Mirrors `tf.compat.v1.multinomial`: draws from unnormalized log-probabilities, `[batch, num_samples]`. */
export const multinomial: FormerCall<
  typeof names,
  [logits: TensorLike, num_samples: TensorLike],
  [seed: Seed, name: Name, output_dtype: DTypeLike | null]
> = formerCall('multinomial', names, categorical, {
  required: 2,
  renamed: { output_dtype: 'dtype' },
  deprecated: ['multinomial (from tensorflow.python.ops.random_ops)', 'Use `tf.random.categorical` instead.'],
});

const poissonNames = ['lam', 'shape', 'dtype', 'seed', 'name'] as const;
/** Mirrors `tf.compat.v1.random.poisson`. */
export const poisson: FormerCall<
  typeof poissonNames,
  [lam: TensorLike, shape: ShapeArgument],
  [dtype: DTypeLike, seed: Seed, name: Name]
> = formerCall(
  'random_poisson',
  poissonNames,
  (lam: TensorLike, shape: ShapeArgument, keywords: object) => poissonNow(shape, lam, keywords),
  { required: 2 },
);
