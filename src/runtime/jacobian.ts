/** Jacobians: the way back once for each element of the target, the rows put together. */
import { encodeElement } from '../elements';
import { reshape } from './ops/array';
import { zeros } from './ops/creation';
import { dense } from './ops/gradient_sums';
import { packed } from './ops/joining';
import type { RecordedCall } from './tape';
import { backward } from './tape_backward';
import { Tensor } from './tensor';
import { elementCount } from './tensor_shape';

/** Ones at the given elements, zeros elsewhere. */
function ones(like: Tensor, at: readonly number[]): Tensor {
  const data = like.dtype.allocate(elementCount(like.dims));
  for (const element of at) encodeElement(like.dtype, data, element, 1);
  return new Tensor(like.dtype, like.dims, data);
}

/** For each source its derivatives, shape `[...target, ...source]`, or null where nothing connects them. */
export function jacobian(
  calls: readonly RecordedCall[],
  target: Tensor,
  sources: readonly Tensor[],
  shapes: readonly (readonly number[])[],
): (Tensor | null)[] {
  const rows = Array.from({ length: elementCount(target.dims) }, (_, i) =>
    backward(calls, [target], [ones(target, [i])], sources),
  );
  return sources.map((_source, k) => {
    const parts = rows.map((row) => row[k]!);
    if (parts.length === 0 || parts[0] === null) return null;
    return reshape(packed(parts.map(dense), 0), [...target.dims, ...shapes[k]!]);
  });
}

/** The derivatives of each row of the target by the same row of the source; zeros if nothing connects them. */
export function batchJacobian(
  calls: readonly RecordedCall[],
  target: Tensor,
  source: Tensor,
  shape: readonly number[],
): Tensor {
  const batch = target.dims[0]!;
  const size = elementCount(target.dims) / batch;
  const dims = [...target.dims, ...shape.slice(1)];
  const columns: Tensor[] = [];
  for (let j = 0; j < size; j++) {
    const seeds = Array.from({ length: batch }, (_, row) => row * size + j);
    const [gradient] = backward(calls, [target], [ones(target, seeds)], [source]);
    if (gradient === null || gradient === undefined) return zeros(dims, target.dtype);
    columns.push(reshape(dense(gradient), [batch, -1]));
  }
  return columns.length === 0 ? zeros(dims, target.dtype) : reshape(packed(columns, 1), dims);
}
