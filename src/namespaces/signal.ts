/** `tf.signal`. */
export { dct, idct, mfccs_from_log_mel_spectrograms } from '../runtime/ops/dct';
export {
  fft,
  fft2d,
  fft3d,
  ifft,
  ifft2d,
  ifft3d,
  irfft,
  irfft2d,
  irfft3d,
  rfft,
  rfft2d,
  rfft3d,
} from '../runtime/ops/fft';
export { fftshift, ifftshift } from '../runtime/ops/fft_shift';
export { frame, overlap_and_add } from '../runtime/ops/frames';
export { linear_to_mel_weight_matrix } from '../runtime/ops/mel';
export {
  inverse_mdct,
  inverse_stft,
  inverse_stft_window_fn,
  mdct,
  stft,
  type WindowFunction,
} from '../runtime/ops/spectrograms';
export {
  hamming_window,
  hann_window,
  kaiser_bessel_derived_window,
  kaiser_window,
  vorbis_window,
} from '../runtime/ops/windows';
