/**
 * Object trees of the goldens manifest: built as golden_lib.py's `build_object` does, saved, and compared.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { tuple } from '../../src/python/tuple';
import { asNDArray } from '../../src/runtime/ndarray';
import { Variable } from '../../src/runtime/variable';
import { type AnyCheckpoint, Checkpoint } from '../../src/saving/checkpoint/checkpoint';
import { memory, registerBackend } from '../../src/saving/storage/registry';
import { AutoTrackable } from '../../src/tracking/auto_trackable';
import { Module } from '../../src/tracking/module';
import { type ProgramTensor, programTensor } from './program_tensor';

/** A node of a program: what it is, what is in it, and the name by which later `ref`s mean it. */
export type ProgramObject =
  | ({
      readonly t: 'Variable';
      readonly var_name: string;
      readonly trainable?: boolean;
      readonly id?: string;
    } & ProgramTensor)
  | { readonly t: 'ref'; readonly id: string }
  | { readonly t: 'list' | 'tuple'; readonly items: readonly ProgramObject[]; readonly id?: string }
  | {
      readonly t: 'dict' | 'Checkpoint' | 'AutoTrackable' | 'Module';
      readonly items: readonly (readonly [string, ProgramObject])[];
      readonly id?: string;
    };

export interface ObjectWrite {
  readonly id: string;
  readonly prefix: string;
  readonly files: readonly string[];
  readonly program: { readonly op: string; readonly object: ProgramObject; readonly times?: number };
}

/** Makes the live objects of a program. */
export function buildObject(node: ProgramObject, ids: Map<string, unknown> = new Map()): unknown {
  if (node.t === 'ref') return ids.get(node.id);
  const object = make(node, ids);
  if (node.id !== undefined) ids.set(node.id, object);
  return object;
}

function make(node: Exclude<ProgramObject, { t: 'ref' }>, ids: Map<string, unknown>): unknown {
  switch (node.t) {
    case 'Variable': {
      const { var_name: name, trainable = true, dtype } = node;
      return new Variable({
        initial_value: asNDArray(programTensor(node)),
        dtype: dtype as 'float32',
        name,
        trainable,
        shape: [...node.shape],
      });
    }
    case 'list':
      return node.items.map((item) => buildObject(item, ids));
    case 'tuple':
      return tuple(...node.items.map((item) => buildObject(item, ids)));
    case 'dict':
      // A Map keeps the order of keys that look like integers.
      return new Map(node.items.map(([key, item]) => [key, buildObject(item, ids)]));
    case 'Checkpoint':
      return new Checkpoint(
        Object.fromEntries(node.items.map(([key, item]) => [key, buildObject(item, ids)])),
      );
    default: {
      const object = node.t === 'Module' ? new Module() : new AutoTrackable();
      // Before the attributes: they may refer to it.
      if (node.id !== undefined) ids.set(node.id, object);
      for (const [key, item] of node.items) Reflect.set(object, key, buildObject(item, ids), object);
      return object;
    }
  }
}

const SCHEME = 'goldens';

/**
 * Runs a `Checkpoint.write` or `Checkpoint.save` program in memory; gives the bytes of each file by its
 * name.
 */
export function runObjectWrite(write: ObjectWrite): Map<string, Uint8Array> {
  const backend = memory();
  registerBackend(SCHEME, backend);
  const storage = backend.sync!;
  const root = buildObject(write.program.object) as AnyCheckpoint;
  const prefix = `${SCHEME}://${path.basename(write.id)}`;
  if (write.program.op === 'Checkpoint.write') root.write(prefix);
  else for (let i = 0; i < (write.program.times ?? 1); i++) root.save(prefix);
  const files = new Map<string, Uint8Array>();
  for (const name of write.files) {
    const file = storage.openRead(`${SCHEME}://${name}`);
    const bytes = new Uint8Array(file.size);
    storage.read(file, 0, bytes);
    storage.closeRead(file);
    files.set(name, bytes);
  }
  return files;
}

/** Compares what we write with what TF wrote. Null: all bytes are equal. */
export function checkObjectWrite(folder: string, write: ObjectWrite): string | null {
  const ours = runObjectWrite(write);
  for (const [name, bytes] of ours) {
    const theirs = fs.readFileSync(path.join(folder, path.dirname(write.prefix), name));
    if (Buffer.compare(theirs, bytes) !== 0) return `${name} differs`;
  }
  return null;
}

export function isObjectWrite(write: { readonly program: { readonly op: string } }): write is ObjectWrite {
  return write.program.op === 'Checkpoint.write' || write.program.op === 'Checkpoint.save';
}
