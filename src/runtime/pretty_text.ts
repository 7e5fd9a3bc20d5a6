/** Python's `pprint.pformat`: dicts by sorted key, what is longer than a line broken after each part. */
import { isPlainObject } from '../python/protocol';
import { repr } from '../python/repr';
import { isNamedTuple, isTuple } from '../python/tuple';
import { sortedKeys } from '../tracking/nest';
import { TensorShape } from './tensor_shape';

const width = 80;

type Parts = { open: string; close: string; items: readonly (readonly [label: string, value: unknown])[] };

/** A dict's keys in order; as they stand if they have none. */
function ordered(
  entries: readonly (readonly [unknown, unknown])[],
): readonly (readonly [unknown, unknown])[] {
  const byKey = new Map(entries);
  try {
    return sortedKeys(entries.map(([key]) => key)).map((key) => [key, byKey.get(key)] as const);
  } catch {
    return entries;
  }
}

function partsOf(value: unknown): Parts | null {
  if (typeof value !== 'object' || value === null) return null;
  if (isNamedTuple(value) || value instanceof TensorShape) return null;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => ['', item] as const);
    if (!isTuple(value)) return { open: '[', close: ']', items };
    return { open: '(', close: value.length === 1 ? ',)' : ')', items };
  }
  if (!(value instanceof Map) && !(isPlainObject(value) && !('__repr__' in value))) return null;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const items = ordered(entries).map(([key, item]) => [`${repr(key)}: `, item] as const);
  return { open: '{', close: '}', items };
}

function compact(value: unknown): string {
  const parts = partsOf(value);
  if (parts === null) return repr(value);
  return parts.open + parts.items.map(([label, item]) => label + compact(item)).join(', ') + parts.close;
}

function formatted(value: unknown, indent: number, allowance: number): string {
  const short = compact(value);
  const parts = partsOf(value);
  if (parts === null || parts.items.length === 0 || short.length <= width - indent - allowance) return short;
  const { open, close, items } = parts;
  const lines = items.map(([label, item], i) => {
    const after = i === items.length - 1 ? allowance + close.length : 1;
    return label + formatted(item, indent + 1 + label.length, after);
  });
  return open + lines.join(`,\n${' '.repeat(indent + 1)}`) + close;
}

export function pformat(value: unknown): string {
  return formatted(value, 0, 0);
}
