/** One writer for each folder, which hooks share. */
import { type PathLike, pathText } from '../saving/storage/paths';
import { FileWriter } from './summary';

const writers = new Map<string, FileWriter>();

/** Mirrors `tf.compat.v1.summary.FileWriterCache`. */
export const FileWriterCache = {
  /** The writer of a folder, made on the first call. */
  get(logdir: PathLike): FileWriter {
    const folder = pathText(logdir);
    let writer = writers.get(folder);
    if (writer === undefined) {
      writer = new FileWriter(folder);
      writers.set(folder, writer);
    }
    return writer;
  },
  /** Closes and forgets all. */
  clear(): void {
    for (const writer of writers.values()) writer.close();
    writers.clear();
  },
};
