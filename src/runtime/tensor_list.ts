/** A list of tensors as the value of a tensor of dtype variant: see ops/tensor_list.ts. */
import { type DType, type TensorStorage, variant } from '../dtypes';
import { Tensor } from './tensor';
import type { TensorShape } from './tensor_shape';

/** Elements that nobody has set are null; they are read as zeros. */
export interface TensorList {
  readonly elements: readonly (Tensor | null)[];
  readonly dtype: DType;
  /** What the elements' shapes have in common. */
  readonly shape: TensorShape;
}

export function listOf(handle: Tensor): TensorList {
  return (handle.data as unknown as readonly TensorList[])[0]!;
}
export function listTensor(list: TensorList): Tensor {
  return new Tensor(variant, [], [list] as unknown as TensorStorage);
}

/** A list of what `map` makes of each element that is set. What is no list stays what it is. */
export function mapList(handle: Tensor, map: (element: Tensor) => Tensor): Tensor {
  const list = listOf(handle);
  // The trail that a loop leaves for its gradient is a variant too.
  if (!('elements' in list)) return new Tensor(variant, handle.dims, handle.data);
  const elements = list.elements.map((element) => (element === null ? null : map(element)));
  return listTensor({ ...list, elements });
}

/** Sums of elements at the same places; what is not set counts as zero. */
export function addLists(a: Tensor, b: Tensor, add: (x: Tensor, y: Tensor) => Tensor): Tensor {
  const [x, y] = [listOf(a), listOf(b)];
  const count = Math.max(x.elements.length, y.elements.length);
  const elements = Array.from({ length: count }, (_, i) => {
    const [left, right] = [x.elements[i] ?? null, y.elements[i] ?? null];
    return left !== null && right !== null ? add(left, right) : (left ?? right);
  });
  return listTensor({ ...x, elements });
}
