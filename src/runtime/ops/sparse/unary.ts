/** Which functions of tensors TF lets map the values of sparse ones, or measure them. Import for effect. */
import { as_dtype, type DTypeLike, int32 } from '../../../dtypes';
import { bindArguments } from '../../../python/arguments';
import { type Answer, dispatchFor } from '../../dispatched';
import { SparseTensor } from '../../sparse_tensor';
import type { Tensor } from '../../tensor';
import { negative } from '../arithmetic';
import { cast } from '../cast';
import { tanh } from '../hyperbolic';
import { sqrt, square } from '../power';
import { reduce_prod } from '../reduction';
import { abs, sign } from '../rounding';
import { rank, size } from '../shapes';
import { bessel_i0e, bessel_i1e, erf } from '../special';

function isSparse(value: unknown): value is SparseTensor {
  return value instanceof SparseTensor;
}

/** `answer` where the first argument is sparse; elsewhere the refusal stands. */
function ofFirst(answer: (sp: SparseTensor, rest: readonly unknown[]) => unknown): Answer {
  return ([first, ...rest], error) => {
    if (isSparse(first)) return answer(first, rest);
    throw error;
  };
}

for (const fn of [abs, negative, sign, square, sqrt, erf, tanh, bessel_i0e, bessel_i1e, cast]) {
  const call = fn as (...args: readonly unknown[]) => Tensor;
  dispatchFor(
    fn,
    isSparse,
    ofFirst((sp, rest) => sp.with_values(call(sp.values, ...rest))),
  );
}
dispatchFor(
  rank,
  isSparse,
  ofFirst(({ dense_shape }) => size(dense_shape)),
);
dispatchFor(size, isSparse, (args) => {
  type Given = { input: SparseTensor; out_type: DTypeLike; name: string };
  const given = bindArguments<Given>('size', ['input', 'out_type', 'name'], args);
  return reduce_prod(cast(given.input!.dense_shape, as_dtype(given.out_type ?? int32)), 0);
});
