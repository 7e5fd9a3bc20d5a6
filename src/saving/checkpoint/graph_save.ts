/**
 * Saving an object graph: what is to be written is gathered and evaluated first (so that a graph that cannot
 * be saved touches no file, O8.6), then written by a generator that any driver may carry out.
 */
import type { HostTensor } from '../../dtypes';
import { ValueError } from '../../errors';
import { Tensor } from '../../runtime/tensor';
import type { ObjectGraphView } from '../../tracking/graph_view';
import { OBJECT_GRAPH_KEY } from '../../tracking/object_graph';
import { checkpointSaver } from '../../tracking/registered_savers';
import { serializeObjectGraph } from '../../tracking/serialize_graph';
import type { Trackable } from '../../tracking/trackable';
import { makeDirectories } from '../commit';
import { dirname } from '../storage/paths';
import type { Io } from '../storage/storage';
import { encodeObjectGraph } from './graph_codec';
import type { CheckpointOptions } from './options';
import { type Shard, ShardByTaskPolicy } from './sharding';
import { writeShard, writeShards } from './shards';

export interface SavePlan {
  readonly prefix: string;
  /** In the order of writing, the object graph last. */
  readonly shards: readonly Shard[];
  /** Prefixes of the bundles that registered savers have written already (O6.8). */
  readonly parts: readonly string[];
  readonly bytes: number;
}

/**
 * Gathers everything reachable from the view's root. Registered savers write their files here, before any
 * other.
 * @param lent whether the plan is carried out before anything else runs, so that values need not outlive it
 * @throws {@link ValueError} for a container that cannot be saved (restore.md R7).
 */
export function planSave(
  view: ObjectGraphView,
  prefix: string,
  options: CheckpointOptions,
  lent: boolean,
): SavePlan {
  const { graph, tensors, registeredSavers } = serializeObjectGraph(view);
  // Users' own functions may keep what they see, or assign before it is written.
  const unseen = lent && registeredSavers.size === 0 && !options.experimental_sharding_callback;
  const items = tensors.map(({ key, value }) => ({
    checkpoint_key: key,
    slice_spec: '',
    tensor: typeof value === 'function' ? value(unseen) : value,
  }));
  items.push({ checkpoint_key: OBJECT_GRAPH_KEY, slice_spec: '', tensor: encodeObjectGraph(graph, options) });
  // A shard without entries would be counted in the header but have no file (format.md F9.5).
  const policy = options.experimental_sharding_callback ?? new ShardByTaskPolicy();
  const shards = policy.call(items).filter((shard) => shard.size > 0);
  let bytes = 0;
  for (const { tensor } of items) bytes += byteLength(tensor);
  return { prefix, shards, parts: callSavers(registeredSavers, prefix), bytes };
}

function callSavers(
  savers: ReadonlyMap<string, ReadonlyMap<string, Trackable>>,
  prefix: string,
): readonly string[] {
  const parts: string[] = [];
  for (const [name, trackables] of savers) {
    const written = checkpointSaver(name).save_fn(trackables, `${prefix}-${name}`) ?? [];
    for (const part of typeof written === 'string' ? [written] : written) {
      if (typeof part !== 'string') {
        throw new ValueError(
          `Registered saver must return a (maybe empty) list of string type tensors. Got ${String(part)}.`,
          { fields: { actual: part } },
        );
      }
      parts.push(part);
    }
  }
  return parts;
}

function byteLength({ data }: HostTensor): number {
  if (!Array.isArray(data)) return data.byteLength;
  return data.reduce((sum, bytes) => sum + bytes.length, 0);
}

/**
 * The same plan with values that no later change can reach: Tensors are immutable, anything else is copied.
 */
export function detach(plan: SavePlan): SavePlan {
  const copy = (tensor: HostTensor): HostTensor =>
    tensor instanceof Tensor
      ? tensor
      : { dtype: tensor.dtype, shape: tensor.shape, data: tensor.data.slice() };
  return {
    ...plan,
    shards: plan.shards.map(
      (shard) =>
        new Map(
          [...shard].map(([key, slices]) => [key, new Map([...slices].map(([spec, t]) => [spec, copy(t)]))]),
        ),
    ),
  };
}

/** Writes the bundle, all or nothing. */
export function* writePlan(plan: SavePlan): Io<string> {
  const directory = dirname(plan.prefix);
  if (directory !== '') yield* makeDirectories(directory);
  if (plan.shards.length === 1 && plan.parts.length === 0) {
    yield* writeShard(plan.prefix, plan.shards[0]!);
  } else {
    yield* writeShards(plan.prefix, plan.parts, plan.shards);
  }
  return plan.prefix;
}
