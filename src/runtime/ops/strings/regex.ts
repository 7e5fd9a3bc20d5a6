/** `tf.strings.regex_replace` and `regex_full_match`, on JavaScript's engine (regex_syntax.ts). */

import { bool } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { dispatching } from '../../dispatched';
import { defineOp, type OpRecord } from '../../op';
import { Tensor } from '../../tensor';
import { binaryBytes, binaryText, decodeText, encodeText, strictText } from '../../utf8';
import { bytesOf, checkString, mapOp, stringTensor } from './common';
import { type CompiledPattern, compilePattern } from './regex_syntax';

/** RE2's rewrite: `\1` is a group, `\\` a backslash. @throws {@link InvalidArgumentError} for any other escape */
function rewritten(rewrite: string, match: RegExpExecArray, groups: number): string {
  return rewrite.replace(/\\(.?)/gs, (text, c: string) => {
    if (c === '\\') return '\\';
    if (/^\d$/.test(c) && Number(c) <= groups) return match[Number(c)] ?? '';
    throw new InvalidArgumentError(`Invalid rewrite pattern: ${rewrite}`, { fields: { actual: text } });
  });
}

/** True between the two halves of a character, where looking around finds places that are none. */
function isInsideCharacter(text: string, at: number): boolean {
  return at > 0 && text.codePointAt(at - 1)! > 0xffff;
}

/** All matches (or the first) replaced; an empty match right after another is none. */
function replaced(text: string, pattern: CompiledPattern, rewrite: string, all: boolean): string {
  const { global, groups } = pattern;
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
    out += rewritten(rewrite, match, groups);
    at = lastEnd = match.index + match[0].length;
    if (!all) break;
  }
  return out + text.slice(at);
}

interface ReplaceAttributes {
  readonly [name: string]: unknown;
  readonly pattern: string;
  readonly rewrite: string;
  readonly replace_global: boolean;
}
const RegexReplace = mapOp<ReplaceAttributes>(
  'StaticRegexReplace',
  (bytes, { pattern, rewrite, replace_global }) => {
    const text = strictText(bytes);
    const expression = compilePattern(pattern);
    // Bytes that are no text are matched one by one.
    if (text === null) return binaryBytes(replaced(binaryText(bytes), expression, rewrite, replace_global));
    return encodeText(replaced(text, expression, rewrite, replace_global));
  },
  ({ pattern }) => {
    compilePattern(pattern);
  },
);

interface MatchAttributes {
  readonly [name: string]: unknown;
  readonly pattern: string;
}
const RegexFullMatch: OpRecord<MatchAttributes> = defineOp<MatchAttributes>({
  type: 'StaticRegexFullMatch',
  infer: ([x], { pattern }) => {
    checkString('StaticRegexFullMatch', x!);
    compilePattern(pattern);
    return [{ dtype: bool, dims: x!.dims }];
  },
  kernel: ([x], { pattern }) => {
    const { full } = compilePattern(pattern);
    const flags = bytesOf(x!).map((bytes) => (full.test(strictText(bytes) ?? binaryText(bytes)) ? 1 : 0));
    return [new Tensor(bool, x!.dims, Uint8Array.from(flags))];
  },
  grad: null,
});

/** A pattern or rewrite given as a text or as a scalar tensor. */
function textOf(value: TensorLike): string {
  return decodeText(bytesOf(stringTensor(value))[0]!);
}

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
    ReplaceKeywords
  >
): Tensor {
  const names = ['input', 'pattern', 'rewrite', 'replace_global', 'name'] as const;
  const given = bindArguments<
    ReplaceKeywords & { input: TensorLike; pattern: TensorLike; rewrite: TensorLike }
  >('regex_replace', names, args, { required: 3 });
  return dispatch(RegexReplace, [stringTensor(given.input!)], {
    pattern: textOf(given.pattern!),
    rewrite: textOf(given.rewrite!),
    replace_global: given.replace_global ?? true,
  })[0]!;
});
/** Mirrors `tf.strings.regex_full_match`: bool, true where the pattern matches the whole string. */
export const regex_full_match = dispatching()(function regex_full_match(
  ...args: Args<[input: TensorLike, pattern: TensorLike], [name: string | null], { name?: string | null }>
): Tensor {
  const names = ['input', 'pattern', 'name'] as const;
  const given = bindArguments<Record<(typeof names)[number], TensorLike>>('regex_full_match', names, args, {
    required: 2,
  });
  return dispatch(RegexFullMatch, [stringTensor(given.input!)], { pattern: textOf(given.pattern!) })[0]!;
});
