import { execFileSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');
/** What Node, the library and garbage that is not yet collected may take. */
const BOUND_MIB = 384;

describe('memory', () => {
  it.each([
    ['drops tensors', 'soak_program.ts'],
    ['trains, eagerly and in a function', 'soak_training_program.ts'],
  ])(
    'stays bounded in a synchronous loop that %s, without dispose, tidy or await',
    (_, file) => {
      const options = [
        '--max-old-space-size=64',
        '-C',
        'flowpoint-source',
        '-r',
        'ts-node/register/transpile-only',
      ];
      const program = path.join(__dirname, file);
      const output = execFileSync(process.execPath, [...options, program], { cwd: root, encoding: 'utf8' });
      const { dropped, most } = JSON.parse(output) as { dropped: number; most: number };
      expect(dropped).toBeGreaterThan(2 * BOUND_MIB);
      expect(most).toBeLessThan(BOUND_MIB);
    },
    60_000,
  );
});
