/** A file's object graph for looking at and comparing with live objects (manager.md M9). */
import { IndexError, ValueError } from '../errors';
import { logger } from '../logging';
import { str, typeName } from '../python/repr';
import { describe } from './describe';
import { ObjectGraphView } from './graph_view';
import { hooked, node } from './hooks';
import type { ObjectGraph } from './object_graph';
import { asTrackable, type Trackable } from './trackable';

/** Mirrors `tf.train.CheckpointView` over a graph that has been read; saving/ adds the constructor that reads. */
export class CheckpointView {
  constructor(
    /** @internal */
    readonly graph: ObjectGraph,
  ) {}

  /** Name → node id of a node's edges, in file order (M9.2). */
  children(node_id: number): Map<string, number> {
    const children = new Map<string, number>();
    for (const { local_name, node_id: id } of this.node(node_id).children) children.set(local_name, id);
    return children;
  }

  /** Node ids reachable from the root, breadth first; slot variables have no edge and are left out. */
  descendants(): number[] {
    const found = new Set([0]);
    for (const id of found) for (const child of this.node(id).children) found.add(child.node_id);
    return [...found];
  }

  /** Node id → object, for all that equal names lead to on both sides (M9.3). */
  match(object: object): Map<number, object> {
    return new Map([...this.matchTrackables(object)].map(([id, { handle }]) => [id, handle]));
  }

  /** What is on both sides, node ids only in the file, objects only in the program (M9.4). */
  diff(object: object): [match: Map<number, object>, inFile: number[], inProgram: object[]] {
    const matched = this.matchTrackables(object);
    const matchedObjects = new Set(matched.values());
    const live = new ObjectGraphView(matched.get(0)!).breadthFirst().objects;
    return [
      new Map([...matched].map(([id, { handle }]) => [id, handle])),
      this.descendants().filter((id) => !matched.has(id)),
      live.filter((trackable) => !matchedObjects.has(trackable)).map(({ handle }) => handle),
    ];
  }

  private matchTrackables(object: object): Map<number, Trackable> {
    const root = asTrackable(object);
    if (root === null)
      throw new ValueError(`Expected a Trackable, got ${str(object)} of type <class '${typeName(object)}'>.`);
    const matched = new Map<number, Trackable>([[0, root]]);
    const visited = new Set<number>();
    for (const [id, trackable] of matched) {
      const edges = hooked(trackable)._trackable_children();
      for (const [name, childId] of this.children(id)) {
        const child = node(edges.get(name));
        const current = matched.get(childId);
        if (child === undefined || childId === 0 || visited.has(childId)) continue;
        if (current === undefined) matched.set(childId, child);
        else if (current !== child) {
          logger.warning(
            'Inconsistent references when matching the checkpoint into this object graph. The referenced objects ' +
              `are: (${describe(current)} and ${describe(child)}).`,
          );
        }
      }
      visited.add(id);
    }
    return matched;
  }

  private node(id: number): ObjectGraph['nodes'][number] {
    const node = this.graph.nodes[id];
    if (node === undefined) throw new IndexError('list index out of range', { fields: { actual: id } });
    return node;
  }
}
