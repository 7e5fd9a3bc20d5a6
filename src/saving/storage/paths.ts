/**
 * Paths as Python's os.path treats them on POSIX, knowing `scheme://` as something to leave alone.
 * Pure text, without node:path, so that it runs in a browser.
 */

import { InvalidArgumentError, TypeError } from '../../errors';

/** Whatever names a place: text, a file URL, bytes of UTF-8, or an object with a text of its own. */
export type PathLike = string | URL | Uint8Array | { toString(): string };

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;

/** `ram://` of `ram://a/b`, and '' of a path without a scheme. */
export function schemePrefix(path: string): string {
  return SCHEME.exec(path)?.[0] ?? '';
}

/**
 * The text of a path. @throws TypeError for what has no text of its own; InvalidArgumentError for a NUL in
 * it.
 */
export function pathText(path: PathLike): string {
  const text = textOf(path);
  if (text.includes('\0'))
    throw new InvalidArgumentError('embedded null byte in path', { fields: { file: text } });
  return text;
}

function textOf(path: PathLike): string {
  if (typeof path === 'string') return path;
  try {
    if (path instanceof Uint8Array) return new TextDecoder('utf-8', { fatal: true }).decode(path);
    if (isUrl(path)) return path.protocol === 'file:' ? decodeURIComponent(path.pathname) : path.href;
  } catch (cause) {
    throw new InvalidArgumentError('path is not valid UTF-8', { cause, fields: { actual: path } });
  }
  const hasText = typeof path === 'object' && path !== null && !Array.isArray(path);
  const text = hasText ? path.toString() : undefined;
  if (typeof text !== 'string' || text.startsWith('[object ')) {
    throw new TypeError(`expected str, bytes or os.PathLike object, not ${typeName(path)}`);
  }
  return text;
}

/** By shape, since a URL may come from another realm. */
function isUrl(value: PathLike): value is URL {
  return (
    typeof value === 'object' &&
    value !== null &&
    'protocol' in value &&
    'pathname' in value &&
    'href' in value
  );
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType';
  return typeof value === 'object' ? (value.constructor?.name ?? 'object') : typeof value;
}

export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || SCHEME.test(path);
}

/** Joins as os.path.join: an absolute part drops everything before it. */
export function join(first: string, ...rest: readonly string[]): string {
  let path = first;
  for (const part of rest) {
    if (isAbsolute(part)) path = part;
    else if (path === '' || path.endsWith('/')) path += part;
    else path += `/${part}`;
  }
  return path;
}

/** All before the last slash, without trailing slashes unless it is all slashes; '' if there is none. */
export function dirname(path: string): string {
  const scheme = schemePrefix(path);
  const rest = path.slice(scheme.length);
  const head = rest.slice(0, rest.lastIndexOf('/') + 1);
  const trimmed = head.replace(/\/+$/, '');
  return scheme + (trimmed === '' ? head : trimmed);
}

/** All behind the last slash. */
export function basename(path: string): string {
  const rest = path.slice(schemePrefix(path).length);
  return rest.slice(rest.lastIndexOf('/') + 1);
}
