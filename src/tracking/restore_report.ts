/**
 * One readable account of what a restore left undone, by cause. TF's assertions stop at the first finding; this lists
 * all of them, and says which key would fit where one is missing.
 */
import { nearestName } from '../python/arguments';
import { shapeText } from './describe';
import { attributeKey, escapeLocalName } from './graph_keys';
import type { ObjectGraphView } from './graph_view';
import { hooked } from './hooks';
import type { NameBasedRestore } from './name_based_restore';
import { nodeName, nodeNames } from './node_names';
import type { TensorSource } from './restore';
import type { Restore } from './restore_state';
import { keyToRead } from './restore_values';
import { listObjects } from './serialize_graph';
import type { RestoreSpec, Trackable } from './trackable';

/** Why something was not restored. */
export type ReportCause =
  | 'not in the file'
  | 'no value in the file'
  | 'in the file, but no object'
  | 'slot without variable'
  | 'slot without optimizer'
  | 'attribute not taken';

/** dtype name and shape, `null` for what is unknown. */
export interface ReportedTensor {
  readonly dtype: string;
  readonly shape: readonly (number | null)[] | null;
}

export interface ReportEntry {
  readonly cause: ReportCause;
  /** Where: a live object's path in the program, or a node's in the file. */
  readonly object_path: string;
  /** The key in the file, or the one that was looked for. */
  readonly key: string;
  /** What the live object takes. */
  readonly expected?: ReportedTensor;
  /** What the file holds. */
  readonly stored?: ReportedTensor;
  /** The key on the other side that would fit best. */
  readonly nearest?: string;
}

export class RestoreReport {
  constructor(
    /** The checkpoint's prefix; null if there is none. */
    readonly path: string | null,
    readonly entries: readonly ReportEntry[],
  ) {}

  /** True if nothing is left to say. */
  get complete(): boolean {
    return this.entries.length === 0;
  }

  toString(): string {
    if (this.path === null) return 'Nothing was restored: no checkpoint was given.';
    if (this.complete) return `Everything was restored from ${this.path}.`;
    const lines = [`Not everything was restored from ${this.path}:`];
    for (const cause of new Set(this.entries.map((entry) => entry.cause))) {
      const entries = this.entries.filter((entry) => entry.cause === cause);
      lines.push(`  ${cause} (${entries.length}):`, ...entries.map((entry) => `    ${entryText(entry)}`));
    }
    return lines.join('\n');
  }

