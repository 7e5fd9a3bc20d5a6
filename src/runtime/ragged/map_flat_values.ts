/** `tf.ragged.map_flat_values`: functions of the innermost values alone. */
import { InvalidArgumentError, ValueError } from '../../errors';
import { isPlainObject } from '../../python/arguments';
import { isTuple, tuple } from '../../python/tuple';
import { assert_equal } from '../assert_values';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchFor } from '../dispatched';
import { isKnown } from '../graph/operation';
import { integersOf } from '../index_argument';
import { add_n } from '../ops/aggregate';
import { join } from '../ops/strings/basic';
import type { Tensor } from '../tensor';
import { compatibleDims, type Dimension, shapeText } from '../tensor_shape';
import type { Partition } from './partition';
import { RaggedTensor } from './ragged_tensor';
import { isRagged } from './rows';
import { matchTypes } from './types';

/** The arguments with values in the place of ragged tensors, which are collected. */
function flattened(value: unknown, found: RaggedTensor[]): unknown {
  if (isRagged(value)) {
    found.push(value);
    return value.flat_values;
  }
  if (Array.isArray(value)) {
    const parts = value.map((item) => flattened(item, found));
    return isTuple(value) ? tuple(...parts) : parts;
  }
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, flattened(part, found)]));
}

/** @throws {@link InvalidArgumentError} for rows that are not the same */
function checkSame({ row_splits: own }: Partition, { row_splits: other }: Partition): void {
  if (own === other) return;
  if (!compatibleDims(own.dims, other.dims))
    throw new ValueError('partitions have incompatible row_splits', {
      fields: { expected: own.dims, actual: other.dims },
    });
  if (!isKnown(own) || !isKnown(other)) {
    assert_equal(own, other);
    return;
  }
  const [expected, actual] = [integersOf(own)!, integersOf(other)!];
  if (expected.some((at, i) => at !== actual[i]))
    throw new InvalidArgumentError('partitions have incompatible row_splits', {
      fields: { expected, actual },
    });
}

/** How the values of several ragged tensors are divided, which must be the same. */
export function commonPartitions(found: readonly RaggedTensor[]): readonly Partition[] {
  const [first, ...others] = found.map((ragged) => ragged._partitions);
  for (const other of others) {
    if (other.length !== first!.length)
      throw new ValueError('All ragged inputs must have the same ragged_rank.');
    other.forEach((partition, level) => {
      checkSame(first![level]!, partition);
    });
  }
  return first!.map((own, level) => ({
    row_splits: own.row_splits,
    uniform_row_length:
      own.uniform_row_length ??
      others.map((other) => other[level]!.uniform_row_length).find((length) => length !== null) ??
      null,
  }));
}

/**
 * Mirrors `tf.ragged.map_flat_values`: `op` of the innermost values, in the same rows.
 * @throws {@link ValueError} if the rows of several ragged tensors are not the same, or the result has not as many values
 */
export function map_flat_values(op: (...args: never[]) => unknown, ...args: readonly unknown[]): unknown {
  const found: RaggedTensor[] = [];
  const inner = args.map((arg) => flattened(arg, found));
  const call = op as (...given: unknown[]) => unknown;
  if (found.length === 0) return call(...inner);
  const known = found.map((ragged) => ragged.flat_values.dims?.[0] as Dimension);
  const sizes = [...new Set(known.filter((size) => size !== null))];
  if (sizes.length > 1)
    throw new ValueError(
      `Input RaggedTensors' flat_values must all have the same outer-dimension size.  Got sizes: {${sizes.join(', ')}}`,
      { fields: { actual: sizes } },
    );
  matchTypes(...found);
  const result = call(...inner);
  const values = isRagged(result) ? result : toTensor(result as TensorLike);
  const [outer] = values.shape.dims ?? [null];
  if (outer === undefined || (sizes.length > 0 && !compatibleDims([outer], [sizes[0]!])))
    throw new ValueError(
      'tf.ragged.map_flat_values requires that the output of `op` have the same outer-dimension size as flat_values of any ' +
        `ragged inputs. (output shape: ${shapeText((values as Tensor).shape.dims ?? [])}; expected outer dimension size: ${sizes[0]})`,
      { fields: { expected: sizes[0], actual: outer } },
    );
  return RaggedTensor._of(values, commonPartitions(found));
}

// Sums and joined texts have no rows of their own: all have the same.
for (const fn of [add_n, join])
  dispatchFor(fn, isRagged, (args) => map_flat_values(fn as (...given: never[]) => unknown, ...args));
