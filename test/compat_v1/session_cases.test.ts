/** What sessions and graphs give and refuse, as TensorFlow 2.15 does for the same programs (fixtures/compat_v1/make_session.py). */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '../../src';
import * as tf1 from '../../src/compat_v1';
import { namedtuple, repr, tuple } from '../../src/python';
import { Graph } from '../../src/runtime/graph/graph';
import type { Operation } from '../../src/runtime/graph/operation';
import { IndexedSlices } from '../../src/runtime/indexed_slices';
import type { Tensor } from '../../src/runtime/tensor';
import type { Variable } from '../../src/runtime/variable';
import { useLog } from './support';

interface Outcome {
  readonly result?: string;
  readonly error?: readonly [name: string, message: string];
}
const file = path.join(__dirname, '../fixtures/compat_v1/session.json');
const outcomes = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, Outcome>;

interface Env {
  readonly sess: tf1.Session;
  readonly graph: Graph;
  readonly p: Tensor;
  readonly a: Tensor;
  readonly c: Tensor;
  readonly v: Variable;
  readonly w: Variable;
  readonly s: Tensor;
  readonly q: Tensor;
}
type Program = (env: Env) => unknown;

/** The same graph as the generator's `case` makes. */
function inEnv(program: Program): unknown {
  const graph = new Graph();
  return graph.as_default().use(() => {
    const p = tf1.placeholder(tf.float32, [null, 2], 'p');
    const a = tf1.placeholder(tf.int32, [], 'a');
    const c = tf.constant([1, 2], { name: 'c' });
    const v = tf1.get_variable('v', [], { initializer: new tf1.zeros_initializer() }) as Variable;
    const w = tf1.get_variable('w', [2], { initializer: new tf1.ones_initializer() }) as Variable;
    const s = tf.constant(['x', 'y'], { name: 's' });
    const q = tf.identity(p, 'q');
    const sess = new tf1.Session();
    return sess.use(() => {
      sess.run(v.initializer!);
      return program({ sess, graph, p, a, c, v, w, s, q });
    });
  });
}

const noRows = tf.zeros([0, 2]).numpy();
const Point = namedtuple('Point', ['x', 'y']);
const run =
  (fetch: Program): Program =>
  (e) =>
    e.sess.run(fetch(e) as Tensor);
const feed =
  (fetch: Program, pairs: (e: Env) => readonly (readonly [unknown, unknown])[]): Program =>
  (e) =>
    e.sess.run(fetch(e) as Tensor, { feed_dict: pairs(e) });
const foreign = (make = (): Tensor => tf.constant(1, { dtype: 'int32', name: 'f' })): Tensor =>
  new Graph().as_default().use(make);
const element =
  (...args: [unknown, boolean?, boolean?]): Program =>
  (e) =>
    e.graph.as_graph_element(...args);

