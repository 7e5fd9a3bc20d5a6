/** The README's code, run as it stands there. */
import * as path from 'node:path';
import { fencedBlocks } from '../support/markdown';
import { run, runTypeScript } from '../support/run_source';

const blocks = fencedBlocks(path.resolve(__dirname, '../../README.md'));
const only = (language: string) =>
  blocks.filter((block) => block.language === language).map(({ text }) => text);

describe('README.md', () => {
  it('prints what stands below its example', () => {
    expect(runTypeScript(only('ts'))).toEqual(only('text'));
  });

  it('shows commands that work', () => {
    const commands = only('sh')
      .flatMap((text) => text.trim().split('\n'))
      .filter((line) => line.startsWith('npm run -s flowpoint'));
    expect(commands).toHaveLength(2);
    for (const command of commands) {
      const { status, stderr } = run('bash', ['-c', command]);
      expect([command, status, stderr]).toEqual([command, 0, '']);
    }
  });
});
