/** What `Checkpoint(root=None, **kwargs)` was given (object_graph.md O2.5-O2.7). */
import { TypeError, ValueError } from '../../errors';
import { isPlainObject } from '../../python/arguments';
import { format } from '../../python/format';
import { asTrackable, type Trackable } from '../../tracking/trackable';

/** The root, if there is one, and the keyword arguments; `root` is one of them, as in TF. */
export function splitArguments(args: readonly unknown[]): { root: unknown; kwargs: Record<string, unknown> } {
  const last = args.at(-1);
  const kwargs: Record<string, unknown> = isPlainObject(last) ? { ...last } : {};
  const positional = isPlainObject(last) ? args.slice(0, -1) : args;
  if (positional.length > 1)
    throw new TypeError(
      `Checkpoint.__init__() takes from 1 to 2 positional arguments but ${positional.length + 1} were given`,
    );
  const root = positional[0] ?? kwargs.root ?? null;
  delete kwargs.root;
  // As in Python, an empty container is no root.
  if (root === null || (Array.isArray(root) && root.length === 0)) return { root: null, kwargs };
  return { root, kwargs: { ...kwargs, root } };
}

/** What a weak reference leads to; anything else itself. */
export function strong(value: unknown): unknown {
  return value instanceof WeakRef ? value.deref() : value;
}

/** @throws {@link ValueError} O2.7 */
export function trackableRoot(root: unknown): Trackable {
  const trackable = asTrackable(strong(root));
  if (trackable === null) throw notTrackable('root', root);
  return trackable;
}

/** The error of O2.7. */
export function notTrackable(name: string, value: unknown): ValueError {
  return new ValueError(
    `\`Checkpoint\` was expecting ${name} to be a trackable object (an object derived from ` +
      `\`Trackable\`), got ` +
      `${format(value)}. If you believe this object should be trackable (i.e. it is part of the ` +
      'TensorFlow Python API ' +
      'and manages state), please open an issue.',
    { fields: { object_path: name } },
  );
}
