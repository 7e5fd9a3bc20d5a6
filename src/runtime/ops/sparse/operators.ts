/** Puts the operators on SparseTensor: a dense operand is broadcast to it. Import for effect. */
import { int64 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { type SparseOperators, SparseTensor } from '../../sparse_tensor';
import type { Tensor } from '../../tensor';
import { bracketText, type Dimension } from '../../tensor_shape';
import { multiply, quotientType, realdiv } from '../arithmetic';
import { shape } from '../array';
import { cast } from '../cast';
import { floormod, truncatediv } from '../division';
import { gather_nd } from '../gather';
import { getitem } from '../getitem';

/** The elements of `dense` that stand where those of the sparse tensor are. */
function valuesAt({ indices, dense_shape, shape: known }: SparseTensor, dense: Tensor): Tensor {
  const added = dense_shape.dims[0]! - dense.dims.length;
  const misfit = (dense.dims as readonly Dimension[]).some((size, i) => {
    const whole = known[added + i] ?? null;
    return whole !== null && size !== null && size !== 1 && size !== whole;
  });
  if (added < 0 || misfit)
    throw new InvalidArgumentError(
      'SparseDenseBinaryOpShared broadcasts dense to sparse only; got incompatible shapes: ' +
        `${bracketText(known as number[])} vs. ${bracketText(dense.dims)}`,
      { fields: { expected: known, actual: dense.dims } },
    );
  if (dense.dims.length === 0) return dense;
  // An axis of size 1 has only its element 0.
  return gather_nd(dense, floormod(getitem(indices, [`:, ${added}:`]), shape(dense, int64)));
}

const methods: {
  readonly [M in keyof SparseOperators]: (this: SparseTensor, y: TensorLike) => SparseTensor;
} = {
  mul(y) {
    return this.with_values(multiply(this.values, valuesAt(this, toTensor(y, this.dtype))));
  },
  truediv(y) {
    const type = quotientType(this.dtype);
    const others = valuesAt(this, toTensor(y, this.dtype));
    return this.with_values(realdiv(cast(this.values, type), cast(others, type)));
  },
  div(y) {
    const divide = this.dtype.is_integer ? truncatediv : realdiv;
    return this.with_values(divide(this.values, valuesAt(this, toTensor(y, this.dtype))));
  },
};

for (const [name, method] of Object.entries(methods))
  Object.defineProperty(SparseTensor.prototype, name, { value: method, writable: true, configurable: true });
