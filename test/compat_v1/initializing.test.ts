import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf1 from '../../src/compat_v1';
import { NotFoundError, ValueError } from '../../src/errors';
import { tuple } from '../../src/python/tuple';
import { Variable } from '../../src/runtime/variable';
import { Checkpoint } from '../../src/saving/checkpoint/checkpoint';
import { CheckpointManager } from '../../src/saving/checkpoint/manager';
import { goldens, inGraph, useFolder, useLog } from './support';

const at = useFolder();
const log = useLog();
const ckpt = path.join(goldens, 'tf2.15/guide/tf1-ckpt');
const { init_from_checkpoint, warm_start, VocabInfo } = tf1.train;

function zero(name: string, shape: number[] = []): tf1.Variable {
  return tf1.get_variable(name, { shape, initializer: new tf1.zeros_initializer() });
}
/** Values after the initializers have run. */
function initialized(sess: tf1.Session, variables: readonly tf1.Variable[]): unknown[] {
  sess.run(tf1.global_variables_initializer());
  return sess.run([...variables]).map((value) => value.tolist());
}
function save(values: Record<string, number | number[] | number[][]>): string {
  const variables = Object.entries(values).map(([name, value]) => new Variable(value, { name }));
  return new tf1.train.Saver(variables).save(null, at('saved'))!;
}

describe('init_from_checkpoint', () => {
  it('S7.1 S7.4 takes scopes, names, variables, in a dict or pairs', () => {
    inGraph((sess) => {
      const [a, b, c] = tf1.variable_scope('new', () => [zero('a'), zero('b'), zero('scoped/c')]);
      init_from_checkpoint(ckpt, { '/': 'new/' });
      expect(initialized(sess, [a!, b!, c!])).toEqual([1, 2, 3]);
    });
    inGraph((sess) => {
      const [x, y, z, under] = [zero('x'), zero('y'), zero('s/c'), zero('s_1/c')];
      init_from_checkpoint(ckpt, [
        ['a', 'x'],
        ['b', y],
        ['scoped/', 's/'],
      ]);
      expect(initialized(sess, [x, y, z, under])).toEqual([1, 2, 3, 0]);
      init_from_checkpoint(ckpt, new Map([['b', 'x']]));
      expect(initialized(sess, [x])).toEqual([2]);
    });
    const eager = new Variable(0, { name: 'e' });
    init_from_checkpoint(ckpt, { b: eager });
    expect(eager.numpy().item()).toBe(2);
  });
  it('S7.2 S7.3 S7.4 S7.6 says what is not there and what does not fit', () => {
    inGraph(() => {
      const v = zero('v', [3]);
      zero('s/v');
      expect(() => init_from_checkpoint(ckpt, { nobody: v })).toThrow(
        `Tensor nobody is not found in ${ckpt} checkpoint {'a': [], 'b': [], 'scoped/c': []}`,
      );
      expect(() => init_from_checkpoint(ckpt, { a: v })).toThrow(
        "Shape of variable v:0 ((3,)) doesn't match with shape of tensor a ([]) from checkpoint reader.",
      );
      expect(() => init_from_checkpoint(ckpt, { a: 'none/' })).toThrow(
        "Assignment map with scope only name none should map to scope only a. Should be 'scope/': 'other_scope/'.",
      );
      expect(() => init_from_checkpoint(ckpt, { '/': 's/' })).toThrow(
        `Tensor v (v in /) is not found in ${ckpt} checkpoint`,
      );
      expect(() => init_from_checkpoint(at('no'), { a: v })).toThrow(NotFoundError);
    });
    const wide = save({ v: [1, 2] });
    inGraph(() => {
      zero('s/v', [3]);
      expect(() => init_from_checkpoint(wide, { '/': 's/' })).toThrow(ValueError);
    });
  });
  it('S7.5 reads slices of partitioned variables, however the file has them', () => {
    const whole = save({ p: [1, 2, 3, 4, 5] });
    inGraph((sess) => {
      const partitioner = tf1.fixed_size_partitioner(2);
      const p = tf1.get_variable('p', { shape: [5], partitioner, initializer: new tf1.zeros_initializer() });
      const q = tf1.get_variable('q', { shape: [5], partitioner, initializer: new tf1.zeros_initializer() });
      init_from_checkpoint(whole, { p: 'p' });
      expect(initialized(sess, [...p] as tf1.Variable[])).toEqual([
        [1, 2, 3],
        [4, 5],
      ]);
      init_from_checkpoint(whole, { p: [...q] });
      expect(initialized(sess, [...q] as tf1.Variable[])).toEqual([
        [1, 2, 3],
        [4, 5],
      ]);
    });
  });
});

