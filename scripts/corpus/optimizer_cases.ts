/** Optimizer cases: trajectories on recorded gradients, learning-rate schedules, errors. */
import * as tf from 'flowpoint';
import type { BaseVariable } from '../../src/runtime/base_variable';
import type { Tensor } from '../../src/runtime/tensor';
import type { CorpusCase, Verdict } from './cases';
import { type CorpusTensor, difference, readTensor, type Tolerance } from './tensors';

type NamedTensor = CorpusTensor & { readonly name: string };
type Keywords = Readonly<Record<string, unknown>>;
type Made = new (keywords: object) => never;

interface Slices {
  readonly indexed_slices: {
    readonly values: CorpusTensor;
    readonly indices: readonly number[];
    readonly dense_shape: readonly number[];
  };
}
interface Trajectory extends CorpusCase {
  readonly api: 'new' | 'legacy' | 'v1';
  readonly optimizer: string;
  readonly kwargs: Keywords;
  readonly initial: readonly NamedTensor[];
  readonly gradients: readonly (readonly (CorpusTensor | Slices)[])[];
  readonly values: readonly (readonly CorpusTensor[])[];
  readonly optimizer_variables: readonly NamedTensor[];
  readonly iterations?: number;
  readonly final_learning_rate?: number;
  readonly config?: Keywords;
  readonly tol: Tolerance;
}
interface Schedule extends CorpusCase {
  readonly schedule: string;
  readonly kwargs: Keywords;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  readonly config?: Keywords;
  readonly tol: Tolerance;
}
interface Errors extends CorpusCase {
  readonly errors: readonly { readonly what: string; readonly error: { readonly type: string } | null }[];
}

/** What compat.v1 and its training package bring: the kind it is counted under, or null. */
export function laterOptimizerKind(c: CorpusCase): string | null {
  if (c.api === 'v1') return 'trajectory of compat.v1';
  if (c.kind === 'ema') return c.kind;
  return String(c.schedule).startsWith('compat.v1') ? 'schedule of compat.v1' : null;
}

export function checkOptimizerCase(c: CorpusCase): Verdict {
  if (c.kind === 'trajectory') return checkTrajectory(c as Trajectory);
  if (c.kind === 'schedule') return checkSchedule(c as Schedule);
  return c.kind === 'errors' ? checkErrors(c as Errors) : `kind ${c.kind} is not known`;
}

function made<T>(namespace: object, name: string, keywords: object): T {
  return new (namespace as Record<string, Made>)[name]!(keywords);
}

function scheduleOf(name: string, keywords: Keywords): tf.keras.optimizers.schedules.LearningRateSchedule {
  return made(tf.keras.optimizers.schedules, name, keywords);
}

function optimizerOf(c: Trajectory): tf.keras.optimizers.Optimizer {
  const { learning_rate: rate, ...rest } = c.kwargs;
  const isSchedule = typeof rate === 'object' && rate !== null;
  const { schedule, kwargs } = (rate ?? {}) as { schedule: string; kwargs: Keywords };
  const learning_rate = isSchedule ? scheduleOf(schedule, kwargs) : rate;
  const namespace = c.api === 'new' ? tf.keras.optimizers : tf.keras.optimizers.legacy;
  return made(namespace, c.optimizer, rate === undefined ? rest : { ...rest, learning_rate });
}

function gradientOf(stored: CorpusTensor | Slices): Tensor | tf.IndexedSlices {
  if (!('indexed_slices' in stored)) return readTensor(stored);
  const { values, indices, dense_shape } = stored.indexed_slices;
  return new tf.IndexedSlices(
    readTensor(values),
    tf.constant(indices, 'int32'),
    tf.constant(dense_shape, 'int32'),
  );
}

function checkTrajectory(c: Trajectory): Verdict {
  const variables = c.initial.map((v) => new tf.Variable(readTensor(v), { name: v.name }));
  const optimizer = optimizerOf(c);
  for (const [step, gradients] of c.gradients.entries()) {
    optimizer.apply_gradients(gradients.map((g, i) => [gradientOf(g), variables[i]!]));
    for (const [i, want] of c.values[step]!.entries()) {
      const wrong = difference(variables[i]!.value(), want, c.tol);
      if (wrong !== null) return `${c.initial[i]!.name} after step ${step + 1}: ${wrong}`;
    }
  }
  return checkVariables(c, optimizer) ?? checkFinal(c, optimizer);
}

