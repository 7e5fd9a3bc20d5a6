/** Rows of text as aligned columns, and numbers for people. */

/** First cells up to this width always share a line with the rest of their row. */
const NARROW = 60;

/**
 * One line a row; columns named in `right` are aligned to the right. A first cell that is much wider than the others
 * has a line of its own: one long name must not push everything else out of sight.
 */
export function columns(
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  }
  widths[0] = Math.min(widths[0] ?? 0, Math.max(NARROW, widthOfMost(rows)));
  return rows.flatMap(([first = '', ...rest]) => {
    const alone = first.length > widths[0]!;
    const line = [alone ? '' : first, ...rest]
      .map((cell, i) => (right.has(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
    return alone ? [first, line] : [line];
  });
}

/** What three of four first cells need. */
function widthOfMost(rows: readonly (readonly string[])[]): number {
  const sorted = rows.map(([first = '']) => first.length).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * 0.75)] ?? 0;
}

/** A byte count for people: `512 B`, `4.0 MiB`. */
export function byteCount(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  let value = bytes;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** `1 tensor`, `2 tensors`. */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