const programs: Record<string, Program> = {
  'fetch a dict': run((e) => ({ b: e.c, a: [e.v, e.s] })),
  'fetch a tuple': run((e) => tuple(e.c, e.c, [e.v])),
  'fetch a namedtuple': run((e) => new Point(e.c, e.v.op)),
  'fetch nested': run((e) => ({ z: tuple(e.v, { k: [e.c.op, 'c:0'] }) })),
  'fetch nothing in a list': run(() => []),
  'fetch nothing in a dict': run(() => ({})),
  'fetch nothing in a tuple': run(() => tuple()),
  'fetch an operation': run((e) => e.v.initializer),
  'fetch an operation by name': run(() => 'c'),
  'fetch a tensor by name': run(() => 'c:0'),
  'fetch strings': run((e) => e.s),
  'fetch None': run(() => null),
  'fetch None in a list': run((e) => [e.c, null]),
  'fetch a number': run(() => 3),
  'fetch a float in a dict': run(() => ({ a: 1.5 })),
  'fetch an unknown tensor': run(() => 'nobody:0'),
  'fetch an unknown operation': run(() => 'nobody'),
  'fetch an output that is not there': run(() => 'c:1'),
  'fetch a bad name': run(() => 'c:0:0'),
  'fetch a tensor of another graph': run(() => foreign()),
  'fetch slices': run((e) => new IndexedSlices(e.c, tf.constant([0, 3], 'int32'), tf.constant([5], 'int32'))),
  'fetch slices without a shape': run((e) => new IndexedSlices(e.c, tf.constant([0, 3], 'int32'))),
  'read without a value': run((e) => e.w),
  feed: feed((e) => e.q, (e) => [[e.p, [[1, 2], [3, 4]]]]), // biome-ignore format: one case a line
  'feed by name': feed((e) => e.q, () => [['p:0', [[1, 2]]]]), // biome-ignore format: one case a line
  'feed a constant': feed((e) => e.c.add(1), (e) => [[e.c, [5, 6]]]), // biome-ignore format: one case a line
  'feed a constant in its place': feed((e) => e.c, (e) => [[e.c, [5, 6]]]), // biome-ignore format: one case a line
  'feed no rows': feed((e) => tf.shape(e.q), (e) => [[e.p, noRows]]), // biome-ignore format: one case a line
  'feed a wrong rank': feed((e) => e.q, (e) => [[e.p, [1, 2]]]), // biome-ignore format: one case a line
  'feed a wrong size': feed((e) => e.q, (e) => [[e.p, [[1, 2, 3]]]]), // biome-ignore format: one case a line
  'feed a constant a wrong shape': feed((e) => e.c, (e) => [[e.c, [5]]]), // biome-ignore format: one case a line
  'feed a fraction to an int': feed((e) => e.a.add(0), (e) => [[e.a, 1.5]]), // biome-ignore format: one case a line
  'feed a big int': feed((e) => e.a, (e) => [[e.a, 2 ** 40]]), // biome-ignore format: one case a line
  'feed a string to an int': feed((e) => e.a, (e) => [[e.a, 'x']]), // biome-ignore format: one case a line
  'feed a string to a float': feed((e) => e.q, (e) => [[e.p, [['x', 'y']]]]), // biome-ignore format: one case a line
  'feed None': feed((e) => e.q, (e) => [[e.p, null]]), // biome-ignore format: one case a line
  'feed ragged lists': feed((e) => e.q, (e) => [[e.p, [[1, 2], [3]]]]), // biome-ignore format: one case a line
  'feed a tensor': feed((e) => e.q, (e) => [[e.p, e.c]]), // biome-ignore format: one case a line
  'feed an operation': feed((e) => e.q, (e) => [[e.p.op, [[1, 2]]]]), // biome-ignore format: one case a line
  'feed by the name of an operation': feed((e) => e.q, () => [['p', [[1, 2]]]]), // biome-ignore format: one case a line
  'feed an unknown name': feed((e) => e.q, () => [['nobody:0', 1]]), // biome-ignore format: one case a line
  'feed a number': feed((e) => e.q, () => [[3, 1]]), // biome-ignore format: one case a line
  'feed a tensor of another graph': feed((e) => e.q, () => [[foreign(), 1]]), // biome-ignore format: one case a line
  'feed a variable': feed((e) => e.v.add(1), (e) => [[e.v, 5]]), // biome-ignore format: one case a line
  'feed nothing': run((e) => e.q),
  'feed nothing to an int': run((e) => e.a),
  'feed what may not be fed': (e) => {
    e.graph.prevent_feeding(e.c);
    return e.sess.run(e.c, [[e.c, [1, 2]]]);
  },
  'fetch what may not be fetched': (e) => {
    e.graph.prevent_fetching(e.c.op);
    return e.sess.run(e.c.op);
  },
  make_callable: (e) => e.sess.make_callable([e.q, e.c.op], [e.p])([[1, 2]]),
  'make_callable of a dict': (e) => e.sess.make_callable({ k: e.q }, [e.p])([[1, 2]]),
  'make_callable without feeds': (e) => e.sess.make_callable(e.c)(),
  'make_callable with too few': (e) => e.sess.make_callable(e.q, [e.p])(),
  'make_callable with too many': (e) => e.sess.make_callable(e.c)(1),
  'make_callable of nobody': (e) => e.sess.make_callable('nobody:0'),
  'run when closed': (e) => {
    e.sess.close();
    e.sess.run(e.c);
  },
  'close twice': (e) => {
    e.sess.close();
    e.sess.close();
  },
  'an empty graph': () => new tf1.Session({ graph: new Graph() }).run('x:0'),
  'a session of no graph': () => new tf1.Session({ graph: 3 as never }),
  'a session of a graph': (e) => new tf1.Session({ graph: e.graph }).graph === e.graph,
  'the default session': (e) => tf1.get_default_session() === e.sess,
  'sessions nest': (e) => {
    const inner = new Graph();
    return inner.as_default().use(() => {
      const sess = new tf1.Session();
      const a = sess.use(() => tuple(tf1.get_default_session() === sess, tf1.get_default_graph() === inner));
      return tuple(a, tf1.get_default_session() === e.sess, sess.graph === inner);
    });
  },
  'reset inside of a graph': () => tf1.reset_default_graph(),
  'graphs nest': (e) => {
    const g = new Graph();
    return g.as_default().use(() => {
      const one = e.graph.as_default().use(() => tf1.get_default_graph() === e.graph);
      return tuple(one, tf1.get_default_graph() === g);
    });
  },
  'eval in another session': () => foreign().eval(),
  eval: (e) => e.c.eval(),
  'eval with a feed': (e) => e.q.eval([[e.p, [[1, 2]]]]),
  'eval of a variable': (e) => e.v.eval(),
  'run an operation': (e) => e.v.initializer!.run(),
  get_tensor_by_name: (e) => e.graph.get_tensor_by_name('c:0') === e.c,
  'get_tensor_by_name of an operation': (e) => e.graph.get_tensor_by_name('c'),
  'get_tensor_by_name of nobody': (e) => e.graph.get_tensor_by_name('nobody:0'),
  'get_tensor_by_name of another output': (e) => e.graph.get_tensor_by_name('c:1'),
  'get_tensor_by_name of a number': (e) => e.graph.get_tensor_by_name(1 as never),
  'get_tensor_by_name of a bad number': (e) => e.graph.get_tensor_by_name('c:x'),
  get_operation_by_name: (e) => e.graph.get_operation_by_name('c') === e.c.op,
  'get_operation_by_name of a tensor': (e) => e.graph.get_operation_by_name('c:0'),
  'get_operation_by_name of nobody': (e) => e.graph.get_operation_by_name('nobody'),
  'get_operation_by_name of a number': (e) => e.graph.get_operation_by_name(3 as never),
  'as_graph_element of a name': (e) => e.graph.as_graph_element('c').name,
  'as_graph_element of a variable': (e) => e.graph.as_graph_element(e.v).name,
  'as_graph_element of nothing': element('c', false, false),
  'as_graph_element of a tensor as operation': (e) => e.graph.as_graph_element(e.c, false),
  'as_graph_element of an operation as tensor': (e) => e.graph.as_graph_element(e.c.op, true, false),
  'as_graph_element of a number': element(3),
  'as_graph_element of another graph': (e) => e.graph.as_graph_element(foreign()),
  operations: (e) => e.graph.get_operations().map((op) => op.name).filter((name) => !name.includes('/')), // biome-ignore format: one case a line
  collections: (e) => {
    e.graph.add_to_collection('k', 1);
    const copy = e.graph.get_collection('k');
    copy.push(2);
    e.graph.get_collection_ref('k').push(3);
    e.graph.add_to_collections(['k', 'l', 'l'], 4);
    const of = (key: string): unknown => e.graph.get_collection(key);
    return tuple(copy, of('k'), of('l'), of('none'));
  },
  'a collection by scope': (e) => (e.graph.get_collection('variables', 'w') as Variable[]).map((v) => v.name),
  'controlled by a number': (e) => e.graph.control_dependencies([3 as never]).use(() => null),
  'controlled by another graph': () => tf1.control_dependencies([foreign()]).use(() => null),
  'control dependencies': (e) => {
    const [x, y] = tf1
      .control_dependencies([e.v.assign_add(2)])
      .use(() => [tf.identity(e.c), tf1.control_dependencies(null).use(() => tf.identity(e.c))]) as [
      Tensor,
      Tensor,
    ];
    e.sess.run(y);
    const first = e.sess.run(e.v);
    e.sess.run(x);
    return tuple(
      first,
      e.sess.run(e.v),
      y.op.control_inputs.map((i: Operation) => i.name),
    );
  },
  'a finalized graph': (e) => {
    e.graph.finalize();
    tf.constant(1);
  },
  report_uninitialized_variables: run(() => tf1.report_uninitialized_variables()),
  'report of some': run((e) => tf1.report_uninitialized_variables([e.v])),
  assert_variables_initialized: run(() => tf1.assert_variables_initialized()),
  initialize_all_tables: () => [tf1.initialize_all_tables()!.name, tf1.initialize_all_tables('x')!.name],
  is_variable_initialized: run((e) => [tf1.is_variable_initialized(e.v), tf1.is_variable_initialized(e.w)]),
  'mixed graphs': (e) =>
    tf.add(
      e.c,
      foreign(() => tf.constant(1, { name: 'f' })),
    ),
  'gradients of cond': (e) => {
    const y = tf.cond(tf.greater(e.v, 0), () => tf.multiply(e.v, e.v), () => tf.multiply(3, e.v)) as Tensor; // biome-ignore format: one case a line
    const both = [y, tf1.gradients(y, e.v)[0] as Tensor];
    const before = e.sess.run(both);
    e.sess.run(e.v.assign(4));
    return tuple(before, e.sess.run(both));
  },
  'gradients of while_loop': (e) => {
    const [, y] = tf.while_loop(
      (i: Tensor) => tf.less(i, e.a),
      (i: Tensor, acc: Tensor) => [tf.add(i, 1), tf.multiply(acc, e.c)],
      [tf.constant(0, 'int32'), tf.ones([2])],
    ) as [Tensor, Tensor];
    return e.sess.run([y, ...(tf1.gradients(y, e.c) as Tensor[])], [[e.a, 3]]);
  },
  'gradients of what is not reached': (e) => tf1.gradients(e.c, e.v),
  'assign returns the new value': run((e) => e.v.assign(3)),
  group: run((e) => tf1.group(e.v.assign(1), e.w.initializer)),
  load: (e) => tuple(e.v.load(7) ?? null, e.sess.run(e.v)),
};

/** In Python a KeyError's text is its message, quoted. */
function plainKeyError({ result, error }: Outcome): Outcome {
  if (result !== undefined) return { result };
  const [name, message] = error!;
  return { error: [name, name === 'KeyError' ? message.slice(1, -1) : message] };
}
/** Texts of Python's own: only the class is compared. */
const pythonsText = new Set(['make_callable with too many', 'feed ragged lists']);

describe('a program with a session', () => {
  useLog();

  it.each(Object.entries(programs))('does what TensorFlow does: %s', (name, program) => {
    const wanted = plainKeyError(outcomes[name]!);
    let got: Outcome;
    try {
      got = { result: repr(inEnv(program) ?? null) };
    } catch (error) {
      const { name, message } = error as Error;
      got = { error: [name, message.replace(/0x[0-9a-f]+/g, '0x0')] };
    }
    if (wanted.error?.[1] === 'Graph execution error:' || pythonsText.has(name))
      expect(got.error?.[0]).toBe(wanted.error![0]);
    else expect(got).toEqual(wanted);
  });
});
