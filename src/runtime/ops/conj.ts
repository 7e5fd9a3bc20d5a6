/** Complex conjugates, which every gradient of complex numbers needs. */

import { complex64, complex128, variant } from '../../dtypes';
import { TypeError } from '../../errors';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchOne, operand } from '../dispatch';
import { dispatched } from '../dispatched';
import { type Floats, unaryOp } from '../elementwise';
import { conjLoop } from '../kernels/complex';
import { defineOp, type OpName } from '../op';
import type { Tensor } from '../tensor';

/** Only complex types are allowed in, so there is no loop of single floats to take. */
function never(_x: Floats, _out: Floats): void {}

const Conj = unaryOp({
  type: 'Conj',
  allowed: [complex64, complex128, variant],
  loops: { float: never, complex: conjLoop },
  grad: (_call, g) => [conj(g!)],
});
defineOp(Conj);

/** Mirrors `tf.math.conj`; real numbers are their own. @throws {@link TypeError} for bool and string */
export const conj = dispatched('conj', ['x'], ['name'], (x: TensorLike, name?: OpName): Tensor => {
  const tensor = operand(x, Conj);
  if (tensor.dtype.is_complex) return dispatchOne(Conj, [tensor], name);
  if (tensor.dtype.is_floating || tensor.dtype.is_integer) return toTensor(x);
  throw new TypeError(`Expected numeric or variant tensor, got dtype ${tensor.dtype.__repr__()}.`);
});
