/**
 * A storage that records what is done, and afterwards gives the states in which a power failure may have left the
 * disk: at every moment, any of the directory changes since the directory was last synced may be missing, and a
 * file that was not synced may be empty, cut short, full of zeros, or complete. (After Pillai et al., ALICE.)
 */

import { MemoryStorage } from '../../src/saving/storage/memory';
import type { Storage, WriteFile } from '../../src/saving/storage/storage';

class Content {
  bytes = new Uint8Array(0);
  synced = false;
}

type Step =
  | { readonly kind: 'link'; readonly path: string; readonly content: Content }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string; readonly content: Content }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'syncDirectory' }
  | { readonly kind: 'content' };

/** What a moment of the recorded run looks like: the steps so far, and each file as it was then. */
interface Moment {
  readonly steps: number;
  readonly contents: ReadonlyMap<Content, Content>;
}

export interface PowerLossStorage {
  readonly storage: Storage;
  /** All disks that a power failure at any moment may leave. One directory level, as checkpoints have. */
  readonly states: () => Iterable<Storage>;
}

/** Starts from the files in `d` of `initial`, all of them durable. */
export function powerLossStorage(initial: MemoryStorage): PowerLossStorage {
  const durable = new Map<string, Content>();
  for (const name of initial.list('d')) durable.set(`d/${name}`, contentOf(initial, `d/${name}`));
  const now = new Map(durable);
  const steps: Step[] = [];
  const moments: Moment[] = [];
  const remember = (step: Step): void => {
    steps.push(step);
    const contents = new Map<Content, Content>();
    for (const known of [...durable.values(), ...now.values()]) contents.set(known, { ...known });
    moments.push({ steps: steps.length, contents });
  };

  const observe: Partial<Record<keyof Storage, (...args: never[]) => void>> = {
    createExclusive: (path: string) => {
      now.set(path, new Content());
      remember({ kind: 'link', path, content: now.get(path)! });
    },
    write: (file: WriteFile, chunks: readonly Uint8Array[]) => {
      const content = now.get(file.path)!;
      content.bytes = new Uint8Array(Buffer.concat([content.bytes, ...chunks]));
      content.synced = false;
      remember({ kind: 'content' });
    },
    sync: (file: WriteFile) => {
      now.get(file.path)!.synced = true;
      remember({ kind: 'content' });
    },
    rename: (from: string, to: string) => {
      const content = now.get(from)!;
      now.delete(from);
      now.set(to, content);
      remember({ kind: 'rename', from, to, content });
    },
    remove: (path: string) => {
      now.delete(path);
      remember({ kind: 'remove', path });
    },
    syncDirectory: () => remember({ kind: 'syncDirectory' }),
  };

  const storage: Storage = new Proxy(initial as Storage, {
    get:
      (inner, method: keyof Storage) =>
      (...args: never[]) => {
        const answer = (inner[method] as (...a: never[]) => unknown).apply(inner, args);
        observe[method]?.(...args);
        return answer;
      },
  });

  function* states(): Iterable<Storage> {
    for (const moment of moments) {
      const done = steps.slice(0, moment.steps);
      const synced = done.map(({ kind }) => kind).lastIndexOf('syncDirectory') + 1;
      const pending = done.slice(synced).filter(({ kind }) => kind !== 'content');
      for (let chosen = 0; chosen < 1 << pending.length; chosen++) {
        const entries = new Map(durable);
        for (const step of done.slice(0, synced)) apply(step, entries);
        pending.forEach((step, i) => {
          if (chosen & (1 << i)) apply(step, entries);
        });
        for (const damage of DAMAGE) yield disk(entries, moment, damage);
      }
    }
  }

  return { storage, states };
}

type Damage = (bytes: Uint8Array) => Uint8Array;
const DAMAGE: readonly Damage[] = [
  (bytes) => bytes,
  () => new Uint8Array(0),
  (bytes) => bytes.subarray(0, bytes.length >> 1),
  (bytes) => new Uint8Array(bytes.length),
];

function apply(step: Step, entries: Map<string, Content>): void {
  if (step.kind === 'link') entries.set(step.path, step.content);
  if (step.kind === 'remove') entries.delete(step.path);
  if (step.kind === 'rename') {
    entries.delete(step.from);
    entries.set(step.to, step.content);
  }
}

function disk(entries: ReadonlyMap<string, Content>, moment: Moment, damage: Damage): Storage {
  const result = new MemoryStorage();
  result.makeDirectory('d', { recursive: false });
  for (const [path, content] of entries) {
    const { bytes, synced } = moment.contents.get(content) ?? content;
    const file = result.createExclusive(path);
    result.write(file, [synced ? bytes : damage(bytes)]);
    result.closeWrite(file);
  }
  return result;
}

function contentOf(storage: Storage, path: string): Content {
  const file = storage.openRead(path);
  const content = new Content();
  content.bytes = new Uint8Array(file.size);
  content.synced = true;
  storage.read(file, 0, content.bytes);
  return content;
}
