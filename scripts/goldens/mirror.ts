/**
 * A tree of live objects that mirrors a checkpoint's object graph: variables for variables, plain nodes for
 * the rest. Restoring into it and saving again must give the same object graph, whoever made the file.
 */
import * as path from 'node:path';
import type { HostTensor } from '../../src/dtypes';
import { asNDArray } from '../../src/runtime/ndarray';
import { Variable } from '../../src/runtime/variable';
import { decodeObjectGraph } from '../../src/saving/checkpoint/graph_codec';
import { planSave, writePlan } from '../../src/saving/checkpoint/graph_save';
import { readCheckpoint } from '../../src/saving/checkpoint/load';
import { CheckpointOptions } from '../../src/saving/checkpoint/options';
import { CheckpointReader } from '../../src/saving/checkpoint/reader';
import { runHere } from '../../src/saving/checkpoint/run';
import { ObjectGraphView } from '../../src/tracking/graph_view';
import { OBJECT_GRAPH_KEY, type ObjectGraph, type ObjectGraphNode } from '../../src/tracking/object_graph';
import { type RestoreSpec, Trackable } from '../../src/tracking/trackable';

/** A node that is no plain variable: any attributes, and slots if the file has some. */
class Mirror extends Trackable {
  readonly values = new Map<string, HostTensor>();
  readonly slots = new Map<string, Map<Trackable, Trackable>>();
  fullName = '';

  override _serialize_to_tensors(): ReadonlyMap<string, HostTensor> {
    return this.values;
  }
  override _restore_specs(): ReadonlyMap<string, RestoreSpec> {
    return new Map([...this.values].map(([name, { dtype, shape }]) => [name, { dtype, shape }]));
  }
  override _restore_from_tensors(restored: ReadonlyMap<string, HostTensor>): void {
    for (const [name, value] of restored) this.values.set(name, value);
  }
  override get _checkpoint_full_name(): string {
    return this.fullName;
  }
  override get _has_own_values(): boolean {
    return this.values.size > 0;
  }
  override get _is_python_state(): boolean {
    return this.values.size === 1 && this.values.has('py_state');
  }
  override get_slot_names(): readonly string[] {
    return [...this.slots.keys()];
  }
  override get_slot(variable: Trackable, name: string): Trackable | null {
    return this.slots.get(name)?.get(variable) ?? null;
  }
  override _create_or_restore_slot_variable(args: {
    readonly slot_name: string;
    readonly variable: Trackable;
  }): Trackable | null {
    return this.get_slot(args.variable, args.slot_name);
  }
}

/** All nodes of the graph as objects without values (zeros); the first is the root. */
export function mirrorOf(graph: ObjectGraph, reader: CheckpointReader): Trackable {
  const objects = graph.nodes.map((node) =>
    isVariable(node) ? variableFor(node, reader) : mirrorFor(node, reader),
  );
  for (const [id, node] of graph.nodes.entries()) {
    for (const { local_name, node_id } of node.children) {
      objects[id]!._track_trackable(objects[node_id]!, local_name);
    }
    for (const slot of node.slot_variables) {
      const { slots } = objects[id] as Mirror;
      const ofName = slots.get(slot.slot_name) ?? new Map<Trackable, Trackable>();
      slots.set(slot.slot_name, ofName);
      ofName.set(objects[slot.original_variable_node_id]!, objects[slot.slot_variable_node_id]!);
    }
  }
  return objects[0]!;
}

function isVariable({ attributes, children, slot_variables }: ObjectGraphNode): boolean {
  const [first] = attributes;
  return (
    attributes.length === 1 &&
    first!.name === 'VARIABLE_VALUE' &&
    children.length === 0 &&
    slot_variables.length === 0
  );
}

function zeros(key: string, reader: CheckpointReader): HostTensor {
  const { dtype, shape } = reader.info(key);
  return { dtype, shape, data: dtype.allocate(shape.reduce((a, b) => a * b, 1)) };
}

function variableFor({ attributes }: ObjectGraphNode, reader: CheckpointReader): Trackable {
  const { checkpoint_key, full_name } = attributes[0]!;
  const value = zeros(checkpoint_key, reader);
  const variable = new Variable({ initial_value: asNDArray(value), dtype: value.dtype, name: 'mirror' });
  // As it is: a name may be one that a scope could not make.
  Object.defineProperty(variable, '_checkpoint_full_name', { value: full_name });
  return variable;
}

function mirrorFor({ attributes }: ObjectGraphNode, reader: CheckpointReader): Trackable {
  const mirror = new Mirror();
  for (const { name, full_name, checkpoint_key } of attributes) {
    mirror.values.set(name.replaceAll('.S', '/').replaceAll('..', '.'), zeros(checkpoint_key, reader));
    mirror.fullName = full_name;
  }
  return mirror;
}

/** A record of the manifest's `bundles`. */
export interface ObjectBundle {
  readonly prefix: string;
  readonly kind: string;
}

export function isObjectBundle(bundle: { readonly kind: string }): boolean {
  return bundle.kind === 'object-based';
}

/**
 * Restores a bundle into its mirror and saves that; null: all values were taken and the graph's bytes are
 * equal.
 */
export function checkMirror(folder: string, bundle: ObjectBundle): string | null {
  const prefix = path.join(folder, bundle.prefix);
  using reader = new CheckpointReader(prefix);
  const stored = reader.get_tensor(OBJECT_GRAPH_KEY);
  const graph = decodeObjectGraph(stored, prefix);
  if (hasForeignValues(graph, reader)) return null;
  // Not through a Checkpoint, which would add edges of its own.
  const view = new ObjectGraphView(mirrorOf(graph, reader));
  const options = new CheckpointOptions({ hasCheckpointValues: hasField5(graph) });
  const status = runHere(prefix, readCheckpoint(view, prefix, options, { keepOpen: false }));
  status.assert_consumed().assert_existing_objects_matched();
  const copy = `ram://mirror/${bundle.prefix}`;
  runHere(copy, writePlan(planSave(view, copy, options, true)));
  using again = new CheckpointReader(copy);
  for (const [key, { shape }] of reader) {
    if (key === OBJECT_GRAPH_KEY) continue;
    if (!again.has_tensor(key)) return `${key} is not there`;
    const [a, b] = [reader.get_tensor(key), again.get_tensor(key)];
    if (a.dtype !== b.dtype || shape.join() !== [...b.shape].join()) return `${key} has another type`;
    if (String(a.data) !== String(b.data)) return `${key} has another value`;
  }
  const [ours, theirs] = [again.get_tensor(OBJECT_GRAPH_KEY), stored].map(
    ({ data }) => (data as Uint8Array[])[0]!,
  );
  return Buffer.compare(ours!, theirs!) === 0 ? null : 'the object graph differs';
}

function hasField5({ nodes }: ObjectGraph): boolean {
  return nodes.some(({ has_checkpoint_values }) => has_checkpoint_values !== undefined);
}

/**
 * Values of objects that have no counterpart here: dataset iterators are variants (format.md F5.5), and a
 * lookup table's one attribute stands for two keys.
 */
function hasForeignValues({ nodes }: ObjectGraph, reader: CheckpointReader): boolean {
  return nodes.some(({ attributes }) =>
    attributes.some(
      ({ checkpoint_key: key }) => !reader.has_tensor(key) || reader.info(key).dtype.kind === 'opaque',
    ),
  );
}
