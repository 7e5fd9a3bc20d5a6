/** Restoring as graph logic: binding nodes to live objects, now or when they appear (restore.md R1-R6). */
import type { HostTensor } from '../dtypes';
import type { ObjectGraph } from './object_graph';
import type { Trackable } from './trackable';

/** Where a restore takes its tensors from; saving/ has one for bundles. */
export interface TensorSource {
  /** For error texts: the checkpoint's prefix. */
  readonly path: string;
  /** dtype and shape of a key, or undefined. Reads no tensor data. */
  lookup(key: string): { readonly dtype: HostTensor['dtype']; readonly shape: readonly number[] } | undefined;
  /** Reads all of `keys` in one go, verified: either all or an error, so that a bad file changes nothing. */
  readTensors(keys: readonly string[]): ReadonlyMap<string, HostTensor>;
}

/** Stands for one restore and a node of its graph (R1.2). */
export interface CheckpointPosition {
  readonly restore: { readonly uid: number; readonly graph: ObjectGraph; readonly source: TensorSource };
  readonly node_id: number;
  /** The value of a simple variable node (one VARIABLE_VALUE, no children), for factories and slots (R4.6, R6.4). */
  value(): HostTensor;
  readonly is_simple_variable: boolean;
  /** Binds `trackable` to this position and restores it and what hangs below it. */
  restoreInto(trackable: Trackable): void;
}
