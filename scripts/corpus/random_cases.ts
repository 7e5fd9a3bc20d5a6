/** Random cases: the same seeds give the same bits as TensorFlow. */
import * as tf from 'flowpoint';
import { get_seed } from '../../src/runtime/random/op_seeds';
import { PythonRandom } from '../../src/runtime/random/python_random';
import type { Tensor } from '../../src/runtime/tensor';
import type { CorpusCase, Verdict } from './cases';
import { publicFunction } from './op_cases';
import { type Bits, compare, exact, first } from './random_bits';
import { graphSeed, tf1Initializers } from './random_tf1_cases';
import { type CorpusTensor, difference, readArgument, readTensor } from './tensors';

/** Kinds of random.json that need Keras. */
export const laterKinds: ReadonlySet<string> = new Set(['keras_initializer', 'keras_set_random_seed']);

type Kwargs = Readonly<Record<string, unknown>>;
interface Step {
  readonly op?: string;
  readonly fn?: string;
  readonly set_seed?: number;
  readonly args?: readonly unknown[];
  readonly kwargs?: Kwargs;
  readonly op_seed?: number | null;
  readonly output?: Bits;
  readonly outputs?: readonly Bits[];
  readonly value?: CorpusTensor;
  readonly state_after?: CorpusTensor;
}
interface RandomCase extends CorpusCase {
  readonly fn: string;
  readonly set_seed: number;
  readonly args: readonly unknown[];
  readonly kwargs: Kwargs;
  readonly outputs: readonly Bits[];
  readonly log: readonly Step[];
}

/** Whole Python ints in `minval` and `maxval` stay numbers; Python's None is null. */
function keywords(kwargs: Kwargs | undefined, more: Kwargs = {}): Kwargs[] {
  const all = Object.entries({ ...kwargs, ...more }).map(([k, v]) => [k, readArgument(v)] as const);
  return all.length === 0 ? [] : [Object.fromEntries(all)];
}

function call(fn: string, args: readonly unknown[], kwargs: Kwargs, opSeed?: number | null): Tensor {
  const seed = opSeed === undefined || opSeed === null ? {} : { seed: opSeed };
  return publicFunction(fn)(...args.map(readArgument), ...keywords(kwargs, seed)) as Tensor;
}

function globalSeed(c: RandomCase): Verdict {
  const seeded = c.with_op_seed as readonly { op_seed: number; outputs: readonly Bits[] }[];
  const series = [{ op_seed: null, outputs: c.outputs }, ...seeded];
  return first(
    ...series.map(({ op_seed, outputs }) => () => {
      tf.random.set_seed(c.set_seed);
      return first(
        ...outputs.map((wanted, i) => () => {
          const wrong = compare(c.fn, call(c.fn, c.args, c.kwargs, op_seed), wanted);
          return wrong === null ? null : `op seed ${op_seed}, call ${i}: ${wrong}`;
        }),
      );
    }),
  );
}

function sequence(c: RandomCase): Verdict {
  tf.random.set_seed(c.set_seed);
  for (const [i, step] of c.log.entries()) {
    if (step.fn === undefined) {
      tf.random.set_seed(step.set_seed!);
      continue;
    }
    const got = call(step.fn, step.args!, step.kwargs!, step.op_seed);
    const wrong = compare(step.fn, got, step.output!);
    if (wrong !== null) return `step ${i}: ${wrong}`;
  }
  return null;
}

function stateless(c: RandomCase): Verdict {
  const results = c.results as readonly { seed: readonly string[]; output: Bits }[];
  for (const { seed, output } of results) {
    const words = { dtype: 'int64', shape: [2], data: seed };
    const got = call(c.fn, c.args, { ...c.kwargs, seed: words, ...(c.alg === null ? {} : { alg: c.alg }) });
    const wrong = compare(c.fn, got, output);
    if (wrong !== null) return `seed ${seed}: ${wrong}`;
  }
  return null;
}

function statelessTools(c: RandomCase): Verdict {
  const seed = readTensor(c.seed as CorpusTensor);
  const answers: Record<string, Tensor> = {
    split3: tf.random.split(seed, 3),
    fold_in7: tf.random.fold_in(seed, 7),
    shuffle: tf.random.experimental.stateless_shuffle(tf.range(8), seed),
  };
  return first(
    ...Object.entries(answers).map(
      ([name, got]) =>
        () =>
          compare(name, got, c[name] as CorpusTensor),
    ),
  );
}

