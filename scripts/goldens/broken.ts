/**
 * Damaged checkpoints: what the reader makes of them against what TensorFlow did. Refused by either TF (or crashed
 * on): refused here, by one of our errors. Accepted unchanged: reads as the undamaged original, but duplicate and
 * overlapping entries may be refused. Accepted with other values: the same values, or refused.
 */
import * as path from 'node:path';
import { jsonText } from '../../src/cli/json_text';
import { tensorValue } from '../../src/cli/tensor_json';
import { as_dtype, type HostTensor } from '../../src/dtypes';
import { FlowpointError } from '../../src/errors';
import { openCheckpointFile } from '../../src/saving/bundle/open_checkpoint';
import type { Io } from '../../src/saving/storage/storage';
import { checkTensor, expectEqual, Mismatch } from './bundles';
import type { BrokenRecord, BundleRecord, StepRecord, TensorRecord } from './manifest';

/** Whether either TensorFlow refuses the files, at the level of the reader or of restoring. */
export function isRefusedByTf(record: BrokenRecord): boolean {
  return Object.values(record.outcome).some((outcome) => outcome === 'error' || outcome === 'crash or hang');
}

/** Damages that TF overlooks and a reader may refuse. */
function mayBeRefused(record: BrokenRecord): boolean {
  return /duplicate|twice|overlap/.test(record.id);
}

/** Lists and reads all; as RestoreV2 does, tensors of the original are asked for by its dtype. */
function* readAll(folder: string, record: BrokenRecord, original: BundleRecord): Io<Map<string, HostTensor>> {
  const file = yield* openCheckpointFile(path.join(folder, record.dir, record.prefix));
  try {
    const keys = new Set(yield* file.keys());
    for (const key of keys) yield* file.info(key);
    const tensors = new Map<string, HostTensor>();
    for (const [key, { dtype }] of Object.entries(original.keys)) {
      const asked = record.probe.kind === 'object' ? undefined : as_dtype(dtype);
      tensors.set(key, yield* file.readTensor(key, asked));
      keys.delete(key);
    }
    for (const key of keys) tensors.set(key, yield* file.readTensor(key));
    return tensors;
  } finally {
    yield* file.close();
  }
}

/** The reader's verdict on one record. Null if it is right, else the reason why not. */
export function* checkBroken(
  folder: string,
  record: BrokenRecord,
  original: BundleRecord,
): Io<string | null> {
  const refuse = record.probe.kind === 'object' ? readerRefuses(record) : isRefusedByTf(record);
  let tensors: Map<string, HostTensor>;
  const started = performance.now();
  try {
    tensors = yield* readAll(folder, record, original);
  } catch (error) {
    if (!(error instanceof FlowpointError)) return `not one of our errors: ${String(error)}`;
    if (performance.now() - started > 1000) return `took ${performance.now() - started} ms`;
    return refuse || mayBeRefused(record) ? null : `refused: ${error.name}: ${error.message}`;
  }
  if (refuse) return 'accepted';
  try {
    checkTensors(tensors, record, original);
    return null;
  } catch (error) {
    if (error instanceof Mismatch) return error.message;
    throw error;
  }
}

function readerRefuses(record: BrokenRecord): boolean {
  return Object.values(record.expect_error).some((error) => error?.reader != null);
}

function checkTensors(tensors: Map<string, HostTensor>, record: BrokenRecord, original: BundleRecord): void {
  const steps = Object.values(record.steps).map((version) => version.get_tensor)[0];
  const different = typeof steps === 'object' ? (steps as Record<string, StepRecord>) : {};
  expectEqual('keys', [...tensors.keys()].sort(), Object.keys(original.keys).sort());
  for (const [key, tensor] of tensors) {
    const changed = different[key]?.differs_from_undamaged;
    if (changed === undefined) checkTensor(key, tensor, original.keys[key] as TensorRecord);
    else {
      if (changed.shape !== undefined) expectEqual(`shape of ${key}`, tensor.shape, changed.shape);
      const value = JSON.parse(jsonText(tensorValue(tensor))) as unknown;
      if (changed.value != null) expectEqual(`value of ${key}`, value, changed.value);
    }
  }
}
