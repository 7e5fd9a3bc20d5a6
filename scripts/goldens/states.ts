/** State files: what `latest_checkpoint` and `get_checkpoint_state` answer, and the text written back. */
import * as path from 'node:path';
import { FlowpointError } from '../../src/errors';
import { logger } from '../../src/logging';
import { findLatest, readState } from '../../src/saving/checkpoint/state';
import { formatCheckpointState, parseCheckpointState } from '../../src/saving/checkpoint_state';
import { runSync } from '../../src/saving/storage/drivers';
import { LocalDisk } from '../../src/saving/storage/local_disk';
import type { FileStat, ReadFile } from '../../src/saving/storage/storage';
import type { BrokenRecord, StateRecord } from './manifest';

/** The disk as it was when the state file had this text; later saves to the folder have replaced it. */
class WithFile extends LocalDisk {
  private readonly bytes: Uint8Array;

  constructor(
    private readonly path: string,
    text: string,
  ) {
    super();
    this.bytes = new TextEncoder().encode(text);
  }
  override openRead(name: string): ReadFile {
    return name === this.path ? { path: name, size: this.bytes.length } : super.openRead(name);
  }
  override read(file: ReadFile, offset: number, into: Uint8Array): number {
    if (file.path !== this.path) return super.read(file, offset, into);
    const part = this.bytes.subarray(offset, offset + into.length);
    into.set(part);
    return part.length;
  }
  override closeRead(file: ReadFile): void {
    if (file.path !== this.path) super.closeRead(file);
  }
}

/**
 * The disk with the folder of a case standing right below the root: how far up `../..` leads must not depend on
 * where this checkout is.
 */
class ShallowFolder extends LocalDisk {
  static readonly path = '/case';

  constructor(private readonly folder: string) {
    super();
  }
  private place(name: string): string {
    const full = path.posix.resolve(name);
    const below = path.posix.relative(ShallowFolder.path, full);
    return below.startsWith('..') ? full : path.join(this.folder, below);
  }
  override openRead(name: string): ReadFile {
    return super.openRead(this.place(name));
  }
  override stat(name: string): FileStat | null {
    return super.stat(this.place(name));
  }
  override list(name: string): string[] {
    return super.list(this.place(name));
  }
}

/** Runs `work` without log lines. */
function quiet<T>(work: () => T): T {
  const restore = logger.redirect(() => {});
  try {
    return work();
  } finally {
    restore();
  }
}

/** Null if all is as recorded. */
export function checkState(folder: string, record: StateRecord): string | null {
  const directory = path.join(folder, record.dir);
  const storage = new WithFile(path.join(directory, record.file), record.text);
  // Recorded paths are relative to the folder of the case, as TF was started there.
  const base = path.join(folder, ...record.dir.split('/').slice(0, 2));
  const place = (p: string | null | undefined) => (p == null ? null : path.resolve(base, p));
  const found = (p: string | null | undefined) => (p == null ? null : path.resolve(p));
  const latest = quiet(() => runSync(findLatest(directory, record.file), storage));
  if (found(latest) !== place(record.latest_checkpoint)) return `latest_checkpoint is ${latest}`;
  const state = quiet(() => runSync(readState(directory, record.file), storage));
  if (found(state?.model_checkpoint_path) !== place(record.model_checkpoint_path)) {
    return `model_checkpoint_path is ${state?.model_checkpoint_path}`;
  }
  if (state === null) return null;
  const paths = state.all_model_checkpoint_paths.map(found).join();
  if (paths !== (record.all_model_checkpoint_paths ?? []).map(place).join()) return `paths are ${paths}`;
  if (
    state.all_model_checkpoint_timestamps.join() !== (record.all_model_checkpoint_timestamps ?? []).join()
  ) {
    return `timestamps are ${state.all_model_checkpoint_timestamps}`;
  }
  if (state.last_preserved_timestamp !== record.last_preserved_timestamp) {
    return `last_preserved_timestamp is ${state.last_preserved_timestamp}`;
  }
  const text = formatCheckpointState(parseCheckpointState(record.text));
  return text === record.text ? null : `written back as ${JSON.stringify(text)}`;
}

interface Answer {
  readonly error?: { readonly type: string; readonly message: string };
  readonly model_checkpoint_path?: string;
  readonly all?: readonly string[];
}

/** A damaged state file gives what TF gives: an answer, null, or an error with the same text. */
export function checkBrokenState(folder: string, record: BrokenRecord): string | null {
  const storage = new ShallowFolder(path.join(folder, record.dir));
  const directory = ShallowFolder.path;
  const steps = Object.values(record.steps)[0] as Record<string, { readonly result: unknown }>;
  const expected = (steps.get_checkpoint_state as { result: Answer | null }).result;
  const name = record.probe.file ?? 'checkpoint';
  // TF was started in the folder and names it `.`.
  const relative = (p: string) => (p.startsWith(`${directory}/`) ? `./${p.slice(directory.length + 1)}` : p);
  try {
    const state = quiet(() => runSync(readState(directory, name), storage));
    const actual =
      state === null
        ? null
        : {
            model_checkpoint_path: relative(state.model_checkpoint_path),
            all: state.all_model_checkpoint_paths.map(relative),
          };
    if (JSON.stringify(actual) !== JSON.stringify(expected)) return `state is ${JSON.stringify(actual)}`;
    const latest = quiet(() => runSync(findLatest(directory, name), storage));
    const wanted = steps.latest_checkpoint?.result ?? null;
    return (latest === null ? null : relative(latest)) === wanted ? null : `latest_checkpoint is ${latest}`;
  } catch (error) {
    if (!(error instanceof FlowpointError)) return `not one of our errors: ${String(error)}`;
    const text = error.message.replaceAll(directory, '.');
    return text === expected?.error?.message ? null : `${error.name}: ${error.message}`;
  }
}
