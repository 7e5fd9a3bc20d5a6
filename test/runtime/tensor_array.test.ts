/** TensorArrays eagerly and in functions: the programs of fixtures/tensor_array, as Python TensorFlow answers them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '../../src';

type Array_ = tf.TensorArray;
type Result = tf.Tensor | readonly tf.Tensor[];
type Program = () => Result;

const X = tf.constant([
  [1, 2],
  [3, 4],
  [5, 6],
]);
const array = (size: number, keywords: object = {}) =>
  new tf.TensorArray('float32', size, { clear_after_read: false, ...keywords });
const growing = () => array(0, { dynamic_size: true });
const of = (t: Array_, read: (t: Array_) => Result) => read(t);

const both: Record<string, Program> = {
  'writes and reads': () =>
    of(array(3).write(0, [1, 2]).write(2, [3, 4]), (t) => [t.read(0), t.read(2), t.stack(), t.size()]),
  grows: () => growing().write(2, 1.5).stack(),
  'takes rows': () => of(growing().unstack(X), (t) => [t.read(1), t.gather([2, 0]), t.concat(), t.size()]),
  scatters: () =>
    array(4, { element_shape: [2] })
      .scatter([3, 1], tf.slice(X, [0, 0], [2, 2]))
      .stack(),
  splits: () =>
    of(array(2, { infer_shape: false }).split(X, [1, 2]), (t) => [t.read(0), t.read(1), t.concat()]),
  'gives an empty tensor': () => array(0, { element_shape: [2] }).stack(),
  'refuses another dtype': () => array(1).write(0, tf.constant(1n)).stack(),
  'refuses another shape': () => array(2).write(0, [1]).write(1, [1, 2]).stack(),
  'refuses an index behind the end': () => array(1).write(1, 1).stack(),
};

function powers(x: tf.Tensor): tf.Tensor {
  const [, ta] = tf.while_loop(
    (i: tf.Tensor) => tf.less(i, 4),
    (i: tf.Tensor, ta: Array_, s: tf.Tensor) => [i.add(1), ta.write(i, s.mul(x)), s.mul(x).add(1)],
    [tf.constant(0n), new tf.TensorArray('float32', 4), x] as const,
  ) as unknown as [tf.Tensor, Array_];
  return tf.reduce_sum(tf.square(ta.stack()));
}
function gradients(): Result {
  const x = tf.constant(1.5);
  const [outer, inner] = [new tf.GradientTape(), new tf.GradientTape()];
  return outer.use(() => {
    outer.watch(x);
    const y = inner.use(() => {
      inner.watch(x);
      return powers(x);
    });
    const first = inner.gradient(y, x) as tf.Tensor;
    return [y, first, outer.gradient(first, x) as tf.Tensor];
  });
}

const programs: Record<string, Program> = {
  'eager clears what was read': () =>
    of(new tf.TensorArray('float32', 1).write(0, 1), (t) => [t.read(0), t.read(0)]),
  'eager refuses a negative index': () => array(1).read(-1),
  'eager refuses to read behind the end': () => array(1).read(1),
  'eager refuses more rows than it has': () => array(1).unstack(X).stack(),
  'eager refuses lengths of another sum': () => array(2).split(X, [1, 1]).stack(),
  'eager needs a size': () => new tf.TensorArray('float32').stack(),
};
for (const [name, program] of Object.entries({ ...both, powers: gradients })) {
  programs[`eager ${name}`] = program;
  programs[`in a function ${name}`] = () => tf.function(program)() as Result;
}

function answer(program: Program): unknown {
  try {
    return { values: tf.nest.map_structure((t: tf.Tensor) => t.numpy().tolist(), program()) };
  } catch (error) {
    return { error: (error as Error).name };
  }
}

const answers = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/tensor_array/tensor_array.json'), 'utf8'),
) as Record<string, unknown>;

it.each(Object.keys(answers))('%s', (name) => {
  expect(answer(programs[name]!)).toEqual(answers[name]);
});

it('is one value of a structure, and comes out of a function as it is', () => {
  const made = tf.function((x: tf.Tensor) => ({ ta: growing().unstack(x), x }))(X) as { ta: Array_ };
  expect(made.ta).toBeInstanceOf(tf.TensorArray);
  expect(made.ta.stack().numpy().tolist()).toEqual(X.numpy().tolist());
  expect(tf.nest.flatten({ ta: made.ta })).toEqual([made.ta]);
});

it('goes through a branch, and its gradient with it', () => {
  const f = tf.function((x: tf.Tensor, first: tf.Tensor) => {
    const ta = array(2).unstack(tf.stack([x, x.mul(x)]));
    const taken = tf.cond(
      first,
      () => ta.write(1, 7),
      () => ta,
    );
    return taken.stack();
  });
  const gradient = (first: boolean): unknown => {
    const x = tf.constant(3);
    const tape = new tf.GradientTape();
    const y = tape.use(() => {
      tape.watch(x);
      return f(x, tf.constant(first)) as tf.Tensor;
    });
    return (tape.gradient(y, x) as tf.Tensor).numpy().tolist();
  };
  expect([gradient(true), gradient(false)]).toEqual([1, 7]);
});
