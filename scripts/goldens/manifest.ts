/** The goldens' manifest: what real TensorFlow wrote, and what it read. Its `about` field explains every record. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ObjectWrite } from './objects';
import type { ProgramTensor } from './program_tensor';
import type { SaverWrite } from './savers';

export interface TensorRecord {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly sha256?: string;
  readonly value?: unknown;
  readonly sha256_of_file_bytes?: string;
  /** TF's reader could not read it: its limits (not ours), or stored parts that leave a hole. */
  readonly get_tensor_error?: { readonly type: string; readonly message: string };
  readonly entry?: {
    readonly shard: number;
    readonly offset: number;
    readonly size: number;
    readonly crc32c: number;
  };
  readonly slices?: readonly {
    readonly extents: readonly (readonly [number, number])[];
    readonly tensor?: TensorRecord;
  }[];
  readonly slice_entries?: readonly {
    readonly key_hex: string;
    readonly extents: readonly (readonly [number, number])[];
  }[];
}

export interface BundleRecord {
  readonly prefix: string;
  readonly description: string;
  readonly kind: 'name-based' | 'object-based' | 'v1-format' | 'saved_model';
  readonly num_shards: number;
  readonly header?: { readonly bytes: string };
  readonly files: readonly { readonly name: string; readonly size: number }[];
  readonly keys: Readonly<Record<string, TensorRecord>>;
}

export interface StateRecord {
  readonly case: string;
  readonly dir: string;
  readonly file: string;
  readonly text: string;
  readonly latest_checkpoint: string | null;
  readonly model_checkpoint_path?: string;
  readonly all_model_checkpoint_paths?: readonly string[];
  readonly all_model_checkpoint_timestamps?: readonly number[];
  readonly last_preserved_timestamp?: number;
}

/** A step of TF over a damaged checkpoint: it went well, perhaps with another result, or not. */
export interface StepRecord {
  readonly ok?: true;
  readonly error?: { readonly type: string; readonly message: string };
  readonly map?: Readonly<Record<string, readonly [string, readonly number[]]>>;
  readonly differs_from_undamaged?: { readonly shape?: readonly number[]; readonly value?: unknown };
  readonly result?: unknown;
}

export interface BrokenRecord {
  readonly id: string;
  readonly dir: string;
  readonly prefix: string;
  readonly undamaged: string;
  readonly probe: { readonly kind: 'name' | 'v1' | 'object' | 'state'; readonly file?: string };
  readonly outcome: Readonly<Record<string, string>>;
  readonly expect_error: Readonly<
    Record<string, { readonly reader: { readonly type: string; readonly message: string } | null } | null>
  >;
  readonly steps: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface WriteRecord {
  readonly id: string;
  readonly prefix: string;
  readonly files: readonly string[];
  readonly program: {
    readonly op: string;
    readonly tensors?: readonly ProgramTensor[];
    readonly parts?: readonly (readonly ProgramTensor[])[];
  };
}

export interface Manifest {
  readonly bundles: readonly BundleRecord[];
  readonly states: readonly StateRecord[];
  readonly broken: readonly BrokenRecord[];
  readonly writes: readonly (WriteRecord | ObjectWrite | SaverWrite)[];
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Manifest;
}
