/** Sums of lists of tensors, and polynomials. */

import { InvalidArgumentError, TypeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { type Keyworded, named } from '../../python/named';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatched } from '../dispatched';
import { IndexedSlices } from '../indexed_slices';
import { inOwnScope } from '../name_scope';
import type { OpName } from '../op';
import type { RaggedTensor } from '../ragged/ragged_tensor';
import type { Tensor } from '../tensor';
import { as_shape, type ShapeLike } from '../tensor_shape';
import { addAll } from './add_n';
import { add, multiply } from './arithmetic';
import { identity } from './array';
import { zeros_like } from './creation';
import { dense } from './gradient_sums';

type Addend = TensorLike | IndexedSlices;

/**
 * Mirrors `tf.add_n`: the sum of tensors of one shape and dtype; slices become tensors first.
 * @throws {@link ValueError} for an empty list, {@link InvalidArgumentError} for shapes that differ
 */
export const add_n = dispatched(
  'add_n',
  ['inputs'],
  ['name'],
  (inputs: readonly Addend[], name?: OpName): Tensor => {
    if (!Array.isArray(inputs) || inputs.length === 0)
      throw new ValueError(
        'Inputs must be an iterable of at least one Tensor/IndexedSlices with the same dtype and shape.',
      );
    const tensors = inputs.map((x: Addend) => (x instanceof IndexedSlices ? dense(x) : toTensor(x)));
    if (tensors.length > 1) return addAll(tensors, name);
    return name ? identity(tensors[0]!, name) : tensors[0]!;
  },
);

interface AccumulateKeywords {
  shape?: ShapeLike;
  tensor_dtype?: Tensor['dtype'] | null;
  name?: string | null;
}
/**
 * Mirrors `tf.math.accumulate_n`: {@link add_n} of tensors that all are of `shape`.
 * @throws {@link ValueError} for an empty list and for types or shapes that differ
 */
export function accumulate_n(
  ...args: Args<
    [inputs: readonly TensorLike[]],
    [shape: ShapeLike, tensor_dtype: Tensor['dtype'] | null, name: string | null],
    AccumulateKeywords,
    ['inputs']
  >
): Tensor {
  const given = bindArguments<AccumulateKeywords & { inputs: readonly TensorLike[] }>(
    'accumulate_n',
    ['inputs', 'shape', 'tensor_dtype', 'name'],
    args,
    { required: 1 },
  );
  const { inputs, shape = null, tensor_dtype: dtype = null } = given;
  const tensors = Array.isArray(inputs) ? inputs.map((x: TensorLike) => toTensor(x)) : [];
  const first = tensors[0];
  if (first === undefined || tensors.some((x) => x.dtype !== first.dtype))
    throw new ValueError('inputs must be a list of at least one Tensor with the same dtype and shape');
  let merged = as_shape(shape);
  for (const x of tensors) merged = merged.merge_with(x.shape);
  if (dtype !== null && dtype !== first.dtype)
    throw new TypeError(
      `The \`tensor_dtype\` argument is ${dtype.__str__()}, but \`input\` is of type ${first.dtype.__str__()}. ` +
        'These must be equal. Try casting the input to the desired type.',
    );
  return add_n(tensors);
}

/**
 * Mirrors `tf.math.polyval`: the polynomial with these coefficients, that of the highest power first.
 * @throws {@link ValueError} if `coeffs` is no list
 */
export const polyval = named(
  'polyval',
  ['coeffs', 'x'],
  ['name'],
  (coeffs: readonly TensorLike[], x: TensorLike, name?: OpName): Tensor => {
    if (!Array.isArray(coeffs)) throw new ValueError('Argument coeffs must be list type.');
    return inOwnScope('polyval', () => polynomial(coeffs, toTensor(x)), name);
  },
);

function polynomial(coeffs: readonly TensorLike[], at: Tensor): Tensor {
  const [first, ...rest] = coeffs.map((c: TensorLike) =>
    isHostValue(c) ? toTensor(c) : toTensor(c, undefined, at.dtype),
  );
  if (first === undefined) return zeros_like(at);
  return rest.reduce((p, c) => add(c, multiply(p, at)), first);
}

type ScalarMulNames = readonly ['scalar', 'x', 'name'];
type Scaled<X> = X extends IndexedSlices ? IndexedSlices : Tensor;
interface ScalarMul {
  (scalar: TensorLike, x: RaggedTensor, name?: OpName): RaggedTensor;
  <X extends Tensor | IndexedSlices | TensorLike>(
    ...args: Keyworded<[scalar: TensorLike, x: X, name?: OpName], ScalarMulNames>
  ): Scaled<X>;
  <X extends Tensor | IndexedSlices | TensorLike>(scalar: TensorLike, x: X, name?: OpName): Scaled<X>;
}
/**
 * Mirrors `tf.scalar_mul`: a scalar times a tensor or slices.
 * @throws {@link ValueError} unless `scalar` is one
 */
export const scalar_mul = named(
  'scalar_mul',
  ['scalar', 'x'],
  ['name'],
  (scalar: TensorLike, x: TensorLike | IndexedSlices, name?: OpName): Tensor | IndexedSlices => {
    const values = x instanceof IndexedSlices ? x.values : toTensor(x);
    const factor = isHostValue(scalar) ? toTensor(scalar) : toTensor(scalar, values.dtype);
    if (factor.dims.length !== 0)
      throw new ValueError(`The input scalar must be a 0-D value. Received shape ${factor.shape.__str__()}.`);
    const product = multiply(factor, values, name);
    return x instanceof IndexedSlices ? new IndexedSlices(product, x.indices, x.dense_shape) : product;
  },
) as unknown as ScalarMul;
