/** Every case of the corpus sample, through the code of `npm run corpus`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { checkCase, isLater, requiredCases } from '../scripts/corpus/check';

const folder = path.join(__dirname, 'fixtures/corpus');

describe.each(fs.readdirSync(folder).filter((name) => /\.json(\.gz)?$/.test(name)))('corpus/%s', (name) => {
  const file = path.join(folder, name);
  const cases = requiredCases(file).filter((c) => !isLater(c));

  it.each(cases.map((c) => [c.id, c] as const))('%s', (_id, c) => {
    expect(checkCase(file, c)).toBeNull();
  });
});
