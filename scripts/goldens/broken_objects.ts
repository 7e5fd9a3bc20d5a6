/**
 * Damaged object-based checkpoints of the manifest (probe kind `object`). The rule: what either TF refuses,
 * or crashes on, is refused with an error of the closed set and changes no variable; what both accept
 * restores the same values; where TF silently restores less, `assert_consumed` fails.
 */
import * as path from 'node:path';
import { FlowpointError } from '../../src/errors';
import { logger } from '../../src/logging';
import type { NDArray } from '../../src/runtime/ndarray';
import type { AnyCheckpoint } from '../../src/saving/checkpoint/checkpoint';
import { buildObject, type ProgramObject } from './objects';

export interface BrokenObject {
  readonly id: string;
  readonly dir: string;
  readonly prefix: string;
  readonly probe: {
    readonly kind: 'object';
    readonly object: ProgramObject;
    readonly paths: readonly string[];
    readonly read?: boolean;
  };
  /** By TF version. */
  readonly outcome: Readonly<Record<string, string>>;
  readonly steps: Readonly<Record<string, { readonly 'Checkpoint.restore'?: { readonly values?: Values } }>>;
}

type Values = Readonly<Record<string, unknown>>;

export function isBrokenObject(entry: { readonly probe: { readonly kind: string } }): entry is BrokenObject {
  return entry.probe.kind === 'object';
}

interface Found {
  /** Where it was refused, or null. */
  readonly refusedAt: 'restore' | 'assert_consumed' | 'assert_existing_objects_matched' | null;
  readonly error: unknown;
  readonly values: Values;
}

/** Null: as it should be. */
export function checkBrokenObject(folder: string, entry: BrokenObject): string | null {
  const untouched = valuesOf(buildObject(entry.probe.object) as object, entry.probe.paths);
  const found = probe(folder, entry);
  const { refusedAt, error } = found;
  if (refusedAt !== null && !(error instanceof FlowpointError))
    return `an error of no class of ours: ${String(error)}`;
  if (refusedAt === 'restore' && !same(found.values, untouched)) return 'refused, but variables have changed';
  const outcomes = Object.values(entry.outcome);
  if (outcomes.every((outcome) => outcome === 'accepted')) {
    if (refusedAt !== null) return `refused at ${refusedAt}: ${String(error)}`;
    const expected = Object.values(entry.steps)[0]?.['Checkpoint.restore']?.values;
    return expected === undefined || same(found.values, expected)
      ? null
      : `restored ${JSON.stringify(found.values)}`;
  }
  return refusedAt === null ? 'accepted, though TF refuses it or restores less' : null;
}

function probe(folder: string, { dir, prefix, probe: { object, paths, read } }: BrokenObject): Found {
  const root = buildObject(object) as AnyCheckpoint;
  const file = path.join(folder, dir, prefix);
  const putBack = logger.redirect(() => {});
  let refusedAt: Found['refusedAt'] = 'restore';
  try {
    const status = read ? root.read(file) : root.restore(file);
    status.expect_partial();
    refusedAt = 'assert_consumed';
    status.assert_consumed();
    refusedAt = 'assert_existing_objects_matched';
    status.assert_existing_objects_matched();
    return { refusedAt: null, error: null, values: valuesOf(root, paths) };
  } catch (error) {
    return { refusedAt, error, values: valuesOf(root, paths) };
  } finally {
    putBack();
  }
}

/** Path such as `net.items.0` → value in the manifest's encoding. */
function valuesOf(root: object, paths: readonly string[]): Values {
  return Object.fromEntries(
    paths.map((names) => {
      let object: object = root;
      for (const name of names.split('.')) object = Reflect.get(object, name) as object;
      const array = (object as { numpy(): NDArray }).numpy();
      return [
        names,
        JSON.parse(JSON.stringify(array.tolist(), (_, v) => (typeof v === 'bigint' ? String(v) : v))),
      ];
    }),
  );
}

function same(a: Values, b: Values): boolean {
  return Object.keys(a).every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]));
}
