/** Programs around schedules, losses, templates and timers; see program_cases.test.ts. */
import * as tf from '../../../src';
import * as tf1 from '../../../src/compat_v1';
import { float, tuple } from '../../../src/python';
import type { Variable } from '../../../src/runtime/variable';
import { namesOf, type Program } from './support';

const T = tf1.train;
const stepping =
  (program: (step: Variable) => unknown): Program =>
  () =>
    program(T.get_or_create_global_step());

export const losses: Record<string, Program> = {
  'too few values for boundaries': stepping((x) => T.piecewise_constant(x, [5], [1])),
  'boundaries of another dtype': stepping((x) => T.piecewise_constant(x, [5.5], [1, 2])),
  'values of two dtypes': stepping((x) => T.piecewise_constant(x, [5], [1n, 2.5])),
  'a schedule without a step': () => T.exponential_decay(0.1, null as never, 10, 0.5),
  'a constant of None': () => tf.constant(null as never),
  'names of losses': (s) => {
    const [y, p] = [tf.constant([1, 0]), tf.constant([0.5, 0.25])];
    const { MEAN } = tf1.losses.Reduction;
    const made = [
      tf1.losses.mean_squared_error(y, p),
      tf1.losses.absolute_difference(y, p, { scope: 'abs' }),
      tf1.losses.huber_loss(y, p, { reduction: MEAN }),
    ];
    const regularization = tf1.losses.get_regularization_loss();
    const total = tf1.losses.get_total_loss();
    const zero = float(s.run(regularization).item() as number);
    return tuple(namesOf(made), total.name, zero, (s.run(total).item() as number) > 0.8);
  },
  'what a template says of itself': () => {
    const made = tf1.make_template('tm', (n: number) => tf1.get_variable('q', [n]));
    const [first, second] = [made(2), made(2)];
    return tuple(first.name, first === second, made.name, made.variable_scope_name, namesOf(made.variables));
  },
  'a timer of steps': () => {
    const t = new T.SecondOrStepTimer({ every_steps: 3 });
    const first = tuple(t.should_trigger_for_step(1), t.update_last_triggered_step(1));
    const triggers = [1, 3, 4].map((i) => t.should_trigger_for_step(i));
    return tuple(first, triggers, t.last_triggered_step());
  },
};
