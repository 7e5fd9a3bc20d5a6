import { InvalidArgumentError, UnimplementedError } from '../../../src/errors';
import { LocalDisk } from '../../../src/saving/storage/local_disk';
import {
  asyncStorageFor,
  backendFor,
  memory,
  registerBackend,
  syncStorageFor,
} from '../../../src/saving/storage/registry';

describe('registry', () => {
  it('serves paths from the local disk by default', () => {
    expect(backendFor('/a/b').sync).toBeInstanceOf(LocalDisk);
    expect(backendFor('a:b/c').sync).toBeInstanceOf(LocalDisk);
    expect(backendFor(new URL('file:///a')).sync).toBeInstanceOf(LocalDisk);
    expect(backendFor('file:///a').sync).toBeInstanceOf(LocalDisk);
  });

  it('has one memory for the whole process behind ram://', async () => {
    const file = syncStorageFor('ram://registry').createExclusive('ram://registry');
    syncStorageFor('ram://x').write(file, [Uint8Array.of(1, 2)]);
    expect(await asyncStorageFor('ram://y').stat('ram://registry')).toMatchObject({ size: 2 });
  });

  it('says as TF does that it does not know a scheme', () => {
    expect(() => backendFor('foo://a')).toThrow(UnimplementedError);
    expect(() => backendFor('foo://a')).toThrow("File system scheme 'foo' not implemented (file: 'foo://a')");
  });

  it('takes further backends and gives back the former', () => {
    const [first, second] = [memory(), memory()];
    expect(registerBackend('test-one', first)).toBeUndefined();
    expect(registerBackend('test-one', second)).toBe(first);
    expect(backendFor('test-one://x')).toBe(second);
    expect(() => registerBackend('Not A Scheme', first)).toThrow(InvalidArgumentError);
  });

  it('asks for the asynchronous form where there is no other', () => {
    registerBackend('only-async', { sync: null, async: memory().async });
    expect(() => syncStorageFor('only-async://x')).toThrow(UnimplementedError);
    expect(asyncStorageFor('only-async://x')).toBeDefined();
  });
});
