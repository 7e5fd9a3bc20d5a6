/**
 * A tensor's content as data: the digest and the value of the golden manifests. `sha256` is over the raw
 * little-endian bytes; for strings over each element's 8-byte little-endian length and its bytes, row-major.
 */
import { createHash } from 'node:crypto';
import type { HostTensor } from '../dtypes';
import { decodeElement } from '../elements';
import type { Json } from './json_text';

export function tensorSha256(tensor: HostTensor): string {
  const hash = createHash('sha256');
  const { data } = tensor;
  if (!Array.isArray(data)) {
    return hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).digest('hex');
  }
  const length = Buffer.alloc(8);
  for (const text of data) {
    length.writeBigUInt64LE(BigInt(text.length));
    hash.update(length).update(text);
  }
  return hash.digest('hex');
}

/**
 * Nested as the shape: numbers, `"NaN"`, `"Infinity"`, `"-Infinity"`, 64-bit integers as decimal strings, complex
 * numbers as `[re, im]`, strings as base64.
 */
export function tensorValue(tensor: HostTensor): Json {
  let next = 0;
  const nest = (axis: number): Json => {
    if (axis === tensor.shape.length) return elementValue(tensor, next++);
    return Array.from({ length: tensor.shape[axis]! }, () => nest(axis + 1));
  };
  return nest(0);
}

function elementValue(tensor: HostTensor, index: number): Json {
  const value = decodeElement(tensor.dtype, tensor.data, index);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'object') return [numberValue(value.re), numberValue(value.im)];
  return typeof value === 'number' ? numberValue(value) : value;
}

function numberValue(value: number): Json {
  return Number.isFinite(value) ? value : String(value);
}
