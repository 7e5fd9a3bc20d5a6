/** A Saver's files: writing named tensors in either format, and reading all that is wanted before any is assigned. */
import type { HostTensor } from '../dtypes';
import { InvalidArgumentError, NotFoundError, ValueError } from '../errors';
import { elementCount, TensorShape } from '../runtime/tensor_shape';
import { BundleWriter } from '../saving/bundle/bundle_writer';
import { type CheckpointFile, OBJECT_GRAPH_KEY } from '../saving/bundle/checkpoint_file';
import { compareKeys } from '../saving/bundle/keys';
import { checkpointPrefix, fiveDigits } from '../saving/bundle/naming';
import { openCheckpointFile } from '../saving/bundle/open_checkpoint';
import { parseShapeAndSlice, shapeText } from '../saving/bundle/slices';
import { V1Writer } from '../saving/bundle/v1_writer';
import { decodeObjectGraph } from '../saving/checkpoint/graph_codec';
import { restoreOne } from '../saving/checkpoint/raw_ops';
import type { Shard } from '../saving/checkpoint/sharding';
import { writeShard, writeShards } from '../saving/checkpoint/shards';
import { dirname } from '../saving/storage/paths';
import { call, type Io } from '../saving/storage/storage';
import type { SaveItem } from './saveables';

export function* isDirectory(path: string): Io<boolean> {
  return path === '' || (yield* call('stat', path))?.kind === 'directory';
}

/** Numbers of the items of each device, devices in the order of their names (S1.6). */
function byDevice(items: readonly SaveItem[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [i, { device = '' }] of items.entries()) groups.set(device, [...(groups.get(device) ?? []), i]);
  return [...groups.keys()].sort(compareKeys).map((device) => groups.get(device)!);
}

/** Writes the items of each device in their order as a shard of their own, and merges the shards. */
export function* writeSharded(
  prefix: string,
  items: readonly SaveItem[],
  values: readonly HostTensor[],
): Io<void> {
  // Parts lie in a folder of their own, which is made; none above it is.
  if (!(yield* isDirectory(dirname(prefix))))
    throw new NotFoundError(`${prefix}_temp; No such file or directory`);
  const shards = byDevice(items).map((group) => {
    const shard: Shard = new Map();
    for (const i of group) {
      const { name, slice } = items[i]!;
      shard.set(name, (shard.get(name) ?? new Map()).set(slice, values[i]!));
    }
    return shard;
  });
  if (shards.length === 1) yield* writeShard(prefix, shards[0]!);
  else yield* writeShards(prefix, [], shards);
}

/**
 * Writes the items of each device in their order into a V1 file of their own.
 * @returns the pattern of the files
 */
export function* writeShardedV1(
  prefix: string,
  items: readonly SaveItem[],
  values: readonly HostTensor[],
): Io<string> {
  const groups = byDevice(items);
  const of = `-of-${fiveDigits(groups.length)}`;
  for (const [shard, group] of groups.entries()) {
    const file = `${prefix}-${fiveDigits(shard)}${of}`;
    yield* writeItems(
      file,
      'v1',
      group.map((i) => items[i]!),
      group.map((i) => values[i]!),
    );
  }
  return `${prefix}-?????${of}`;
}

/** Writes items in their order into one file. */
export function* writeItems(
  prefix: string,
  version: 'v1' | 'v2',
  items: readonly SaveItem[],
  values: readonly HostTensor[],
): Io<void> {
  const writer = version === 'v1' ? new V1Writer(prefix) : new BundleWriter(prefix);
  for (const [i, { name, slice: spec }] of items.entries()) {
    const { dtype, data, shape } = values[i]!;
    const tensor = { dtype, data, shape: [...shape] };
    if (spec === '') writer.add(name, tensor);
    else {
      const { shape, slice } = parseShapeAndSlice(spec);
      writer.addSlice(name, shape, slice, tensor);
    }
  }
  yield* writer.finish();
}

/**
 * Reads items by the keys they have in the file, all or none.
 * @param keyOf the key of a name
 * @throws NotFoundError for a key that is absent, else {@link InvalidArgumentError} for a dtype, else
 * {@link ValueError} for a shape that does not fit (S4.5, S4.6)
 */
export function* readItemsFrom(
  path: string,
  items: readonly SaveItem[],
  reshape: boolean,
  keyOf: (name: string) => string = (name) => name,
): Io<HostTensor[]> {
  const file = yield* openCheckpointFile(checkpointPrefix(path));
  try {
    for (const { name } of items) yield* file.info(keyOf(name));
    for (const item of items) yield* checkDType(file, item, keyOf(item.name));
    if (!reshape) for (const item of items) yield* checkShape(file, item, keyOf(item.name));
    const values: HostTensor[] = [];
    for (const item of items) {
      const { dtype, dims, data } = yield* restoreOne(file, keyOf(item.name), item.slice, item.dtype);
      values.push({ dtype, data, shape: reshape ? reshaped(item, dims) : dims });
    }
    return values;
  } finally {
    yield* file.close();
  }
}

function* checkDType(file: CheckpointFile, { dtype }: SaveItem, key: string): Io<void> {
  const stored = (yield* file.info(key)).dtype;
  if (stored === dtype) return;
  throw new InvalidArgumentError(
    `tensor_name = ${key}; expected dtype ${dtype.c_name} does not equal original dtype ${stored.c_name}`,
    { fields: { file: file.prefix, key, expected: dtype.name, actual: stored.name } },
  );
}

function* checkShape(file: CheckpointFile, { name, slice, shape }: SaveItem, key: string): Io<void> {
  // What a slice must fit is checked when it is read.
  if (slice !== '' || shape === null) return;
  const wanted = new TensorShape(shape);
  const stored = (yield* file.info(key)).shape;
  if (wanted.is_compatible_with(stored)) return;
  const found = new TensorShape([...stored]);
  throw new ValueError(
    `Received incompatible tensor with shape ${found} when attempting to restore variable with shape ${wanted} and ` +
      `name ${name}.`,
    { fields: { file: file.prefix, key, expected: wanted.toString(), actual: found.toString() } },
  );
}

function reshaped({ name, shape }: SaveItem, stored: readonly number[]): readonly number[] {
  if (shape === null || shape.includes(null)) return stored;
  const wanted = shape as readonly number[];
  if (elementCount(wanted) === elementCount(stored)) return wanted;
  throw new InvalidArgumentError(
    `Input to reshape is a tensor with ${elementCount(stored)} values, but the requested shape has ` +
      `${elementCount(wanted)}: ${name} is ${shapeText(stored)} in the file and ${shapeText(wanted)} in the program.`,
    { fields: { key: name, expected: wanted, actual: stored } },
  );
}

/**
 * From the names that variables had when an object-based file was written to its keys (S4.3); of nodes with one name the
 * later wins. Mirrors `object_graph_key_mapping`.
 * @throws NotFoundError for a name-based file
 */
export function* namesToKeys(path: string): Io<Map<string, string>> {
  const file = yield* openCheckpointFile(checkpointPrefix(path));
  try {
    const graph = decodeObjectGraph(yield* file.readTensor(OBJECT_GRAPH_KEY), path);
    const keys = new Map<string, string>();
    for (const { attributes } of graph.nodes)
      for (const { full_name, checkpoint_key } of attributes) keys.set(full_name, checkpoint_key);
    return keys;
  } finally {
    yield* file.close();
  }
}
