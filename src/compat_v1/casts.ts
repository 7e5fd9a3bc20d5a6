/** Functions of numbers that TF has deprecated: `tf1.to_float(x)`, `tf1.div(x, y)`. */

import { bfloat16, complex64, complex128, type DType, float32, float64, int32, int64 } from '../dtypes';
import { warnDeprecated } from '../logging';
import { named } from '../python/named';
import type { TensorLike } from '../runtime/convert_types';
import { inOwnScope } from '../runtime/name_scope';
import type { OpName, OpRecord } from '../runtime/op';
import { softly } from '../runtime/operands';
import { multiply, truediv } from '../runtime/ops/arithmetic';
import { cast } from '../runtime/ops/cast';
import { clip_by_norm } from '../runtime/ops/clip';
import { floordiv } from '../runtime/ops/division';
import { size } from '../runtime/ops/shapes';
import type { Tensor } from '../runtime/tensor';

/** TF's notice for a function of `math_ops`. */
function notice(name: string, instructions: string): void {
  warnDeprecated(`${name} (from tensorflow.python.ops.math_ops)`, name, instructions);
}
function castTo(method: string, dtype: DType) {
  return named(method, ['x'], ['name'], (x: TensorLike, name?: OpName): Tensor => {
    notice(method, 'Use `tf.cast` instead.');
    return cast(x, dtype, name);
  });
}
/** Mirrors `tf.compat.v1.to_float`. */
export const to_float = castTo('to_float', float32);
/** Mirrors `tf.compat.v1.to_double`. */
export const to_double = castTo('to_double', float64);
/** Mirrors `tf.compat.v1.to_int32`. */
export const to_int32 = castTo('to_int32', int32);
/** Mirrors `tf.compat.v1.to_int64`. */
export const to_int64 = castTo('to_int64', int64);
/** Mirrors `tf.compat.v1.to_bfloat16`. */
export const to_bfloat16 = castTo('to_bfloat16', bfloat16);
/** Mirrors `tf.compat.v1.to_complex64`. */
export const to_complex64 = castTo('to_complex64', complex64);
/** Mirrors `tf.compat.v1.to_complex128`. */
export const to_complex128 = castTo('to_complex128', complex128);

/** Mirrors `tf.compat.v1.div`: Python 2's `/`, which rounds integers down. */
export const div = named(
  'div',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => {
    notice('div', 'Deprecated in favor of operator or tf.math.divide.');
    const [a, b] = softly(x, y, { type: 'RealDiv' } as OpRecord);
    return a.dtype.is_floating || a.dtype.is_complex ? truediv(a, b, name) : floordiv(a, b, name);
  },
);

/** Mirrors `tf.compat.v1.clip_by_average_norm`: scaled down so that the average L2 norm is at most `clip_norm`. */
export const clip_by_average_norm = named(
  'clip_by_average_norm',
  ['t', 'clip_norm'],
  ['name'],
  (t: TensorLike, clip_norm: TensorLike, name: string | null = null): Tensor => {
    warnDeprecated(
      'clip_by_average_norm (from tensorflow.python.ops.clip_ops)',
      'clip_by_average_norm',
      'clip_by_average_norm is deprecated in TensorFlow 2.0. Please use clip_by_norm(t, clip_norm * tf.cast(tf.size(t), ' +
        'tf.float32), name) instead.',
    );
    return inOwnScope(
      'clip_by_average_norm',
      () => clip_by_norm(t, multiply(clip_norm, cast(size(t), float32))),
      name,
    );
  },
);
