/** The lists of types that TF's op definitions share. */
import {
  bfloat16,
  complex64,
  complex128,
  type DType,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
} from '../dtypes';

export const floats: readonly DType[] = [bfloat16, float16, float32, float64];
export const floatsAndComplex: readonly DType[] = [...floats, complex64, complex128];
export const integers: readonly DType[] = [int8, int16, int32, int64, uint8, uint16, uint32, uint64];
export const signedNumbers: readonly DType[] = [...floats, int8, int16, int32, int64];
export const realNumbers: readonly DType[] = [
  float32,
  float64,
  int32,
  uint8,
  int16,
  int8,
  int64,
  bfloat16,
  uint16,
  float16,
  uint32,
  uint64,
];
export const wideFloats: readonly DType[] = [float32, float64];
