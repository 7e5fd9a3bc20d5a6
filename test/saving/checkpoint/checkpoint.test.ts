import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DataLossError, NotFoundError, TypeError, ValueError } from '../../../src/errors';
import { Variable } from '../../../src/runtime/variable';
import { Checkpoint } from '../../../src/saving/checkpoint/checkpoint';
import { CheckpointOptions } from '../../../src/saving/checkpoint/options';
import { CheckpointReader, list_variables } from '../../../src/saving/checkpoint/reader';
import { MaxShardSizePolicy } from '../../../src/saving/checkpoint/sharding';
import { AutoTrackable } from '../../../src/tracking/auto_trackable';
import type { List } from '../../../src/tracking/list_methods';
import { Module } from '../../../src/tracking/module';
import { PythonState } from '../../../src/tracking/python_state';
import { filesOf, goldens, logged, withFolder } from '../../support/files';

const v = (value: number | number[] = 0, name = 'v') => new Variable(value, { name });
const value = (variable: Variable) => variable.numpy().tolist();

/** Edge names of the root in a saved file, in order. */
function rootEdges(prefix: string): string[] {
  using reader = new CheckpointReader(prefix);
  return reader
    .keys()
    .filter((key) => !key.startsWith('_'))
    .map((key) => key.split('/')[0]!);
}

describe('construction', () => {
  it('O2.5 has its keyword arguments as typed attributes', () => {
    const step = v(1);
    const checkpoint = new Checkpoint({ step, list: [v(2)] });
    const typed: Variable = checkpoint.step;
    expect(typed).toBe(step);
    expect(checkpoint.list[0]!.numpy().item()).toBe(2);
  });

  it('O2.5 takes attributes declared by type later', () => {
    const checkpoint = new Checkpoint<{ listed?: List<Variable> }>();
    checkpoint.listed = [] as unknown as List<Variable>;
    checkpoint.listed.append(v(1));
    expect(checkpoint.listed).toHaveLength(1);
  });

  it('O2.6 refuses a keyword that the root has otherwise, and takes one that is the same', () => {
    const root = new AutoTrackable<{ a: Variable }>();
    root.a = v(1);
    expect(() => new Checkpoint(root, { a: v(2) })).toThrow(
      'Cannot create a Checkpoint with keyword argument a if root.a already exists.',
    );
    expect(() => new Checkpoint(root, { a: root.a })).not.toThrow();
  });

  it('O2.7 refuses what cannot be tracked', () => {
    expect(() => new Checkpoint({ a: 3 })).toThrow(ValueError);
    expect(() => new Checkpoint({ a: 3 })).toThrow(
      '`Checkpoint` was expecting a to be a trackable object (an object derived from `Trackable`), got 3.',
    );
    expect(() => new Checkpoint([v(1)] as never)).toThrow(
      '`Checkpoint` was expecting root to be a trackable object',
    );
  });

  it('O2.7 takes an empty list or null for no root', () => {
    expect(() => new Checkpoint([] as never, { a: v(1) })).not.toThrow();
    expect(() => new Checkpoint(null, { a: v(1) })).not.toThrow();
  });

  it('DESIGN takes a tracked wrapper as root, not as keywords', () => {
    withFolder((folder) => {
      const owner = new AutoTrackable<{ d: Record<string, Variable> }>();
      owner.d = { x: v(4, 'x') };
      const prefix = new Checkpoint(owner.d as never).write(path.join(folder, 'c'));
      expect(rootEdges(prefix)).toEqual(['x']);
    });
  });

  it('O10 holds a root weakly if it is given so', () => {
    withFolder((folder) => {
      const root = new Module() as Module & { w: Variable };
      root.w = v(3, 'w');
      const checkpoint = new Checkpoint(new WeakRef(root));
      expect(rootEdges(checkpoint.write(path.join(folder, 'c')))).toEqual(['w']);
    });
  });
});

