/** Python's literals of text and bytes: which quotes, which escapes. */

const named = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x5c, '\\\\'],
]);
/** What Python does not show as itself: control, format, surrogate, private, unassigned, separators but the space. */
const unprintable = /^[\p{C}\p{Z}]$/u;

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

function quoteFor(hasSingle: boolean, hasDouble: boolean): "'" | '"' {
  return hasSingle && !hasDouble ? '"' : "'";
}

/** Python's `repr` of a `str`. */
export function strRepr(text: string): string {
  const quote = quoteFor(text.includes("'"), text.includes('"'));
  let out = quote as string;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (char === quote) out += `\\${char}`;
    else if (named.has(code)) out += named.get(code);
    else if (code === 0x20 || !unprintable.test(char)) out += char;
    else if (code <= 0xff) out += `\\x${hex(code, 2)}`;
    else if (code <= 0xffff) out += `\\u${hex(code, 4)}`;
    else out += `\\U${hex(code, 8)}`;
  }
  return out + quote;
}

/** Python's `repr` of `bytes`. */
export function bytesRepr(bytes: Uint8Array): string {
  const quote = quoteFor(bytes.includes(0x27), bytes.includes(0x22));
  let out = `b${quote}`;
  for (const code of bytes) {
    const char = String.fromCharCode(code);
    if (char === quote) out += `\\${char}`;
    else if (named.has(code)) out += named.get(code);
    else out += code < 0x20 || code > 0x7e ? `\\x${hex(code, 2)}` : char;
  }
  return out + quote;
}
