/** From live objects to keys and nodes (object_graph.md O4, O6, O7), on files that a Checkpoint writes. */
import * as path from 'node:path';
import * as tf from '../../../src';
import { decodeObjectGraph } from '../../../src/saving/checkpoint/graph_codec';
import type { ObjectGraph } from '../../../src/tracking/object_graph';
import { withFolder } from '../../support/files';
import { MomentumOptimizer } from '../../support/momentum_optimizer';

const GRAPH = '_CHECKPOINTABLE_OBJECT_GRAPH';
const v = (name = 'v') => new tf.Variable([1, 2], { name });

/** Writes the checkpoint and gives the keys of the file and its graph. */
function written(checkpoint: { write(prefix: string): string }): { keys: string[]; graph: ObjectGraph } {
  return withFolder((folder) => {
    const reader = tf.train.load_checkpoint(checkpoint.write(path.join(folder, 'c')));
    const { dtype, shape, data } = reader.get_tensor(GRAPH);
    return {
      keys: Object.keys(reader.get_variable_to_shape_map()),
      graph: decodeObjectGraph({ dtype, shape, data }, 'c'),
    };
  });
}

it('O4.1 O4.2 O4.4 a path is of escaped names: dots are doubled, slashes become .S', () => {
  const d = new Map([
    ['a/b', v()],
    ['.S', v()],
    ['x.y', v()],
    ['.', v()],
  ]);
  expect(written(new tf.train.Checkpoint({ d })).keys).toEqual([
    GRAPH,
    'd/../.ATTRIBUTES/VARIABLE_VALUE',
    'd/..S/.ATTRIBUTES/VARIABLE_VALUE',
    'd/a.Sb/.ATTRIBUTES/VARIABLE_VALUE',
    'd/x..y/.ATTRIBUTES/VARIABLE_VALUE',
  ]);
});

it('O1.2 a variable is a node with one attribute and no children, a container one with children only', () => {
  const { graph } = written(new tf.train.Checkpoint({ list: [v()], dict: { k: v() }, net: new tf.Module() }));
  const shapes = graph.nodes.map(({ attributes, children }) => [attributes.length, children.length]);
  expect(shapes).toEqual([
    [0, 3],
    [0, 1],
    [0, 1],
    [0, 0],
    [1, 0],
    [1, 0],
  ]);
});

it('O4.5 O6.3 a slot variable has the paths of its variable and its optimizer, and a node without a parent', () => {
  const w = v('w');
  const opt = new MomentumOptimizer(0.5, 0.5);
  opt.apply(w, [1, 1]);
  const { keys, graph } = written(new tf.train.Checkpoint({ w, opt }));
  expect(keys).toContain('w/.OPTIMIZER_SLOT/opt/momentum/.ATTRIBUTES/VARIABLE_VALUE');
  const optimizer = graph.nodes.find(({ slot_variables }) => slot_variables.length > 0)!;
  const [slot] = optimizer.slot_variables;
  expect(slot!.slot_name).toBe('momentum');
  const parents = graph.nodes.flatMap(({ children }) => children.map(({ node_id }) => node_id));
  expect(parents).not.toContain(slot!.slot_variable_node_id);
  expect(parents).toContain(slot!.original_variable_node_id);
});

it('O4.6 the graph is a string scalar, and its key is what makes a file object-based', () => {
  withFolder((folder) => {
    const objects = new tf.train.Checkpoint({ v: v() }).write(path.join(folder, 'objects'));
    expect(tf.train.list_variables(objects)[0]).toEqual([GRAPH, []]);
    const names = path.join(folder, 'names');
    tf.raw_ops.SaveV2({
      prefix: names,
      tensor_names: ['v'],
      shape_and_slices: [''],
      tensors: [tf.constant(1)],
    });
    expect(() => new tf.train.CheckpointView(names)).toThrow(/does not appear to be object-based/);
    expect(() => new tf.train.CheckpointView(objects)).not.toThrow();
  });
});

it('O6.4 every node says whether it or anything below it has a value', () => {
  const full = new tf.Module() as tf.Module & { v?: tf.Variable };
  full.v = v();
  const { graph } = written(new tf.train.Checkpoint({ empty: new tf.Module(), full }));
  expect(graph.nodes.map(({ has_checkpoint_values }) => has_checkpoint_values)).toEqual([
    true,
    false,
    true,
    true,
  ]);
});

it('O7.1 the counter of saves is an int64 scalar that is not trained and begins at 0', () => {
  const checkpoint = new tf.train.Checkpoint({ v: v() });
  const { save_counter } = checkpoint;
  expect([save_counter.dtype.name, save_counter.shape.rank, save_counter.trainable]).toEqual([
    'int64',
    0,
    false,
  ]);
  expect(save_counter.numpy().item()).toBe(0n);
  const { keys, graph } = written(checkpoint);
  expect(keys).toContain('save_counter/.ATTRIBUTES/VARIABLE_VALUE');
  expect(graph.nodes[0]!.children.map(({ local_name }) => local_name)).toEqual(['v', 'save_counter']);
});