describe('wrong arguments', () => {
  it('a second object in the place of keywords is refused', () => {
    const make = () => Reflect.construct(Checkpoint, [new Module(), new Module()]);
    expect(make).toThrow('Checkpoint.__init__() takes from 1 to 2 positional arguments but 3 were given');
  });

  it('options that are none are refused before any file is touched', () => {
    withFolder((folder) => {
      const checkpoint = new Checkpoint({ v: new Variable(1) });
      const write = () => checkpoint.write(path.join(folder, 'c'), 5 as unknown as CheckpointOptions);
      expect(write).toThrow(TypeError);
      expect(filesOf(folder).size).toBe(0);
    });
  });

  it('a directory is no checkpoint, in the words of TF', () => {
    withFolder((folder) => {
      const restore = () => new Checkpoint({ v: new Variable(1) }).restore(folder);
      expect(restore).toThrow(DataLossError);
      expect(restore).toThrow(
        `Unable to open table file ${folder}: FAILED_PRECONDITION: ${folder}; Is a directory: perhaps your ` +
          'file is in a different file format and you need to use a different restore operator?',
      );
    });
  });
});

describe('save_counter', () => {
  it('O7.2 is made by the property, save and restore, never by write and read', () => {
    withFolder((folder) => {
      const prefix = path.join(folder, 'c');
      const checkpoint = new Checkpoint({ a: v(1) });
      checkpoint.write(prefix);
      checkpoint.read(prefix);
      expect(rootEdges(prefix)).toEqual(['a']);
      checkpoint.restore(prefix);
      checkpoint.write(prefix);
      expect(rootEdges(prefix)).toEqual(['a', 'save_counter']);
      expect(value(checkpoint.save_counter)).toBe(0n);
    });
  });

  it('O7.3 is that of the root if it has one', () => {
    const root = new AutoTrackable<{ save_counter: Variable }>();
    root.save_counter = new Variable(7n, { dtype: 'int64' });
    expect(new Checkpoint(root).save_counter).toBe(root.save_counter);
  });

  it('O7.4 is in the file with its own number, and stays incremented when a save fails', () => {
    withFolder((folder) => {
      const checkpoint = new Checkpoint({ a: v(1) });
      expect(checkpoint.save(path.join(folder, 'c'))).toBe(path.join(folder, 'c-1'));
      fs.writeFileSync(path.join(folder, 'file'), '');
      expect(() => checkpoint.save(path.join(folder, 'file/c'))).toThrow();
      expect(value(checkpoint.save_counter)).toBe(2n);
      const third = checkpoint.save(path.join(folder, 'c'));
      using reader = new CheckpointReader(third);
      expect(reader.get_tensor('save_counter/.ATTRIBUTES/VARIABLE_VALUE').item()).toBe(3n);
    });
  });

  it('R2.7 is restored when it is made after the walk, for a root that is another object too', () => {
    withFolder((folder) => {
      const make = () => {
        const root = new AutoTrackable<{ w: Variable }>();
        root.w = v(1, 'w');
        return new Checkpoint(root);
      };
      const first = make();
      first.save(path.join(folder, 'c'));
      const prefix = first.save(path.join(folder, 'c'));
      const second = make();
      second.restore(prefix).assert_consumed();
      expect(value(second.save_counter)).toBe(2n);
    });
  });
});

