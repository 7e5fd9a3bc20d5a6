/** `tf.linalg`. */

export { global_norm } from '../runtime/ops/clip';
export { einsum } from '../runtime/ops/einsum';
export { eye } from '../runtime/ops/grids';
export { band_part } from '../runtime/ops/linalg/band_part';
export { cholesky, cholesky_solve, logdet } from '../runtime/ops/linalg/cholesky';
export { det, slogdet } from '../runtime/ops/linalg/determinant';
export { diag, diag_part, set_diag, trace } from '../runtime/ops/linalg/diagonal';
export { eig, eigvals } from '../runtime/ops/linalg/eigen';
export { adjoint, expm, normalize } from '../runtime/ops/linalg/functions';
export { inv } from '../runtime/ops/linalg/inverse';
export { lstsq } from '../runtime/ops/linalg/least_squares';
export { logm } from '../runtime/ops/linalg/logarithm';
export { lu, lu_matrix_inverse, lu_reconstruct, lu_solve } from '../runtime/ops/linalg/lu';
export { matrix_rank, pinv } from '../runtime/ops/linalg/pseudo_inverse';
export { qr } from '../runtime/ops/linalg/qr';
export { eigh, eigvalsh } from '../runtime/ops/linalg/self_adjoint';
export { solve } from '../runtime/ops/linalg/solving';
export { sqrtm } from '../runtime/ops/linalg/square_root';
export { svd } from '../runtime/ops/linalg/svd';
export { tensor_diag, tensor_diag_part } from '../runtime/ops/linalg/tensor_diag';
export { triangular_solve } from '../runtime/ops/linalg/triangular';
export { tridiagonal_matmul, tridiagonal_solve } from '../runtime/ops/linalg/tridiagonal';
export { matmul } from '../runtime/ops/matmul';
export { matrix_transpose } from '../runtime/ops/movement';
export { norm } from '../runtime/ops/norm';
export { l2_normalize } from '../runtime/ops/normalization';
export { cross, matvec, tensordot } from '../runtime/ops/tensordot';
