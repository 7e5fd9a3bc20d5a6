/** Control flow, functions of rows and custom gradients: what TensorFlow 2.15 answers, eagerly. */
import * as tf from '../../src';
import { namedtuple, tuple } from '../../src/python';

const value = (t: unknown) => (t === null ? null : (t as tf.Tensor).numpy().tolist());
const x = tf.constant([1, 2, 3]);
const s = tf.constant(3);

function gradientOf(f: () => tf.Tensor, source: tf.Tensor): unknown {
  const tape = new tf.GradientTape();
  const y = tape.use(() => {
    tape.watch(source);
    return f();
  });
  return value(tape.gradient(y, source));
}

describe('cond, case and switch_case', () => {
  const one = () => 1;
  const two = () => 2;
  it('take any predicate of one element', () => {
    const predicates = [true, tf.constant(1n), tf.constant('a'), tf.constant([true]), tf.constant(2.5)];
    expect(predicates.map((pred) => tf.cond(pred, one, two))).toEqual([1, 1, 1, 1, 1]);
    expect([0, tf.constant(false), tf.constant('')].map((pred) => tf.cond(pred, one, two))).toEqual([
      2, 2, 2,
    ]);
    expect(() => tf.cond(tf.constant([true, false]), one, two)).toThrow(
      'The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()',
    );
  });
  it('want functions', () => {
    expect(() => tf.cond(true, 5 as never, two)).toThrow("'true_fn' must be callable.");
    expect(() => tf.cond(true, one, 5 as never)).toThrow("'false_fn' must be callable.");
  });
  it('run the first case that holds', () => {
    const [no, yes] = [tf.constant(false), tf.constant(true)];
    expect(
      tf.case([
        [no, one],
        [yes, two],
      ]),
    ).toBe(2);
    expect(tf.case([[no, one]], () => 9)).toBe(9);
    expect(() =>
      tf.case([
        [no, one],
        [no, two],
      ]),
    ).toThrow(
      "Expected 'tf.Tensor(False, shape=(), dtype=bool)' to be true. Summarized data: b'Input error: None of conditions evaluated as True:'\nFalse, False",
    );
    expect(() => tf.case([[true as never, one]])).toThrow('pred must be a Tensor, got: True');
    expect(() => tf.case(5 as never)).toThrow(
      "'pred_fn_pairs' must be a list, tuple, or dict. Received: <class 'int'>",
    );
  });
  it('switch by index, to the last branch when out of range', () => {
    const at = (i: bigint) => tf.constant(i);
    expect([1n, 5n, -1n].map((i) => tf.switch_case(at(i), [one, two]))).toEqual([2, 2, 2]);
    expect(tf.switch_case(at(5n), [one, two], () => 9)).toBe(9);
    expect(
      tf.switch_case(at(0n), [
        [1, one],
        [0, two],
      ]),
    ).toBe(2);
    expect(() => tf.switch_case(at(1n), { 0: one, 3: two })).toThrow(
      'branch indices (keys) must form contiguous range of [0 to 2) but found {0,3}',
    );
    expect(() => tf.switch_case(tf.constant(1), [one])).toThrow(
      "'branch_index' must be an integer Tensor, got <dtype: 'float32'>",
    );
    expect(() => tf.switch_case(1 as never, [one])).toThrow(
      "'branch_index' must be a Tensor, got <class 'int'>",
    );
  });
  it('let gradients through', () => {
    expect(
      gradientOf(
        () =>
          tf.cond(
            s.greater(2),
            () => s.mul(s),
            () => s,
          ),
        s,
      ),
    ).toBe(6);
  });
});

