/** Stored tensors that do not fit the objects they are for (restore.md R5.1, R5.2): TF's texts, and all findings. */
import { type FlowpointError, InvalidArgumentError, NotFoundError, ValueError } from '../errors';
import { shapeText } from './describe';
import { objectPathOf } from './graph_keys';
import type { TensorInfo, TensorSource } from './restore';
import {
  type ReportEntry,
  RestoreReport,
  reported,
  storedEntries,
  storedIn,
  withNearest,
} from './restore_report';
import type { RestoreSpec } from './trackable';

export interface Mismatch {
  readonly cause: 'key missing' | 'dtype differs' | 'shape differs';
  readonly key: string;
  readonly spec: RestoreSpec;
  readonly stored: TensorInfo | undefined;
}

/** What keeps a stored tensor from being restored. */
export function mismatchOf(spec: RestoreSpec, stored: TensorInfo): 'dtype differs' | 'shape differs' | null {
  if (spec.dtype !== stored.dtype) return 'dtype differs';
  return shapeFits(stored.shape, spec.shape) ? null : 'shape differs';
}

/** No broadcasting, no reshaping; unknown dimensions accept anything. */
function shapeFits(stored: readonly number[], wanted: RestoreSpec['shape']): boolean {
  if (wanted === null) return true;
  return (
    stored.length === wanted.length && stored.every((size, i) => wanted[i] === null || wanted[i] === size)
  );
}

/** The error of a restore: as in TF a missing key goes before dtypes, these all at once before the first shape. */
export function mismatchError(source: TensorSource, mismatches: readonly Mismatch[]): FlowpointError {
  const missing = mismatches.find(({ cause }) => cause === 'key missing');
  if (missing !== undefined) {
    const fields = fieldsOf(source, missing, mismatches);
    return new NotFoundError(`Key ${missing.key} not found in checkpoint`, { fields });
  }
  const dtypes = mismatches.filter(({ cause }) => cause === 'dtype differs');
  if (dtypes.length > 0) {
    const text = dtypes.map(
      ({ key, spec, stored }) =>
        `tensor_name = ${key}; expected dtype ${spec.dtype.c_name} does not equal original dtype ` +
        stored!.dtype.c_name,
    );
    return new InvalidArgumentError(text.join('\n'), { fields: fieldsOf(source, dtypes[0]!, mismatches) });
  }
  return shapeError(source, mismatches[0]!, mismatches);
}

/** The error of R5.2; `name` is how the text calls the variable. */
export function shapeError(
  source: TensorSource,
  mismatch: Mismatch,
  all: readonly Mismatch[] = [mismatch],
): ValueError {
  const { key, spec, stored } = mismatch;
  return new ValueError(
    `Received incompatible tensor with shape ${shapeText(stored!.shape)} when attempting to restore variable with ` +
      `shape ${shapeText(spec.shape)} and name ${spec.name ?? key}.`,
    { fields: fieldsOf(source, mismatch, all) },
  );
}

function fieldsOf(source: TensorSource, first: Mismatch, all: readonly Mismatch[]): Record<string, unknown> {
  const { key, cause, spec, stored } = first;
  const entries = withNearest(
    all.map((mismatch) => entryOf(source, mismatch)),
    storedEntries(source),
  );
  const { nearest } = entries[all.indexOf(first)]!;
  const sides =
    cause === 'dtype differs'
      ? { expected: spec.dtype.name, actual: stored!.dtype.name }
      : cause === 'shape differs'
        ? { expected: spec.shape, actual: stored!.shape }
        : {};
  return {
    file: source.path,
    key,
    object_path: objectPathOf(key),
    ...sides,
    ...(nearest === undefined ? {} : { nearest }),
    report: new RestoreReport(source.path, entries),
  };
}

function entryOf(source: TensorSource, { cause, key, spec }: Mismatch): ReportEntry {
  return { cause, object_path: objectPathOf(key), key, expected: reported(spec), ...storedIn(source, key) };
}
