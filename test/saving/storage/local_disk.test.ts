import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import {
  DataLossError,
  FailedPreconditionError,
  InvalidArgumentError,
  OpError,
  PermissionDeniedError,
  ResourceExhaustedError,
  UnknownError,
} from '../../../src/errors';
import { errnoError } from '../../../src/saving/storage/errno';
import { LocalDisk } from '../../../src/saving/storage/local_disk';
import { AsyncLocalDisk } from '../../../src/saving/storage/local_disk_async';

// The real module, not the copy that an import makes, so that spies are seen.
const realFs = jest.requireActual<typeof fs>('node:fs');
let folder: string;
const disk = new LocalDisk();

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'flowpoint-disk-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function thrown(work: () => unknown): OpError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(OpError);
    return error as OpError;
  }
  throw new Error('did not fail');
}

describe('LocalDisk with an unreliable kernel (RELIABILITY rows 3 to 6)', () => {
  it('goes on after short writes and interruptions', () => {
    const real = realFs.writevSync;
    let turn = 0;
    jest.spyOn(realFs, 'writevSync').mockImplementation((fd, pieces) => {
      if (turn++ % 3 === 0) throw systemError('EINTR');
      const first = pieces[0] as Uint8Array;
      return real(fd, [first.subarray(0, 1 + (turn % 3))]);
    });
    const file = disk.createExclusive(`${folder}/a`);
    disk.write(
      file,
      ['hello ', '', 'w', 'orld'].map((text) => Buffer.from(text)),
    );
    disk.closeWrite(file);
    expect(fs.readFileSync(`${folder}/a`, 'utf8')).toBe('hello world');
    expect(turn).toBeGreaterThan(6);
  });

  it('goes on after short reads and interruptions', () => {
    fs.writeFileSync(`${folder}/a`, 'hello world');
    const real = realFs.readSync as (...args: unknown[]) => number;
    let turn = 0;
    jest.spyOn(realFs, 'readSync').mockImplementation(((...args: unknown[]) => {
      if (turn++ % 2 === 0) throw systemError('EINTR');
      const [fd, into, at, length, position] = args;
      return real(fd, into, at, Math.min(2, length as number), position);
    }) as typeof realFs.readSync);
    const file = disk.openRead(`${folder}/a`);
    const into = new Uint8Array(20);
    expect(disk.read(file, 0, into)).toBe(11);
    expect(Buffer.from(into.subarray(0, 11)).toString()).toBe('hello world');
    disk.closeRead(file);
  });

  it('does not hang on a write that makes no progress', () => {
    jest.spyOn(realFs, 'writevSync').mockReturnValue(0);
    const file = disk.createExclusive(`${folder}/a`);
    expect(thrown(() => disk.write(file, [Buffer.from('x')]))).toBeInstanceOf(UnknownError);
    disk.closeWrite(file);
  });

  it('never syncs again after a failed sync, not even an interrupted one', () => {
    const sync = jest.spyOn(realFs, 'fsyncSync').mockImplementation(() => {
      throw systemError('EINTR');
    });
    const file = disk.createExclusive(`${folder}/a`);
    expect(() => disk.sync(file)).toThrow(OpError);
    expect(sync).toHaveBeenCalledTimes(1);
    disk.closeWrite(file);
  });

  it('leaves out every sync when it need not be durable', () => {
    const sync = jest.spyOn(realFs, 'fsyncSync');
    const fast = new LocalDisk({ durable: false });
    const file = fast.createExclusive(`${folder}/a`);
    fast.sync(file);
    fast.closeWrite(file);
    fast.syncDirectory(folder);
    expect(sync).not.toHaveBeenCalled();
    disk.syncDirectory(folder);
    expect(sync).toHaveBeenCalledTimes(1);
  });

  it('accepts a directory that cannot be synced, but no failed sync', () => {
    const sync = jest.spyOn(realFs, 'fsyncSync');
    sync.mockImplementationOnce(() => {
      throw systemError('EINVAL');
    });
    disk.syncDirectory(folder);
    sync.mockImplementationOnce(() => {
      throw systemError('EIO');
    });
    expect(thrown(() => disk.syncDirectory(folder))).toBeInstanceOf(DataLossError);
  });

  it('tells a full device from other errors', () => {
    if (!fs.existsSync('/dev/full')) return;
    const file = disk.openAppend('/dev/full');
    const error = thrown(() => disk.write(file, [Buffer.from('x')]));
    disk.closeWrite(file);
    expect(error).toBeInstanceOf(ResourceExhaustedError);
    expect(error.message).toBe('/dev/full; No space left on device');
    expect(error.cause).toMatchObject({ code: 'ENOSPC' });
  });

  it('leaves no file open when the opened thing is a directory', () => {
    const before = fs.readdirSync('/proc/self/fd').length;
    for (let i = 0; i < 10; i++) expect(() => disk.openRead(folder)).toThrow('Is a directory');
    expect(fs.readdirSync('/proc/self/fd').length).toBe(before);
  });
});

