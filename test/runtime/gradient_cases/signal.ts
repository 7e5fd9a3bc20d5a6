/** Fourier transforms: complex numbers are built inside, and real parts of the results are taken. */
import * as tf from '../../../src';
import { gradientCase, numbers, type OpCases } from './helpers';

const { signal } = tf;
type Transform = (x: tf.Tensor) => tf.Tensor;
const parts = (y: tf.Tensor): tf.Tensor[] => [tf.math.real(y), tf.math.imag(y)];
const complexCase = (transform: Transform, dims: readonly number[]) =>
  gradientCase(
    (re: tf.Tensor, im: tf.Tensor) => parts(transform(tf.complex(re, im))),
    numbers(dims),
    numbers(dims, -1, 0.9),
  );
const inverseCase = (transform: Transform, dims: readonly number[]) =>
  gradientCase(
    (re: tf.Tensor, im: tf.Tensor) => transform(tf.complex(re, im)),
    numbers(dims),
    numbers(dims, -1, 0.9),
  );
const realCase = (transform: Transform, dims: readonly number[]) =>
  gradientCase((x: tf.Tensor) => parts(transform(x)), numbers(dims));
const singles = tf.cast(numbers([2, 3, 4]), 'float32');

export const cases: OpCases = {
  FFT: [complexCase(signal.fft, [2, 5])],
  IFFT: [complexCase(signal.ifft, [2, 4])],
  FFT2D: [complexCase(signal.fft2d, [3, 4])],
  IFFT2D: [complexCase(signal.ifft2d, [3, 4])],
  FFT3D: [complexCase(signal.fft3d, [2, 3, 2])],
  IFFT3D: [complexCase(signal.ifft3d, [2, 3, 2])],
  RFFT: [
    realCase(signal.rfft, [2, 5]),
    realCase((x) => signal.rfft(x, [4]), [2, 5]),
    realCase((x) => signal.rfft(x, [8]), [6]),
  ],
  IRFFT: [
    inverseCase(signal.irfft, [2, 4]),
    inverseCase((x) => signal.irfft(x, [5]), [4]),
    inverseCase((x) => signal.irfft(x, [8]), [3]),
  ],
  RFFT2D: [realCase(signal.rfft2d, [3, 4]), realCase((x) => signal.rfft2d(x, [2, 5]), [2, 3, 4])],
  IRFFT2D: [inverseCase(signal.irfft2d, [3, 3]), inverseCase((x) => signal.irfft2d(x, [2, 5]), [3, 3])],
  RFFT3D: [gradientCase(() => tf.math.real(signal.rfft3d(singles)))],
  IRFFT3D: [gradientCase(() => signal.irfft3d(tf.cast(singles, 'complex64')))],
};
