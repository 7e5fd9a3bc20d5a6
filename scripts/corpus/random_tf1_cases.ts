/** Random cases of TF1: a graph deals the seeds of its ops, and initializers draw from them. */
import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import type { Tensor } from '../../src/runtime/tensor';
import type { CorpusCase, Verdict } from './cases';
import { type Bits, compare, first } from './random_bits';

interface GraphSeed extends CorpusCase {
  readonly set_random_seed: number;
  readonly ops: readonly string[];
  readonly op_seed_attrs: readonly (readonly [seed: number, seed2: number])[];
  readonly two_runs: readonly (readonly Bits[])[];
  readonly new_session: readonly Bits[];
}

const graphOps: Readonly<Record<string, () => Tensor>> = {
  'random_uniform([3])': () => tf1.random_uniform([3]),
  'random_normal([3])': () => tf1.random_normal([3]),
  'random_uniform([3], seed=4)': () => tf1.random_uniform([3], { seed: 4 }),
  'constant(1.0)': () => tf1.constant(1),
};

/** Random ops of a graph: the seeds they are dealt, two runs of one session, and a session of its own. */
export function graphSeed(c: CorpusCase): Verdict {
  const { set_random_seed, ops, op_seed_attrs, two_runs, new_session } = c as GraphSeed;
  const graph = new tf.Graph();
  const made = graph.as_default().use(() => {
    tf1.set_random_seed(set_random_seed);
    return ops.map((op) => graphOps[op]!());
  });
  const dealt = graph
    .get_operations()
    .filter(({ attrs }) => 'seed2' in attrs)
    .map((op) => [Number(op.get_attr('seed')), Number(op.get_attr('seed2'))]);
  if (JSON.stringify(dealt) !== JSON.stringify(op_seed_attrs))
    return `seeds ${JSON.stringify(dealt)} instead of ${JSON.stringify(op_seed_attrs)}`;
  const drawn = ops.flatMap((op, i) => (op.startsWith('random') ? [{ op, tensor: made[i]! }] : []));
  const run = (session: tf1.Session, wanted: readonly Bits[], what: string): Verdict => {
    const got = session.run(drawn.map(({ tensor }) => tensor)) as readonly tf.NDArray[];
    return first(
      ...drawn.map(({ op }, i) => () => {
        const wrong = compare(op, tf.constant(got[i]!), wanted[i]!);
        return wrong === null ? null : `${what}, ${op}: ${wrong}`;
      }),
    );
  };
  const session = new tf1.Session({ graph });
  return first(...two_runs.map((wanted, i) => () => run(session, wanted, `run ${i}`)), () =>
    run(new tf1.Session({ graph }), new_session, 'new session'),
  );
}

type Kwargs = Readonly<Record<string, unknown>>;
type Initializer = (shape: readonly number[]) => Tensor;
type Namespace = Readonly<Record<string, new (kwargs: Kwargs) => unknown>>;

interface Initializers extends CorpusCase {
  readonly set_seed: number;
  readonly seed: number;
  readonly shape: readonly number[];
  readonly compat_v1: Readonly<Record<string, { kwargs: Kwargs; seeded: Bits; unseeded: Bits }>>;
  readonly tf: Readonly<Record<string, { seeded_two_calls: readonly Bits[]; unseeded: Bits }>>;
}

/** Initializers called eagerly, with a seed of their own and without, in the order the corpus called them. */
export function tf1Initializers(c: CorpusCase): Verdict {
  const { set_seed, seed, shape, compat_v1, tf: tf2 } = c as Initializers;
  const make = (namespace: object, name: string, kwargs: Kwargs) =>
    new (namespace as Namespace)[name]!(kwargs) as Initializer;
  const series = [
    ...Object.entries(compat_v1).map(([name, { kwargs, seeded, unseeded }]) => ({
      name: `compat.v1.${name}`,
      of: (more: Kwargs) => make(tf1, name, { ...kwargs, ...more }),
      seeded: [seeded],
      unseeded,
    })),
    ...Object.entries(tf2).map(([name, { seeded_two_calls, unseeded }]) => ({
      name,
      of: (more: Kwargs) => make(tf, name, more),
      seeded: seeded_two_calls,
      unseeded,
    })),
  ];
  return first(
    ...series.map(({ name, of, seeded, unseeded }) => () => {
      tf.random.set_seed(set_seed);
      const own = of({ seed });
      const wrong =
        first(...seeded.map((wanted) => () => compare(name, own(shape), wanted))) ??
        compare(name, of({})(shape), unseeded);
      return wrong === null ? null : `${name}: ${wrong}`;
    }),
  );
}
