/** Reads the corpus' tensor form (see corpus/README.md) into a host tensor. */
import { as_dtype, type HostTensor } from '../../src/dtypes';
import { type ElementInput, encodeElement } from '../../src/elements';
import type { PrintableArray } from '../../src/python/numpy_format';

export interface CorpusTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly (number | string | boolean | readonly (number | string)[])[];
}

function element(dtype: string, value: CorpusTensor['data'][number]): ElementInput {
  if (Array.isArray(value)) return { re: Number(value[0]), im: Number(value[1]) };
  if (dtype === 'string') return Buffer.from(value as string, 'base64');
  if (/^u?int64$/.test(dtype)) return BigInt(value as string);
  return typeof value === 'boolean' ? value : Number(value);
}

export function hostTensor({ dtype: name, shape, data: values }: CorpusTensor): HostTensor {
  const dtype = as_dtype(name === 'object' ? 'string' : name);
  const data = dtype.allocate(values.length);
  values.forEach((value, i) => {
    encodeElement(dtype, data, i, element(dtype.name, value));
  });
  return { dtype, shape, data };
}

export function printable(value: CorpusTensor): PrintableArray {
  if (value.dtype !== 'str' && value.dtype !== 'bytes') return hostTensor(value);
  const data = value.data.map((text) => Buffer.from(text as string, 'base64'));
  return { dtype: value.dtype, shape: value.shape, data };
}
