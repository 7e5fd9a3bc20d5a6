/** From shards to files: one bundle, or parts under `P_temp` that are then merged (format.md F2.1, F9). */
import { OpError } from '../../errors';
import { BundleWriter } from '../bundle/bundle_writer';
import { mergeV2Checkpoints } from '../bundle/merge';
import { dataPath, fiveDigits, indexPath } from '../bundle/naming';
import { parseShapeAndSlice } from '../bundle/slices';
import { dirname } from '../storage/paths';
import { call, type Io } from '../storage/storage';
import type { Shard } from './sharding';

/** Writes one shard as a bundle of its own. */
export function* writeShard(prefix: string, shard: Shard): Io<void> {
  const writer = new BundleWriter(prefix);
  for (const [key, slices] of shard) {
    for (const [spec, tensor] of slices) {
      if (spec === '') writer.add(key, tensor);
      else {
        const { shape, slice } = parseShapeAndSlice(spec);
        writer.addSlice(key, shape, slice, tensor);
      }
    }
  }
  yield* writer.finish();
}

/** Writes each shard and merges them behind `parts`, bundles that are there already, into `prefix`. */
export function* writeShards(prefix: string, parts: readonly string[], shards: readonly Shard[]): Io<void> {
  const written: string[] = [];
  try {
    for (const [i, shard] of shards.entries()) {
      const part = partPrefix(prefix, i, shards.length);
      written.push(part);
      yield* writeShard(part, shard);
    }
    yield* mergeV2Checkpoints([...parts, ...written], prefix);
  } catch (error) {
    for (const part of written) {
      yield* attempt(call('remove', indexPath(part)));
      yield* attempt(call('remove', dataPath(part, 0, 1)));
    }
    if (written.length > 0) yield* attempt(call('removeDirectory', dirname(written[0]!)));
    throw error;
  }
}

/** Where part number `i` of `n` lies before the merge. */
function partPrefix(prefix: string, i: number, n: number): string {
  const suffix = prefix.startsWith('s3://') ? '.part' : '_temp/part';
  return `${prefix}${suffix}-${fiveDigits(i)}-of-${fiveDigits(n)}`;
}

function* attempt(work: Io<void>): Io<void> {
  try {
    yield* work;
  } catch (error) {
    if (!(error instanceof OpError)) throw error;
  }
}
