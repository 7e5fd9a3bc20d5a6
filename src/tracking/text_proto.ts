/** A node of the graph as protobuf's text format, which is how TF's assertions show it (restore.md R8.2). */
import { quotedText } from '../python/proto_text';
import type { ObjectGraphNode } from './object_graph';

type Field = readonly [name: string, value: number | string | boolean | undefined];

/** Fields in the order of their numbers; default values are left out, as in the binary form. */
export function textProto(node: ObjectGraphNode): string {
  let text = '';
  for (const { node_id, local_name } of node.children)
    text += message('children', [['node_id', node_id], ['local_name', local_name]]); // biome-ignore format: one line a message
  for (const { name, full_name, checkpoint_key } of node.attributes)
    text += message('attributes', [
      ['name', name],
      ['full_name', full_name],
      ['checkpoint_key', checkpoint_key],
    ]);
  for (const slot of node.slot_variables)
    text += message('slot_variables', [
      ['original_variable_node_id', slot.original_variable_node_id],
      ['slot_name', slot.slot_name],
      ['slot_variable_node_id', slot.slot_variable_node_id],
    ]);
  const saver = node.registered_saver;
  if (saver !== undefined)
    text += message('registered_saver', [
      ['name', saver.name],
      ['object_name', saver.object_name],
    ]);
  if (node.has_checkpoint_values !== undefined)
    text += message('has_checkpoint_values', [['value', node.has_checkpoint_values]]);
  return text;
}

function message(name: string, fields: readonly Field[]): string {
  let text = `${name} {\n`;
  for (const [field, value] of fields) {
    if (value === undefined || value === 0 || value === '' || value === false) continue;
    text += `  ${field}: ${typeof value === 'string' ? quotedText(value) : value}\n`;
  }
  return `${text}}\n`;
}
