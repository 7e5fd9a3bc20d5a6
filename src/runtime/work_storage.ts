/** Tensors on their way into and out of kernels: narrow floats and small integers are computed in wider types. */
import type { DType, TensorStorage } from '../dtypes';
import { workType } from './elementwise';
import { castStorage } from './kernels/cast';
import { Tensor } from './tensor';
import { elementCount } from './tensor_shape';

/** The elements in the type that `workType` names for the tensor's dtype; shared if it is the tensor's own. */
export function workStorage(tensor: Tensor): TensorStorage {
  const { dtype } = tensor;
  const work = workType(dtype);
  return work === dtype ? tensor.data : castStorage(dtype, work, tensor.data, elementCount(tensor.dims));
}

/** A result computed in the working type of `dtype`, as a tensor of `dtype`. */
export function fromWorkStorage(dtype: DType, dims: readonly number[], data: TensorStorage): Tensor {
  const work = workType(dtype);
  return new Tensor(dtype, dims, work === dtype ? data : castStorage(work, dtype, data, elementCount(dims)));
}

/** Zeroed storage in the working type of `dtype`. */
export function allocateWork(dtype: DType, count: number): TensorStorage {
  return workType(dtype).allocate(count);
}
