/**
 * JSON text with two things `JSON.stringify` lacks: `-0.0` keeps its sign, and objects print one entry a line at the
 * outer levels, so that a listing of many tensors stays readable and diffable.
 */

export type Json = null | boolean | number | string | readonly Json[] | ReadonlyMap<string, Json>;

/** `value` as JSON; maps keep their order, and those shallower than `spread` are written over several lines. */
export function jsonText(value: Json, spread = 0, indent = ''): string {
  if (value instanceof Map) return objectText(value, spread, indent);
  if (Array.isArray(value)) return `[${value.map((item) => jsonText(item)).join(', ')}]`;
  return Object.is(value, -0) ? '-0.0' : JSON.stringify(value);
}

function objectText(object: ReadonlyMap<string, Json>, spread: number, indent: string): string {
  const inner = spread > 0 ? `${indent}  ` : '';
  const entries = [...object].map(
    ([key, item]) => `${JSON.stringify(key)}: ${jsonText(item, spread - 1, inner)}`,
  );
  if (spread <= 0 || entries.length === 0) return `{${entries.join(', ')}}`;
  return `{\n${entries.map((entry) => inner + entry).join(',\n')}\n${indent}}`;
}
