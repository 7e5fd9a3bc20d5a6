/** Determinants, their signs and logarithms. */

import { type DType, float16 } from '../../../dtypes';
import { named } from '../../../python/named';
import { namedtuple } from '../../../python/tuple';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch, dispatchOne } from '../../dispatch';
import { luFactor } from '../../kernels/factor';
import { defineOp, type OpName, type OpRecord } from '../../op';
import type { Tensor } from '../../tensor';
import { multiply } from '../arithmetic';
import { conj } from '../conj';
import { expand_dims } from '../shapes';
import type { NamedTensors } from '../sorting';
import { inverse } from './inverse';
import { checkSquare, eachMatrix, factored } from './matrices';

type Matrix = Float64Array;

/** `[re, im, log of the size]` of the determinant: a phase, and the logarithm of its size. */
function determinant(matrix: Matrix, n: number): readonly [number, number, number] {
  const order = new Int32Array(n);
  let re = luFactor(matrix, n, order);
  let im = 0;
  let logSize = 0;
  for (let i = 0; i < n; i++) {
    const x = matrix[2 * i * (n + 1)]!;
    const y = matrix[2 * i * (n + 1) + 1]!;
    const size = Math.hypot(x, y);
    [re, im] = [(re * x - im * y) / size, (re * y + im * x) / size];
    logSize += Math.log(size);
  }
  if (Number.isFinite(logSize)) return [re, im, logSize];
  return [0, 0, logSize > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY];
}

const detTypes: readonly DType[] = [float16, ...factored.filter((t) => t !== float16)];

const Determinant: OpRecord = defineOp({
  type: 'MatrixDeterminant',
  infer: ([x]) => {
    const dims = checkSquare('MatrixDeterminant', x!, detTypes);
    return [{ dtype: x!.dtype, dims: dims === null ? null : dims.slice(0, -2) }];
  },
  kernel: ([x], _attrs, [spec]) => {
    const n = x!.dims.at(-1)!;
    return [
      eachMatrix(x!, spec!.dims, (a) => {
        // The product itself, not exp of a sum of logarithms, so that whole numbers stay whole.
        const sign = luFactor(a, n, new Int32Array(n));
        let [re, im] = [sign, 0];
        let logSize = 0;
        for (let i = 0; i < n; i++) {
          const x_ = a[2 * i * (n + 1)]!;
          const y_ = a[2 * i * (n + 1) + 1]!;
          [re, im] = [re * x_ - im * y_, re * y_ + im * x_];
          logSize += Math.log(Math.hypot(x_, y_));
        }
        // TF multiplies a sign of 0 by exp of an infinity; NaN counts as the lower one.
        if (!Number.isFinite(logSize))
          return logSize > 0 ? Float64Array.of(Number.NaN, 0) : Float64Array.of(0, 0);
        return Float64Array.of(re, im);
      }),
    ];
  },
  grad: ({ inputs: [a], outputs: [d] }, g) => [multiply(spread(multiply(g!, conj(d!))), inverse(a!, true))],
});

/** A number for each matrix, as matrices of one element. */
function spread(x: Tensor): Tensor {
  return expand_dims(expand_dims(x, -1), -1);
}

/** Mirrors `tf.linalg.det`. */
export const det = named(
  'det',
  ['input'],
  ['name'],
  (input: TensorLike, name?: OpName): Tensor => dispatchOne(Determinant, [toTensor(input)], name),
);

const LogDeterminant: OpRecord = defineOp({
  type: 'LogMatrixDeterminant',
  infer: ([x]) => {
    const dims = checkSquare('LogMatrixDeterminant', x!, detTypes);
    const spec = { dtype: x!.dtype, dims: dims === null ? null : dims.slice(0, -2) };
    return [spec, spec];
  },
  kernel: ([x], _attrs, [spec]) => {
    const n = x!.dims.at(-1)!;
    const parts: (readonly [number, number, number])[] = [];
    const sign = eachMatrix(x!, spec!.dims, (a) => {
      const part = determinant(a, n);
      parts.push(part);
      return Float64Array.of(part[0], part[1]);
    });
    const size = eachMatrix(x!, spec!.dims, (_a, i) => Float64Array.of(parts[i]![2], 0));
    return [sign, size];
  },
  grad: ({ inputs: [a] }, _gSign, gLog) => [multiply(spread(gLog!), inverse(a!, true))],
});

const SlogdetResult = namedtuple('LogMatrixDeterminant', ['sign', 'log_abs_determinant']);
/** Mirrors `tf.linalg.slogdet`: the determinant's sign (or phase) and the logarithm of its size. */
export const slogdet = named(
  'slogdet',
  ['input'],
  ['name'],
  (input: TensorLike, name?: OpName): NamedTensors<'sign' | 'log_abs_determinant'> => {
    const [sign, size] = dispatchOnBoth(toTensor(input), name);
    return new SlogdetResult(sign, size) as unknown as NamedTensors<'sign' | 'log_abs_determinant'>;
  },
);
function dispatchOnBoth(x: Tensor, name?: OpName): [Tensor, Tensor] {
  const [sign, size] = dispatch(LogDeterminant, [x], {}, name);
  return [sign!, size!];
}
