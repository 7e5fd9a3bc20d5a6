/** QR factors: orthogonal columns and an upper triangle. */

import { NotImplementedError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { namedtuple } from '../../../python/tuple';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { qrFactor } from '../../kernels/householder';
import { defineOp, type OpRecord } from '../../op';
import type { Tensor } from '../../tensor';
import type { Dimension } from '../../tensor_shape';
import { add, subtract } from '../arithmetic';
import { getitem } from '../getitem';
import { concat } from '../joining';
import { matmulAdjoint } from '../matmul';
import type { NamedTensors } from '../sorting';
import { band } from './band_part';
import {
  adjointOf,
  batchSize,
  checkMatrices,
  collector,
  elementsOf,
  factored,
  firstColumns,
  leastSize,
  matrixAt,
} from './matrices';
import { solveTriangle } from './triangular';

interface QrAttributes {
  readonly [name: string]: unknown;
  readonly full_matrices: boolean;
}
const Qr: OpRecord<QrAttributes> = defineOp<QrAttributes>({
  type: 'Qr',
  infer: ([x], { full_matrices }) => {
    checkMatrices('Qr', x!, factored);
    const { dtype, dims } = x!;
    if (dims === null)
      return [
        { dtype, dims },
        { dtype, dims },
      ];
    const [m, n] = dims.slice(-2) as [Dimension, Dimension];
    const p = full_matrices ? m : leastSize(m, n);
    const batch = dims.slice(0, -2);
    return [
      { dtype, dims: [...batch, m, p] },
      { dtype, dims: [...batch, p, n] },
    ];
  },
  kernel: ([x], _attrs, [qSpec, rSpec]) => {
    const [m, n] = x!.dims.slice(-2) as [number, number];
    const p = qSpec!.dims.at(-1)!;
    const [q, r] = [collector(x!.dtype, qSpec!.dims), collector(x!.dtype, rSpec!.dims)];
    const values = elementsOf(x!);
    for (let i = 0; i < batchSize(x!.dims); i++) {
      const a = matrixAt(values, x!.dtype.is_complex, i, m * n);
      const whole = new Float64Array(2 * m * m);
      qrFactor(a, m, n, whole);
      q.put(firstColumns(whole, m, m, p), i);
      r.put(a.subarray(0, 2 * p * n), i);
    }
    return [q.tensor(), r.tensor()];
  },
  grad: ({ inputs: [a], outputs: [q, r] }, dq, dr) => {
    const [m, n] = a!.dims.slice(-2) as [number, number];
    if (r!.dims.at(-2)! > n && q!.dims.at(-2) === q!.dims.at(-1))
      throw new NotImplementedError(
        `QrGrad not implemented when nrows > ncols and full_matrices is true. Received r.shape=${r!.shape} with nrows=${r!.dims.at(-2)}and ncols=${n}.`,
      );
    if (m >= n) return [deepQrGradient(q!, r!, dq!, dr!)];
    const [y, u] = [getitem(a!, ['...', `${m}:`]), getitem(r!, ['...', `:${m}`])];
    const [du, dv] = [getitem(dr!, ['...', `:${m}`]), getitem(dr!, ['...', `${m}:`])];
    const dx = deepQrGradient(q!, u, add(dq!, matmulAdjoint(y, dv, false, true)), du);
    return [concat([dx, matmulAdjoint(q!, dv, false, false)], -1)];
  },
});

/** For matrices of at least as many rows as columns (https://arxiv.org/abs/2009.10071). */
function deepQrGradient(q: Tensor, r: Tensor, dq: Tensor, dr: Tensor): Tensor {
  const behind = (x: Tensor) => adjointOf(solveTriangle(r, adjointOf(x), false, false));
  const qdq = matmulAdjoint(q, dq, true, false);
  const rdr = matmulAdjoint(r, dr, false, true);
  const skew = add(subtract(qdq, adjointOf(qdq)), subtract(rdr, adjointOf(rdr)));
  const low = band(skew, -1, 0);
  const first = matmulAdjoint(q, add(dr, behind(low)), false, false);
  return add(first, behind(subtract(dq, matmulAdjoint(q, qdq, false, false))));
}

interface FullKeywords {
  full_matrices?: boolean;
  name?: string | null;
}
const QrResult = namedtuple('Qr', ['q', 'r']);

/** Mirrors `tf.linalg.qr`: orthogonal columns and an upper triangle whose product is the matrix. */
export function qr(
  ...args: Args<[input: TensorLike], [full_matrices: boolean, name: string | null], FullKeywords, ['input']>
): readonly [q: Tensor, r: Tensor] & NamedTensors<'q' | 'r'> {
  type All = FullKeywords & { input: TensorLike };
  const given = bindArguments<All>('qr', ['input', 'full_matrices', 'name'], args, { required: 1 });
  const attrs = { full_matrices: given.full_matrices ?? false };
  const [q, r] = dispatch(Qr, [toTensor(given.input!)], attrs);
  return new QrResult(q, r) as unknown as readonly [Tensor, Tensor] & NamedTensors<'q' | 'r'>;
}
