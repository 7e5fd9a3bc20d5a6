/** Readable names of the nodes of a file's graph (restore.md R8.4). */
import type { ObjectGraph } from './object_graph';

/** Node id → name such as `(root).model.w`; slot variables are named by optimizer and variable. */
export function nodeNames(graph: ObjectGraph): Map<number, string> {
  const names = new Map<number, string>([[0, '(root)']]);
  const toVisit = [0];
  for (let i = 0; i < toVisit.length; i++) {
    const id = toVisit[i]!;
    for (const child of graph.nodes[id]?.children ?? []) {
      if (names.has(child.node_id)) continue;
      names.set(child.node_id, `${names.get(id)}.${child.local_name}`);
      toVisit.push(child.node_id);
    }
  }
  graph.nodes.forEach((node, id) => {
    for (const slot of node.slot_variables) {
      const variable = nodeName(names, slot.original_variable_node_id);
      names.set(
        slot.slot_variable_node_id,
        `${nodeName(names, id)}'s state '${slot.slot_name}' for ${variable}`,
      );
    }
  });
  return names;
}

/** The name of a node, which nothing may lead to in a damaged file. */
export function nodeName(names: ReadonlyMap<number, string>, id: number): string {
  return names.get(id) ?? `(node ${id})`;
}
