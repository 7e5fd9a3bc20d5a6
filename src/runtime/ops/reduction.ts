/** `tf.reduce_*`: sums, products, extremes and logic over some axes. */

import { bool, type DType } from '../../dtypes';
import { type Args, bindArguments, isKeywords } from '../../python/arguments';
import { integerRange } from '../../type_ranges';
import type { Axis, ReduceKeywords } from '../axis_argument';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, operand } from '../dispatch';
import { dispatching } from '../dispatched';
import { numeric } from '../elementwise';
import {
  allOf,
  anyOf,
  maxBigs,
  maxFloats,
  maxIntegers,
  minBigs,
  minFloats,
  minIntegers,
  multiplyBigs,
  multiplyComplex,
  multiplyFloats,
  multiplyIntegers,
} from '../kernels/reduce';
import { defineOp, type Gradient, mismatch, type OpRecord } from '../op';
import type { RaggedTensor } from '../ragged/ragged_tensor';
import {
  axesOf,
  inferReduction,
  type ReduceAttributes,
  type ReduceLoops,
  reduceOp,
  reduceStorage,
} from '../reduce';
import { shapeTensor } from '../shape_argument';
import { Tensor } from '../tensor';
import { realNumbers } from '../type_groups';
import { multiply, realdiv } from './arithmetic';
import { reshape } from './array';
import { axesTensor } from './axes';
import { cast } from './cast';
import { equal } from './comparison';
import { conj } from './conj';
import { spread, sumOver } from './fill';
import { packed } from './joining';
import { shapeOf, shapeWithout } from './known_shape';
import { transposed } from './movement';
import { cumprod } from './scan';

export type { Axis };
/**
 * The arguments of a reduction: what is reduced, over which axes (all if none), and whether these stay, of
 * size 1.
 */
export type ReduceArgs = Args<
  [input_tensor: TensorLike],
  [axis: Axis, keepdims: boolean | null, name: string | null],
  ReduceKeywords,
  ['input_tensor']
>;

/** The gradient of an extreme is shared by all elements that attain it. */
const extremeGradient: Gradient<ReduceAttributes> = ({ inputs: [x, axes], outputs: [y] }, g) => {
  const kept = shapeWithout(x!, axesOf(axes!, x!.dims.length));
  const attained = cast(equal(reshape(y!, kept), x!), g!.dtype);
  const count = reshape(sumOver(attained, axes!, false), kept);
  return [multiply(realdiv(attained, count), reshape(g!, kept)), null];
};

/** The product of all others along the first axis: from both sides, so that zeros do no harm. */
function productOfOthers(x: Tensor, axis: number): Tensor {
  const before = cumprod(x, axis, true, false);
  const after = cumprod(x, axis, true, true);
  return multiply(conj(before), conj(after));
}

const productGradient: Gradient<ReduceAttributes> = ({ inputs: [x, axes] }, g) => {
  const reduced = axesOf(axes!, x!.dims.length);
  const places = reduced.map((_, i) => i);
  const order = [...places.filter((i) => reduced[i]), ...places.filter((i) => !reduced[i])];
  const count = reduced.filter((is) => is).length;
  const spreadGradient = spread(g!, x!, reduced);
  if (count === 0) return [spreadGradient, null];
  if (count === 1) return [multiply(spreadGradient, productOfOthers(x!, order[0]!)), null];
  // Several axes are brought to the front and made one.
  const front = transposed(x!, order);
  const others = reduced.map((is) => !is);
  const inner = reduce_prod(shapeTensor(shapeWithout(x!, reduced)));
  const outer = reduce_prod(shapeTensor(shapeWithout(x!, others)));
  const rows = reshape(front, packed([outer, inner], 0));
  const back = places.map((i) => order.indexOf(i));
  const product = transposed(reshape(productOfOthers(rows, 0), shapeOf(front)), back);
  return [multiply(spreadGradient, product), null];
};

const least = (dtype: DType) => integerRange(dtype)[0];
const most = (dtype: DType) => integerRange(dtype)[1];

const Prod = reduceOp({
  type: 'Prod',
  allowed: numeric,
  loops: { float: multiplyFloats, int32: multiplyIntegers, big: multiplyBigs, complex: multiplyComplex },
  grad: productGradient,
});
const Max = reduceOp({
  type: 'Max',
  allowed: realNumbers,
  loops: { float: maxFloats, int32: maxIntegers, big: maxBigs, ofNone: least },
  grad: extremeGradient,
});
const Min = reduceOp({
  type: 'Min',
  allowed: realNumbers,
  loops: { float: minFloats, int32: minIntegers, big: minBigs, ofNone: most },
  grad: extremeGradient,
});

