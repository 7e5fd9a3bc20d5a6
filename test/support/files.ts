/** Temporary folders and file bytes for tests of saving. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { logger } from '../../src/logging';

export const goldens = path.join(__dirname, '../fixtures/goldens');

/** Runs `fn` with a fresh folder that is removed afterwards. */
export function withFolder<T>(fn: (folder: string) => T): T {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'flowpoint-'));
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  let result: T;
  try {
    result = fn(folder);
  } catch (error) {
    remove();
    throw error;
  }
  if (result instanceof Promise) return result.finally(remove) as T;
  remove();
  return result;
}

/** A folder that is removed after the last test of the file that asks for it while it is loaded. */
export function folderOfTestFile(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'flowpoint-'));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Name → content of the files of a folder whose name begins with `start`. */
export function filesOf(folder: string, start = ''): Map<string, Buffer> {
  const files = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map(({ name }) => name).filter((name) => name.startsWith(start));
  return new Map(names.sort().map((name) => [name, fs.readFileSync(path.join(folder, name))]));
}

/** What `fn` logs, a line each, instead of printing it. */
export function logged(fn: () => void, level: 'INFO' | 'WARNING' = 'WARNING'): string[] {
  const lines: string[] = [];
  const former = logger.getEffectiveLevel();
  const putBack = logger.redirect((line) => lines.push(line));
  logger.setLevel(level);
  try {
    fn();
  } finally {
    logger.setLevel(former);
    putBack();
  }
  return lines;
}
