/** The status of restoring an object-based file (restore.md R8). Assertions look at the present state (R8.6). */
import { AssertionError } from '../errors';
import { repr } from '../python/repr';
import { describe } from './describe';
import type { ObjectGraphView } from './graph_view';
import { hooked } from './hooks';
import { LoadStatus } from './load_status';
import { nodeName, nodeNames } from './node_names';
import type { ObjectGraphNode } from './object_graph';
import { reportRestore } from './restore_account';
import { runInitializers, runRestoreOps } from './restore_ops';
import type { RestoreReport } from './restore_report';
import type { Restore } from './restore_state';
import { warnUnrestored } from './restore_warnings';
import { listObjects } from './serialize_graph';
import { textProto } from './text_proto';
import type { Trackable } from './trackable';

/** Mirrors TF's `CheckpointLoadStatus`. */
export class CheckpointLoadStatus extends LoadStatus {
  /** Held so that a status keeps its root alive even if the view does not, as in TF. */
  readonly root: Trackable;

  constructor(
    readonly restore: Restore,
    readonly view: ObjectGraphView,
  ) {
    super();
    this.root = view.root;
  }

  override assert_consumed(): this {
    const { restore } = this;
    const { nodes } = restore.graph;
    this.assert_existing_objects_matched();
    nodes.forEach((node, id) => {
      if (node.attributes.length === 0 || restore.skippedNodes.has(id) || restore.bound(id) !== undefined)
        return;
      throw this.failure(`Unresolved object in checkpoint ${this.nodeName(id)}: ${textProto(node)}`, id);
    });
    if (restore.slotRestorations.size > 0)
      throw this.failure(`Unresolved slot restorations: ${this.slotRestorationsText()}`);
    if (restore.unusedAttributes.size > 0) {
      const lines = [...restore.unusedAttributes].map(([id, attributes]) => {
        const object = restore.bound(id);
        return `${this.nodeName(id)} (${object === undefined ? 'gone' : describe(object)}): ${repr(attributes)}`;
      });
      throw this.failure(
        'Unused attributes in these objects (the attributes exist in the checkpoint but were not restored):\n' +
          lines.join('\n'),
      );
    }
    this.assertValuesPresent();
    return this;
  }

  /** TF lets this pass: a variable that is bound to a node without a value keeps its own. */
  private assertValuesPresent(): void {
    this.restore.graph.nodes.forEach((node, id) => {
      const object = this.restore.bound(id);
      if (object === undefined || !lacksValue(node, object)) return;
      throw this.failure(
        `${this.nodeName(id)} carries no value in the checkpoint, so ${describe(object)} was not restored.`,
        id,
      );
    });
  }

  override assert_existing_objects_matched(): this {
    const { restore } = this;
    restore.graph.nodes.forEach((node, id) => {
      const object = restore.bound(id);
      if (object !== undefined && object._tracking.updateUid < restore.uid)
        throw this.failure(`Object ${textProto(node)} not assigned a value from checkpoint.`, id);
    });
    const unmatched = this.unmatchedObjects(this.reachable().filter((object) => !isEmptyWrapper(object)));
    if (unmatched.length > 0) {
      const shown = unmatched.slice(0, 10);
      throw this.failure(
        `Found ${unmatched.length} Python objects that were not bound to checkpointed values, likely due to changes in ` +
          `the Python program. Showing ${shown.length} of ${unmatched.length} unmatched objects: ` +
          repr(shown.map(({ handle }) => handle)),
      );
    }
    return this;
  }

  override assert_nontrivial_match(): this {
    const unmatched = this.unmatchedObjects(this.reachable());
    if (this.restore.countBound() > 1) return this;
    if (unmatched.length === 0) {
      throw this.failure(`Nothing to load. No dependencies have been added to ${describe(this.root)} yet.`);
    }
    throw this.failure(
      'Nothing except the root object matched a checkpointed value. Typically this means that the checkpoint does ' +
        'not match the Python program. The following objects have no matching checkpointed value: ' +
        repr(unmatched.map(({ handle }) => handle)),
    );
  }

  override run_restore_ops(session?: unknown): void {
    runRestoreOps(this.restore.ops, session);
  }
  override initialize_or_restore(session?: unknown): void {
    this.run_restore_ops(session);
    const bound = this.restore.allBound();
    const others = this.reachable().filter(
      (object) => !bound.has(object) && object._tracking.updateUid < this.restore.uid,
    );
    runInitializers(others, this.restore.ops, session);
  }

  override expect_partial(): this {
    this.restore.log.silent = true;
    return this;
  }

  override report(): RestoreReport {
    return reportRestore(this.restore, this.view);
  }

  override [Symbol.dispose](): void {
    warnUnrestored(this.restore.log);
  }

  private reachable(): Trackable[] {
    return this.restore.skipSlotVariables ? this.view.breadthFirst().objects : listObjects(this.view).objects;
  }

  /** Remembers what is reachable; gives all that were ever seen, take values and are bound to no node. */
  private unmatchedObjects(reachable: readonly Trackable[]): Trackable[] {
    const bound = this.restore.allBound();
    const candidates = new Set([...reachable, ...this.restore.seen]);
    for (const object of reachable) this.restore.seen.add(object);
    return [...candidates].filter((object) => object._has_own_values && !bound.has(object));
  }

  private nodeName(id: number): string {
    return nodeName(nodeNames(this.restore.graph), id);
  }

  private slotRestorationsText(): string {
    const entries = [...this.restore.slotRestorations].map(([id, slots]) => {
      const texts = slots.map(
        (slot) =>
          `_SlotVariableRestoration(optimizer_id=${slot.optimizer_id}, slot_variable_id=${slot.slot_variable_id}, ` +
          `slot_name=${repr(slot.slot_name)})`,
      );
      return `${id}: [${texts.join(', ')}]`;
    });
    return `{${entries.join(', ')}}`;
  }

  private failure(text: string, id?: number): AssertionError {
    const where = id === undefined ? {} : { object_path: this.nodeName(id) };
    return new AssertionError(text, { fields: { file: this.restore.source.path, ...where } });
  }
}

function isEmptyWrapper(object: Trackable): boolean {
  return object._is_data_structure && hooked(object)._trackable_children().size === 0;
}

/** True for a live object that takes values while its node in the file has none. */
function lacksValue(node: ObjectGraphNode, object: Trackable): boolean {
  return (
    node.attributes.length === 0 &&
    node.registered_saver === undefined &&
    object._has_own_values &&
    hooked(object)._restore_specs().size > 0
  );
}
