/**
 * The face of a dict wrapper over a Map: a Map to its user (`instanceof`, iteration, size) that keeps its content in the
 * Map it was made from, with Python's methods of a dict beside JavaScript's.
 */
import { KeyError } from '../errors';
import { repr } from '../python/repr';
import { tuple } from '../python/tuple';
import { INSPECT, inspectAsPython } from './data_structure';
import type { Memo } from './deepcopy';
import type { DictOperations } from './dict_operations';
import { RAW } from './trackable';

export class MapHandle<K = unknown, V = unknown> extends Map<K, V> {
  static readonly __name__ = '_DictWrapper';
  declare readonly [RAW]: DictOperations;
  declare private readonly content: Map<K, V>;

  constructor(node: DictOperations, content: Map<K, V>) {
    super();
    Object.defineProperties(this, { [RAW]: { value: node }, content: { value: content } });
  }

  static override get [Symbol.species](): MapConstructor {
    return Map;
  }

  override get(key: K): V | undefined {
    return this.content.get(key);
  }
  override has(key: K): boolean {
    return this.content.has(key);
  }
  override get size(): number {
    return this.content.size;
  }
  override set(key: K, value: V): this {
    this[RAW].setItem(key, value);
    return this;
  }
  override delete(key: K): boolean {
    return this[RAW].deleteItem(key);
  }
  override forEach(callback: (value: V, key: K, map: Map<K, V>) => void, self?: unknown): void {
    this.content.forEach((value, key) => {
      callback.call(self, value, key, this);
    });
  }
  override keys(): MapIterator<K> {
    return this.content.keys();
  }
  override values(): MapIterator<V> {
    return this.content.values();
  }
  override entries(): MapIterator<[K, V]> {
    return this.content.entries();
  }
  override [Symbol.iterator](): MapIterator<[K, V]> {
    return this.content.entries();
  }

  // TF does not see the following four: it takes them for changes behind the wrapper (restore.md R7.5).
  override clear(): void {
    this.content.clear();
  }
  /** Removes a key and returns its value. @throws {@link KeyError} if there is none and no `fallback`. */
  pop(key: K, ...fallback: [V?]): V | undefined {
    if (!this.content.has(key)) {
      if (fallback.length > 0) return fallback[0];
      throw new KeyError(repr(key), { fields: { key: String(key) } });
    }
    const value = this.content.get(key);
    this.content.delete(key);
    return value;
  }
  /** Removes and returns the newest item. @throws {@link KeyError} if there is none. */
  popitem(): readonly [K, V] {
    const item = [...this.content].at(-1);
    if (item === undefined) throw new KeyError('popitem(): dictionary is empty');
    this.content.delete(item[0]);
    return tuple(...item);
  }
  /** The value of `key`, which is `value` from now on if there was none. */
  setdefault(key: K, value: V): V {
    if (!this.content.has(key)) this.content.set(key, value);
    return this.content.get(key) as V;
  }

  /** Takes over all items, each as {@link set} does. */
  update(items: Iterable<readonly [K, V]> | Readonly<Record<string, V>>): void {
    const pairs = Symbol.iterator in items ? items : (Object.entries(items) as unknown as [K, V][]);
    for (const [key, value] of pairs as Iterable<readonly [K, V]>) this.set(key, value);
  }
  copy(): MapHandle<K, V> {
    return this[RAW].copy() as MapHandle<K, V>;
  }
  /** Whether the contents are equal, as Python's `==`. */
  eq(other: unknown): boolean {
    return this[RAW].equals(other);
  }

  /** All variables inside, mirrors TF's wrapper. */
  get variables(): unknown[] {
    return this[RAW].variables;
  }
  get trainable_variables(): unknown[] {
    return this[RAW].trainable_variables;
  }
  get non_trainable_variables(): unknown[] {
    return this[RAW].non_trainable_variables;
  }

  __deepcopy__(memo: Memo = new Map()): MapHandle<K, V> {
    return this[RAW].deepcopy(memo) as MapHandle<K, V>;
  }
  __str__(): string {
    return this[RAW].__str__();
  }
  __repr__(): string {
    return this[RAW].__repr__();
  }
  __hash__(): never {
    return this[RAW].__hash__();
  }
  override toString(): string {
    return this.__str__();
  }
  [INSPECT](): unknown {
    return inspectAsPython.call(this);
  }
}