function logicOp(type: string, loops: ReduceLoops): OpRecord<ReduceAttributes> {
  return defineOp<ReduceAttributes>({
    type,
    indices: [[1, 'Tidx']],
    infer: (inputs, { keep_dims }) => {
      if (inputs[0]!.dtype !== bool) throw mismatch(type, 0, bool, inputs[0]!.dtype);
      return [{ dtype: bool, dims: inferReduction(inputs, keep_dims) }];
    },
    kernel: ([x, axes], _attrs, [spec]) => [
      new Tensor(bool, spec!.dims, reduceStorage(x!, axesOf(axes!, x!.dims.length), loops)),
    ],
    aliases: true,
    grad: null,
  });
}
const All = logicOp('All', { bool: allOf });
const Any = logicOp('Any', { bool: anyOf });

/** A reduction's arguments as TF binds them. */
export function bindReduction(
  method: string,
  args: readonly unknown[],
): { input: TensorLike; axis: Axis | undefined; keepdims: boolean } {
  if (args.length === 1 && !isKeywords(args[0]))
    return { input: args[0] as TensorLike, axis: null, keepdims: false };
  const given = bindArguments<ReduceKeywords & { input_tensor: TensorLike }>(
    method,
    ['input_tensor', 'axis', 'keepdims', 'name'],
    args,
    { required: 1 },
  );
  return { input: given.input_tensor!, axis: given.axis, keepdims: Boolean(given.keepdims) };
}

function reduction(method: string, op: OpRecord<ReduceAttributes>, args: readonly unknown[]): Tensor {
  const { input, axis, keepdims } = bindReduction(method, args);
  // A list of axes takes TF's slower way, which converts the input itself.
  const x =
    Array.isArray(axis) && (op === All || op === Any)
      ? toTensor(input, bool)
      : operand(input, op as unknown as OpRecord);
  return dispatch(op, [x, axesTensor(x, axis)], { keep_dims: keepdims })[0]!;
}

/**
 * Mirrors `tf.reduce_sum`. Integers wrap.
 * @throws {@link InvalidArgumentError} for axes that there are not
 */
export const reduce_sum = dispatching<Tensor | RaggedTensor>()(function reduce_sum(
  ...args: ReduceArgs
): Tensor {
  const { input, axis, keepdims } = bindReduction('reduce_sum', args);
  const x = operand(input, aliasing);
  return sumOver(x, axesTensor(x, axis), keepdims);
});
/** What `operand` must know of `Sum`. */
const aliasing = { aliases: true } as OpRecord;

/** Mirrors `tf.reduce_prod`. Integers wrap; of nothing 1. */
export const reduce_prod = dispatching<Tensor | RaggedTensor>()(function reduce_prod(
  ...args: ReduceArgs
): Tensor {
  return reduction('reduce_prod', Prod, args);
});

/** Mirrors `tf.reduce_max`: NaN if any is; of nothing the smallest value of the type. */
export const reduce_max = dispatching<Tensor | RaggedTensor>()(function reduce_max(
  ...args: ReduceArgs
): Tensor {
  return reduction('reduce_max', Max, args);
});

/** Mirrors `tf.reduce_min`: NaN if any is; of nothing the largest value of the type. */
export const reduce_min = dispatching<Tensor | RaggedTensor>()(function reduce_min(
  ...args: ReduceArgs
): Tensor {
  return reduction('reduce_min', Min, args);
});

/**
 * Mirrors `tf.reduce_all`: whether all are true.
 * @throws {@link InvalidArgumentError} for anything but bool
 */
export const reduce_all = dispatching<Tensor | RaggedTensor>()(function reduce_all(
  ...args: ReduceArgs
): Tensor {
  return reduction('reduce_all', All, args);
});

/**
 * Mirrors `tf.reduce_any`: whether any is true.
 * @throws {@link InvalidArgumentError} for anything but bool
 */
export const reduce_any = dispatching<Tensor | RaggedTensor>()(function reduce_any(
  ...args: ReduceArgs
): Tensor {
  return reduction('reduce_any', Any, args);
});
