/** A look at the object graph without saving it (manager.md M8). */

import { AssertionError, TypeError } from '../errors';
import { type Call, positional } from '../python/named';
import { repr, typeName } from '../python/repr';
import { asTrackable, type Trackable } from './trackable';

/** Mirrors `tf.train.TrackableView`. Holds its root weakly. */
export class TrackableView {
  private readonly reference: WeakRef<object>;

  /** @param root a Trackable, or a weak reference to one */
  constructor(...args: Call<[root: object], readonly ['root']>) {
    const [root] = positional<[root: object]>('TrackableView', ['root'], 1, args);
    this.reference = root instanceof WeakRef ? (root as WeakRef<object>) : new WeakRef(node(root));
  }

  /** Edge name → child, in edge order; wrapped containers as they are. */
  static children(object: object): Map<string, object> {
    const children = new Map<string, object>();
    for (const [name, child] of node(object)._trackable_children()) children.set(name, child.handle);
    return children;
  }

  /** The same as the static one. */
  children(object: object): Map<string, object> {
    return TrackableView.children(object);
  }

  /** @throws {@link AssertionError} when it is gone. */
  get root(): object {
    const root = this.reference.deref();
    if (root === undefined) throw new AssertionError('The root of this TrackableView is gone.');
    return node(root).handle;
  }

  /** All objects reachable from the root, breadth first, the root first, each once. No slot variables. */
  descendants(): object[] {
    const found = new Set<object>([this.root]);
    for (const object of found) {
      for (const child of TrackableView.children(object).values()) found.add(child);
    }
    return [...found];
  }
}

function node(object: object): Trackable {
  const trackable = asTrackable(object);
  if (trackable === null) {
    throw new TypeError(`TrackableView expects a Trackable object, got ${typeName(object)} ${repr(object)}.`);
  }
  return trackable;
}
