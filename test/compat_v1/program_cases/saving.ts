/** Programs around Savers, what messages print, and names; see program_cases.test.ts. */
import * as fs from 'node:fs';
import * as tf from '../../../src';
import * as tf1 from '../../../src/compat_v1';
import type { PartitionedVariable } from '../../../src/compat_v1/partitioned_variable';
import type { SaveSliceInfo } from '../../../src/compat_v1/save_slice_info';
import type { Saver } from '../../../src/compat_v1/saver';
import { float, str, tuple } from '../../../src/python';
import type { Variable } from '../../../src/runtime/variable';
import { namesOf, type Program, variables } from './support';

const T = tf1.train;
const SD = T.SaverDef;
const state = T.generate_checkpoint_state_proto;
const odd = { all_model_checkpoint_timestamps: [1, 1700000000.1234567], last_preserved_timestamp: 0.1 };
const plain = { write_meta_graph: false };

type WithSaver = (saver: Saver, s: tf1.Session, d: string, a: Variable, b: Variable) => unknown;
const saver =
  (program: WithSaver, keywords: object = {}): Program =>
  (s, d) => {
    const [a, b] = variables();
    s.run(tf1.global_variables_initializer());
    return program(new T.Saver({ ...keywords }), s, d, a, b);
  };

const parts = (): PartitionedVariable =>
  tf1.get_variable('p', { shape: [5, 2], partitioner: tf1.fixed_size_partitioner(2) });
const info = (i: SaveSliceInfo | null) =>
  i && tuple(i.full_name, i.full_shape, i.var_offset, i.var_shape, i.spec);
const opScope = (...args: unknown[]) =>
  (tf1.variable_op_scope as (...args: unknown[]) => unknown)(...args, (scope: tf1.VariableScope) =>
    tuple(scope.name, tf1.get_variable('v', [1]).name, tf.constant(1).name),
  );

export const saving: Record<string, Program> = {
  'str of a state': () => str(state('m', 'm/z', ['q/y'])),
  'str of a state with times': () => str(state('m', 'm/z', ['q/y'], odd)),
  'repr of a state': () => [state('m', 'm/z', ['q/y'], odd)],
  'str of a state with strange paths': () => str(state('/m', '/é"\n\'x\\', ['/y\x01'])),
  'str of a state that was read': (_s, d) => {
    T.update_checkpoint_state(d, 'z', ['y'], {
      all_model_checkpoint_timestamps: [1e20, 1 / 3],
      last_preserved_timestamp: 3e-7,
    });
    return str(T.get_checkpoint_state(d));
  },
  'str of SaverDefs': () =>
    [
      new SD(),
      new SD({ version: 0 }),
      new SD({ version: 1, sharded: true }),
      new SD({ version: 9 }),
      new SD({ keep_checkpoint_every_n_hours: 0.1, max_to_keep: -1 }),
      new SD({ keep_checkpoint_every_n_hours: 1e20 }),
      new SD({ keep_checkpoint_every_n_hours: 1234567 }),
    ].map(str),
  'a SaverDef with a strange field': () => new SD({ foo: 1 } as never),
  "str of a Saver's definition": saver((v) => str(v.as_saver_def()), { max_to_keep: 3 }),
  'the definition of a Saver in a scope': saver((v) => [null, 'k', 'z'].map((x) => str(v.to_proto(x))), {
    name: 'k',
  }),
  list_variables: saver((v, s, d) => tf.train.list_variables(v.save(s, `${d}/c`, plain)!)),
  'a Saver from a definition': saver(
    (v, s, d) =>
      tuple(
        T.Saver.from_proto(v.as_saver_def()).save(s, `${d}/c`, plain),
        tf.train.list_variables(`${d}/c`),
        fs.readdirSync(d).length,
      ),
    { sharded: true, max_to_keep: 2 },
  ),
  'a Saver from a definition of V1': saver(
    (v, s, d) => new T.Saver({ saver_def: v.as_saver_def() }).save(s, `${d}/c`, plain),
    { sharded: true, write_version: 1 },
  ),
  'a Saver from a definition in another scope': saver((v) =>
    tuple(str(T.Saver.from_proto(v.as_saver_def(), 'x').as_saver_def()), str(v.as_saver_def())),
  ),
  'save with a definition of another graph': saver((v, s, d) =>
    T.Saver.from_proto(v.as_saver_def(), 'x').save(s, `${d}/c`, plain),
  ),
  'a Saver from a number': () => T.Saver.from_proto(3 as never),
  'a Saver from an empty definition': () => T.Saver.from_proto(new SD()),
  'a Saver from a definition keeps as many': saver(
    (v, s, d, a) => {
      const other = T.Saver.from_proto(v.as_saver_def());
      for (let i = 0; i < 3; i++) other.save(s, `${d}/c`, { global_step: i, ...plain });
      s.run(a.assign([5, 6]));
      other.restore(s, other.last_checkpoints[0]!);
      const values = (s.run(a).tolist() as number[]).map(float);
      return tuple(
        other.last_checkpoints.map((x) => x.slice(d.length)),
        values,
      );
    },
    { max_to_keep: 2 },
  ),
  'save a number in a list': () => new T.Saver([3]),
  'save a tensor in a list': () => new T.Saver([tf.constant([1]).add(1)]),
  'save a number in a dict': () => new T.Saver({ q: 3n }),

  list_devices: (s) => s.list_devices().map((x) => tuple(x.name, x.device_type, x.memory_limit_bytes)),
  'what a part is of': () => [...parts()].map((x) => info(x._save_slice_info)),
  'what no part is of': () => {
    const [v] = variables();
    return tuple(v._save_slice_info, v._get_save_slice_info());
  },
  'what slots of parts are of': () => {
    new T.AdamOptimizer().minimize(tf.reduce_sum(parts().as_tensor()));
    return tf1.global_variables().map((x) => info(x._get_save_slice_info()));
  },
  'a SaveSliceInfo': () => info(new tf1.Variable.SaveSliceInfo('n', [4, 2], [2, 0], [1, 2])),
  'names of parts joined': () => {
    const p = parts();
    const name = tf.convert_to_tensor(p as never).name;
    return tuple(
      name,
      p.as_tensor().name,
      tf.identity(p as unknown as tf.Tensor).name,
      p._get_partitions(),
      p.length,
    );
  },
  'fetch parts': (s) => s.run(parts()),
  'fetch parts in a dict': (s) => s.run({ a: parts() }),
  'feed parts': (s) => s.run(tf.constant(1), [[parts() as never, 1]]),
  'save what was made a part': (s, d) => {
    const [a] = variables();
    a._set_save_slice_info(new tf1.Variable.SaveSliceInfo('w', [4], [1], [2]));
    s.run(tf1.global_variables_initializer());
    return tf.train.list_variables(new T.Saver([a]).save(s, `${d}/c`, plain)!);
  },
  variable_op_scope: () => [
    opScope([], 's'),
    opScope([], null, 'd'),
    opScope(null, null, 'd'),
    opScope([], 's', { reuse: true }),
    opScope([], 't', 'u'),
  ],
  'assert_global_step of a float': () => T.assert_global_step(variables()[0]),
  'a name with a space': () => tf.constant(1, { name: 'b d' }),
  'controlled by what is an input': () => {
    const a = tf.constant(1, { name: 'a' });
    const b = tf.constant(2, { name: 'b' });
    const made = tf
      .control_dependencies([a])
      .use(() => [tf.multiply(a, b, { name: 'c' }), tf.multiply(b, b, { name: 'e' })]);
    return made.map((x) => namesOf(x.op.control_inputs));
  },
};
