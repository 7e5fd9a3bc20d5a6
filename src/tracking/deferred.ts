/** What happens when an edge appears that restores have waited for (restore.md R4, R9.2). */
import type { CheckpointPosition } from './restore';
import type { Trackable } from './trackable';

/**
 * Applies what waits on `owner` for an edge of this name, newest restore first (R4.1). Tracking does this by itself;
 * a Checkpoint does it for a `save_counter` that hangs on its view only (R2.7).
 */
export function fulfilDeferred(owner: Trackable, name: string, child: Trackable): void {
  const positions = owner._tracking.deferred.get(name) ?? [];
  owner._tracking.deferred.delete(name);
  for (const position of newestFirst(positions)) position.restoreInto(child);
  const byName = [...owner._tracking.nameBased].sort((a, b) => b.uid - a.uid);
  for (const restore of byName) restore.restoreInto([child]);
}

/**
 * For factories such as `add_variable` (R4.6): the position whose value a new variable at this edge is to start with,
 * or null. Make the variable from `position.value()`, call `position.markRestored(variable)`, then track it.
 */
export function preloadedValue(owner: Trackable, name: string): CheckpointPosition | null {
  const positions = newestFirst(owner._tracking.deferred.get(name) ?? []);
  return positions.every((position) => position.is_simple_variable) ? (positions[0] ?? null) : null;
}

function newestFirst(positions: readonly CheckpointPosition[]): CheckpointPosition[] {
  return positions.filter(({ restore }) => !restore.abandoned).sort((a, b) => b.restore.uid - a.restore.uid);
}
