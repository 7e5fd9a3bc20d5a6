/** Compares a checkpoint with what TensorFlow says is in it. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { jsonText } from '../../src/cli/json_text';
import { tensorSha256, tensorValue } from '../../src/cli/tensor_json';
import type { HostTensor } from '../../src/dtypes';
import { InvalidArgumentError, UnimplementedError } from '../../src/errors';
import { BundleReader } from '../../src/saving/bundle/bundle_reader';
import type { CheckpointFile } from '../../src/saving/bundle/checkpoint_file';
import { encodeKey } from '../../src/saving/bundle/keys';
import { dataPath } from '../../src/saving/bundle/naming';
import { openCheckpointFile } from '../../src/saving/bundle/open_checkpoint';
import { TensorSlice } from '../../src/saving/bundle/slices';
import type { Io } from '../../src/saving/storage/storage';
import type { BundleRecord, TensorRecord } from './manifest';

/** A reason to fail: what was looked at, what should have been there, and what was. */
export class Mismatch extends Error {
  constructor(what: string, expected: unknown, actual: unknown) {
    super(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`);
  }
}

export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Mismatch(what, expected, actual);
}

/** The manifest names keys that are not UTF-8 by their base64. */
function manifestKey(key: string): string {
  const bytes = encodeKey(key);
  const text = Buffer.from(bytes).toString('utf8');
  return Buffer.from(text).equals(Buffer.from(bytes))
    ? text
    : `base64:${Buffer.from(bytes).toString('base64')}`;
}

/** Dtype, shape, digest and value of one tensor. */
export function checkTensor(key: string, tensor: HostTensor, record: TensorRecord): void {
  expectEqual(`dtype of ${key}`, tensor.dtype.name, record.dtype);
  expectEqual(`shape of ${key}`, tensor.shape, record.shape);
  if (record.sha256 !== undefined) expectEqual(`sha256 of ${key}`, tensorSha256(tensor), record.sha256);
  if (record.value !== undefined) {
    const value = JSON.parse(jsonText(tensorValue(tensor))) as unknown;
    expectEqual(`value of ${key}`, value, record.value);
  }
}

/** What the manifest calls what. */
const kinds = {
  'name-based': 'name-based',
  'object-based': 'object-based',
  'v1-format': 'name-based',
  saved_model: 'object-based',
} as const;

/** All that a bundle's record says. @throws {@link Mismatch}, or what the reader throws. */
export function* checkBundle(folder: string, record: BundleRecord): Io<void> {
  const file = yield* openCheckpointFile(path.join(folder, record.prefix));
  try {
    const v1 = record.kind === 'v1-format';
    expectEqual('format', file.format, v1 ? 'v1' : 'v2');
    expectEqual('kind', yield* file.kind(), kinds[record.kind]);
    expectEqual('shards', file.num_shards, record.num_shards);
    const keys = yield* file.keys();
    expectEqual('keys', keys.map(manifestKey).sort(), Object.keys(record.keys).sort());
    const sorted = [...keys].sort((a, b) =>
      Buffer.compare(Buffer.from(encodeKey(a)), Buffer.from(encodeKey(b))),
    );
    expectEqual('order of keys', keys, sorted);
    for (const key of keys) {
      yield* checkEntry(folder, file, key, record, record.keys[manifestKey(key)] as TensorRecord);
    }
    expectEqual(
      'damages',
      (yield* file.verify()).map(({ key, error }) => [key, error.message]),
      Object.entries(record.keys)
        .filter(([, tensor]) => hasHole(tensor))
        .map(([key, { get_tensor_error }]) => [key, get_tensor_error?.message]),
    );
    yield* checkReadTogether(file, keys, record);
  } finally {
    yield* file.close();
  }
}

function* checkEntry(
  folder: string,
  file: CheckpointFile,
  key: string,
  bundle: BundleRecord,
  record: TensorRecord,
): Io<void> {
  const info = yield* file.info(key);
  expectEqual(`dtype of ${key}`, info.dtype.name, record.dtype);
  expectEqual(`shape of ${key}`, info.shape, record.shape);
  if (record.entry !== undefined && file instanceof BundleReader) {
    const { shard_id, offset, size, crc32c } = yield* file.entry(key);
    expectEqual(`entry of ${key}`, { shard: shard_id, offset, size, crc32c }, record.entry);
  }
  if (record.dtype === 'variant') yield* checkVariant(folder, file, key, bundle, record);
  else if (hasHole(record)) yield* checkHole(file, key, record);
  else checkTensor(key, yield* file.readTensor(key, info.dtype), record);
  for (const { extents, tensor } of record.slices ?? []) {
    const slice = TensorSlice.of(extents.map(([start, length]) => (length < 0 ? null : [start, length])));
    const part = yield* file.readSlice(key, slice);
    if (tensor !== undefined) checkTensor(`${key} ${slice}`, part, tensor);
  }
}

/** Whether the stored parts leave a hole: only they can be read, never the whole. */
function hasHole(record: TensorRecord): boolean {
  return record.get_tensor_error?.message.startsWith('Does not have sufficient slices') === true;
}

function* checkHole(file: CheckpointFile, key: string, record: TensorRecord): Io<void> {
  try {
    yield* file.readTensor(key);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    expectEqual(`error of ${key}`, error.message, record.get_tensor_error?.message);
    return;
  }
  throw new Mismatch(`value of ${key}`, record.get_tensor_error?.message, 'a value');
}

function* checkVariant(
  folder: string,
  file: CheckpointFile,
  key: string,
  bundle: BundleRecord,
  record: TensorRecord,
): Io<void> {
  try {
    yield* file.readTensor(key);
  } catch (error) {
    if (!(error instanceof UnimplementedError)) throw error;
    const { shard, offset, size } = record.entry as NonNullable<TensorRecord['entry']>;
    const data = fs.readFileSync(dataPath(path.join(folder, bundle.prefix), shard, bundle.num_shards));
    const bytes = data.subarray(offset, offset + size);
    expectEqual(
      `bytes of ${key}`,
      createHash('sha256').update(bytes).digest('hex'),
      record.sha256_of_file_bytes,
    );
    return;
  }
  throw new Mismatch(`value of ${key}`, 'Unimplemented', 'a value');
}

/** Many tensors at once are the same tensors. */
function* checkReadTogether(file: CheckpointFile, keys: readonly string[], record: BundleRecord): Io<void> {
  const plain = keys
    .filter((key) => {
      const tensor = record.keys[manifestKey(key)] as TensorRecord;
      return tensor.dtype !== 'variant' && !hasHole(tensor);
    })
    .reverse();
  const tensors = yield* file.readTensors(plain);
  plain.forEach((key, i) => {
    checkTensor(key, tensors[i] as HostTensor, record.keys[manifestKey(key)] as TensorRecord);
  });
}
