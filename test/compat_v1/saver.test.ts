import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf1 from '../../src/compat_v1';
import { float64, int64 } from '../../src/dtypes';
import {
  FailedPreconditionError,
  InvalidArgumentError,
  NotFoundError,
  NotImplementedError,
  RuntimeError,
  TypeError,
  ValueError,
} from '../../src/errors';
import { NDArray } from '../../src/runtime/ndarray';
import { Variable } from '../../src/runtime/variable';
import { Checkpoint } from '../../src/saving/checkpoint/checkpoint';
import { setClock } from '../../src/saving/checkpoint/clock';
import { goldens, inGraph, useFolder, useLog } from './support';

const at = useFolder();
const log = useLog();
const { Saver, SaverDef } = tf1.train;

function named(name: string, value: number | number[] = 1): Variable {
  return new Variable(value, { name });
}
function zero(name: string, shape: number[] = []): tf1.Variable {
  return tf1.get_variable(name, { shape, initializer: new tf1.zeros_initializer() });
}
const state = (name = 'checkpoint'): string => fs.readFileSync(at(name), 'utf8');
const keys = (prefix: string): string[] => tf1.train.list_variables(prefix).map(([key]) => key);

describe('making a Saver', () => {
  it('S1.2 S1.3 refuses no list in eager mode, and deferring with a list', () => {
    expect(() => new Saver()).toThrow(RuntimeError);
    expect(() => new Saver([named('a')], { defer_build: true })).toThrow(
      'If `var_list` is provided then build cannot be deferred. Either set defer_build=False or var_list=None.',
    );
    expect(log[0]).toMatch(
      /^WARNING:tensorflow:Saver is deprecated, please switch to tf.train.Checkpoint or/,
    );
    expect(() => new Saver([named('a')]).build()).toThrow('Use save/restore instead of build in eager mode.');
  });
  it('S1.1 S1.5 takes all variables of the graph as they are when it is built', () => {
    inGraph((sess) => {
      zero('a');
      const deferred = new Saver({ defer_build: true });
      const saver = new Saver();
      zero('b');
      sess.run(tf1.global_variables_initializer());
      expect(keys(saver.save(sess, at('m'))!)).toEqual(['a']);
      expect(() => deferred.save(sess, at('d'))).toThrow(
        '`build()` should be called before save if defer_build==True',
      );
      deferred.build();
      expect(keys(deferred.save(sess, at('d'))!)).toEqual(['a', 'b']);
    });
  });
  it('S1.5 looks at an eager list in every call', () => {
    const list = [named('a')];
    const saver = new Saver(list);
    list.push(named('b'));
    expect(keys(saver.save(null, at('m'))!)).toEqual(['a', 'b']);
  });
  it('S1.4 refuses an empty list, or with allow_empty saves and restores nothing', () => {
    inGraph((sess) => {
      expect(() => new Saver()).toThrow('No variables to save');
      const saver = new Saver({ allow_empty: true });
      expect(saver.save(sess, at('m'))).toBeNull();
      saver.restore(sess, null);
      expect(fs.readdirSync(at())).toEqual([]);
    });
  });
  it('S1.6 writes one device sharded as it writes it plain', () => {
    const v = [named('a', [1, 2])];
    new Saver(v).save(null, at('p'));
    new Saver(v, { sharded: true }).save(null, at('s'));
    for (const end of ['.index', '.data-00000-of-00001'])
      expect(fs.readFileSync(at(`s${end}`))).toEqual(fs.readFileSync(at(`p${end}`)));
  });
});

describe('names in the file', () => {
  it('S2.1 S2.4 S2.5 are shared names, keys of a dict, or those of other objects, in sorted order', () => {
    const [a, b] = [named('b/x'), named('B')];
    expect(keys(new Saver([[a], [b]]).save(null, at('l'))!)).toEqual(['B', 'b/x']);
    expect(keys(new Saver({ one: a, two: b }).save(null, at('d'))!)).toEqual(['one', 'two']);
    expect(keys(new Saver(new Map([['var_list', a]])).save(null, at('m'))!)).toEqual(['var_list']);
    expect(keys(new Saver({ var_list: [a], max_to_keep: 1 }).save(null, at('k'))!)).toEqual(['b/x']);
  });
  it('S2.2 must be different', () => {
    const a = named('a');
    expect(() => new Saver([a, named('a')]).save(null, at('m'))).toThrow(
      "Two different ResourceVariable objects with the same shared_name 'a' were passed to the Saver.",
    );
    expect(() => new Saver({ x: a, y: a }).save(null, at('m'))).toThrow(
      'The same saveable will be restored with two names: y',
    );
    inGraph(() => {
      const v = zero('v');
      expect(() => new Saver([v, v])).toThrow('At least two variables have the same name: v');
    });
  });
  it('S2.3 must come in a list or dict of variables', () => {
    expect(() => new Saver(3 as never).save(null, at('m'))).toThrow(TypeError);
    expect(() => new Saver(new Map([[1, named('a')]]) as never).save(null, at('m'))).toThrow(
      'names_to_saveables must be a dict mapping string names to trackable operations. Name is not a string: 1',
    );
    expect(() => new Saver({ a: 'text' }).save(null, at('m'))).toThrow(
      "Can only save/restore ResourceVariables when executing eagerly, got type: <class 'str'>.",
    );
    expect(() => new Saver(['text']).save(null, at('m'))).toThrow("'str' object has no attribute 'name'");
    inGraph(() =>
      expect(() => new Saver({ a: 'text' })).toThrow(
        'names_to_saveables must be a dict mapping string names to Tensors/Variables. Not a variable: ' +
          'Tensor("Const:0", shape=(), dtype=string)',
      ),
    );
  });
});

