/** Every case of the corpus sample and of `fixtures/ops`, through the code of `npm run corpus`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { checkCase, isLater, requiredCases } from '../scripts/corpus/check';

const files = ['corpus', 'ops'].flatMap((folder) =>
  fs
    .readdirSync(path.join(__dirname, 'fixtures', folder))
    .filter((name) => /\.json(\.gz)?$/.test(name))
    .map((name) => `${folder}/${name}`),
);

describe.each(files)('%s', (name) => {
  const file = path.join(__dirname, 'fixtures', name);
  const cases = requiredCases(file).filter((c) => !isLater(c));

  it.each(cases.map((c) => [c.id, c] as const))('%s', (_id, c) => {
    expect(checkCase(file, c)).toBeNull();
  });
});
