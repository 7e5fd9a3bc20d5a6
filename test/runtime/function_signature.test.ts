/** Defaults, structures and given signatures of a `tf.function`, in TensorFlow 2.15's words. */
import * as tf from 'flowpoint';
import { namedtuple, repr, tuple } from 'flowpoint/python';
import { parametersOf } from '../../src/runtime/function/parameters';
import type { Tensor } from '../../src/runtime/tensor';

const one = tf.constant(1);
const scalar = new tf.TensorSpec([]);
const described = (lines: readonly string[], output = 'TensorSpec(shape=(), dtype=tf.float32, name=None)') =>
  `Input Parameters:\n${lines.map((line) => `  ${line}\n`).join('')}Output Type:\n  ${output}\nCaptures:\n  None`;
const x = 'x (POSITIONAL_OR_KEYWORD): TensorSpec(shape=(), dtype=tf.float32, name=None)';

describe('defaults that are literals', () => {
  function fd(x: Tensor | bigint, _y = 2n, _z: unknown = null, _w = 's', _v = -1.5) {
    return tf.convert_to_tensor(x);
  }
  it('make one trace of a call with and a call without them', () => {
    const f = tf.function(fd);
    for (let i = 0; i < 2; i++) {
      f(one);
      f(one, 2n);
      f(one, 2n, null, 's', -1.5);
    }
    expect(f.experimental_get_tracing_count()).toBe(1);
    f(one, 3n);
    expect(f.experimental_get_tracing_count()).toBe(2);
  });
  it('are part of the signature', () => {
    const concrete = tf.function(fd).get_concrete_function(scalar);
    expect(repr(concrete.structured_input_signature)).toBe(
      "((TensorSpec(shape=(), dtype=tf.float32, name='x'), 2, None, 's', -1.5), {})",
    );
    const kind = '(POSITIONAL_OR_KEYWORD)';
    expect(concrete.pretty_printed_signature()).toBe(
      described([
        x,
        `_y ${kind}: Literal[2]`,
        `_z ${kind}: Literal[None]`,
        `_w ${kind}: Literal['s']`,
        `_v ${kind}: Literal[-1.5]`,
      ]),
    );
  });
  it('must be given to a concrete function, or left out with all that is no tensor', () => {
    const f = tf.function((x: Tensor, _y = 2n, _z = true) => x);
    const concrete = f.get_concrete_function(scalar);
    const signature =
      '(x: TensorSpec(shape=(), dtype=tf.float32, name=None), _y: Literal[2], _z: Literal[True]) -> ' +
      'TensorSpec(shape=(), dtype=tf.float32, name=None)';
    expect([concrete(one), concrete(one, 2n, true)].map(repr)).toEqual([repr(one), repr(one)]);
    expect(() => concrete(one, 2n)).toThrow(
      "Binding inputs to tf.function failed due to `missing a required argument: '_z'`. Received args: " +
        `(${repr(one)}, 2) and kwargs: {} for signature: ${signature}.\nFallback to flat signature also failed due to: ` +
        'lambda(x) takes 1 positional arguments, got 2.',
    );
    expect(() => concrete(one, 3n, true)).toThrow('failed due to `Can not cast 3 to Literal[2]`');
    expect(() => concrete(one, 2n, true, 4)).toThrow('failed due to `too many positional arguments`');
  });
  it('follow an input signature', () => {
    const f = tf.function((x: Tensor, _y: number | bigint = 2n, _z = -1.5) => x, {
      input_signature: [scalar],
    });
    f(one);
    f(one, 2n, -1.5);
    expect(f.experimental_get_tracing_count()).toBe(1);
    expect(repr(f.get_concrete_function().structured_input_signature)).toBe(
      "((TensorSpec(shape=(), dtype=tf.float32, name='x'), 2, -1.5), {})",
    );
    expect(() => f(one, 3n)).toThrow(
      `failed due to \`Can not cast 3 to Literal[2]\`. Received args: (${repr(one)}, 3) and kwargs: {} for signature: ` +
        '(x: TensorSpec(shape=(), dtype=tf.float32, name=None), _y: Literal[2] = <captured_default_value>, ' +
        '_z: Literal[-1.5] = <captured_default_value>).',
    );
  });
  it('become tensors where the input signature has a spec for them', () => {
    const f = tf.function((_x: Tensor, y: unknown = 2n) => y, {
      input_signature: [scalar, new tf.TensorSpec([], tf.int32)],
    });
    expect(repr(f(one))).toBe('<tf.Tensor: shape=(), dtype=int32, numpy=2>');
    expect(repr(f(one, 5n))).toBe('<tf.Tensor: shape=(), dtype=int32, numpy=5>');
  });
  it('are read from the source, and nothing else is', () => {
    const other = 7;
    const f = (a = '),(', /* b = 1, */ b = 1e3, c = true, d = other, { e } = { e: 1 }, ...g: unknown[]) => [
      a,
      b,
      c,
      d,
      e,
      g,
    ];
    const literals = parametersOf(f).map(({ name, literal, isOptional, isRest }) => [
      name,
      literal,
      isOptional,
      isRest,
    ]);
    expect(literals).toEqual([
      ['a', '),(', true, false],
      ['b', 1000, true, false],
      ['c', true, true, false],
      ['d', undefined, true, false],
      [null, undefined, false, false],
      ['g', undefined, false, true],
    ]);
  });
});

