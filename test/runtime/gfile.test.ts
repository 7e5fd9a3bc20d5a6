import * as path from 'node:path';
import * as tf from '../../src';
import { withFolder } from '../support/files';

describe('tf.io.gfile', () => {
  it('makes a directory that is there without complaint, and none without the one above', () =>
    withFolder((folder) => {
      const { mkdir, isdir } = tf.io.gfile;
      mkdir(path.join(folder, 'a'));
      mkdir(path.join(folder, 'a'));
      expect(isdir(path.join(folder, 'a'))).toBe(true);
      expect(() => mkdir(path.join(folder, 'x/y'))).toThrow(tf.errors.NotFoundError);
    }));

  it('walks with the top first, or last', () =>
    withFolder((folder) => {
      tf.io.gfile.makedirs(path.join(folder, 'a/b'));
      const names = (walk: Iterable<[string, string[], string[]]>) =>
        [...walk].map(([name]) => path.relative(folder, name));
      expect(names(tf.io.gfile.walk(folder))).toEqual(['', 'a', 'a/b']);
      expect(names(tf.io.gfile.walk(folder, { topdown: false }))).toEqual(['a/b', 'a', '']);
    }));

  it('opens a file when it is first used, and closes it at the end of a block', () =>
    withFolder((folder) => {
      const { GFile, exists } = tf.io.gfile;
      const name = path.join(folder, 'a.txt');
      const file = new GFile(name, 'w');
      expect(exists(name)).toBe(false);
      expect(new GFile(path.join(folder, 'none')).name).toMatch(/none$/);
      file.use((f) => f.write('hello\nwörld\n'));
      {
        using more = new GFile({ name, mode: 'a' });
        more.write(Buffer.from('more'));
      }
      expect(new GFile(name).readlines()).toEqual(['hello\n', 'wörld\n', 'more']);
      expect(new GFile(name, 'rb').read(2)).toEqual(new Uint8Array([104, 101]));
    }));

  it('truncates at the first write unless it appends, also after closing', () =>
    withFolder((folder) => {
      const { GFile } = tf.io.gfile;
      const name = path.join(folder, 'a.txt');
      new GFile(name, 'w').use((f) => f.write('hello'));
      const both = new GFile(name, 'r+');
      expect(both.read(3)).toBe('hel');
      both.write('XX');
      both.close();
      expect(new GFile(name).read()).toBe('XX');
      both.write('Y');
      both.close();
      expect(both.read()).toBe('Y');
    }));

  it('seeks from the begin, from where it stands and from the end', () =>
    withFolder((folder) => {
      const { GFile } = tf.io.gfile;
      const name = path.join(folder, 'a.txt');
      new GFile(name, 'w').use((f) => f.write('hello'));
      const file = new GFile(name);
      file.seek(2);
      expect([file.read(1), file.tell()]).toEqual(['l', 3]);
      file.seek(-2, 1);
      expect(file.read(1)).toBe('e');
      file.seek({ offset: -1, whence: 2 });
      expect(file.read()).toBe('o');
      expect(() => file.seek(-1)).toThrow(tf.errors.InvalidArgumentError);
      expect(() => file.seek(0, 5)).toThrow(tf.errors.InvalidArgumentError);
      expect(() => file.seek(9)).toThrow(tf.errors.OutOfRangeError);
    }));

  it('refuses with the errors of TensorFlow', () =>
    withFolder((folder) => {
      const { copy, GFile, makedirs, remove, rmtree } = tf.io.gfile;
      const { FailedPreconditionError, InvalidArgumentError, NotFoundError, PermissionDeniedError } =
        tf.errors;
      const name = path.join(folder, 'a.txt');
      new GFile(name, 'w').use((f) => f.write('hello'));
      for (const mode of ['x', 'rw', '']) expect(() => new GFile(name, mode)).toThrow(InvalidArgumentError);
      expect(() => new GFile(name).write('a')).toThrow(PermissionDeniedError);
      expect(() => new GFile(name, 'w').read()).toThrow(PermissionDeniedError);
      expect(() => new GFile(name).read(-5)).toThrow(InvalidArgumentError);
      expect(() => remove(folder)).toThrow(FailedPreconditionError);
      expect(() => makedirs(name)).toThrow(FailedPreconditionError);
      expect(() => copy(folder, path.join(folder, 'b'))).toThrow(InvalidArgumentError);
      rmtree(name);
      expect(() => rmtree(name)).toThrow(NotFoundError);
      expect(() => tf.io.read_file([name])).toThrow(InvalidArgumentError);
      expect(() => tf.io.write_file(name, ['a'])).toThrow(InvalidArgumentError);
      expect(() => tf.io.matching_files([[name]])).toThrow(InvalidArgumentError);
      expect(tf.io.gfile.get_registered_schemes()).toEqual(expect.arrayContaining(['', 'file', 'ram']));
    }));
});
