/** Images of 28x28 pixels and ten classes, made by a formula: no source of random numbers is needed. */
import { float32, int32 } from 'flowpoint';

const images = 320;
export const pixels = 784;
const size = 32;

/**
 * The batch number `at`, from 0: stripes whose distance tells the class, under a pattern of noise. Plain data with dtype
 * and shape: a session may be fed with it, and ops take it for a tensor.
 */
export function batch(at: number) {
  const x = new Float32Array(size * pixels);
  const labels = new Int32Array(size);
  for (let k = 0; k < size; k++) {
    const i = (k + at * size) % images;
    const label = (i * 7) % 10;
    labels[k] = label;
    for (let j = 0; j < pixels; j++) {
      const stripe = j % (label + 3) < 2 ? 0.5 : 0;
      x[k * pixels + j] = stripe + ((i * 31 + j * 17 + i * j * 3) % 128) / 256;
    }
  }
  return {
    x: { dtype: float32, shape: [size, pixels], data: x },
    labels: { dtype: int32, shape: [size], data: labels },
  };
}
