/** The leaves of nested lists, tuples and dicts, in the order of TF's `nest`: list order, dicts by sorted key. */

import { isComplex } from '../elements';
import { TypeError } from '../errors';
import { isPlainObject } from '../python/protocol';
import { typeName } from '../python/repr';
import { compareText } from '../python/text_order';
import { isNamedTuple } from '../python/tuple';

/** How a leaf is reached: indices, keys and field names. */
export type NestPath = readonly unknown[];

/** @throws {@link TypeError} for a dict with keys that have no common order, as Python's `sorted`. */
export function* flattenWithPath(value: unknown, path: NestPath = []): Generator<[NestPath, unknown]> {
  const items = itemsOf(value);
  if (items === null) yield [path, value];
  else for (const [key, item] of items) yield* flattenWithPath(item, [...path, key]);
}

function itemsOf(value: unknown): Iterable<readonly [unknown, unknown]> | null {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) {
    const names: readonly string[] | null = isNamedTuple(value) ? value._fields : null;
    return Array.from(value as unknown[], (item, i) => [names === null ? i : names[i], item] as const);
  }
  if (isMapping(value)) return [...value].sort(([a], [b]) => compareKeys(a, b));
  if (!isPlainObject(value) || isComplex(value)) return null;
  return Object.entries(value).sort(([a], [b]) => compareText(a, b));
}

/** Maps, and TF's `Mapping`, which is like one. */
function isMapping(value: object): value is Iterable<readonly [unknown, unknown]> {
  return value instanceof Map || '_is_mapping' in value;
}

/** Keys of a dict in Python's order. @throws {@link TypeError} if they have none in common */
export function sortedKeys(keys: readonly unknown[]): unknown[] {
  // The engine gives the later key first, as Python asks whether the later one is smaller.
  return [...keys].sort((later, earlier) => -compareKeys(earlier, later));
}

function compareKeys(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : 0;
  throw new TypeError(`'<' not supported between instances of '${typeName(b)}' and '${typeName(a)}'`);
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}
