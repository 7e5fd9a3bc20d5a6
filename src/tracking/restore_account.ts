/** Finds out what a restore left undone, as things stand now (for restore_report.ts). */
import { attributeKey, escapeLocalName } from './graph_keys';
import type { ObjectGraphView } from './graph_view';
import { hooked } from './hooks';
import type { NameBasedRestore } from './name_based_restore';
import { nodeName, nodeNames } from './node_names';
import {
  type ReportCause,
  type ReportEntry,
  RestoreReport,
  reported,
  storedEntries,
  storedIn,
  withNearest,
} from './restore_report';
import type { Restore } from './restore_state';
import { keyToRead } from './restore_values';
import { listObjects } from './serialize_graph';
import type { Trackable } from './trackable';

/** Accounts for an object-based restore, as things stand now. */
export function reportRestore(restore: Restore, view: ObjectGraphView): RestoreReport {
  const missing = missingObjects(restore, view);
  const left = leftNodes(restore);
  const entries = [
    ...withNearest(missing, left),
    ...valuelessNodes(restore),
    ...withNearest(left, missing),
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
  objects.forEach((object, id) => {
    if (!object._has_own_values || optional.has(object)) return;
    if (!unused.has(object) && object._tracking.updateUid >= restore.uid) return;
    for (const [attribute, spec] of hooked(object)._restore_specs()) {
      const key = object._checkpoint_full_name || attribute;
      entries.push({
        cause: 'not in the file',
        object_path: livePath(paths[id]!),
        key,
        expected: reported(spec),
      });
    }
  });
  return new RestoreReport(restore.source.path, withNearest(entries, storedEntries(restore.source)));
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
    if (object._legacy_saveable_name !== '') return [];
    return node.attributes
      .filter(({ checkpoint_key }) => !taken.has(checkpoint_key))
      .map(({ checkpoint_key: key }): ReportEntry => {
        const object_path = nodeName(names, id);
        return { cause: 'attribute not taken', object_path, key, ...storedIn(restore.source, key) };
      });
  });
}

function livePath(path: string): string {
  return path === '' ? '(root)' : `(root).${path.replaceAll('/', '.')}`;
}
