/** Whole quotients and remainders: Python's, which round down, and C's, which round toward zero. */

import { bfloat16, float16, float32, float64, int32, int64 } from '../../dtypes';
import { InternalError, InvalidArgumentError } from '../../errors';
import type { TensorLike } from '../convert_types';
import { dispatched } from '../dispatched';
import { type BinaryOp, binaryOp, numeric } from '../elementwise';
import { castStorage } from '../kernels/cast';
import { floorDivLoops, floorModLoops, truncateDivLoops, truncateModLoops } from '../kernels/division';
import { defineOp, type OpName, type OpRecord, unregisteredGradient } from '../op';
import { strictBinary } from '../operands';
import { Tensor } from '../tensor';
import { floats, integers } from '../type_groups';
import { multiply, negative, RealDiv } from './arithmetic';

function dividesByZero(y: Tensor): boolean {
  if (!y.dtype.is_integer) return false;
  return (y.data as unknown[]).includes(typeof y.data[0] === 'bigint' ? 0n : 0);
}

function checkFloor([x, y]: readonly Tensor[]): void {
  if (x!.data.length > 0 && dividesByZero(y!)) throw new InvalidArgumentError('Integer division by zero');
}

/** TF forgets to say what happened, and calls it internal. */
function checkTruncate([x, y]: readonly Tensor[]): void {
  if (x!.data.length > 0 && dividesByZero(y!))
    throw new InternalError(
      'Unexpected error in binary operator (only integer div and mod should have errors)',
    );
}

/** The op with halves divided as halves: a quotient is a half, rounded, before its fraction is cut off. */
function roundedFirst(op: BinaryOp, cut: (quotient: number) => number): BinaryOp {
  const kernel: BinaryOp['kernel'] = (inputs, attrs, specs) => {
    const { dtype, dims } = specs[0]!;
    if (dtype !== float16 && dtype !== bfloat16) return op.kernel(inputs, attrs, specs);
    const quotient = RealDiv.kernel(inputs, attrs, specs)[0]!;
    const whole = (castStorage(dtype, float32, quotient.data, quotient.data.length) as Float32Array).map(cut);
    return [new Tensor(dtype, dims, castStorage(float32, dtype, whole, whole.length))];
  };
  return { ...op, kernel };
}

const FloorDiv = roundedFirst(
  binaryOp({
    type: 'FloorDiv',
    allowed: numeric,
    loops: floorDivLoops,
    ordered: true,
    check: checkFloor,
    grad: null,
  }),
  Math.floor,
);
const FloorMod = binaryOp({
  type: 'FloorMod',
  allowed: [...integers, ...floats],
  loops: floorModLoops,
  ordered: true,
  check: checkFloor,
  grad: ({ inputs: [x, y] }, g) => [g!, multiply(g!, negative(floordiv(x!, y!)))],
});
const TruncateDiv = roundedFirst(
  binaryOp({
    type: 'TruncateDiv',
    allowed: numeric,
    loops: truncateDivLoops,
    ordered: true,
    check: checkTruncate,
    grad: null,
  }),
  Math.trunc,
);
const TruncateMod = binaryOp({
  type: 'TruncateMod',
  allowed: [int32, int64, bfloat16, float16, float32, float64],
  loops: truncateModLoops,
  check: checkTruncate,
  grad: unregisteredGradient('TruncateMod') as OpRecord['grad'],
});
for (const record of [FloorDiv, FloorMod, TruncateDiv, TruncateMod]) defineOp(record);

/**
 * Mirrors `tf.math.floordiv`: Python's `x // y`, the quotient rounded down.
 * @throws {@link InvalidArgumentError} for integers divided by zero
 */
export const floordiv = dispatched(
  'floordiv',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(FloorDiv, x, y, name),
);

/**
 * Mirrors `tf.math.floormod`: Python's `x % y`, which has the sign of `y`.
 * @throws {@link InvalidArgumentError} for integers divided by zero
 */
export const floormod = dispatched(
  'floormod',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(FloorMod, x, y, name),
);

/**
 * Mirrors `tf.truncatediv`: C's quotient, rounded toward zero.
 * @throws {@link InternalError} for zero divisors
 */
export const truncatediv = dispatched(
  'truncatediv',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(TruncateDiv, x, y, name),
);

/** Mirrors `tf.truncatemod`: C's remainder, which has the sign of `x`. */
export const truncatemod = dispatched(
  'truncatemod',
  ['x', 'y'],
  ['name'],
  (x: TensorLike, y: TensorLike, name?: OpName): Tensor => strictBinary(TruncateMod, x, y, name),
);
