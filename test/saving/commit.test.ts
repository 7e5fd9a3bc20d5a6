import { AbortedError, FailedPreconditionError, OpError, ResourceExhaustedError } from '../../src/errors';
import {
  commitBundle,
  makeDirectories,
  openTemporary,
  type PendingFile,
  writeFileAtomically,
} from '../../src/saving/commit';
import { asyncForm } from '../../src/saving/storage/async_form';
import { runAsync, runSync } from '../../src/saving/storage/drivers';
import { MemoryStorage } from '../../src/saving/storage/memory';
import type { Io, Storage } from '../../src/saving/storage/storage';
import { writerMark } from '../../src/saving/storage/writer_mark';
import { type Fault, faultyStorage, Killed } from '../support/faulty_storage';
import { powerLossStorage } from '../support/power_loss';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const INDEX = 'd/ckpt.index';
const DATA = ['d/ckpt.data-00000-of-00002', 'd/ckpt.data-00001-of-00002'];

function* save(content: string): Io<void> {
  const files: PendingFile[] = [];
  try {
    for (const path of [...DATA, INDEX]) {
      const file = yield* openTemporary(path);
      files.push(file);
      yield* file.write([bytes(content), bytes(path)]);
      yield* file.finish();
    }
  } catch (error) {
    for (const file of files) yield* file.discard();
    throw error;
  }
  yield* commitBundle({ index: files.pop()!, data: files });
}

function content(storage: Storage, path: string): string | null {
  if (storage.stat(path) === null) return null;
  const file = storage.openRead(path);
  const into = new Uint8Array(file.size);
  storage.read(file, 0, into);
  return Buffer.from(into).toString();
}

/** What a reader sees: which save, null for none, or a complaint. */
function seen(storage: Storage): string | null {
  const index = content(storage, INDEX);
  if (index === null) return null;
  const save = index.slice(0, -INDEX.length);
  for (const path of DATA) if (content(storage, path) !== save + path) return `mixed: ${index}`;
  return save;
}

const temporaries = (storage: Storage): string[] =>
  storage.list('d').filter((name) => name.includes('.tempstate'));
const finals = (storage: Storage): string[] =>
  storage.list('d').filter((name) => !name.includes('.tempstate'));

function freshStorage(...saves: string[]): MemoryStorage {
  const storage = new MemoryStorage();
  storage.makeDirectory('d', { recursive: false });
  for (const name of saves) runSync(save(name), storage);
  return storage;
}

/** Runs `work` with the fault at every mutating call; gives how often it struck. */
function everywhere(
  fault: Fault,
  before: readonly string[],
  work: () => Io<void>,
  check: (storage: Storage, outcome: unknown) => void,
): number {
  for (let at = 1; ; at++) {
    const storage = freshStorage(...before);
    const faulty = faultyStorage(storage, at, fault, () => new ResourceExhaustedError(`d; full at ${at}`));
    let outcome: unknown = 'done';
    try {
      runSync(work(), faulty.storage);
    } catch (error) {
      outcome = error;
    }
    if (!faulty.struck()) return at - 1;
    check(storage, outcome);
  }
}

