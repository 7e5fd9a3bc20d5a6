import * as fs from 'node:fs';
import * as path from 'node:path';
import { ValueError } from '../../../src/errors';
import { Variable } from '../../../src/runtime/variable';
import { Checkpoint } from '../../../src/saving/checkpoint/checkpoint';
import { RestoreV2, SaveV2 } from '../../../src/saving/checkpoint/raw_ops';
import { list_variables } from '../../../src/saving/checkpoint/reader';
import { Module } from '../../../src/tracking/module';
import {
  register_checkpoint_saver,
  unregisterCheckpointSaver,
} from '../../../src/tracking/registered_savers';
import { withFolder } from '../../support/files';

/** Keeps its number outside of any variable. */
class Special extends Module {
  number = 0;
}

afterEach(() => unregisterCheckpointSaver('Test.Special'));

function register(predicate: (object: object) => boolean = (object) => object instanceof Special): string[] {
  const prefixes: string[] = [];
  register_checkpoint_saver({
    package: 'Test',
    name: 'Special',
    predicate,
    save_fn: (trackables, prefix) => {
      prefixes.push(prefix);
      const names = [...trackables.keys()];
      const tensors = [...trackables.values()].map(({ handle }) => (handle as Special).number);
      SaveV2({
        prefix,
        tensor_names: names.map((name) => `special/${name}`),
        shape_and_slices: names.map(() => ''),
        tensors,
      });
      return prefix;
    },
    restore_fn: (trackables, prefix) => {
      for (const [name, { handle }] of trackables) {
        const [value] = RestoreV2({
          prefix,
          tensor_names: [`special/${name}`],
          shape_and_slices: [''],
          dtypes: ['float32'],
        });
        (handle as Special).number = Number(value!.numpy().item());
      }
    },
  });
  return prefixes;
}

const make = (number: number) => {
  const special = new Special();
  special.number = number;
  return new Checkpoint({ special, v: new Variable(number, { name: 'v' }) });
};

describe('registered savers', () => {
  it('O6.8 write under <prefix>-<saver name>, are merged in, and restore', () => {
    withFolder((folder) => {
      const prefixes = register();
      const prefix = make(7).write(path.join(folder, 'c'));
      expect(prefixes).toEqual([`${prefix}-Test.Special`]);
      expect(fs.readdirSync(folder).sort()).toEqual([
        'c.data-00000-of-00002',
        'c.data-00001-of-00002',
        'c.index',
      ]);
      expect(list_variables(prefix).map(([key]) => key)).toContain('special/special');
      const other = make(0);
      other.read(prefix).assert_consumed();
      expect(other.special.number).toBe(7);
      expect(other.v.numpy().item()).toBe(7);
    });
  });

  it('R9.3 a saver that nobody has registered, or that refuses the object, is an error and changes nothing', () => {
    withFolder((folder) => {
      register();
      const prefix = make(7).write(path.join(folder, 'c'));
      unregisterCheckpointSaver('Test.Special');
      const other = make(0);
      expect(() => other.read(prefix)).toThrow(ValueError);
      expect(() => other.read(prefix)).toThrow('but this saver cannot be found in the current context.');
      register(() => false);
      expect(() => other.read(prefix)).toThrow('because the predicate does not pass.');
      expect(other.v.numpy().item()).toBe(0);
    });
  });
});
