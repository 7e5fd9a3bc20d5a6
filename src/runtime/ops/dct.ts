/** `tf.signal.dct` and `idct`: discrete cosine transforms of the four types, made of real Fourier transforms. */
import { NotImplementedError, ValueError } from '../../errors';
import { slice } from '../../python/builtins';
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import type { Tensor } from '../tensor';
import { divide, multiply } from './arithmetic';
import { cast } from './cast';
import { equal } from './comparison';
import { complex, complexOf, real } from './complex_parts';
import { range } from './creation';
import { irfft, rfft } from './fft';
import { getitem } from './getitem';
import { concat } from './joining';
import { extended } from './last_axes';
import { rsqrt, sqrt } from './power';
import { selectV2 } from './select';
import { type Size, sizeList, sizeOf, sizeTensor } from './sizes';
import { cos, sin } from './trigonometric';

type DctType = 1 | 2 | 3 | 4;
type Norm = 'ortho' | null;

function checkArguments(x: Tensor, type: number, n: number | null, axis: number, norm: string | null): void {
  if (axis !== -1) throw new NotImplementedError(`axis must be -1. Got: ${axis}`);
  if (n !== null && n < 1) throw new ValueError('n should be a positive integer or None');
  if (![1, 2, 3, 4].includes(type)) throw new ValueError('Types I, II, III and IV (I)DCT are supported.');
  if (type === 1) {
    if (norm === 'ortho') throw new ValueError('Normalization is not supported for the Type-I DCT.');
    if ((x.dims.at(-1) ?? 2) < 2)
      throw new ValueError('Type-I DCT requires the dimension to be greater than one.');
  }
  if (norm !== null && norm !== 'ortho')
    throw new ValueError(`Unknown normalization. Expected None or 'ortho', got: ${norm}`);
}

/** `2 exp(i sign pi k / 2n)` for the first `n` places. */
function turns(sign: 1 | -1, count: Tensor): Tensor {
  const angles = divide(multiply((sign * Math.PI) / 2, range(count)), count);
  return complex(multiply(2, cos(angles)), multiply(2, sin(angles)));
}

/** One weight for the first place and another for the rest. */
function weights(count: Tensor, first: Tensor, rest: Tensor): Tensor {
  return selectV2(equal(range(count), 0), first, rest);
}

function twice(size: Size): Size {
  return typeof size === 'number' ? 2 * size : multiply(size, 2);
}

function transformed(x: Tensor, type: DctType, norm: Norm): Tensor {
  const size = sizeOf(x, -1);
  const count = cast(sizeTensor(size), x.dtype);
  const double = sizeList([twice(size)]);
  const head = (y: Tensor): Tensor => extended(y, [size]);
  if (type === 1) return real(rfft(concat([x, getitem(x, ['...', slice<number>(-2, 0, -1)])], -1)));
  if (type === 2) {
    const sums = real(multiply(head(rfft(x, double)), turns(-1, count)));
    if (norm === null) return sums;
    const first = multiply(0.5, rsqrt(count));
    return multiply(sums, weights(count, first, multiply(first, Math.SQRT2)));
  }
  if (type === 3) {
    const root = sqrt(count);
    const scale = norm === null ? count : weights(count, root, multiply(root, Math.SQRT1_2));
    return head(irfft(multiply(turns(1, count), complexOf(multiply(x, scale))), double));
  }
  const wide = transformed(extended(x, [twice(size)]), 2, null);
  const odd = getitem(wide, ['...', slice<number>(1, null, 2)]);
  return norm === null ? odd : multiply(odd, multiply(Math.SQRT1_2, rsqrt(count)));
}

/**
 * Mirrors `tf.signal.dct`: the discrete cosine transform of floats over the last axis, cut or filled up to `n`.
 * @param type 1 to 4 @param norm 'ortho' makes it orthonormal, which type 1 cannot be
 * @throws {@link ValueError} for other arguments, {@link NotImplementedError} for another axis
 */
export const dct = named(
  'dct',
  ['input'],
  ['type', 'n', 'axis', 'norm', 'name'],
  (
    input: TensorLike,
    type: number = 2,
    n: number | null = null,
    axis: number = -1,
    norm: string | null = null,
    _name?: string | null,
  ): Tensor => {
    const x = toTensor(input);
    checkArguments(x, type, n, axis, norm);
    return transformed(n === null ? x : extended(x, [n]), type as DctType, norm as Norm);
  },
);

const inverses: Readonly<Record<DctType, DctType>> = { 1: 1, 2: 3, 3: 2, 4: 4 };

/**
 * Mirrors `tf.signal.idct`: the transform that undoes `dct` of the same `type`, but for a factor of 2n unless `norm` is 'ortho'.
 * @throws {@link ValueError} for other arguments, {@link NotImplementedError} for another axis
 */
export const idct = named(
  'idct',
  ['input'],
  ['type', 'n', 'axis', 'norm', 'name'],
  (
    input: TensorLike,
    type: number = 2,
    n: number | null = null,
    axis: number = -1,
    norm: string | null = null,
    _name?: string | null,
  ): Tensor => {
    const x = toTensor(input);
    checkArguments(x, type, n, axis, norm);
    return transformed(x, inverses[type as DctType], norm as Norm);
  },
);

/**
 * Mirrors `tf.signal.mfccs_from_log_mel_spectrograms`: the cepstral coefficients of speech.
 * @throws {@link ValueError} for a last axis of size 0
 */
export const mfccs_from_log_mel_spectrograms = named(
  'mfccs_from_log_mel_spectrograms',
  ['log_mel_spectrograms'],
  ['name'],
  (log_mel_spectrograms: TensorLike, _name?: string | null): Tensor => {
    const x = toTensor(log_mel_spectrograms);
    if (x.dims.at(-1) === 0) throw new ValueError(`num_mel_bins must be positive. Got: ${x}`);
    const count = cast(sizeTensor(sizeOf(x, -1)), x.dtype);
    return multiply(transformed(x, 2, null), rsqrt(multiply(count, 2)));
  },
);
