/** TF's `Mapping`: a dict that only grows and whose values are all trackable (restore.md R7.9). */
import { TypeError, ValueError } from '../errors';
import { isPlainObject } from '../python/protocol';
import { repr, str } from '../python/repr';
import { compareText } from '../python/text_order';
import { INSPECT, inspectAsPython, TrackableDataStructure } from './data_structure';
import { deepcopy, type Memo } from './deepcopy';
import { untrackable } from './list';
import { asTrackable } from './trackable';

type Items<V> = Readonly<Record<string, V>> | Iterable<readonly [string, V]>;

/** Mirrors TF's `Mapping`; read it as a Map. */
export class Mapping<V = unknown> extends TrackableDataStructure implements Iterable<[string, V]> {
  static readonly __name__ = 'Mapping';
  private readonly storage = new Map<string, V>();

  /** @throws {@link ValueError} for a value that is not trackable, {@link TypeError} for a key that is no string. */
  constructor(items: Items<V> = {}) {
    super();
    this.update(items);
  }

  /** Lets `nest` treat it as the dict it is. @internal */
  get _is_mapping(): true {
    return true;
  }

  override get _values(): V[] {
    return [...this.storage].sort(([a], [b]) => compareText(a, b)).map(([, value]) => value);
  }

  override get _elements(): IterableIterator<V> {
    return this.storage.values();
  }

  protected override track(value: unknown, name: string): unknown {
    const stored = super.track(value, name);
    if (asTrackable(stored) === null) throw untrackable(stored);
    return stored;
  }

  /** @throws {@link ValueError} if the key is taken by another value. */
  set(key: string, value: V): this {
    if (typeof key !== 'string') {
      throw new TypeError(`Mapping accepts only string keys, but got a key ${repr(key)}.`);
    }
    const stored = this.track(value, key) as V;
    if (!this.storage.has(key)) this.storage.set(key, stored);
    const present = this.storage.get(key);
    if (present !== stored) {
      throw new ValueError(
        'Mappings are an append-only data structure. Tried to overwrite the key ' +
          `'${key}' with value ${str(stored)}, but it already contains ${str(present)}`,
      );
    }
    return this;
  }

  update(items: Items<V>): void {
    const pairs = isPlainObject(items) ? Object.entries(items) : (items as Iterable<readonly [string, V]>);
    for (const [key, value] of pairs) this.set(key, value as V);
  }

  get(key: string): V | undefined {
    return this.storage.get(key);
  }
  has(key: string): boolean {
    return this.storage.has(key);
  }
  get size(): number {
    return this.storage.size;
  }
  keys(): MapIterator<string> {
    return this.storage.keys();
  }
  values(): MapIterator<V> {
    return this.storage.values();
  }
  entries(): MapIterator<[string, V]> {
    return this.storage.entries();
  }
  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.storage.entries();
  }

  __copy__(): Mapping<V> {
    return new Mapping(this.storage);
  }
  __deepcopy__(memo: Memo = new Map()): Mapping<V> {
    return new Mapping(deepcopy(this.storage, memo));
  }
  __len__(): number {
    return this.storage.size;
  }
  __repr__(): string {
    return `Mapping(${repr(this.storage)})`;
  }
  [INSPECT](): unknown {
    return inspectAsPython.call(this);
  }
}
