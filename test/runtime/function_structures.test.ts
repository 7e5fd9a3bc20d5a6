/** What goes in and out of a `tf.function`, and what it says of itself. Expectations are TF 2.15's. */
import * as tf from 'flowpoint';
import { namedtuple, repr, str, tuple } from 'flowpoint/python';
import type { Tensor } from '../../src/runtime/tensor';

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('structures', () => {
  it('go in and come out as they are: None, tuples, namedtuples, dicts, variables, IndexedSlices', () => {
    const Point = namedtuple('Point', ['a', 'b']);
    const identity = tf.function(<T>(x: T): T => x) as <T>(x: T) => T;
    const point = identity(new Point(tf.constant(1), [tf.constant(2), null]));
    expect(repr(point)).toBe(
      'Point(a=<tf.Tensor: shape=(), dtype=float32, numpy=1.0>, b=[<tf.Tensor: shape=(), dtype=float32, numpy=2.0>, None])',
    );
    expect(repr(identity(tuple(tf.constant(1n), { x: tf.constant(2n) })))).toBe(
      "(<tf.Tensor: shape=(), dtype=int32, numpy=1>, {'x': <tf.Tensor: shape=(), dtype=int32, numpy=2>})",
    );
    expect(identity(new tf.Variable(1))).toBeInstanceOf(tf.Tensor);
    const slices = new tf.IndexedSlices(tf.constant([[1, 2]]), tf.constant([1n]), tf.constant([3n, 2n]));
    expect(json(identity(slices).values)).toEqual([[1, 2]]);
  });
  it('may be ragged, and one trace is for rows of any length', () => {
    const seen: string[] = [];
    const f = tf.function((x: tf.RaggedTensor) => {
      seen.push(repr(x));
      return x;
    });
    const ragged = (values: number[], splits: number[]) =>
      tf.RaggedTensor.from_row_splits(tf.constant(values), splits);
    expect(repr(f(ragged([1, 2, 3], [0, 2, 3])))).toBe('<tf.RaggedTensor [[1.0, 2.0], [3.0]]>');
    expect(repr(f(ragged([1], [0, 0, 1])))).toBe('<tf.RaggedTensor [[], [1.0]]>');
    f(ragged([1], [0, 1]));
    expect(seen).toHaveLength(2);
    expect(seen[0]).toMatch(
      /^tf.RaggedTensor\(values=Tensor\("\w+:0", shape=\(None,\), dtype=float32\), row_splits=Tensor\("\w+:0", shape=\(3,\), dtype=int64\)\)$/,
    );
  });
});

describe('an input signature of structures', () => {
  const f = tf.function((x: Tensor, d: { a: Tensor; b: Tensor[] }) => [x, d.a, d.b[0]!], {
    input_signature: [
      new tf.TensorSpec([null, 2]),
      { a: new tf.TensorSpec([], tf.int32), b: [new tf.TensorSpec(null)] },
    ],
  }) as (x: unknown, d?: unknown, ...more: unknown[]) => Tensor[];
  const signature =
    "(x: TensorSpec(shape=(None, 2), dtype=tf.float32, name=None), d: Dict[['a', TensorSpec(shape=(), dtype=tf.int32, name=None)], " +
    "['b', List[TensorSpec(shape=<unknown>, dtype=tf.float32, name=None)]]])";

  it('converts lists and numbers where it has tensors', () => {
    expect(json(f([[1, 2]], { a: 1, b: [[3, 4]] }))).toEqual([[[1, 2]], 1, [3, 4]]);
  });
  it('says what does not fit', () => {
    expect(() => f(tf.constant([[1, 2]]), { a: 1n })).toThrow(
      "Binding inputs to tf.function failed due to `{'a': 1} has different keys with the TraceType Dict[['a', " +
        "TensorSpec(shape=(), dtype=tf.int32, name=None)], ['b', List[TensorSpec(shape=<unknown>, dtype=tf.float32, name=None)]]].`.",
    );
    expect(() => f(tf.constant([[1, 2]]))).toThrow(
      `failed due to \`missing a required argument: 'd'\`. Received args: (<tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[1., 2.]], dtype=float32)>,) and kwargs: {} for signature: ${signature}.`,
    );
  });
});

