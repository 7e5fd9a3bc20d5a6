/**
 * The parameters of a function, read from its source: their names, which its inputs get (`x:0`), and those defaults that
 * are literals, so that `f(x)` and `f(x, 2)` are one call where `2` is the default.
 */

export interface Parameter {
  /** Null for one without a name: destructured. */
  readonly name: string | null;
  readonly isOptional: boolean;
  readonly isRest: boolean;
  /** A default that is a literal; undefined if there is none, or only running the function would tell. */
  readonly literal: unknown;
}

/** In order. What cannot be read gives an empty list. */
export function parametersOf(fn: (...args: never[]) => unknown): Parameter[] {
  const source = Function.prototype.toString.call(fn);
  const single = /^\s*(?:async\s+)?([A-Za-z_$][\w$]*)\s*=>/.exec(source);
  if (single !== null) return [{ name: single[1]!, isOptional: false, isRest: false, literal: undefined }];
  const open = source.indexOf('(');
  if (open < 0) return [];
  return parts(source, open + 1).map((part) => {
    const [, rest = '', name = null, sign = '', value = ''] =
      /^\s*(\.\.\.)?\s*([A-Za-z_$][\w$]*)\s*(?:(=)\s*([\s\S]*?)\s*)?$/.exec(part) ?? [];
    return { name, isOptional: sign === '=', isRest: rest !== '', literal: literalOf(value) };
  });
}

/** A comment, or a text in quotes, at the start. */
const comment = /^(?:\/\*[\s\S]*?\*\/|\/\/[^\n]*)/;
const quoted = /^(?:'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|`(?:[^`\\]|\\[\s\S])*`)/;

/** What stands between the commas up to the closing parenthesis, without comments. */
function parts(source: string, start: number): string[] {
  const found: string[] = [];
  let depth = 0;
  let part = '';
  for (let at = start; at < source.length; ) {
    const left = source.slice(at);
    const skipped = comment.exec(left)?.[0];
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const token = quoted.exec(left)?.[0] ?? left[0]!;
    at += token.length;
    if (depth === 0 && (token === ',' || token === ')')) {
      if (part.trim() !== '') found.push(part);
      if (token === ')') return found;
      part = '';
      continue;
    }
    if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token)) depth--;
    part += token;
  }
  return [];
}

/** Words that are values, and what minifiers write for them. */
const words: Readonly<Record<string, unknown>> = {
  null: null,
  true: true,
  false: false,
  '!0': true,
  '!1': false,
};

/** The value of a number, bigint, boolean, null or text without escapes; undefined for any other source. */
function literalOf(source: string): unknown {
  if (Object.hasOwn(words, source)) return words[source];
  if (/^-?\d+n$/.test(source)) return BigInt(source.slice(0, -1));
  if (/^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(source)) return Number(source);
  if (/^(['"`])(?:(?!\1|\\|\$\{)[\s\S])*\1$/.test(source)) return source.slice(1, -1);
  return undefined;
}
