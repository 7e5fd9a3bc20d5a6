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
export { adjoint, expm, normalize, sqrtm } from '../runtime/ops/linalg/functions';
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
export { matmul } from '../runtime/ops/matmul';
export { matrix_transpose } from '../runtime/ops/movement';
export { norm } from '../runtime/ops/norm';
export { l2_normalize } from '../runtime/ops/normalization';
export { cross, matvec, tensordot } from '../runtime/ops/tensordot';
