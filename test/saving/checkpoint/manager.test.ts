import * as fs from 'node:fs';
import * as path from 'node:path';
import { ValueError } from '../../../src/errors';
import { Variable } from '../../../src/runtime/variable';
import { Checkpoint } from '../../../src/saving/checkpoint/checkpoint';
import { setClock } from '../../../src/saving/checkpoint/clock';
import { CheckpointManager, type CheckpointManagerKeywords } from '../../../src/saving/checkpoint/manager';
import { CheckpointOptions } from '../../../src/saving/checkpoint/options';
import { filesOf, goldens, logged, withFolder } from '../../support/files';

/** Seconds since the epoch of the test's clock. */
let now = 1_700_000_000;
let putBack = () => {};
beforeEach(() => {
  now = 1_700_000_000;
  putBack = setClock({ now: () => now });
});
afterEach(() => putBack());

const make = () => new Checkpoint({ v: new Variable(1, { name: 'v' }) });
const manager = (folder: string, keywords: CheckpointManagerKeywords = { max_to_keep: 2 }) =>
  new CheckpointManager(make(), folder, keywords);
const state = (folder: string) => fs.readFileSync(path.join(folder, 'checkpoint'), 'utf8');
const indexes = (folder: string) => [...filesOf(folder).keys()].filter((name) => name.endsWith('.index'));
const names = (paths: readonly string[]) => paths.map((p) => path.basename(p));

