/** Names, consumers, shapes that do not fit and second derivatives in a graph: what TensorFlow 2.15 answers. */
import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import { repr } from 'flowpoint/python';
import type { Tensor } from '../../src/runtime/tensor';

function inGraph<R>(build: () => R): R {
  return new tf.Graph().as_default().use(build);
}

describe('names of nodes', () => {
  const scope = (name: string) =>
    `'${name}' is not a valid root scope name. A root scope name has to match the following pattern: ` +
    '^[A-Za-z0-9.][A-Za-z0-9_.\\\\/>-]*$';
  const node = (name: string) =>
    `\`${name}\` is not a valid node name. Accepted names conform to Regex ` +
    "/re.compile('^[A-Za-z0-9.][A-Za-z0-9_.\\\\\\\\/>-]*$')/";
  it.each(['b d', '_a', ' ', 'a:0', 'é', '-a', '/a', 'a$'])(
    'refuse %j in the words of scopes, but for constants',
    (name) => {
      inGraph(() => {
        const p = tf1.placeholder(tf.float32);
        expect(() => tf.constant(1, { name })).toThrow(node(name));
        expect(() => tf.add(p, p, name)).toThrow(scope(name));
        expect(() => tf1.placeholder(tf.float32, { name })).toThrow(scope(name));
      });
    },
  );
  it('inside a scope may begin with what a scope may', () => {
    inGraph(() =>
      tf.name_scope('out', () => {
        expect(tf.constant(1, { name: '_a' }).name).toBe('out/_a:0');
        expect(() => tf.constant(1, { name: 'b d' })).toThrow(node('out/b d'));
      }),
    );
  });
  it('that are empty are the type, and those that end in a slash are taken once', () => {
    inGraph(() => {
      const p = tf1.placeholder(tf.float32);
      expect(tf.add(p, p, '').name).toBe('AddV2:0');
      expect(() => tf.constant(1, { name: '' })).toThrow(node(''));
      expect(tf.constant(1, { name: 'a/' }).name).toBe('a:0');
      expect(() => tf.add(p, p, 'a/')).toThrow("Duplicate node name in graph: 'a'");
    });
  });
});

describe('names that nobody gave', () => {
  it('are other ones for operators than for functions', () => {
    const named = (of: (x: Tensor, b: Tensor, m: Tensor) => Tensor | tf.Operation | null) =>
      inGraph(() => {
        const result = of(
          tf1.placeholder(tf.float32, [], 'x'),
          tf1.placeholder(tf.bool, [], 'b'),
          tf1.placeholder(tf.float32, [2, 2], 'm'),
        );
        return result!.name.replace(':0', '');
      });
    const names = [
      [named((x) => x.add(x)), named((x) => tf.add(x, x)), 'add', 'Add'],
      [named((x) => x.radd(1)), named((x) => tf.subtract(x, x)), 'add', 'Sub'],
      [named((x) => x.sub(x)), named((x) => tf.multiply(x, x)), 'sub', 'Mul'],
      [named((x) => x.mul(x)), named((x) => tf.pow(x, x)), 'mul', 'Pow'],
      [named((x) => x.pow(x)), named((x) => tf.math.floormod(x, x)), 'pow', 'FloorMod'],
      [named((x) => x.mod(x)), named((x) => tf.divide(x, x)), 'mod', 'truediv'],
      [named((x) => x.floordiv(x)), named((x) => tf.math.floordiv(x, x)), 'floordiv', 'floordiv'],
      [named((_, b) => b.and(b)), named((_, b) => tf.logical_and(b, b)), 'and', 'LogicalAnd'],
      [named((_, b) => b.xor(b)), named((x) => tf.math.divide_no_nan(x, x)), 'xor', 'div_no_nan'],
      [named((_x, _b, m) => m.matmul(m)), named((_x, _b, m) => tf.matmul(m, m)), 'matmul', 'MatMul'],
      [named(() => tf.no_op()), named(() => tf.one_hot([1], 3)), 'NoOp', 'one_hot'],
      [
        named((_x, _b, m) => tf.linalg.diag(m)),
        named((_x, _b, m) => tf.linalg.diag_part(m)),
        'diag',
        'diag_part',
      ],
    ];
    for (const [one, other, ...expected] of names) expect([one, other]).toEqual(expected);
  });
});

