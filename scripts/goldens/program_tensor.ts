/** The tensors of the manifest's write programs, as `program_array` of golden_lib.py makes them. */
import { as_dtype, type HostTensor, type NumericStorage } from '../../src/dtypes';
import { encodeElement } from '../../src/elements';

/** `data`: base64 of little-endian elements; `strings`: base64 each; `gen`: element i = (i*mul+add) % mod. */
export interface ProgramTensor {
  readonly name?: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data?: string;
  readonly strings?: readonly string[];
  readonly gen?: { readonly mul: number; readonly add: number; readonly mod: number };
  readonly shape_and_slice?: string;
}

export function programTensor(program: ProgramTensor): HostTensor {
  const dtype = as_dtype(program.dtype);
  const { shape } = program;
  if (program.strings !== undefined) {
    return { dtype, shape, data: program.strings.map((text) => new Uint8Array(Buffer.from(text, 'base64'))) };
  }
  const count = shape.reduce((a, b) => a * b, 1);
  const data = dtype.allocate(count) as NumericStorage;
  if (program.gen !== undefined) {
    const { mul, add, mod } = program.gen;
    for (let i = 0; i < count; i++) {
      const value = (i * mul + add) % mod;
      encodeElement(dtype, data, i, dtype.is_bool ? value !== 0 : value);
    }
  } else {
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength).set(
      Buffer.from(program.data ?? '', 'base64'),
    );
  }
  return { dtype, shape, data };
}
