/**
 * How a checkpoint is cut into data files: sharding callbacks (manager.md M6.4). `MaxShardSizePolicy` makes
 * the same cuts as TF 2.21, so that the files come out byte-identical.
 */
import type { HostTensor } from '../../dtypes';
import { ValueError } from '../../errors';
import { logger } from '../../logging';
import { OBJECT_GRAPH_KEY } from '../../tracking/object_graph';
import { cutSlice } from './slicing';

/** Mirrors `tf.train.experimental.ShardableTensor`: one tensor before it is put into a shard. */
export interface ShardableTensor {
  readonly checkpoint_key: string;
  /** `<full shape> <start,length:…>`, or empty for a whole tensor (format.md F7.6). */
  readonly slice_spec: string;
  readonly tensor: HostTensor;
}

/** Key → slice spec → tensor, in the order of writing. */
export type Shard = Map<string, Map<string, HostTensor>>;

/** Mirrors `tf.train.experimental.ShardingCallback`. */
export abstract class ShardingCallback {
  abstract readonly description: string;
  /** Puts every tensor into exactly one shard, whole or in slices. */
  abstract call(shardable_tensors: readonly ShardableTensor[]): Shard[];
}

/** Mirrors `tf.train.experimental.ShardByTaskPolicy`: with one task, everything is one shard. */
export class ShardByTaskPolicy extends ShardingCallback {
  readonly description = 'Split tensors into shards based on their device spec task.';

  call(shardable_tensors: readonly ShardableTensor[]): Shard[] {
    const shard: Shard = new Map();
    for (const { checkpoint_key, slice_spec, tensor } of shardable_tensors) {
      put(shard, checkpoint_key, slice_spec, tensor);
    }
    return [shard];
  }
}

/** Mirrors `tf.train.experimental.MaxShardSizePolicy(max_shard_size)`, in bytes. */
export class MaxShardSizePolicy extends ShardingCallback {
  readonly description = 'Split tensors into shards with a max shard size.';

  readonly max_shard_size: number;

  constructor(max_shard_size: number | { readonly max_shard_size: number }) {
    super();
    this.max_shard_size = typeof max_shard_size === 'number' ? max_shard_size : max_shard_size.max_shard_size;
    if (!(this.max_shard_size > 0))
      throw new ValueError(`max_shard_size must be positive, got ${this.max_shard_size}.`);
  }

  call(shardable_tensors: readonly ShardableTensor[]): Shard[] {
    const partitioner = new Partitioner(this.max_shard_size);
    for (const tensor of shardable_tensors) partitioner.add(tensor);
    return partitioner.finish();
  }
}

function put(shard: Shard, key: string, spec: string, tensor: HostTensor): void {
  const slices = shard.get(key) ?? new Map<string, HostTensor>();
  shard.set(key, slices.set(spec, tensor));
}

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

class Partitioner {
  private readonly shards: Shard[] = [new Map()];
  /** What fits into no shard gets one of its own, after all others. */
  private readonly oversized: Shard[] = [];
  private remaining: number;

  constructor(private readonly limit: number) {
    this.remaining = limit;
  }

  finish(): Shard[] {
    const first = this.shards[0]!;
    return [...(first.size > 0 ? this.shards : []), ...this.oversized];
  }

  add(item: ShardableTensor): void {
    const sizes = byteSizes(item);
    if (item.tensor.shape.length === 0) this.addScalar(item, sizes.total);
    else this.addPartitioned(item, sizes.total, sizes.element);
  }

  private nextShard(): void {
    this.shards.push(new Map());
    this.remaining = this.limit;
  }

  private addScalar({ checkpoint_key: key, slice_spec, tensor }: ShardableTensor, size: number): void {
    if (size > this.limit) {
      logger.warning(
        `Tensor ${key} is a ${tensor.dtype} scalar of size ${size} bytes and cannot be partitioned ` +
          'into a shard ' +
          `of max shard size ${this.limit} bytes. It will be added as an individual shard that exceeds ` +
          'the max ' +
          'shard size.',
      );
      this.oversized.push(new Map([[key, new Map([[slice_spec, tensor]])]]));
      return;
    }
    if (size > this.remaining) this.nextShard();
    put(this.shards.at(-1)!, key, slice_spec, tensor);
    this.remaining -= size;
  }

