/**
 * Contracts of restoring: where tensors come from, and what factories and optimizers see of a restore (restore.md
 * R1). The logic is in restore_walk.ts.
 */
import type { HostTensor } from '../dtypes';
import type { ObjectGraph, ObjectGraphNode } from './object_graph';
import type { Trackable } from './trackable';

/** dtype and shape of a stored tensor. */
export interface TensorInfo {
  readonly dtype: HostTensor['dtype'];
  readonly shape: readonly number[];
}

/** Where a restore takes its tensors from; saving/ has one for bundles. */
export interface TensorSource {
  /** For error texts: the checkpoint's prefix. */
  readonly path: string;
  /** dtype and shape of a key, or undefined. Reads no tensor data. */
  lookup(key: string): TensorInfo | undefined;
  /** Reads all of `keys` in one go, verified: either all or an error, so that a bad file changes nothing. */
  readTensors(keys: readonly string[]): ReadonlyMap<string, HostTensor>;
  /** All keys, if it knows them: for the nearest match in errors and reports. */
  keys?(): Iterable<string>;
}

/** Stands for one restore and a node of its graph (R1.2). */
export interface CheckpointPosition {
  readonly restore: {
    readonly uid: number;
    readonly graph: ObjectGraph;
    readonly source: TensorSource;
    /** True after a failed read: the position must not be applied any more. */
    readonly abandoned: boolean;
  };
  readonly node_id: number;
  readonly object_proto: ObjectGraphNode;
  /** The value of a simple variable node (one VARIABLE_VALUE, no children), for factories and slots (R4.6, R6.4). */
  value(): HostTensor;
  /** dtype and shape of that value without reading it; null if the node has no VARIABLE_VALUE in the file. */
  value_info(): TensorInfo | null;
  readonly is_simple_variable: boolean;
  /** Binds `trackable` to this position and restores it and what hangs below it. */
  restoreInto(trackable: Trackable): void;
  /** Says that `trackable` was made from {@link value}: the walk then does not read and assign it again. */
  markRestored(trackable: Trackable): void;
}
