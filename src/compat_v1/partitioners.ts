/** How variables are cut into parts: functions of shape and dtype to the number of parts along each axis. */
import { type DType, string } from '../dtypes';
import { ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import type { TensorShape } from '../runtime/tensor_shape';

/** Takes shape and dtype; gives the number of parts of each axis, of which only one may be more than 1. */
export type Partitioner = (given: {
  readonly shape: TensorShape;
  readonly dtype: DType;
}) => readonly number[];

function whole(shape: TensorShape): number[] {
  return new Array<number>(shape.length).fill(1);
}
function checkAxis(shape: TensorShape, axis: number): void {
  if (axis < shape.length) return;
  throw new ValueError(`Cannot partition variable along axis ${axis} when shape is only ${shape}`);
}
function bytesOf(dtype: DType, perString: number): number {
  return dtype === string ? perString : dtype.size;
}
function sizeOf(shape: TensorShape): number {
  return shape.reduce<number>((product, n) => product * (n as number), 1);
}

interface FixedKeywords {
  num_shards?: number;
  axis?: number;
}
/** Mirrors `tf.compat.v1.fixed_size_partitioner(num_shards, axis=0)`. */
export function fixed_size_partitioner(
  ...args: Args<[num_shards: number], [axis: number], FixedKeywords, ['num_shards']> | [FixedKeywords]
): Partitioner {
  const given = bindArguments<FixedKeywords>('fixed_size_partitioner', ['num_shards', 'axis'], args, {
    required: 1,
  });
  const axis = given.axis ?? 0;
  return ({ shape }) => {
    const parts = whole(shape);
    parts[axis] = Math.min(given.num_shards!, shape[axis] as number);
    return parts;
  };
}

interface AxisSizeKeywords {
  max_shard_bytes?: number;
  axis?: number;
  bytes_per_string_element?: number;
  max_shards?: number | null;
}
/**
 * Mirrors `tf.compat.v1.variable_axis_size_partitioner(max_shard_bytes, axis=0, bytes_per_string_element=16,
 * max_shards=None)`.
 * @throws {@link ValueError} for limits below 1
 */
export function variable_axis_size_partitioner(
  ...args:
    | Args<
        [max_shard_bytes: number],
        [axis: number, bytes_per_string_element: number, max_shards: number | null],
        AxisSizeKeywords,
        ['max_shard_bytes']
      >
    | [AxisSizeKeywords]
): Partitioner {
  const given = bindArguments<AxisSizeKeywords>(
    'variable_axis_size_partitioner',
    ['max_shard_bytes', 'axis', 'bytes_per_string_element', 'max_shards'],
    args,
    { required: 1 },
  );
  const { max_shard_bytes: most = 0, axis = 0, bytes_per_string_element = 16, max_shards = null } = given;
  if (most < 1 || bytes_per_string_element < 1)
    throw new ValueError(
      'Both max_shard_bytes and bytes_per_string_element must be positive. ' +
        `Currently, max_shard_bytes is ${most} and bytes_per_string_element is ${bytes_per_string_element}`,
    );
  if (max_shards !== null && max_shards < 1) throw new ValueError('max_shards must be positive.');
  return ({ shape, dtype }) => {
    const parts = whole(shape);
    const length = shape[axis] as number;
    const slice = (sizeOf(shape) / length) * bytesOf(dtype, bytes_per_string_element);
    const perShard = Math.max(1, Math.floor(most / slice));
    const shards = Math.ceil(length / perShard);
    parts[axis] = max_shards === null ? shards : Math.min(max_shards, shards);
    return parts;
  };
}

interface MinMaxKeywords {
  max_partitions?: number;
  axis?: number;
  min_slice_size?: number;
  bytes_per_string_element?: number;
}
/**
 * Mirrors `tf.compat.v1.min_max_variable_partitioner(max_partitions=1, axis=0, min_slice_size=256 << 10,
 * bytes_per_string_element=16)`.
 */
export function min_max_variable_partitioner(
  ...args: Args<
    [],
    [max_partitions: number, axis: number, min_slice_size: number, bytes_per_string_element: number],
    MinMaxKeywords
  >
): Partitioner {
  const given = bindArguments<MinMaxKeywords>(
    'min_max_variable_partitioner',
    ['max_partitions', 'axis', 'min_slice_size', 'bytes_per_string_element'],
    args,
  );
  const { max_partitions = 1, axis = 0, min_slice_size = 256 << 10, bytes_per_string_element = 16 } = given;
  return ({ shape, dtype }) => {
    checkAxis(shape, axis);
    const parts = whole(shape);
    const slices = (sizeOf(shape) * bytesOf(dtype, bytes_per_string_element)) / min_slice_size;
    parts[axis] = Math.max(1, Math.min(shape[axis] as number, max_partitions, Math.ceil(slices)));
    return parts;
  };
}
