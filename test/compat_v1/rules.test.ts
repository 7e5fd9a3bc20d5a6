/** Every rule of the specification of compat.v1 is cited by the name of a test. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/** How many rules each section of the Saver's specification has. */
const sections = { S1: 6, S2: 5, S3: 10, S4: 7, S5: 3, S6: 10, S7: 6, S8: 4, S9: 5 };
/** Of restoring and managing checkpoints: the rules with a half of their own in graphs. */
const graphHalves = ['R8.10', 'R9.1', 'R9.4', 'M2.2', 'M2.3', 'M2.4', 'M5.3'];
const rules = Object.entries(sections).flatMap(([section, count]) =>
  Array.from({ length: count }, (_, i) => `${section}.${i + 1}`),
);

/** All that stands in the names of tests and groups of them here. */
function cited(): Set<string> {
  const found = new Set<string>();
  for (const file of fs.readdirSync(__dirname).filter((name) => name.endsWith('.test.ts'))) {
    const source = fs.readFileSync(path.join(__dirname, file), 'utf8');
    for (const [, name] of source.matchAll(/\b(?:it|describe)(?:\.each\([^\n]*\))?\(\s*(['"`].*)/g))
      for (const [rule] of name!.matchAll(/\b[A-Z]\d+\.\d+\b/g)) found.add(rule);
  }
  return found;
}

it('each rule of saver.md, and each graph half of restore.md and manager.md, has a test that cites it', () => {
  const found = cited();
  expect([...rules, ...graphHalves].filter((rule) => !found.has(rule))).toEqual([]);
});