describe('a concrete function', () => {
  it('returns identities, in the structure that the function gives', () => {
    const Point = namedtuple('Point', ['a', 'b']);
    const f = tf.function((x: Tensor, k: bigint) => ({ a: x.mul(k), b: tuple(x, null, new Point(x, [x])) }));
    const concrete = f.get_concrete_function(new tf.TensorSpec([null], tf.float32), 3n);
    expect(repr(concrete.structured_outputs)).toBe(
      "{'a': <tf.Tensor 'Identity:0' shape=(None,) dtype=float32>, 'b': (<tf.Tensor 'Identity_1:0' shape=(None,) dtype=float32>, " +
        "None, Point(a=<tf.Tensor 'Identity_2:0' shape=(None,) dtype=float32>, b=[<tf.Tensor 'Identity_3:0' shape=(None,) dtype=float32>]))}",
    );
    expect(repr(concrete.structured_input_signature)).toBe(
      "((TensorSpec(shape=(None,), dtype=tf.float32, name='x'), 3), {})",
    );
    const spec = 'TensorSpec(shape=(None,), dtype=tf.float32, name=None)';
    expect(str(concrete)).toBe(
      `ConcreteFunction Input Parameters:\n  x (POSITIONAL_OR_KEYWORD): ${spec}\n  k (POSITIONAL_OR_KEYWORD): Literal[3]\n` +
        `Output Type:\n  Dict[['a', ${spec}], ['b', Tuple[${spec}, Literal[None], Point[['a', ${spec}], ['b', List[${spec}]]]]]]\n` +
        'Captures:\n  None',
    );
  });
  it('keeps the names of specs, and names missing arguments by parameter', () => {
    const f = tf.function((x: Tensor) => x.mul(2), {
      input_signature: [new tf.TensorSpec([null], tf.float32, 'inp')],
    });
    const concrete = f.get_concrete_function();
    expect(concrete.pretty_printed_signature()).toBe(
      "Input Parameters:\n  x (POSITIONAL_OR_KEYWORD): TensorSpec(shape=(None,), dtype=tf.float32, name='inp')\n" +
        'Output Type:\n  TensorSpec(shape=(None,), dtype=tf.float32, name=None)\nCaptures:\n  None',
    );
    expect(() => concrete()).toThrow("failed due to `missing a required argument: 'x'`. Received args: ()");
    expect(() => f(tf.constant([1n]))).toThrow(
      "Can not cast TensorSpec(shape=(1,), dtype=tf.int32, name='inp') to TensorSpec(shape=(None,), dtype=tf.float32, name='inp')",
    );
  });
  it('has the handles of variables among its inputs', () => {
    const w = new tf.Variable(2);
    const concrete = tf.function((x: Tensor) => x.mul(w)).get_concrete_function(new tf.TensorSpec([]));
    expect(concrete.inputs.map((t) => t.dtype.name)).toEqual(['float32', 'resource']);
    expect(concrete.pretty_printed_signature()).toMatch(
      /Captures:\n {2}\d+: TensorSpec\(shape=\(\), dtype=tf.resource, name=None\)$/,
    );
  });
});

describe('what goes wrong', () => {
  it('in a trace does not count as one', () => {
    const f = tf.function((_x: Tensor): Tensor => {
      throw new Error('no');
    });
    expect(() => f(tf.constant(1))).toThrow('no');
    expect(f.experimental_get_tracing_count()).toBe(0);
  });
  it('with shapes is said in the words of a graph', () => {
    const spec = (...dims: number[]) => new tf.TensorSpec(dims);
    expect(() =>
      tf.function((x: Tensor, y: Tensor) => x.mul(y)).get_concrete_function(spec(2, 2), spec(3)),
    ).toThrow(
      "Dimensions must be equal, but are 2 and 3 for '{{node mul}} = Mul[T=DT_FLOAT](x, y)' with input shapes: [2,2], [3].",
    );
    expect(() =>
      tf
        .function((x: Tensor, y: Tensor) => tf.matmul(x, y, { transpose_a: true }))
        .get_concrete_function(spec(2, 3), spec(4, 3)),
    ).toThrow(
      "Dimensions must be equal, but are 2 and 4 for '{{node MatMul}} = MatMul[T=DT_FLOAT, transpose_a=true, " +
        "transpose_b=false](x, y)' with input shapes: [2,3], [4,3].",
    );
  });
  it('in an assertion is said by the operation', () => {
    const run = (check: (x: Tensor) => void, ...values: number[]) =>
      tf.function(
        (x: Tensor) => {
          check(x);
          return x;
        },
        { input_signature: [new tf.TensorSpec(null, tf.float32, 'x')] },
      )(tf.constant(values));
    expect(() =>
      run((x) => tf.debugging.assert_less(x, 1, { message: 'hm', summarize: 2 }), 1, 2, 3),
    ).toThrow('assertion failed: [hm] [Condition x < y did not hold element-wise:] [x (x:0) = ] [1 2...]');
    expect(() => run((x) => tf.debugging.assert_negative(x, { message: 'q' }), 1, 2, -1, 3)).toThrow(
      'assertion failed: [q.  ] [Condition x < 0 did not hold element-wise:] [x (x:0) = ] [1 2 -1...]',
    );
    expect(() =>
      run((x) => tf.debugging.Assert(tf.reduce_all(x.greater(0)), [x, 'what']), -1, 2, 3, 4),
    ).toThrow('assertion failed: [-1 2 3...] [what]');
  });
});
