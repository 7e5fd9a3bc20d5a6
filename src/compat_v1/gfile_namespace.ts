/** `tf.compat.v1.gfile`: `tf.io.gfile` under the names, of functions and parameters, that it had in TF1. */
import { named } from '../python/named';
import * as gfile from '../runtime/gfile';
import type { PathLike } from '../saving/storage/paths';

export { GFile, GFile as FastGFile, GFile as Open } from '../runtime/file_object';

const ofFile = <R>(name: string, now: (filename: PathLike) => R) => named(name, ['filename'], [], now);
const ofDirectory = <R>(name: string, now: (dirname: PathLike) => R) => named(name, ['dirname'], [], now);

/** Mirrors `tf.compat.v1.gfile.Copy`. @throws {@link AlreadyExistsError} unless `overwrite`, {@link NotFoundError} */
export const Copy = named(
  'copy',
  ['oldpath', 'newpath'],
  ['overwrite'],
  (oldpath: PathLike, newpath: PathLike, overwrite: boolean = false): void =>
    gfile.copy(oldpath, newpath, overwrite),
);
/** Mirrors `tf.compat.v1.gfile.DeleteRecursively`. @throws {@link NotFoundError} */
export const DeleteRecursively = ofDirectory('delete_recursively', (dirname) => gfile.rmtree(dirname));
/** Mirrors `tf.compat.v1.gfile.Exists`. */
export const Exists = ofFile('file_exists', (filename) => gfile.exists(filename));
/** Mirrors `tf.compat.v1.gfile.Glob`: the paths that match a pattern (or one of several), sorted. */
export const Glob = named(
  'get_matching_files',
  ['filename'],
  [],
  (filename: PathLike | readonly PathLike[]) => gfile.glob(filename),
);
/** Mirrors `tf.compat.v1.gfile.IsDirectory`. */
export const IsDirectory = ofDirectory('is_directory', (dirname) => gfile.isdir(dirname));
/** Mirrors `tf.compat.v1.gfile.ListDirectory`: names, sorted. @throws {@link NotFoundError} for what is no directory */
export const ListDirectory = ofDirectory('list_directory', (dirname) => gfile.listdir(dirname));
/** Mirrors `tf.compat.v1.gfile.MakeDirs`: with all directories above; one that is there is no error. */
export const MakeDirs = ofDirectory('recursive_create_dir', (dirname) => gfile.makedirs(dirname));
/** Mirrors `tf.compat.v1.gfile.MkDir`. @throws {@link NotFoundError} without the one above */
export const MkDir = ofDirectory('create_dir', (dirname) => gfile.mkdir(dirname));
/** Mirrors `tf.compat.v1.gfile.Remove`. @throws {@link NotFoundError} */
export const Remove = ofFile('delete_file', (filename) => gfile.remove(filename));
/** Mirrors `tf.compat.v1.gfile.Rename`. @throws {@link AlreadyExistsError} unless `overwrite` */
export const Rename = named(
  'rename',
  ['oldname', 'newname'],
  ['overwrite'],
  (oldname: PathLike, newname: PathLike, overwrite: boolean = false): void =>
    gfile.rename(oldname, newname, overwrite),
);
/** Mirrors `tf.compat.v1.gfile.Stat`. @throws {@link NotFoundError} */
export const Stat = ofFile('stat', (filename) => gfile.stat(filename));
/** Mirrors `tf.compat.v1.gfile.Walk`: directory, names of directories, names of files; the top first if `in_order`. */
export const Walk = named('walk', ['top'], ['in_order'], (top: PathLike, in_order: boolean = true) =>
  gfile.walk(top, in_order),
);