describe('LocalDisk and links (RELIABILITY row 21)', () => {
  it('does not create through a dangling link', () => {
    fs.symlinkSync(`${folder}/target`, `${folder}/link`);
    expect(() => disk.createExclusive(`${folder}/link`)).toThrow(OpError);
    expect(fs.existsSync(`${folder}/target`)).toBe(false);
  });

  it('replaces and removes the link, not its target', () => {
    fs.writeFileSync(`${folder}/target`, 'kept');
    fs.symlinkSync(`${folder}/target`, `${folder}/link`);
    disk.closeWrite(disk.createExclusive(`${folder}/new`));
    disk.rename(`${folder}/new`, `${folder}/link`);
    expect(fs.lstatSync(`${folder}/link`).isSymbolicLink()).toBe(false);
    fs.symlinkSync(`${folder}/target`, `${folder}/other`);
    disk.remove(`${folder}/other`);
    expect(fs.readFileSync(`${folder}/target`, 'utf8')).toBe('kept');
  });

  it('sees nothing behind a dangling link or a loop', () => {
    fs.symlinkSync(`${folder}/nowhere`, `${folder}/dangling`);
    fs.symlinkSync(`${folder}/loop`, `${folder}/loop`);
    expect(disk.stat(`${folder}/dangling`)).toBeNull();
    expect(disk.stat(`${folder}/loop`)).toBeNull();
    expect(thrown(() => disk.openRead(`${folder}/loop`))).toBeInstanceOf(FailedPreconditionError);
  });
});

describe('things that are no files', () => {
  it('read as empty instead of hanging (RELIABILITY row 20)', () => {
    const file = disk.openRead('/dev/zero');
    expect(file.size).toBe(0);
    disk.closeRead(file);
  });

  it('give errors that name path and cause', async () => {
    const name = `${folder}/${'n'.repeat(300)}`;
    const asynchronous = new AsyncLocalDisk();
    expect(thrown(() => disk.openRead(name))).toBeInstanceOf(InvalidArgumentError);
    expect(thrown(() => disk.openRead(name)).fields.file).toBe(name);
    await expect(asynchronous.openRead(name)).rejects.toThrow(`${name}; File name too long`);
  });
});

describe('error numbers', () => {
  it.each<[string, new (text: string) => OpError]>([
    ['EACCES', PermissionDeniedError],
    ['EPERM', PermissionDeniedError],
    ['ENOSPC', ResourceExhaustedError],
    ['EDQUOT', ResourceExhaustedError],
    ['EMFILE', ResourceExhaustedError],
    ['EROFS', FailedPreconditionError],
    ['ENOTDIR', FailedPreconditionError],
    ['EISDIR', FailedPreconditionError],
    ['ENOTEMPTY', FailedPreconditionError],
    ['EIO', DataLossError],
    ['ENAMETOOLONG', InvalidArgumentError],
    ['EWHATEVER', UnknownError],
  ])('%s', (code, expected) => {
    const error = errnoError(code, '/p');
    expect(error.constructor).toBe(expected);
    expect(error.fields).toMatchObject({ file: '/p', errno: code });
    expect(error.message).toMatch(/^\/p; ./);
  });
});
