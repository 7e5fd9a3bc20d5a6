/** The guide's cells, run by `npm run -s guide`, print what real TensorFlow printed. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { run } from './support/run_source';

const root = path.resolve(__dirname, '..');

/** What may differ (guide/README): the place in `From FILE:LINE:`, and the order of `(key=…)` lines. */
function comparable(text: string): string[] {
  const lines = text
    .replace(/From [^:\n]+(:\d+)?: /g, 'From PLACE: ')
    .trimEnd()
    .split('\n');
  const isKey = (line: string) => line.startsWith("  (key='");
  const sorted = lines.filter(isKey).sort();
  return lines.map((line) => (isKey(line) ? sorted.shift()! : line));
}

function cells(): [string, string][] {
  const printed = run(
    process.execPath,
    ['-C', 'flowpoint-source', '-r', 'ts-node/register/transpile-only', 'scripts/guide.ts'],
    { cwd: root },
  );
  if (printed.status !== 0) throw new Error(printed.stderr);
  return printed.stdout
    .split(/^# (?=(?:migrate|checkpoint)\/\d)/m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]);
}

describe('the guide', () => {
  const ran = new Map(cells());

  it.each([...ran.keys()].filter((cell) => !/01_setup|21b_convert/.test(cell)))(
    '%s prints what TensorFlow prints',
    (cell) => {
      const expected = fs.readFileSync(path.join(root, 'test/fixtures/guide', `${cell}.out`), 'utf8');
      expect(comparable(ran.get(cell)!)).toEqual(comparable(expected));
    },
  );

  it('runs every cell that stands in examples/guide', () => {
    const standing = ['migrate', 'checkpoint'].flatMap((guide) =>
      fs
        .readdirSync(path.join(root, 'examples/guide', guide))
        .filter((n) => /^\d/.test(n))
        .map((n) => `${guide}/${path.parse(n).name}`),
    );
    expect([...ran.keys()]).toEqual(standing);
  });
});