describe('commitBundle', () => {
  it('F2.4 makes the bundle visible, leaving nothing else', () => {
    const storage = freshStorage('one');
    expect(seen(storage)).toBe('one');
    runSync(save('two'), storage);
    expect(seen(storage)).toBe('two');
    expect(storage.list('d')).toHaveLength(3);
  });

  it('F2.3 F2.5 syncs temporary files before it renames them, data before the index, the directory after each', () => {
    const { storage, calls } = faultyStorage(freshStorage());
    runSync(save('one'), storage);
    for (const call of calls.filter((entry) => entry.startsWith('createExclusive')))
      expect(call).toMatch(/\.tempstate[^/]+$/);
    const short = calls.map((entry) => entry.replace(/d\/ckpt\.(\w+)\S*/, '$1'));
    const file = (name: string): string[] =>
      ['createExclusive', 'write', 'sync', 'closeWrite'].map((c) => `${c} ${name}`);
    expect(short).toEqual([
      ...file('data'),
      ...file('data'),
      ...file('index'),
      'rename index',
      'rename data',
      'rename data',
      'syncDirectory d',
      'rename index',
      'syncDirectory d',
    ]);
  });

  it('F2.5 moves an old index away, and syncs that, before any new file is in place', () => {
    const { storage, calls } = faultyStorage(freshStorage('old'));
    runSync(save('new'), storage);
    const renames = calls.slice(13).map((entry) => entry.replace(/tempstate\S*/, 'tempstate'));
    expect(renames).toEqual([
      `rename ${INDEX}`,
      'syncDirectory d',
      ...DATA.map((path) => `rename ${path}`),
      ...DATA.map((path) => `rename ${path}.tempstate`),
      'syncDirectory d',
      `rename ${INDEX}.tempstate`,
      'syncDirectory d',
      `remove ${INDEX}.tempstate`,
      ...DATA.map((path) => `remove ${path}.tempstate`),
    ]);
  });

  const kills: Fault[] = ['kill-before', 'kill-after', 'kill-half'];
  it.each(kills)('killed anywhere (%s) leaves nothing or the new one where nothing was (row 1)', (fault) => {
    const struck = everywhere(
      fault,
      [],
      () => save('new'),
      (storage, outcome) => {
        expect(outcome).toBeInstanceOf(Killed);
        expect([null, 'new']).toContain(seen(storage));
        runSync(save('next'), storage);
        expect(seen(storage)).toBe('next');
        expect(storage.list('d')).toHaveLength(3);
      },
    );
    expect(struck).toBe(18);
  });

  it.each(kills)('killed anywhere (%s) leaves the old, none or the new, never a mixture (row 7)', (fault) => {
    const outcomes = new Set<string | null>();
    const struck = everywhere(
      fault,
      ['old'],
      () => save('new'),
      (storage) => {
        outcomes.add(seen(storage));
        runSync(save('next'), storage);
        expect(seen(storage)).toBe('next');
        expect(storage.list('d')).toHaveLength(3);
      },
    );
    expect(struck).toBe(25);
    expect([...outcomes].sort()).toEqual(['new', null, 'old'].sort());
  });

  it('an error anywhere is thrown, and the old checkpoint is as it was (rows 3 and 4)', () => {
    const struck = everywhere(
      'error',
      ['old'],
      () => save('new'),
      (storage, outcome) => {
        // Removing what was moved aside may fail: the save is complete by then.
        if (outcome === 'done') expect(seen(storage)).toBe('new');
        else {
          expect(outcome).toBeInstanceOf(ResourceExhaustedError);
          expect(seen(storage)).toBe('old');
        }
        expect(finals(storage)).toHaveLength(3);
        if (outcome !== 'done') expect(temporaries(storage)).toEqual([]);
      },
    );
    expect(struck).toBe(25);
  });

  it('a storage that fails for good in the middle never leaves a mixture', () => {
    for (let at = 1; at <= 25; at++) {
      const storage = freshStorage('old');
      const calls = { count: 0 };
      const failing: Storage = new Proxy(storage, {
        get:
          (inner, method: keyof Storage) =>
          (...args: unknown[]) => {
            if (!['stat', 'list'].includes(method) && ++calls.count >= at)
              throw new ResourceExhaustedError('d; full');
            return (inner[method] as (...a: unknown[]) => unknown).apply(inner, args);
          },
      });
      try {
        runSync(save('new'), failing);
      } catch (error) {
        expect(error).toBeInstanceOf(OpError);
      }
      expect(['old', null, 'new']).toContain(seen(storage));
      runSync(save('next'), storage);
      expect(seen(storage)).toBe('next');
      expect(storage.list('d')).toHaveLength(3);
    }
  });

  it('refuses a directory in the place of the index and leaves it alone', () => {
    const storage = freshStorage();
    storage.makeDirectory(`${INDEX}/keep`, { recursive: true });
    expect(() => runSync(save('new'), storage)).toThrow(FailedPreconditionError);
    expect(storage.list(INDEX)).toEqual(['keep']);
    expect(storage.list('d')).toEqual(['ckpt.index']);
  });
});

