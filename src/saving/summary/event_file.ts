/** An event file: a record of its version, then one for each summary. Records are held back until a flush. */
import Long from 'long';
import { encodeMessage, pb } from '../proto/messages';
import { runSync } from '../storage/drivers';
import { join } from '../storage/paths';
import { syncStorageFor } from '../storage/registry';
import { call, type Io, type Storage, type WriteFile } from '../storage/storage';
import { framedRecord } from './record_writer';

/** Files of one process differ by this number, which is the last before the suffix. */
let files = 0;
const open = new Set<EventFile>();
let watchesExit = false;

interface Process {
  readonly pid: number;
  on(event: 'exit', listener: () => void): void;
}
const running = (globalThis as { process?: Partial<Process> }).process;

/** Python writes what is held back when it ends; so do we, where the platform tells. */
function flushAtExit(): void {
  if (watchesExit || typeof running?.on !== 'function') return;
  watchesExit = true;
  running.on('exit', () => {
    for (const file of open) file.close();
  });
}

export class EventFile {
  readonly path: string;
  private readonly storage: Storage;
  private readonly file: WriteFile;
  private held: Uint8Array[] = [];
  private flushedAt = Date.now();
  private closed = false;

  /** Creates the file in `folder`, which is made if needed. */
  constructor(
    folder: string,
    suffix: string,
    private readonly maxHeld: number,
    private readonly flushMillis: number,
  ) {
    const seconds = Math.floor(Date.now() / 1000);
    const stamp = String(seconds).padStart(10, '0');
    this.path = join(
      folder,
      `events.out.tfevents.${stamp}.localhost.${running?.pid ?? 0}.${files++}${suffix}`,
    );
    this.storage = syncStorageFor(folder);
    this.file = this.run(created(folder, this.path));
    const event = {
      wall_time: seconds,
      file_version: 'brain.Event:2',
      source_metadata: { writer: 'tensorflow.core.util.events_writer' },
    };
    this.held.push(framedRecord(encodeMessage(pb.Event, event)));
    this.flush();
    open.add(this);
    flushAtExit();
  }

  add(step: bigint, value: pb.Summary.Value.$Properties): void {
    if (this.closed) return;
    const event = {
      wall_time: Date.now() / 1000,
      step: Long.fromString(step.toString()),
      summary: { value: [value] },
    };
    this.addEncoded(encodeMessage(pb.Event, event));
  }
  /** Adds an event that is a message already. */
  addEncoded(event: Uint8Array): void {
    if (this.closed) return;
    this.held.push(framedRecord(event));
    if (this.held.length > this.maxHeld || Date.now() - this.flushedAt > this.flushMillis) this.flush();
  }
  flush(): void {
    this.flushedAt = Date.now();
    if (this.held.length === 0 || this.closed) return;
    const records = this.held;
    this.held = [];
    this.run(call('write', this.file, records));
  }
  close(): void {
    if (this.closed) return;
    this.flush();
    this.closed = true;
    open.delete(this);
    this.run(call('closeWrite', this.file));
  }
  private run<T>(io: Io<T>): T {
    return runSync(io, this.storage);
  }
}

function* created(folder: string, path: string): Io<WriteFile> {
  yield* call('makeDirectory', folder, { recursive: true });
  return yield* call('createExclusive', path);
}
