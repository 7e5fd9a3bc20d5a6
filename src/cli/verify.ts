/** `flowpoint verify`: every checksum of index and data. */
import { type Damage, openCheckpointFile } from '../saving/bundle/open_checkpoint';
import type { Io } from '../saving/storage/storage';
import { counted } from './columns';
import { type CommandIo, FAILED, OK } from './io';
import { escaped } from './shown';

/** Keys that one line names. */
const NAMED = 10;

/**
 * Prints what is damaged, one line a finding on standard error; exit code 1 if anything is. Keys that suffer from the
 * same thing (a missing data file) share a line.
 */
export function* verify(prefix: string, io: CommandIo): Io<number> {
  const file = yield* openCheckpointFile(prefix);
  try {
    const damage = yield* file.verify();
    for (const [message, keys] of byMessage(damage)) io.err(escaped(`${file.prefix}: ${keys}: ${message}`));
    if (damage.length > 0) return FAILED;
    const keys = yield* file.keys();
    io.out(`${file.prefix}: ${counted(keys.length, 'tensor')}, every checksum is right`);
    return OK;
  } finally {
    yield* file.close();
  }
}

/** What was found → what it was found at: `index`, `key a`, `keys a, b and 7 more`. */
function byMessage(damage: readonly Damage[]): Map<string, string> {
  const found = new Map<string, (string | null)[]>();
  for (const { key, error } of damage) {
    const keys = found.get(error.message);
    if (keys === undefined) found.set(error.message, [key]);
    else keys.push(key);
  }
  return new Map([...found].map(([message, keys]) => [message, placesText(keys)]));
}

function placesText(places: readonly (string | null)[]): string {
  const keys = places.filter((place) => place !== null);
  if (keys.length === 0) return 'index';
  const more = keys.length > NAMED ? ` and ${keys.length - NAMED} more` : '';
  return `${keys.length === 1 ? 'key' : 'keys'} ${keys.slice(0, NAMED).join(', ')}${more}`;
}
