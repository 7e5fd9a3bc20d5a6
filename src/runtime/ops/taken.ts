/** Elements of a vector by their places, in storage. */
import { gatherRows } from '../kernels/gather';
import { Tensor } from '../tensor';

/** The elements of `x` at `places`, in their order. */
export function taken(x: Tensor, places: ArrayLike<number>): Tensor {
  const data = x.dtype.allocate(places.length);
  gatherRows(x.data, x.data.length / x.dtype.lanes, x.dtype.lanes, Int32Array.from(places), 1, data);
  return new Tensor(x.dtype, [places.length], data);
}

/** Vectors of one dtype one after the other, as one. */
export function joined(vectors: readonly Tensor[]): Tensor {
  const { dtype } = vectors[0]!;
  const count = vectors.reduce((n, x) => n + x.dims[0]!, 0);
  const data = dtype.allocate(count);
  let next = 0;
  for (const x of vectors) for (let i = 0; i < x.data.length; i++) data[next++] = x.data[i]!;
  return new Tensor(dtype, [count], data);
}
