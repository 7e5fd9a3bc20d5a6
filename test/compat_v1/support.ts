/** What tests of compat.v1 share: a folder of their own, captured log lines, and a graph with a session. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as tf1 from '../../src/compat_v1';
import { logger, resetDeprecations } from '../../src/logging';
import { Graph } from '../../src/runtime/graph/graph';

/** A folder that is removed after each test; gives paths in it. */
export function useFolder(): (name?: string) => string {
  let folder = '';
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'flowpoint-v1-'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));
  return (name = '') => path.join(folder, name);
}

/** Log lines of each test. */
export function useLog(): string[] {
  const lines: string[] = [];
  let back = (): void => {};
  beforeEach(() => {
    lines.length = 0;
    resetDeprecations();
    logger.setLevel('INFO');
    back = logger.redirect((line) => lines.push(line));
  });
  afterEach(() => {
    back();
    logger.setLevel('WARNING');
  });
  return lines;
}

/** Runs `body` in a new graph with a session. */
export function inGraph<T>(body: (session: tf1.Session, graph: Graph) => T): T {
  const graph = new Graph();
  return graph.as_default().use(() => {
    const session = new tf1.Session();
    return session.use(() => body(session, graph));
  });
}

export const goldens = path.join(__dirname, '../fixtures/goldens');
