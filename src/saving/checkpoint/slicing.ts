/** Cutting a rectangular slice out of a tensor in host memory. */
import type { HostTensor, NumericStorage, TensorStorage } from '../../dtypes';

/** A copy of `tensor[start, start + length)` in every dimension; the tensor itself when that is all of it. */
export function cutSlice(
  tensor: HostTensor,
  start: readonly number[],
  length: readonly number[],
): HostTensor {
  const { dtype, shape } = tensor;
  if (length.every((n, d) => n === shape[d])) return tensor;
  const count = length.reduce((a, b) => a * b, 1);
  const data = dtype.allocate(count);
  // Dimensions behind the last partial one are contiguous: copied as one run.
  let inner = length.length - 1;
  while (inner > 0 && length[inner] === shape[inner]) inner--;
  const lanes = dtype.lanes * shape.slice(inner + 1).reduce((a, b) => a * b, 1);
  const run = length[inner]! * lanes;
  const strides = shape.map((_, d) => shape.slice(d + 1).reduce((a, b) => a * b, 1) * dtype.lanes);
  const index = start.slice(0, inner).map(() => 0);
  for (let to = 0; to < count * dtype.lanes && run > 0; to += run) {
    let from = start[inner]! * strides[inner]!;
    for (let d = 0; d < inner; d++) from += (start[d]! + index[d]!) * strides[d]!;
    copyRun(tensor.data, from, data, to, run);
    for (let d = inner - 1; d >= 0 && ++index[d]! === length[d]; d--) index[d] = 0;
  }
  return { dtype, shape: [...length], data };
}

function copyRun(from: TensorStorage, at: number, into: TensorStorage, to: number, count: number): void {
  if (Array.isArray(from) || Array.isArray(into)) {
    for (let i = 0; i < count; i++) (into as Uint8Array[])[to + i] = (from as Uint8Array[])[at + i]!;
  } else {
    (into as Float32Array).set((from as NumericStorage).subarray(at, at + count) as Float32Array, to);
  }
}