describe('functions of several operations', () => {
  const names = (build: (v: Tensor) => unknown) =>
    inGraph(() => {
      const v = tf1.placeholder(tf.float32, [2], 'v');
      const made = build(v);
      return (Array.isArray(made) ? made : [made]).map((t: Tensor) => t.name);
    });
  it('stand in a scope of their own, whose name the last of some has', () => {
    expect(names((v) => [tf.norm(v), tf.norm(v)])).toEqual(['norm/Squeeze:0', 'norm_1/Squeeze:0']);
    expect(names((v) => tf.nn.dropout(v, 0.5))).toEqual(['dropout/SelectV2:0']);
    expect(names((v) => [...tf.nn.moments(v, [0])])).toEqual(['moments/Squeeze:0', 'moments/Squeeze_1:0']);
    expect(names((v) => [tf.math.reduce_std(v), tf.reduce_logsumexp(v)])).toEqual([
      'reduce_std/Sqrt:0',
      'ReduceLogSumExp:0',
    ]);
    expect(names((v) => [tf.clip_by_value(v, 0, 1), tf.nn.l2_normalize(v)])).toEqual([
      'clip_by_value:0',
      'l2_normalize:0',
    ]);
    expect(
      names(() => [
        tf.random.normal([2]),
        tf.random.truncated_normal([2]),
        tf.random.uniform([2]),
        tf.random.uniform([2], 1, 3),
        tf.random.uniform([2], 0n, 5n, tf.int32),
      ]),
    ).toEqual([
      'random_normal:0',
      'truncated_normal:0',
      'random_uniform/RandomUniform:0',
      'random_uniform_1:0',
      'random_uniform_2:0',
    ]);
    expect(names((v) => [tf.boolean_mask(v, [true, false]), tf.math.logical_xor(true, false)])).toEqual([
      'boolean_mask/GatherV2:0',
      'LogicalXor:0',
    ]);
  });
  it('call it as they are told', () => {
    expect(names((v) => [tf.norm(v, { name: 'n' }), tf.clip_by_value(v, 0, 1, 'c')])).toEqual([
      'n/Squeeze:0',
      'c:0',
    ]);
    expect(names(() => tf.random.normal([2], { name: 'r' }))).toEqual(['r:0']);
    expect(names((v) => tf.name_scope('s', () => tf.nn.dropout(v, 0.5, { name: 'd' })))).toEqual([
      's/d/SelectV2:0',
    ]);
  });
});

describe('elements of a graph', () => {
  it('tell who uses them, once for each use', () => {
    inGraph(() => {
      const a = tf.constant(1, { name: 'aa' });
      const sum = a.add(a);
      const square = tf.square(a, 'sq');
      expect(a.consumers().map((op) => op.type)).toEqual(['AddV2', 'AddV2', 'Square']);
      expect(square.consumers()).toEqual([]);
      expect(repr(square.op.values())).toBe("(<tf.Tensor 'sq:0' shape=() dtype=float32>,)");
      expect(sum.op.values()[0]).toBe(sum);
    });
    expect(() => tf.constant(1).consumers()).toThrow(
      'Tensor.consumers is undefined when eager execution is enabled.',
    );
  });
});

describe('shapes that do not fit', () => {
  const product = tf.function((a: Tensor, b: Tensor) => tf.matmul(a, b));
  const [vector, matrix, batch] = [tf.ones([2]), tf.ones([2, 2]), tf.ones([2, 2, 2])];
  it('in products in a graph', () => {
    const flat = 'MatMul[T=DT_FLOAT, transpose_a=false, transpose_b=false](a, b)';
    expect(() => product(vector, vector)).toThrow(
      `Shape must be rank 2 but is rank 1 for '{{node MatMul}} = ${flat}' with input shapes: [2], [2].`,
    );
    expect(() => product(tf.constant(1), matrix)).toThrow('Shape must be rank 2 but is rank 0 for');
    const batched = 'BatchMatMulV2[T=DT_FLOAT, adj_x=false, adj_y=false](a, b)';
    expect(() => product(batch, vector)).toThrow(
      `Shape must be at least rank 2 but is rank 1 for '{{node MatMul}} = ${batched}' with input shapes: [2,2,2], [2].`,
    );
    expect(() => product(batch, tf.ones([3, 2, 2]))).toThrow(
      `Dimensions must be equal, but are 2 and 3 for '{{node MatMul}} = ${batched}'`,
    );
  });
  it('in eager products', () => {
    expect(() => tf.matmul(vector, vector)).toThrow('In[0] and In[1] ndims must be == 2: 1');
    expect(() => tf.matmul(matrix, vector)).toThrow('In[0] and In[1] has different ndims: [2,2] vs. [2]');
  });
  it('of gradients that tf.gradients starts from', () => {
    inGraph(() => {
      const x = tf1.placeholder(tf.float32, [2], 'x');
      const text = (op: string, shape: string) =>
        `Incompatible shapes between op input and calculated input gradient. Forward operation: ${op}. Input index: 0. ` +
        `Original input shape: (2,). Calculated input gradient shape: ${shape}`;
      const z = x.mul(x).mul(3);
      expect(() => tf.gradients(z, x, { grad_ys: [tf.constant(1)] })).toThrow(text('mul_1', '()'));
      expect(() => tf.gradients(x.add(x), x, { grad_ys: [tf.constant([1, 2, 3])] })).toThrow(
        text('add', '(3,)'),
      );
    });
  });
});

