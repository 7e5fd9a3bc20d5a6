/**
 * One restore of an object-based file (restore.md R1): the graph, the source of tensors and what has been matched so
 * far. Live objects are held weakly: a restore keeps nothing alive that the program has let go.
 */
import { DataLossError } from '../errors';
import { logger } from '../logging';
import { describe } from './describe';
import type { ObjectGraph, ObjectGraphNode } from './object_graph';
import type { TensorSource } from './restore';
import type { RestoreOps } from './restore_ops';
import { type UnrestoredLog, watchRestore } from './restore_warnings';
import type { Trackable } from './trackable';
import { WeakList } from './weak_list';

let newestUid = 0;

/** Uids grow over the life of the process, for restores of every kind (R1.1). */
export function nextRestoreUid(): number {
  return newestUid++;
}

/** A slot variable whose variable has not been visited yet (R6.1). */
export interface SlotRestoration {
  readonly optimizer_id: number;
  readonly slot_variable_id: number;
  readonly slot_name: string;
}

/** A slot variable whose optimizer has not been visited yet (R6.2). */
export interface DeferredSlotRestoration {
  readonly original_variable: Trackable;
  readonly slot_variable_id: number;
  readonly slot_name: string;
}

export interface RestoreOptions {
  /** R6.6: leave out all slot variables. */
  readonly experimental_skip_slot_variables?: boolean;
}

/** Mirrors TF's `_CheckpointRestoreCoordinator`. */
export class Restore {
  readonly uid = nextRestoreUid();
  /** Node ids ever bound (R1.2). */
  readonly matched = new Set<number>();
  /** Node id → attributes in the file that the bound object does not take (R5.3). */
  readonly unusedAttributes = new Map<number, string[]>();
  readonly slotRestorations = new Map<number, SlotRestoration[]>();
  readonly deferredSlotRestorations = new Map<number, DeferredSlotRestoration[]>();
  /** R6.6: slot variables are left out on request, in the file and in the program. */
  readonly skipSlotVariables: boolean;
  readonly skippedNodes = new Set<number>();
  readonly log: UnrestoredLog;
  /** What a session is to run; empty where all objects are eager. */
  readonly ops: RestoreOps = new Map();
  private readonly boundObjects = new Map<number, WeakRef<Trackable>>();
  /** Live objects that assertions ask about though no node may be bound to them (R8.1), oldest first. */
  readonly seen = new WeakList<Trackable>();
  /** Set when reading failed: nothing that still waits for this restore is applied any more. */
  private failed = false;

  constructor(
    readonly graph: ObjectGraph,
    readonly source: TensorSource,
    options: RestoreOptions = {},
  ) {
    if (graph.nodes.length === 0) {
      throw new DataLossError(`The object graph of ${source.path} has no nodes.`, {
        fields: { file: source.path },
      });
    }
    this.skipSlotVariables = options.experimental_skip_slot_variables === true;
    graph.nodes.forEach((node, optimizer_id) => {
      for (const slot of node.slot_variables) {
        if (this.skipSlotVariables) {
          this.skippedNodes.add(slot.slot_variable_node_id);
          continue;
        }
        append(this.slotRestorations, slot.original_variable_node_id, {
          optimizer_id,
          slot_variable_id: slot.slot_variable_node_id,
          slot_name: slot.slot_name,
        });
      }
    });
    this.log = {
      graph,
      matched: this.matched,
      unusedAttributes: this.unusedAttributes,
      skippedNodes: this.skippedNodes,
      silent: false,
    };
    watchRestore(this, this.log);
  }

  /** @throws {@link DataLossError} for an id that the graph does not have. */
  node(id: number): ObjectGraphNode {
    const node = this.graph.nodes[id];
    if (node === undefined) {
      throw new DataLossError(
        `The object graph of ${this.source.path} refers to node ${id}, but has ${this.graph.nodes.length} nodes.`,
        { fields: { file: this.source.path, actual: id, expected: `0..${this.graph.nodes.length - 1}` } },
      );
    }
    return node;
  }

  /** The living object bound to a node. */
  bound(id: number): Trackable | undefined {
    return this.boundObjects.get(id)?.deref();
  }

  /** All living bound objects. */
  allBound(): Set<Trackable> {
    const objects = new Set<Trackable>();
    for (const reference of this.boundObjects.values()) {
      const object = reference.deref();
      if (object !== undefined) objects.add(object);
    }
    return objects;
  }

  /** How many nodes have a living bound object. */
  countBound(): number {
    let count = 0;
    for (const reference of this.boundObjects.values()) if (reference.deref() !== undefined) count++;
    return count;
  }

  /** Binds an object to a node (R3.1). @returns false if the node was bound before. */
  bind(id: number, trackable: Trackable): boolean {
    this.matched.add(id);
    const current = this.bound(id);
    if (current === undefined) {
      this.boundObjects.set(id, new WeakRef(trackable));
      return true;
    }
    if (current !== trackable) {
      this.seen.add(trackable);
      logger.warning(
        'Inconsistent references when loading the checkpoint into this object graph. For example, in the saved ' +
          'checkpoint object, `model.layer.weight` and `model.layer_copy.weight` reference the same variable, while ' +
          'in the current object these are two different variables. The referenced variables are:' +
          `(${describe(current)} and ${describe(trackable)}).`,
      );
    }
    return false;
  }

  get abandoned(): boolean {
    return this.failed;
  }

  /** A restore that failed changes nothing later either, and does not complain about what it left. */
  abandon(): void {
    this.failed = true;
    this.log.silent = true;
  }
}

/** Adds to the list under `key`. */
export function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
