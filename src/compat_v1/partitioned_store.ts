/** `get_variable` with a partitioner: a variable for each part, and one object for all of them (saver.md S6.9). */
import { currentContext } from '../context';
import { ValueError } from '../errors';
import { isTuple } from '../python/tuple';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { name_scope } from '../runtime/name_scope';
import { slice } from '../runtime/ops/slicing';
import { Tensor } from '../runtime/tensor';
import { as_shape, type TensorShape } from '../runtime/tensor_shape';
import { type InitializerLike, isInitializer } from './initializer';
import { PartitionedVariable } from './partitioned_variable';
import { SaveSliceInfo, setSliceInfo } from './save_slice_info';
import { defaultInitializer, type VariableKeywords, type VariableStore } from './variable_store';

function list(values: readonly unknown[]): string {
  return isTuple(values) ? `(${values.join(', ')})` : `[${values.join(', ')}]`;
}

/** The number of parts of each axis. @throws {@link ValueError} for a shape or partitioning that cannot be */
function partitionsOf({ partitioner, dtype }: VariableKeywords, shape: TensorShape): readonly number[] {
  if (!shape.is_fully_defined())
    throw new ValueError(
      `Shape of a new partitioned variable must be fully defined, but instead was ${shape}.`,
    );
  if (shape.length < 1)
    throw new ValueError(`A partitioned Variable must have rank at least 1, shape: ${shape}`);
  const parts: unknown = partitioner!({ shape, dtype });
  if (!Array.isArray(parts))
    throw new ValueError(`Partitioner must return a sequence, but saw: ${String(parts)}`);
  if (parts.length !== shape.length)
    throw new ValueError(
      `Partitioner returned a partition list that does not match the Variable's rank: ${list(parts)} vs. ${shape}`,
    );
  if (parts.some((count) => count < 1))
    throw new ValueError(`Partitioner returned zero partitions for some axes: ${list(parts)}`);
  if (parts.filter((count) => count > 1).length > 1)
    throw new ValueError(
      `Can only slice a variable along one dimension: shape: ${shape}, partitioning: ${list(parts)}`,
    );
  return parts as number[];
}

/** Mirrors `_VariableStore._get_partitioned_variable`. */
export function getPartitioned(store: VariableStore, keywords: VariableKeywords): PartitionedVariable {
  const { name, dtype, reuse, initializer } = keywords;
  const fields = { key: name };
  if (store.vars.has(name))
    throw new ValueError(
      `A partitioner was provided, but an unpartitioned version of the variable was found: ${name}.  Perhaps a ` +
        'variable of the same name was already created without partitioning?',
      { fields },
    );
  let shape = as_shape(keywords.shape);
  if (initializer instanceof Tensor) shape = shape.merge_with(initializer.shape);
  const partitions = !reuse || keywords.partitioner !== null ? partitionsOf(keywords, shape) : null;
  const existing = store.partitioned.get(name);
  if (existing !== undefined) return checkShared(existing, keywords, shape, partitions);
  if (reuse === true)
    throw new ValueError(
      `PartitionedVariable ${name} does not exist, or was not created with tf.get_variable(). Did you mean to set ` +
        'reuse=False or reuse=tf.AUTO_REUSE in VarScope?',
      { fields },
    );
  checkParts(store, name, Math.max(...partitions!));
  const full = [...shape] as number[];
  const parts = cuts(full, partitions!).map(([offset, size], i) => {
    const part = `${name}/part_${i}`;
    const made = makePart(store, keywords, part, full, offset, size);
    setSliceInfo(made, new SaveSliceInfo(name, full, offset, size));
    return made;
  });
  const whole = new PartitionedVariable(name, full, parts[0]?.dtype ?? dtype, parts, partitions!);
  if (currentContext().builder) store.partitioned.set(name, whole);
  return whole;
}