function checkVariables(c: Trajectory, optimizer: tf.keras.optimizers.Optimizer): Verdict {
  const listed = optimizer.variables as unknown;
  const own = (typeof listed === 'function' ? listed.call(optimizer) : listed) as readonly BaseVariable[];
  const names = own.map((v) => v.name).join(', ');
  const wanted = c.optimizer_variables.map((v) => v.name).join(', ');
  if (names !== wanted) return `variables ${names} instead of ${wanted}`;
  for (const [i, want] of c.optimizer_variables.entries()) {
    const wrong = difference(own[i]!.value(), want, c.tol);
    if (wrong !== null) return `${want.name}: ${wrong}`;
  }
  return null;
}

function checkFinal(c: Trajectory, optimizer: tf.keras.optimizers.Optimizer): Verdict {
  if (c.iterations !== undefined && Number(optimizer.iterations) !== c.iterations)
    return `${optimizer.iterations} iterations instead of ${c.iterations}`;
  const rate = c.final_learning_rate;
  if (rate !== undefined && !near(Number(optimizer.learning_rate), rate, c.tol))
    return `learning rate ${Number(optimizer.learning_rate)} instead of ${rate}`;
  return checkConfig(optimizer.get_config(), c.config ?? {});
}

function checkConfig(config: Keywords, wanted: Keywords): Verdict {
  for (const [key, want] of Object.entries(wanted)) {
    if (JSON.stringify(config[key]) !== JSON.stringify(want))
      return `config ${key} is ${JSON.stringify(config[key])} instead of ${JSON.stringify(want)}`;
  }
  const extra = Object.keys(config).filter((key) => !(key in wanted) && key !== 'learning_rate');
  return extra.length === 0 ? null : `config has ${extra.join(', ')} too`;
}

const near = (got: number, want: number, tol: Tolerance): boolean =>
  Math.abs(got - want) <= tol.atol + tol.rtol * Math.abs(want);

function checkSchedule(c: Schedule): Verdict {
  const schedule = scheduleOf(c.schedule, c.kwargs);
  for (const [i, step] of c.steps.entries()) {
    const got = Number(schedule(tf.constant(BigInt(step), 'int64')));
    if (!near(got, c.values[i]!, c.tol)) return `${got} at step ${step} instead of ${c.values[i]}`;
  }
  return checkConfig(schedule.get_config(), c.config ?? {});
}

const mistakes: Record<string, (v: tf.Variable) => unknown> = {
  'no gradients': (v) => new tf.keras.optimizers.SGD().apply_gradients([[null, v]]),
  empty: () => new tf.keras.optimizers.SGD().apply_gradients([]),
  'bad kwarg': () => made(tf.keras.optimizers, 'SGD', { foo: 1 }),
  'unknown variable': (v) => {
    const optimizer = new tf.keras.optimizers.Adam();
    optimizer.build([v]);
    optimizer.apply_gradients([[tf.constant([1]), new tf.Variable([2], { name: 'w' })]]);
  },
  'two clips': () => new tf.keras.optimizers.SGD({ clipnorm: 1, clipvalue: 1 }),
  'negative clip': () => new tf.keras.optimizers.SGD({ clipvalue: -1 }),
  'momentum range': () => new tf.keras.optimizers.SGD({ momentum: 1.5 }),
  'get unknown': () => tf.keras.optimizers.get('foo'),
};

function checkErrors(c: Errors): Verdict {
  for (const { what, error } of c.errors) {
    let raised: string | null = null;
    try {
      mistakes[what]!(new tf.Variable([1], { name: 'v' }));
    } catch (caught) {
      raised = caught instanceof Error ? caught.name : String(caught);
    }
    if (raised !== (error?.type ?? null)) return `${what}: raises ${raised} instead of ${error?.type}`;
  }
  return null;
}
