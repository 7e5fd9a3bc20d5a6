/** Gradients of any order through branches, loops and functions of rows, in functions and graphs. Expectations are TF 2.15's. */
import * as tf from 'flowpoint';
import type { Tensor } from '../../src/runtime/tensor';

const tf1 = tf.compat.v1;
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

type Fn = (...xs: Tensor[]) => Tensor;
/** `[y, first derivatives, derivatives of their sum]`. */
function twice(fn: Fn): (...xs: Tensor[]) => unknown {
  return (...xs) => {
    const outer = new tf.GradientTape();
    const [y, first] = outer.use(() => {
      outer.watch(xs);
      const inner = new tf.GradientTape();
      const y = inner.use(() => {
        inner.watch(xs);
        return fn(...xs);
      });
      return [y, inner.gradient(y, xs)] as const;
    });
    return [y, first, outer.gradient(first, xs)];
  };
}
/** The same with all tapes in the function, and with the function under the tapes. */
function bothWays(fn: Fn, ...xs: (number | readonly number[])[]): unknown {
  const tensors = xs.map((x) => tf.constant(x));
  const inside = json(tf.function(twice(fn))(...tensors));
  expect(json(twice(tf.function(fn) as Fn)(...tensors))).toEqual(inside);
  return inside;
}
const power = (x: Tensor, n: number): Tensor =>
  tf.while_loop(
    (i: Tensor) => i.less(n),
    (i: Tensor, s: Tensor) => [i.add(1), s.mul(x)],
    [tf.constant(0n), tf.constant(1)],
  )[1]!;

describe('second derivatives', () => {
  it('go through while_loop, inside and outside of the function', () => {
    expect(bothWays((x) => power(x!, 4), 2)).toEqual([16, [32], [48]]);
    const two = (x: Tensor, y: Tensor): Tensor =>
      tf.while_loop(
        (i: Tensor) => i.less(3),
        (i: Tensor, s: Tensor, t: Tensor) => [i.add(1), s.mul(x).mul(t), t.mul(y)],
        [tf.constant(0n), tf.constant(1), tf.constant(1)],
      )[1]!;
    expect(bothWays(two as Fn, 2, 3)).toEqual([216, [324, 216], [648, 468]]);
  });
  it('go through cond, with zeros for what only the other branch uses', () => {
    const fn = (x: Tensor, y: Tensor): Tensor =>
      tf.cond(
        x.greater(0),
        () => x.mul(x).mul(x).mul(y),
        () => y.mul(y),
      );
    expect(bothWays(fn as Fn, 2, 3)).toEqual([24, [36, 8], [48, 12]]);
    expect(bothWays(fn as Fn, -2, 3)).toEqual([9, [0, 6], [0, 2]]);
  });
  it('go through map_fn, scan, foldl and foldr', () => {
    expect(bothWays((x) => tf.reduce_sum(tf.map_fn((r: Tensor) => r.mul(r).mul(r), x)), [1, 2])).toEqual([
      9,
      [[3, 12]],
      [[6, 12]],
    ]);
    expect(bothWays((x) => tf.reduce_sum(tf.scan((a: Tensor, r: Tensor) => a.mul(r), x)), [1, 2, 3])).toEqual(
      [9, [[9, 4, 2]], [[6, 5, 3]]],
    );
    expect(bothWays((x) => tf.foldl((a: Tensor, r: Tensor) => a.mul(r).mul(r), x), [1, 2, 3])).toEqual([
      36,
      [[36, 36, 24]],
      [[60, 78, 56]],
    ]);
    const start = { initializer: tf.constant(2) };
    expect(bothWays((x) => tf.foldr((a: Tensor, r: Tensor) => a.mul(r).mul(r), x, start), [1, 2, 3])).toEqual(
      [72, [[144, 72, 48]], [[384, 228, 160]]],
    );
  });
  it('go through a branch in a loop in a loop', () => {
    const fn = (x: Tensor): Tensor =>
      tf.while_loop(
        (i: Tensor) => i.less(3),
        (i: Tensor, s: Tensor) => [
          i.add(1),
          tf.cond(
            i.greater(0),
            () => s.mul(x),
            () => power(x, 2),
          ),
        ],
        [tf.constant(0n), tf.constant(1)],
      )[1]!;
    expect(bothWays(fn as Fn, 2)).toEqual([16, [32], [48]]);
  });
  it('end at py_function, which calls its function once', () => {
    let calls = 0;
    const cube = (a: Tensor): Tensor => {
      calls++;
      return a.mul(a).mul(a);
    };
    const inside = tf.function(twice((x) => tf.py_function(cube, [x!], tf.float32)));
    expect(json(inside(tf.constant(2)))).toEqual([8, [12], [null]]);
    expect(calls).toBe(1);
  });
  it('use custom gradients', () => {
    const custom = tf.custom_gradient((x: Tensor) => {
      const e = tf.exp(x);
      return [e, (dy: Tensor) => dy.mul(100).mul(e)] as const;
    });
    expect(bothWays(custom as Fn, 0)).toEqual([1, [100], [100]]);
    const branch = (x: Tensor): Tensor =>
      tf.cond(
        x.greater(-1),
        () => custom(x).mul(2),
        () => x,
      );
    expect(bothWays(branch as Fn, 0)).toEqual([2, [200], [200]]);
    const loop = (x: Tensor): Tensor =>
      tf.while_loop(
        (i: Tensor) => i.less(2),
        (i: Tensor, s: Tensor) => [i.add(1), s.mul(custom(x))],
        [tf.constant(0n), tf.constant(1)],
      )[1]!;
    expect(bothWays(loop as Fn, 0)).toEqual([1, [200], [20200]]);
  });
});

