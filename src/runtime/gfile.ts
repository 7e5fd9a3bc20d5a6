/** `tf.io.gfile`: files, over whatever storage serves their path. */

import { AlreadyExistsError, FailedPreconditionError, InvalidArgumentError, NotFoundError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { named } from '../python/named';
import { basename, dirname, join as joinPaths, type PathLike, pathText } from '../saving/storage/paths';
import { schemes, syncStorageFor } from '../saving/storage/registry';

export { joinPaths as join };

/** The whole content. @throws {@link NotFoundError} */
export function readBytes(path: PathLike): Uint8Array {
  const name = pathText(path);
  const storage = syncStorageFor(name);
  const file = storage.openRead(name);
  try {
    const bytes = new Uint8Array(file.size);
    const got = storage.read(file, 0, bytes);
    return got === bytes.length ? bytes : bytes.slice(0, got);
  } finally {
    storage.closeRead(file);
  }
}

/** Puts the content in the place of what was there. */
export function writeBytes(path: PathLike, chunks: readonly Uint8Array[]): void {
  const name = pathText(path);
  const storage = syncStorageFor(name);
  const found = storage.stat(name);
  if (found?.kind === 'directory')
    throw new FailedPreconditionError(`${name}; Is a directory`, { fields: { file: name } });
  if (found !== null) storage.remove(name);
  const file = storage.createExclusive(name);
  try {
    storage.write(file, chunks);
  } finally {
    storage.closeWrite(file);
  }
}

function kindOf(path: PathLike): 'file' | 'directory' | 'other' | null {
  const name = pathText(path);
  return syncStorageFor(name).stat(name)?.kind ?? null;
}
function missing(path: string): NotFoundError {
  return new NotFoundError(`${path}; No such file or directory`, { fields: { file: path } });
}

/** Mirrors `tf.io.gfile.exists`. */
export const exists = named('exists', ['path'], [], (path: PathLike): boolean => kindOf(path) !== null);
/** Mirrors `tf.io.gfile.isdir`. */
export const isdir = named('isdir', ['path'], [], (path: PathLike): boolean => kindOf(path) === 'directory');
/** Mirrors `tf.io.gfile.listdir`: names, sorted. @throws {@link NotFoundError} for what is no directory */
export const listdir = named('listdir', ['path'], [], (path: PathLike): string[] => {
  const name = pathText(path);
  if (!isdir(name)) throw new NotFoundError(`Could not find directory ${name}`, { fields: { file: name } });
  return syncStorageFor(name).list(name);
});
/**
 * Mirrors `tf.io.gfile.makedirs`: with all directories above; one that is there is no error.
 * @throws {@link FailedPreconditionError} for a file of that name
 */
export const makedirs = named('makedirs', ['path'], [], (path: PathLike): void => {
  const name = pathText(path);
  if (kindOf(name) === 'file')
    throw new FailedPreconditionError(`${name} is not a directory`, { fields: { file: name } });
  syncStorageFor(name).makeDirectory(name, { recursive: true });
});
/** Mirrors `tf.io.gfile.mkdir`: nothing happens if there is one. @throws {@link NotFoundError} without the one above */
export const mkdir = named('mkdir', ['path'], [], (path: PathLike): void => {
  const name = pathText(path);
  if (!exists(name)) syncStorageFor(name).makeDirectory(name, { recursive: false });
});
/** Mirrors `tf.io.gfile.remove`. @throws {@link NotFoundError}, {@link FailedPreconditionError} for a directory */
export const remove = named('remove', ['path'], [], (path: PathLike): void => {
  const name = pathText(path);
  if (isdir(name)) throw new FailedPreconditionError(`${name}; Is a directory`, { fields: { file: name } });
  syncStorageFor(name).remove(name);
});

function checkTarget(dst: string, overwrite: boolean): void {
  if (!overwrite && exists(dst))
    throw new AlreadyExistsError('file already exists', { fields: { file: dst } });
}
interface OverwriteKeywords {
  overwrite?: boolean;
}
type CopyArgs = Args<[src: PathLike, dst: PathLike], [overwrite: boolean], OverwriteKeywords, ['src', 'dst']>;
function bindCopy(method: string, args: CopyArgs): [string, string, boolean] {
  const given = bindArguments<OverwriteKeywords & { src: PathLike; dst: PathLike }>(
    method,
    ['src', 'dst', 'overwrite'],
    args,
    { required: 2 },
  );
  return [pathText(given.src!), pathText(given.dst!), given.overwrite ?? false];
}
/** Mirrors `tf.io.gfile.rename`. @throws {@link AlreadyExistsError} unless `overwrite` */
export function rename(...args: CopyArgs): void {
  const [src, dst, overwrite] = bindCopy('rename', args);
  if (!exists(src)) throw missing(src);
  checkTarget(dst, overwrite);
  syncStorageFor(src).rename(src, dst);
}
/**
 * Mirrors `tf.io.gfile.copy`.
 * @throws {@link AlreadyExistsError} unless `overwrite`, {@link NotFoundError}, {@link InvalidArgumentError} for a directory
 */
export function copy(...args: CopyArgs): void {
  const [src, dst, overwrite] = bindCopy('copy', args);
  if (isdir(src)) throw new InvalidArgumentError(`${src}; Invalid argument`, { fields: { file: src } });
  const bytes = readBytes(src);
  checkTarget(dst, overwrite);
  writeBytes(dst, [bytes]);
}
/** Mirrors `tf.io.gfile.rmtree`: a directory with all that is in it, or a file. @throws {@link NotFoundError} */
export const rmtree = named('rmtree', ['path'], [], (path: PathLike): void => {
  const name = pathText(path);
  if (!exists(name)) throw missing(name);
  if (!isdir(name)) {
    remove(name);
    return;
  }
  const storage = syncStorageFor(name);
  for (const entry of storage.list(name)) {
    const inner = joinPaths(name, entry);
    if (isdir(inner)) rmtree(inner);
    else storage.remove(inner);
  }
  storage.removeDirectory(name);
});

/** Mirrors `tf.io.gfile.get_registered_schemes`: the schemes of paths that can be read here; '' for none. */
export function get_registered_schemes(): string[] {
  return schemes();
}

/** Mirrors what `tf.io.gfile.stat` returns. */
export interface FileStatistics {
  /** Bytes. */
  readonly length: number;
  readonly mtime_nsec: number;
  readonly is_directory: boolean;
}
/** Mirrors `tf.io.gfile.stat`. @throws {@link NotFoundError} */
export const stat = named('stat', ['path'], [], (path: PathLike): FileStatistics => {
  const name = pathText(path);
  const found = syncStorageFor(name).stat(name);
  if (found === null) throw missing(name);
  return {
    length: found.size,
    mtime_nsec: Math.round(found.mtime * 1e9),
    is_directory: found.kind === 'directory',
  };
});

/** Mirrors `tf.io.gfile.walk`: directory, names of directories, names of files; the top first unless `topdown` is false. */
export const walk = named('walk', ['top'], ['topdown', 'onerror'], walked);

function* walked(top: PathLike, topdown = true, _onerror?: unknown): Generator<[string, string[], string[]]> {
  const name = pathText(top);
  if (!isdir(name)) return;
  const entries = listdir(name);
  const directories = entries.filter((entry) => isdir(joinPaths(name, entry)));
  const files = entries.filter((entry) => !directories.includes(entry));
  if (topdown) yield [name, directories, files];
  for (const directory of directories) yield* walked(joinPaths(name, directory), topdown);
  if (!topdown) yield [name, directories, files];
}

/** A name with `*`, `?` and `[...]`, none of which crosses a slash. */
function nameExpression(pattern: string): RegExp {
  const source = pattern.replace(/\[!?[^\]]+\]|\\.|./gsu, (part) => {
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.length > 2 && part.startsWith('[')) return part.replace(/^\[!/, '[^');
    return part.replace(/^\\/, '').replace(/[$()*+.?[\\\]^{|}/-]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 'u');
}
/** Mirrors `tf.io.gfile.glob`: the paths that match a pattern (or one of several), sorted. */
export const glob = named('glob', ['pattern'], [], (pattern: PathLike | readonly PathLike[]): string[] => {
  const patterns = Array.isArray(pattern) ? (pattern as PathLike[]) : [pattern as PathLike];
  return patterns.flatMap((p) => globOne(pathText(p))).sort();
});
function globOne(pattern: string): string[] {
  if (!/[*?[\\]/.test(pattern)) return exists(pattern) ? [pattern] : [];
  const above = dirname(pattern);
  const parents = /[*?[\\]/.test(above) ? globOne(above).filter(isdir) : [above];
  const expression = nameExpression(basename(pattern));
  return parents.flatMap((parent) => {
    const shown = parent === '' ? '.' : parent;
    if (!isdir(shown)) return [];
    return syncStorageFor(shown)
      .list(shown)
      .filter((name) => expression.test(name))
      .map((name) => (parent === '' ? name : joinPaths(parent, name)));
  });
}