  toJSON(): object {
    return { path: this.path, entries: this.entries };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

function entryText({ object_path, key, expected, stored, nearest }: ReportEntry): string {
  const parts = [`${object_path}  key ${key}`];
  if (expected !== undefined) parts.push(`expects ${tensorText(expected)}`);
  if (stored !== undefined) parts.push(`holds ${tensorText(stored)}`);
  if (nearest !== undefined) parts.push(`nearest: ${nearest}`);
  return parts.join('; ');
}

function tensorText({ dtype, shape }: ReportedTensor): string {
  return `${dtype} ${shapeText(shape)}`;
}

export const emptyReport = new RestoreReport(null, []);

/** Accounts for an object-based restore, as things stand now. */
export function reportRestore(restore: Restore, view: ObjectGraphView): RestoreReport {
  const missing = missingObjects(restore, view);
  const left = leftNodes(restore);
  const entries = [
    ...missing.map((entry) => withNearest(entry, entry.expected, left)),
    ...valuelessNodes(restore),
    ...left.map((entry) => withNearest(entry, entry.stored, missing)),
    ...untakenAttributes(restore),
  ];
  return new RestoreReport(restore.source.path, entries);
}

/** Accounts for a name-based restore. */
export function reportNames(
  restore: NameBasedRestore,
  view: ObjectGraphView,
  optional: ReadonlySet<Trackable>,
): RestoreReport {
  const { objects, paths } = listObjects(view);
  const unused = new Set(restore.unused);
  const entries: ReportEntry[] = [];
  const keys = [...(restore.source.keys?.() ?? [])].map((key) => storedEntry(restore.source, key));
  objects.forEach((object, id) => {
    if (!object._has_own_values || optional.has(object)) return;
    if (!unused.has(object) && object._tracking.updateUid >= restore.uid) return;
    for (const [attribute, spec] of hooked(object)._restore_specs()) {
      const key = object._checkpoint_full_name || attribute;
      const expected = reported(spec);
      const entry: ReportEntry = {
        cause: 'not in the file',
        object_path: livePath(paths[id]!),
        key,
        expected,
      };
      entries.push(withNearest(entry, expected, keys));
    }
  });
  return new RestoreReport(restore.source.path, entries);
}

function storedEntry(source: TensorSource, key: string): ReportEntry {
  return { cause: 'in the file, but no object', object_path: key, key, ...storedIn(source, key) };
}

/** Live objects with values that no node of the file is bound to. */
function missingObjects(restore: Restore, view: ObjectGraphView): ReportEntry[] {
  const { objects, paths } = restore.skipSlotVariables ? view.breadthFirst() : listObjects(view);
  const bound = restore.allBound();
  return objects.flatMap((object, id) => {
    if (!object._has_own_values || bound.has(object)) return [];
    return [...hooked(object)._restore_specs()].map(([attribute, spec]): ReportEntry => {
      const key = attributeKey(paths[id]!, escapeLocalName(attribute));
      return { cause: 'not in the file', object_path: livePath(paths[id]!), key, expected: reported(spec) };
    });
  });
}

/** Bound objects that take values while their nodes have none. */
function valuelessNodes(restore: Restore): ReportEntry[] {
  const names = nodeNames(restore.graph);
  return restore.graph.nodes.flatMap((node, id) => {
    const object = restore.bound(id);
    if (node.attributes.length > 0 || node.registered_saver !== undefined) return [];
    if (object === undefined || !object._has_own_values) return [];
    return [...hooked(object)._restore_specs()].map(
      ([attribute, spec]): ReportEntry => ({
        cause: 'no value in the file',
        object_path: nodeName(names, id),
        key: attribute,
        expected: reported(spec),
      }),
    );
  });
}

/** Nodes with values that no living object is bound to. */
function leftNodes(restore: Restore): ReportEntry[] {
  const names = nodeNames(restore.graph);
  const slots = slotCauses(restore);
  return restore.graph.nodes.flatMap((node, id) => {
    if (restore.skippedNodes.has(id) || restore.bound(id) !== undefined) return [];
    const cause = slots.get(id) ?? 'in the file, but no object';
    return node.attributes.map(
      ({ checkpoint_key: key }): ReportEntry => ({
        cause,
        object_path: nodeName(names, id),
        key,
        ...storedIn(restore.source, key),
      }),
    );
  });
}

function slotCauses(restore: Restore): Map<number, ReportCause> {
  const causes = new Map<number, ReportCause>();
  restore.graph.nodes.forEach((node, optimizer) => {
    for (const slot of node.slot_variables) {
      const cause =
        restore.bound(slot.original_variable_node_id) === undefined
          ? 'slot without variable'
          : restore.bound(optimizer) === undefined
            ? 'slot without optimizer'
            : 'in the file, but no object';
      causes.set(slot.slot_variable_node_id, cause);
    }
  });
  return causes;
}

/** Attributes that a bound object does not take, also those that TF passes over in silence. */
function untakenAttributes(restore: Restore): ReportEntry[] {
  const names = nodeNames(restore.graph);
  return restore.graph.nodes.flatMap((node, id) => {
    const object = restore.bound(id);
    if (object === undefined || node.attributes.length === 0 || object._is_python_state) return [];
    const taken = new Set(
      object._has_own_values
        ? [...hooked(object)._restore_specs().keys()].map((name) => keyToRead(restore.source, node, name))
        : [],
    );
    return node.attributes
      .filter(({ checkpoint_key }) => !taken.has(checkpoint_key))
      .map(({ checkpoint_key: key }): ReportEntry => {
        const object_path = nodeName(names, id);
        return { cause: 'attribute not taken', object_path, key, ...storedIn(restore.source, key) };
      });
  });
}

/** Adds the key of the candidate that fits best: of the same dtype and shape if there is one, else by name alone. */
function withNearest(
  entry: ReportEntry,
  wanted: ReportedTensor | undefined,
  candidates: readonly ReportEntry[],
): ReportEntry {
  const fitting = candidates.filter(({ stored, expected }) => fits(wanted, stored ?? expected));
  const nearest =
    nearestKey(entry.key, fitting) ??
    nearestKey(entry.key, candidates) ??
    (fitting.length === 1 ? fitting[0]!.key : undefined);
  return nearest === undefined ? entry : { ...entry, nearest };
}

function nearestKey(key: string, candidates: readonly ReportEntry[]): string | undefined {
  return nearestName(
    key,
    candidates.map((candidate) => candidate.key),
  );
}

function fits(a: ReportedTensor | undefined, b: ReportedTensor | undefined): boolean {
  if (a === undefined || b === undefined || a.dtype !== b.dtype) return false;
  if (a.shape === null || b.shape === null) return true;
  const other = b.shape;
  return (
    a.shape.length === other.length &&
    a.shape.every((size, i) => size === null || other[i] === null || size === other[i])
  );
}

function livePath(path: string): string {
  return path === '' ? '(root)' : `(root).${path.replaceAll('/', '.')}`;
}

function reported(spec: RestoreSpec): ReportedTensor {
  return { dtype: spec.dtype.name, shape: spec.shape };
}

function storedIn(source: TensorSource, key: string): { stored?: ReportedTensor } {
  const info = source.lookup(key);
  return info === undefined ? {} : { stored: { dtype: info.dtype.name, shape: info.shape } };
}
