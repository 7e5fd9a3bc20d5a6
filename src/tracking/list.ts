/**
 * A list as a node: `List`, which only grows, and the Proxy through which lists are used. To its user a list is a real
 * array (`Array.isArray`, index, length, iteration) with Python's methods beside JavaScript's.
 */
import { TypeError, ValueError } from '../errors';
import { repr, str } from '../python/repr';
import { sharedMembers, showAsPython, TrackableDataStructure } from './data_structure';
import { deepcopy, type Memo } from './deepcopy';
import { eq } from './equality';
import { type List, type ListOperations, listMethods } from './list_methods';
import { asTrackable, RAW } from './trackable';

/** Mirrors TF's `List`: append-only, and every element must be trackable (restore.md R7.9). */
export class ListNode extends TrackableDataStructure implements ListOperations {
  static readonly __name__: string = 'List';
  private readonly proxy: List;

  /** `storage` is shared with whoever made it, not copied (object_graph.md O5.6). */
  constructor(readonly storage: unknown[]) {
    super();
    showAsPython(storage);
    this.proxy = new Proxy(storage, new ListHandler(this)) as List;
    for (let i = 0; i < storage.length; i++) {
      const stored = this.track(storage[i], String(i));
      if (stored !== storage[i]) storage[i] = stored;
    }
  }

  /** Methods of the array that make arrays (map, slice, concat) make plain ones. */
  static get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  override get handle(): List {
    return this.proxy;
  }

  override get _values(): readonly unknown[] {
    return this.storage;
  }

  protected override track(value: unknown, name: string): unknown {
    const stored = super.track(value, name);
    if (asTrackable(stored) === null) throw untrackable(stored);
    return stored;
  }

  append(value: unknown): void {
    this.storage.push(this.track(value, String(this.storage.length)));
  }

  extend(values: readonly unknown[]): void {
    for (const value of values) this.append(value);
  }

  repeat(times: number): void {
    if (times <= 0) this.empty(times);
    const { length } = this.storage;
    for (let n = 1; n < times; n++) {
      for (let i = 0; i < length; i++) this.append(this.storage[i]);
    }
  }

  protected empty(times: number): void {
    throw new ValueError(`List only supports append, multiplying in place by ${times} removes elements.`);
  }

  setItem(_index: number, _value: unknown): void {
    throw new TypeError("'List' object does not support item assignment");
  }

  setSlice(_start: number, _end: number, _values: readonly unknown[]): unknown[] {
    throw new TypeError("'List' object does not support item assignment");
  }

  deleteSlice(_start: number, _end: number): unknown[] {
    throw new TypeError("'List' object doesn't support item deletion");
  }

  punch(_index: number): void {
    throw new TypeError("'List' object doesn't support item deletion");
  }

  stretch(_length: number): void {
    throw new TypeError("'List' object does not support item assignment");
  }

  insert(_index: number, _value: unknown): void {
    throw new TypeError("'List' object does not support insertion");
  }

  sort(_compare?: (a: never, b: never) => number): void {
    throw new TypeError("'List' object does not support sorting in place");
  }

  copy(): List {
    return new ListNode([...this.storage]).handle;
  }

  deepcopy(memo: Memo): List {
    return new ListNode(deepcopy(this.storage, memo)).handle;
  }

  equals(other: unknown): boolean {
    return eq(this.storage, other);
  }

  __repr__(): string {
    return `List(${repr(this.storage)})`;
  }
}

/** What an explicit `List` or `Mapping` says to a value that it cannot hold. */
export function untrackable(value: unknown): ValueError {
  return new ValueError(
    'Only trackable objects (such as Layers or Optimizers) may be stored in a List object. ' +
      `Got ${str(value)}, which does not inherit from Trackable.`,
  );
}

/** How an array's operations reach its node. */
class ListHandler implements ProxyHandler<unknown[]> {
  constructor(private readonly node: ListNode) {}

  get(target: unknown[], key: string | symbol, receiver: unknown): unknown {
    if (key === RAW) return this.node;
    if (typeof key === 'string') {
      const value: unknown = (target as unknown as Record<string, unknown>)[key];
      if (value !== undefined && typeof value !== 'function') return value;
      const method = listMethods.get(key);
      if (method !== undefined) return method;
      if (key === 'constructor') return this.node.constructor;
      if (sharedMembers.has(key)) return Reflect.get(this.node, key);
      return value;
    }
    if (key === Symbol.iterator) return listMethods.get(key);
    return Reflect.get(target, key, receiver);
  }

  set(target: unknown[], key: string | symbol, value: unknown): boolean {
    if (key === 'length') return this.setLength(target, value as number);
    if (key === 'trainable') {
      this.node.trainable = value as boolean;
      return true;
    }
    const index = arrayIndex(key);
    if (index < 0) return Reflect.set(target, key, value);
    if (index > target.length) this.node.stretch(index);
    if (index === target.length) this.node.append(value);
    else this.node.setItem(index, value);
    return true;
  }

  private setLength(target: unknown[], length: number): boolean {
    if (length < target.length) this.node.deleteSlice(length, target.length);
    else if (length > target.length) this.node.stretch(length);
    return true;
  }

  defineProperty(target: unknown[], key: string | symbol, descriptor: PropertyDescriptor): boolean {
    if ('value' in descriptor && (key === 'length' || arrayIndex(key) >= 0)) {
      return this.set(target, key, descriptor.value);
    }
    return Reflect.defineProperty(target, key, descriptor);
  }

  deleteProperty(target: unknown[], key: string | symbol): boolean {
    const index = arrayIndex(key);
    if (index < 0) return Reflect.deleteProperty(target, key);
    if (index in target) this.node.punch(index);
    return true;
  }
}

/** The index that a property key spells, or -1. */
function arrayIndex(key: string | symbol): number {
  if (typeof key !== 'string') return -1;
  const index = Number(key);
  return Number.isInteger(index) && index >= 0 && index < 2 ** 32 - 1 && String(index) === key ? index : -1;
}
