/** Names out of files, fit for a terminal: what it would obey (control characters, marks of direction) is escaped. */

const unprintable = /[\p{Cc}\p{Cs}\p{Bidi_Control}]/u;
const allUnprintable = new RegExp(unprintable, 'gu');

/** A name as it is, or as a JSON string with escapes if it holds what a terminal would obey. */
export function shown(name: string): string {
  return unprintable.test(name) ? escaped(JSON.stringify(name)) : name;
}

/** A sentence with everything escaped that a terminal would obey. */
export function escaped(text: string): string {
  return text.replace(allUnprintable, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
