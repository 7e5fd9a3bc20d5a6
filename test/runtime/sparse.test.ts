/** Sparse tensors in small programs, beside what TensorFlow prints in the same ones (fixtures/sparse). */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { checkCase, requiredCases } from '../../scripts/corpus/check';
import * as tf from '../../src';
import * as tf1 from '../../src/compat_v1';
import { get_logger } from '../../src/logging';
import { repr, str, tuple } from '../../src/python';
import { SparseTensorValue } from '../../src/runtime/sparse_tensor';

const fixtures = path.join(__dirname, '../fixtures');
const texts: Readonly<Record<string, string>> = JSON.parse(
  fs.readFileSync(path.join(fixtures, 'sparse/sparse.json'), 'utf8'),
);

const S = tf.sparse.from_dense([
  [1, 0],
  [0, 2],
]);
const I = new tf.SparseTensor(
  [
    [0, 0],
    [0, 1],
    [2, 1],
  ],
  [7n, -4n, 5n],
  [3, 2],
);
const V = tf.constant([1, 2]);
const WIDE = tf.sparse.from_dense([
  [1, 3, 0],
  [0, 2, 0],
]);
const HIGH = tf.sparse.from_dense([[1, 3, 0]]);
const words = tf.sparse.from_dense(['a', '', 'b']);
const matrix = tf.constant([
  [1, 2],
  [3, 4],
]);
const Spec = tf.SparseTensorSpec;

function gradient(
  target: (sp: tf.SparseTensor) => unknown,
  source: (sp: tf.SparseTensor) => unknown,
): unknown {
  const tape = new tf.GradientTape();
  const [y, sp] = tape.use(() => {
    tape.watch(V);
    const made = new tf.SparseTensor(
      [
        [0, 0],
        [1, 1],
      ],
      V.mul(V),
      [2, 2],
    );
    return [target(made), made] as const;
  });
  return tape.gradient(y as tf.Tensor, source(sp) as tf.Tensor);
}

function traced(options: object = {}) {
  const shapes: string[] = [];
  const f = tf.function((x: tf.SparseTensor) => {
    shapes.push(str(x.shape));
    return tf.sparse.reduce_sum(x, 1);
  }, options);
  return [f, shapes] as const;
}
function results(options: object, inputs: readonly tf.SparseTensor[]) {
  const [f, shapes] = traced(options);
  return tuple(tuple(...inputs.map((x) => f(x))), shapes);
}
function printed(value: unknown): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sparse'));
  const file = path.join(folder, 'printed');
  tf.print(value, { output_stream: `file://${file}` });
  const text = fs.readFileSync(file, 'utf8');
  fs.rmSync(folder, { recursive: true });
  return text;
}

/** Loops in a graph, whose variable gets one more element in each turn. */
const more = new tf.SparseTensor([[0, 1]], [1], [2, 2]);
function loop(
  shape_invariants: readonly (tf.TensorShape | tf.SparseTensorSpec)[] | null,
  grow = (x: tf.SparseTensor) => tf.sparse.add(x, more),
) {
  return tf.function(() =>
    tf.while_loop(
      (i: tf.Tensor) => i.less(3n),
      (i: tf.Tensor, x: tf.SparseTensor) => tuple(i.add(1n), grow(x)),
      tuple(tf.constant(0n), S) as never,
      shape_invariants,
    ),
  )();
}
const doubled = (x: tf.SparseTensor) => tf.sparse.concat(0, [x, x]);
const loops = {
  'a loop in a graph': () => loop(null),
  'a loop of a wider shape': () => loop([new tf.TensorShape([]), new tf.TensorShape([2])], doubled),
  'a loop of a spec': () => loop([new tf.TensorShape([]), new tf.SparseTensorSpec([null, null])], doubled),
  'a loop of a matrix': () => loop([new tf.TensorShape([]), new tf.TensorShape([null, null])]),
  'a loop that does not keep its shape': () => loop(null, doubled),
};

/** A text is shown as it is, anything else by `repr`. */
class Text {
  constructor(readonly text: string) {}
}