describe('arguments', () => {
  it('that are too many are refused', () => {
    const f = tf.function((x: Tensor, _y = 2n) => x) as (...args: unknown[]) => unknown;
    expect(() => f(1n, 2n, 3n)).toThrow(
      'failed due to `too many positional arguments`. Received args: (1, 2, 3) and kwargs: {} for signature: ' +
        '(x, _y=<captured_default_value>).',
    );
  });
  it('that are structures are one parameter each, and their leaves have paths', () => {
    const f = tf.function((d: { a: Tensor; b: unknown }, e: unknown = null) => [d.a, e][0]);
    const concrete = f.get_concrete_function(
      { a: scalar, b: [new tf.TensorSpec([2]), tuple(new tf.TensorSpec([3]), 4n)] },
      null,
    );
    expect(repr(concrete.structured_input_signature)).toBe(
      "(({'a': TensorSpec(shape=(), dtype=tf.float32, name='d_a'), 'b': [TensorSpec(shape=(2,), dtype=tf.float32, name='d_b_0'), " +
        "(TensorSpec(shape=(3,), dtype=tf.float32, name='d_b_1_0'), 4)]}, None), {})",
    );
    expect(concrete.pretty_printed_signature()).toBe(
      described([
        "d (POSITIONAL_OR_KEYWORD): Dict[['a', TensorSpec(shape=(), dtype=tf.float32, name=None)], ['b', " +
          'List[TensorSpec(shape=(2,), dtype=tf.float32, name=None), Tuple[TensorSpec(shape=(3,), dtype=tf.float32, ' +
          'name=None), Literal[4]]]]]',
        'e (POSITIONAL_OR_KEYWORD): Literal[None]',
      ]),
    );
    expect(concrete.inputs.map((t) => t.name)).toEqual(['d:0', 'd_1:0', 'd_2:0']);
    const [two, three] = [tf.constant([1, 2]), tf.constant([1, 2, 3])];
    expect(repr(concrete(one, two, three))).toBe(repr(one));
    expect(repr(concrete({ d: one, d_1: two, d_2: three }))).toBe(repr(one));
    expect(() => concrete(one)).toThrow('lambda(d, d_1, d_2) missing required arguments: d_1, d_2.');
  });
  it('of namedtuples are called after fields, of a rest parameter after positions', () => {
    const Pair = namedtuple('Pair', ['u', 'v']);
    const f = tf.function((p: { u: Tensor }) => p.u).get_concrete_function(new Pair(one, one));
    expect(repr(f.structured_input_signature)).toMatch(/name='p_u'.*name='p_v'/);
    const rest = tf.function((...xs: Tensor[]) => xs[0]).get_concrete_function(one, [one]);
    expect(repr(rest.structured_input_signature)).toMatch(/name='xs_0'.*name='xs_1_0'/);
    expect(rest.pretty_printed_signature()).toBe(
      described([
        'xs_0 (POSITIONAL_ONLY): TensorSpec(shape=(), dtype=tf.float32, name=None)',
        'xs_1 (POSITIONAL_ONLY): List[TensorSpec(shape=(), dtype=tf.float32, name=None)]',
      ]),
    );
  });
});

