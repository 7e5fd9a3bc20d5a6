/** `tf.debugging`: the texts of TensorFlow 2.15. */
import * as tf from '../../src';

const d = tf.debugging;
const c = tf.constant;
const ints = (...values: bigint[]) => c(values);

it.each<[string, () => unknown, string]>([
  [
    'assert_equal',
    () => d.assert_equal(ints(1n, 2n, 3n), ints(1n, 2n, 4n)),
    'Condition x == y did not hold.\nIndices of first 1 different values:\n[[2]]\nCorresponding x values:\n[3]\nCorresponding y values:\n[4]\nFirst 3 elements of x:\n[1 2 3]\nFirst 3 elements of y:\n[1 2 4]',
  ],
  [
    'assert_equal of scalars',
    () => d.assert_equal(1.5, 2.5),
    'Condition x == y did not hold.\nFirst 1 elements of x:\n[1.5]\nFirst 1 elements of y:\n[2.5]',
  ],
  [
    'assert_equal with a message and fewer elements',
    () => d.assert_equal(ints(1n, 2n, 3n), ints(1n, 2n, 4n), { message: 'hello', summarize: 2 }),
    'hello\nCondition x == y did not hold.\nIndices of first 1 different values:\n[[2]]\nCorresponding x values:\n[3]\nCorresponding y values:\n[4]\nFirst 2 elements of x:\n[1 2]\nFirst 2 elements of y:\n[1 2]',
  ],
  [
    'assert_equal of matrices',
    () =>
      d.assert_equal(
        c([
          [1n, 2n],
          [3n, 4n],
        ]),
        c([
          [1n, 2n],
          [3n, 5n],
        ]),
      ),
    'Condition x == y did not hold.\nIndices of first 1 different values:\n[[1 1]]\nCorresponding x values:\n[4]\nCorresponding y values:\n[5]\nFirst 3 elements of x:\n[1 2 3]\nFirst 3 elements of y:\n[1 2 3]',
  ],
  [
    'assert_equal of strings',
    () => d.assert_equal(c(['a', 'b']), c(['a', 'c'])),
    "Condition x == y did not hold.\nIndices of first 1 different values:\n[[1]]\nCorresponding x values:\n[b'b']\nCorresponding y values:\n[b'c']\nFirst 2 elements of x:\n[b'a' b'b']\nFirst 2 elements of y:\n[b'a' b'c']",
  ],
  [
    'assert_greater',
    () => d.assert_greater(c([1, 2]), c([1, 3])),
    'Condition x > y did not hold.\nIndices of first 2 different values:\n[[0]\n [1]]\nCorresponding x values:\n[1. 2.]\nCorresponding y values:\n[1. 3.]\nFirst 2 elements of x:\n[1. 2.]\nFirst 2 elements of y:\n[1. 3.]',
  ],
  [
    'assert_positive',
    () => d.assert_positive(ints(1n, -2n), { message: 'm' }),
    "m.  \nCondition x > 0 did not hold element-wise:\nx (shape=(2,) dtype=int32) = \n['1', '-2']",
  ],
  [
    'assert_positive of many',
    () => d.assert_positive(ints(1n, -2n, 3n, 4n, 5n), { summarize: 2 }),
    "\nCondition x > 0 did not hold element-wise:\nx (shape=(5,) dtype=int32) = \n['1', '-2', '...']",
  ],
  [
    'assert_non_positive, which lacks a line end',
    () => d.assert_non_positive(c([1, -2.5])),
    "\nCondition x <= 0 did not hold element-wise:x (shape=(2,) dtype=float32) = \n['1.0', '-2.5']",
  ],
  [
    'assert_near',
    () => d.assert_near(c([1, 2]), c([1, 2.1])),
    "Expected 'tf.Tensor(False, shape=(), dtype=bool)' to be true. Summarized data: b''\nb'x and y not equal to tolerance rtol = tf.Tensor(1.1920929e-06, shape=(), dtype=float32), atol = tf.Tensor(1.1920929e-06, shape=(), dtype=float32)'\nb'x (shape=(2,) dtype=float32) = '\n1.0, 2.0\nb'y (shape=(2,) dtype=float32) = '\n1.0, 2.1",
  ],
  [
    'assert_near of integers',
    () => d.assert_near(ints(1n), ints(1n)),
    "data type <class 'numpy.int32'> not inexact",
  ],
  [
    'assert_rank',
    () => d.assert_rank(c([1, 2]), 2, { message: 'msg' }),
    'msg.  Tensor  must have rank 2.  Received rank 1, shape (2,)',
  ],
  ['assert_rank with a list', () => d.assert_rank(c([1, 2]), ints(1n)), 'Rank must be a scalar.'],
  [
    'assert_rank_at_least',
    () => d.assert_rank_at_least(c([1, 2]), 2),
    'Tensor  must have rank at least 2.  Received rank 1, shape (2,)',
  ],
  [
    'assert_rank_in',
    () => d.assert_rank_in(c([1, 2]), [0, 2]),
    'Tensor  must have rank in (0, 2).  Received rank 1, shape (2,)',
  ],
  [
    'assert_type',
    () => d.assert_type(ints(1n), tf.float32, 'm'),
    'm.  tensor must be of type tf.float32; got tf.int32',
  ],
  [
    'assert_integer',
    () => d.assert_integer(c([1])),
    'Expected "x" to be integer type.  Found: tensor of dtype <dtype: \'float32\'>',
  ],
  ['assert_scalar', () => d.assert_scalar(c([1])), 'Expected scalar shape, saw shape: (1,).'],
  [
    'assert_same_float_dtype',
    () => d.assert_same_float_dtype([c([1]), c([1], tf.float64)]),
    "tf.Tensor([1.], shape=(1,), dtype=float64), type=<dtype: 'float64'>, must be of the same type (<dtype: 'float32'>) as tf.Tensor([1.], shape=(1,), dtype=float32).",
  ],
  [
    'assert_proper_iterable',
    () => d.assert_proper_iterable('a'),
    'Expected argument "values" to be a "proper" iterable.  Found: <class \'str\'>',
  ],
  [
    'assert_shapes of sizes that differ',
    () =>
      d.assert_shapes([
        [c([[1n, 2n]]), ['N', 'M']],
        [ints(1n), ['M']],
      ]),
    'Specified by tensor shape=(1, 2) dtype=int32 dimension 1.  Tensor shape=(1,) dtype=int32 dimension 0 must have size 2.  Received size 1, shape (1,)',
  ],
  [
    'assert_shapes of innermost sizes',
    () => d.assert_shapes([[c([[1n, 2n]]), ['...', 3]]]),
    'Specified explicitly.  Tensor shape=(1, 2) dtype=int32 dimension -1 must have size 3.  Received size 2, shape (1, 2)',
  ],
  [
    'assert_shapes of another rank',
    () => d.assert_shapes([[c([[1n, 2n]]), ['N']]]),
    'Tensor  must have rank in (0, 1).  Received rank 2, shape (1, 2)',
  ],
  [
    'check_numerics',
    () => d.check_numerics(c([1, Number.NaN, Infinity]), 'msg'),
    'msg : Tensor had Inf and NaN values',
  ],
  [
    'assert_all_finite',
    () => d.assert_all_finite(c([1, -Infinity], tf.float16), 'msg'),
    'msg : Tensor had Inf values',
  ],
  [
    'Assert',
    () => d.Assert(c(false), [c(1n), 'abc', ints(1n, 2n, 3n, 4n)]),
    "Expected 'tf.Tensor(False, shape=(), dtype=bool)' to be true. Summarized data: 1\nb'abc'\n1, 2, 3, ...",
  ],
])('%s says what is wrong', (_name, run, text) => {
  let message = 'nothing';
  try {
    run();
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toBe(text);
});

it('passes what is as it should be', () => {
  d.assert_equal(ints(1n, 2n), ints(1n, 2n));
  d.assert_none_equal(ints(1n), ints(2n));
  d.assert_less(ints(1n, 2n), 3);
  d.assert_near(1, 1.0000001);
  d.assert_rank([[1, 2]], 2);
  d.assert_shapes([
    [c([[1n, 2n]]), [null, 2]],
    [c([[1n, 2n]]), 'NM'],
    [c(1n), []],
    [c([[1n, 2n, 3n]]), ['...', 3]],
  ]);
  d.assert_shapes(new Map([[c([[1n, 2n]]), ['*', '2']]]));
  tf.Assert(true, []);
  expect(
    d
      .check_numerics(c([1, 2]), 'm')
      .numpy()
      .tolist(),
  ).toEqual([1, 2]);
  expect([1, c(1), c('a'), c(true)].map((v) => d.is_numeric_tensor(v))).toEqual([false, true, false, false]);
});

it('answers what a program asks of the runtime', () => {
  expect([1, c(1), new tf.Variable(1)].map((v) => tf.is_tensor(v))).toEqual([false, true, true]);
  expect([tf.__version__, tf.executing_eagerly(), tf.no_op(), tf.group(c(1))]).toEqual([
    '2.15.1',
    true,
    null,
    null,
  ]);
  expect(tf.device('/CPU:0').use(() => 1)).toBe(1);
  expect(() => tf.device('foo').use(() => 1)).toThrow(
    "Unknown attribute 'foo' is encountered while parsing the device spec: 'foo'.",
  );
  expect(tf.get_static_value(1)).toBe(1);
  expect(tf.tuple([c(1), null])[1]).toBeNull();
});