it('third derivatives go through loops', () => {
  const third = tf.function((x: Tensor) => {
    const tape = new tf.GradientTape();
    const second = tape.use(() => {
      tape.watch(x);
      const [, , [d]] = twice((t) => power(t!, 5))(x) as [Tensor, Tensor[], [Tensor]];
      return d;
    });
    return [second, tape.gradient(second, x)];
  });
  expect(json(third(tf.constant(2)))).toEqual([160, 240]);
});

describe('what a branch or loop does', () => {
  const w = new tf.Variable(1);
  beforeEach(() => void w.assign(1));

  it('is done once, and its gradient sees the values that it saw', () => {
    const loop = tf.function((x: Tensor) => {
      const tape = new tf.GradientTape();
      const y = tape.use(() => {
        tape.watch(x);
        return tf.while_loop(
          (i: Tensor) => i.less(3),
          (i: Tensor, s: Tensor) => {
            w.assign_add(1);
            return [i.add(1), s.mul(x).mul(w)];
          },
          [tf.constant(0n), tf.constant(1)],
        )[1]!;
      });
      return [y, tape.gradient(y, x)];
    });
    expect(json([loop(tf.constant(2)), w])).toEqual([[192, 288], 4]);
    const branch = tf.function((x: Tensor) =>
      tf.cond(
        x.greater(0),
        () => w.assign_add(1).mul(x),
        () => x,
      ),
    );
    const x = tf.constant(2);
    const tape = new tf.GradientTape();
    const y = tape.use(() => {
      tape.watch(x);
      return branch(x);
    });
    expect(json([y, tape.gradient(y, [x, w]), w])).toEqual([10, [5, 2], 5]);
  });
  it('reads variables that nothing else has read, and the tape watches them', () => {
    const loop = () =>
      tf.while_loop(
        (i: Tensor) => i.less(2),
        (i: Tensor, s: Tensor) => [i.add(1), s.mul(w)],
        [tf.constant(0n), tf.constant(1)],
      )[1]!;
    const gradient = (fn: () => Tensor) => {
      const tape = new tf.GradientTape();
      const y = tape.use(fn);
      expect(tape.watched_variables()).toEqual([w]);
      return tape.gradient(y, w)!;
    };
    expect(json([tf.function(() => gradient(loop))(), gradient(tf.function(loop))])).toEqual([2, 2]);
  });
  it('has no gradient where neither branch connects, and zeros where a loop does not', () => {
    const found: unknown[] = [];
    const none = tf.function((fn: Fn, ...xs: Tensor[]) => {
      const tape = new tf.GradientTape();
      const y = tape.use(() => {
        tape.watch(xs);
        return fn(...xs);
      });
      const gradients = tape.gradient(y, xs);
      found.push(gradients.map((g) => g === null));
      return gradients;
    });
    const [x, y] = [tf.constant(1), tf.constant(2)];
    const unused = (a: Tensor, b: Tensor): Tensor =>
      tf.cond(
        a.greater(0),
        () => tf.stop_gradient(b),
        () => tf.constant(2),
      );
    none(unused as Fn, x, y);
    const stopped = (a: Tensor, b: Tensor): Tensor =>
      tf.while_loop(
        (i: Tensor) => i.less(2),
        (i: Tensor, s: Tensor) => [i.add(1), s.mul(a).add(tf.stop_gradient(b))],
        [tf.constant(0n), tf.constant(1)],
      )[1]!;
    expect(json(none(stopped as Fn, x, y))).toEqual([4, 0]);
    expect(found).toEqual([
      [true, true],
      [false, false],
    ]);
  });
  it('is traced once for all rows of map_fn', () => {
    let traces = 0;
    const f = tf.function((x: Tensor) =>
      tf.map_fn((row: Tensor) => {
        traces++;
        return row.mul(2);
      }, x),
    );
    expect(json(f(tf.constant([1, 2, 3])))).toEqual([2, 4, 6]);
    expect(traces).toBe(1);
  });
  it('stops after a number of turns that is found out when running', () => {
    const f = tf.function((n: Tensor) =>
      tf.while_loop(
        () => true,
        (i: Tensor) => [i.add(1)],
        [tf.constant(0n)],
        { maximum_iterations: n },
      ),
    );
    expect(json([f(tf.constant(3n)), f(tf.constant(5n))])).toEqual([[3], [5]]);
  });
});

