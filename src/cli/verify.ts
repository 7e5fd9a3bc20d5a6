/** `flowpoint verify`: every checksum of index and data. */
import { openCheckpointFile } from '../saving/bundle/open_checkpoint';
import type { Io } from '../saving/storage/storage';
import { counted } from './columns';
import { type CommandIo, FAILED, OK } from './io';
import { escaped } from './shown';

/** Prints what is damaged, one line a key on standard error; exit code 1 if anything is. */
export function* verify(prefix: string, io: CommandIo): Io<number> {
  const file = yield* openCheckpointFile(prefix);
  try {
    const damage = yield* file.verify();
    for (const { key, error } of damage)
      io.err(escaped(`${file.prefix}: ${key === null ? 'index' : `key ${key}`}: ${error.message}`));
    if (damage.length > 0) return FAILED;
    const keys = yield* file.keys();
    io.out(`${file.prefix}: ${counted(keys.length, 'tensor')}, every checksum is right`);
    return OK;
  } finally {
    yield* file.close();
  }
}
