/** Opens a checkpoint of either format by its prefix (format.md F1.2, F11.4, F11.5). */
import { NotFoundError } from '../../errors';
import { matchingFiles } from '../storage/matching_files';
import { call, type Io } from '../storage/storage';
import { openBundle } from './bundle_reader';
import type { CheckpointFile } from './checkpoint_file';
import { checkpointPrefix, indexPath } from './naming';
import { openV1 } from './v1_reader';

export { type CheckpointFile, type Damage, OBJECT_GRAPH_KEY, type TensorInfo } from './checkpoint_file';

/**
 * Opens `<prefix>.index` if it is there, else the V1 file or files that `prefix` names or matches. A trailing
 * `.index` is taken off.
 * @throws {@link NotFoundError} with TF's text if there is neither.
 */
export function* openCheckpointFile(path: string): Io<CheckpointFile> {
  const prefix = checkpointPrefix(path);
  if ((yield* call('stat', indexPath(prefix))) !== null) return yield* openBundle(prefix);
  const files = yield* matchingFiles(path);
  if (files.length > 0) return yield* openV1(path, files);
  throw new NotFoundError(
    `Unsuccessful TensorSliceReader constructor: Failed to find any matching files for ${path}`,
    { fields: { file: path } },
  );
}
