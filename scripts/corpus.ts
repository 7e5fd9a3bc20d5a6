/**
 * `npm run -s corpus -- DIR|FILE…`: answers the cases of corpus files (`.json`, `.json.gz`) and prints for each file
 * `N of M` and the ids that fail. Exit code 1 if any does.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { tally } from './corpus/check';

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

const files = process.argv.slice(2).flatMap(filesOf);
if (files.length === 0) {
  console.error('usage: npm run -s corpus -- DIR|FILE…');
  process.exit(1);
}
for (const file of files) {
  const { passed, failures, later } = tally(file);
  const apart = [...later].map(([kind, count]) => `${kind} ${count}`).join(', ');
  console.log(
    `${path.basename(file)}: ${passed} of ${passed + failures.length}${apart && ` (later: ${apart})`}`,
  );
  for (const { id, why } of failures) console.log(`  ${id}: ${why.replaceAll('\n', ' ').slice(0, 300)}`);
  if (failures.length > 0) process.exitCode = 1;
}