describe('save', () => {
  it('S3.1 puts the step behind the path, padded on request', () => {
    const saver = new Saver([named('a')]);
    const step = new Variable(7n, { dtype: int64 });
    expect(saver.save(null, at('m'), 3)).toBe(at('m-3'));
    expect(saver.save(null, at('m'), step)).toBe(at('m-7'));
    const padding = new Saver([named('a')], { pad_step_number: true });
    expect(padding.save(null, at('m'), { global_step: 12 })).toBe(at('m-00000012'));
    inGraph((sess) => {
      const global = tf1.train.get_or_create_global_step();
      sess.run(tf1.global_variables_initializer());
      expect(() => new Saver().save(sess, at('g'), 1.5)).toThrow(
        'Argument `fetch` = 1.5 has invalid type "float" must be a string or Tensor.',
      );
      expect(new Saver().save(sess, at('g'), global)).toBe(at('g-0'));
      expect(new Saver().save(sess, at('g'), 'global_step/Read/ReadVariableOp:0')).toBe(at('g-0'));
    });
  });
  it('S3.2 checks latest_filename', () => {
    const saver = new Saver([named('a')]);
    expect(() => saver.save(null, at('m'), { latest_filename: 'x/y' })).toThrow(
      "'latest_filename' must not contain path components",
    );
    expect(() => saver.save(null, at('checkpoint'))).toThrow(
      `'latest_filename' collides with 'save_path': 'checkpoint' and '${at('checkpoint')}'`,
    );
    expect(saver.save(null, at('checkpoint'), 1)).toBe(at('checkpoint-1'));
  });
  it('S3.3 needs a session in a graph', () => {
    inGraph(() => {
      zero('a');
      expect(() => new Saver().save(null, at('m'))).toThrow("'sess' must be a Session; None");
    });
  });
  it('S3.4 makes one folder, not two', () => {
    const saver = new Saver([named('a')]);
    expect(saver.save(null, at('one/m'))).toBe(at('one/m'));
    expect(() => saver.save(null, at('two/three/m'))).toThrow(
      `Parent directory of ${at('two/three/m')} doesn't exist, can't save.`,
    );
  });
  it('S3.5 fails for a variable without a value', () => {
    inGraph((sess) => {
      zero('a');
      const saver = new Saver();
      expect(() => saver.save(sess, at('m'))).toThrow(FailedPreconditionError);
      expect(() => saver.save(sess, at('m'))).toThrow('Could not find variable a. This could mean that');
      expect(fs.readdirSync(at())).toEqual([]);
    });
  });
  it('S3.6 S3.7 lists what was saved, absolute or relative, the same path once', () => {
    const saver = new Saver([named('a')], { save_relative_paths: true });
    saver.save(null, at('m'), 1);
    saver.save(null, at('m'), 2);
    saver.save(null, at('m'), 1);
    expect(saver.last_checkpoints).toEqual([at('m-2'), at('m-1')]);
    expect(state()).toBe(
      'model_checkpoint_path: "m-1"\nall_model_checkpoint_paths: "m-2"\nall_model_checkpoint_paths: "m-1"\n',
    );
    new Saver([named('a')]).save(null, at('n'), { latest_filename: 'other' });
    expect(state('other')).toContain(`model_checkpoint_path: "${at('n')}"`);
    expect(fs.existsSync(at('n.meta'))).toBe(false);
    new Saver([named('a')]).save(null, at('q'), { write_state: false, latest_filename: 'none' });
    expect(fs.existsSync(at('none'))).toBe(false);
  });
  it('S3.7 S3.8 deletes the oldest, or with max_to_keep 0 none', () => {
    const saver = new Saver([named('a')], { max_to_keep: 2 });
    for (const step of [1, 2, 3]) saver.save(null, at('m'), step);
    expect(tf1.train.checkpoint_exists(at('m-1'))).toBe(false);
    expect(saver.last_checkpoints).toEqual([at('m-2'), at('m-3')]);
    const all = new Saver([named('a')], { max_to_keep: 0 });
    for (const step of [1, 2]) all.save(null, at('all'), step);
    expect(all.last_checkpoints).toEqual([]);
    expect(state()).toBe(
      `model_checkpoint_path: "${at('all-2')}"\nall_model_checkpoint_paths: "${at('all-2')}"\n`,
    );
    expect(tf1.train.checkpoint_exists(at('all-1'))).toBe(true);
  });
  it('S3.8 keeps one for every n hours', () => {
    let now = 1000;
    const back = setClock({ now: () => now });
    const saver = new Saver([named('a')], { max_to_keep: 1, keep_checkpoint_every_n_hours: 1 });
    for (const [step, time] of [
      [1, 1000],
      [2, 5000],
      [3, 5100],
      [4, 5200],
    ] as const) {
      now = time;
      saver.save(null, at('m'), step);
    }
    back();
    const left = [1, 2, 3, 4].filter((step) => fs.existsSync(at(`m-${step}.index`)));
    expect(left).toEqual([2, 4]);
  });
  it('S3.9 sets and recovers the list', () => {
    const saver = new Saver([named('a')], { max_to_keep: 1 });
    saver.save(null, at('m'), 1);
    const next = new Saver([named('a')], { max_to_keep: 1 });
    next.recover_last_checkpoints([at('m-1'), at('gone')]);
    expect(next.last_checkpoints).toEqual([at('m-1')]);
    next.save(null, at('m'), 2);
    expect(fs.existsSync(at('m-1.index'))).toBe(false);
    next.set_last_checkpoints([at('m-2')]);
    next.save(null, at('m'), 3);
    expect(fs.existsSync(at('m-2.index'))).toBe(true);
  });
  it('S3.10 writes V1 on request', () => {
    const saver = new Saver([named('a', [1, 2])], { write_version: SaverDef.V1 });
    expect(saver.save(null, at('v1'))).toBe(at('v1'));
    expect(log.filter((line) => line.includes('V1 checkpoint format has been deprecated'))).toHaveLength(1);
    const a = named('a', [0, 0]);
    new Saver([a]).restore(null, at('v1'));
    expect(a.numpy().tolist()).toEqual([1, 2]);
    const sharded = new Saver([named('a')], { write_version: SaverDef.V1, sharded: true });
    expect(sharded.save(null, at('sh'))).toBe(at('sh-?????-of-00001'));
    expect(fs.existsSync(at('sh-00000-of-00001'))).toBe(true);
  });
  it('keeps graphs to itself: .meta files are neither written nor read', () => {
    expect(() => tf1.train.import_meta_graph('m.meta')).toThrow(NotImplementedError);
  });
});

