/**
 * Python's `copy.deepcopy` for what containers hold: containers are copied, objects that know how (`__deepcopy__`) copy
 * themselves, everything else is shared. One object met twice is copied once.
 */
import { isPlainObject } from '../python/protocol';
import { isTuple } from '../python/tuple';

export type Memo = Map<object, unknown>;

interface DeepCopyable {
  __deepcopy__?(memo: Memo): unknown;
}

export function deepcopy<T>(value: T, memo: Memo = new Map()): T {
  if (typeof value !== 'object' || value === null) return value;
  const done = memo.get(value);
  if (done !== undefined) return done as T;
  const copied = copyObject(value, memo);
  memo.set(value, copied);
  return copied as T;
}

function copyObject(value: object & DeepCopyable, memo: Memo): unknown {
  if (typeof value.__deepcopy__ === 'function') return value.__deepcopy__(memo);
  if (isTuple(value)) return value;
  if (Array.isArray(value)) {
    const copied: unknown[] = [];
    memo.set(value, copied);
    for (const element of value) copied.push(deepcopy(element as unknown, memo));
    return copied;
  }
  if (value instanceof Map) {
    const copied = new Map<unknown, unknown>();
    memo.set(value, copied);
    for (const [key, element] of value) copied.set(key, deepcopy(element, memo));
    return copied;
  }
  if (!isPlainObject(value)) return value;
  const copied = Object.create(Object.getPrototypeOf(value) as object | null) as Record<string, unknown>;
  memo.set(value, copied);
  for (const key of Object.keys(value)) copied[key] = deepcopy(value[key], memo);
  return copied;
}
