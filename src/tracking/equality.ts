/** Python's `==` between containers: by content, whatever stands around it; all else by identity or value. */
import { isPlainObject } from '../python/protocol';
import { isTuple } from '../python/tuple';

/** Whether `a == b` in Python: lists, tuples and dicts element by element, objects by identity. */
export function eq(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && isTuple(a) === isTuple(b) && sameElements(a, b);
  const left = dictEntries(a);
  const right = left && dictEntries(b);
  if (left === null || right === null || left.size !== right.size) return false;
  for (const [key, value] of left) {
    if (!right.has(key) || !eq(value, right.get(key))) return false;
  }
  return true;
}

/** Whether two arrays hold equal elements in the same order. */
export function sameElements(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (!eq(a[i], b[i])) return false;
  }
  return true;
}

function dictEntries(value: object): ReadonlyMap<unknown, unknown> | null {
  if (value instanceof Map) return value;
  return isPlainObject(value) ? new Map<unknown, unknown>(Object.entries(value)) : null;
}
