import { IndexError, ValueError } from '../../src/errors';
import { logger } from '../../src/logging';
import { CheckpointView } from '../../src/tracking/checkpoint_view';
import type { ObjectGraph } from '../../src/tracking/object_graph';
import { Multi, Node, Optimizer, save, scalar, TestVariable } from '../support/tracking';

const variable = (name: string) => new TestVariable(name);

/** The example of TF's documentation: two modules that differ in the name of a leaf. */
function simple(): Node {
  return new Node('m', {
    a_var: variable('a'),
    b_var: variable('b'),
    vars: new Node('l', { 0: variable('v0'), 1: variable('v1') }),
  });
}
const leaf = () =>
  new Node('leaf', {
    ...Object.fromEntries(simple()._trackable_children()),
    leaf3: variable('l3'),
    leaf4: variable('l4'),
  });

function withLeaf(name: string): Node {
  const root = simple();
  root._track_trackable(leaf(), name);
  return root;
}

/** A file of Checkpoint(root): with the attached edges `root` and `save_counter`. */
function file(): ObjectGraph {
  const root = withLeaf('leaf');
  root._track_trackable(root, 'root');
  root._track_trackable(variable('save_counter'), 'save_counter');
  return save(root).graph;
}

describe('CheckpointView', () => {
  it('M9.2 gives children by name in file order, edges to the root among them', () => {
    expect([...new CheckpointView(file()).children(0)]).toEqual([
      ['a_var', 1],
      ['b_var', 2],
      ['vars', 3],
      ['leaf', 4],
      ['root', 0],
      ['save_counter', 5],
    ]);
  });

  it('M9.2 gives descendants breadth first, without slot variables', () => {
    expect(new CheckpointView(file()).descendants()).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
    ]);
    const v = variable('v');
    const optimizer = new Optimizer('o', ['m']);
    optimizer.makeSlot(v, 'm', scalar(1));
    expect(new CheckpointView(save(new Node('', { v, optimizer })).graph).descendants()).toEqual([0, 1, 2]);
  });

  it('M9.3, M9.4 compares with live objects as the example of TensorFlow shows', () => {
    const live = withLeaf('leaf2');
    const [match, inFile, inProgram] = new CheckpointView(file()).diff(live);
    expect([...match.keys()]).toEqual([0, 1, 2, 3, 6, 7]);
    expect(match.get(0)).toBe(live);
    expect(inFile).toEqual([4, 5, 8, 9, 10, 11, 12, 13, 14]);
    expect(inProgram.map((object) => (object as Node).label ?? (object as TestVariable).shared_name)).toEqual(
      ['leaf', 'a', 'b', 'l', 'l3', 'l4', 'v0', 'v1'],
    );
  });

  it('M9.3 warns of a node that stands for two objects', () => {
    const shared = variable('s');
    const view = new CheckpointView(save(new Node('', { x: shared, y: shared })).graph);
    const [x, y] = [new Multi('x', []), new Multi('y', [])];
    const lines: string[] = [];
    const putBack = logger.redirect((line) => lines.push(line));
    expect([...view.match(new Node('', { x, y })).values()].slice(1)).toEqual([x]);
    putBack();
    expect(lines).toEqual([
      'WARNING:tensorflow:Inconsistent references when matching the checkpoint into this object graph. The referenced ' +
        'objects are: (Multi(x) and Multi(y)).',
    ]);
  });

  it('M9.3 takes trackables only', () => {
    expect(() => new CheckpointView(file()).match([] as object)).toThrow(
      new ValueError("Expected a Trackable, got [] of type <class 'list'>."),
    );
  });

  it('M9.2 refuses a node that the file does not have', () => {
    expect(() => new CheckpointView(file()).children(99)).toThrow(IndexError);
  });
});