const programs: Record<string, () => unknown> = {
  'a sparse tensor': () => S,
  'its text': () => new Text(str(S)),
  'one of integers': () => I,
  'one of strings': () => words,
  'its parts': () => tuple(S.indices, S.values, S.dense_shape, S.dtype, S.shape, S.get_shape()),
  'by name': () => new tf.SparseTensor({ values: [1], dense_shape: [3], indices: [[2]] }),
  consumers: () => S.consumers(),
  'indices that are no matrix': () => new tf.SparseTensor([1], [1], [2]),
  'more values than indices': () => new tf.SparseTensor([[1]], [1, 2], [2]),
  'a shape of another rank': () => new tf.SparseTensor([[1]], [1], [2, 2]),
  'indices of int32': () => new tf.SparseTensor(tf.constant([[1]], 'int32'), [1], [2]),
  'an unknown size': () => new tf.SparseTensor([[1]], [1], [-1]).shape,
  'a negative size': () => new tf.SparseTensor([[1]], [1], [-5]).shape,
  'other values': () => S.with_values([3n, 4n]),
  'too many values': () => S.with_values({ new_values: [1, 2, 3] }),
  'its operation': () => S.op,
  'its graph': () => S.graph,
  'from a value': () => tf.SparseTensor.from_value(SparseTensorValue([[1]], [5], [2])),
  'from a number': () => tf.SparseTensor.from_value(3 as never),
  'a shape that does not fit': () => S.set_shape([3, 2]),
  'a shape that fits': () => S.set_shape({ shape: [null, 2] }) ?? null,
  'times a matrix': () => S.mul(matrix),
  'times a row': () => S.mul([[5, 7]]),
  'times a number': () => S.mul(2),
  'divided by a column': () => S.truediv([[5], [4]]),
  'integers divided': () => I.truediv([[2n, 4n]]),
  'integers divided as integers': () => I.div(2n),
  'a matrix times it': () => matrix.mul(S),
  'times a tensor of more axes': () => S.mul(tf.ones([1, 2, 2])),
  'times one that does not fit': () => S.mul(tf.ones([2, 3])),
  'times a sparse one': () => S.mul(S as never),
  'gradient of a product': () =>
    gradient(
      (sp) => sp.mul([[3], [4]]).values,
      () => V,
    ),
  'gradient by a sparse tensor': () =>
    gradient(
      (sp) => tf.sparse.reduce_sum(sp),
      (sp) => sp,
    ),
  'gradient of a sparse tensor': () =>
    gradient(
      (sp) => sp,
      () => V,
    ),
  'is a tensor': () => tuple(tf.is_tensor(S), tf.is_tensor(tf.ragged.constant([[1]])), tf.is_tensor(1)),
  'static value': () => tf.get_static_value(S),
  spec: () => new Spec(),
  'spec of a shape': () =>
    tuple(new Spec([2, null], tf.int32), new Spec({ shape: [1] }), new Spec([1]).__eq__(new Spec([1]))),
  'spec of a value': () => Spec.from_value(S),
  'spec of a number': () => Spec.from_value(1 as never),
  'specs compared': () =>
    tuple(
      new Spec([1, 2], tf.int32).is_compatible_with(S),
      new Spec([null, 2]).is_compatible_with(S),
      new Spec([1, 2]).is_subtype_of(new Spec([null, 2])),
      new Spec([1, 2]).is_compatible_with(new Spec([null, 2])),
      new Spec([1, 2]).most_specific_common_supertype([new Spec([3, 2])]),
      new Spec([1, 2]).most_specific_common_supertype([new Spec([3, 2], tf.int32)]),
    ),
  leaves: () => tf.nest.flatten([S, { a: 1n }], true),
  'leaves as they are': () => tf.nest.flatten([S, 2n]),
  'mapped parts': () => tf.nest.map_structure(tf.identity as never, S, { expand_composites: true }),
  'in a function': () => results({}, [S, S, WIDE, HIGH]),
  'in a function of fewer traces': () => results({ reduce_retracing: true }, [S, WIDE, HIGH, WIDE]),
  'in a function of one signature': () =>
    results({ input_signature: [new Spec([null, null])] }, [S, WIDE, HIGH]),
  'out of a function': () => tf.function((x: tf.SparseTensor) => tuple(x, tf.sparse.add(x, x)))(S),
  'a signature of another shape': () => traced({ input_signature: [new Spec([null, 2])] })[0](WIDE),
  'a signature of another type': () => traced({ input_signature: [new Spec([null, 2], tf.int32)] })[0](S),
  'a signature, and a dense tensor': () => traced({ input_signature: [new Spec([null, 2])] })[0](V as never),
  'signatures shown': () => {
    const [f] = traced({ input_signature: [new Spec([null, 2])] });
    const g = tf.function((x: tf.SparseTensor) => x);
    return tuple(f.get_concrete_function().structured_input_signature, str(g.get_concrete_function(S)));
  },
  inside: () => {
    const seen: string[] = [];
    tf.function((x: tf.SparseTensor) => {
      seen.push(str(x), str(x.with_values(x.values.mul(2))));
      return x;
    })(S);
    return new Text(seen.join('\n'));
  },
  'a loop': () =>
    tf.while_loop(
      (i: tf.Tensor) => i.less(3n),
      (i: tf.Tensor, x: tf.SparseTensor) => tuple(i.add(1n), tf.sparse.add(x, x)),
      tuple(tf.constant(0n), S) as never,
    ),
  ...loops,
  'a branch': () =>
    tf.function((p: tf.Tensor) =>
      tf.cond(
        p,
        () => S,
        () => tf.sparse.add(S, S),
      ),
    )(tf.constant(false)),
  'mapped values': () => tf.sparse.map_values(tf.add, S, 5),
  'mapped values of two': () => tf.sparse.map_values(tf.multiply, S, S),
  'mapped values by name': () =>
    tf.sparse.map_values(tf.clip_by_value as never, S, { clip_value_min: 0, clip_value_max: 1.5 }),
  'mapped values of other places': () =>
    tf.sparse.map_values(
      tf.multiply,
      S,
      tf.sparse.from_dense([
        [1, 1],
        [0, 0],
      ]),
    ),
  'mapped values of none': () => tf.sparse.map_values(tf.multiply, 1, 2),
  'shapes in a function': () => {
    const seen: string[] = [];
    const f = tf.function(
      (x: tf.SparseTensor) => {
        const row = [
          x,
          tf.sparse.concat(1, [x, x]),
          tf.sparse.concat(0, [x, x]),
          tf.sparse.expand_dims(x, 0),
          tf.sparse.reorder(x),
          tf.sparse.transpose(x),
          tf.sparse.reshape(x, [4, -1]),
          tf.sparse.add(x, x),
          tf.sparse.slice(x, [0, 0], [1, 1]),
          x.mul(2),
          tf.sparse.retain(x, [true, false]),
          tf.sparse.reset_shape(x, [7, 8]),
          tf.sparse.fill_empty_rows(x, 1)[0],
          tf.sparse.softmax(x),
          tf.sparse.eye(3),
          tf.cast(x, tf.int32),
          tf.sparse.maximum(x, x),
          tf.sparse.map_values(tf.abs as never, x),
          tf.sparse.split(x, 2, 0)[0]!,
          tf.sparse.reduce_sum(x, 1, { output_is_sparse: true }),
          tf.sparse.reduce_sum(x, 1),
          tf.sparse.to_dense(x),
          tf.sparse.sparse_dense_matmul(x, tf.ones([2, 3])),
        ];
        seen.push(...row.map((y) => str(y.shape)));
        return x;
      },
      { input_signature: [new Spec([2, null])] },
    );
    f(S);
    return new Text(seen.join('\n'));
  },
  'tf.print': () => new Text(printed(S)),
  'tf.print of strings': () => new Text(printed(words)),
};

