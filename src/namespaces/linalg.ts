/** `tf.linalg`. */

export { global_norm } from '../runtime/ops/clip';
export { einsum } from '../runtime/ops/einsum';
export { eye } from '../runtime/ops/grids';
export {
  band_part,
  diag,
  diag_part,
  set_diag,
  tensor_diag,
  tensor_diag_part,
  trace,
} from '../runtime/ops/linalg/diagonal';
export { eig, eigvals } from '../runtime/ops/linalg/eigen';
export { adjoint, expm, normalize } from '../runtime/ops/linalg/functions';
export { logm } from '../runtime/ops/linalg/logarithm';
export { lu, lu_matrix_inverse, lu_reconstruct, lu_solve } from '../runtime/ops/linalg/lu';
export { matrix_rank, pinv } from '../runtime/ops/linalg/pseudo_inverse';
export {
  cholesky,
  cholesky_solve,
  det,
  inv,
  logdet,
  lstsq,
  slogdet,
  solve,
  triangular_solve,
} from '../runtime/ops/linalg/solving';
export { eigh, eigvalsh, qr, svd } from '../runtime/ops/linalg/spectral';
export { sqrtm } from '../runtime/ops/linalg/square_root';
export { tridiagonal_matmul, tridiagonal_solve } from '../runtime/ops/linalg/tridiagonal';
export { matmul } from '../runtime/ops/matmul';
export { matrix_transpose } from '../runtime/ops/movement';
export { norm } from '../runtime/ops/norm';
export { l2_normalize } from '../runtime/ops/normalization';
export { cross, matvec, tensordot } from '../runtime/ops/tensordot';
