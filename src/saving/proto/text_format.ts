/**
 * The tokens of protobuf's text format, with protobuf's own error texts (`line:column : …`): names, strings with
 * escapes, floats, separators, comments. What the names mean is the caller's business.
 */
import { DataLossError, ValueError } from '../../errors';
import { strRepr } from '../../python/text_repr';

/** Mirrors `google.protobuf.text_format.ParseError`. */
export class ParseError extends DataLossError {}

/** Python's `UnicodeDecodeError`. */
export class UnicodeDecodeError extends ValueError {}

/** As Python has it: lines end at a line feed only, and a byte order mark is no space. */
const SPACE = /(?:(?!\ufeff)\s|#[^\n]*)+/uy;
const TOKEN = new RegExp(
  [
    '[a-zA-Z_][0-9a-zA-Z_+-]*',
    '(?:[0-9+-]|\\.[0-9])[0-9a-zA-Z_.+-]*',
    '"[^"\\n\\\\]*(?:(?:\\\\[^\\n])+[^"\\n\\\\]*)*(?:"|\\\\?(?![^\\n]))',
    "'[^'\\n\\\\]*(?:(?:\\\\[^\\n])+[^'\\n\\\\]*)*(?:'|\\\\?(?![^\\n]))",
  ].join('|'),
  'uy',
);
const WORD = /^[\p{L}\p{N}_]+$/u;

interface Place {
  readonly line: number;
  readonly column: number;
}

export class Tokenizer {
  private at = 0;
  /** The current token; empty at the end. */
  token = '';
  private previous = 0;

  constructor(
    private readonly text: string,
    private readonly file: string,
  ) {
    this.settle();
  }

  get atEnd(): boolean {
    return this.token === '';
  }

  /** Passes the current token by. */
  next(): void {
    this.previous = this.at;
    this.at += this.token.length;
    this.settle();
  }

  private settle(): void {
    SPACE.lastIndex = this.at;
    this.at += SPACE.exec(this.text)?.[0].length ?? 0;
    TOKEN.lastIndex = this.at;
    const found = TOKEN.exec(this.text)?.[0];
    this.token =
      found ?? String.fromCodePoint(...[this.text.codePointAt(this.at)].filter((c) => c !== undefined));
  }

  private place(at: number): Place {
    const before = this.text.slice(0, at).split('\n');
    // Columns count characters, not UTF-16 units.
    return { line: before.length, column: [...(before[before.length - 1] as string)].length + 1 };
  }

  private failure(place: Place, text: string): ParseError {
    return new ParseError(`${place.line}:${place.column} : ${text}`, {
      fields: { file: this.file, ...place },
    });
  }

  /** An error at the current token; its line is shown, unless the text has ended. */
  error(text: string): ParseError {
    const place = this.place(this.at);
    const line = this.atEnd ? '' : (this.text.split('\n')[place.line - 1] as string);
    return this.failure(place, `'${line}': ${text}`);
  }

  /** An error at the token before. */
  errorBefore(text: string): ParseError {
    return this.failure(this.place(this.previous), text);
  }

  tryConsume(token: string): boolean {
    if (this.token !== token) return false;
    this.next();
    return true;
  }

  consume(token: string): void {
    if (!this.tryConsume(token)) throw this.error(`Expected "${token}".`);
  }

  /** A field's name or number. */
  name(): string {
    const name = this.token;
    if (!WORD.test(name) && !/^[a-zA-Z_]/.test(name)) {
      throw this.error(`Expected identifier or number, got ${name}.`);
    }
    this.next();
    return name;
  }

  /** One or more adjacent strings. */
  string(): string {
    const bytes: number[] = [];
    do {
      const text = this.token;
      if (!isQuote(text[0])) throw this.error(`Expected string but found: ${strRepr(text)}`);
      if (text.length < 2 || text[text.length - 1] !== text[0]) {
        throw this.error(`String missing ending quote: ${strRepr(text)}`);
      }
      unescape(text.slice(1, -1), bytes, (why) => this.error(why));
      this.next();
    } while (isQuote(this.token[0]));
    const decoded = tryDecodeUtf8(Uint8Array.from(bytes));
    if (decoded instanceof UnicodeDecodeError) throw this.error(`Couldn't parse string: ${decoded.message}`);
    return decoded;
  }

  float(): number {
    const text = this.token;
    if (/^-?0[0-9]+/.test(text)) throw this.error(`Invalid octal float: ${text}`);
    const value = parseFloatText(text);
    if (value === null) throw this.error(`Couldn't parse float: ${text}`);
    this.next();
    return value;
  }
}

function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'";
}

