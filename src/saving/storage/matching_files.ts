/** Paths with wildcards, as TensorFlow takes them for V1 checkpoints (format.md F11.4). */
import { basename, dirname, join } from './paths';
import { call, type Io } from './storage';

/** The file at a path, or the files that a path with `*` or `?` in its last part matches, sorted. */
export function* matchingFiles(pattern: string): Io<string[]> {
  if (!/[*?]/.test(basename(pattern))) {
    return (yield* call('stat', pattern)) === null ? [] : [pattern];
  }
  const directory = dirname(pattern);
  if ((yield* call('stat', directory || '.'))?.kind !== 'directory') return [];
  const source = basename(pattern).replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const matcher = new RegExp(`^${source.replace(/\*/g, '[^/]*').replace(/\?/g, '[^/]')}$`, 's');
  const names = yield* call('list', directory || '.');
  return names.filter((name) => matcher.test(name)).map((name) => join(directory, name));
}
