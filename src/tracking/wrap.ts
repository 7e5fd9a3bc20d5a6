/**
 * What happens to a value when it is assigned somewhere that is tracked (object_graph.md O5): containers are
 * wrapped, `NoDependency` is taken off, and what then is a Trackable becomes an edge.
 */
import { NoDependency } from './no_dependency';
import { asTrackable, type Trackable } from './trackable';

let wrapContainer: (value: object) => object = (value) => value;

/** containers.ts puts the wrappers here: they build on this file, not the reverse. @internal */
export function setWrapContainer(wrap: (value: object) => object): void {
  wrapContainer = wrap;
}

/** Mirrors TF's `wrap_or_unwrap`: the value as it is stored. */
export function wrapOrUnwrap(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof NoDependency) return value.value;
  return asTrackable(value) === null ? wrapContainer(value) : value;
}

/**
 * Mirrors TF's `sticky_attribute_assignment`: wraps, adds or replaces the edge `name` of `owner` (O2.1, O2.2),
 * which fulfils what waited for it, and returns what is to be stored. Untrackable values leave the edge (O2.3).
 */
export function trackAttribute(owner: Trackable, name: string, value: unknown): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value;
  const stored = wrapOrUnwrap(value);
  if (!(value instanceof NoDependency) && asTrackable(stored) !== null) {
    owner._track_trackable(stored as object, name, true);
  }
  return stored;
}
