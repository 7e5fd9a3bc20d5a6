/** `dropout`: zeros at random places, the rest scaled so that the expected sum stays. */

import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatching } from '../dispatched';
import { inOwnScope } from '../name_scope';
import type { ShapeArgument } from '../shape_argument';
import type { Tensor } from '../tensor';
import { multiply, realdiv, subtract } from './arithmetic';
import { identity, shape } from './array';
import { cast } from './cast';
import { greater_equal } from './comparison';
import { zeros_like } from './creation';
import { random_uniform } from './random';
import { selectV2 } from './select';

interface DropoutKeywords {
  noise_shape?: ShapeArgument | null;
  seed?: number | bigint | null;
  name?: string | null;
}
/**
 * Mirrors `tf.nn.dropout`: each place is kept with probability `1 - rate`. `noise_shape` is the shape of the choice,
 * which is broadcast. @throws {@link ValueError} for a rate outside [0, 1) or for integers
 */
export const dropout = dispatching()(function dropout(
  ...args: Args<
    [x: TensorLike, rate: TensorLike],
    [noise_shape: ShapeArgument | null, seed: number | bigint | null, name: string | null],
    DropoutKeywords,
    ['x', 'rate']
  >
): Tensor {
  type All = DropoutKeywords & { x: TensorLike; rate: TensorLike };
  const names = ['x', 'rate', 'noise_shape', 'seed', 'name'] as const;
  const given = bindArguments<All>('dropout_v2', names, args, { required: 2 });
  const { rate } = given;
  if (typeof rate === 'number' && !(rate >= 0 && rate < 1))
    throw new ValueError(
      `\`rate\` must be a scalar tensor or a float in the range [0, 1). Received: rate=${rate}`,
      { fields: { actual: rate } },
    );
  const x = toTensor(given.x!);
  if (!x.dtype.is_floating)
    throw new ValueError(
      `\`x.dtype\` must be a floating point tensor as \`x\` will be scaled. Received: x_dtype=${x.dtype.__repr__()}`,
      { fields: { actual: x.dtype.name } },
    );
  if (rate === 0) return identity(x);
  const share = toTensor(rate!, undefined, x.dtype);
  if (!share.dtype.is_floating)
    throw new ValueError(
      `The \`rate\` must be of a floating point dtype. Received: rate dtype=${share.dtype.__repr__()}`,
    );
  return inOwnScope('dropout', () => {
    const wanted = cast(share, x.dtype);
    const scaled = multiply(x, realdiv(1, subtract(1, wanted)));
    const chosen = random_uniform(given.noise_shape ?? shape(x), x.dtype, given.seed ?? null);
    return selectV2(greater_equal(chosen, wanted), scaled, zeros_like(scaled));
  });
});
