/** Graphs: names, elements, running with feeds, variables in sessions. Expectations are TF 2.15's. */
import * as tf from 'flowpoint';
import { runGraph } from '../../src/runtime/graph/run';
import { SessionVariables } from '../../src/runtime/graph/variables';
import type { Tensor } from '../../src/runtime/tensor';

function inGraph<R>(build: (graph: tf.Graph) => R): R {
  return new tf.Graph().as_default().use(build);
}
const values = (results: readonly (Tensor | null)[]): unknown[] =>
  results.map((t) => JSON.parse(JSON.stringify(t)));

describe('a graph', () => {
  it('prints symbolic tensors as TF does', () => {
    inGraph(() => {
      const a = tf.constant(1);
      expect(a.__str__()).toBe('Tensor("Const:0", shape=(), dtype=float32)');
      expect(a.add(a).__repr__()).toBe("<tf.Tensor 'add:0' shape=() dtype=float32>");
    });
  });
  it('S6.2 makes names unique without regard to case', () => {
    inGraph((graph) => {
      const names = ['foo', 'foo', 'Foo', 'foo_1', 'bar/x', 'bar'].map((name) => graph.unique_name(name));
      expect(names).toEqual(['foo', 'foo_1', 'Foo_2', 'foo_1_1', 'bar/x', 'bar']);
    });
  });
  it('S6.1 makes name scopes unique, and re-enters one that ends in a slash', () => {
    inGraph(() => {
      const a = tf.constant(1);
      const inside = (scope: string): string => tf.name_scope(scope, () => a.add(1).name);
      expect([inside('s'), inside('s'), inside('s/')]).toEqual(['s/add:0', 's_1/add:0', 's/add_1:0']);
    });
  });
  it('S6.1 refuses scope names that TF refuses', () => {
    inGraph(() => {
      expect(() => tf.name_scope('_a', () => 0)).toThrow(
        "'_a' is not a valid root scope name. A root scope name has to match the following pattern: " +
          '^[A-Za-z0-9.][A-Za-z0-9_.\\\\/>-]*$',
      );
    });
  });
  it('finds its elements by name, and says what a name is not', () => {
    inGraph((graph) => {
      const a = tf.constant(1);
      expect(graph.get_tensor_by_name('Const:0')).toBe(a);
      expect(graph.get_operation_by_name('Const')).toBe(a.op);
      const failing: [() => unknown, string][] = [
        [
          () => graph.get_tensor_by_name('nope:0'),
          "The name 'nope:0' refers to a Tensor which does not exist. The operation, 'nope', does not exist in the graph.",
        ],
        [
          () => graph.get_tensor_by_name('Const'),
          'The name \'Const\' refers to an Operation, not a Tensor. Tensor names must be of the form "<op_name>:<output_index>".',
        ],
        [
          () => graph.get_operation_by_name('Const:0'),
          "Name 'Const:0' appears to refer to a Tensor, not a Operation.",
        ],
        [
          () => graph.get_operation_by_name('nope'),
          "The name 'nope' refers to an Operation not in the graph.",
        ],
        [
          () => graph.get_tensor_by_name('Const:3'),
          "The name 'Const:3' refers to a Tensor which does not exist. The operation, 'Const', exists but only has 1 outputs.",
        ],
        [() => graph.as_graph_element(3), 'Can not convert a int into a Tensor or Operation.'],
      ];
      for (const [fails, text] of failing) expect(fails).toThrow(text);
    });
  });
  it('refuses tensors of other graphs', () => {
    const a = inGraph(() => tf.constant(1));
    inGraph((graph) => {
      expect(() => a.add(tf.constant(1))).toThrow(/must be from the same graph as Tensor\("Const:0"/);
      expect(() => graph.as_graph_element(a)).toThrow(
        'Tensor Tensor("Const:0", shape=(), dtype=float32) is not an element of this graph.',
      );
    });
  });
  it('takes nothing more once it is final', () => {
    inGraph((graph) => {
      const a = tf.constant(1);
      graph.finalize();
      expect(() => a.add(1)).toThrow('Graph is finalized and cannot be modified.');
    });
  });
  it('gives an operation the name that was asked for', () => {
    inGraph(() => {
      expect(tf.constant(1, { name: 'a' }).name).toBe('a:0');
      expect(tf.reduce_sum([1, 2], { name: 'total' }).name).toBe('total:0');
    });
  });
  it('says which node the shapes do not fit at', () => {
    inGraph(() => {
      expect(() => tf.reshape(tf.zeros([2]), [3])).toThrow(/for '\{\{node Reshape\}\} = Reshape/);
    });
  });
  it('keeps the order of control dependencies', () => {
    inGraph((graph) => {
      const v = new tf.Variable(1);
      const assigned = v.assign(5);
      const after = graph.control_dependencies([assigned.op]).use(() => tf.identity(v));
      const store = new SessionVariables();
      runGraph(graph, [v.initializer!], new Map(), store);
      expect(values(runGraph(graph, [after], new Map(), store))).toEqual([5]);
    });
  });
});

describe('running a graph', () => {
  it('computes from what is fed, constants included', () => {
    inGraph((graph) => {
      const a = tf.constant(2);
      const b = a.mul(a);
      const eager = tf.init_scope(() => tf.constant(7));
      const store = new SessionVariables();
      expect(values(runGraph(graph, [b], new Map(), store))).toEqual([4]);
      expect(values(runGraph(graph, [b], new Map([[a, eager]]), store))).toEqual([49]);
    });
  });
  it('refuses to feed another shape', () => {
    inGraph((graph) => {
      const a = tf.constant([1, 2]);
      const eager = tf.init_scope(() => tf.constant([1, 2, 3]));
      expect(() => runGraph(graph, [a], new Map([[a, eager]]), new SessionVariables())).toThrow(
        'Cannot feed value of shape (3,) for Tensor Const:0, which has shape (2,)',
      );
    });
  });
  it('S3.5 refuses to read a variable that has no value', () => {
    inGraph((graph) => {
      const v = new tf.Variable([1, 2], { name: 'W' });
      const read = tf.identity(v);
      expect(() => runGraph(graph, [read], new Map(), new SessionVariables())).toThrow(
        'Could not find variable W. This could mean that the variable has been deleted. In TF1, it can also mean the ' +
          'variable is uninitialized.',
      );
    });
  });
  it('keeps the values of variables in each session', () => {
    inGraph((graph) => {
      const v = new tf.Variable([1, 2], { name: 'W' });
      const added = graph.as_graph_element(v.assign_add([1, 1])) as Tensor;
      const one = new SessionVariables();
      const other = new SessionVariables();
      for (const store of [one, other]) runGraph(graph, [v.initializer!], new Map(), store);
      runGraph(graph, [added], new Map(), one);
      expect(values(runGraph(graph, [added], new Map(), one))).toEqual([[3, 4]]);
      expect(values(runGraph(graph, [graph.as_graph_element(v)], new Map(), other))).toEqual([[1, 2]]);
    });
  });
  it("names a variable's nodes as TF does", () => {
    inGraph((graph) => {
      const v = new tf.Variable([1, 2], { name: 'W' });
      expect(graph.get_operations().map((op) => `${op.name}:${op.type}`)).toEqual([
        'W/Initializer/initial_value:Const',
        'W:VarHandleOp',
        'W/IsInitialized/VarIsInitializedOp:VarIsInitializedOp',
        'W/Assign:AssignVariableOp',
        'W/Read/ReadVariableOp:ReadVariableOp',
      ]);
      expect(v.__repr__()).toBe("<tf.Variable 'W:0' shape=(2,) dtype=float32>");
      expect(() => v.numpy()).toThrow('numpy() is only available when eager execution is enabled.');
    });
  });
  it('differentiates with tf.gradients', () => {
    inGraph((graph) => {
      const a = tf.constant(2);
      const b = a.mul(a);
      const [first, none] = tf.gradients(b, [a, tf.constant(1)]) as [Tensor, null];
      const [second] = tf.gradients(first, a) as [Tensor];
      const [weighted] = tf.gradients([b, b.mul(a)], [a], { grad_ys: [tf.constant(3), null] }) as [Tensor];
      expect(none).toBeNull();
      expect(values(runGraph(graph, [first, second, weighted], new Map(), new SessionVariables()))).toEqual([
        4, 2, 24,
      ]);
    });
    expect(() => tf.gradients(tf.constant(1), tf.constant(2))).toThrow(
      'tf.gradients is not supported when eager execution is enabled. Use tf.GradientTape instead.',
    );
  });
  it("draws as TF does from the graph's seed, each operation going on by itself", () => {
    inGraph((graph) => {
      graph.seed = 389129;
      const a = tf.random.uniform([3]);
      const b = tf.random.normal([3]);
      const c = tf.random.uniform([3], { seed: 4 });
      const d = tf.random.uniform([3]);
      const store = new SessionVariables();
      const [one] = runGraph(graph, [a, b, c, d], new Map(), store);
      const [two] = runGraph(graph, [a], new Map(), store);
      expect(Array.from(one!.data as Float32Array)).toEqual(
        [0.1194433, 0.9187566, 0.95812213].map(Math.fround),
      );
      expect(two!.data[0]).toBe(Math.fround(0.91113603));
      const seeds = [a, c, d].map((t) => {
        let { op } = t;
        while (!('seed2' in op.attrs)) op = op.inputs.find((i) => i.op.type !== 'Const')!.op;
        return op.attrs['seed2'];
      });
      expect(seeds).toEqual([0, 4, 2]);
    });
  });
});
