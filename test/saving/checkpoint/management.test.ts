import * as fs from 'node:fs';
import * as path from 'node:path';
import { RuntimeError, ValueError } from '../../../src/errors';
import { Variable } from '../../../src/runtime/variable';
import { Checkpoint } from '../../../src/saving/checkpoint/checkpoint';
import { setClock } from '../../../src/saving/checkpoint/clock';
import { checkpoints_iterator, checkpointsIteratorAsync } from '../../../src/saving/checkpoint/iterator';
import {
  checkpoint_exists,
  generate_checkpoint_state_proto,
  get_checkpoint_mtimes,
  get_checkpoint_state,
  latest_checkpoint,
  remove_checkpoint,
  update_checkpoint_state,
} from '../../../src/saving/checkpoint/management';
import { relativePath } from '../../../src/saving/checkpoint/relative_path';
import { filesOf, goldens, logged, withFolder } from '../../support/files';

const make = () => new Checkpoint({ v: new Variable(1, { name: 'v' }) });
const quietly = <T>(fn: () => T): T => {
  let result: T | undefined;
  logged(() => {
    result = fn();
  });
  return result as T;
};

describe('the state file', () => {
  it('M7.2 names the newest checkpoint, and null with an error log if its files are gone', () => {
    withFolder((folder) => {
      expect(latest_checkpoint(folder)).toBeNull();
      make().save(path.join(folder, 'c'));
      expect(latest_checkpoint(folder)).toBe(path.join(folder, 'c-1'));
      expect(latest_checkpoint({ checkpoint_dir: folder, latest_filename: 'other' })).toBeNull();
      fs.rmSync(path.join(folder, 'c-1.index'));
      const lines = logged(() => expect(latest_checkpoint(folder)).toBeNull());
      expect(lines).toEqual([
        `ERROR:tensorflow:Couldn't match files for checkpoint ${path.join(folder, 'c-1')}`,
      ]);
    });
  });

  it('F10.3 M7.1 refuses a file without a model path, and ignores one that cannot be parsed', () => {
    withFolder((folder) => {
      fs.writeFileSync(path.join(folder, 'checkpoint'), '');
      expect(() => get_checkpoint_state(folder)).toThrow(ValueError);
      expect(() => get_checkpoint_state(folder)).toThrow(`Invalid checkpoint state loaded from ${folder}`);
      fs.writeFileSync(path.join(folder, 'checkpoint'), 'nonsense');
      const lines = logged(() => expect(get_checkpoint_state(folder)).toBeNull());
      expect(lines[0]).toMatch(/^WARNING:tensorflow:ParseError: /);
      expect(lines[1]).toBe(`WARNING:tensorflow:${path.join(folder, 'checkpoint')}: Checkpoint ignored`);
    });
  });

  it('M7.3 adds the newest path to the list and makes relative paths relative to the directory', () => {
    expect(generate_checkpoint_state_proto('dir', 'dir/b', ['dir/a'])).toEqual({
      model_checkpoint_path: 'b',
      all_model_checkpoint_paths: ['a', 'b'],
      all_model_checkpoint_timestamps: [],
      last_preserved_timestamp: 0,
    });
    const absolute = generate_checkpoint_state_proto('/dir', 'dir/b', { last_preserved_timestamp: 2 });
    expect(absolute.model_checkpoint_path).toBe('dir/b');
    expect(absolute.last_preserved_timestamp).toBe(2);
    expect(() => generate_checkpoint_state_proto('d', 'a', ['a'], [1, 2])).toThrow(
      "Checkpoint timestamps, if provided, must match checkpoint paths (got paths ['a'] and timestamps [1, 2])",
    );
  });

  it('M7.4 refuses to write over the checkpoint itself', () => {
    const update = () => quietly(() => update_checkpoint_state('/x', '/x/checkpoint'));
    expect(update).toThrow(RuntimeError);
    expect(update).toThrow(
      "Save path '/x/checkpoint' conflicts with path used for checkpoint state.  Please use a different save path.",
    );
  });

  it('M7.1 reads back what update_checkpoint_state wrote, under any name', () => {
    withFolder((folder) => {
      quietly(() =>
        update_checkpoint_state(folder, 'b', ['a', 'b'], {
          latest_filename: 's',
          last_preserved_timestamp: 1.5,
        }),
      );
      const state = get_checkpoint_state(folder, 's')!;
      expect(state.all_model_checkpoint_paths).toEqual([path.join(folder, 'a'), path.join(folder, 'b')]);
      expect(state.last_preserved_timestamp).toBe(1.5);
    });
  });

  it('F10 relates paths as os.path.relpath does', () => {
    expect(relativePath('/a/b/c', '/a/d')).toBe('../b/c');
    expect(relativePath('a/b', 'a')).toBe('b');
    expect(relativePath('/a', '/a/')).toBe('.');
    expect(relativePath('x', '')).toBe('x');
  });
});

