/** The ways into restoring: a file with an object graph, a file with names only, and no file at all. */

import type { HostTensor } from '../dtypes';
import { logger } from '../logging';
import { CheckpointLoadStatus } from './checkpoint_load_status';
import { fulfilDeferred } from './deferred';
import type { ObjectGraphView } from './graph_view';
import { NameBasedRestore } from './name_based_restore';
import { NameBasedSaverStatus } from './name_based_status';
import type { ObjectGraph } from './object_graph';
import type { TensorSource } from './restore';
import type { RestoreOptions } from './restore_state';
import { collectRestore } from './restore_walk';
import { listObjects } from './serialize_graph';
import { setFulfilDeferred } from './trackable';

setFulfilDeferred(fulfilDeferred);

/** A restore between matching and assigning: read `keys` at once, then `apply`, or `abandon` if reading failed. */
export interface PreparedRestore<Status> {
  /** What to read. */
  readonly keys: readonly string[];
  /** Assigns; `tensors` holds all of {@link keys}. */
  apply(tensors: ReadonlyMap<string, HostTensor>): Status;
  /** Nothing of this restore is applied, now or later. */
  abandon(): void;
}

/**
 * Matches an object-based file with live objects and checks all dtypes and shapes; nothing is assigned yet.
 * Throws the errors of restore.md R5 and R7, and DataLossError for a damaged graph.
 */
export function prepareObjectRestore(
  view: ObjectGraphView,
  graph: ObjectGraph,
  source: TensorSource,
  options: RestoreOptions = {},
): PreparedRestore<CheckpointLoadStatus> {
  const collected = collectRestore(view, graph, source, options);
  return {
    keys: collected.keys,
    apply: (tensors) => new CheckpointLoadStatus(collected.apply(tensors), view),
    abandon: () => collected.abandon(),
  };
}

/** As {@link prepareObjectRestore}, for a file without an object graph (R9.2). */
export function prepareNameRestore(
  view: ObjectGraphView,
  source: TensorSource,
): PreparedRestore<NameBasedSaverStatus> {
  const restore = new NameBasedRestore(source);
  const collected = restore.collect(listObjects(view).objects);
  return {
    keys: collected.keys,
    apply: (tensors) => {
      restore.apply(collected, tensors);
      if (restore.matched === 0) {
        logger.warning(
          `Restoring the name-based checkpoint ${source.path} matched no variable: none of its names is that of an ` +
            'object tracked now.',
        );
      }
      return new NameBasedSaverStatus(restore, view);
    },
    abandon: () => {},
  };
}

/** Restores from an object-based file: match, check, read in one call, assign (R2). */
export function restoreObjectGraph(
  view: ObjectGraphView,
  graph: ObjectGraph,
  source: TensorSource,
  options: RestoreOptions = {},
): CheckpointLoadStatus {
  return readAndApply(prepareObjectRestore(view, graph, source, options), source);
}

/** Restores from a name-based file (R9.2). */
export function restoreByNames(view: ObjectGraphView, source: TensorSource): NameBasedSaverStatus {
  return readAndApply(prepareNameRestore(view, source), source);
}

function readAndApply<Status>(prepared: PreparedRestore<Status>, source: TensorSource): Status {
  let tensors: ReadonlyMap<string, HostTensor>;
  try {
    tensors = prepared.keys.length === 0 ? new Map() : source.readTensors(prepared.keys);
  } catch (error) {
    prepared.abandon();
    throw error;
  }
  return prepared.apply(tensors);
}
