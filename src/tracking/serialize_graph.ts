/**
 * From live objects to the graph and the ordered list of tensors that a checkpoint holds (object_graph.md O3-O6,
 * format.md F5.2). No values are read here: they are what `_serialize_to_tensors` gives.
 */
import { AttributeError, KeyError, NotImplementedError } from '../errors';
import { describe } from './describe';
import { attributeKey, escapeLocalName, slotPath } from './graph_keys';
import type { NumberedObjects, ObjectGraphView } from './graph_view';
import { hooked, node } from './hooks';
import type { ObjectGraph, ObjectGraphNode, SerializedTensor, SlotVariableReference } from './object_graph';
import { registeredSaverFor } from './registered_savers';
import type { SavedValue, Trackable } from './trackable';

/** One tensor to write. */
export interface TensorToSave {
  readonly key: string;
  readonly value: SavedValue;
  readonly trackable: Trackable;
  /** The attribute's name as its owner calls it: not escaped. */
  readonly attribute: string;
}

export interface SerializedObjectGraph {
  readonly graph: ObjectGraph;
  /** In the order they are added to the bundle: PythonState strings last (F5.2). The graph itself is not among them. */
  readonly tensors: readonly TensorToSave[];
  /** Saver name → object path → object (O6.8). */
  readonly registeredSavers: ReadonlyMap<string, ReadonlyMap<string, Trackable>>;
}

type MutableNode = { -readonly [K in keyof ObjectGraphNode]: ObjectGraphNode[K] };

/** Turns everything that the view reaches into a graph and tensors. Changes nothing. */
export function serializeObjectGraph(view: ObjectGraphView): SerializedObjectGraph {
  const numbered = view.breadthFirst();
  const children = numbered.objects.map((object) =>
    view.children(object).map(({ name, ref }) => ({ node_id: numbered.ids.get(ref)!, local_name: name })),
  );
  const slots = numberSlotVariables(numbered);
  const nodes: MutableNode[] = numbered.objects.map((_, id) => ({
    children: children[id] ?? [],
    attributes: [],
    slot_variables: slots.get(id) ?? [],
  }));
  const tensors: TensorToSave[] = [];
  const pythonStates: TensorToSave[] = [];
  const registeredSavers = new Map<string, Map<string, Trackable>>();
  numbered.objects.forEach((trackable, id) => {
    const path = numbered.paths[id]!;
    const saver = trackable._is_python_state ? undefined : registeredSaverFor(trackable);
    if (saver === undefined) {
      const list = trackable._is_python_state ? pythonStates : tensors;
      nodes[id]!.attributes = serializeAttributes(trackable, path, list);
      return;
    }
    nodes[id]!.registered_saver = { name: saver.name, object_name: path };
    const named = registeredSavers.get(saver.name) ?? new Map<string, Trackable>();
    registeredSavers.set(saver.name, named.set(path, trackable));
  });
  markCheckpointValues(nodes);
  return { graph: { nodes }, tensors: tensors.concat(pythonStates), registeredSavers };
}

/** Everything reachable, slot variables included, in the order of node ids: mirrors TF's `list_objects`. */
export function listObjects(view: ObjectGraphView): NumberedObjects {
  const numbered = view.breadthFirst();
  numberSlotVariables(numbered);
  return numbered;
}

function serializeAttributes(trackable: Trackable, path: string, list: TensorToSave[]): SerializedTensor[] {
  const attributes: SerializedTensor[] = [];
  for (const [attribute, value] of hooked(trackable)._serialize_to_tensors()) {
    const name = escapeLocalName(attribute);
    const key = attributeKey(path, name);
    attributes.push({ name, full_name: trackable._checkpoint_full_name, checkpoint_key: key });
    list.push({ key, value, trackable, attribute });
  }
  const name = trackable._legacy_saveable_name;
  if (name !== '' && attributes.length > 0)
    return [{ name, full_name: trackable._checkpoint_full_name, checkpoint_key: attributeKey(path, name) }];
  return attributes;
}

/** O3.3: adds slot variables behind all ordinary nodes; gives the references of each optimizer node. */
function numberSlotVariables(numbered: NumberedObjects): Map<number, SlotVariableReference[]> {
  const { objects, paths, ids } = numbered;
  const ordinary = objects.length;
  const references = new Map<number, SlotVariableReference[]>();
  for (let optimizerId = 0; optimizerId < ordinary; optimizerId++) {
    const optimizer = objects[optimizerId]!;
    for (const slot_name of hooked(optimizer).get_slot_names()) {
      for (let variableId = 0; variableId < ordinary; variableId++) {
        const slot = slotOf(optimizer, objects[variableId]!, slot_name);
        if (slot === null) continue;
        checkSlotVariable(slot, ids);
        const slot_variable_node_id = objects.length;
        ids.set(slot, slot_variable_node_id);
        objects.push(slot);
        paths.push(slotPath(paths[variableId]!, paths[optimizerId]!, slot_name));
        const list = references.get(optimizerId) ?? [];
        list.push({ original_variable_node_id: variableId, slot_name, slot_variable_node_id });
        references.set(optimizerId, list);
      }
    }
  }
  return references;
}

/** As in TF, an optimizer may answer a question about what is no variable of its own with these errors. */
function slotOf(optimizer: Trackable, object: Trackable, slotName: string): Trackable | null {
  try {
    return node(hooked(optimizer).get_slot(object, slotName));
  } catch (error) {
    if (error instanceof AttributeError || error instanceof KeyError) return null;
    throw error;
  }
}

/** O6.6. */
function checkSlotVariable(slot: Trackable, ids: ReadonlyMap<Trackable, number>): void {
  if (hooked(slot)._trackable_children().size > 0) {
    throw new NotImplementedError(
      'Currently only variables with no dependencies can be saved as slot variables. File a feature request if this ' +
        'limitation bothers you.',
    );
  }
  if (ids.has(slot)) {
    throw new NotImplementedError(
      `A slot variable was re-used as a dependency of a Trackable object: ${describe(slot)}. This is not currently ` +
        'allowed. File a feature request if this limitation bothers you.',
    );
  }
}

/** O6.4: a node has values if it has some of its own, or a node it leads to has. */
function markCheckpointValues(nodes: readonly MutableNode[]): void {
  const parents: number[][] = nodes.map(() => []);
  const withValues: number[] = [];
  nodes.forEach((node, id) => {
    node.has_checkpoint_values =
      node.attributes.length > 0 || node.slot_variables.length > 0 || node.registered_saver !== undefined;
    if (node.has_checkpoint_values) withValues.push(id);
    for (const child of node.children) parents[child.node_id]!.push(id);
  });
  for (let id = withValues.pop(); id !== undefined; id = withValues.pop()) {
    for (const parent of parents[id]!) {
      if (nodes[parent]!.has_checkpoint_values) continue;
      nodes[parent]!.has_checkpoint_values = true;
      withValues.push(parent);
    }
  }
}