describe('while_loop', () => {
  it('loops over structures', () => {
    const P = namedtuple('P', ['x', 'y']);
    type Pair = { x: tf.Tensor; y: tf.Tensor };
    const [i, p] = tf.while_loop(
      (i: tf.Tensor) => i.less(5n),
      (i: tf.Tensor, p: Pair) => tuple(i.add(1n), P(p.x.add(1n), p.y)),
      tuple(tf.constant(0n), P(tf.constant(1n), tf.constant(2n))),
    ) as unknown as [tf.Tensor, Pair];
    expect([value(i), value(p.x), value(p.y)]).toEqual([5, 6, 2]);
  });
  it('stops after maximum_iterations', () => {
    const [i] = tf.while_loop(
      () => true,
      (i: tf.Tensor) => [i.add(1)],
      [tf.constant(0)],
      { maximum_iterations: 3 },
    );
    expect(value(i)).toBe(3);
  });
  it('refuses another structure, and no variables', () => {
    const zero = tf.constant(0);
    expect(() =>
      tf.while_loop(
        () => true,
        () => [zero, zero, zero],
        [zero, zero],
      ),
    ).toThrow(/^The two structures don't have the same nested structure/);
    expect(() =>
      tf.while_loop(
        () => true,
        () => [],
        [],
      ),
    ).toThrow("'loop_vars' must be provided.");
    expect(() => tf.while_loop(5 as never, () => [], [zero])).toThrow("'cond' must be callable.");
    expect(() =>
      tf.while_loop(
        () => true,
        () => [zero],
        [zero],
        { parallel_iterations: 0 },
      ),
    ).toThrow("'parallel_iterations' must be a positive integer.");
  });
  it('lets gradients through', () => {
    const loop = () =>
      tf.while_loop(
        (i: tf.Tensor) => i.less(3),
        (i: tf.Tensor, a: tf.Tensor) => [i.add(1), a.mul(a)],
        [tf.constant(0), s],
      )[1]!;
    expect(gradientOf(loop, s)).toBe(17496);
  });
});

describe('functions of rows', () => {
  it('map structures to structures', () => {
    expect(value(tf.map_fn((a: tf.Tensor) => a.mul(2), x))).toEqual([2, 4, 6]);
    const sums = tf.map_fn<{ s: tf.Tensor }>(
      (r: { a: tf.Tensor; b: tf.Tensor }) => ({ s: r.a.add(r.b) }),
      { a: x, b: x },
      {
        fn_output_signature: { s: tf.float32 },
      },
    );
    expect(value(sums.s)).toEqual([2, 4, 6]);
    expect(value(tf.map_fn((a: tf.Tensor) => a, tf.constant([])))).toEqual([]);
    expect(tf.map_fn((a: tf.Tensor) => a.mul(2), tf.zeros([0, 3])).dims).toEqual([0, 3]);
  });
  it('refuse scalars, other lengths and other dtypes', () => {
    expect(() => tf.map_fn((a: tf.Tensor) => a, 5)).toThrow(
      'Elements in elems must be 1+ dimensional Tensors, not scalars',
    );
    expect(() => tf.map_fn((a: tf.Tensor[]) => a[0], [x, tf.constant([1])], { dtype: tf.float32 })).toThrow(
      'Dimensions 3 and 1 are not compatible',
    );
    expect(() => tf.map_fn((a: tf.Tensor) => tf.cast(a, tf.int32), x)).toThrow(
      'TensorArray dtype is float32 but Op is trying to write dtype int32 ',
    );
    expect(() => tf.map_fn((a: tf.Tensor) => a, [])).toThrow(/does not contain any Tensors/);
  });
  it('scan and fold from both ends', () => {
    const plus = (a: tf.Tensor, e: tf.Tensor) => a.add(e);
    const minus = (a: tf.Tensor, e: tf.Tensor) => a.sub(e);
    expect(value(tf.scan(plus, x))).toEqual([1, 3, 6]);
    expect(value(tf.scan(plus, x, 10))).toEqual([11, 13, 16]);
    expect(value(tf.scan(plus, x, { reverse: true }))).toEqual([6, 5, 3]);
    expect(value(tf.scan(plus, x, 10, { reverse: true }))).toEqual([16, 15, 13]);
    expect(value(tf.scan(plus, tf.constant([]), 1))).toEqual([]);
    const pairs = tf.scan<tf.Tensor[]>(
      (a: tf.Tensor[], e: tf.Tensor) => [a[0]!.add(e), a[1]!.mul(e)],
      x,
      [0, 1],
    );
    expect(pairs.map(value)).toEqual([
      [1, 3, 6],
      [1, 2, 6],
    ]);
    expect([tf.foldl(minus, x), tf.foldr(minus, x)].map(value)).toEqual([-4, 0]);
    expect([tf.foldl(minus, x, 1), tf.foldr(minus, x, 1)].map(value)).toEqual([-5, -5]);
    expect(() => tf.scan(plus, tf.constant([]))).toThrow('Tried to read from index 0 but array size is: 0');
  });
  it('vectorized_map takes any result, and rows of 1 beside many', () => {
    expect(value(tf.vectorized_map(() => tf.constant(3n), x))).toEqual([3, 3, 3]);
    expect(value(tf.vectorized_map((a: tf.Tensor[]) => a[0]!.add(a[1]!), [x, tf.constant([1])]))).toEqual([
      2, 3, 4,
    ]);
  });
  it('let gradients through', () => {
    expect(gradientOf(() => tf.map_fn((a: tf.Tensor) => a.mul(a), x), x)).toEqual([2, 4, 6]);
    expect(gradientOf(() => tf.scan((a: tf.Tensor, e: tf.Tensor) => a.mul(e), x), x)).toEqual([9, 4, 2]);
  });
});

describe("the program's own functions", () => {
  it('py_function converts to Tout and is differentiated', () => {
    const square = () => tf.py_function((a: tf.Tensor) => a.mul(a), [x], tf.float32);
    expect([value(square()), gradientOf(square, x)]).toEqual([
      [1, 4, 9],
      [2, 4, 6],
    ]);
    const two = tf.py_function((a: tf.Tensor) => [a, a], [x], [tf.float32, tf.float32]);
    expect(two.map(value)).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(() => tf.py_function((a: tf.Tensor) => a, [x], [tf.float32, tf.float32])).toThrow(
      /returns 1 values, but expects to see 2 values/,
    );
    expect(() => tf.py_function((a: tf.Tensor) => a, [x], tf.int32)).toThrow(tf.errors.InvalidArgumentError);
    expect(() =>
      tf.py_function(
        () => {
          throw new RangeError('no');
        },
        [x],
        tf.int32,
      ),
    ).toThrow(tf.errors.UnknownError);
  });
  it('numpy_function sees arrays and stops gradients', () => {
    const doubled = () =>
      tf.numpy_function((a: tf.NDArray) => (a.data as Float32Array).map((v) => v * 2), [x], tf.float32);
    expect([value(doubled()), gradientOf(doubled, x)]).toEqual([[2, 4, 6], null]);
  });
});

describe('custom gradients', () => {
  const hundredfold = tf.custom_gradient(
    (a: tf.Tensor) => [a.mul(a), (dy: tf.Tensor) => dy.mul(100)] as const,
  );
  it('stand in for the real one', () => {
    expect([value(hundredfold(s)), gradientOf(() => hundredfold(s).mul(2), s)]).toEqual([9, 200]);
  });
  it('are differentiated themselves', () => {
    const f = tf.custom_gradient((a: tf.Tensor) => [a.mul(1), (dy: tf.Tensor) => dy.mul(a).mul(a)] as const);
    const outer = new tf.GradientTape();
    const d = outer.use(() => {
      outer.watch(s);
      const inner = new tf.GradientTape();
      const y = inner.use(() => {
        inner.watch(s);
        return f(s);
      });
      return inner.gradient(y, s);
    });
    expect([value(d), value(outer.gradient(d, s))]).toEqual([9, 6]);
  });
  it('give the gradients of variables that the function reads', () => {
    const v = new tf.Variable(2);
    const f = tf.custom_gradient(
      (a: tf.Tensor) =>
        [
          a.mul(v),
          (dy: tf.Tensor, { variables }: { variables: tf.Variable[] }) => {
            expect(variables).toEqual([v]);
            return [dy.mul(100), [dy.mul(7)]];
          },
        ] as const,
    );
    const tape = new tf.GradientTape();
    const y = tape.use(() => {
      tape.watch(s);
      return f(s);
    });
    expect(tape.gradient(y, [s, v]).map(value)).toEqual([100, 7]);
    const deaf = tf.custom_gradient((a: tf.Tensor) => [a.mul(v), (dy: tf.Tensor) => dy] as const);
    expect(() => deaf(s)).toThrow(
      "@tf.custom_gradient grad_fn must accept keyword argument 'variables', since function uses variables: [<tf.Variable 'Variable:0' shape=() dtype=float32, numpy=2.0>]",
    );
  });
  it('take variables as arguments', () => {
    const v = new tf.Variable(2);
    const tape = new tf.GradientTape();
    const y = tape.use(() => hundredfold(v as unknown as tf.Tensor));
    expect(value(tape.gradient(y, v))).toBe(100);
  });
  it('must be as many as the arguments', () => {
    const f = tf.custom_gradient((a: tf.Tensor) => [a.mul(2), (dy: tf.Tensor) => [dy, dy]] as const);
    expect(() => gradientOf(() => f(s), s)).toThrow(
      'custom_gradient function expected to return 1 gradients, but returned 2 instead.',
    );
  });
  it('may be that of the identity, or none', () => {
    const passed = () => tf.grad_pass_through((a: tf.Tensor) => tf.round(a))(s.mul(1.5));
    expect([value(passed()), gradientOf(passed, s)]).toEqual([4, 1.5]);
    expect(gradientOf(() => tf.stop_gradient(s.mul(s)).mul(s), s)).toBe(9);
    const none = tf.custom_gradient((a: tf.Tensor) => [a.mul(1), () => null] as const);
    expect(gradientOf(() => none(s), s)).toBeNull();
  });
});
