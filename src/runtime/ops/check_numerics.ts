/** `tf.debugging.check_numerics`: an error for infinities and NaN. */

import { bfloat16, float16, float32, float64 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { named } from '../../python/named';
import type { TensorLike } from '../convert_types';
import { dispatch, operand } from '../dispatch';
import { dispatched } from '../dispatched';
import { isBad } from '../kernels/finite';
import { checkAllowed, defineOp, type OpName, type OpRecord } from '../op';
import { Tensor } from '../tensor';

interface CheckAttributes {
  readonly [name: string]: unknown;
  readonly message: string;
}
const CheckNumerics: OpRecord<CheckAttributes> = defineOp<CheckAttributes>({
  type: 'CheckNumerics',
  infer: ([x]) => {
    checkAllowed('CheckNumerics', x!.dtype, [bfloat16, float16, float32, float64]);
    return [{ dtype: x!.dtype, dims: x!.dims }];
  },
  kernel: ([x], { message }) => {
    const { infinite, nan } = isBad(x!);
    if (infinite || nan) {
      const what = infinite && nan ? 'Inf and NaN' : nan ? 'NaN' : 'Inf';
      throw new InvalidArgumentError(`${message} : Tensor had ${what} values`, { fields: { actual: what } });
    }
    return [new Tensor(x!.dtype, x!.dims, x!.data)];
  },
  grad: (_call, g) => [
    dispatch(CheckNumerics, [g!], {
      message: 'Not a number (NaN) or infinity (Inf) values detected in gradient.',
    })[0]!,
  ],
  aliases: true,
});

/**
 * Mirrors `tf.debugging.check_numerics`. @returns the same value
 * @throws {@link InvalidArgumentError} if an element is infinite or NaN, or the dtype is no float
 */
export const check_numerics = dispatched(
  'check_numerics',
  ['tensor', 'message'],
  ['name'],
  (tensor: TensorLike, message: string, name?: OpName): Tensor =>
    dispatch(CheckNumerics, [operand(tensor, CheckNumerics as unknown as OpRecord)], { message }, name)[0]!,
);
/** Mirrors `tf.debugging.assert_all_finite`, which is {@link check_numerics}. */
export const assert_all_finite = named(
  'assert_all_finite',
  ['x', 'message'],
  ['name'],
  (x: TensorLike, message: string, name?: OpName): Tensor => check_numerics(x, message, name),
);
