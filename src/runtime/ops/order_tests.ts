/** Whether the elements of a tensor, one after the other, go up. */

import { TypeError } from '../../errors';
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { inOwnScope } from '../name_scope';
import type { OpName } from '../op';
import type { Tensor } from '../tensor';
import { subtract } from './arithmetic';
import { reshape } from './array';
import { less, less_equal } from './comparison';
import { getitem } from './getitem';
import { reduce_all } from './reduction';

/** What each element has more than the one before it. */
function steps(x: TensorLike): Tensor {
  const flat = reshape(toTensor(x), [-1]);
  if (!flat.dtype.is_numeric) throw new TypeError(`Expected x to be numeric, instead found: ${flat}`);
  return subtract(getitem(flat, ['1:']), getitem(flat, [':-1']));
}

function orderTest(method: string, holds: typeof less) {
  return named(method, ['x'], ['name'], (x: TensorLike, name?: OpName): Tensor => {
    const compute = (): Tensor => {
      const diff = steps(x);
      return reduce_all(holds(toTensor(0, diff.dtype), diff));
    };
    return inOwnScope(method, compute, name);
  });
}

/**
 * Mirrors `tf.math.is_non_decreasing`: true if no element is less than the one before it, in row-major order.
 * @throws {@link TypeError} for what are no numbers
 */
export const is_non_decreasing = orderTest('is_non_decreasing', less_equal);

/**
 * Mirrors `tf.math.is_strictly_increasing`: true if each element is larger than the one before it.
 * @throws {@link TypeError} for what are no numbers
 */
export const is_strictly_increasing = orderTest('is_strictly_increasing', less);
