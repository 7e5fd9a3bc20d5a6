/** Which checkpoint a path on the command line means. */
import { NotFoundError } from '../errors';
import { findLatest } from '../saving/checkpoint/state';
import { call, type Io } from '../saving/storage/storage';

/** A directory stands for its newest checkpoint, or for the variables of a SavedModel; all else is a prefix. */
export function* resolvePrefix(path: string): Io<string> {
  const stat = yield* call('stat', path);
  // A checkpoint may bear the name of a directory beside it.
  if (stat?.kind !== 'directory' || (yield* call('stat', `${path}.index`)) !== null) return path;
  const latest = yield* findLatest(path, null);
  if (latest !== null) return latest;
  const inSavedModel = `${path.replace(/\/+$/, '')}/variables/variables`;
  if ((yield* call('stat', `${inSavedModel}.index`)) !== null) return inSavedModel;
  throw new NotFoundError(`Couldn't find 'checkpoint' file or checkpoints in given directory ${path}`, {
    fields: { file: path },
  });
}
