/** The names of a function's parameters, which its inputs get: `x:0`. */

/** In order; an unnamed one (destructured, rest) is null. What cannot be read gives an empty list. */
export function parameterNames(fn: (...args: never[]) => unknown): (string | null)[] {
  const source = Function.prototype.toString.call(fn).replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
  const single = /^\s*(?:async\s+)?([A-Za-z_$][\w$]*)\s*=>/.exec(source);
  if (single !== null) return [single[1]!];
  const open = source.indexOf('(');
  if (open < 0) return [];
  const names: (string | null)[] = [];
  let depth = 0;
  let part = '';
  for (let i = open + 1; i < source.length; i++) {
    const c = source[i]!;
    if (depth === 0 && (c === ',' || c === ')')) {
      if (part.trim() !== '') names.push(/^\s*([A-Za-z_$][\w$]*)\s*(?:=|$)/.exec(part)?.[1] ?? null);
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
