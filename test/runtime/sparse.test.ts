/** Sparse tensors in small programs, beside what TensorFlow prints in the same ones (fixtures/sparse). */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { checkCase, requiredCases } from '../../scripts/corpus/check';
import * as tf from '../../src';
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

const programs: Readonly<Record<string, () => unknown>> = {
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
