/** The names of a function's parameters, which its inputs get: `x:0`. */

export interface Parameter {
  /** Null for one without a name: destructured, or rest. */
  readonly name: string | null;
  readonly isOptional: boolean;
}

/** In order. What cannot be read gives an empty list. */
export function parametersOf(fn: (...args: never[]) => unknown): Parameter[] {
  const source = Function.prototype.toString.call(fn).replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
  const single = /^\s*(?:async\s+)?([A-Za-z_$][\w$]*)\s*=>/.exec(source);
  if (single !== null) return [{ name: single[1]!, isOptional: false }];
  const open = source.indexOf('(');
  if (open < 0) return [];
  const names: Parameter[] = [];
  let depth = 0;
  let part = '';
  for (let i = open + 1; i < source.length; i++) {
    const c = source[i]!;
    if (depth === 0 && (c === ',' || c === ')')) {
      const [, name = null, sign = ''] = /^\s*([A-Za-z_$][\w$]*)\s*(=|$)/.exec(part) ?? [];
      if (part.trim() !== '') names.push({ name, isOptional: sign === '=' });
      if (c === ')') return names;
      part = '';
      continue;
    }
    if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    part += c;
  }
  return [];
}