type Method = (...args: unknown[]) => unknown;

function generator(c: RandomCase): Verdict {
  const gen = tf.random.Generator.from_seed(BigInt(c.from_seed as string), c.alg as string);
  const state = (): Tensor => gen.state.value();
  for (const [i, step] of c.log.entries()) {
    const wrong =
      generatorStep(gen, step) ?? (step.state_after ? difference(state(), step.state_after, exact) : null);
    if (wrong !== null) return `step ${i} (${step.op}): ${wrong}`;
  }
  return null;
}
function generatorStep(gen: tf.random.Generator, step: Step): Verdict {
  const op = step.op!;
  if (op === 'state') return difference(gen.state.value(), step.value!, exact);
  if (op === 'key') return difference(gen.key, step.output!, exact);
  const method = (gen as unknown as Record<string, Method>)[op]!.bind(gen);
  const got = method(...(step.args ?? []).map(readArgument), ...keywords(step.kwargs));
  if (op === 'split')
    return first(
      ...step.outputs!.map((wanted, i) => () => {
        const child = (got as readonly tf.random.Generator[])[i]!;
        return compare('normal', child.normal(wanted.shape), wanted);
      }),
    );
  return step.output === undefined ? null : compare(op, got as Tensor, step.output);
}

function globalGenerator(c: RandomCase): Verdict {
  const seed = BigInt(c.from_seed as string);
  tf.random.set_seed(seed);
  tf.random.set_global_generator(tf.random.Generator.from_seed(seed));
  return compare('normal', tf.random.get_global_generator().normal([3]), c.normal as Bits);
}

function seedPairs(c: RandomCase): Verdict {
  const results = c.results as readonly {
    set_seed: number;
    op_seed: number | null;
    pairs: readonly (readonly string[])[];
  }[];
  for (const { set_seed, op_seed, pairs } of results) {
    tf.random.set_seed(set_seed);
    const got = pairs.map(() => get_seed(op_seed).map(String));
    if (JSON.stringify(got) !== JSON.stringify(pairs))
      return `${JSON.stringify(got)} instead of ${JSON.stringify(pairs)}`;
  }
  return null;
}

function pythonRandom(c: RandomCase): Verdict {
  const results = c.results as readonly { seed: number; randint_0_2p31m1: readonly string[] }[];
  for (const { seed, randint_0_2p31m1: wanted } of results) {
    const random = new PythonRandom(BigInt(seed));
    const got = wanted.map(() => String(random.randint(2 ** 31 - 1)));
    if (`${got}` !== `${wanted}`) return `seed ${seed}: ${got} instead of ${wanted}`;
  }
  return null;
}

/** A function called several times: its ops have states of their own, and those without a seed count on in it. */
function insideFunction(c: RandomCase): Verdict {
  if (c.body !== '(uniform([2]), uniform([2], seed=5))') return `body ${String(c.body)} is not known`;
  tf.random.set_seed(c.set_seed);
  const traced = tf.function(() => [tf.random.uniform([2]), tf.random.uniform([2], { seed: 5 })]);
  for (const [i, outputs] of (c.calls as readonly (readonly Bits[])[]).entries()) {
    const got = traced() as readonly Tensor[];
    const wrong = first(...outputs.map((wanted, k) => () => compare('uniform', got[k]!, wanted)));
    if (wrong !== null) return `call ${i}: ${wrong}`;
  }
  return null;
}

const checkers: Readonly<Record<string, (c: RandomCase) => Verdict>> = {
  global_seed: globalSeed,
  sequence,
  stateless,
  stateless_tools: statelessTools,
  generator,
  global_generator: globalGenerator,
  get_seed_pairs: seedPairs,
  python_random: pythonRandom,
  inside_function: insideFunction,
  graph_seed: graphSeed,
  tf_initializers: tf1Initializers,
};

export function checkRandomCase(c: CorpusCase): Verdict {
  const check = checkers[c.kind!];
  return check === undefined ? `kind ${c.kind} is not known` : check(c as RandomCase);
}
