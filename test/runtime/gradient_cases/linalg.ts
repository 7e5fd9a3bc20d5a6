/** Matrix products, factors, systems of equations, diagonals. */
import * as tf from '../../../src';
import type { Tensor } from '../../../src/runtime/tensor';
import { gradientCase, numbers, type OpCases, within } from './helpers';

const { linalg } = tf;
const a = numbers([2, 3], -1, 1);
const b = numbers([3, 2], -1, 1);
const well = [
  [3, 0.4, -0.7],
  [0.3, 2.5, 0.6],
  [-0.2, 0.8, 4],
];
const right = numbers([3, 2], -1, 1);
const diagonals = [
  [2, 1, 3, 0],
  [4, 5, 6, 7],
  [0, 1, 2, 0.5],
];
/** Symmetric, with eigenvalues far apart. */
const symmetric = (t: Tensor) => linalg.matmul(t, t, { transpose_b: true });
const complexly = (f: (u: Tensor, v: Tensor) => Tensor) => (u: Tensor, v: Tensor) => {
  const i = tf.constant({ re: 0.5, im: 2 }, 'complex128');
  return tf.cast(f(tf.cast(u, 'complex128').mul(i), tf.cast(v, 'complex128').add(i)).mul(i), 'float64');
};
const flags = [
  {},
  { transpose_a: true },
  { transpose_b: true },
  { transpose_a: true, transpose_b: true },
] as const;
const sides = (transposed: boolean, dims: readonly number[]) =>
  numbers(transposed ? [...dims.slice(0, -2), dims.at(-1)!, dims.at(-2)!] : dims, -1, 1);

