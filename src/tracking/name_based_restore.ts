/** A TF1 name-based file being restored into an object graph (restore.md R9.2). */
import type { TensorSource } from './restore';

export interface NameBasedRestore {
  readonly source: TensorSource;
}
