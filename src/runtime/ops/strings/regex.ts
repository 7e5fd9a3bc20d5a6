/** `tf.strings.regex_replace` and `regex_full_match`, on JavaScript's engine (regex_syntax.ts). */
import { bool, string } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import type { TensorLike } from '../../convert_types';
import { dispatch, dispatchOne } from '../../dispatch';
import { dispatching } from '../../dispatched';
import { defineOp, type InputSpec, type OpRecord } from '../../op';
import { Tensor } from '../../tensor';
import { bracketText } from '../../tensor_shape';
import { binaryBytes, binaryText, decodeText, encodeText, escapedBytes, escapedText } from '../../utf8';
import { bytesOf, checkString, isText, mapOp, stringTensor, textBytes } from './common';
import { type CompiledPattern, compilePattern } from './regex_syntax';

/**
 * RE2's rewrite: `\1` is a group, `\\` a backslash; what comes before any other escape is all that there is.
 * @returns also whether it was good to the end
 */
function rewritten(rewrite: string, match: RegExpExecArray): { text: string; whole: boolean } {
  let text = '';
  for (let i = 0; i < rewrite.length; i++) {
    const c = rewrite[i]!;
    if (c !== '\\') {
      text += c;
      continue;
    }
    const next = rewrite[++i] ?? '';
    if (next === '\\') text += next;
    else if (/^\d$/.test(next)) text += match[Number(next)] ?? '';
    else return { text, whole: false };
  }
  return { text, whole: true };
}

/** The highest group that a rewrite asks for. */
function highestGroup(rewrite: string): number {
  return Math.max(0, ...Array.from(rewrite.matchAll(/\\(.)/gs), ([, c]) => (/\d/.test(c!) ? Number(c) : 0)));
}

/** True between the two halves of a character, where looking around finds places that are none. */
function isInsideCharacter(text: string, at: number): boolean {
  return at > 0 && text.codePointAt(at - 1)! > 0xffff;
}

/** All matches (or the first) replaced; an empty match right after another is none. */
function replaced(text: string, pattern: CompiledPattern, rewrite: string, all: boolean): string {
  const { global, groups } = pattern;
  if (highestGroup(rewrite) > groups) return text;
  let out = '';
  let at = 0;
  let lastEnd = -1;
  while (at <= text.length) {
    global.lastIndex = at;
    const match = global.exec(text);
    if (match === null) break;
    if (isInsideCharacter(text, match.index)) {
      out += text.slice(at, match.index + 1);
      at = match.index + 1;
      continue;
    }
    out += text.slice(at, match.index);
    if (match[0] === '' && match.index === lastEnd) {
      const next = text.codePointAt(match.index);
      const step = next === undefined ? 1 : String.fromCodePoint(next).length;
      out += text.slice(match.index, match.index + step);
      at = match.index + step;
      continue;
    }
    const put = rewritten(rewrite, match);
    if (!all && !put.whole) return text;
    out += put.text;
    at = lastEnd = match.index + match[0].length;
    if (!all) break;
  }
  return out + text.slice(at);
}

/** How the bytes of a string become text for a pattern, and text bytes again. */
interface Matcher {
  readonly expression: CompiledPattern;
  readonly readable: (bytes: Uint8Array) => string;
  readonly bytesOfText: (text: string) => Uint8Array;
}
/** A pattern that asks for single bytes sees nothing but bytes. */
function matcherOf(pattern: string): Matcher {
  if (!/^(?:[^\\]|\\[^C])*\\C/s.test(pattern))
    return { expression: compilePattern(pattern), readable: escapedText, bytesOfText: escapedBytes };
  const expression = compilePattern(binaryText(encodeText(pattern)));
  return { expression, readable: binaryText, bytesOfText: binaryBytes };
}

function replacedIn(bytes: Uint8Array, pattern: string, rewrite: string, all: boolean): Uint8Array {
  const { expression, readable, bytesOfText } = matcherOf(pattern);
  return bytesOfText(replaced(readable(bytes), expression, readable(encodeText(rewrite)), all));
}
function matchesWhole(bytes: Uint8Array, pattern: string): number {
  const { expression, readable } = matcherOf(pattern);
  return expression.full.test(readable(bytes)) ? 1 : 0;
}