describe('save and write', () => {
  it('O8.1 save records the newest path only, relative, without times', () => {
    withFolder((folder) => {
      const checkpoint = new Checkpoint({ a: v(1) });
      checkpoint.save(path.join(folder, 'c'));
      checkpoint.save(path.join(folder, 'c'));
      expect(fs.readFileSync(path.join(folder, 'checkpoint'), 'utf8')).toBe(
        'model_checkpoint_path: "c-2"\nall_model_checkpoint_paths: "c-2"\n',
      );
    });
  });

  it('O8.4 takes URLs and objects that name a path', () => {
    withFolder((folder) => {
      const checkpoint = new Checkpoint({ a: v(1) });
      const url = pathToFileURL(path.join(folder, 'new/deep/c'));
      expect(checkpoint.write(url)).toBe(path.join(folder, 'new/deep/c'));
      checkpoint.read(url).assert_consumed();
    });
  });

  it('O8.5 runs callbacks in order when the files are in place, the state file last', () => {
    withFolder((folder) => {
      const seen: string[] = [];
      const options = new CheckpointOptions({
        experimental_write_callbacks: [
          (saved) => seen.push(`${path.basename(saved)} ${[...filesOf(folder).keys()].join(' ')}`),
          () => seen.push('second'),
        ],
      });
      new Checkpoint({ a: v(1) }).save(path.join(folder, 'c'), options);
      expect(seen).toEqual(['c-1 c-1.data-00000-of-00001 c-1.index', 'second']);
      expect(fs.existsSync(path.join(folder, 'checkpoint'))).toBe(true);
      expect(options.experimental_write_callbacks).toHaveLength(2);
    });
  });

  it('M6.2 an exception of a callback propagates and the files stay; one of two parameters is refused', () => {
    withFolder((folder) => {
      const failing = () => {
        throw new ValueError('no');
      };
      const options = new CheckpointOptions({ experimental_write_callbacks: [failing] });
      const prefix = path.join(folder, 'c');
      expect(() => new Checkpoint({ a: v(1) }).write(prefix, { options })).toThrow('no');
      expect(fs.existsSync(`${prefix}.index`)).toBe(true);
    });
    const two = (_path: string, _more: unknown) => {};
    expect(() => new CheckpointOptions({ experimental_write_callbacks: [two as never] })).toThrow();
  });

  it('O8.6 a container that cannot be saved is refused before any file is touched', () => {
    withFolder((folder) => {
      const checkpoint = new Checkpoint({ l: [v(1), v(2)] });
      checkpoint.l.pop();
      expect(() => checkpoint.write(path.join(folder, 'deep/c'))).toThrow(ValueError);
      expect(fs.readdirSync(folder)).toEqual([]);
    });
  });

  it('O10.2 an option leaves out has_checkpoint_values', () => {
    withFolder((folder) => {
      const prefix = path.join(folder, 'c');
      const checkpoint = new Checkpoint({ a: v(5) });
      checkpoint.write(prefix, { options: new CheckpointOptions({ hasCheckpointValues: false }) });
      const again = new Checkpoint<{ a?: Variable }>();
      again.read(prefix);
      again.a = v(0);
      expect(value(again.a)).toBe(5);
    });
  });
});

describe('restore', () => {
  it('O8.2 null restores nothing, and makes the counter', () => {
    const checkpoint = new Checkpoint({ a: v(1) });
    const status = checkpoint.restore(null);
    expect(() => status.assert_consumed()).toThrow(
      'No checkpoint specified (save_path=None); nothing is being restored.',
    );
    expect(value(checkpoint.save_counter)).toBe(0n);
  });

  it('O8.2 takes a SavedModel directory', () => {
    const checkpoint = new Checkpoint();
    const status = checkpoint.restore(path.join(goldens, 'tf2.15/saved_model/module')).expect_partial();
    expect(status.constructor.name).toBe('CheckpointLoadStatus');
  });

  it('O8.3 says that the suffix may be missing', () => {
    withFolder((folder) => {
      const checkpoint = new Checkpoint({ a: v(1) });
      checkpoint.save(path.join(folder, 'c'));
      const wrong = path.join(folder, 'c');
      expect(() => checkpoint.restore(wrong)).toThrow(NotFoundError);
      expect(() => checkpoint.restore(wrong)).toThrow(
        `Error when restoring from checkpoint or SavedModel at ${wrong}: Unsuccessful TensorSliceReader constructor: ` +
          `Failed to find any matching files for ${wrong}\nPlease double-check that the path is correct. You may be ` +
          "missing the checkpoint suffix (e.g. the '-1' in 'path/to/ckpt-1').",
      );
      expect(() => checkpoint.read(wrong)).toThrow('Unsuccessful TensorSliceReader');
    });
  });

  it('F1.2 takes the name of the index for its prefix', () => {
    withFolder((folder) => {
      const prefix = new Checkpoint({ a: v(6) }).write(path.join(folder, 'c'));
      const other = new Checkpoint({ a: v(0) });
      other.read(`${prefix}.index`).assert_consumed();
      expect(value(other.a)).toBe(6);
    });
  });

  it('R8.7 the counter fails assertions where only one side has it', () => {
    withFolder((folder) => {
      const written = new Checkpoint({ a: v(1) }).write(path.join(folder, 'w'));
      const saved = new Checkpoint({ a: v(1) }).save(path.join(folder, 's'));
      const status = new Checkpoint({ a: v(1) }).restore(written);
      expect(() => status.assert_existing_objects_matched()).toThrow(
        'Found 1 Python objects that were not bound to checkpointed values',
      );
      const read = new Checkpoint({ a: v(1) }).read(saved).expect_partial();
      expect(() => read.assert_consumed()).toThrow('Unresolved object in checkpoint (root).save_counter');
    });
  });

  it('R8.10 run_restore_ops and initialize_or_restore do nothing eagerly', () => {
    withFolder((folder) => {
      const checkpoint = new Checkpoint({ a: v(1) });
      const status = checkpoint.read(checkpoint.write(path.join(folder, 'c')));
      expect(status.run_restore_ops()).toBeUndefined();
      expect(status.initialize_or_restore()).toBeUndefined();
    });
  });

  it('R4 values wait for their objects, also when the files are gone or many restores are open', () => {
    withFolder((folder) => {
      const prefix = new Checkpoint({ a: v(6), b: v(7) }).write(path.join(folder, 'c'));
      const later = Array.from({ length: 40 }, () => new Checkpoint<{ a?: Variable; b?: Variable }>());
      for (const checkpoint of later) checkpoint.read(prefix).expect_partial();
      for (const checkpoint of later) {
        checkpoint.a = v(0);
        expect(value(checkpoint.a)).toBe(6);
      }
      // The last ones hold the files open, the first ones must open them again.
      for (const name of fs.readdirSync(folder)) fs.rmSync(path.join(folder, name));
      const newest = later.at(-1)!;
      newest.b = v(0);
      expect(value(newest.b)).toBe(7);
      expect(() => {
        later[0]!.b = v(0);
      }).toThrow(/has been removed since it was restored from/);
    });
  });

  it('M6.4 leaves slot variables alone if asked to', () => {
    const prefix = path.join(goldens, 'tf2.15/keras2/opt_legacy_adam');
    const status = new Checkpoint().read(prefix, {
      options: new CheckpointOptions({ experimental_skip_slot_variables: true }),
    });
    expect(() => status.assert_consumed()).toThrow('Unresolved object in checkpoint');
    status.expect_partial();
  });
});

