/**
 * The live objects as a graph (object_graph.md O3): breadth-first from a root, each object numbered when first met,
 * its path that of the first meeting. A Checkpoint with a root object adds edges that exist only in its own view.
 */
import { AssertionError } from '../errors';
import { childPath } from './graph_keys';
import { hooked, node } from './hooks';
import type { Trackable } from './trackable';

/** An edge: what the child is called there, and the child. */
export interface TrackableReference {
  readonly name: string;
  readonly ref: Trackable;
}

/** Objects by node id, and the escaped path of each (O4.2). */
export interface NumberedObjects {
  readonly objects: Trackable[];
  readonly paths: string[];
  readonly ids: Map<Trackable, number>;
}

/** Mirrors TF's `ObjectGraphView`. */
export class ObjectGraphView {
  /**
   * @param root a Trackable (not its proxy), or a weak reference to one.
   * @param attachedDependencies edges that the root has in this view only (O2.5), after its own. The array is read
   *   anew each time: a Checkpoint adds its `save_counter` to it later.
   */
  constructor(
    private readonly rootOrRef: Trackable | WeakRef<Trackable>,
    readonly attachedDependencies: readonly TrackableReference[] | null = null,
  ) {}

  /** @throws {@link AssertionError} once a weakly held root is gone. */
  get root(): Trackable {
    if (!(this.rootOrRef instanceof WeakRef)) return this.rootOrRef;
    const root = this.rootOrRef.deref();
    if (root === undefined) throw new AssertionError('The root object of this checkpoint is gone.');
    return root;
  }

  /** All edges of an object in this view, in their order. */
  children(object: Trackable): TrackableReference[] {
    const edges: TrackableReference[] = [];
    for (const [name, ref] of hooked(object)._trackable_children()) edges.push({ name, ref: node(ref) });
    if (this.attachedDependencies !== null && object === this.root) edges.push(...this.attachedDependencies);
    return edges;
  }

  /** Numbers everything that is reachable, without slot variables (O3.1, O3.2). */
  breadthFirst(): NumberedObjects {
    const objects: Trackable[] = [this.root];
    const paths = [''];
    const ids = new Map<Trackable, number>([[this.root, 0]]);
    for (let i = 0; i < objects.length; i++) {
      for (const { name, ref } of this.children(objects[i]!)) {
        if (ids.has(ref)) continue;
        ids.set(ref, objects.length);
        objects.push(ref);
        paths.push(childPath(paths[i]!, name, i === 0));
      }
    }
    return { objects, paths, ids };
  }
}
