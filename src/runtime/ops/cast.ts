/** `tf.cast`: between any two numeric dtypes. */

import { as_dtype, type DType, type DTypeLike } from '../../dtypes';
import { UnimplementedError } from '../../errors';
import { get_logger } from '../../logging';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, operand } from '../dispatch';
import { dispatched, sparseToo } from '../dispatched';
import { castStorage } from '../kernels/cast';
import { defineOp, type OpName, type OpRecord } from '../op';
import { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';

interface CastAttributes {
  readonly [name: string]: unknown;
  readonly DstT: DType;
}

function isCastable(dtype: DType): boolean {
  return dtype.kind !== 'string' && dtype.kind !== 'opaque';
}

const Cast = defineOp<CastAttributes>({
  type: 'Cast',
  infer: ([x], { DstT }) => {
    if (!isCastable(x!.dtype) || !isCastable(DstT))
      throw new UnimplementedError(`Cast ${x!.dtype.c_name} to ${DstT.c_name} is not supported`, {
        fields: { expected: DstT.name, actual: x!.dtype.name },
      });
    return [{ dtype: DstT, dims: x!.dims }];
  },
  kernel: ([x], { DstT }) => [
    new Tensor(DstT, x!.dims, castStorage(x!.dtype, DstT, x!.data, elementCount(x!.dims))),
  ],
  grad: ({ inputs: [x], outputs: [y] }, g) => {
    const continuous = (dtype: DType) => dtype.is_floating || dtype.is_complex;
    return [continuous(x!.dtype) && continuous(y!.dtype) ? cast(g!, x!.dtype) : null];
  },
});

/**
 * Mirrors `tf.cast`: fractions are cut, integers wrap, complex numbers lose their imaginary part with a warning. Of a
 * sparse tensor the values are cast.
 * @throws {@link UnimplementedError} for strings
 */
export const cast = sparseToo()(
  dispatched('cast', ['x', 'dtype'], ['name'], (x: TensorLike, dtype: DTypeLike, name?: OpName): Tensor => {
    const target = as_dtype(dtype);
    const tensor = operand(x, Cast as unknown as OpRecord);
    // Through toTensor: what is returned as it is must be a snapshot, not a variable's lent value.
    if (tensor.dtype === target) return toTensor(x);
    if (tensor.dtype.is_complex && target.is_floating)
      get_logger().warning(
        `You are casting an input of type ${tensor.dtype.name} to an incompatible dtype ${target.name}.  This will discard the imaginary part and may not be what you intended.`,
      );
    return dispatch(Cast, [tensor], { DstT: target }, name)[0]!;
  }),
);
