/** What TF1 programs do in graphs: updates of variables, templates, functions of arrays, checks and printing, as TensorFlow 2.15 does. */
import * as path from 'node:path';
import * as tf1 from '../../src/compat_v1';
import { OutOfRangeError, ValueError } from '../../src/errors';
import type { Tensor } from '../../src/runtime/tensor';
import { withFolder } from '../support/files';
import { inGraph, useLog } from './support';

const p = (): Tensor => tf1.placeholder(tf1.float32, [2]);
const fed = (x: Tensor, values: readonly number[]) => [[x, values]] as const;

describe('a program of TF1', () => {
  useLog();

  it('S3 runs updates of parts of a variable only when they are fetched, and reads it after them', () => {
    inGraph((session) => {
      const start = [
        [1, 2],
        [3, 4],
      ];
      const v = tf1.get_variable('v', { initializer: tf1.constant(start, tf1.float32) });
      const updates = [
        tf1.scatter_update(v, [0], [[10, 20]]),
        tf1.scatter_add(v, [0], [[10, 20]]),
        tf1.scatter_nd_sub(v, [[0, 1]], [10]),
      ];
      session.run(tf1.global_variables_initializer());
      const rows = updates.map((update) => (session.run(update).tolist() as number[][])[0]);
      expect(rows).toEqual([
        [10, 20],
        [20, 40],
        [20, 30],
      ]);
    });
  });

  it('S6.9 trains and saves a variable in parts, each with slots of its own', () => {
    inGraph((session) => {
      const start = tf1.reshape(tf1.cast(tf1.range(8), tf1.float32), [4, 2]);
      const partitioner = tf1.fixed_size_partitioner(2);
      const v = tf1.get_variable('v', {
        initializer: start,
        partitioner,
      }) as unknown as tf1.PartitionedVariable;
      const loss = tf1.reduce_sum(tf1.square(tf1.matmul(v as never, [[1], [2]])));
      const step = new tf1.train.AdamOptimizer(0.1).minimize(loss)!;
      const names = tf1.global_variables().map((variable) => variable.name);
      const slots = [0, 1].flatMap((i) => [`v/part_${i}/Adam:0`, `v/part_${i}/Adam_1:0`]);
      expect(names).toEqual(['v/part_0:0', 'v/part_1:0', 'beta1_power:0', 'beta2_power:0', ...slots]);
      session.run(tf1.global_variables_initializer());
      expect(session.run(loss).item()).toBe(664);
      session.run(step);
      // TensorFlow 2.15's.
      const moved = session.run(v.as_tensor()).tolist() as number[][];
      moved.flat().forEach((value, i) => {
        expect(value).toBeCloseTo(i - 0.1, 5);
      });
      withFolder((folder) => {
        const saver = new tf1.train.Saver();
        const prefix = saver.save(session, path.join(folder, 'm'), { write_meta_graph: false }) as string;
        const keys = tf1.train.list_variables(prefix).map(([key]) => key);
        expect(keys).toEqual(['beta1_power', 'beta2_power', 'v', 'v/Adam', 'v/Adam_1']);
      });
    });
  });

  it('counts a variable up to a limit, and no further', () => {
    inGraph((session) => {
      const counter = tf1.get_variable('c', { initializer: tf1.constant(1, tf1.int32) });
      const up = tf1.count_up_to(counter, 3);
      session.run(tf1.global_variables_initializer());
      expect([session.run(up).item(), session.run(up).item()]).toEqual([1, 2]);
      expect(() => session.run(up)).toThrow(OutOfRangeError);
      expect(() => session.run(up)).toThrow('Reached limit of 3');
    });
  });

  it('S6 shares the variables of a template between its calls, in a scope of its own', () => {
    inGraph((session) => {
      const scaled = (x: Tensor): Tensor =>
        tf1.multiply(x, tf1.get_variable('w', { initializer: tf1.constant(2, tf1.float32) }));
      const first = tf1.make_template('lin', scaled);
      const results = [first(tf1.constant(1)), first(tf1.constant(3))];
      const second = tf1.make_template('lin', scaled);
      second(results[0]!);
      session.run(tf1.global_variables_initializer());
      expect(session.run(results).map((x) => x.item())).toEqual([2, 6]);
      expect(first.variables.map((v) => v.name)).toEqual(['lin/w:0']);
      expect(first.variable_scope_name).toBe('lin/');
      expect(second.variables.map((v) => v.name)).toEqual(['lin_1/w:0']);
      const wrong = tf1.make_template('bad', () => new tf1.Variable(1));
      wrong();
      expect(() => wrong()).toThrow(ValueError);
      expect(() => wrong()).toThrow(
        'Trainable variable created when calling a template after the first time',
      );
    });
  });

  it('shares the variables of a template eagerly too', () => {
    const scaled = tf1.make_template('lin', (x: Tensor) =>
      tf1.multiply(x, tf1.get_variable('w', { initializer: new tf1.constant_initializer(2), shape: [] })),
    );
    expect([scaled(tf1.constant(1)), scaled(tf1.constant(3))].map((x) => x.numpy().item())).toEqual([2, 6]);
    expect(scaled.trainable_variables).toHaveLength(1);
  });

  it('calls a function of arrays, and joins tensors', () => {
    inGraph((session) => {
      const x = p();
      const doubled = tf1.py_func(
        (a) => Array.from(a.data as Float32Array, (n) => n * 2),
        [x],
        tf1.float32,
      ) as Tensor;
      expect(session.run(doubled, fed(x, [1, 2])).tolist()).toEqual([2, 4]);
      const pair = tf1.tuple([x, tf1.add(x, 1)], { name: 'tt' }) as Tensor[];
      expect(pair.map((t) => t.name)).toEqual(['tt/control_dependency:0', 'tt/control_dependency_1:0']);
      expect(session.run(pair, fed(x, [1, 2])).map((t) => t.tolist())).toEqual([
        [1, 2],
        [2, 3],
      ]);
      const [g] = tf1.gradients(tf1.square(x), [x], null, 'g', true) as [Tensor];
      expect(session.run(g, fed(x, [1, 2])).tolist()).toEqual([2, 4]);
    });
  });

  it('finds by name what depends on an assertion, which says what is wrong when it runs', () => {
    inGraph((session) => {
      const x = p();
      const check = tf1.assert_less(x, [3, 3], { data: ['big', x] });
      const q = tf1.control_dependencies([check!]).use(() => tf1.identity(x, { name: 'q' }));
      expect(q.name).toBe('q:0');
      expect(session.run('q:0', fed(x, [1, 2])).tolist()).toEqual([1, 2]);
      expect(() => session.run(q, fed(x, [1, 5]))).toThrow('assertion failed: [big] [1 5]');
    });
  });

  it('prints a tensor with others whenever it is computed, at most so often', () => {
    const said: string[] = [];
    const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said.push(String(text));
      return true;
    });
    try {
      inGraph((session) => {
        const x = p();
        const table = tf1.constant(
          [
            [1, 2],
            [3, 4],
          ],
          tf1.int32,
        );
        const shown = tf1.Print(x, [x, table, tf1.constant('s')], 'msg: ', { first_n: 1, summarize: 2 });
        expect(session.run(shown, fed(x, [1, -2])).tolist()).toEqual([1, -2]);
        session.run(shown, fed(x, [1, -2]));
      });
    } finally {
      write.mockRestore();
    }
    expect(said).toEqual(['msg: [1 -2][[1 2]...][s]\n']);
  });

  it('gets a single loop variable bare, and eagerly a list of one value unpacked', () => {
    const goesOn = (i: Tensor): Tensor => tf1.less(i, 3);
    const next = (i: Tensor): Tensor => tf1.add(i, 1);
    inGraph((session) => {
      const loop = (more: object): unknown =>
        tf1.while_loop(goesOn as never, next as never, [tf1.constant(0, tf1.int32)], more);
      expect(session.run(loop({}) as Tensor).item()).toBe(3);
      expect(session.run(loop({ return_same_structure: true }) as Tensor[])[0]!.item()).toBe(3);
      expect(() => tf1.cond(true, () => 1, { false_fn: () => 2 })).toThrow(
        "('pred must not be a Python bool', True)",
      );
      expect(() => tf1.cond(tf1.constant(true), () => 1)).toThrow("cond(): 'false_fn' argument required");
    });
    const yes = tf1.constant(true);
    expect(tf1.cond(yes, { fn1: () => [1], fn2: () => [2] })).toBe(1);
    expect(tf1.cond(yes, () => [1], () => [2], true)).toEqual([1]); // biome-ignore format: one case a line
  });
});
