import { InvalidArgumentError, TypeError } from '../../../src/errors';
import {
  basename,
  dirname,
  isAbsolute,
  join,
  type PathLike,
  pathText,
} from '../../../src/saving/storage/paths';

describe('paths', () => {
  // Each expectation was printed by Python's os.path.
  it.each([
    ['/tmp/a/b', '/tmp/a', 'b'],
    ['a', '', 'a'],
    ['a/', 'a', ''],
    ['/a', '/', 'a'],
    ['//a', '//', 'a'],
    ['a//b', 'a', 'b'],
    ['./x.index', '.', 'x.index'],
    ['/', '/', ''],
    ['', '', ''],
  ])('dirname and basename of %p are those of os.path', (path, head, tail) => {
    expect(dirname(path)).toBe(head);
    expect(basename(path)).toBe(tail);
  });

  it('a scheme is never cut', () => {
    expect(dirname('ram://a/b')).toBe('ram://a');
    expect(dirname('ram://a')).toBe('ram://');
    expect(dirname('s3://bucket/k')).toBe('s3://bucket');
    expect(basename('ram://a')).toBe('a');
  });

  it.each([
    [['a', 'b'], 'a/b'],
    [['a/', 'b', 'c'], 'a/b/c'],
    [['a', '/b'], '/b'],
    [['', 'b'], 'b'],
    [['a', ''], 'a/'],
    [['a', 'ram://b'], 'ram://b'],
    [['ram://', 'b'], 'ram://b'],
    [['./a', '../b'], './a/../b'],
  ])('join(%p) is that of os.path', (parts, joined) => {
    expect(join(parts[0]!, ...parts.slice(1))).toBe(joined);
  });

  it('absolute is what starts with a slash or a scheme', () => {
    expect(['/a', 'ram://a'].map(isAbsolute)).toEqual([true, true]);
    expect(['a', './a', ''].map(isAbsolute)).toEqual([false, false, false]);
  });

  it('come as text, URL, bytes, or anything with a text of its own', () => {
    expect(pathText('/a')).toBe('/a');
    expect(pathText(new URL('file:///a%20b/c'))).toBe('/a b/c');
    expect(pathText(new URL('ram://a/b'))).toBe('ram://a/b');
    expect(pathText(Buffer.from('/ä'))).toBe('/ä');
    expect(pathText({ toString: () => '/x' })).toBe('/x');
  });

  it('that are none are refused', () => {
    for (const value of [null, undefined, 7, {}, []]) {
      expect(() => pathText(value as unknown as PathLike)).toThrow(TypeError);
    }
    expect(() => pathText(null as unknown as PathLike)).toThrow(
      'expected str, bytes or os.PathLike object, not NoneType',
    );
    for (const value of ['a\0b', Buffer.from([0xff]), new URL('file:///%ff')]) {
      expect(() => pathText(value)).toThrow(InvalidArgumentError);
    }
  });
});