describe('CheckpointManager', () => {
  it('M1.1 M1.2 refuses impossible settings', () => {
    expect(() => manager('x', { max_to_keep: 0 })).toThrow(
      'Expected a positive integer or `None` for `max_to_keep`, got 0.',
    );
    expect(() => manager('x', { max_to_keep: null, checkpoint_interval: 2 })).toThrow(
      '`step_counter` should be passed if `checkpoint_interval` is not None.',
    );
    expect(() => manager('x', { max_to_keep: -1 })).toThrow(ValueError);
  });

  it('M1.7 makes and removes nothing when constructed', () => {
    withFolder((folder) => {
      const made = manager(path.join(folder, 'none'));
      expect(fs.readdirSync(folder)).toEqual([]);
      expect(made.latest_checkpoint).toBeNull();
      expect(made.checkpoints).toEqual([]);
    });
  });

  it('M2.1 M2.3 M2.5 M3.2 M4.1 M4.2 M5.2 numbers, lists, sweeps and records', () => {
    withFolder((folder) => {
      const made = manager(folder);
      for (let i = 0; i < 3; i++, now += 10.25) expect(made.save()).toBe(path.join(folder, `ckpt-${i + 1}`));
      expect(names(made.checkpoints)).toEqual(['ckpt-2', 'ckpt-3']);
      expect(made.latest_checkpoint).toBe(path.join(folder, 'ckpt-3'));
      expect(indexes(folder)).toEqual(['ckpt-2.index', 'ckpt-3.index']);
      expect(state(folder)).toBe(
        'model_checkpoint_path: "ckpt-3"\nall_model_checkpoint_paths: "ckpt-2"\nall_model_checkpoint_paths: "ckpt-3"\n' +
          'all_model_checkpoint_timestamps: 1700000010.25\nall_model_checkpoint_timestamps: 1700000020.5\n' +
          'last_preserved_timestamp: 1699999999.0\n',
      );
    });
  });

  it('M3.1 without a limit everything is kept, and the time of what was preserved never moves', () => {
    withFolder((folder) => {
      const made = manager(folder, { max_to_keep: null, keep_checkpoint_every_n_hours: 1 });
      for (let i = 0; i < 3; i++, now += 7200) made.save();
      expect(indexes(folder)).toEqual(['ckpt-1.index', 'ckpt-2.index', 'ckpt-3.index']);
      expect(names(made.checkpoints)).toEqual(['ckpt-1', 'ckpt-2', 'ckpt-3']);
      expect(state(folder)).toMatch(/last_preserved_timestamp: 1699999999\.0\n$/);
    });
  });

  it('M5.1 M5.5 of two managers in one directory each trusts its own list, and the last to write owns the state', () => {
    withFolder((folder) => {
      const [first, second] = [manager(folder), manager(folder)];
      first.save(1);
      second.save(11);
      first.save(2);
      expect(names(first.checkpoints)).toEqual(['ckpt-1', 'ckpt-2']);
      expect(names(second.checkpoints)).toEqual(['ckpt-11']);
      expect(names([second.latest_checkpoint!])).toEqual(['ckpt-11']);
      expect(state(folder)).not.toContain('ckpt-11');
      expect(indexes(folder)).toEqual(['ckpt-1.index', 'ckpt-11.index', 'ckpt-2.index']);
    });
  });

  it('M5.2 has what it was given: directory, checkpoint, interval', () => {
    const step_counter = new Variable(0n, { dtype: 'int64' });
    const made = manager('somewhere', { max_to_keep: 1, step_counter, checkpoint_interval: 3 });
    expect([made.directory, made.checkpoint_interval]).toEqual(['somewhere', 3]);
    expect(made.checkpoint).toBeInstanceOf(Checkpoint);
  });

  it('M6.3 the options that are given to a save are never changed by it', () => {
    withFolder((folder) => {
      const callback = () => {};
      const options = new CheckpointOptions({ experimental_write_callbacks: [callback] });
      manager(folder).save({ options });
      make().save(path.join(folder, 'x'), { options });
      expect(options.experimental_write_callbacks).toEqual([callback]);
    });
  });

  it('M1.3 M1.5 a later manager adopts what one before it wrote', () => {
    withFolder((folder) => {
      const first = manager(folder);
      first.save();
      first.save();
      now += 5;
      const second = manager(folder);
      expect(names(second.checkpoints)).toEqual(['ckpt-1', 'ckpt-2']);
      second.save(7);
      expect(indexes(folder)).toEqual(['ckpt-2.index', 'ckpt-7.index']);
    });
  });

  it('M1.5 never adopts checkpoints without times', () => {
    withFolder((folder) => {
      make().save(path.join(folder, 'ckpt'));
      const made = manager(folder, { max_to_keep: 1 });
      expect(made.checkpoints).toEqual([]);
      expect(made.latest_checkpoint).toBe(path.join(folder, 'ckpt-1'));
      made.save(5);
      made.save(6);
      expect(indexes(folder)).toEqual(['ckpt-1.index', 'ckpt-6.index']);
    });
  });

  it('M1.4 warns when the clock went back', () => {
    withFolder((folder) => {
      manager(folder).save();
      now -= 100;
      const lines = logged(() => manager(folder));
      expect(lines).toEqual([
        'WARNING:tensorflow:time.time() returned a value 99.000000 seconds behind the last preserved checkpoint timestamp.',
      ]);
    });
  });

  it('M2.2 keeps to its interval', () => {
    withFolder((folder) => {
      const step = new Variable(0n, { dtype: 'int64' });
      const made = manager(folder, { max_to_keep: 9, step_counter: step, checkpoint_interval: 2 });
      expect(names([made.save()!])).toEqual(['ckpt-1']);
      step.assign(1n);
      expect(made.save()).toBeNull();
      expect(made.save({ check_interval: false })).not.toBeNull();
      expect(made.save({ check_interval: false })).toBeNull();
      step.assign(3n);
      expect(made.save()).not.toBeNull();
      expect(made.checkpoint.save_counter.numpy().item()).toBe(3n);
    });
  });

  it('M1.6 knows the last step if it is told', () => {
    withFolder((folder) => {
      const keywords = { max_to_keep: 9, step_counter: 5n, checkpoint_interval: 2 };
      expect(manager(folder, { ...keywords, last_checkpoint_step: 4 }).save()).toBeNull();
      expect(manager(folder, { ...keywords, last_checkpoint_step: 3 }).save()).not.toBeNull();
    });
  });

  it('M2.4 takes numbers, variables and tensors, and does not increment them', () => {
    withFolder((folder) => {
      const made = manager(folder, { max_to_keep: null });
      const number = new Variable(30n, { dtype: 'int64' });
      expect(names([made.save(number)!, made.save(31n)!, made.save({ checkpoint_number: 32 })!])).toEqual([
        'ckpt-30',
        'ckpt-31',
        'ckpt-32',
      ]);
      expect(number.numpy().item()).toBe(30n);
    });
  });

  it('M2.5 moves a checkpoint that is saved again to the end', () => {
    withFolder((folder) => {
      const made = manager(folder, { max_to_keep: 5 });
      for (const number of [1, 2, 1]) made.save(number);
      expect(names(made.checkpoints)).toEqual(['ckpt-2', 'ckpt-1']);
    });
  });

  it('M2.5 records after the callbacks of the user', () => {
    withFolder((folder) => {
      const seen: boolean[] = [];
      const look = () => seen.push(fs.existsSync(path.join(folder, 'checkpoint')));
      manager(folder).save({ options: new CheckpointOptions({ experimental_write_callbacks: [look] }) });
      expect(seen).toEqual([false]);
    });
  });

  it('M2.6 a failed write changes neither list nor state', () => {
    withFolder((folder) => {
      const made = manager(folder);
      made.save();
      const before = state(folder);
      (made.checkpoint as unknown as { l: unknown }).l = [new Variable(1)];
      ((made.checkpoint as unknown as { l: Variable[] }).l as Variable[]).pop();
      expect(() => made.save()).toThrow(ValueError);
      expect(names(made.checkpoints)).toEqual(['ckpt-1']);
      expect(state(folder)).toBe(before);
    });
  });

  it('M3.2 M3.3 keeps one every n hours, for ever and unlisted', () => {
    withFolder((folder) => {
      const made = manager(folder, { max_to_keep: 1, keep_checkpoint_every_n_hours: 1 });
      for (let i = 0; i < 4; i++, now += 1900) made.save();
      expect(names(made.checkpoints)).toEqual(['ckpt-4']);
      expect(indexes(folder)).toEqual(['ckpt-3.index', 'ckpt-4.index']);
      now += 10_000;
      manager(folder, { max_to_keep: 1 }).save(9);
      expect(indexes(folder)).toEqual(['ckpt-3.index', 'ckpt-9.index']);
    });
  });

  it('M3.3 leaves other files of the same prefix', () => {
    withFolder((folder) => {
      const made = manager(folder, { max_to_keep: 1 });
      made.save();
      fs.writeFileSync(path.join(folder, 'ckpt-1.meta'), '');
      fs.writeFileSync(path.join(folder, 'ckpt-1.data-xxxxx-of-yyyyy'), '');
      made.save();
      expect([...filesOf(folder, 'ckpt-1.').keys()]).toEqual(['ckpt-1.data-xxxxx-of-yyyyy', 'ckpt-1.meta']);
    });
  });

  it('RELIABILITY 20 removes nothing outside of its directory, whatever the state file says', () => {
    withFolder((folder) => {
      const outside = make().write(path.join(folder, 'victim'));
      const home = path.join(folder, 'home');
      fs.mkdirSync(home);
      fs.symlinkSync(folder, path.join(home, 'link'));
      const paths = ['../victim', outside, 'link/victim', '*', '../vic?im'];
      fs.writeFileSync(
        path.join(home, 'checkpoint'),
        `model_checkpoint_path: "a"\n${paths
          .map(
            (p, i) =>
              `all_model_checkpoint_paths: "${p}"\nall_model_checkpoint_timestamps: ${now - 90 + i}\n`,
          )
          .join('')}last_preserved_timestamp: ${now - 100}.0\n`,
      );
      const made = manager(home, { max_to_keep: 1 });
      expect(made.checkpoints).toHaveLength(5);
      const lines = logged(() => made.save());
      expect(made.checkpoints).toHaveLength(1);
      expect(lines.filter((line) => line.includes('lies outside of it: not removed'))).toHaveLength(4);
      expect([...filesOf(folder, 'victim').keys()]).toHaveLength(2);
      expect(indexes(home)).toEqual(['ckpt-1.index']);
    });
  });

  it('M5.3 restores the newest, or calls init_fn', () => {
    withFolder((folder) => {
      let initialised = 0;
      const keywords = { max_to_keep: 2, init_fn: () => initialised++ };
      expect(manager(folder, keywords).restore_or_initialize()).toBeNull();
      expect(initialised).toBe(1);
      manager(folder).save();
      expect(manager(folder, keywords).restore_or_initialize()).toBe(path.join(folder, 'ckpt-1'));
      expect(initialised).toBe(1);
    });
  });

  it('M4 reads the state file of a manager of TF', () => {
    now = 2_000_000_000;
    const made = manager(path.join(goldens, 'tf2.15/trackables/manager'));
    expect(names(made.checkpoints)).toEqual(['mgr-20', 'mgr-30']);
    expect(names([made.latest_checkpoint!])).toEqual(['mgr-30']);
  });

  it('M5.4 asynchronous saves record when they are done, in order', async () => {
    await withFolder(async (folder) => {
      const made = manager(folder);
      const options = new CheckpointOptions({ enable_async: true });
      made.save({ options });
      expect(made.checkpoints).toEqual([]);
      made.sync();
      expect(names(made.checkpoints)).toEqual(['ckpt-1']);
      const prefix = await made.saveAsync();
      expect(names([prefix!])).toEqual(['ckpt-2']);
      await made.saveAsync();
      expect(indexes(folder)).toEqual(['ckpt-2.index', 'ckpt-3.index']);
    });
  });
});