  private addPartitioned(item: ShardableTensor, total: number, element: number): void {
    const { tensor, checkpoint_key: key } = item;
    const whole = tensor.shape;
    if (product(whole) === 0) {
      // TF drops a tensor without elements, and so loses its entry.
      put(this.shards.at(-1)!, key, item.slice_spec, tensor);
      return;
    }
    const parent = parentOf(item);
    const offset = whole.map(() => 0);
    const left = [...whole];
    let size = total;
    const specOf = (lengths: readonly number[]): string =>
      `${parent.shape.join(' ')} ` +
      `${lengths.map((n, d) => `${offset[d]! + parent.offset[d]!},${n}`).join(':')}`;
    while (size > this.remaining) {
      let { axis, length } = nextPartition(left, element, this.remaining);
      if (length === 0 && this.remaining < this.limit) {
        this.nextShard();
        continue;
      }
      if (length === 0) {
        // Not even an empty shard takes one index of any axis. TF never ends here; we cut in two axes.
        axis = Math.max(
          0,
          left.findIndex((n) => n > 1),
        );
        length = 1;
      }
      const cut = left.map((n, d) => (d === axis ? length : n));
      const slice = cutSlice(tensor, offset, cut);
      const bytes = product(cut) * element;
      if (bytes > this.limit && product(cut) > 1) {
        this.addPartitioned({ checkpoint_key: key, slice_spec: specOf(cut), tensor: slice }, bytes, element);
      } else this.place(key, specOf(cut), slice, bytes);
      offset[axis]! += length;
      left[axis]! -= length;
      size = product(left) * element;
    }
    if (product(left) > 0) put(this.shards.at(-1)!, key, specOf(left), cutSlice(tensor, offset, left));
    this.remaining -= size;
  }

  private place(key: string, spec: string, slice: HostTensor, size: number): void {
    if (size > this.limit) {
      logger.warning(
        `Tensor ${key}'s minimum slice ${spec} has size ${size} bytes and cannot be partitioned into a ` +
          'shard of ' +
          `max shard size ${this.limit} bytes. It will be added as an individual shard that exceeds ` +
          'the max shard size.',
      );
      this.oversized.push(new Map([[key, new Map([[spec, slice]])]]));
      return;
    }
    put(this.shards.at(-1)!, key, spec, slice);
    this.remaining -= size;
    if (this.remaining === 0) this.nextShard();
  }
}

/** Bytes of all, and of one element; a string tensor counts its longest element for each. */
function byteSizes({ checkpoint_key, tensor }: ShardableTensor): { total: number; element: number } {
  // TF cannot know the graph's size when it cuts, and so never counts it.
  if (checkpoint_key === OBJECT_GRAPH_KEY || tensor.dtype.kind === 'opaque') return { total: 0, element: 0 };
  if (!Array.isArray(tensor.data)) {
    return { total: product(tensor.shape) * tensor.dtype.size, element: tensor.dtype.size };
  }
  let total = 0;
  let element = 0;
  for (const bytes of tensor.data) {
    total += bytes.length;
    element = Math.max(element, bytes.length);
  }
  return { total, element };
}

/** The cut along the axis that comes closest to what is left of the shard; length 0: nothing fits. */
function nextPartition(
  shape: readonly number[],
  element: number,
  remaining: number,
): { axis: number; length: number } {
  const elements = product(shape);
  const parts = (axis: number): number => {
    const perShard = Math.floor(remaining / (Math.floor(elements / shape[axis]!) * element));
    return perShard === 0 ? Number.POSITIVE_INFINITY : Math.ceil(shape[axis]! / perShard);
  };
  let axis = 0;
  let fewest = parts(0);
  for (let other = 1; other < shape.length; other++) {
    const count = parts(other);
    if (count < fewest && (elements * element) / count <= remaining) {
      axis = other;
      fewest = count;
    }
  }
  return { axis, length: Math.ceil(shape[axis]! / fewest) };
}

/** Full shape and start of a tensor that is itself a slice already. */
function parentOf({ slice_spec, tensor }: ShardableTensor): { shape: number[]; offset: number[] } {
  if (slice_spec === '') return { shape: [...tensor.shape], offset: tensor.shape.map(() => 0) };
  const words = slice_spec.trim().split(' ');
  const extents = words.pop()!.split(':');
  return { shape: words.map(Number), offset: extents.map((e) => (e === '-' ? 0 : Number(e.split(',')[0]))) };
}
