/**
 * From a prefix to a status: which kind of file it is, and the restore that goes with it (object_graph.md
 * O8.2).
 */
import type { HostTensor } from '../../dtypes';
import { AbortedError } from '../../errors';
import type { CheckpointLoadStatus } from '../../tracking/checkpoint_load_status';
import type { ObjectGraphView } from '../../tracking/graph_view';
import { InitializationOnlyStatus } from '../../tracking/load_status';
import { NameBasedSaverStatus } from '../../tracking/name_based_status';
import { type PreparedRestore, prepareNameRestore, prepareObjectRestore } from '../../tracking/restoring';
import { checkpointPrefix } from '../bundle/naming';
import type { Io } from '../storage/storage';
import { BundleSource } from './bundle_source';
import type { CheckpointOptions } from './options';

export { NameBasedSaverStatus };

/** What a restore gives back, by the kind of file (restore.md R8, R9). */
export type LoadStatus = CheckpointLoadStatus | NameBasedSaverStatus | InitializationOnlyStatus;

export interface ReadHooks {
  /** True under the synchronous driver, whose open files can be read again later. */
  readonly keepOpen: boolean;
  /** Told how many bytes of values there are to read. */
  readonly total?: (bytes: number) => void;
}

/** How often a checkpoint that keeps being replaced is restored anew. */
const MAX_ATTEMPTS = 5;

/** Reads and assigns; null: nothing is restored (R9.1). Either all values are assigned or none. */
export function* readCheckpoint(
  view: ObjectGraphView,
  path: string | null,
  options: CheckpointOptions,
  hooks: ReadHooks,
): Io<LoadStatus> {
  if (path === null) return new InitializationOnlyStatus(view);
  for (let attempt = 1; ; attempt++) {
    const source = yield* BundleSource.open(checkpointPrefix(path));
    let keepOpen = false;
    try {
      const { prepared, tensors } = yield* matchAndRead(view, source, options, hooks);
      const status = prepared.apply(tensors);
      keepOpen = hooks.keepOpen;
      return status;
    } catch (error) {
      if (!(error instanceof ReplacedWhileRead)) throw error;
      if (attempt === MAX_ATTEMPTS) throw error.cause;
    } finally {
      yield* source.settle(keepOpen);
    }
  }
}

interface Matched {
  readonly prepared: PreparedRestore<LoadStatus>;
  readonly tensors: ReadonlyMap<string, HostTensor>;
}

/** The files were replaced before anything was assigned: the new ones may be restored as a whole. */
class ReplacedWhileRead extends Error {}

function* matchAndRead(
  view: ObjectGraphView,
  source: BundleSource,
  options: CheckpointOptions,
  hooks: ReadHooks,
): Io<Matched> {
  const graph = yield* source.readGraph();
  const prepared: PreparedRestore<LoadStatus> =
    graph === null ? prepareNameRestore(view, source) : prepareObjectRestore(view, graph, source, options);
  hooks.total?.(source.bytesOf(prepared.keys));
  try {
    return { prepared, tensors: yield* source.read(prepared.keys) };
  } catch (error) {
    prepared.abandon();
    throw error instanceof AbortedError ? new ReplacedWhileRead('', { cause: error }) : error;
  }
}
