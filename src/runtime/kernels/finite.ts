/** Looking for infinities and NaN. */
import { bfloat16, float16, type HostTensor } from '../../dtypes';

/** What is not finite among the elements of floats of any width. */
export function isBad({ dtype, data }: HostTensor): { infinite: boolean; nan: boolean } {
  if (dtype === float16) return narrow(data as Uint16Array, 0x7c00);
  if (dtype === bfloat16) return narrow(data as Uint16Array, 0x7f80);
  const values = data as Float32Array | Float64Array;
  let infinite = false;
  let nan = false;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    // Only infinities and NaN are not zero when taken from themselves.
    if (v - v !== 0) {
      if (Number.isNaN(v)) nan = true;
      else infinite = true;
    }
  }
  return { infinite, nan };
}

function narrow(codes: Uint16Array, exponent: number): { infinite: boolean; nan: boolean } {
  let infinite = false;
  let nan = false;
  for (let i = 0; i < codes.length; i++) {
    const magnitude = codes[i]! & 0x7fff;
    if (magnitude === exponent) infinite = true;
    else if (magnitude > exponent) nan = true;
  }
  return { infinite, nan };
}
