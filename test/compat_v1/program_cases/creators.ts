/** Programs around `variable_creator_scope`; see program_cases.test.ts. */
import * as tf from '../../../src';
import * as tf1 from '../../../src/compat_v1';
import { tuple } from '../../../src/python';
import { Graph } from '../../../src/runtime/graph/graph';
import type { VariableCreator } from '../../../src/runtime/variable_creators';
import { namesOf, type Program } from './support';

type Make = (who: string, more?: object) => VariableCreator;
const creating =
  (program: (creator: Make) => unknown): Program =>
  () => {
    const seen: unknown[] = [];
    const creator: Make = (who, more) => (next, keywords) => {
      seen.push(tuple(who, keywords.name, keywords.trainable));
      return next({ ...keywords, ...more });
    };
    return tuple(program(creator), seen);
  };

export const creators: Record<string, Program> = {
  'creators in each other': creating((creator) => {
    const outer = tf1.variable_creator_scope(creator('outer', { trainable: false }));
    const inner = tf.variable_creator_scope(creator('inner', { name: 'n' }));
    const [v, w] = outer.use(() =>
      inner.use(() => [new tf1.Variable(1, { name: 'v' }), tf1.get_variable('w', [2])] as const),
    );
    const [trainable, all] = [tf1.trainable_variables(), tf1.global_variables()].map(namesOf);
    return tuple(v.name, w.name, v.trainable, trainable, all);
  }),
  'a creator that changes the dtype': creating((creator) =>
    new Graph()
      .as_default()
      .use(() =>
        tf
          .variable_creator_scope(creator('a', { dtype: tf.float64 }))
          .use(() => new tf.Variable(1, { name: 'v' }).dtype),
      ),
  ),
  'a creator that gives another variable': creating(() => {
    const one = new tf1.Variable(1, { name: 'one' });
    return tf
      .variable_creator_scope(() => one)
      .use(() => tuple(Object.is(new tf1.Variable(2), one), Object.is(tf1.get_variable('x', [3]), one)));
  }),
  'no creator after its scope': creating((creator) => {
    tf.variable_creator_scope(creator('a')).use(() => new tf1.Variable(1));
    return new tf1.Variable(2).name;
  }),
};
