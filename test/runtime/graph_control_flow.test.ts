/** `tf.case`, `tf.cond` and `tf.while_loop` where a graph is built: what TensorFlow 2.15 answers and refuses. */
import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import type { Tensor } from '../../src/runtime/tensor';

const letter = (text: string) => () => tf.constant(text);
const text = (t: Tensor) => Buffer.from(t.numpy().item() as Uint8Array).toString();

function letters(options: { exclusive?: boolean; default?: () => Tensor }) {
  return tf.function((x: Tensor) =>
    tf.case(
      [
        [tf.less(x, 1), letter('a')],
        [tf.less(x, 2), letter('b')],
        [tf.greater(x, 8), letter('c')],
      ],
      options,
    ),
  );
}
const none = 'assertion failed: [Input error: None of conditions evaluated as True:] [0 0 0]';
const n = (i: bigint) => tf.constant(i);

describe('tf.case in a graph', () => {
  it.each([{}, { exclusive: true }])('without a default fails when nothing holds: %j', (options) => {
    const f = letters(options);
    expect([n(1n), n(9n)].map((x) => text(f(x)))).toEqual(['b', 'c']);
    expect(() => f(n(5n))).toThrow(tf.errors.InvalidArgumentError);
    expect(() => f(n(5n))).toThrow(none);
  });
  it('takes the first that holds, and the default', () => {
    const f = letters({ default: letter('z') });
    expect([0n, 1n, 5n, 9n].map((i) => text(f(n(i))))).toEqual(['a', 'b', 'z', 'c']);
  });
  it('when exclusive refuses two that hold, of all but the one that stands for a default', () => {
    const of = (names: string, values: string) =>
      `assertion failed: [Input error: exclusive=True: more than 1 conditions (${names}) evaluated as True:] [${values}]`;
    expect(() => letters({ exclusive: true })(n(0n))).toThrow(of('Less:0, Less_1:0', '1 1'));
    expect(() => letters({ exclusive: true, default: letter('z') })(n(0n))).toThrow(
      of('Less:0, Less_1:0, Greater:0', '1 1 0'),
    );
  });
  it('checks in a session too', () => {
    const graph = new tf.Graph();
    using _ = graph.as_default();
    const p = tf1.placeholder(tf.int32, []);
    const [one, two] = [() => tf.constant(1n), () => tf.constant(2n)];
    const chosen = tf.case([
      [tf.less(p, 1), one],
      [tf.less(p, 2), two],
    ]);
    const session = new tf1.Session();
    expect(session.run(chosen, [[p, 1n]]).item()).toBe(2);
    expect(() => session.run(chosen, [[p, 5n]])).toThrow('None of conditions evaluated as True:] [0 0]');
  });
  it('lets gradients through', () => {
    const slope = tf.function((x: Tensor) => {
      const tape = new tf.GradientTape();
      const y = tape.use(() => {
        tape.watch(x);
        return tf.case([
          [tf.less(x, 1), () => x.mul(2)],
          [tf.less(x, 2), () => x.mul(3)],
        ]);
      });
      return tape.gradient(y, x);
    });
    expect([0, 1.5].map((x) => slope(tf.constant(x))!.numpy().item())).toEqual([2, 3]);
    expect(() => slope(tf.constant(5))).toThrow('None of conditions evaluated as True:] [0 0]');
  });
  it('eagerly checks the same', () => {
    const [no, yes] = [tf.constant(false), tf.constant(true)];
    const [one, two] = [() => 1, () => 2];
    const pairs: [Tensor, () => number][] = [
      [yes, one],
      [yes, two],
    ];
    expect(tf.case(pairs, { exclusive: true })).toBe(1);
    expect(() => tf.case([...pairs, [no, one]], { exclusive: true })).toThrow(
      "Summarized data: b'Input error: exclusive=True: more than 1 conditions (?, ?) evaluated as True:'\nTrue, True",
    );
  });
});

const branch = (pred: Tensor) =>
  tf.cond(
    pred,
    () => tf.constant(1n),
    () => tf.constant(2n),
  );
const switchText = (dtype: string) =>
  `Input 'pred' passed ${dtype} expected bool while building NodeDef 'cond/switch_pred/_2' using ` +
  'Op<name=Switch; signature=data:T, pred:bool -> output_false:T, output_true:T; attr=T:type>';