describe('restore', () => {
  it('S4.1 refuses null and what is no checkpoint', () => {
    const saver = new Saver([named('a')]);
    expect(() => saver.restore(null, null)).toThrow("Can't load save_path when it is None.");
    expect(() => saver.restore(null, at('no'))).toThrow(
      `The passed save_path is not a valid checkpoint: ${at('no')}`,
    );
  });
  it('S4.2 explains a missing key and another dtype, and changes nothing', () => {
    new Saver([named('a', 5)]).save(null, at('m'));
    const [a, b] = [named('a'), named('b')];
    expect(() => new Saver([a, b]).restore(null, at('m'))).toThrow(NotFoundError);
    expect(() => new Saver([a, b]).restore(null, at('m'))).toThrow(
      /^Restoring from checkpoint failed\. This is most likely due to a Variable name or other graph key that is missing from the checkpoint\. Please ensure that you have not altered the graph expected based on the checkpoint\. Original error:\n\nKey b not found in checkpoint/,
    );
    expect(a.numpy().item()).toBe(1);
    const wide = new Variable(1, { name: 'a', dtype: float64 });
    expect(() => new Saver([wide]).restore(null, at('m'))).toThrow(InvalidArgumentError);
    expect(() => new Saver([wide]).restore(null, at('m'))).toThrow(
      /due to a mismatch between the current graph and the graph from the checkpoint/,
    );
  });
  it('S4.3 reads an object-based file by the names of its variables', () => {
    const path2 = new Checkpoint({ net: { x: named('a', 5) }, y: named('b', 6) }).save(at('obj'));
    const [a, b] = [named('a'), named('b')];
    new Saver([a, b]).restore(null, path2);
    expect([a.numpy().item(), b.numpy().item()]).toEqual([5, 6]);
    expect(log.slice(1).map((line) => line.slice(0, 60))).toEqual([
      `INFO:tensorflow:Restoring parameters from ${path2}`.slice(0, 60),
      'WARNING:tensorflow:Restoring an object-based checkpoint using a name-based saver.'.slice(0, 60),
      'WARNING:tensorflow:Saver is deprecated, please switch to tf.train.Checkpoint'.slice(0, 60),
      `INFO:tensorflow:Restoring parameters from ${path2}`.slice(0, 60),
    ]);
    const wide = new Variable(1, { name: 'b', dtype: float64 });
    expect(() => new Saver([wide]).restore(null, path2)).toThrow(
      /due to a mismatch between the current graph and the graph from the checkpoint/,
    );
    expect(() => new Saver([a, named('c')]).restore(null, path2)).toThrow(
      '\n\nExisting variables not in the checkpoint: c\n\nVariables names when this checkpoint was written which ' +
        "don't exist now: b, save_counter\n\n(1 variable name(s) did match)\n\nCould not find some variables in the " +
        'checkpoint (see names above).',
    );
  });
  it('S4.4 reads keys of an object-based file that happen to be its names', () => {
    const saved = new Checkpoint({ v: named('other', 5) }).save(at('obj'));
    const v = named('v/.ATTRIBUTES/VARIABLE_VALUE');
    new Saver([v]).restore(null, saved);
    expect(v.numpy().item()).toBe(5);
    expect(log.some((line) => line.includes('object-based'))).toBe(false);
  });
  it('S4.5 S4.6 refuses another shape in both modes, or reshapes', () => {
    new Saver([named('a', [1, 2, 3, 4])]).save(null, at('m'));
    const a = new Variable(new NDArray(float64, [2, 2], new Float64Array(4)), { dtype: float64, name: 'x' });
    const b = new Variable(
      [
        [0, 0],
        [0, 0],
      ],
      { name: 'b' },
    );
    const text =
      'Received incompatible tensor with shape (4,) when attempting to restore variable with shape (2, 2) and name a.';
    expect(() => new Saver({ a: b }).restore(null, at('m'))).toThrow(text);
    new Saver({ a: b }, { reshape: true }).restore(null, at('m'));
    expect(b.numpy().tolist()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(a.numpy().item(0)).toBe(0);
    inGraph((sess) => {
      zero('a', [2, 2]);
      expect(() => new Saver().restore(sess, at('m'))).toThrow(text);
    });
  });
  it('S4.7 assigns in a session without initializers having run, by the names of TF1 files', () => {
    inGraph((sess) => {
      const [a, c] = [zero('a'), zero('scoped/c')];
      new Saver().restore(sess, path.join(goldens, 'tf2.15/guide/tf1-ckpt'));
      expect(sess.run([a, c]).map((x) => x.item())).toEqual([1, 3]);
      expect(log).toContain(
        `INFO:tensorflow:Restoring parameters from ${path.join(goldens, 'tf2.15/guide/tf1-ckpt')}`,
      );
    });
  });
  it('S6.9 reads slices, however the file has them', () => {
    inGraph((sess) => {
      const p = tf1.get_variable('p', { shape: [5, 2], partitioner: tf1.fixed_size_partitioner(2) });
      sess.run([...p].map((part, i) => part.assign(Array.from({ length: 3 - i }, (_, j) => [i, j]))));
      new Saver([p]).save(sess, at('m'));
    });
    inGraph((sess) => {
      const whole = zero('p', [5, 2]);
      new Saver().restore(sess, at('m'));
      expect(sess.run(whole).tolist()).toEqual([
        [0, 0],
        [0, 1],
        [0, 2],
        [1, 0],
        [1, 1],
      ]);
    });
    inGraph((sess) => {
      const other = tf1.get_variable('p', { shape: [5, 2], partitioner: tf1.fixed_size_partitioner(3) });
      new Saver().restore(sess, at('m'));
      expect(sess.run(other.as_tensor()).tolist()).toEqual([
        [0, 0],
        [0, 1],
        [0, 2],
        [1, 0],
        [1, 1],
      ]);
    });
  });
});

describe('readers', () => {
  it('S5.1 S5.2 S5.3 are those of tf.train', () => {
    new Saver({ b: named('x', [1, 2]), a: named('y') }).save(null, at('m'));
    expect(tf1.train.list_variables(at())).toEqual([
      ['a', []],
      ['b', [2]],
    ]);
    expect(tf1.train.load_variable(at('m'), 'b:0').tolist()).toEqual([1, 2]);
    const reader = tf1.train.NewCheckpointReader(at('m'));
    expect(reader.has_tensor('b:0')).toBe(false);
    expect(reader.debug_string()).toBe('a (DT_FLOAT) []\nb (DT_FLOAT) [2]\n');
    fs.mkdirSync(at('empty'));
    expect(() => tf1.train.load_checkpoint(at('empty'))).toThrow(ValueError);
  });
});