it('RELIABILITY 9: a checkpoint that is replaced during a restore is restored anew, as a whole', () => {
  class Intruder extends PythonState {
    constructor(private during: () => void) {
      super();
    }
    override serialize(): string {
      return '';
    }
    override deserialize(): void {}
    // Asked between the reading of the graph and that of the values.
    override _restore_specs() {
      const once = this.during;
      this.during = () => {};
      once();
      return super._restore_specs();
    }
  }
  withFolder((folder) => {
    const prefix = path.join(folder, 'ckpt');
    const options = new CheckpointOptions({ experimental_sharding_callback: new MaxShardSizePolicy(8) });
    const tree = (value: number, during = () => {}) =>
      new Checkpoint({
        a: new Variable([value, value], { name: 'a' }),
        b: new Variable([value, value], { name: 'b' }),
        z: new Intruder(during),
      });
    tree(1).write(prefix, { options });
    const live = tree(0, () => void tree(2).write(prefix, { options }));
    live.read(prefix).assert_consumed();
    expect([live.a.numpy().tolist(), live.b.numpy().tolist()]).toEqual([
      [2, 2],
      [2, 2],
    ]);
  });
});

describe('name-based files', () => {
  const prefix = path.join(goldens, 'tf2.15/guide/tf1-ckpt');

  it('R9.2 are restored by global names', () => {
    const names = list_variables(prefix);
    const [name, shape] = names.find(([, dims]) => dims.length === 0) ?? names[0]!;
    const zeros = new Variable(0, { name, shape });
    const checkpoint = new Checkpoint({ x: zeros });
    let assert = () => {};
    const lines = logged(() => {
      const status = checkpoint.restore(prefix);
      assert = () => void status.assert_consumed();
    });
    expect(lines.join('\n')).toContain('Restoring a name-based tf.train.Saver checkpoint');
    assert();
    using reader = new CheckpointReader(prefix);
    expect(value(zeros)).toEqual(reader.get_tensor(name).tolist());
  });

  it('R9.2 say which names are missing, and R9.5 warn when none matches', () => {
    const checkpoint = new Checkpoint({ x: v(0, 'nowhere') });
    let message = '';
    const lines = logged(() => {
      const status = checkpoint.restore(prefix);
      try {
        status.assert_consumed();
      } catch (error) {
        message = (error as Error).message;
      }
    });
    expect(message).toContain('Some objects had attributes which were not restored: \n    <tf.Variable');
    expect(message).toContain("['nowhere']");
    expect(message).not.toContain('save_counter');
    expect(lines.join('\n')).toContain('matched no variable');
  });
});
