/** `Fill` and `Sum`, each the gradient of the other: one value everywhere, and all values in one. */

import { InvalidArgumentError } from '../../errors';
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, dispatchOne, operand } from '../dispatch';
import { numeric } from '../elementwise';
import { isKnown } from '../graph/operation';
import { sumBigs, sumFloats, sumIntegers } from '../kernels/sum';
import { defineOp, type OpName, type OpRecord } from '../op';
import { axesOf, type ReduceLoops, reduceOp } from '../reduce';
import { type ShapeArgument, shapeTensor, sizesOf, unknownSizes } from '../shape_argument';
import { Tensor } from '../tensor';
import { bracketText, elementCount } from '../tensor_shape';
import { multiply } from './arithmetic';
import { reshape, shape } from './array';
import { cast } from './cast';
import { shapeOf, shapeWithout } from './known_shape';

/** Storage with every element the first one of `value`. */
export function repeated(value: Tensor, count: number): Tensor['data'] {
  const { dtype, data } = value;
  if (Array.isArray(data)) return new Array<Uint8Array>(count).fill(data[0]!);
  const out = dtype.allocate(count) as Float32Array;
  if (dtype.lanes === 1) out.fill(data[0] as number);
  else for (let i = 0; i < out.length; i++) out[i] = data[i % dtype.lanes] as number;
  return out;
}

const Fill: OpRecord = defineOp({
  type: 'Fill',
  indices: [[0, 'index_type']],
  infer: ([dims, value]) => {
    const sizes = sizesOf(dims!, (d) => `dims must represent a vector, got shape ${bracketText(d)}`);
    if (value!.dims !== null && elementCount(value!.dims as number[]) !== 1)
      throw new InvalidArgumentError(
        `value must represent a scalar, got shape ${bracketText(value!.dims as number[])}`,
      );
    for (const size of sizes ?? [])
      if (size < 0) throw new InvalidArgumentError(`Dimension ${size} must be >= 0`);
    return [{ dtype: value!.dtype, dims: sizes ?? unknownSizes(dims!) }];
  },
  kernel: ([, value], _attrs, [spec]) => [
    new Tensor(spec!.dtype, spec!.dims, repeated(value!, elementCount(spec!.dims))),
  ],
  // The gradient of a value of shape [1] is a scalar in TF.
  keepsShape: true,
  grad: (_call, g) => [null, sum(g!)],
});

/**
 * Mirrors `tf.fill`.
 * @throws {@link InvalidArgumentError} for a value that is no scalar or a negative size
 */
export const fill = named(
  'fill',
  ['dims', 'value'],
  ['name', 'layout'],
  (dims: ShapeArgument, value: TensorLike, name?: OpName, _layout?: null): Tensor =>
    dispatchOne(Fill, [shapeTensor(dims), toTensor(value)], name),
);

export const sumLoops: ReduceLoops = { float: sumFloats, int32: sumIntegers, big: sumBigs };

const Sum = reduceOp({
  type: 'Sum',
  allowed: numeric,
  loops: sumLoops,
  grad: ({ inputs: [x, axes] }, g) => [
    x!.dims === null || !isKnown(axes!)
      ? spreadLater(g!, x!, axes!)
      : spread(g!, x!, axesOf(axes!, x!.dims.length)),
    null,
  ],
});

/** The same where rank or axes are only known when the graph runs: summing again says which sizes became 1. */
function spreadLater(g: Tensor, x: Tensor, axes: Tensor): Tensor {
  return multiply(reshape(g, shape(sumOver(x, axes, true))), fill(shape(x), cast(1, x.dtype)));
}

/** A gradient repeated over the axes that were reduced. */
export function spread(g: Tensor, x: Tensor, reduced: readonly boolean[]): Tensor {
  if (reduced.every((is) => is)) return fill(shapeOf(x), g.dims?.length === 0 ? g : reshape(g, []));
  return multiply(reshape(g, shapeWithout(x, reduced)), fill(shapeOf(x), cast(1, x.dtype)));
}

/** The sum over `axes` (all of them if not given), which stay as dimensions of 1 if `keepdims`. */
export function sum(input: TensorLike, axes?: readonly number[], keepdims = false): Tensor {
  const x = operand(input, Sum as unknown as OpRecord);
  if (x.dims === null && axes === undefined && !keepdims) return sum(reshape(x, [-1]));
  const list = axes ?? x.dims.map((_, i) => i);
  return dispatch(Sum, [x, shapeTensor(list)], { keep_dims: keepdims })[0]!;
}

/** `Sum` over axes that are a tensor: what `tf.reduce_sum` calls. */
export function sumOver(x: Tensor, axes: Tensor, keep_dims: boolean): Tensor {
  return dispatch(Sum, [x, axes], { keep_dims })[0]!;
}
