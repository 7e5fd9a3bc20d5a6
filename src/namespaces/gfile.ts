/** `tf.io.gfile`. */
export {
  copy,
  exists,
  type FileStatistics,
  GFile,
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