function checkShared(
  existing: PartitionedVariable,
  { name, dtype, reuse }: VariableKeywords,
  shape: TensorShape,
  partitions: readonly number[] | null,
): PartitionedVariable {
  const fields = { key: name };
  if (!reuse)
    throw new ValueError(
      `Partitioned variable with name ${name} already exists. Did you mean to set reuse=True or reuse=tf.AUTO_REUSE ` +
        'in VarScope?',
      { fields },
    );
  const differs = (what: string, wanted: unknown, found: unknown): ValueError =>
    new ValueError(
      `Trying to reuse partitioned variable ${name}, but specified ${what} ${String(wanted)} and found ${what} ${String(found)}.`,
      { fields },
    );
  if (!shape.is_compatible_with(existing.shape)) throw differs('shape', shape, existing.shape);
  if (dtype !== existing.dtype) throw differs('dtype', dtype.name, existing.dtype.name);
  const found = existing._get_partitions();
  if (partitions !== null && list(partitions) !== list(found))
    throw differs('partitions', list(partitions), list(found));
  return existing;
}

/** Parts that are there must be as many as are asked for. */
function checkParts(store: VariableStore, name: string, count: number): void {
  if (!store.vars.has(`${name}/part_0`)) return;
  const differs = `Partitioner returned a different partitioning than what was already found.  Partitioner returned ${count} shards, and shard `;
  if (!store.vars.has(`${name}/part_${count - 1}`))
    throw new ValueError(`${differs}${name}/part_0 was found, but ${name}/part_${count - 1} was not.`);
  if (store.vars.has(`${name}/part_${count}`))
    throw new ValueError(`${differs}${name}/part_${count} was found.`);
}

/** Offset and size of each part: the first ones take what is left over. */
function cuts(full: readonly number[], partitions: readonly number[]): [number[], number[]][] {
  const axis = Math.max(
    partitions.findIndex((count) => count > 1),
    0,
  );
  const count = partitions[axis]!;
  const length = full[axis]!;
  const result: [number[], number[]][] = [];
  let start = 0;
  for (let i = 0; i < count; i++) {
    const own = Math.floor(length / count) + (i < length % count ? 1 : 0);
    result.push([full.map((_, d) => (d === axis ? start : 0)), full.map((n, d) => (d === axis ? own : n))]);
    start += own;
  }
  return result;
}

/** More parts than rows: the first that begins behind the last row. */
function checkOffset(full_shape: readonly number[], var_offset: readonly number[]): void {
  const axis = var_offset.findIndex((offset, d) => offset >= full_shape[d]!);
  if (axis === -1) return;
  const shape = full_shape[axis]!;
  const offset = var_offset[axis]!;
  throw new ValueError(
    `Expected 0 <= offset < shape but found offset=${offset}, shape=${shape} for ` +
      `var_offset=${list(var_offset)}, full_shape=${list(full_shape)}`,
    { fields: { expected: shape, actual: offset } },
  );
}

function makePart(
  store: VariableStore,
  keywords: VariableKeywords,
  name: string,
  full_shape: readonly number[],
  var_offset: readonly number[],
  size: readonly number[],
) {
  const { initializer, dtype } = keywords;
  checkOffset(full_shape, var_offset);
  const partition_info = { full_shape, var_offset };
  if (initializer === null || isInitializer(initializer)) {
    const init: InitializerLike = initializer ?? defaultInitializer(keywords.name, dtype);
    return store.getSingle({
      ...keywords,
      name,
      shape: as_shape([...size]),
      initializer: init,
      partition_info,
    });
  }
  const part = name_scope(`${name}/PartitionedInitializer/`, () => {
    const value = toTensor(initializer as TensorLike, initializer instanceof Tensor ? undefined : dtype);
    return slice(value, [...var_offset], [...size]);
  });
  const own = { ...keywords, name, shape: null, initializer: part, dtype: part.dtype };
  return store.getSingle({ ...own, partition_info });
}
