import * as tf1 from '../../src/compat_v1';
import { float32, int32, string } from '../../src/dtypes';
import {
  FailedPreconditionError,
  InvalidArgumentError,
  RuntimeError,
  TypeError,
  ValueError,
} from '../../src/errors';
import { repr } from '../../src/python/repr';
import { tuple } from '../../src/python/tuple';
import { Graph } from '../../src/runtime/graph/graph';
import { add, multiply } from '../../src/runtime/ops/arithmetic';
import { constant } from '../../src/runtime/ops/creation';
import { inGraph } from './support';

const zero = (name: string) =>
  tf1.get_variable(name, { shape: [], initializer: new tf1.zeros_initializer() });

describe('Session.run', () => {
  it('gives values in the structure that was asked for', () => {
    inGraph((sess) => {
      const v = zero('v');
      const c = constant([1, 2]);
      expect(sess.run(tf1.global_variables_initializer())).toBeNull();
      expect(repr(sess.run([c, v]))).toBe('[array([1., 2.], dtype=float32), 0.0]');
      expect(repr(sess.run(tuple(c, v)))).toBe('(array([1., 2.], dtype=float32), 0.0)');
      expect(repr(sess.run({ x: v, y: [c.op, 'v/Read/ReadVariableOp:0'] }))).toMatch(
        /^\{'x': 0\.0, 'y': \[None, /,
      );
      expect(sess.run('Const:0').tolist()).toEqual([1, 2]);
    });
  });
  it('feeds placeholders by tensor or name, and says what does not fit', () => {
    inGraph((sess) => {
      const x = tf1.placeholder(float32, [null, 2], 'x');
      const d = tf1.placeholder_with_default(constant(3), []);
      const y = multiply(x, d);
      expect(sess.run(y, { feed_dict: [[x, [[1, 2]]]] }).tolist()).toEqual([[3, 6]]);
      expect(
        sess
          .run(
            y,
            new Map<unknown, unknown>([
              ['x:0', [[1, 2]]],
              [d, 1],
            ]),
          )
          .tolist(),
      ).toEqual([[1, 2]]);
      expect(() => sess.run(y)).toThrow(InvalidArgumentError);
      expect(() => sess.run(y)).toThrow(
        "You must feed a value for placeholder tensor 'x' with dtype float and shape [?,2]",
      );
      expect(() => sess.run(y, [[x, [1, 2]]])).toThrow(
        'Cannot feed value of shape (2,) for Tensor x:0, which has shape (None, 2)',
      );
      expect(() => sess.run(y, [['nobody:0', 1]])).toThrow(/^Cannot interpret feed_dict key as Tensor: /);
      expect(() => sess.run(y, [[x, d]])).toThrow(/^The value of a feed cannot be a tf\.Tensor object\./);
    });
    expect(() => tf1.placeholder(float32)).toThrow(
      'tf.placeholder() is not compatible with eager execution.',
    );
  });
  it('refuses what cannot be fetched, closed sessions and empty graphs', () => {
    inGraph((sess) => {
      expect(() => sess.run('x:0')).toThrow('The Session graph is empty.');
      constant(1);
      expect(() => sess.run(3 as never)).toThrow(TypeError);
      expect(() => sess.run(null as never)).toThrow('has invalid type "NoneType"');
      expect(() => sess.run('nobody:0')).toThrow(
        /^Argument `fetch` = nobody:0 cannot be interpreted as a Tensor\./,
      );
      sess.close();
      expect(() => sess.run('Const:0')).toThrow('Attempted to use a closed Session.');
    });
  });
  it('keeps values of variables for itself; reads of none fail', () => {
    const graph = new Graph();
    const [v, count] = graph.as_default().use(() => {
      const made = zero('v');
      return [made, made.assign_add(1)] as const;
    });
    const [one, two] = [new tf1.Session({ graph }), new tf1.Session('', graph)];
    expect(() => one.run(v)).toThrow(FailedPreconditionError);
    one.run(v.initializer!);
    two.run(v.initializer!);
    expect([one.run(count).item(), one.run(count).item(), two.run(count).item()]).toEqual([1, 2, 1]);
  });
  it('eval, run and load use the default session', () => {
    inGraph((sess) => {
      const v = zero('v');
      v.initializer!.run();
      v.load(4);
      expect(v.eval().item()).toBe(4);
      expect(add(v, 1).eval().item()).toBe(5);
      expect(tf1.get_default_session()).toBe(sess);
    });
    const graph = new Graph();
    const c = graph.as_default().use(() => constant(1));
    expect(() => c.eval()).toThrow(ValueError);
    expect(c.eval({ session: new tf1.Session({ graph }) }).item()).toBe(1);
    const interactive = new tf1.InteractiveSession({ graph });
    expect(c.eval().item()).toBe(1);
    interactive.close();
    expect(tf1.get_default_session()).toBeNull();
  });
  it('reports variables without values, groups operations and orders them', () => {
    inGraph((sess, graph) => {
      const [a, b] = [zero('a'), zero('b')];
      const report = tf1.report_uninitialized_variables();
      expect(report.dtype).toBe(string);
      sess.run(a.initializer!);
      expect(String(sess.run(report).tolist())).toBe(String([new TextEncoder().encode('b')]));
      sess.run(tf1.group(a.assign(2), b.initializer));
      expect(sess.run([a, b]).map((x) => x.item())).toEqual([2, 0]);
      const read = graph.control_dependencies([tf1.assign(a, 7).op]).use(() => a.value().add(0));
      expect(sess.run(read).item()).toBe(7);
      expect(sess.run(tf1.is_variable_initialized(b)).item()).toBe(true);
    });
    expect(tf1.global_variables_initializer()).toBeNull();
  });
  it('takes numbers as the type of the placeholder', () => {
    inGraph((sess) => {
      const i = tf1.placeholder(int32, []);
      expect(sess.run(add(i, 1n), [[i, 2]]).item()).toBe(3);
    });
  });
  it('disable_eager_execution builds the default graph', () => {
    tf1.disable_eager_execution();
    try {
      tf1.reset_default_graph();
      const v = zero('v');
      const sess = new tf1.Session();
      sess.run(tf1.global_variables_initializer());
      expect(sess.run(v).item()).toBe(0);
      expect(tf1.get_default_graph().get_operations().length).toBeGreaterThan(0);
    } finally {
      tf1.enable_eager_execution();
    }
    expect(() => new Graph().as_default().use(() => tf1.disable_eager_execution())).toThrow(ValueError);
    expect(RuntimeError).toBeDefined();
  });
});
