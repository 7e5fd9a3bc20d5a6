/**
 * RE2's regular expressions in JavaScript's: what differs in writing is rewritten, what cannot be matched is refused.
 * Classes such as `\w` and `\s` are ASCII in RE2, and `.` is anything but a newline.
 */
import { InvalidArgumentError } from '../../../errors';

function refused(pattern: string, error: string): InvalidArgumentError {
  return new InvalidArgumentError(`Invalid pattern: ${pattern}, error: ${error}`, {
    fields: { actual: pattern },
  });
}

const posix: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};
/** Bytes that are no character, as `escapedText` shows them: nothing but `\C` matches one. */
const noCharacter = '\\uDC80-\\uDCFF';
/** All characters from the next to the last. */
const onwards = '-\\uDC7F\\uDD00-\\u{10FFFF}';
/** What is not in the set, as the inside of a class. */
const outside: Readonly<Record<string, string>> = {
  D: `\\0-\\/:${onwards}`,
  S: `\\0-\\x08\\x0B\\x0E-\\x1F!${onwards}`,
  W: `\\0-\\/:-@\\[-^\`{${onwards}`,
};
/** What a POSIX class leaves out. */
function outsidePosix(set: string): string {
  const within = new RegExp(`[${set}]`);
  const ascii = Array.from({ length: 128 }, (_, code) => code).filter(
    (code) => !within.test(String.fromCharCode(code)),
  );
  return `${ascii.map((code) => `\\u{${code.toString(16)}}`).join('')}\\x80${onwards}`;
}
const inside: Readonly<Record<string, string>> = { d: '0-9', s: '\\t\\n\\f\\r ', w: '0-9A-Za-z_' };
const syntaxCharacters = '^$\\.*+?()[]{}|/-';

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

/** Thrown where a pattern ignores case for only a part. */
class MixedCase extends Error {}

/** A class of all characters that match an atom when case does not matter. */
function spelledOut(atom: string): string {
  if (Array.from(atom).length === 1) {
    const cases = [atom, atom.toLowerCase(), atom.toUpperCase()];
    return `[${cases.filter((c) => Array.from(c).length === 1).join('')}]`;
  }
  const test = new RegExp(`^${atom}$`, 'iu');
  const hex = (code: number): string => `\\u{${code.toString(16)}}`;
  let out = '';
  let first = -1;
  for (let code = 0; code <= 0x110000; code++) {
    const matches = code < 0x110000 && test.test(String.fromCodePoint(code));
    if (matches && first < 0) first = code;
    if (matches || first < 0) continue;
    out += first === code - 1 ? hex(first) : `${hex(first)}-${hex(code - 1)}`;
    first = -1;
  }
  return `[${out}]`;
}

/** Turns one RE2 pattern into JavaScript's (for the flag `u`, and `i` if it says so). */
class Translator {
  private at = 0;
  private flags: Flags = { i: false, m: false, s: false, U: false };
  private ignoreCase: boolean | null = null;
  private groups = 0;

  /** @param spelled whether case that does not matter is spelled out, for patterns where it does matter elsewhere */
  constructor(
    private readonly pattern: string,
    private readonly spelled = false,
  ) {}

  translate(): { source: string; flags: string; groups: number } {
    const source = this.alternatives();
    if (this.at < this.pattern.length) throw refused(this.pattern, `unexpected ): ${this.pattern}`);
    return { source, flags: this.ignoreCase === true ? 'iu' : 'u', groups: this.groups };
  }

  /** Up to the closing bracket of the group, or the end. */
  private alternatives(): string {
    const outer = this.flags;
    let out = '';
    while (this.at < this.pattern.length && this.pattern[this.at] !== ')') out += this.item();
    this.flags = outer;
    return out;
  }

  private item(): string {
    const { pattern } = this;
    const c = pattern[this.at]!;
    if (c === '|') {
      this.at++;
      return '|';
    }
    if (c === '(') return this.group();
    const start = this.at;
    const atom = this.atom();
    return atom === null ? '' : atom + this.repetition(start);
  }