describe('power failures (row 2)', () => {
  it.each([[[]], [['old']]])(
    'leave the old, none or the new over %p, whatever was lost or reordered',
    (before) => {
      const { storage, states } = powerLossStorage(freshStorage(...before));
      runSync(save('new'), storage);
      const outcomes = new Set<string | null>();
      let count = 0;
      for (const state of states()) {
        outcomes.add(seen(state));
        count++;
      }
      expect([...outcomes].sort()).toEqual(['new', null, ...before].sort());
      expect(count).toBeGreaterThan(before.length === 0 ? 300 : 500);
    },
  );

  it('leave the old state file or the new', () => {
    const old = freshStorage();
    runSync(writeFileAtomically('d/checkpoint', bytes('old')), old);
    const { storage, states } = powerLossStorage(old);
    runSync(writeFileAtomically('d/checkpoint', bytes('new')), storage);
    const outcomes = new Set([...states()].map((state) => content(state, 'd/checkpoint')));
    expect([...outcomes].sort()).toEqual(['new', 'old']);
  });
});

describe('a failed sync', () => {
  it('is final: the file is never committed afterwards (row 4)', () => {
    const storage = freshStorage('old');
    const { storage: faulty } = faultyStorage(
      storage,
      3,
      'error',
      () => new ResourceExhaustedError('d; full'),
    );
    function* stubborn(): Io<void> {
      const file = yield* openTemporary(INDEX);
      yield* file.write([bytes('x')]);
      try {
        yield* file.finish();
      } catch {
        yield* commitBundle({ index: file, data: [] });
      }
    }
    expect(() => runSync(stubborn(), faulty)).toThrow(FailedPreconditionError);
    expect(seen(storage)).toBe('old');
    expect(temporaries(storage)).toEqual([]);
  });
});

describe('sweeping', () => {
  const put = (storage: Storage, name: string): void =>
    storage.closeWrite(storage.createExclusive(`d/${name}`));
  const mark = writerMark();
  const [host] = mark.split('.');

  it('removes what dead savers left at this prefix, and nothing else (row 1)', () => {
    const storage = freshStorage();
    const dead = [
      `ckpt.index.tempstate${mark}.ab`,
      `ckpt.data-00000-of-00001.tempstate${host}.999999999.0.ab`,
    ];
    const others = [
      `ckpt-1.index.tempstate${mark}.ab`,
      `ckpt.index.tempstate1234567`,
      `ckpt.index.tempstate00000000.1.0.ab`,
      `ckpt.index.tempstate${host}.${process.ppid}.0.ab`,
      `ckpt.meta.tempstate${mark}.ab`,
      `xckpt.index.tempstate${mark}.ab`,
      `ckpt.data-0-of-1.tempstate${mark}.ab`,
    ];
    for (const name of [...dead, ...others]) put(storage, name);
    runSync(save('new'), storage);
    expect(temporaries(storage).sort()).toEqual(others.sort());
    expect(seen(storage)).toBe('new');
  });

  it('takes the files of an unknown writer after a day', () => {
    const storage = freshStorage();
    put(storage, 'ckpt.index.tempstate1234567');
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 90_000_000);
    runSync(save('new'), storage);
    clock.mockRestore();
    expect(temporaries(storage)).toEqual([]);
  });

  it('spares the temporary files of a save that is still running', () => {
    const storage = freshStorage();
    const running = runSync(openTemporary(INDEX), storage);
    runSync(save('other'), storage);
    expect(temporaries(storage)).toEqual([running.temporaryPath.slice(2)]);
    runSync(running.discard(), storage);
    expect(temporaries(storage)).toEqual([]);
  });
});

describe('two savers of one prefix (row 8)', () => {
  it('in one process: one wins whole, the other is aborted', async () => {
    for (let delay = 0; delay < 40; delay++) {
      const storage = freshStorage('old');
      const slow = asyncForm(storage);
      const late = async (): Promise<void> => {
        for (let i = 0; i < delay; i++) await Promise.resolve();
        await runAsync(save('b'), slow);
      };
      const results = await Promise.allSettled([runAsync(save('a'), slow), late()]);
      const winners = results.filter(({ status }) => status === 'fulfilled');
      expect(winners.length).toBeGreaterThan(0);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(AbortedError);
      }
      expect(['a', 'b']).toContain(seen(storage));
      expect(storage.list('d')).toHaveLength(3);
    }
  });

  it('in two: the one whose name sorts first goes on when the other is gone, the other gives up', () => {
    const [host] = writerMark().split('.');
    const competitor = (sortsFirst: boolean): string =>
      `${INDEX}.tempstate-commit-${sortsFirst ? '00000000' : 'ffffffff'}.1.0.ab`;
    expect(host).not.toBe('00000000');

    const first = freshStorage('old');
    first.closeWrite(first.createExclusive(competitor(true)));
    expect(() => runSync(save('new'), first)).toThrow(AbortedError);
    expect(seen(first)).toBe('old');
    expect(temporaries(first)).toHaveLength(1);

    const second = freshStorage('old');
    second.closeWrite(second.createExclusive(competitor(false)));
    let looks = 0;
    const leaving: Storage = new Proxy(second, {
      get:
        (inner, method: keyof Storage) =>
        (...args: unknown[]) => {
          if (method === 'list' && ++looks === 5) second.remove(competitor(false));
          return (inner[method] as (...a: unknown[]) => unknown).apply(inner, args);
        },
    });
    runSync(save('new'), leaving);
    expect(looks).toBe(5);
    expect(seen(second)).toBe('new');
  });
});

