/** How protobuf's messages print in Python: a line a field, `name: value`. */
import { formatFloat } from './format';

const escapes = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['"', '\\"'],
  ["'", "\\'"],
  ['\\', '\\\\'],
]);

/** C's escapes: control characters become octal, what lies beyond ASCII stays as it is. */
export function escapedText(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped.
  return value.replace(/[\x00-\x1f"'\\\x7f]/g, (char) => {
    return escapes.get(char) ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });
}
export function quotedText(value: string): string {
  return `"${escapedText(value)}"`;
}

/** As few digits as a double needs, but 15 or 17. */
export function doubleText(value: number): string {
  const short = formatFloat(value, '.15g');
  return Number(short) === value ? short : formatFloat(value, '.17g');
}

/** As few digits as a float needs, but 6 or 9. */
export function floatText(value: number): string {
  const short = formatFloat(value, '.6g');
  return Math.fround(Number(short)) === Math.fround(value) ? short : formatFloat(value, '.9g');
}

/** A message that prints as its text. */
export abstract class ProtoMessage {
  /** Fields in the order of their numbers; those without a value are left out. */
  abstract __repr__(): string;

  toString(): string {
    return this.__repr__();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}