  private atom(): string | null {
    const { pattern, flags } = this;
    const c = String.fromCodePoint(pattern.codePointAt(this.at)!);
    if (c === '[') return this.characterClass();
    if (c === '\\') return this.escape();
    if ('*+?'.includes(c)) throw refused(pattern, `no argument for repetition operator: ${c}`);
    this.at += c.length;
    if (c === '.') return `[^${flags.s ? '' : '\\n'}${noCharacter}]`;
    if (c === '^') return flags.m ? '(?<![^\\n])' : '(?<![^])';
    if (c === '$') return flags.m ? '(?![^\\n])' : '(?![^])';
    this.setCase();
    // A brace that is no repetition stands for itself in RE2.
    return this.anyCase(syntaxCharacters.includes(c) && c !== '-' ? `\\${c}` : c);
  }

  /** RE2 may change case within a pattern, JavaScript's flag is for all of it. */
  private setCase(): void {
    if (this.spelled) return;
    if (this.ignoreCase !== null && this.ignoreCase !== this.flags.i) throw new MixedCase();
    this.ignoreCase = this.flags.i;
  }
  /** An atom that stands for one character, with all that it stands for if case does not matter. */
  private anyCase(atom: string): string {
    return this.spelled && this.flags.i ? spelledOut(atom) : atom;
  }

  private repetition(start: number): string {
    const { pattern } = this;
    const found = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(pattern.slice(this.at));
    if (found === null) return '';
    const [text] = found;
    this.at += text.length;
    const bounds = text.match(/\d+/g)?.map(Number) ?? [];
    if (bounds.some((n) => n > 1000) || (bounds.length === 2 && bounds[0]! > bounds[1]!))
      throw refused(pattern, `invalid repetition size: ${text}`);
    const lazy = pattern[this.at] === '?';
    if (lazy) this.at++;
    if (/^[*+?]/.test(pattern.slice(this.at)) && this.at > start)
      throw refused(pattern, `bad repetition operator: ${text}${pattern[this.at]}`);
    return text + (lazy !== this.flags.U ? '?' : '');
  }

  private group(): string {
    const { pattern } = this;
    const start = this.at;
    const before = this.flags;
    const rest = pattern.slice(this.at);
    const named = /^\(\?P?<([A-Za-z_]\w*)>/.exec(rest);
    const flagged = /^\(\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest);
    let open = '(';
    if (named !== null) {
      open = `(?<${named[1]}>`;
      this.at += named[0].length;
      this.groups++;
    } else if (flagged !== null) {
      const flags = { ...this.flags } as Record<string, boolean>;
      for (const name of flagged[1]!) flags[name] = true;
      for (const name of flagged[2] ?? '') flags[name] = false;
      this.flags = flags as unknown as Flags;
      this.at += flagged[0].length;
      if (flagged[3] === ')') return '';
      open = '(?:';
    } else if (rest.startsWith('(?')) {
      throw refused(pattern, `invalid perl operator: ${rest.slice(0, 3)}`);
    } else {
      this.at++;
      this.groups++;
    }
    const body = this.alternatives();
    if (pattern[this.at] !== ')') throw refused(pattern, `missing ): ${pattern}`);
    this.at++;
    this.flags = before;
    return `${open}${body})${this.repetition(start)}`;
  }

  private escape(): string | null {
    const { pattern } = this;
    const c = pattern[this.at + 1];
    if (c === undefined) throw refused(pattern, 'trailing \\: ');
    if (c === 'Q') return this.quoted();
    const known: Record<string, string> = { A: '(?<![^])', z: '(?![^])', b: '\\b', B: '\\B', C: '[^]' };
    if (known[c] !== undefined) {
      this.at += 2;
      return known[c]!;
    }
    if (inside[c] !== undefined || outside[c] !== undefined) {
      this.at += 2;
      return `[${inside[c] ?? outside[c]}]`;
    }
    this.setCase();
    return this.anyCase(this.escapedCharacter());
  }

  /** `\Q...\E`, each character for itself. */
  private quoted(): string {
    const end = this.pattern.indexOf('\\E', this.at);
    const text = this.pattern.slice(this.at + 2, end < 0 ? undefined : end);
    this.at = end < 0 ? this.pattern.length : end + 2;
    this.setCase();
    return Array.from(text, (c) =>
      this.anyCase(syntaxCharacters.includes(c) && c !== '-' ? `\\${c}` : c),
    ).join('');
  }

  /** An escape for one character or a Unicode class, here or in a class. */
  private escapedCharacter(): string {
    const { pattern } = this;
    const rest = pattern.slice(this.at);
    const take = (found: RegExpExecArray, result: string): string => {
      this.at += found[0].length;
      return result;
    };
    const property = /^\\([pP])(?:\{(\^?)(\w+)\}|(\w))/.exec(rest);
    if (property !== null) return take(property, this.property(property));
    const hex = /^\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/.exec(rest);
    if (hex !== null) return take(hex, `\\u{${hex[1] ?? hex[2]}}`);
    const octal = /^\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest);
    if (octal !== null) return take(octal, `\\u{${Number.parseInt(octal[1]!, 8).toString(16)}}`);
    const control = /^\\([aftnrv])/.exec(rest);
    if (control !== null) return take(control, control[1] === 'a' ? '\\x07' : `\\${control[1]}`);
    const plain = /^\\([^0-9A-Za-z])/u.exec(rest);
    if (plain === null) throw refused(pattern, `invalid escape sequence: ${rest.slice(0, 2)}`);
    return take(plain, syntaxCharacters.includes(plain[1]!) ? `\\${plain[1]}` : plain[1]!);
  }

