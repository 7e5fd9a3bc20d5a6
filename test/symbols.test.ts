/** docs/symbols.md is what the code says. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { symbolsPage } from '../scripts/symbols';

it('docs/symbols.md lists every public symbol (npm run symbols writes it)', () => {
  const page = fs.readFileSync(path.join(__dirname, '../docs/symbols.md'), 'utf8');
  expect(page === symbolsPage()).toBe(true);
}, 60_000);
