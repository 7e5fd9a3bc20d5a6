/**
 * `npm run -s corpus -- DIR|FILE…`: answers the cases of corpus files (`.json`, `.json.gz`) and prints for each file
 * `N of M` and the ids that fail. Exit code 1 if any does. With `--in-function` the cases of ops are run inside a
 * `tf.function`, with `--unknown-sizes` inside one that knows only the ranks and dtypes of its arguments.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isOpCase, type Mode, tally } from './corpus/check';

/** Families whose checkers exist; other files of a folder belong to later parts. */
const families =
  /^(elementwise|reductions|arrays|linalg|nn|strings|optimizers|printing|random)\.json(\.gz)?$/;

function filesOf(argument: string): string[] {
  if (!fs.statSync(argument).isDirectory()) return [argument];
  return fs
    .readdirSync(argument)
    .filter((name) => families.test(name))
    .sort()
    .map((name) => path.join(argument, name));
}

const modes: Readonly<Record<string, Mode>> = {
  '--in-function': 'in function',
  '--unknown-sizes': 'in function of unknown sizes',
};
const given = process.argv.slice(2);
const mode = given.map((argument) => modes[argument]).find((m) => m !== undefined) ?? 'eager';
const files = given
  .filter((argument) => !(argument in modes))
  .flatMap(filesOf)
  .filter((file) => mode === 'eager' || isOpCase(file));
if (files.length === 0) {
  console.error('usage: npm run -s corpus -- [--in-function|--unknown-sizes] DIR|FILE…');
  process.exit(1);
}
for (const file of files) {
  const { passed, failures, later } = tally(file, mode);
  const apart = [...later].map(([kind, count]) => `${kind} ${count}`).join(', ');
  console.log(
    `${path.basename(file)}: ${passed} of ${passed + failures.length}${apart && ` (later: ${apart})`}`,
  );
  for (const { id, why } of failures) console.log(`  ${id}: ${why.replaceAll('\n', ' ').slice(0, 300)}`);
  if (failures.length > 0) process.exitCode = 1;
}