  private property([, kind, caret, long, short]: RegExpExecArray): string {
    const name = (long ?? short)!;
    const negated = (kind === 'P') !== (caret === '^');
    for (const form of [name, `Script=${name}`]) {
      const text = `\\${negated ? 'P' : 'p'}{${form}}`;
      try {
        new RegExp(text, 'u');
        return text;
      } catch {}
    }
    throw refused(this.pattern, `invalid character class range: \\${kind}{${name}}`);
  }

  private characterClass(): string {
    const { pattern } = this;
    const start = this.at++;
    this.setCase();
    let out = '[';
    if (pattern[this.at] === '^') {
      out += `^${noCharacter}`;
      this.at++;
    }
    for (let first = true; ; first = false) {
      const c = pattern[this.at];
      if (c === undefined) throw refused(pattern, `missing ]: ${pattern.slice(start)}`);
      if (c === ']' && !first) break;
      out += this.classItem(c);
    }
    this.at++;
    return this.anyCase(`${out}]`);
  }

  private classItem(c: string): string {
    const { pattern } = this;
    const named = /^\[:(\^?)(\w+):\]/.exec(pattern.slice(this.at));
    if (named !== null) {
      const set = posix[named[2]!];
      if (set === undefined) throw refused(pattern, `invalid character class range: ${named[0]}`);
      this.at += named[0].length;
      return named[1] === '^' ? outsidePosix(set) : set;
    }
    if (c === '\\') {
      const next = pattern[this.at + 1] ?? '';
      const set = inside[next] ?? outside[next];
      if (set === undefined) return this.escapedCharacter();
      this.at += 2;
      return set;
    }
    const whole = String.fromCodePoint(pattern.codePointAt(this.at)!);
    this.at += whole.length;
    return whole !== '-' && (syntaxCharacters.includes(whole) || whole === '&')
      ? escapedInClass(whole)
      : dash(whole, pattern, this.at);
  }
}

function escapedInClass(c: string): string {
  return c === '&' ? c : `\\${c}`;
}
/** A dash at the end of a class is itself. */
function dash(c: string, pattern: string, next: number): string {
  return c === '-' && (pattern[next] === ']' || pattern[next - 2] === '[') ? '\\-' : c;
}

export interface CompiledPattern {
  readonly global: RegExp;
  readonly full: RegExp;
  readonly groups: number;
}
const compiled = new Map<string, CompiledPattern>();

function translated(pattern: string): ReturnType<Translator['translate']> {
  try {
    return new Translator(pattern).translate();
  } catch (error) {
    if (!(error instanceof MixedCase)) throw error;
    return new Translator(pattern, true).translate();
  }
}

/** @throws {@link InvalidArgumentError} for a pattern that RE2 or JavaScript cannot read */
export function compilePattern(pattern: string): CompiledPattern {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const { source, flags, groups } = translated(pattern);
  let result: CompiledPattern;
  try {
    const full = new RegExp(`^(?:${source})$`, flags);
    result = { global: new RegExp(source, `g${flags}`), full, groups };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidArgumentError(`Invalid pattern: ${pattern}, error: ${message}`, { cause });
  }
  // A program uses few patterns; one that makes them up must not keep them all.
  if (compiled.size >= 256) compiled.clear();
  compiled.set(pattern, result);
  return result;
}
