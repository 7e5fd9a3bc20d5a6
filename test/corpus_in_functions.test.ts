/** A sample of every family of op cases, run inside functions: those that know the sizes of their arguments, and others. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { checkCase, isOpCase, requiredCases } from '../scripts/corpus/check';

const folder = path.join(__dirname, 'fixtures/corpus');
const files = fs
  .readdirSync(folder)
  .filter((name) => /\.json(\.gz)?$/.test(name))
  .map((name) => path.join(folder, name))
  .filter(isOpCase);

/** One case of each function. */
function sample(file: string) {
  const byFunction = new Map(requiredCases(file).map((c) => [c.fn, c]));
  return [...byFunction.values()].map((c) => [c.id, c] as const);
}

describe.each(files.map((file) => [path.basename(file), file]))('corpus/%s', (_name, file) => {
  it.each(sample(file))('%s in a function', (_id, c) => {
    expect(checkCase(file, c, 'in function')).toBeNull();
  });

  // `unstack` must know how many there are.
  it.each(sample(file).filter(([, c]) => c.fn !== 'unstack'))(
    '%s in a function of unknown sizes',
    (_id, c) => {
      expect(checkCase(file, c, 'in function of unknown sizes')).toBeNull();
    },
  );
});