describe('cancelling a save', () => {
  it('leaves the old checkpoint or the whole new one', async () => {
    for (let steps = 0; steps < 40; steps++) {
      const storage = freshStorage('old');
      const controller = new AbortController();
      let count = 0;
      const watched: Storage = new Proxy(storage, {
        get:
          (inner, method: keyof Storage) =>
          (...args: unknown[]) => {
            if (count++ === steps) controller.abort();
            return (inner[method] as (...a: unknown[]) => unknown).apply(inner, args);
          },
      });
      const outcome = await runAsync(save('new'), asyncForm(watched), { signal: controller.signal }).then(
        () => 'new',
        () => 'old',
      );
      expect(seen(storage)).toBe(outcome);
      expect(storage.list('d')).toHaveLength(3);
    }
  });
});

describe('writeFileAtomically', () => {
  const state = 'd/checkpoint';

  it.each<Fault>(['kill-before', 'kill-after', 'kill-half', 'error'])(
    'F10.2 leaves the old content or the new (%s)',
    (fault) => {
      for (let at = 1; ; at++) {
        const storage = freshStorage();
        runSync(writeFileAtomically(state, bytes('old')), storage);
        const faulty = faultyStorage(storage, at, fault, () => new ResourceExhaustedError('d; full'));
        try {
          runSync(writeFileAtomically(state, bytes('new')), faulty.storage);
        } catch (error) {
          expect(error instanceof Killed || error instanceof ResourceExhaustedError).toBe(true);
        }
        if (!faulty.struck()) {
          expect(at).toBeGreaterThan(6);
          break;
        }
        expect(['old', 'new']).toContain(content(storage, state));
        runSync(writeFileAtomically(state, bytes('next')), storage);
        expect(content(storage, state)).toBe('next');
        expect(storage.list('d')).toEqual(['checkpoint']);
      }
    },
  );

  it('works in the current directory', () => {
    const storage = new MemoryStorage();
    runSync(writeFileAtomically('checkpoint', bytes('x')), storage);
    expect(storage.list('')).toEqual(['checkpoint']);
  });
});

describe('makeDirectories', () => {
  it('F2.2 creates what is missing and syncs each parent', () => {
    const { storage, calls } = faultyStorage(freshStorage());
    runSync(makeDirectories('d/x/y/'), storage);
    expect(calls).toEqual([
      'makeDirectory d/x',
      'syncDirectory d',
      'makeDirectory d/x/y',
      'syncDirectory d/x',
    ]);
    runSync(makeDirectories('d/x/y'), storage);
    expect(calls).toHaveLength(4);
    runSync(makeDirectories(''), storage);
    runSync(makeDirectories('/'), storage);
    runSync(makeDirectories('ram://d/x'), storage);
    expect(calls).toHaveLength(4);
  });

  it('does not mind another process that is faster', () => {
    const storage = freshStorage();
    const racing: Storage = new Proxy(storage, {
      get:
        (inner, method: keyof Storage) =>
        (...args: unknown[]) => {
          if (method === 'makeDirectory') storage.makeDirectory(args[0] as string, { recursive: true });
          return (inner[method] as (...a: unknown[]) => unknown).apply(inner, args);
        },
    });
    runSync(makeDirectories('d/x/y'), racing);
    expect(storage.list('d/x')).toEqual(['y']);
  });
});
