/** Programs around devices and the shards that they make; see program_cases.test.ts. */
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '../../../src';
import * as tf1 from '../../../src/compat_v1';
import type { PartitionedVariable } from '../../../src/compat_v1/partitioned_variable';
import { tuple } from '../../../src/python';
import type { Operation } from '../../../src/runtime/graph/operation';
import type { Variable } from '../../../src/runtime/variable';
import { ones, type Program, zeros } from './support';

const T = tf1.train;
const here = () => tf.constant(1).device;
const plain = { write_meta_graph: false };

/** The device of a constant inside of these scopes, outermost first. */
function deviceIn([name, ...rest]: readonly (string | null)[]): string {
  return tf.device(name as string).use(() => (rest.length === 0 ? here() : deviceIn(rest)));
}
const names = [
  ['/cpu:0'],
  ['/cpu:1', null],
  ['/cpu:1', '/job:localhost'],
  ['/job:localhost', '/task:0/cpu:0'],
  ['/cpu:1', '/replica:0/device:cpu:*'],
  ['/gpu:0', ''],
  ['cpu:0'],
  ['/cpu'],
  ['/device:XLA_CPU:0'],
  ['/job:a/job:b'],
  ['foo'],
  ['/foo:1'],
  ['/cpu:x'],
  ['/device:CPU'],
  ['/task:x'],
  ['/cpu:0/gpu:0'],
  [3 as never],
];
const scopes = names.map((list): [string, Program] => [
  `device ${list
    .map((name) => name ?? 'None')
    .reverse()
    .join(' in ')}`,
  () => deviceIn(list),
]);

interface OnDevices {
  readonly a: Variable;
  readonly b: Variable;
  readonly c: Variable;
  readonly p: PartitionedVariable;
  readonly inside: string[];
}
function onDevices(): OnDevices {
  const make = (name: string, n: number) => tf1.get_variable(name, [n], { initializer: ones() });
  const [a, inside] = tf.device('/cpu:0').use(() => {
    const v = make('a', 2);
    return [v, [v.device, v.op.device, v.initializer!.device, v.initial_value.device]] as const;
  });
  const b = make('b', 2);
  return tf.device('/cpu:1').use(() => {
    const c = make('c', 4);
    const partitioner = tf1.fixed_size_partitioner(2);
    const p = tf1.get_variable('p', { shape: [4], partitioner, initializer: zeros() });
    T.get_or_create_global_step();
    return { a, b, c, p, inside: [...inside] };
  });
}

const shards =
  (keywords: object = {}): Program =>
  (s, d) => {
    const { a, b } = onDevices();
    s.run(tf1.global_variables_initializer());
    const prefix = new T.Saver({ sharded: true, ...keywords }).save(s, `${d}/c`, plain)!;
    const files = fs.readdirSync(d).filter((file) => file !== 'checkpoint');
    new T.Saver([a, b], { sharded: true }).restore(s, prefix);
    const hash = (file: string) =>
      crypto
        .createHash('md5')
        .update(fs.readFileSync(path.join(d, file)))
        .digest('hex');
    return tuple(
      prefix,
      files.sort().map((file) => tuple(file, hash(file))),
    );
  };

export const devices: Record<string, Program> = {
  ...Object.fromEntries(scopes),
  'devices of functions': (_s, _d, g) => {
    const byType = (op: Operation) => (op.type === 'Const' ? '/cpu:1' : '/cpu:0');
    const both = g.device(byType).use(() => [here(), tf.square(tf.constant(1)).device]);
    const merged = tf.device('/cpu:1').use(() => g.device(() => '/job:ps').use(here));
    return tuple(both, merged);
  },
  'devices of what is colocated': (_s, _d, g) => {
    const { b, c } = onDevices();
    return [
      tf1.colocate_with(c).use(here),
      tf.device('/cpu:0').use(() => g.colocate_with(c.op).use(here)),
      g.colocate_with(b.op).use(() => tf.device('/cpu:0').use(here)),
      g.colocate_with(c.op).use(() => g.colocate_with(null, true).use(here)),
    ];
  },
  'colocated with nothing': (_s, _d, g) => g.colocate_with(null).use(here),
  'devices of slots': () => {
    const { a, b, c, inside } = onDevices();
    const [x, y, z] = [a, b, c].map((v) => tf.reduce_sum(v)) as [tf.Tensor, tf.Tensor, tf.Tensor];
    new T.AdamOptimizer().minimize(tf.add(tf.add(x, y), z));
    new T.ExponentialMovingAverage(0.9).apply([a, c]);
    return tuple(
      inside,
      tf1.global_variables().map((v) => tuple(v.name, v.device)),
    );
  },
  'a shard for each device': shards(),
  'a V1 shard for each device': (...args) => (shards({ write_version: 1 })(...args) as unknown[])[0],
  'one file for all devices': (s, d) => {
    onDevices();
    s.run(tf1.global_variables_initializer());
    new T.Saver().save(s, `${d}/c`, plain);
    return fs.readdirSync(d).sort();
  },
};
