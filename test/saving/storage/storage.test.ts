import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import {
  AlreadyExistsError,
  FailedPreconditionError,
  InvalidArgumentError,
  NotFoundError,
  OpError,
} from '../../../src/errors';
import { asyncForm } from '../../../src/saving/storage/async_form';
import { LocalDisk } from '../../../src/saving/storage/local_disk';
import { AsyncLocalDisk } from '../../../src/saving/storage/local_disk_async';
import { MemoryStorage } from '../../../src/saving/storage/memory';
import type { AsyncStorage } from '../../../src/saving/storage/storage';

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'flowpoint-storage-'));
let number = 0;
afterAll(() => fs.rmSync(temporary, { recursive: true }));

function freshFolder(): string {
  const folder = path.join(temporary, String(number++));
  fs.mkdirSync(folder);
  return folder;
}

function freshMemory(): string {
  return 'ram://';
}

const kinds: [string, () => AsyncStorage, () => string][] = [
  ['local disk', () => asyncForm(new LocalDisk()), freshFolder],
  ['local disk without syncs', () => asyncForm(new LocalDisk({ durable: false })), freshFolder],
  ['local disk, asynchronous', () => new AsyncLocalDisk(), freshFolder],
  ['local disk by URL', () => asyncForm(new LocalDisk()), () => `file://${freshFolder()}`],
  ['memory', () => asyncForm(new MemoryStorage()), freshMemory],
];

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe.each(kinds)('%s', (_name, makeStorage, makeFolder) => {
  let storage: AsyncStorage;
  let folder: string;
  const at = (name: string): string => `${folder}/${name}`;

  beforeEach(() => {
    storage = makeStorage();
    folder = makeFolder();
  });

  async function put(name: string, ...chunks: string[]): Promise<void> {
    const file = await storage.createExclusive(at(name));
    await storage.write(file, chunks.map(bytes));
    await storage.sync(file);
    await storage.closeWrite(file);
  }

  async function get(name: string): Promise<string> {
    const file = await storage.openRead(at(name));
    const into = new Uint8Array(file.size);
    expect(await storage.read(file, 0, into)).toBe(file.size);
    await storage.closeRead(file);
    return new TextDecoder().decode(into);
  }

  async function failure(work: Promise<unknown>): Promise<OpError> {
    const error = await work.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(OpError);
    return error as OpError;
  }

  it('writes chunks one after the other, empty ones too', async () => {
    await put('a', 'one', '', ' two');
    expect(await get('a')).toBe('one two');
    await put('empty');
    expect(await get('empty')).toBe('');
  });

  it('writes thousands of chunks, more than one system call takes', async () => {
    const chunks = Array.from({ length: 5000 }, (_, i) => `${i},`);
    await put('many', ...chunks);
    expect(await get('many')).toBe(chunks.join(''));
  });

  it('copies what it is given to write', async () => {
    const file = await storage.createExclusive(at('a'));
    const chunk = bytes('before');
    await storage.write(file, [chunk]);
    chunk.fill(0);
    await storage.closeWrite(file);
    expect(await get('a')).toBe('before');
  });

  it('reads ranges, and only what there is at the end', async () => {
    await put('a', '0123456789');
    const file = await storage.openRead(at('a'));
    const into = new Uint8Array(4);
    expect(await storage.read(file, 3, into)).toBe(4);
    expect(new TextDecoder().decode(into)).toBe('3456');
    expect(await storage.read(file, 8, into)).toBe(2);
    expect(await storage.read(file, 20, into)).toBe(0);
    await storage.closeRead(file);
  });

  it('keeps an open file readable after it was replaced or removed', async () => {
    await put('a', 'old');
    await put('b', 'new');
    const file = await storage.openRead(at('a'));
    await storage.rename(at('b'), at('a'));
    await storage.remove(at('a'));
    const into = new Uint8Array(3);
    await storage.read(file, 0, into);
    await storage.closeRead(file);
    expect(new TextDecoder().decode(into)).toBe('old');
  });

  it('creates only what does not exist', async () => {
    await put('a', 'x');
    const error = await failure(storage.createExclusive(at('a')));
    expect(error).toBeInstanceOf(AlreadyExistsError);
    expect(error.message).toBe(`${at('a')}; File exists`);
    expect(await get('a')).toBe('x');
  });

  it('appends to what exists', async () => {
    for (const word of ['one', 'two']) {
      const file = await storage.openAppend(at('log'));
      await storage.write(file, [bytes(word)]);
      await storage.closeWrite(file);
    }
    expect(await get('log')).toBe('onetwo');
  });

  it('replaces when it renames', async () => {
    await put('a', 'old');
    await put('b', 'new');
    await storage.rename(at('b'), at('a'));
    await storage.syncDirectory(folder);
    expect(await storage.list(folder)).toEqual(['a']);
    expect(await get('a')).toBe('new');
  });

  it('says what is at a path', async () => {
    await put('a', 'four');
    await storage.makeDirectory(at('d'), { recursive: false });
    expect(await storage.stat(at('a'))).toMatchObject({ kind: 'file', size: 4 });
    expect(await storage.stat(at('d'))).toMatchObject({ kind: 'directory' });
    expect(await storage.stat(at('nothing'))).toBeNull();
    expect(await storage.stat(at('nothing/below'))).toBeNull();
    expect(await storage.stat(at('a/below'))).toBeNull();
    const { mtime } = (await storage.stat(at('a')))!;
    expect(Math.abs(Date.now() / 1000 - mtime)).toBeLessThan(60);
  });

  it('lists names sorted', async () => {
    for (const name of ['c', 'a', 'b']) await put(name);
    expect(await storage.list(folder)).toEqual(['a', 'b', 'c']);
  });

  it('makes and removes directories', async () => {
    await storage.makeDirectory(at('x/y/z'), { recursive: true });
    await storage.makeDirectory(at('x/y/z'), { recursive: true });
    expect(await failure(storage.makeDirectory(at('x'), { recursive: false }))).toBeInstanceOf(
      AlreadyExistsError,
    );
    expect(await failure(storage.makeDirectory(at('p/q'), { recursive: false }))).toBeInstanceOf(
      NotFoundError,
    );
    expect(await failure(storage.removeDirectory(at('x/y')))).toBeInstanceOf(FailedPreconditionError);
    await storage.removeDirectory(at('x/y/z'));
    expect(await storage.list(at('x/y'))).toEqual([]);
  });

  it('renames directories with what is in them', async () => {
    await storage.makeDirectory(at('x'), { recursive: false });
    await put('x/a', 'inside');
    await storage.rename(at('x'), at('y'));
    expect(await get('y/a')).toBe('inside');
    expect(await storage.stat(at('x'))).toBeNull();
    expect(await failure(storage.rename(at('y'), at('y/z')))).toBeInstanceOf(InvalidArgumentError);
  });

  it('resolves a path', async () => {
    await put('a');
    expect(await storage.realPath(at('./a'))).toMatch(/a$/);
    expect(await failure(storage.realPath(at('b')))).toBeInstanceOf(NotFoundError);
  });

  it.each<[string, (s: AsyncStorage, missing: string) => Promise<unknown>]>([
    ['openRead', (s, missing) => s.openRead(missing)],
    ['createExclusive', (s, missing) => s.createExclusive(`${missing}/a`)],
    ['rename', (s, missing) => s.rename(missing, `${missing}2`)],
    ['remove', (s, missing) => s.remove(missing)],
    ['removeDirectory', (s, missing) => s.removeDirectory(missing)],
    ['list', (s, missing) => s.list(missing)],
  ])('says in TF words what %s does not find', async (_method, run) => {
    const error = await failure(run(storage, at('nothing')));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error.message).toMatch(/nothing(\/a)?; No such file or directory$/);
    expect(error.fields.file).toMatch(/nothing(\/a)?$/);
  });

  it('refuses to read a directory and to list a file', async () => {
    await put('a');
    await storage.makeDirectory(at('d'), { recursive: false });
    const error = await failure(storage.openRead(at('d')));
    expect(error).toBeInstanceOf(FailedPreconditionError);
    expect(error.message).toBe(`${at('d')}; Is a directory`);
    expect(await failure(storage.list(at('a')))).toBeInstanceOf(FailedPreconditionError);
    expect(await failure(storage.openRead(at('a/b')))).toBeInstanceOf(FailedPreconditionError);
    await put('b');
    expect(await failure(storage.rename(at('b'), at('d')))).toBeInstanceOf(FailedPreconditionError);
  });
});
