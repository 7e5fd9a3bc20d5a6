import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const PROGRAM = path.join(__dirname, '../support/saver_process.ts');
const FILES = ['ckpt.index', 'ckpt.data-00000-of-00002', 'ckpt.data-00001-of-00002', 'ckpt.index'];

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'flowpoint-race-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

interface Outcome {
  readonly saved: number;
  readonly aborted: number;
}

function saver(name: string, count: number): Promise<Outcome> {
  const child = spawn(process.execPath, [
    '-r',
    'ts-node/register/transpile-only',
    PROGRAM,
    folder,
    name,
    String(count),
  ]);
  return new Promise((resolve, reject) => {
    let printed = '';
    let complaints = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    child.stderr.on('data', (chunk) => (complaints += chunk));
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(printed)) : reject(new Error(complaints))));
  });
}

/** The content of index, data, and index again; null if something is not there. */
function look(): string[] | null {
  try {
    return FILES.map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
  } catch {
    return null;
  }
}

describe('savers of one prefix in several processes', () => {
  it('never mix their files, and each save is whole or aborted (row 8)', async () => {
    const count = 60;
    let running = true;
    let whole = 0;
    const savers = Promise.all([saver('a', count), saver('b', count), saver('c', count)]).finally(() => {
      running = false;
    });
    while (running) {
      const seen = look();
      // Saves are numbered: the same index before and after means that none was replaced in between.
      if (seen !== null && seen[0] === seen[3]) {
        expect(new Set(seen).size).toBe(1);
        whole++;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    const outcomes = await savers;
    for (const { saved, aborted } of outcomes) expect(saved + aborted).toBe(count);
    expect(Math.max(...outcomes.map(({ saved }) => saved))).toBe(count);
    expect(whole).toBeGreaterThan(0);
    expect(new Set(look()).size).toBe(1);
    expect(fs.readdirSync(folder)).toHaveLength(3);
  }, 60000);

  it('find nothing of one that was killed, wherever that was (row 1)', async () => {
    for (let i = 0; i < 2; i++) {
      const child = spawn(process.execPath, [
        '-r',
        'ts-node/register/transpile-only',
        PROGRAM,
        folder,
        `killed${i}`,
        '1000000',
      ]);
      while (look() === null) await new Promise((resolve) => setTimeout(resolve, 5));
      const gone = new Promise((resolve) => child.on('close', resolve));
      await new Promise((resolve) => setTimeout(resolve, 20 + 3 * i));
      child.kill('SIGKILL');
      await gone;
      const seen = look();
      if (seen !== null) expect(new Set(seen).size).toBe(1);
      expect(await saver('next', 1)).toEqual({ saved: 1, aborted: 0 });
      expect(fs.readdirSync(folder)).toHaveLength(3);
      for (const name of fs.readdirSync(folder)) fs.rmSync(path.join(folder, name));
    }
  }, 60000);
});
