import * as tf1 from '../../src/compat_v1';
import { float32, int32, int64 } from '../../src/dtypes';
import { AssertionError, TypeError, ValueError } from '../../src/errors';
import { constant, ones } from '../../src/runtime/ops/creation';
import { reduce_sum } from '../../src/runtime/ops/reduction';
import { inGraph } from './support';

const zeros = () => new tf1.zeros_initializer();
const variable = (name: string, shape: number[] = []) =>
  tf1.get_variable(name, { shape, initializer: zeros() });

describe('scopes in a graph', () => {
  it('S6.3 S6.5 S6.10 opens a variable scope once and name scopes made unique', () => {
    inGraph(() => {
      const names: string[] = [];
      const scope = tf1.variable_scope('s', (s) => {
        names.push(s.name, s.original_name_scope, variable('v').name);
        return s;
      });
      tf1.variable_scope('s', { reuse: true }, (s) => names.push(s.original_name_scope, variable('v').name));
      tf1.variable_scope('other', () => {
        tf1.variable_scope(scope, (s) => names.push(s.name, variable('w').name, constant(1).name));
        tf1.variable_scope(scope, { auxiliary_name_scope: false }, () => names.push(constant(1).name));
      });
      expect(names).toEqual([
        's',
        's/',
        's/v:0',
        's_1/',
        's/v:0',
        's',
        's/w:0',
        'other/s/Const:0',
        'other/Const:0',
      ]);
    });
    expect(tf1.variable_scope('s', () => variable('v').name)).toBe('s/v:0');
    expect(tf1.variable_scope('s', { reuse: true }, () => variable('v').name)).toBe('s/v:0');
  });
  it('S6.4 makes default names unique', () => {
    inGraph(() => {
      const open = () => tf1.variable_scope(null, 'd', () => variable('v').name);
      expect([open(), open(), open()]).toEqual(['d/v:0', 'd_1/v:0', 'd_2/v:0']);
      expect(() => tf1.variable_scope(null, { default_name: 'd', reuse: true }, () => 0)).toThrow(
        'reuse=True cannot be used without a name_or_scope',
      );
      expect(() => tf1.variable_scope(null)).toThrow(
        'If default_name is None then name_or_scope is required',
      );
    });
  });
  it('S6.6 inherits reuse, and takes nothing else for it', () => {
    inGraph(() => {
      expect(tf1.get_variable_scope().reuse).toBe(false);
      tf1.variable_scope('s', () => variable('v'));
      tf1.variable_scope('s', { reuse: true }, () =>
        tf1.variable_scope('', { reuse: false }, (inner) => expect(inner.reuse).toBe(true)),
      );
      tf1.variable_scope('s', { reuse: tf1.AUTO_REUSE }, () => {
        expect(variable('v')).toBe(variable('v'));
        expect(variable('new').name).toBe('s/new:0');
      });
      expect(() => tf1.variable_scope('s', { reuse: 1 as never })).toThrow(
        'The reuse parameter must be True or False or None.',
      );
    });
  });
  it('S6.7 says what is there already, what is not, and what differs', () => {
    inGraph(() => {
      variable('v', [2]);
      expect(() => variable('v', [2])).toThrow(
        'Variable v already exists, disallowed. Did you mean to set reuse=True or reuse=tf.AUTO_REUSE in VarScope?',
      );
      tf1.variable_scope('', { reuse: true }, () => {
        expect(() => variable('w')).toThrow(
          'Variable w does not exist, or was not created with tf.get_variable(). Did you mean to set ' +
            'reuse=tf.AUTO_REUSE in VarScope?',
        );
        expect(() => variable('v', [3])).toThrow(
          'Trying to share variable v, but specified shape (3,) and found shape (2,).',
        );
        expect(() => tf1.get_variable('v', [2], int32)).toThrow(
          'Trying to share variable v, but specified dtype int32 and found dtype float32.',
        );
      });
    });
  });
  it('S6.8 has initializers for what is given none', () => {
    inGraph((sess) => {
      const [f, i] = [tf1.get_variable('f', [100]), tf1.get_variable('i', [2], int64)];
      expect(() => tf1.get_variable('n')).toThrow(
        'Variable n did not get an initializer, so its `shape` argument must be specified.',
      );
      expect(() => tf1.get_variable('c', { shape: [2], initializer: [1, 2] })).toThrow(
        'If initializer is a constant, do not specify shape.',
      );
      expect(() => tf1.get_variable('c', { dtype: int32, initializer: constant([1.5]) })).toThrow(ValueError);
      const c = tf1.get_variable('c', { initializer: constant([1, 2]) });
      const t = tf1.get_variable('t', { initializer: () => [3, 4] });
      sess.run(tf1.global_variables_initializer());
      expect(new Set(sess.run(f).tolist() as number[]).size).toBeGreaterThan(50);
      expect(sess.run([i, c, t]).map((x) => x.tolist())).toEqual([
        [0n, 0n],
        [1, 2],
        [3, 4],
      ]);
    });
  });
  it('S6.1 S6.8 refuses names and dtypes as TF does, where a plain number takes the dtype and a bigint is an int', () => {
    inGraph(() => {
      expect(() => variable('a b')).toThrow("'a b' is not a valid root scope name.");
      expect(tf1.get_variable('n', { dtype: int64, initializer: [1, 2] }).dtype).toBe(int64);
      expect(() => tf1.get_variable('b', { dtype: float32, initializer: [1n, 2n] })).toThrow(
        "Initializer type '<dtype: 'int32'>' and explicit dtype '<dtype: 'float32'>' don't match.",
      );
    });
    expect(tf1.get_variable_scope().reuse).toBe(tf1.AUTO_REUSE);
  });
  it('S6.9 cuts variables in parts and refuses to mix them with whole ones', () => {
    inGraph((sess) => {
      const partitioner = tf1.variable_axis_size_partitioner({ max_shard_bytes: 16, axis: 1 });
      const p = tf1.get_variable('p', {
        shape: [2, 5],
        partitioner,
        initializer: new tf1.ones_initializer(),
      });
      expect([...p].map((part) => `${part.name} ${part.shape}`)).toEqual([
        'p/part_0:0 (2, 2)',
        'p/part_1:0 (2, 2)',
        'p/part_2:0 (2, 1)',
      ]);
      expect(() => variable('p', [2, 5])).toThrow(
        'No partitioner was provided, but a partitioned version of the variable was found: p/part_0. Perhaps a ' +
          'variable of the same name was already created with partitioning?',
      );
      tf1.variable_scope('', { reuse: true }, () => expect(tf1.get_variable('p', [2, 5])).toBe(p));
      sess.run(tf1.global_variables_initializer());
      expect(sess.run(reduce_sum(p.as_tensor())).item()).toBe(10);
    });
  });
  it('a variable in parts stands for a tensor, and is assigned whole, part by part or from another', () => {
    inGraph((sess) => {
      const partitioner = tf1.fixed_size_partitioner(2);
      const initializer = new tf1.ones_initializer();
      const [p, q] = ['p', 'q'].map((name) =>
        tf1.get_variable(name, { shape: [3, 2], partitioner, initializer }),
      ) as unknown as [tf1.PartitionedVariable, tf1.PartitionedVariable];
      const product = tf1.matmul(ones([1, 3]), p);
      expect(p.assign(tf1.zeros([3, 2])).map((t) => t.shape.as_list())).toEqual([
        [2, 2],
        [1, 2],
      ]);
      sess.run(tf1.global_variables_initializer());
      expect(sess.run(product).tolist()).toEqual([[3, 3]]);
      const whole = [
        [1, 2],
        [3, 4],
        [5, 6],
      ];
      sess.run([p.assign_add(constant(whole)), q.assign_sub([ones([2, 2]), ones([1, 2])])]);
      expect(sess.run(tf1.convert_to_tensor(p)).tolist()).toEqual([
        [2, 3],
        [4, 5],
        [6, 7],
      ]);
      sess.run(p.assign(q));
      expect(sess.run(product).tolist()).toEqual([[0, 0]]);
      expect(() => p.assign([1])).toThrow(AssertionError);
      expect(() => tf1.convert_to_tensor(p, 'int32')).toThrow(
        "Incompatible type conversion requested to type 'int32' for variable of type 'float32'",
      );
    });
  });
  it('gives scopes their defaults: initializer, regularizer, dtype, partitioner, custom getter', () => {
    inGraph((sess) => {
      const seen: string[] = [];
      const using = {
        initializer: new tf1.constant_initializer(2),
        regularizer: (v: tf1.Variable) => reduce_sum(v.value()),
        dtype: float32,
        custom_getter: ((getter, name, keywords) => {
          seen.push(name);
          return getter(name, { ...keywords, trainable: false });
        }) as NonNullable<tf1.GetVariableKeywords['custom_getter']>,
      };
      tf1.variable_scope('s', using, () => tf1.variable_scope('t', () => tf1.get_variable('v', [3])));
      sess.run(tf1.global_variables_initializer());
      const [loss] = tf1.get_collection(tf1.GraphKeys.REGULARIZATION_LOSSES) as [tf1.Tensor];
      expect(sess.run(loss).item()).toBe(6);
      expect(seen).toEqual(['s/t/v']);
      expect(tf1.trainable_variables()).toEqual([]);
      expect(tf1.global_variables('s/').map((v) => v.name)).toEqual(['s/t/v:0']);
    });
  });
  it('S6.1 S6.2 name scopes check names and share one table with operations', () => {
    inGraph((_sess, graph) => {
      expect(() => tf1.name_scope('_x', () => 0)).toThrow(
        "'_x' is not a valid root scope name. A root scope name has to match the following pattern: " +
          '^[A-Za-z0-9.][A-Za-z0-9_.\\\\/>-]*$',
      );
      expect(['x', 'x', 'X'].map((name) => graph.unique_name(name))).toEqual(['x', 'x_1', 'X_2']);
      expect(tf1.name_scope('a', () => tf1.name_scope('', () => constant(1).name))).toBe('Const:0');
      expect(tf1.name_scope('a/', (scope) => scope)).toBe('a/');
    });
  });
  it('local and step variables are in collections of their own', () => {
    inGraph(() => {
      const local = tf1.get_local_variable('l', { shape: [], initializer: zeros() });
      const step = tf1.train.get_or_create_global_step();
      expect(tf1.local_variables()).toEqual([local]);
      expect(tf1.global_variables()).toEqual([step]);
      expect(tf1.train.get_global_step()).toBe(step);
      expect(tf1.trainable_variables()).toEqual([]);
      expect(() => tf1.variable_scope(3 as never, () => 0)).toThrow(TypeError);
    });
  });
});
