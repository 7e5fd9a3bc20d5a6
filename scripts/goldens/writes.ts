/** Write programs of the raw ops: run in memory, their files compared with TensorFlow's byte for byte. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { BundleWriter } from '../../src/saving/bundle/bundle_writer';
import { mergeV2Checkpoints } from '../../src/saving/bundle/merge';
import { parseShapeAndSlice } from '../../src/saving/bundle/slices';
import { runSync } from '../../src/saving/storage/drivers';
import { MemoryStorage } from '../../src/saving/storage/memory';
import { call, type Io } from '../../src/saving/storage/storage';
import type { WriteRecord } from './manifest';
import { type ProgramTensor, programTensor } from './program_tensor';

export function isRawWrite(write: { readonly program: { readonly op: string } }): write is WriteRecord {
  return write.program.op === 'SaveV2' || write.program.op === 'MergeV2Checkpoints';
}

/** What SaveV2 does with its inputs. */
export function* saveTensors(prefix: string, tensors: readonly ProgramTensor[]): Io<void> {
  const writer = new BundleWriter(prefix);
  for (const program of tensors) {
    const name = program.name as string;
    const tensor = programTensor(program);
    if (program.shape_and_slice === undefined || program.shape_and_slice === '') writer.add(name, tensor);
    else {
      const { shape, slice } = parseShapeAndSlice(program.shape_and_slice);
      writer.addSlice(name, shape, slice, tensor);
    }
  }
  yield* writer.finish();
}

function* runProgram(write: WriteRecord, prefix: string): Io<void> {
  const { op, tensors = [], parts = [] } = write.program;
  if (op === 'SaveV2') yield* saveTensors(prefix, tensors);
  else {
    const prefixes = parts.map((_, i) => `parts/p${i}`);
    for (const [i, part] of parts.entries()) yield* saveTensors(prefixes[i] as string, part);
    yield* mergeV2Checkpoints(prefixes, prefix);
  }
}

/** Null if all files are as TensorFlow's and no other file is there. */
export function checkWrite(folder: string, write: WriteRecord): string | null {
  const storage = new MemoryStorage();
  const name = path.basename(write.prefix);
  runSync(runProgram(write, `out/${name}`), storage);
  const made = storage.list('out');
  if (made.join() !== [...write.files].sort().join()) return `files ${made.join(', ')}`;
  for (const file of write.files) {
    const expected = fs.readFileSync(path.join(folder, path.dirname(write.prefix), file));
    const actual = runSync(readFile(`out/${file}`), storage);
    if (!expected.equals(actual)) return `${file} differs`;
  }
  return null;
}

function* readFile(name: string): Io<Uint8Array> {
  const file = yield* call('openRead', name);
  const bytes = new Uint8Array(file.size);
  yield* call('read', file, 0, bytes);
  yield* call('closeRead', file);
  return bytes;
}