describe('files of checkpoints', () => {
  it('F1.2 exist as V2, V1, or V1 pattern', () => {
    const there = (prefix: string) => quietly(() => checkpoint_exists(path.join(goldens, prefix)));
    expect(there('tf2.15/guide/tf1-ckpt')).toBe(true);
    expect(there('tf2.15/v1_format/small')).toBe(true);
    expect(there('tf2.15/v1_format/sma??')).toBe(true);
    expect(there('tf2.15/guide/nothing')).toBe(false);
  });

  it('M7.5 are removed with their .meta, and nothing else', () => {
    withFolder((folder) => {
      make().write(path.join(folder, 'c'));
      make().write(path.join(folder, 'c2'));
      for (const name of ['c.meta', 'c.other', 'c.data-1-of-2'])
        fs.writeFileSync(path.join(folder, name), '');
      quietly(() => remove_checkpoint(path.join(folder, 'c')));
      expect([...filesOf(folder).keys()]).toEqual([
        'c.data-1-of-2',
        'c.other',
        'c2.data-00000-of-00001',
        'c2.index',
      ]);
    });
  });

  it('M7.6 have times in seconds; missing ones are skipped', () => {
    withFolder((folder) => {
      const prefix = make().write(path.join(folder, 'c'));
      const times = quietly(() => get_checkpoint_mtimes([path.join(folder, 'gone'), prefix]));
      expect(times).toHaveLength(1);
      expect(times[0]).toBeCloseTo(fs.statSync(`${prefix}.index`).mtimeMs / 1000, 2);
    });
  });
});

describe('checkpoints_iterator', () => {
  /** A clock that only sleeping moves, and that runs `onSleep` then. */
  function manualClock(onSleep: (seconds: number) => void): () => void {
    let now = 100;
    const sleep = (seconds: number) => {
      now += seconds;
      onSleep(seconds);
    };
    return setClock({ now: () => now, sleep, wait: async (seconds) => sleep(seconds) });
  }

  it('M7.7 gives each new latest path once, and ends on timeout', () => {
    withFolder((folder) => {
      const checkpoint = make();
      const putBack = manualClock(() => {
        if (Number(checkpoint.save_counter.numpy().item()) < 3) checkpoint.save(path.join(folder, 'c'));
      });
      const found = Array.from(checkpoints_iterator(folder, { timeout: 5 }), (p) => path.basename(p));
      putBack();
      expect(found).toEqual(['c-1', 'c-2', 'c-3']);
    });
  });

  it('M7.7 asks timeout_fn after a timeout and after each path', () => {
    withFolder((folder) => {
      const putBack = manualClock(() => {});
      let asked = 0;
      expect([...checkpoints_iterator(folder, 0, 2, () => ++asked === 3)]).toEqual([]);
      expect(asked).toBe(3);
      make().save(path.join(folder, 'c'));
      expect([...checkpoints_iterator(folder, { timeout_fn: () => true })]).toHaveLength(1);
      putBack();
    });
  });

  it('M7.7 keeps the least interval', () => {
    withFolder((folder) => {
      make().save(path.join(folder, 'c'));
      const slept: number[] = [];
      const putBack = manualClock((seconds) => slept.push(seconds));
      expect([...checkpoints_iterator(folder, 7, 1)]).toHaveLength(1);
      putBack();
      expect(slept[0]).toBe(7);
    });
  });

  it('M7.7 waits without blocking in its asynchronous form', async () => {
    await withFolder(async (folder) => {
      const checkpoint = make();
      const putBack = manualClock(() => {
        if (Number(checkpoint.save_counter.numpy().item()) < 2) checkpoint.save(path.join(folder, 'c'));
      });
      const found: string[] = [];
      for await (const p of checkpointsIteratorAsync(folder, { timeout: 3 })) found.push(path.basename(p));
      putBack();
      expect(found).toEqual(['c-1', 'c-2']);
    });
  });
});
