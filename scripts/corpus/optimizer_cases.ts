/** Optimizer cases: trajectories on recorded gradients, learning-rate schedules, errors. */
import * as tf from 'flowpoint';
import * as training from '../../src/compat_v1/train/training';
import type { BaseVariable } from '../../src/runtime/base_variable';
import { reset_default_graph } from '../../src/runtime/graph/init_scope';
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
  /** Of compat.v1: the optimizer's name, and the value of each slot for each variable. */
  readonly name?: string;
  readonly slots?: Readonly<Record<string, readonly CorpusTensor[]>>;
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
interface Averages extends CorpusCase {
  readonly decay: number;
  readonly assigned: readonly CorpusTensor[];
  readonly averages: readonly CorpusTensor[];
  readonly average_name: string;
  readonly tol: Tolerance;
}
interface Errors extends CorpusCase {
  readonly errors: readonly { readonly what: string; readonly error: { readonly type: string } | null }[];
}

export function checkOptimizerCase(c: CorpusCase): Verdict {
  if (c.kind === 'trajectory') return checkTrajectory(c as Trajectory);
  if (c.kind === 'schedule') return checkSchedule(c as Schedule);
  if (c.kind === 'ema') return checkAverages(c as Averages);
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
  // Names of slots are made unique in the default graph.
  if (c.api === 'v1') reset_default_graph();
  const optimizer =
    c.api === 'v1' ? made<training.Optimizer>(training, c.optimizer, c.kwargs) : optimizerOf(c);
  const wrong = checkSteps(c, optimizer, variables) ?? checkVariables(c, optimizer);
  if (wrong !== null) return wrong;
  return optimizer instanceof training.Optimizer
    ? checkSlots(c, optimizer, variables)
    : checkFinal(c, optimizer);
}

type AnyOptimizer = tf.keras.optimizers.Optimizer | training.Optimizer;

function checkSteps(c: Trajectory, optimizer: AnyOptimizer, variables: readonly tf.Variable[]): Verdict {
  for (const [step, gradients] of c.gradients.entries()) {
    optimizer.apply_gradients(gradients.map((g, i) => [gradientOf(g), variables[i]!]));
    for (const [i, want] of c.values[step]!.entries()) {
      const wrong = difference(variables[i]!.value(), want, c.tol);
      if (wrong !== null) return `${c.initial[i]!.name} after step ${step + 1}: ${wrong}`;
    }
  }
  return null;
}

function checkSlots(
  c: Trajectory,
  optimizer: training.Optimizer,
  variables: readonly tf.Variable[],
): Verdict {
  if (optimizer.get_name() !== c.name) return `name ${optimizer.get_name()} instead of ${c.name}`;
  const slots = c.slots ?? {};
  const [names, wanted] = [optimizer.get_slot_names().join(', '), Object.keys(slots).join(', ')];
  if (names !== wanted) return `slots ${names} instead of ${wanted}`;
  for (const [name, values] of Object.entries(slots))
    for (const [i, want] of values.entries()) {
      const wrong = difference(optimizer.get_slot(variables[i]!, name)!.value(), want, c.tol);
      if (wrong !== null) return `slot ${name} of ${c.initial[i]!.name}: ${wrong}`;
    }
  return null;
}

function checkVariables(c: Trajectory, optimizer: AnyOptimizer): Verdict {
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
  if (c.schedule.startsWith(decayPrefix)) return checkDecay(c);
  const schedule = scheduleOf(c.schedule, c.kwargs);
  for (const [i, step] of c.steps.entries()) {
    const got = Number(schedule(tf.constant(BigInt(step), 'int64')));
    if (!near(got, c.values[i]!, c.tol)) return `${got} at step ${step} instead of ${c.values[i]}`;
  }
  return checkConfig(schedule.get_config(), c.config ?? {});
}

const decayPrefix = 'compat.v1.train.';

/** A decay of compat.v1: a function of the step's variable. */
function checkDecay(c: Schedule): Verdict {
  const step = new tf.Variable(0n, { dtype: 'int64', trainable: false });
  const name = c.schedule.slice(decayPrefix.length);
  const decay = (training as unknown as Record<string, (keywords: object) => () => Tensor>)[name]!;
  const rate = decay({ ...c.kwargs, [name === 'piecewise_constant' ? 'x' : 'global_step']: step });
  for (const [i, at] of c.steps.entries()) {
    step.assign(BigInt(at));
    const got = Number(rate());
    if (!near(got, c.values[i]!, c.tol)) return `${got} at step ${at} instead of ${c.values[i]}`;
  }
  return null;
}

/** `apply` is called once before the assignments, on an initial value that the first average gives away. */
function checkAverages(c: Averages): Verdict {
  const [first, mean] = [c.assigned[0]!, c.averages[0]!].map((t) => readTensor(t));
  const initial = tf.divide(tf.subtract(mean!, tf.multiply(first!, 1 - c.decay)), c.decay);
  const variable = new tf.Variable(initial, { name: 'v' });
  reset_default_graph();
  const averages = new training.ExponentialMovingAverage(c.decay);
  averages.apply([variable]);
  const average = averages.average(variable)!;
  if (average.name !== c.average_name) return `${average.name} instead of ${c.average_name}`;
  for (const [i, assigned] of c.assigned.entries()) {
    variable.assign(readTensor(assigned));
    averages.apply([variable]);
    const wrong = difference(average.value(), c.averages[i]!, c.tol);
    if (wrong !== null) return `average ${i + 1}: ${wrong}`;
  }
  return null;
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
