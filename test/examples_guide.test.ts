/** The guide's cells, run by `npm run -s guide`, print what real TensorFlow printed. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { inTemporaryFolder, run } from './support/run_source';

const root = path.resolve(__dirname, '..');

/** What may differ (guide/README): the place in `From FILE:LINE:`, and the order of `(key=…)` lines. */
function comparable(text: string): string[] {
  const lines = text
    .replace(/From [^:\n]+(:\d+)?: /g, 'From PLACE: ')
    .trimEnd()
    .split('\n');
  const isKey = (line: string | undefined) => line?.startsWith("  (key='") === true;
  for (let from = 0; from < lines.length; from++) {
    let to = from;
    while (isKey(lines[to])) to++;
    lines.splice(from, to - from, ...lines.slice(from, to).sort());
    from = Math.max(from, to - 1);
  }
  return lines;
}

const fixtures = path.join(root, 'test/fixtures/guide');
/** Cells that need parts of Flowpoint that do not exist yet: Estimators, and the models of Keras. */
const later =
  /^(migrate\/1[67]_estimator_tf[12]|checkpoint\/0[234]_(easy|train_and|restore_and)_(checkpoint|continue))$/;

/** Cells that stand in a folder, by their names without ending. */
function cellsIn(folder: string): string[] {
  return ['migrate', 'checkpoint'].flatMap((guide) =>
    fs
      .readdirSync(path.join(folder, guide))
      .sort()
      .filter((name) => /^\d/.test(name))
      .map((name) => `${guide}/${path.parse(name).name}`),
  );
}

/** What TensorFlow prints for a cell. */
function expectedOf(cell: string): string {
  const file = path.join(fixtures, `${cell}.out`);
  // Cells that only define something have no file, for they print nothing.
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}

function cells(folder: string): [string, string][] {
  const printed = run(
    process.execPath,
    ['-C', 'flowpoint-source', '-r', 'ts-node/register/transpile-only', 'scripts/guide.ts', folder],
    { cwd: root },
  );
  if (printed.status !== 0) throw new Error(printed.stderr);
  return printed.stdout
    .split(/^# (?=(?:migrate|checkpoint)\/\d)/m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]);
}

/** The files of a folder by their names. */
function filesIn(folder: string): Map<string, Buffer> {
  const names = fs
    .readdirSync(folder)
    .sort()
    .filter((name) => /\.(index|data-\d+-of-\d+)$/.test(name));
  return new Map(names.map((name) => [name, fs.readFileSync(path.join(folder, name))]));
}

describe('the guide', () => {
  const [ran, saved] = inTemporaryFolder((folder) => [
    new Map(cells(folder)),
    filesIn(path.join(folder, 'migrate')),
  ]);

  it.each([...ran.keys()])('%s prints what TensorFlow prints', (cell) => {
    expect(comparable(ran.get(cell)!)).toEqual(comparable(expectedOf(cell)));
  });

  it('saves the bytes that TensorFlow saves', () => {
    const theirs = filesIn(path.join(root, 'test/fixtures/goldens/tf2.15/guide'));
    expect([...saved.keys()]).toEqual([...theirs.keys()]);
    for (const [name, bytes] of theirs) expect([name, saved.get(name)!.equals(bytes)]).toEqual([name, true]);
  });

  it('runs every cell that stands in examples/guide, and has one for everything that TensorFlow printed', () => {
    expect([...ran.keys()]).toEqual(cellsIn(path.join(root, 'examples/guide')));
    expect(cellsIn(fixtures).filter((cell) => !ran.has(cell) && !later.test(cell))).toEqual([]);
  });
});
