/** `tf.map_fn` where rows are taken from ragged tensors, or results become rows of one. */
import { as_dtype, type DTypeLike } from '../../dtypes';
import { InvalidArgumentError, ValueError } from '../../errors';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { assert_same_structure, flatten, pack_sequence_as } from '../nest';
import { cast } from '../ops/cast';
import { zeros } from '../ops/creation';
import { concat, stack } from '../ops/joining';
import { sizeList, sizeOf } from '../ops/sizes';
import type { Tensor } from '../tensor';
import { TensorShape, TensorSpec } from '../tensor_shape';
import { innerOf } from './construction';
import { ragged_stack } from './joining';
import { bySplits, scalarOf } from './partition';
import { type RaggedLike, RaggedTensor } from './ragged_tensor';
import { countOf, isRagged, type Rows, splitsOf } from './rows';
import { RaggedTensorSpec } from './spec';

/** True if something ragged is mapped over or made. */
export function isOfRaggedRows(elems: unknown, signature: unknown): boolean {
  const asked = signature === null ? [] : flatten(signature);
  return flatten(elems).some(isRagged) || asked.some((leaf) => leaf instanceof RaggedTensorSpec);
}

/** What a row of `value` is. */
function rowSpec(value: Rows): RaggedTensorSpec | TensorSpec {
  const shape = new TensorShape(value.shape.dims?.slice(1) ?? null);
  if (!isRagged(value)) return new TensorSpec(shape, value.dtype);
  return new RaggedTensorSpec(shape, value.dtype, value.ragged_rank - 1, value.row_splits.dtype);
}

function asSpec(leaf: unknown): RaggedTensorSpec | TensorSpec {
  if (leaf instanceof RaggedTensorSpec || leaf instanceof TensorSpec) return leaf;
  return new TensorSpec(null, as_dtype(leaf as DTypeLike));
}

/** No rows at all. */
function empty(spec: RaggedTensorSpec | TensorSpec): Rows {
  const dims = spec.shape.dims?.map((size) => size ?? 0) ?? [];
  if (spec instanceof TensorSpec) return zeros([0, ...dims], spec.dtype);
  const none = toTensor([0], spec.row_splits_dtype);
  const flat = zeros([0, ...dims.slice(spec.ragged_rank + 1)], spec.dtype);
  return RaggedTensor._of(flat, new Array(spec.ragged_rank + 1).fill(bySplits(none)));
}

/** Results as rows of one value. @throws {@link InvalidArgumentError} for another dtype */
function together(results: readonly Rows[], spec: RaggedTensorSpec | TensorSpec): Rows {
  for (const { dtype } of results)
    if (dtype !== spec.dtype)
      throw new InvalidArgumentError(`map_fn was to give ${spec.dtype.name} but gave ${dtype.name}`, {
        fields: { expected: spec.dtype.name, actual: dtype.name },
      });
  if (results.length === 0) return empty(spec);
  for (const result of results) {
    const rank = isRagged(result) ? result.ragged_rank : 0;
    const expected = spec instanceof TensorSpec ? 0 : spec.ragged_rank;
    if (rank !== expected)
      throw new ValueError(`Ragged rank of value ${rank} does not match ragged rank of type ${expected}.`, {
        fields: { expected, actual: rank },
      });
  }
  if (spec instanceof TensorSpec) return stack(results as Tensor[]);
  if (spec.ragged_rank > 0) return ragged_stack(results);
  const rows = results as readonly Tensor[];
  const lengths = cast(sizeList(rows.map((row) => sizeOf(row, 0))), spec.row_splits_dtype);
  return RaggedTensor._of(concat(rows, 0), [bySplits(splitsOf(lengths))]);
}

/**
 * `fn` of each row, one after the other.
 * @param signature what `fn` gives; as the rows of `elems` if null
 * @throws {@link ValueError} if it is not known how many rows there are
 */
export function mapRows(fn: (row: unknown) => unknown, elems: unknown, signature: unknown): unknown {
  const leaves = flatten(elems).map((leaf) => innerOf(leaf as RaggedLike));
  const counts = leaves.map((leaf) => scalarOf(countOf(leaf)));
  const [count] = counts as [number | null];
  if (count === null)
    throw new ValueError(
      'map_fn of ragged tensors must know how many rows there are while a graph is built.',
    );
  if (counts.some((other) => other !== count))
    throw new ValueError(`Dimensions ${counts.join(' and ')} are not compatible`, {
      fields: { actual: counts },
    });
  const specs = signature === null ? leaves.map(rowSpec) : flatten(signature).map(asSpec);
  const like = signature ?? elems;
  const results = Array.from({ length: count }, (_, i) => {
    const row = pack_sequence_as(
      elems,
      leaves.map((leaf) => leaf.getitem(i)),
    );
    const result = fn(row);
    assert_same_structure(like, result);
    return flatten(result).map((leaf) => (isRagged(leaf) ? leaf : toTensor(leaf as TensorLike)));
  });
  return pack_sequence_as(
    like,
    specs.map((spec, k) =>
      together(
        results.map((row) => row[k]!),
        spec,
      ),
    ),
  );
}