/** A program with a session, in a graph of its own. */
function session(run: (sess: tf1.Session) => unknown): () => unknown {
  return () => {
    const graph = new tf1.Graph();
    return graph.as_default().use(() => {
      const sess = new tf1.Session({ graph });
      return sess.as_default().use(() => run(sess));
    });
  };
}
function fed(sess: tf1.Session, value: unknown, given: object = {}): unknown {
  const sp = tf1.sparse_placeholder(tf.float32, given);
  return sess.run(tuple(sp, tf1.sparse_tensor_to_dense(sp)), [[sp, value]]);
}
const small = (values: tf.TensorLike = [1, 2]) =>
  new tf.SparseTensor(
    [
      [0, 0],
      [1, 1],
    ],
    values,
    [2, 2],
  );
const VALUE = tf1.SparseTensorValue(
  [
    [0, 1],
    [1, 0],
  ],
  [3, 4],
  [2, 2],
);
const PARTS = [tf.constant([[1], [2]]), tf.constant([[3], [4]])];
const NAMED = small(tf.constant([1n, 2n], tf.int64));
const ONE = tuple([[0, 1]], [3], [2, 2]);
const formerPrograms: Readonly<Record<string, () => unknown>> = {
  fetched: session((sess) => sess.run(small())),
  'fetched in a dict': session((sess) => sess.run({ a: small(), b: [tf.constant(1n)] })),
  evaluated: session(() => small().eval()),
  'evaluated by name': session((sess) => small().eval({ session: sess, feed_dict: [] })),
  fed: session((sess) => fed(sess, VALUE)),
  'fed a tuple': session((sess) => fed(sess, ONE, { shape: [2, 2] })),
  'fed an unknown size': session((sess) => fed(sess, VALUE, { shape: [null, -1], name: 'p' })),
  'fed without a shape': session((sess) => fed(sess, ONE.slice(0, 2), { shape: [2, 2] })),
  'fed a number': session((sess) => fed(sess, 3)),
  placeholders: session(() => {
    const a = tf1.sparse_placeholder(tf.float32);
    const b = tf1.sparse_placeholder(tf.int32, [2, null], 'p');
    return new Text(
      `${str(a)}\n${str(b)}\n${str(a.shape)} ${str(b.shape)} ${a.op.name} ${b.indices.op.name}`,
    );
  }),
  'a constant one': session(() => new Text(str(small()))),
  consumers: session(() => {
    const sp = small();
    const made = tf1.sparse_reduce_sum(sp);
    return tuple(
      sp.consumers().map((op) => op.type),
      made.op.type,
    );
  }),
  gradients: session((sess) => {
    const values = tf.constant([1, 2]);
    const made = tf1.sparse_tensor_dense_matmul(small(values), [[3], [4]]);
    return sess.run(tf.gradients(made, [values]) as tf.Tensor[]);
  }),
  'a placeholder, eagerly': () => tf1.sparse_placeholder(tf.float32),
  sparse_add: () => tf1.sparse_add(S, S, { thresh: 3 }),
  'sparse_add with both': () => tf1.sparse_add(S, S, { threshold: 1, thresh: 3 }),
  sparse_concat: () => tf1.sparse_concat(1, [S, WIDE], { expand_nonconcat_dim: true }),
  'sparse_concat by name': () =>
    (tf1.sparse_concat as unknown as (given: object) => unknown)({
      concat_dim: 0,
      axis: null,
      sp_inputs: [S, S],
    }),
  sparse_reduce_sum: () => tf1.sparse_reduce_sum(S, { reduction_axes: 1, keep_dims: true }),
  sparse_reduce_sum_sparse: () => tf1.sparse_reduce_sum_sparse(S, 1),
  sparse_reduce_max: () => tf1.sparse_reduce_max(WIDE, [0]),
  sparse_reduce_max_sparse: () => tf1.sparse_reduce_max_sparse(WIDE, { axis: 1 }),
  sparse_split: () => tf1.sparse_split({ sp_input: S, num_split: 2, axis: 1 }),
  'sparse_split by split_dim': () => tf1.sparse_split({ sp_input: S, num_split: 2, split_dim: 1 }),
  sparse_segment_sum: () => tf1.sparse_segment_sum([[1], [2]], [0, 1], [0, 0], null, 2),
  sparse_segment_mean: () => tf1.sparse.segment_mean([[1], [2]], [0, 1], [0, 0]),
  sparse_to_dense: () => tf1.sparse_to_dense([1, 3], [5], 1, 0.5),
  'sparse_to_dense of one': () => tf1.sparse_to_dense(2, [4], 7, { default_value: 0 }),
  sparse_merge: () => tf1.sparse_merge(tf.cast(S, tf.int64), S, 4),
  'sparse.matmul': () => tf1.sparse.matmul(S, [[1], [2]]),
  'convert a value': () => tf1.convert_to_tensor_or_sparse_tensor(VALUE),
  'convert a list': () => tf1.convert_to_tensor_or_sparse_tensor([1.5], tf.float64),
  'convert to another dtype': () => tf1.convert_to_tensor_or_sparse_tensor(S, tf.int32),
  'sets.set_size': () => tf1.sets.set_size(tf.cast(S, tf.int32)),
  embedding_lookup_sparse: () => tf1.nn.embedding_lookup_sparse(PARTS, NAMED, null, { combiner: 'sum' }),
  'embedding_lookup_sparse in ranges': () =>
    tf1.nn.embedding_lookup_sparse(PARTS, NAMED, null, 'div', { combiner: 'sum' }),
  safe_embedding_lookup_sparse: () =>
    tf1.nn.safe_embedding_lookup_sparse(PARTS, NAMED, { partition_strategy: 'mod' }),
};
for (const [name, program] of Object.entries(formerPrograms)) programs[`tf1: ${name}`] = program;

function shown(program: () => unknown): string {
  const restore = get_logger().redirect(() => undefined);
  try {
    const value = program();
    return value instanceof Text ? value.text : repr(value);
  } catch (error) {
    return `raises ${(error as Error).name}`;
  } finally {
    restore();
  }
}

describe('Sparse tensors are what TensorFlow makes them', () => {
  it.each(Object.keys(texts))('%s', (name) => {
    expect(shown(programs[name]!)).toBe(texts[name]!);
  });
});

describe.each(['sparse', 'sparse_rows'])('Functions of sparse tensors in ops/%s.json', (name) => {
  const file = path.join(fixtures, `ops/${name}.json`);
  // Only eagerly is it known how many values there are.
  const cases = requiredCases(file).filter(({ id }) => id !== 'sparse/sparse.retain/3');

  it.each(['in function', 'in function of unknown sizes'] as const)('give the same %s', (mode) => {
    const wrong = cases.map((c) => [c.id, checkCase(file, c, mode)]).filter(([, why]) => why !== null);
    expect(wrong).toEqual([]);
  });
});
