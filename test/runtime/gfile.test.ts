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
});
