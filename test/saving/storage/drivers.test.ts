import { CancelledError, NotFoundError } from '../../../src/errors';
import { asyncForm } from '../../../src/saving/storage/async_form';
import { runAsync, runSync } from '../../../src/saving/storage/drivers';
import { MemoryStorage } from '../../../src/saving/storage/memory';
import { call, type Io } from '../../../src/saving/storage/storage';

function* writeAndRead(events: string[]): Io<string> {
  const file = yield* call('createExclusive', 'a');
  try {
    for (let i = 0; i < 3; i++) {
      yield* call('write', file, [Uint8Array.of(65 + i), Uint8Array.of(97 + i)]);
      events.push(`wrote ${i}`);
    }
  } finally {
    yield* call('closeWrite', file);
    events.push('closed');
  }
  const opened = yield* call('openRead', 'a');
  const into = new Uint8Array(opened.size);
  yield* call('read', opened, 0, into);
  yield* call('closeRead', opened);
  return new TextDecoder().decode(into);
}

function* recovering(): Io<string> {
  try {
    yield* call('openRead', 'missing');
    return 'opened';
  } catch (error) {
    return (error as Error).name;
  }
}

describe('drivers', () => {
  it('give the same result in both forms', async () => {
    expect(runSync(writeAndRead([]), new MemoryStorage())).toBe('AaBbCc');
    expect(await runAsync(writeAndRead([]), asyncForm(new MemoryStorage()))).toBe('AaBbCc');
  });

  it('throw what a storage throws into the work', async () => {
    expect(runSync(recovering(), new MemoryStorage())).toBe('NotFoundError');
    expect(await runAsync(recovering(), asyncForm(new MemoryStorage()))).toBe('NotFoundError');
    expect(() => runSync(call('remove', 'missing'), new MemoryStorage())).toThrow(NotFoundError);
    await expect(runAsync(call('remove', 'missing'), asyncForm(new MemoryStorage()))).rejects.toThrow(
      NotFoundError,
    );
  });

  it('tell how many bytes have gone through', async () => {
    const seen: number[] = [];
    await runAsync(writeAndRead([]), asyncForm(new MemoryStorage()), {
      progress: (bytes) => seen.push(bytes),
    });
    expect(seen).toEqual([2, 4, 6, 12]);
  });
});

describe('cancelling', () => {
  it('unwinds the work, closing what it had opened', async () => {
    const events: string[] = [];
    const controller = new AbortController();
    const storage = new MemoryStorage();
    const reason = new Error('enough');
    const run = runAsync(writeAndRead(events), asyncForm(storage), {
      signal: controller.signal,
      progress: () => controller.abort(reason),
    });
    await expect(run).rejects.toThrow(CancelledError);
    await expect(run).rejects.toMatchObject({ cause: reason });
    expect(events).toEqual(['wrote 0', 'closed']);
  });

  it('before the start does nothing at all', async () => {
    const storage = new MemoryStorage();
    const run = runAsync(writeAndRead([]), asyncForm(storage), { signal: AbortSignal.abort() });
    await expect(run).rejects.toThrow(CancelledError);
    expect(storage.list('')).toEqual([]);
  });

  it('lets a begun commit of renames be carried through', async () => {
    const storage = new MemoryStorage();
    storage.closeWrite(storage.createExclusive('a'));
    function* commit(): Io<void> {
      yield* call('rename', 'a', 'b');
      yield* call('syncDirectory', '');
      yield* call('rename', 'b', 'c');
    }
    await runAsync(commit(), asyncForm(storage), { signal: AbortSignal.abort() });
    expect(storage.list('')).toEqual(['c']);
  });
});
