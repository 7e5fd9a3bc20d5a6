/** Python's `os.path.relpath`, without node:path. */
import { isAbsolute, join } from '../storage/paths';

/** `path` as seen from the directory `start`; what is relative is taken from the working directory. */
export function relativePath(path: string, start: string): string {
  const from = components(start);
  const to = components(path);
  let common = 0;
  while (common < from.length && common < to.length && from[common] === to[common]) common++;
  const up = Array.from({ length: from.length - common }, () => '..');
  return [...up, ...to.slice(common)].join('/') || '.';
}

function components(path: string): string[] {
  const parts: string[] = [];
  for (const part of (isAbsolute(path) ? path : join(workingDirectory(), path)).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
}

function workingDirectory(): string {
  return typeof process === 'undefined' ? '/' : process.cwd();
}
