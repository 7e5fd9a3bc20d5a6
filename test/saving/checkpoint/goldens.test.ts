import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  type BrokenObject,
  checkBrokenObject,
  isBrokenObject,
} from '../../../scripts/goldens/broken_objects';
import { checkMirror, type ObjectBundle } from '../../../scripts/goldens/mirror';
import { checkObjectWrite, isObjectWrite, type ObjectWrite } from '../../../scripts/goldens/objects';

const folder = path.join(__dirname, '../../fixtures/goldens');

interface Manifest {
  readonly writes: readonly ObjectWrite[];
  readonly broken: readonly BrokenObject[];
  readonly bundles: readonly ObjectBundle[];
}
const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Manifest;

const named = <T>(items: readonly T[], name: (item: T) => string) =>
  items.map((item) => [name(item), item] as const);

describe('F5.2 O3 O4 O6 Checkpoint writes the bytes of TensorFlow', () => {
  it.each(named(manifest.writes.filter(isObjectWrite), ({ id }) => id))('for %s', (_id, write) => {
    expect(checkObjectWrite(folder, write)).toBeNull();
  });
});

describe('O6.5 a restored tree saves the same object graph again', () => {
  const bundles = manifest.bundles.filter(({ kind }) => kind === 'object-based');
  it.each(named(bundles, ({ prefix }) => prefix))('for %s', (_prefix, bundle) => {
    expect(checkMirror(folder, bundle)).toBeNull();
  });
});

describe('R2.5 F6.11 a damaged object-based checkpoint changes no variable', () => {
  it.each(named(manifest.broken.filter(isBrokenObject), ({ id }) => id))('for %s', (_id, broken) => {
    expect(checkBrokenObject(folder, broken)).toBeNull();
  });
});
