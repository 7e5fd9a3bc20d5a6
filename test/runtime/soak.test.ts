import { execFileSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');
/** What Node, the library and garbage that is not yet collected may take. */
const BOUND_MIB = 384;

describe('memory', () => {
  it('stays bounded in a synchronous loop that drops tensors, without dispose, tidy or await', () => {
    const options = [
      '--max-old-space-size=64',
      '-C',
      'flowpoint-source',
      '-r',
      'ts-node/register/transpile-only',
    ];
    const program = path.join(__dirname, 'soak_program.ts');
    const output = execFileSync(process.execPath, [...options, program], { cwd: root, encoding: 'utf8' });
    const { dropped, most } = JSON.parse(output) as { dropped: number; most: number };
    expect(dropped).toBeGreaterThan(2 * BOUND_MIB);
    expect(most).toBeLessThan(BOUND_MIB);
  }, 60_000);
});
