/**
 * The walk that matches a file's graph with live objects (restore.md R2-R4, R6): breadth first from a position,
 * binding what is there, leaving positions behind where something is not there yet.
 */
import type { HostTensor } from '../dtypes';
import { NotFoundError } from '../errors';
import type { ObjectGraphView } from './graph_view';
import { hooked, node } from './hooks';
import { type ObjectGraph, type ObjectGraphNode, VARIABLE_VALUE } from './object_graph';
import type { CheckpointPosition, TensorInfo, TensorSource } from './restore';
import { append, Restore, type RestoreOptions } from './restore_state';
import { PendingValues } from './restore_values';
import type { Trackable } from './trackable';

/** Mirrors TF's `CheckpointPosition`. */
export class Position implements CheckpointPosition {
  constructor(
    readonly restore: Restore,
    readonly node_id: number,
  ) {}

  get object_proto(): ObjectGraphNode {
    return this.restore.node(this.node_id);
  }

  get is_simple_variable(): boolean {
    const { attributes, children } = this.object_proto;
    return attributes.length === 1 && attributes[0]!.name === VARIABLE_VALUE && children.length === 0;
  }

  value_info(): TensorInfo | null {
    const key = this.valueKey();
    return key === undefined ? null : (this.restore.source.lookup(key) ?? null);
  }

  value(): HostTensor {
    const key = this.valueKey();
    const { source } = this.restore;
    const value = key === undefined ? undefined : source.readTensors([key]).get(key);
    if (value === undefined) {
      throw new NotFoundError(
        `Node ${this.node_id} of the object graph of ${source.path} holds no variable.`,
        {
          fields: { file: source.path, actual: this.node_id },
        },
      );
    }
    return value;
  }

  private valueKey(): string | undefined {
    return this.object_proto.attributes.find(({ name }) => name === VARIABLE_VALUE)?.checkpoint_key;
  }

  markRestored(trackable: Trackable): void {
    trackable._tracking.updateUid = Math.max(trackable._tracking.updateUid, this.restore.uid);
  }

  restoreInto(trackable: Trackable): void {
    if (this.restore.abandoned) return;
    const pending = new PendingValues(this.restore);
    try {
      if (this.restore.bind(this.node_id, trackable)) walk(this, trackable, pending);
      pending.check();
      const keys = pending.keys();
      pending.assign(keys.length === 0 ? new Map() : this.restore.source.readTensors(keys));
    } catch (error) {
      pending.rollBack();
      throw error;
    }
  }
}

/** Visits everything below a bound position. */
function walk(start: Position, object: Trackable, pending: PendingValues): void {
  const { restore } = start;
  const queue: Visit[] = [[start.node_id, object]];
  for (let i = 0; i < queue.length; i++) {
    const [id, trackable] = queue[i]!;
    pending.add(id, trackable);
    visitChildren(restore, id, trackable, queue);
    visitSlots(restore, id, trackable, queue);
  }
}

type Visit = readonly [id: number, trackable: Trackable];

/** R2.3. */
function visitChildren(restore: Restore, id: number, trackable: Trackable, queue: Visit[]): void {
  const owner = hooked(trackable);
  const children = owner._trackable_children();
  for (const { node_id, local_name } of restore.node(id).children) {
    const childNode = restore.node(node_id);
    if (restore.bound(node_id) !== undefined) continue;
    const child = node(children.get(local_name) ?? owner._lookup_dependency(local_name));
    if (child !== undefined) {
      if (restore.bind(node_id, child)) queue.push([node_id, child]);
    } else if (hasCheckpointValues(childNode)) {
      append(trackable._tracking.deferred, local_name, new Position(restore, node_id));
    }
  }
}

/** O6.4, and O10.1 for files that do not say it. */
function hasCheckpointValues(node: ObjectGraphNode): boolean {
  return (
    node.has_checkpoint_values ??
    (node.children.length > 0 ||
      node.attributes.length > 0 ||
      node.slot_variables.length > 0 ||
      node.registered_saver !== undefined)
  );
}

/** R6.2, R6.3. */
function visitSlots(restore: Restore, id: number, trackable: Trackable, queue: Visit[]): void {
  for (const slot of take(restore.deferredSlotRestorations, id))
    askForSlot(restore, trackable, slot.original_variable, slot, queue);
  for (const slot of take(restore.slotRestorations, id)) {
    const optimizer = restore.bound(slot.optimizer_id);
    if (optimizer !== undefined) askForSlot(restore, optimizer, trackable, slot, queue);
    else
      append(restore.deferredSlotRestorations, slot.optimizer_id, {
        original_variable: trackable,
        slot_variable_id: slot.slot_variable_id,
        slot_name: slot.slot_name,
      });
  }
}

/** R6.4: a bound object that is no optimizer is passed over. */
function askForSlot(
  restore: Restore,
  optimizer: Trackable,
  variable: Trackable,
  { slot_variable_id, slot_name }: { readonly slot_variable_id: number; readonly slot_name: string },
  queue: Visit[],
): void {
  restore.node(slot_variable_id);
  const created = hooked(optimizer)._create_or_restore_slot_variable?.({
    slot_variable_position: new Position(restore, slot_variable_id),
    slot_name,
    variable,
  });
  const slot = node(created);
  if (slot !== undefined && slot !== null && restore.bind(slot_variable_id, slot))
    queue.push([slot_variable_id, slot]);
}

function take<K, V>(lists: Map<K, V[]>, key: K): readonly V[] {
  const list = lists.get(key) ?? [];
  lists.delete(key);
  return list;
}

/** A walk that is done, before its values are read: an asynchronous driver reads `keys` in its own way. */
export class CollectedRestore {
  constructor(
    readonly restore: Restore,
    private readonly pending: PendingValues,
    /** What to read, sorted. */
    readonly keys: readonly string[],
  ) {}

  /** Assigns what was read; `tensors` must hold all of {@link keys}. */
  apply(tensors: ReadonlyMap<string, HostTensor>): Restore {
    try {
      this.pending.assign(tensors);
    } catch (error) {
      this.abandon();
      throw error;
    }
    return this.restore;
  }

  /** Call when reading failed: nothing of this restore is applied, now or later. */
  abandon(): void {
    this.pending.rollBack();
    this.restore.abandon();
  }
}

/**
 * Matches a file with the view's objects and checks every dtype and shape (R2). Nothing is assigned yet.
 * @throws all errors of R5 and R7, and {@link DataLossError} for a graph that is damaged.
 */
export function collectRestore(
  view: ObjectGraphView,
  graph: ObjectGraph,
  source: TensorSource,
  options: RestoreOptions = {},
): CollectedRestore {
  const restore = new Restore(graph, source, options);
  const pending = new PendingValues(restore);
  try {
    const { root } = view;
    restore.bind(0, root);
    walk(new Position(restore, 0), root, pending);
    for (const { name, ref } of view.attachedDependencies ?? []) {
      const id = name === 'root' ? undefined : childId(restore.node(0), name);
      if (id === undefined || restore.bound(id) !== undefined) continue;
      if (restore.bind(id, ref)) walk(new Position(restore, id), ref, pending);
    }
    pending.check();
    return new CollectedRestore(restore, pending, pending.keys());
  } catch (error) {
    pending.rollBack();
    restore.abandon();
    throw error;
  }
}

function childId(node: ObjectGraphNode, name: string): number | undefined {
  return node.children.find(({ local_name }) => local_name === name)?.node_id;
}
