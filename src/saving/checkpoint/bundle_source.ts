/**
 * A checkpoint's files as the source that a restore takes its tensors from. It stays open for what is
 * restored later (restore.md R4) until the restore's last holder is gone; only so many stay open at a time,
 * the others are opened again when they are asked.
 */
import type { HostTensor } from '../../dtypes';
import { AbortedError, NotFoundError, OpError } from '../../errors';
import { OBJECT_GRAPH_KEY, type ObjectGraph } from '../../tracking/object_graph';
import type { TensorInfo, TensorSource } from '../../tracking/restore';
import type { CheckpointFile } from '../bundle/checkpoint_file';
import { indexPath } from '../bundle/naming';
import { openCheckpointFile } from '../bundle/open_checkpoint';
import { runSync } from '../storage/drivers';
import { backendFor, syncStorageFor } from '../storage/registry';
import { call, type FileStat, type Io } from '../storage/storage';
import { decodeObjectGraph } from './graph_codec';

interface KnownTensor extends TensorInfo {
  readonly bytes: number;
}

/**
 * Files of a source that are open for the synchronous driver; apart from the source, so that it can be
 * collected.
 */
interface Held {
  readonly prefix: string;
  file: CheckpointFile | null;
}

const MOST_OPEN = 16;
/** Oldest first. */
const open = new Set<Held>();
const unreachable = new FinalizationRegistry<Held>(closeHeld);

function closeHeld(held: Held): void {
  open.delete(held);
  const { file } = held;
  held.file = null;
  if (file !== null) runSync(file.close(), syncStorageFor(held.prefix));
}

function hold(held: Held, file: CheckpointFile): CheckpointFile {
  held.file = file;
  open.add(held);
  for (const oldest of open) {
    if (open.size <= MOST_OPEN) break;
    closeHeld(oldest);
  }
  return file;
}

export class BundleSource implements TensorSource {
  private readonly held: Held;
  /** Tensors that were read ahead, where they cannot be read synchronously. */
  private readonly ahead = new Map<string, HostTensor>();

  private constructor(
    readonly path: string,
    private readonly known: ReadonlyMap<string, KnownTensor | OpError>,
    private readonly stat: FileStat | null,
    /** Open under the driver that runs the restore; null after that. */
    private file: CheckpointFile | null,
  ) {
    this.held = { prefix: path, file: null };
    unreachable.register(this, this.held);
  }

  /** Opens a checkpoint and learns what is in it. @throws {@link NotFoundError}, {@link DataLossError} */
  static *open(prefix: string): Io<BundleSource> {
    const stat = yield* call('stat', indexPath(prefix));
    const file = yield* openCheckpointFile(prefix);
    try {
      return new BundleSource(prefix, yield* file.infos(), stat, file);
    } catch (error) {
      yield* file.close();
      throw error;
    }
  }

  lookup(key: string): TensorInfo | undefined {
    const info = this.known.get(key);
    if (info instanceof OpError) throw info;
    return info;
  }

  keys(): Iterable<string> {
    return this.known.keys();
  }

  bytesOf(keys: readonly string[]): number {
    let bytes = 0;
    for (const key of keys) {
      const info = this.known.get(key);
      if (info !== undefined && !(info instanceof OpError)) bytes += info.bytes;
    }
    return bytes;
  }

  /** The object graph, or null if the file is name-based. */
  *readGraph(): Io<ObjectGraph | null> {
    if (this.lookup(OBJECT_GRAPH_KEY) === undefined) return null;
    const value = (yield* this.read([OBJECT_GRAPH_KEY])).get(OBJECT_GRAPH_KEY)!;
    const graph = decodeObjectGraph(value, this.path);
    if (backendFor(this.path).sync === null) yield* this.readAhead(graph);
    return graph;
  }

  /** Where nothing can be read synchronously, what may be wanted later is read now. */
  private *readAhead(graph: ObjectGraph): Io<void> {
    const keys = new Set<string>();
    for (const { attributes } of graph.nodes) {
      for (const { checkpoint_key } of attributes)
        if (this.known.has(checkpoint_key)) keys.add(checkpoint_key);
    }
    for (const [key, tensor] of yield* this.read([...keys])) this.ahead.set(key, tensor);
  }

  /** Reads with the driver that runs the restore. */
  *read(keys: readonly string[]): Io<ReadonlyMap<string, HostTensor>> {
    const tensors = new Map<string, HostTensor>();
    const rest = keys.filter((key) => !this.ahead.has(key));
    const read = rest.length === 0 ? [] : yield* this.file!.readTensors(rest);
    for (const [i, key] of rest.entries()) tensors.set(key, read[i]!);
    for (const key of keys) if (!tensors.has(key)) tensors.set(key, this.takeAhead(key));
    return tensors;
  }

  private takeAhead(key: string): HostTensor {
    const tensor = this.ahead.get(key)!;
    // Whoever takes a tensor owns it; a second taker gets a copy.
    this.ahead.set(key, { ...tensor, data: tensor.data.slice() });
    return tensor;
  }

  readTensors(keys: readonly string[]): ReadonlyMap<string, HostTensor> {
    if (keys.every((key) => this.ahead.has(key)))
      return new Map(keys.map((key) => [key, this.takeAhead(key)]));
    const file = this.held.file ?? this.reopen();
    const tensors = runSync(file.readTensors(keys), syncStorageFor(this.path));
    return new Map(keys.map((key, i) => [key, tensors[i]!]));
  }

  private reopen(): CheckpointFile {
    const storage = syncStorageFor(this.path);
    if (this.stat !== null) {
      const now = storage.stat(indexPath(this.path));
      const fields = { file: indexPath(this.path) };
      const text = (what: string) =>
        `Checkpoint ${this.path} has been ${what} since it was restored from, so that values which ` +
        'waited for ' +
        'their objects cannot be read any more.';
      if (now === null) throw new NotFoundError(text('removed'), { fields });
      if (now.mtime !== this.stat.mtime || now.size !== this.stat.size)
        throw new AbortedError(text('replaced'), { fields });
    }
    return hold(this.held, runSync(openCheckpointFile(this.path), storage));
  }

  /** The restore's driver is done: a synchronous one leaves its files open for what comes later. */
  *settle(keepOpen: boolean): Io<void> {
    const { file } = this;
    this.file = null;
    if (file === null) return;
    if (keepOpen) {
      // What a slot variable read meanwhile has its own open file already.
      if (this.held.file === null) hold(this.held, file);
      else yield* file.close();
    } else yield* file.close();
  }
}
