/** Complex numbers from parts and back: `complex`, `real`, `imag`, `angle`. */

import { complex64, complex128, type DType, float32, float64 } from '../../dtypes';
import { TypeError } from '../../errors';
import { resultStorage } from '../allocate';
import { broadcastDims, broadcastLoop } from '../broadcast';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchOne, operand } from '../dispatch';
import { dispatched } from '../dispatched';
import type { Floats } from '../elementwise';
import { angles, imaginaryParts, joinParts, realParts } from '../kernels/complex';
import { checkAllowed, defineOp, type Gradient, mismatch, type OpName, type OpRecord } from '../op';
import { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';
import { wideFloats } from '../type_groups';
import { multiply, negative, realdiv } from './arithmetic';
import { less } from './comparison';
import { zeros_like } from './creation';
import { selectV2 } from './select';

const complexTypes: readonly DType[] = [complex64, complex128];

const Complex: OpRecord = defineOp({
  type: 'Complex',
  infer: ([re, im]) => {
    checkAllowed('Complex', re!.dtype, wideFloats);
    if (re!.dtype !== im!.dtype) throw mismatch('Complex', 1, re!.dtype, im!.dtype);
    return [
      { dtype: re!.dtype === float32 ? complex64 : complex128, dims: broadcastDims(re!.dims, im!.dims) },
    ];
  },
  kernel: ([re, im], _attrs, [spec]) => {
    const out = resultStorage(spec!.dtype, elementCount(spec!.dims)) as Floats;
    broadcastLoop(joinParts, re!.data as Floats, re!.dims, im!.data as Floats, im!.dims, out, spec!.dims);
    return [new Tensor(spec!.dtype, spec!.dims, out)];
  },
  grad: (_call, g) => [real(g!), imag(g!)],
});

function partOp(type: string, loop: (x: Floats, out: Floats) => void, grad: Gradient): OpRecord {
  return defineOp({
    type,
    infer: ([x]) => {
      checkAllowed(type, x!.dtype, complexTypes);
      return [{ dtype: x!.dtype.real_dtype, dims: x!.dims }];
    },
    kernel: ([x], _attrs, [spec]) => {
      const out = resultStorage(spec!.dtype, elementCount(spec!.dims)) as Floats;
      loop(x!.data as Floats, out);
      return [new Tensor(spec!.dtype, spec!.dims, out)];
    },
    grad,
  });
}

const Real = partOp('Real', realParts, (_call, g) => [complexOf(g!)]);
const Imag = partOp('Imag', imaginaryParts, (_call, g) => [complex(toTensor(0, g!.dtype), g!)]);
const Angle = partOp('Angle', angles, ({ inputs: [x] }, g) => [
  negative(multiply(complexOf(g!), realdiv(1, complex(imag(x!), real(x!))))),
]);

/** A complex tensor with imaginary parts of zero. */
export function complexOf(x: Tensor): Tensor {
  return complex(x, toTensor(0, x.dtype));
}

/**
 * Mirrors `tf.complex`: float32 parts give complex64, float64 parts complex128.
 * @throws {@link TypeError} for parts of other or different types
 */
export const complex = dispatched(
  'complex',
  ['real', 'imag'],
  ['name'],
  (real_: TensorLike, imag_: TensorLike, name?: OpName): Tensor => {
    const [re, im] = [toTensor(real_), toTensor(imag_)];
    if (re.dtype !== im.dtype || (re.dtype !== float32 && re.dtype !== float64))
      throw new TypeError(
        `The \`real\` and \`imag\` components have incorrect types: ${re.dtype.name} ${im.dtype.name}. They must be ` +
          `consistent, and one of [tf.float32, tf.float64]`,
        { fields: { expected: re.dtype.name, actual: im.dtype.name } },
      );
    return dispatchOne(Complex, [re, im], name);
  },
);

/**
 * Mirrors `tf.math.real`; a real tensor is returned as it is.
 * @throws {@link TypeError} for bool and string
 */
export const real = dispatched('real', ['input'], ['name'], (input: TensorLike, name?: OpName): Tensor => {
  const x = operand(input, Real);
  if (x.dtype.is_complex) return dispatchOne(Real, [x], name);
  if (x.dtype.is_floating || x.dtype.is_integer || x.dtype.is_quantized) return toTensor(input);
  throw new TypeError(`input must be a numeric tensor, but got tensor with dtype ${x.dtype.__repr__()}`);
});

/** Mirrors `tf.math.imag`; zeros for a real tensor. */
export const imag = dispatched('imag', ['input'], ['name'], (input: TensorLike, name?: OpName): Tensor => {
  const x = operand(input, Imag);
  return x.dtype.is_complex ? dispatchOne(Imag, [x], name) : zeros_like(x);
});

/** Mirrors `tf.math.angle`, in radians; of a real tensor 0 or pi. */
export const angle = dispatched('angle', ['input'], ['name'], (input: TensorLike, name?: OpName): Tensor => {
  const x = operand(input, Angle);
  if (x.dtype.is_complex) return dispatchOne(Angle, [x], name);
  return selectV2(less(x, 0), toTensor(Math.PI, x.dtype), zeros_like(x));
});
