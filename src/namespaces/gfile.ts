/** `tf.io.gfile`. */
export { GFile } from '../runtime/file_object';
export {
  copy,
  exists,
  type FileStatistics,
  get_registered_schemes,
  glob,
  isdir,
  join,
  listdir,
  makedirs,
  mkdir,
  remove,
  rename,
  rmtree,
  stat,
  walk,
} from '../runtime/gfile';