/** A float as Python reads it, with C's suffix `f` allowed; null if it is none. */
function parseFloatText(text: string): number | null {
  const match = /^([+-]?)(inf(?:inity)?f?|nanf?|.*)$/is.exec(text) as RegExpExecArray;
  const sign = match[1] === '-' ? -1 : 1;
  const body = (match[2] as string).toLowerCase();
  if (body.startsWith('inf')) return sign * Number.POSITIVE_INFINITY;
  if (body.startsWith('nan')) return Number.NaN;
  const digits = body.replace(/f+$/, '');
  const part = '\\d+(?:_\\d+)*';
  const pattern = new RegExp(`^(?:${part}\\.?(?:${part})?|\\.${part})(?:e[+-]?${part})?$`);
  return pattern.test(digits) ? sign * Number(digits.replaceAll('_', '')) : null;
}

const SIMPLE: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
};
const ESCAPE =
  /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))|[^\\]+|\\$/gu;

/** Undoes C's escapes into UTF-8 bytes; an escape that C does not know stays as it is written. */
function unescape(text: string, out: number[], error: (why: string) => ParseError): void {
  const append = (piece: string) => {
    for (const byte of new TextEncoder().encode(piece)) out.push(byte);
  };
  for (const [whole, octal, hex, short, long, other] of text.matchAll(ESCAPE)) {
    if (octal !== undefined) {
      const code = Number.parseInt(octal, 8);
      if (code > 255)
        throw error(`'latin-1' codec can't encode character '\\u${code.toString(16).padStart(4, '0')}'`);
      out.push(code);
    } else if (hex !== undefined) out.push(Number.parseInt(hex, 16));
    else if (short !== undefined || long !== undefined) {
      const code = Number.parseInt((short ?? long) as string, 16);
      if (code > 0x10ffff) throw error("'unicodeescape' codec can't decode bytes: illegal Unicode character");
      if (code >= 0xd800 && code <= 0xdfff) {
        throw error(`'utf-8' codec can't encode character '\\u${code.toString(16)}': surrogates not allowed`);
      }
      append(String.fromCodePoint(code));
    } else if (other === 'x' || other === 'u' || other === 'U') {
      throw error(`'unicodeescape' codec can't decode bytes: truncated \\${other} escape`);
    } else if (other !== undefined && SIMPLE[other] !== undefined) out.push(SIMPLE[other]);
    else if (whole === '\\') throw error("'unicodeescape' codec can't decode byte 0x5c: \\ at end of string");
    else append(whole);
  }
}

/** Decodes text as Python does. @throws {@link UnicodeDecodeError} with Python's text. */
export function decodeUtf8(bytes: Uint8Array): string {
  const text = tryDecodeUtf8(bytes);
  if (text instanceof UnicodeDecodeError) throw text;
  return text;
}

function tryDecodeUtf8(bytes: Uint8Array): string | UnicodeDecodeError {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return decodeFailure(bytes);
  }
}

/** Where and why Python would stop. */
function decodeFailure(bytes: Uint8Array): UnicodeDecodeError {
  const error = (at: number, end: number, why: string) => {
    const hex = (bytes[at] as number).toString(16).padStart(2, '0');
    const what = end - at > 1 ? `bytes in position ${at}-${end - 1}` : `byte 0x${hex} in position ${at}`;
    return new UnicodeDecodeError(`'utf-8' codec can't decode ${what}: ${why}`, { fields: { offset: at } });
  };
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] as number;
    const length =
      first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length === 0) return error(at, at + 1, 'invalid start byte');
    for (let i = 1; i < length; i++) {
      const byte = bytes[at + i];
      if (byte === undefined) return error(at, at + i, 'unexpected end of data');
      const low = i > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
      const high = i > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
      if (byte < low || byte > high) return error(at, at + i, 'invalid continuation byte');
    }
    at += length;
  }
  return error(bytes.length - 1, bytes.length, 'unexpected end of data');
}

/** A string as text format writes it, with C's escapes; what is not ASCII as octal bytes. */
export function quote(text: string): string {
  let out = '"';
  for (const byte of new TextEncoder().encode(text)) {
    const named = { 9: '\\t', 10: '\\n', 13: '\\r', 34: '\\"', 39: "\\'", 92: '\\\\' }[byte];
    if (named !== undefined) out += named;
    else if (byte >= 32 && byte < 127) out += String.fromCharCode(byte);
    else out += `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `${out}"`;
}
