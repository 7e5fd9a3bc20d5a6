import * as fs from 'node:fs';
import * as path from 'node:path';
import { CancelledError, DataLossError } from '../../../src/errors';
import { Variable } from '../../../src/runtime/variable';
import { Checkpoint } from '../../../src/saving/checkpoint/checkpoint';
import { CheckpointOptions, type Progress } from '../../../src/saving/checkpoint/options';
import { load_variable } from '../../../src/saving/checkpoint/reader';
import { asyncForm } from '../../../src/saving/storage/async_form';
import { MemoryStorage } from '../../../src/saving/storage/memory';
import { registerBackend } from '../../../src/saving/storage/registry';
import { filesOf, withFolder } from '../../support/files';

const KEY = 'v/.ATTRIBUTES/VARIABLE_VALUE';
const make = (value: number | number[] = 1) => new Checkpoint({ v: new Variable(value, { name: 'v' }) });
const enable = new CheckpointOptions({ enable_async: true });

describe('asynchronous saving', () => {
  it('M6.1 M6.5 writes the values of the call, whatever is assigned meanwhile', () => {
    withFolder((folder) => {
      const checkpoint = make(1);
      const prefix = checkpoint.save(path.join(folder, 'c'), enable);
      checkpoint.v.assign(2);
      checkpoint.v.assign_add(5);
      expect(fs.readdirSync(folder)).toEqual([]);
      checkpoint.sync();
      expect(load_variable(prefix, KEY).item()).toBe(1);
    });
  });

  it('M6.5 a later save or restore waits for it, also that of another object', () => {
    withFolder((folder) => {
      const checkpoint = make(3);
      const prefix = checkpoint.write(path.join(folder, 'c'), enable);
      const other = make(0);
      other.read(prefix).assert_consumed();
      expect(other.v.numpy().item()).toBe(3);
    });
  });

  it('M6.5 goes on by itself while the event loop turns', async () => {
    await withFolder(async (folder) => {
      const checkpoint = make(4);
      const prefix = checkpoint.write(path.join(folder, 'c'), enable);
      await checkpoint.syncAsync();
      expect([...filesOf(folder).keys()]).toEqual(['c.data-00000-of-00001', 'c.index']);
      expect(load_variable(prefix, KEY).item()).toBe(4);
    });
  });

  it('M6.5 a save half way is finished by sync', async () => {
    await withFolder(async (folder) => {
      const checkpoint = make(4);
      const prefix = checkpoint.write(path.join(folder, 'c'), enable);
      for (let i = 0; i < 4; i++) await new Promise(setImmediate);
      expect(filesOf(folder).has('c.index')).toBe(false);
      checkpoint.sync();
      expect(load_variable(prefix, KEY).item()).toBe(4);
    });
  });

  it('M6.5 says at the next chance what it failed with', async () => {
    await withFolder(async (folder) => {
      fs.writeFileSync(path.join(folder, 'file'), '');
      const checkpoint = make();
      checkpoint.write(path.join(folder, 'file/c'), enable);
      expect(() => checkpoint.sync()).toThrow();
      expect(() => checkpoint.sync()).not.toThrow();
    });
  });
});

describe('promise forms', () => {
  it('save and restore as their synchronous forms do, with progress', async () => {
    await withFolder(async (folder) => {
      const checkpoint = make([1, 2, 3]);
      const progress: number[] = [];
      const saving = checkpoint.saveAsync(path.join(folder, 'c'), {
        progress: (p) => progress.push(p.bytesDone),
      });
      checkpoint.v.assign([9, 9, 9]);
      const prefix = await saving;
      expect(prefix).toBe(path.join(folder, 'c-1'));
      expect(progress.at(-1)).toBeGreaterThanOrEqual(12);
      expect(fs.readFileSync(path.join(folder, 'checkpoint'), 'utf8')).toContain('"c-1"');
      const other = make([0, 0, 0]);
      (await other.restoreAsync(prefix)).assert_consumed();
      expect(other.v.numpy().tolist()).toEqual([1, 2, 3]);
      (await other.readAsync(null)).expect_partial();
    });
  });

  it('never tell of more bytes than there are', async () => {
    await withFolder(async (folder) => {
      const told: Progress[] = [];
      const progress = (now: Progress) => void told.push({ ...now });
      const checkpoint = make([1, 2, 3]);
      await checkpoint.restoreAsync(await checkpoint.saveAsync(path.join(folder, 'c'), { progress }), {
        progress,
      });
      expect(told.length).toBeGreaterThan(2);
      expect(told.filter(({ bytesDone, bytesTotal }) => bytesDone > bytesTotal)).toEqual([]);
    });
  });

  it('an abort leaves files and variables as they were', async () => {
    await withFolder(async (folder) => {
      const checkpoint = make(1);
      const prefix = checkpoint.write(path.join(folder, 'c'));
      const before = filesOf(folder);
      checkpoint.v.assign(2);
      const aborted = AbortSignal.abort();
      await expect(checkpoint.writeAsync(prefix, { signal: aborted })).rejects.toThrow(CancelledError);
      expect(filesOf(folder)).toEqual(before);
      await expect(checkpoint.readAsync(prefix, { signal: aborted })).rejects.toThrow(CancelledError);
      expect(checkpoint.v.numpy().item()).toBe(2);
    });
  });

  it('a damaged file changes nothing', async () => {
    await withFolder(async (folder) => {
      const checkpoint = make(1);
      const prefix = checkpoint.write(path.join(folder, 'c'));
      const data = `${prefix}.data-00000-of-00001`;
      const bytes = fs.readFileSync(data);
      bytes[0]! ^= 1;
      fs.writeFileSync(data, bytes);
      checkpoint.v.assign(2);
      await expect(checkpoint.readAsync(prefix)).rejects.toThrow(DataLossError);
      expect(checkpoint.v.numpy().item()).toBe(2);
    });
  });

  it('serve storages that are asynchronous only, deferred values too', async () => {
    registerBackend('far', { sync: null, async: asyncForm(new MemoryStorage()) });
    const prefix = await make(5).saveAsync('far://dir/c');
    const empty = new Checkpoint<{ v?: Variable }>();
    const status = await empty.restoreAsync(prefix);
    empty.v = new Variable(0);
    expect(empty.v.numpy().item()).toBe(5);
    status.assert_consumed();
    expect(() => make(5).write('far://c')).toThrow('use the async form');
  });
});
