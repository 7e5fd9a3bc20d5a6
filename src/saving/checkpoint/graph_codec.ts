/**
 * The object graph to and from its proto (object_graph.md O6); what comes from a file is checked here, once.
 */
import type { HostTensor } from '../../dtypes';
import { string } from '../../dtypes';
import { DataLossError } from '../../errors';
import type { ObjectGraph, ObjectGraphNode } from '../../tracking/object_graph';
import { OBJECT_GRAPH_KEY } from '../../tracking/object_graph';
import { decodeMessage, encodeMessage, pb } from '../proto/messages';

/** Between an object's path and the name of its attribute in a key (O4.3). */
const ATTRIBUTES = '/.ATTRIBUTES/';

type NodeMessage = pb.TrackableObjectGraph.ITrackableObject;

export interface EncodeOptions {
  /** False: as TF before 2.8 wrote it, without field 5 (O10.2). */
  readonly hasCheckpointValues: boolean;
}

/** The string scalar that is saved under `_CHECKPOINTABLE_OBJECT_GRAPH`, with the bytes TF makes (O6.5). */
export function encodeObjectGraph(graph: ObjectGraph, options: EncodeOptions): HostTensor {
  const nodes = graph.nodes.map((node) => nodeMessage(node, options));
  return { dtype: string, shape: [], data: [encodeMessage(pb.TrackableObjectGraph, { nodes })] };
}

/** Zeros and empty strings are left out, as proto3 does. */
function nodeMessage(node: ObjectGraphNode, options: EncodeOptions): NodeMessage {
  const message: NodeMessage = {
    children: node.children.map(({ node_id, local_name }) => compact({ node_id, local_name })),
    attributes: node.attributes.map(({ name, full_name, checkpoint_key }) =>
      compact({ name, full_name, checkpoint_key }),
    ),
    slot_variables: node.slot_variables.map((slot) =>
      compact({
        original_variable_node_id: slot.original_variable_node_id,
        slot_name: slot.slot_name,
        slot_variable_node_id: slot.slot_variable_node_id,
      }),
    ),
  };
  if (node.registered_saver !== undefined) {
    const { name, object_name } = node.registered_saver;
    message.registered_saver = compact({ name, object_name });
  }
  if (options.hasCheckpointValues && node.has_checkpoint_values !== undefined) {
    message.has_checkpoint_values = compact({ value: node.has_checkpoint_values });
  }
  return message;
}

function compact<T extends object>(fields: T): Partial<T> {
  const out: Partial<T> = {};
  for (const name in fields) if (fields[name]) out[name] = fields[name];
  return out;
}

/**
 * Parses and checks the graph that a checkpoint holds.
 * @throws {@link DataLossError} if it is no graph, or leads outside of itself.
 */
export function decodeObjectGraph(value: HostTensor, file: string): ObjectGraph {
  const refuse = (detail: string): DataLossError =>
    new DataLossError(`The object graph of checkpoint ${file} is damaged: ${detail}.`, {
      fields: { file, key: OBJECT_GRAPH_KEY, actual: detail },
    });
  if (value.dtype !== string || value.shape.length > 0 || !Array.isArray(value.data)) {
    throw refuse(`it is a ${value.dtype.name} tensor of shape [${value.shape}], not a string scalar`);
  }
  const text = `The object graph of checkpoint ${file} is damaged: it cannot be parsed.`;
  const parsed = decodeMessage(pb.TrackableObjectGraph, value.data[0]!, text, {
    file,
    key: OBJECT_GRAPH_KEY,
  });
  const nodes = parsed.nodes.map(nodeOf);
  const fault = findFault(nodes);
  if (fault !== null) throw refuse(fault);
  return { nodes };
}

function nodeOf(message: NodeMessage): ObjectGraphNode {
  const saver = message.registered_saver;
  const values = message.has_checkpoint_values;
  return {
    children: (message.children ?? []).map((child) => ({
      node_id: child.node_id ?? 0,
      local_name: child.local_name ?? '',
    })),
    attributes: (message.attributes ?? []).map((attribute) => ({
      name: attribute.name ?? '',
      full_name: attribute.full_name ?? '',
      checkpoint_key: attribute.checkpoint_key ?? '',
    })),
    slot_variables: (message.slot_variables ?? []).map((slot) => ({
      original_variable_node_id: slot.original_variable_node_id ?? 0,
      slot_name: slot.slot_name ?? '',
      slot_variable_node_id: slot.slot_variable_node_id ?? 0,
    })),
    ...(saver ? { registered_saver: { name: saver.name ?? '', object_name: saver.object_name ?? '' } } : {}),
    ...(values ? { has_checkpoint_values: values.value ?? false } : {}),
  };
}

function findFault(nodes: readonly ObjectGraphNode[]): string | null {
  if (nodes.length === 0) return 'it has no nodes';
  const outside = (id: number): boolean => id < 0 || id >= nodes.length;
  for (const [id, node] of nodes.entries()) {
    for (const child of node.children) {
      if (outside(child.node_id))
        return `node ${id} has a child '${child.local_name}' with id ${child.node_id}`;
    }
    for (const slot of node.slot_variables) {
      const lost = [slot.original_variable_node_id, slot.slot_variable_node_id].find(outside);
      if (lost !== undefined) return `node ${id} has a slot '${slot.slot_name}' that refers to node ${lost}`;
    }
    for (const { name, checkpoint_key: key } of node.attributes) {
      if (!key.includes(ATTRIBUTES)) return `attribute '${name}' of node ${id} has the key '${key}'`;
    }
  }
  return null;
}