describe('what a tape is asked for', () => {
  const x = tf.constant([1, 2]);
  const recorded = (use: (tape: tf.GradientTape, y: Tensor) => unknown) => () => {
    const tape = new tf.GradientTape();
    const y = tape.use(() => {
      tape.watch(x);
      return x.mul(x);
    });
    return use(tape, y);
  };
  it('must have a dtype', () => {
    const text = "Cannot convert the argument `type_value`: 'a' to a TensorFlow DType.";
    expect(recorded((tape, y) => tape.gradient(y, 'a'))).toThrow(text);
    expect(recorded((tape) => tape.gradient('a', x))).toThrow(text);
    expect(recorded((tape, y) => tape.gradient(y, [x, null]))).toThrow(
      'Cannot convert the argument `type_value`: None to a TensorFlow DType.',
    );
    expect(recorded((tape, y) => tape.gradient(y, 5n))).toThrow("'int' object has no attribute 'dtype'");
  });
  it('to watch must be tensors', () => {
    expect(recorded((tape) => tape.watch('a'))).toThrow(
      "Passed in object a of type 'str', not tf.Tensor or tf.Variable or ExtensionType.",
    );
  });
});

describe('hessians', () => {
  const cubes = (x: Tensor | tf.Variable) => tf.reduce_sum(x.mul(x).mul(x));
  const run = (h: unknown, feeds: [Tensor, unknown][]) =>
    (new tf1.Session().run(h as Tensor[], feeds as never) as unknown as tf.NDArray[])[0]!;
  it('are square in the elements of x, whatever its shape', () => {
    inGraph(() => {
      const x = tf1.placeholder(tf.float32, [null]);
      expect(run(tf.hessians(cubes(x), x), [[x, [1, 2]]]).tolist()).toEqual([
        [6, 0],
        [0, 12],
      ]);
      const s = tf1.placeholder(tf.float32, []);
      expect(run(tf1.hessians(cubes(s), s, 'h'), [[s, 2]]).item()).toBe(12);
      const m = tf1.placeholder(tf.float32, [2, 3]);
      const [h] = tf.hessians(cubes(m), [m]);
      expect(String(h!.shape)).toBe('(2, 3, 2, 3)');
    });
  });
  it('see mixed derivatives', () => {
    inGraph(() => {
      const x = tf1.placeholder(tf.float32, [2]);
      const y = tf.reduce_prod(x).mul(tf.reduce_sum(x));
      expect(run(tf.hessians(y, x), [[x, [2, 3]]]).tolist()).toEqual([
        [6, 10],
        [10, 4],
      ]);
    });
  });
  it('are those of variables too', () => {
    inGraph(() => {
      const v = tf1.get_variable('v', { initializer: tf.constant([1, 2]) });
      const h = tf.hessians(cubes(v), v);
      const session = new tf1.Session();
      session.run(tf1.global_variables_initializer());
      expect(session.run(h[0]!).tolist()).toEqual([
        [6, 0],
        [0, 12],
      ]);
    });
  });
  it('are refused where nothing depends on x, or only linearly, and eagerly', () => {
    inGraph(() => {
      const x = tf1.placeholder(tf.float32, [2]);
      expect(() => tf.hessians(cubes(x), tf.constant(1))).toThrow('None values not supported.');
      expect(() => tf.hessians(tf.reduce_sum(x.mul(2)), x)).toThrow('None values not supported.');
    });
    const x = tf.constant([1]);
    expect(() => tf.hessians(cubes(x), x)).toThrow(
      'tf.gradients is not supported when eager execution is enabled. Use tf.GradientTape instead.',
    );
  });
});
