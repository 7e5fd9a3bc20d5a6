/** Ours, `tf.storage`: where checkpoints lie, and how to add a place of one's own. */
export { runAsync, runSync } from '../saving/storage/drivers';
export { localDisk, memory, registerBackend } from '../saving/storage/registry';
export type {
  AsyncStorage,
  FileStat,
  Io,
  ReadFile,
  Storage,
  StorageBackend,
  WriteFile,
} from '../saving/storage/storage';