interface ReplaceAttributes {
  readonly [name: string]: unknown;
  readonly pattern: string;
  readonly rewrite: string;
  readonly replace_global: boolean;
}
const StaticRegexReplace = mapOp<ReplaceAttributes>(
  'StaticRegexReplace',
  (bytes, { pattern, rewrite, replace_global }) => replacedIn(bytes, pattern, rewrite, replace_global),
  ({ pattern }) => {
    compilePattern(pattern);
  },
);
interface MatchAttributes {
  readonly [name: string]: unknown;
  readonly pattern: string;
}
const StaticRegexFullMatch: OpRecord<MatchAttributes> = defineOp<MatchAttributes>({
  type: 'StaticRegexFullMatch',
  infer: ([x], { pattern }) => {
    checkString('StaticRegexFullMatch', x!);
    compilePattern(pattern);
    return [{ dtype: bool, dims: x!.dims }];
  },
  kernel: ([x], { pattern }) => [
    new Tensor(
      bool,
      x!.dims,
      Uint8Array.from(bytesOf(x!), (bytes) => matchesWhole(bytes, pattern)),
    ),
  ],
  grad: null,
});

/** The inputs of an op whose pattern, and rewrite, are tensors. @throws {@link InvalidArgumentError} */
function checkParts(type: string, inputs: readonly InputSpec[]): void {
  ['Input', 'Pattern', 'Rewrite'].forEach((what, i) => {
    const part = inputs[i];
    if (part === undefined) return;
    checkString(type, part, i);
    if (i > 0 && part.dims !== null && part.dims.length !== 0)
      throw new InvalidArgumentError(
        `${what} must be scalar, but received ${bracketText(part.dims as number[])}`,
        { fields: { expected: [], actual: part.dims } },
      );
  });
}
function scalarText(part: Tensor): string {
  return decodeText(bytesOf(part)[0]!);
}
const RegexReplace: OpRecord<{ readonly replace_global: boolean }> = defineOp({
  type: 'RegexReplace',
  infer: (inputs) => {
    checkParts('RegexReplace', inputs);
    return [{ dtype: string, dims: inputs[0]!.dims }];
  },
  kernel: ([x, pattern, rewrite], { replace_global }) => {
    const [expression, put] = [scalarText(pattern!), scalarText(rewrite!)];
    compilePattern(expression);
    const data = bytesOf(x!).map((bytes) => replacedIn(bytes, expression, put, replace_global));
    return [new Tensor(string, x!.dims, data)];
  },
  grad: null,
});
const RegexFullMatch: OpRecord = defineOp({
  type: 'RegexFullMatch',
  infer: (inputs) => {
    checkParts('RegexFullMatch', inputs);
    return [{ dtype: bool, dims: inputs[0]!.dims }];
  },
  kernel: ([x, pattern]) => {
    const expression = scalarText(pattern!);
    compilePattern(expression);
    return [
      new Tensor(
        bool,
        x!.dims,
        Uint8Array.from(bytesOf(x!), (bytes) => matchesWhole(bytes, expression)),
      ),
    ];
  },
  grad: null,
});

interface ReplaceKeywords {
  replace_global?: boolean;
  name?: string | null;
}
/**
 * Mirrors `tf.strings.regex_replace`: RE2's patterns, `\1` in `rewrite` for a group.
 * @throws {@link InvalidArgumentError} for a pattern that cannot be read or matched
 */
export const regex_replace = dispatching()(function regex_replace(
  ...args: Args<
    [input: TensorLike, pattern: TensorLike, rewrite: TensorLike],
    [replace_global: boolean, name: string | null],
    ReplaceKeywords,
    ['input', 'pattern', 'rewrite']
  >
): Tensor {
  const names = ['input', 'pattern', 'rewrite', 'replace_global', 'name'] as const;
  const given = bindArguments<
    ReplaceKeywords & { input: TensorLike; pattern: TensorLike; rewrite: TensorLike }
  >('regex_replace', names, args, { required: 3 });
  const x = stringTensor(given.input!);
  const { pattern, rewrite, replace_global = true } = given;
  if (!isText(pattern) || !isText(rewrite))
    return dispatch(RegexReplace, [x, stringTensor(pattern!), stringTensor(rewrite!)], {
      replace_global,
    })[0]!;
  const texts = { pattern: decodeText(textBytes(pattern)), rewrite: decodeText(textBytes(rewrite)) };
  return dispatch(StaticRegexReplace, [x], { ...texts, replace_global })[0]!;
});
/** Mirrors `tf.strings.regex_full_match`: bool, true where the pattern matches the whole string. */
export const regex_full_match = dispatching()(function regex_full_match(
  ...args: Args<
    [input: TensorLike, pattern: TensorLike],
    [name: string | null],
    { name?: string | null },
    ['input', 'pattern']
  >
): Tensor {
  const names = ['input', 'pattern', 'name'] as const;
  const given = bindArguments<Record<(typeof names)[number], TensorLike>>('regex_full_match', names, args, {
    required: 2,
  });
  const x = stringTensor(given.input!);
  const { pattern } = given;
  if (!isText(pattern)) return dispatchOne(RegexFullMatch, [x, stringTensor(pattern!)]);
  return dispatch(StaticRegexFullMatch, [x], { pattern: decodeText(textBytes(pattern)) })[0]!;
});
