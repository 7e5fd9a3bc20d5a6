/**
 * What cells that need sessions hand to later ones. Until those cells exist here, `npm run guide` puts the files
 * that real TensorFlow wrote for them into the working folder, at their place in the order.
 */

/** Cell 06 saves a = 1, b = 2, scoped/c = 3 with a name-based Saver. */
export const save_path = 'tf1-ckpt';

/** Cell 13 saves the same values as `unscoped` and `scoped`, object-based. */
export const tf2_ckpt_path = 'tf2-ckpt-1';