describe('warm_start', () => {
  it('S8.1 takes trainable variables by a regular expression, global ones by several', () => {
    inGraph((sess) => {
      const [a, b] = [zero('a'), zero('b')];
      const c = tf1.get_variable('scoped/c', {
        shape: [],
        trainable: false,
        initializer: new tf1.zeros_initializer(),
      });
      warm_start(ckpt);
      expect(initialized(sess, [a, b, c])).toEqual([1, 2, 0]);
      warm_start(ckpt, ['scoped', 'a']);
      expect(initialized(sess, [c])).toEqual([3]);
      warm_start(ckpt, [b]);
      expect(log.at(-1)).toBe('INFO:tensorflow:Warm-started 1 variables.');
      expect(() => warm_start(ckpt, tuple(b) as never)).toThrow(
        "`vars_to_warm_start must be a `list` or `str`.  Given type is <class 'tuple'>",
      );
      expect(() => warm_start(ckpt, [b, 'a'] as never)).toThrow(
        'If `vars_to_warm_start` is a list, it must be all `Variable` or all `str`.  Given types are ',
      );
    });
  });
  it('S8.2 S8.3 renames, by hand or for an object-based file', () => {
    const objects = new Checkpoint({ x: new Variable(7, { name: 'a' }) }).save(at('obj'));
    inGraph((sess) => {
      const a = zero('a');
      warm_start(objects);
      expect(initialized(sess, [a])).toEqual([7]);
      warm_start(ckpt, { var_name_to_prev_var_name: { a: 'b' } });
      expect(initialized(sess, [a])).toEqual([2]);
      expect(() => warm_start(ckpt, { var_name_to_prev_var_name: { x: 'b' } })).toThrow(
        "You provided the following variables in var_name_to_prev_var_name that were not used: {'x'}.  Perhaps you " +
          "misspelled them?  Here is the list of viable variable names: dict_keys(['a'])",
      );
      zero('more');
      expect(() => warm_start(objects)).toThrow("The following variables were missing: {'more'}");
    });
  });
  it('S8.4 moves rows by their words, the rest from the backup', () => {
    fs.writeFileSync(at('old.txt'), 'apple\nbanana\ncherry\n');
    fs.writeFileSync(at('new.txt'), 'cherry\nkiwi\napple\n');
    const saved = save({
      emb: [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    });
    inGraph((sess) => {
      const emb = zero('emb', [4, 2]);
      const vocab = new VocabInfo(at('new.txt'), 3, 1, at('old.txt'), {
        backup_initializer: new tf1.constant_initializer(9),
      });
      warm_start(saved, { vars_to_warm_start: null, var_name_to_vocab_info: { emb: vocab } });
      expect(initialized(sess, [emb])).toEqual([
        [
          [3, 3],
          [9, 9],
          [1, 1],
          [9, 9],
        ],
      ]);
    });
    inGraph(() => {
      zero('emb', [5, 2]);
      const rows = new VocabInfo(at('new.txt'), 3, 0, at('old.txt'));
      const columns = new VocabInfo(at('new.txt'), 3, 0, at('old.txt'), { axis: 1 });
      const start = (emb: tf1.train.VocabInfo) => () =>
        warm_start(saved, { vars_to_warm_start: null, var_name_to_vocab_info: { emb } });
      expect(start(rows)).toThrow(
        'Trying to initialize 5 additional rows after 0 rows have already been initialized, which would exceed expected ' +
          'total row count of new_row_vocab_size (3) + num_row_oov_buckets (0) = 3.',
      );
      expect(start(columns)).toThrow(
        'Expected 2nd dim of shape to be new_col_vocab_size (3) + num_col_oov_buckets (0) = 3, but received shape: [5, 2]',
      );
    });
    expect(String(new VocabInfo('a', 1, 0, 'b').__repr__())).toBe(
      "VocabInfo(new_vocab='a', new_vocab_size=1, num_oov_buckets=0, old_vocab='b', old_vocab_size=-1, " +
        'backup_initializer=None, axis=0)',
    );
    expect(() => new VocabInfo('a', 1, 0, 'b', { axis: 2 })).toThrow(
      'The only supported values for the axis argument are 0 and 1.  Provided axis: 2',
    );
  });
});

describe('tf.train.Checkpoint in a graph', () => {
  it('O7 saves values of the session and counts there', () => {
    inGraph((sess) => {
      const v = zero('v');
      sess.run(v.assign(3));
      const checkpoint = new Checkpoint({ v });
      expect([checkpoint.save(at('m')), checkpoint.save(at('m'))]).toEqual([at('m-1'), at('m-2')]);
      expect(tf1.train.load_variable(at('m-2'), 'v/.ATTRIBUTES/VARIABLE_VALUE').item()).toBe(3);
      expect(tf1.train.load_variable(at('m-2'), 'save_counter/.ATTRIBUTES/VARIABLE_VALUE').item()).toBe(2n);
    });
    const v = new Variable(0);
    new Checkpoint({ v }).restore(at('m-2')).assert_consumed();
    expect(v.numpy().item()).toBe(3);
  });
  it('R8.10 assigns when restore ops run, also what is tracked later, and initialises the rest', () => {
    const saved = new Checkpoint({ v: new Variable(5), w: new Variable(6) }).save(at('m'));
    inGraph((sess) => {
      const [v, w, other] = [zero('v'), zero('w'), tf1.get_variable('o', { initializer: 8 })];
      const checkpoint = new Checkpoint<{ v: tf1.Variable; w?: tf1.Variable; o?: tf1.Variable }>({ v });
      const status = checkpoint.restore(saved);
      expect(() => sess.run(v)).toThrow('Could not find variable v');
      status.run_restore_ops();
      expect(sess.run(v).item()).toBe(5);
      checkpoint.w = w;
      checkpoint.o = other;
      status.initialize_or_restore(sess);
      expect(sess.run([v, w, other]).map((x) => x.item())).toEqual([5, 6, 8]);
      sess.run(v.assign(1));
      status.run_restore_ops(sess);
      expect(sess.run(v).item()).toBe(5);
    });
  });
  it('R9.1 R9.4 initialises without a file, and restores a name-based one when ops run', () => {
    inGraph((sess) => {
      const [a, b] = [zero('a'), zero('b')];
      const checkpoint = new Checkpoint({ a, b });
      checkpoint.restore(null).initialize_or_restore(sess);
      expect(sess.run([a, b]).map((x) => x.item())).toEqual([0, 0]);
      const status = checkpoint.restore(ckpt);
      expect(() => status.assert_consumed()).toThrow('Object not restored: ');
      expect(sess.run(a).item()).toBe(0);
      status.run_restore_ops();
      status.assert_consumed().assert_existing_objects_matched();
      expect(sess.run([a, b]).map((x) => x.item())).toEqual([1, 2]);
      const more = new Checkpoint({ a, n: zero('new') }).read(ckpt);
      expect(() => more.run_restore_ops()).toThrow(
        /^Restoring from checkpoint failed\. This is most likely due to a Variable name .*Key new not found in checkpoint$/s,
      );
    });
  });
  it('M2.2 M2.3 M2.4 M5.3 CheckpointManager counts, saves and restores in the session', () => {
    inGraph((sess) => {
      const v = zero('v');
      const step = tf1.train.get_or_create_global_step();
      sess.run([v.initializer, step.initializer]);
      const checkpoint = new Checkpoint({ v });
      const plain = new CheckpointManager(checkpoint, at('man'), { max_to_keep: 2 });
      expect([plain.save(), plain.save(), plain.save()]).toEqual([1, 2, 3].map((n) => at(`man/ckpt-${n}`)));
      expect(plain.checkpoints).toEqual([at('man/ckpt-2'), at('man/ckpt-3')]);
      expect(plain.save({ checkpoint_number: 9 })).toBe(at('man/ckpt-9'));
      expect(sess.run(checkpoint.save_counter).item()).toBe(4n);
      const options = { max_to_keep: 2, step_counter: step, checkpoint_interval: 2 };
      const manager = new CheckpointManager(checkpoint, at('other'), options);
      expect([manager.save(), manager.save()]).toEqual([at('other/ckpt-5'), null]);
      sess.run(step.assign_add(1));
      expect([manager.save(), manager.save({ check_interval: false })]).toEqual([null, at('other/ckpt-6')]);
      sess.run(step.assign_add(2));
      expect(manager.save()).toBe(at('other/ckpt-7'));
      const again = new CheckpointManager(checkpoint, at('other'), { max_to_keep: 2 });
      expect(again.restore_or_initialize()).toBe(at('other/ckpt-7'));
    });
  });
});