it('tf.gradients goes through loops, branches and rows, of placeholders and variables', () => {
  const graph = new tf.Graph();
  using _ = graph.as_default();
  const x = tf1.placeholder(tf.float32, []);
  const u = tf1.get_variable('u', { initializer: 2, use_resource: true });
  const again = (y: Tensor, of: unknown) => (tf.gradients(y, of) as [Tensor])[0];
  const y = power(x, 4);
  const first = again(y, x);
  const second = again(first, x);
  const ofU = again(power(u.value(), 3), u);
  const branch = tf.cond(
    x.greater(0),
    () => u.mul(u).mul(x),
    () => u.value(),
  );
  const ofBranch = tf.gradients(branch, [u, x]) as Tensor[];
  const mapped = tf.map_fn((r: Tensor) => r.mul(u).mul(x), tf.stack([x, x.mul(2)]));
  const scanned = tf.scan((a: Tensor, r: Tensor) => a.mul(r).mul(u), tf.stack([x, x.mul(2), x]));
  const fetches = [
    [y, first, second, again(second, x)],
    [ofU, again(ofU, u)],
    [...ofBranch, ...(tf.gradients(ofBranch[0], [u, x]) as Tensor[])],
    tf.gradients(mapped, [x, u]),
    tf.gradients(scanned, [x, u]),
  ];
  using session = new tf1.Session();
  session.run(tf1.global_variables_initializer());
  expect(json(session.run(fetches, new Map([[x, 2]])))).toEqual([
    [16, 32, 48, 48],
    [12, 12],
    [8, 4, 4, 4],
    [24, 12],
    [113, 72],
  ]);
  expect(json(session.run(fetches[2], new Map([[x, -2]])))).toEqual([1, 0, 0, 0]);
});
