/** The object graph of a checkpoint as an indented tree. Nodes that were drawn already are named, not drawn again. */
import type { ObjectGraph, ObjectGraphNode } from '../tracking/object_graph';
import { shown } from './shown';

/** Nodes below this many others are not drawn. */
const DEEPEST = 100;

interface Pending {
  readonly id: number;
  readonly depth: number;
  readonly label: string;
  readonly path: string;
  readonly prefix: string;
  readonly branch: string;
}

/** Lines of the tree; `describe` says what is stored under a key, e.g. `float32 [2, 3]`. */
export function objectTree(graph: ObjectGraph, describe: (key: string) => string): string[] {
  const lines: string[] = [];
  const drawn = new Map<number, string>();
  const stack: Pending[] = [{ id: 0, depth: 0, label: '(root)', path: '(root)', prefix: '', branch: '' }];
  while (stack.length > 0) {
    const { id, depth, label, path, prefix, branch } = stack.pop()!;
    const node = graph.nodes[id];
    const head = prefix + branch + label;
    const earlier = drawn.get(id);
    if (node === undefined) lines.push(`${head}  (node ${id}, which is not in the graph)`);
    else if (earlier !== undefined) lines.push(`${head} → ${earlier}`);
    else {
      drawn.set(id, path);
      lines.push(head + valuesOf(node, describe));
      const below = prefix + (branch === '' ? '' : branch === '└─ ' ? '   ' : '│  ');
      const last = node.children.length - 1;
      if (depth === DEEPEST && last >= 0) {
        lines.push(`${below}└─ … (deeper objects are not drawn)`);
        continue;
      }
      for (let i = last; i >= 0; i--) {
        const { node_id, local_name } = node.children[i]!;
        const label = shown(local_name);
        const step = { id: node_id, depth: depth + 1, label, path: `${path}.${label}` };
        stack.push({ ...step, prefix: below, branch: i === last ? '└─ ' : '├─ ' });
      }
    }
  }
  return [...lines, ...slotLines(graph, drawn, describe)];
}

function valuesOf(node: ObjectGraphNode, describe: (key: string) => string): string {
  return node.attributes
    .map(({ name, full_name, checkpoint_key }) => {
      const attribute = name === 'VARIABLE_VALUE' ? '' : `${shown(name)}: `;
      return `  ${attribute}${describe(checkpoint_key)}${full_name === '' ? '' : `  '${shown(full_name)}'`}`;
    })
    .join('');
}

function slotLines(
  graph: ObjectGraph,
  paths: ReadonlyMap<number, string>,
  describe: (key: string) => string,
): string[] {
  const lines: string[] = [];
  graph.nodes.forEach((node, id) => {
    for (const slot of node.slot_variables) {
      const optimizer = paths.get(id) ?? `node ${id}`;
      const variable = paths.get(slot.original_variable_node_id) ?? `node ${slot.original_variable_node_id}`;
      const stored = graph.nodes[slot.slot_variable_node_id];
      const value = stored === undefined ? '  (missing)' : valuesOf(stored, describe);
      lines.push(`${optimizer}'s state '${shown(slot.slot_name)}' for ${variable}${value}`);
    }
  });
  return lines;
}
