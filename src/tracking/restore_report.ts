/**
 * One readable account of what a restore left undone, by cause. TF's assertions stop at the first finding; this lists
 * all of them, and says which key would fit where one is missing.
 */
import { nearestName } from '../python/arguments';
import { shapeText } from './describe';
import { objectPathOf } from './graph_keys';
import type { TensorSource } from './restore';
import type { RestoreSpec } from './trackable';

/** Why something was not restored. The last three make a restore fail: its error has them in `fields.report`. */
export type ReportCause =
  | 'not in the file'
  | 'no value in the file'
  | 'in the file, but no object'
  | 'slot without variable'
  | 'slot without optimizer'
  | 'attribute not taken'
  | 'key missing'
  | 'dtype differs'
  | 'shape differs';

/** dtype name and shape, `null` for what is unknown. */
export interface ReportedTensor {
  readonly dtype: string;
  readonly shape: readonly (number | null)[] | null;
}

export interface ReportEntry {
  readonly cause: ReportCause;
  /** Where: a live object's path in the program, or a node's in the file. */
  readonly object_path: string;
  /** The key in the file, or the one that was looked for. */
  readonly key: string;
  /** What the live object takes. */
  readonly expected?: ReportedTensor;
  /** What the file holds. */
  readonly stored?: ReportedTensor;
  /** The key on the other side that would fit best. */
  readonly nearest?: string;
}

/** Of each cause the text shows this many; the data has all. */
const SHOWN = 20;

export class RestoreReport {
  constructor(
    /** The checkpoint's prefix; null if there is none. */
    readonly path: string | null,
    readonly entries: readonly ReportEntry[],
  ) {}

  /** True if nothing is left to say. */
  get complete(): boolean {
    return this.path !== null && this.entries.length === 0;
  }

  toString(): string {
    if (this.path === null) return 'Nothing was restored: no checkpoint was given.';
    if (this.complete) return `Everything was restored from ${this.path}.`;
    const lines = [`Not everything was restored from ${this.path}:`];
    for (const cause of new Set(this.entries.map((entry) => entry.cause))) {
      const entries = this.entries.filter((entry) => entry.cause === cause);
      lines.push(`  ${cause} (${entries.length}):`);
      for (const entry of entries.slice(0, SHOWN)) lines.push(`    ${entryText(entry)}`);
      if (entries.length > SHOWN) lines.push(`    … and ${entries.length - SHOWN} more`);
    }
    return lines.join('\n');
  }

  toJSON(): object {
    return { path: this.path, entries: this.entries };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

function entryText({ object_path, key, expected, stored, nearest }: ReportEntry): string {
  const parts = [`${object_path}  key ${key}`];
  if (expected !== undefined) parts.push(`expects ${tensorText(expected)}`);
  if (stored !== undefined) parts.push(`holds ${tensorText(stored)}`);
  if (nearest !== undefined) parts.push(`nearest: ${nearest}`);
  return parts.join('; ');
}

function tensorText({ dtype, shape }: ReportedTensor): string {
  return `${dtype} ${shapeText(shape)}`;
}

/** The report of a restore without a file. */
export const emptyReport = new RestoreReport(null, []);

/** Comparing names takes time: with this many comparisons the later entries get no nearest key. */
const COMPARISONS = 50_000;

/**
 * Adds to each entry the key that fits best: of the same dtype and shape if there is one, else by name alone (but
 * for a tensor that was found by its name, and does not fit).
 */
export function withNearest(
  entries: readonly ReportEntry[],
  candidates: readonly ReportEntry[],
): ReportEntry[] {
  const affordable = COMPARISONS / Math.max(1, candidates.length);
  return entries.map((entry, i) => {
    if (i >= affordable) return entry;
    const wanted = entry.expected ?? entry.stored;
    const others = candidates.filter(({ key }) => key !== entry.key);
    const fitting = others.filter(({ stored, expected }) => fits(wanted, stored ?? expected));
    const misfit = entry.cause === 'dtype differs' || entry.cause === 'shape differs';
    const nearest =
      nearestKey(entry.key, fitting) ??
      (misfit ? undefined : nearestKey(entry.key, others)) ??
      (fitting.length === 1 ? fitting[0]!.key : undefined);
    return nearest === undefined ? entry : { ...entry, nearest };
  });
}

function nearestKey(key: string, candidates: readonly ReportEntry[]): string | undefined {
  // The ending that all keys share would make any two of them alike.
  const byPath = new Map(candidates.map((candidate) => [objectPathOf(candidate.key), candidate.key]));
  return byPath.get(nearestName(objectPathOf(key), byPath.keys()) ?? '');
}

function fits(a: ReportedTensor | undefined, b: ReportedTensor | undefined): boolean {
  if (a === undefined || b === undefined || a.dtype !== b.dtype) return false;
  if (a.shape === null || b.shape === null) return true;
  const other = b.shape;
  return (
    a.shape.length === other.length &&
    a.shape.every((size, i) => size === null || other[i] === null || size === other[i])
  );
}

/** All keys of a file that knows them, as candidates. */
export function storedEntries(source: TensorSource): ReportEntry[] {
  const keys = [...(source.keys?.() ?? [])];
  return keys.map((key) => ({
    cause: 'in the file, but no object',
    object_path: key,
    key,
    ...storedIn(source, key),
  }));
}

export function reported(spec: RestoreSpec): ReportedTensor {
  return { dtype: spec.dtype.name, shape: spec.shape };
}

export function storedIn(source: TensorSource, key: string): { stored?: ReportedTensor } {
  const info = source.lookup(key);
  return info === undefined ? {} : { stored: { dtype: info.dtype.name, shape: info.shape } };
}
