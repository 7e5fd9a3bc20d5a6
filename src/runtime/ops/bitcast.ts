/** `tf.bitcast`: the same bytes as another type. */

import { as_dtype, type DType, type DTypeLike } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import type { TensorLike } from '../convert_types';
import { dispatch, operand } from '../dispatch';
import { dispatching } from '../dispatched';
import { numeric } from '../elementwise';
import { checkAllowed, defineOp, type OpRecord } from '../op';
import { Tensor } from '../tensor';
import type { Dimension } from '../tensor_shape';

interface BitcastAttributes {
  readonly [name: string]: unknown;
  readonly type: DType;
}
function bitcastDims(from: DType, to: DType, dims: readonly Dimension[]): readonly Dimension[] {
  if (from.size === to.size) return dims;
  if (from.size > to.size) return [...dims, from.size / to.size];
  const wanted = to.size / from.size;
  const last = dims[dims.length - 1];
  if (last !== wanted && last !== null)
    throw new InvalidArgumentError(`Cannot bitcast from ${wanted} to ${last ?? 'a scalar'}`, {
      fields: { expected: wanted, actual: last },
    });
  return dims.slice(0, -1);
}
const Bitcast: OpRecord<BitcastAttributes> = defineOp<BitcastAttributes>({
  type: 'Bitcast',
  infer: ([x], { type }) => {
    checkAllowed('Bitcast', x!.dtype, numeric);
    checkAllowed('Bitcast', type, numeric, 'type');
    return [{ dtype: type, dims: x!.dims === null ? null : bitcastDims(x!.dtype, type, x!.dims) }];
  },
  kernel: ([x], { type }, [spec]) => {
    const { buffer, byteOffset, byteLength } = x!.data as Uint8Array;
    // Types may ask for a wider alignment than the bytes have: a copy begins at 0.
    const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
    return [new Tensor(type, spec!.dims, type.view(bytes, 0, byteLength / type.size))];
  },
  grad: null,
});

interface BitcastKeywords {
  name?: string | null;
}
/**
 * Mirrors `tf.bitcast`: the bytes of a tensor read as another type; a narrower one adds an axis, a wider one takes one.
 * @throws {@link InvalidArgumentError} if the last axis does not make up one wider value
 */
export const bitcast = dispatching()(function bitcast(
  ...args: Args<
    [input: TensorLike, type: DTypeLike],
    [name: string | null],
    BitcastKeywords,
    ['input', 'type']
  >
): Tensor {
  const names = ['input', 'type', 'name'] as const;
  const given = bindArguments<BitcastKeywords & { input: TensorLike; type: DTypeLike }>(
    'bitcast',
    names,
    args,
    {
      required: 2,
    },
  );
  const type = as_dtype(given.type!);
  return dispatch(Bitcast, [operand(given.input!, Bitcast as unknown as OpRecord)], { type })[0]!;
});