describe('predicates in a graph', () => {
  it('of cond are one bool, no number, no text and no boolean of the language', () => {
    const f = tf.function(branch);
    expect(
      f(tf.constant([true]))
        .numpy()
        .item(),
    ).toBe(1);
    expect(() => f(n(1n))).toThrow(switchText('int32'));
    expect(() => f(tf.constant(0.5))).toThrow(switchText('float'));
    expect(() => f(tf.constant('a'))).toThrow(switchText('string'));
    expect(() => f(tf.constant([true, false]))).toThrow(
      'The second input must be a scalar, but it has shape [2]',
    );
    expect(() => f(true as never)).toThrow("('pred must not be a Python bool', True)");
  });
  it('of cond are checked by a session when it runs', () => {
    const graph = new tf.Graph();
    using _ = graph.as_default();
    const p = tf1.placeholder(tf.int32, []);
    const chosen = branch(p);
    expect(() => new tf1.Session().run(chosen, [[p, 1n]])).toThrow(switchText('int32'));
  });

  const counting = (condition: (i: Tensor) => unknown, options: { maximum_iterations?: number } = {}) =>
    tf.function((start: Tensor) =>
      tf.while_loop(condition as (i: Tensor) => Tensor, (i: Tensor) => i.add(1), [start], options),
    );
  it('of a loop are bool', () => {
    const text =
      "Input 'input' passed int32 expected bool while building NodeDef 'while/LoopCond/_8' using Op<name=LoopCond; " +
      'signature=input:bool -> output:bool>';
    expect(() => counting(() => 5n)(n(0n))).toThrow(text);
    expect(() => counting((i) => i.sub(3))(n(0n))).toThrow(tf.errors.InvalidArgumentError);
    expect(() => counting(() => tf.constant([true, false]))(n(0n))).toThrow(
      'The second input must be a scalar, but it has shape [2]',
    );
    expect(counting((i) => [tf.less(i, 3)])(n(0n)).map((t) => t.numpy().item())).toEqual([3]);
  });
  it('of a loop with a limit are an operand of the logical and', () => {
    const most = { maximum_iterations: 2 };
    expect(() => counting((i) => i, most)(n(0n))).toThrow(
      "Input 'y' of 'LogicalAnd' Op has type int32 that does not match expected type of bool.",
    );
    expect(() =>
      tf.while_loop(
        (i: Tensor) => i,
        (i: Tensor) => [i],
        [n(0n)],
        most,
      ),
    ).toThrow(
      'cannot compute LogicalAnd as input #1(zero-based) was expected to be a bool tensor but is a int32 tensor',
    );
    expect(
      counting(
        () => true,
        most,
      )(n(0n))[0]!
        .numpy()
        .item(),
    ).toBe(2);
  });
});

describe('loop variables in a graph', () => {
  const twice = (i: Tensor) => tf.stack([i, i]);
  const small = (i: Tensor) => tf.less(tf.reduce_sum(i), 3);
  it('keep their dtype', () => {
    const toInt = (x: Tensor) => tf.while_loop(small, (i: Tensor) => tf.cast(i, tf.int32), [x]);
    expect(() => tf.function(toInt)(tf.constant(1))).toThrow(
      "Loop var x:0 enters the loop with type <dtype: 'float32'> but has type <dtype: 'int32'> after 1 iteration. " +
        'x:0 type should remain constant.',
    );
    const constants = () =>
      tf.while_loop(
        (_i: Tensor, j: Tensor) => tf.less(j, 3),
        (i: Tensor, j: Tensor) => [i, tf.cast(j, tf.int32)],
        [5n, 2],
      );
    expect(() => tf.function(constants)()).toThrow('Loop var Const_1:0 enters the loop');
  });
  it('keep their shape, or that of their invariant', () => {
    const grow = (options: { shape_invariants?: tf.TensorShape[] }) =>
      tf.function((x: Tensor) => tf.while_loop(small, twice, [x], options));
    const text = (before: string, after: string) =>
      `Input tensor \`x:0\` enters the loop with shape ${before}, but has shape ${after} after one iteration. To allow ` +
      'the shape to vary across iterations, use the `shape_invariants` argument of tf.while_loop to specify a ' +
      'less-specific shape.';
    expect(() => grow({})(tf.constant(1))).toThrow(text('()', '(2,)'));
    expect(() => grow({ shape_invariants: [new tf.TensorShape([3])] })(tf.constant(1))).toThrow(
      text('(3,)', '(2, 3)'),
    );
  });
});