describe('get_concrete_function of a function with an input signature', () => {
  const open = new tf.TensorSpec([null]);
  const f = tf.function((a: Tensor) => a, { input_signature: [open] });
  it('takes specs that fit it', () => {
    for (const spec of [open, new tf.TensorSpec([3])])
      expect(repr(f.get_concrete_function(spec).structured_input_signature)).toBe(
        "((TensorSpec(shape=(None,), dtype=tf.float32, name='a'),), {})",
      );
    expect(repr(f.input_signature)).toBe('(TensorSpec(shape=(None,), dtype=tf.float32, name=None),)');
  });
  it.each([
    [new tf.TensorSpec([2, 2])],
    [new tf.TensorSpec(null)],
    [new tf.TensorSpec([2], tf.int32)],
    [new tf.TensorSpec([2], tf.float32, 'q')],
  ])('refuses %s', (spec) => {
    expect(() => f.get_concrete_function(spec)).toThrow(
      `failed due to \`Can not cast ${repr(spec)} to ${repr(open)}\`. Received args: (${repr(spec)},) and kwargs: {}`,
    );
  });
});

describe('a concrete function', () => {
  it('has shapes and dtypes in the structure of its outputs', () => {
    const concrete = tf
      .function((x: Tensor) => ({ o: x.add(tf.constant([1, 2])), p: tuple(x, null) }))
      .get_concrete_function(new tf.TensorSpec([null]));
    expect(repr(concrete.output_shapes)).toBe(
      "{'o': TensorShape([2]), 'p': (TensorShape([None]), TensorShape(None))}",
    );
    expect(repr(concrete.output_dtypes)).toBe("{'o': tf.float32, 'p': (tf.float32, None)}");
    expect(repr(concrete.graph.structured_outputs)).toBe(repr(concrete.structured_outputs));
    expect(repr(concrete.graph.structured_input_signature)).toBe(repr(concrete.structured_input_signature));
  });
  it('of nothing has an unknown shape and no dtype', () => {
    const concrete = tf.function(() => null).get_concrete_function();
    expect([concrete.output_shapes, concrete.output_dtypes].map(repr)).toEqual(['TensorShape(None)', 'None']);
  });
  it('numbers the variables that it is given', () => {
    const [v, w] = [new tf.Variable(1), new tf.Variable(2)];
    const f = tf.function((p: tf.Variable[]) => p[0]!.read_value());
    expect(f.get_concrete_function([v, w, v]).pretty_printed_signature()).toMatch(
      /alias_id=0\), .*alias_id=1\), .*alias_id=0\)\]/,
    );
  });
});

describe('autograph.experimental.do_not_convert', () => {
  const { do_not_convert } = tf.autograph.experimental;
  it('leaves functions and methods as they are', () => {
    const f = (x: number) => x + 1;
    expect([do_not_convert(f), do_not_convert()(f), do_not_convert(null)(f)]).toEqual([f, f, f]);
    class Counter {
      n = 1;
      @do_not_convert
      next() {
        return ++this.n;
      }
      @do_not_convert()
      last() {
        return this.n;
      }
    }
    const counter = new Counter();
    expect([counter.next(), counter.last()]).toEqual([2, 2]);
  });
});
