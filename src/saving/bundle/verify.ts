/** Checks a whole bundle: every block of the index, every entry, every byte of data that an entry covers. */
import { DataLossError, OpError } from '../../errors';
import type { Io } from '../storage/storage';
import { checkCover } from './assemble';
import type { BundleIndex } from './bundle_index';
import type { Damage } from './checkpoint_file';
import type { Shards, Stored } from './shards';
import { TensorSlice } from './slices';

/** All that is wrong with a bundle, in key order; a damaged index first. */
export function* verifyBundle(index: BundleIndex, shards: Shards): Io<Damage[]> {
  const damages: Damage[] = [];
  function* attempt<T>(key: string | null, work: Io<T>): Io<T | undefined> {
    try {
      return yield* work;
    } catch (error) {
      if (!(error instanceof OpError)) throw error;
      damages.push({ key, error });
      return undefined;
    }
  }
  for (let i = 0; i < index.table.blockCount; i++) yield* attempt(null, index.table.readBlock(i));
  if (damages.length > 0) return damages;
  const keys = (yield* attempt(null, index.keys())) ?? [];
  const stored: Stored[] = [];
  for (const key of keys) {
    for (const part of (yield* attempt(key, storedParts(index, key))) ?? []) {
      stored.push(part);
      yield* attempt(key, shards.check(part));
    }
  }
  for (const { key, error } of overlaps(stored, index.path)) damages.push({ key, error });
  return damages;
}

/** Where the bytes of a tensor are: one place, or one for each part. */
function* storedParts(index: BundleIndex, key: string): Io<Stored[]> {
  const entry = yield* index.entry(key);
  if (entry.slices.length === 0) return [{ key, entry }];
  checkCover(key, entry.shape, entry.slices, TensorSlice.full(entry.shape.length), index.path);
  const parts: Stored[] = [];
  for (const slice of entry.slices) parts.push({ key, entry: yield* index.sliceEntry(key, slice) });
  return parts;
}

/** Tensors that share bytes with the one before them: no writer makes such. */
function* overlaps(stored: readonly Stored[], file: string): Generator<Damage & { key: string }> {
  const sorted = stored
    .filter(({ entry }) => entry.size > 0)
    .sort((a, b) => a.entry.shard_id - b.entry.shard_id || a.entry.offset - b.entry.offset);
  for (let i = 1; i < sorted.length; i++) {
    const before = sorted[i - 1] as Stored;
    const { key, entry } = sorted[i] as Stored;
    if (before.entry.shard_id !== entry.shard_id || before.entry.offset + before.entry.size <= entry.offset)
      continue;
    const error = new DataLossError(`The bytes of ${key} overlap those of ${before.key}`, {
      fields: { file, key, offset: entry.offset },
    });
    yield { key, error };
  }
}
