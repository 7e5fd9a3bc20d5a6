/** Runs a piece of TypeScript as a user would write it, in a folder of its own, and gives what it printed. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const root = path.resolve(__dirname, '../..');

export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** Runs `fn` in a fresh temporary folder, which is gone afterwards. */
export function inTemporaryFolder<T>(fn: (folder: string) => T): T {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'flowpoint-test-'));
  try {
    return fn(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs several sources in one process, each in a folder of its own; gives what each printed. */
export function runTypeScript(sources: readonly string[]): string[] {
  const mark = '\u0001';
  return inTemporaryFolder((folder) => {
    const program = sources.map((_, i) => {
      const place = path.join(folder, String(i));
      fs.mkdirSync(place);
      return `process.chdir(${JSON.stringify(place)}); require('./source_${i}'); process.stdout.write('${mark}');`;
    });
    // The sources must lie inside the package for `import 'flowpoint'` to mean this checkout.
    const inside = fs.mkdtempSync(path.join(root, '.cache-run-'));
    try {
      sources.forEach((source, i) => {
        fs.writeFileSync(path.join(inside, `source_${i}.ts`), source);
      });
      fs.writeFileSync(path.join(inside, 'main.ts'), program.join('\n'));
      const printed = run(process.execPath, [
        '-C',
        'flowpoint-source',
        '-r',
        'ts-node/register/transpile-only',
        path.join(inside, 'main.ts'),
      ]);
      if (printed.status !== 0) throw new Error(printed.stderr);
      return printed.stdout.split(mark).slice(0, sources.length);
    } finally {
      fs.rmSync(inside, { recursive: true });
    }
  });
}

export function run(command: string, args: readonly string[], options: { cwd?: string } = {}): Printed {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd: options.cwd ?? root, encoding: 'utf8' });
  return { stdout, stderr, status };
}