export const cases: OpCases = {
  MatMul: [
    ...flags.map((keywords) =>
      gradientCase(
        (x: Tensor, y: Tensor) => linalg.matmul(x, y, keywords),
        sides('transpose_a' in keywords, [2, 3]),
        sides('transpose_b' in keywords, [3, 2]),
      ),
    ),
    gradientCase(
      complexly((u, v) => linalg.matmul(u, v, { adjoint_b: true })),
      a,
      numbers([2, 3], -0.5, 1.5),
    ),
  ],
  BatchMatMulV2: [
    ...flags.map((keywords) =>
      gradientCase(
        (x: Tensor, y: Tensor) => linalg.matmul(x, y, keywords),
        sides('transpose_a' in keywords, [2, 1, 2, 3]),
        sides('transpose_b' in keywords, [2, 3, 2]),
      ),
    ),
    gradientCase(
      complexly((u, v) => linalg.matmul(u, v, { adjoint_a: true })),
      numbers([2, 2, 2]),
      numbers([2, 2, 1]),
    ),
  ],
  Einsum: [
    ['ij,jk->ik', [2, 3], [3, 2]],
    ['ii->i', [3, 3]],
    ['ij->j', [2, 3]],
    ['ii->', [3, 3]],
    ['aab->ba', [2, 2, 3]],
    ['i,j->ij', [2], [3]],
    ['abc,cd->ad', [2, 3, 2], [2, 2]],
    ['...ij,jk->...ik', [2, 1, 2], [2, 2]],
    ['a...b,b...->a...', [2, 1, 3], [3, 2]],
    ['...i,...i->...', [2, 1, 3], [4, 3]],
    ['...i->...', [2, 3]],
    ['bi,ij,bj->b', [2, 2], [2, 3], [2, 3]],
  ].map(([equation, ...shapes]) =>
    gradientCase(
      (...inputs: Tensor[]) => tf.einsum(equation as string, ...inputs),
      ...(shapes as number[][]).map((dims) => numbers(dims, -1, 1)),
    ),
  ),
  MatrixBandPart: [gradientCase((x: Tensor) => linalg.band_part(x, 1, 0), numbers([2, 3, 3]))],
  MatrixDiagV3: [
    gradientCase(linalg.diag, [1, 2, 3]),
    gradientCase((x: Tensor) => linalg.diag(x, { k: [-1, 1], num_rows: 3, num_cols: 4 }), numbers([3, 3])),
  ],
  MatrixDiagPartV3: [
    gradientCase(linalg.diag_part, numbers([2, 3, 4])),
    gradientCase((x: Tensor) => linalg.diag_part(x, { k: [-1, 1], align: 'LEFT_RIGHT' }), numbers([3, 4])),
  ],
  MatrixSetDiagV3: [
    gradientCase(linalg.set_diag, numbers([2, 3, 4]), numbers([2, 3])),
    gradientCase((x: Tensor, d: Tensor) => linalg.set_diag(x, d, { k: [0, 1] }), well, numbers([2, 3])),
  ],
  Diag: [gradientCase(linalg.tensor_diag, a)],
  DiagPart: [gradientCase(linalg.tensor_diag_part, numbers([2, 2, 2, 2]))],
  Cross: [gradientCase(linalg.cross, a, numbers([2, 3]))],
  MatrixInverse: [gradientCase(linalg.inv, well), gradientCase((x: Tensor) => linalg.inv(x, true), well)],
  MatrixDeterminant: [gradientCase(linalg.det, well)],
  LogMatrixDeterminant: [gradientCase((x: Tensor) => linalg.slogdet(x)[1], well)],
  Cholesky: [gradientCase((x: Tensor) => linalg.cholesky(symmetric(x)), well)],
  MatrixSolve: [
    gradientCase(linalg.solve, well, right),
    gradientCase((x: Tensor, y: Tensor) => linalg.solve(x, y, true), well, right),
    gradientCase(linalg.solve, numbers([2, 1, 1]), numbers([2, 1, 2])),
  ],
  MatrixTriangularSolve: [
    gradientCase(linalg.triangular_solve, well, right),
    gradientCase((x: Tensor, y: Tensor) => linalg.triangular_solve(x, y, false, true), well, right),
  ],
  Lu: [gradientCase(linalg.lu, tf.constant(well))],
  MatrixSquareRoot: [gradientCase(linalg.sqrtm, well)],
  MatrixLogarithm: [
    gradientCase(
      linalg.logm,
      tf.constant(
        [
          [{ re: 2, im: 1 }, 0.5],
          [0.25, 3],
        ] as never,
        'complex64',
      ),
    ),
  ],
  TridiagonalSolve: [
    gradientCase(linalg.tridiagonal_solve, diagonals, numbers([4, 2], -1, 1)),
    gradientCase(
      (d: Tensor, x: Tensor) => linalg.tridiagonal_solve(d, x, { partial_pivoting: false }),
      diagonals,
      numbers([4], -1, 1),
    ),
  ],
  Eig: [
    // Eigenvectors have a phase of their own: what is seen of them are their sizes.
    within(
      1e-4,
      gradientCase((x: Tensor) => {
        const [e, v] = linalg.eig(x);
        return [tf.math.real(e), tf.abs(v)];
      }, well),
    ),
    within(
      1e-4,
      gradientCase((x: Tensor) => tf.math.real(linalg.eigvals(x)), well),
    ),
  ],
  Qr: [
    within(1e-5, gradientCase(linalg.qr, well)),
    within(1e-5, gradientCase(linalg.qr, b)),
    within(1e-5, gradientCase(linalg.qr, a)),
  ],
  SelfAdjointEigV2: [
    within(
      1e-4,
      gradientCase((x: Tensor) => linalg.eigh(symmetric(x)), well),
    ),
    within(
      1e-4,
      gradientCase((x: Tensor) => linalg.eigvalsh(symmetric(x)), well),
    ),
  ],
  Svd: [
    within(
      1e-4,
      gradientCase((x: Tensor) => linalg.svd(x, { compute_uv: false }), well),
    ),
    within(
      1e-4,
      gradientCase((x: Tensor) => linalg.svd(x), well),
    ),
    within(
      1e-4,
      gradientCase((x: Tensor) => linalg.svd(x), a),
    ),
    within(
      1e-4,
      gradientCase((x: Tensor) => linalg.svd(x), b),
    ),
  ],
};
