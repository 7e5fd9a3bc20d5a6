/**
 * The methods of a tracked list that change it, and Python's beside JavaScript's. Each is spelled in the few operations
 * that `ListNode` has, as Python's `MutableSequence` does: what may be saved afterwards follows from those
 * (restore.md R7.1, R7.2). All that only reads is the array's own.
 */
import { IndexError, TypeError, ValueError } from '../errors';
import { repr, typeName } from '../python/repr';
import type { Memo } from './deepcopy';
import { eq } from './equality';
import { RAW } from './trackable';

/** The type of a tracked list: an array with Python's methods. */
export type List<T = unknown> = T[] & ListMethods<T>;

/** Python's methods of a list. */
export interface ListMethods<T> {
  append(value: T): void;
  extend(values: Iterable<T>): void;
  /** `l += values` */
  iadd(values: Iterable<T>): this;
  /** `l *= times` */
  imul(times: number): this;
  insert(index: number, value: T): void;
  /** Removes the first element equal to `value`. @throws {@link ValueError} if there is none. */
  remove(value: T): void;
  /** Removes and returns the last element, or the one at `index`. @throws {@link IndexError} for a bad index. */
  pop(index?: number): T | undefined;
  clear(): void;
  /** Position of the first element equal to `value`. @throws {@link ValueError} if there is none. */
  index(value: T): number;
  count(value: T): number;
  copy(): List<T>;
  /** Whether the contents are equal, as Python's `==`. */
  eq(other: unknown): boolean;
  __deepcopy__(memo?: Memo): List<T>;
}

/** What a list's node can do, in Python's terms. */
export interface ListOperations {
  readonly storage: unknown[];
  append(value: unknown): void;
  extend(values: readonly unknown[]): void;
  /** `l *= times` */
  repeat(times: number): void;
  /** `l[index] = value` */
  setItem(index: number, value: unknown): void;
  /** `l[start:end] = values`; returns what was there. */
  setSlice(start: number, end: number, values: readonly unknown[]): unknown[];
  /** `del l[start:end]`; returns what was there. */
  deleteSlice(start: number, end: number): unknown[];
  /** `delete l[index]`, which leaves a hole. */
  punch(index: number): void;
  /** `l.length = length` beyond the end. */
  stretch(length: number): void;
  insert(index: number, value: unknown): void;
  sort(compare?: (a: never, b: never) => number): void;
  copy(): List;
  deepcopy(memo: Memo): List;
  equals(other: unknown): boolean;
  __repr__(): string;
}

type Held = List & { readonly [RAW]: ListOperations };

/** Python's index: negative ones count from the end. */
function position(index: number, length: number): number {
  return index < 0 ? Math.max(0, length + index) : Math.min(index, length);
}

/** Start, end as JavaScript's array methods take them. */
function range(start: number | undefined, end: number | undefined, length: number): [number, number] {
  const whole = (value: number | undefined, fallback: number) =>
    value === undefined ? fallback : position(Math.trunc(Number(value)) || 0, length);
  return [whole(start, 0), whole(end, length)];
}

const javascript = {
  push(this: Held, ...values: unknown[]) {
    for (const value of values) this[RAW].append(value);
    return this[RAW].storage.length;
  },
  pop(this: Held, index?: number) {
    const { storage } = this[RAW];
    if (index === undefined && storage.length === 0) return undefined;
    const at = index === undefined ? storage.length - 1 : index < 0 ? storage.length + index : index;
    if (!(at >= 0 && at < storage.length)) {
      throw new IndexError(storage.length === 0 ? 'pop from empty list' : 'pop index out of range');
    }
    return this[RAW].deleteSlice(at, at + 1)[0];
  },
  shift(this: Held) {
    return this[RAW].storage.length === 0 ? undefined : this[RAW].deleteSlice(0, 1)[0];
  },
  unshift(this: Held, ...values: unknown[]) {
    values.forEach((value, i) => {
      this[RAW].insert(i, value);
    });
    return this[RAW].storage.length;
  },
  splice(this: Held, ...args: [start?: number, deleted?: number, ...values: unknown[]]) {
    if (args.length === 0) return [];
    const [start, deleted, ...values] = args;
    const [from, end] = range(start, undefined, this[RAW].storage.length);
    const count = args.length === 1 ? end - from : Math.trunc(Number(deleted)) || 0;
    const to = Math.min(end, from + Math.max(0, count));
    return values.length === 0 ? this[RAW].deleteSlice(from, to) : this[RAW].setSlice(from, to, values);
  },
  sort(this: Held, compare?: (a: never, b: never) => number) {
    this[RAW].sort(compare);
    return this;
  },
  reverse(this: Held) {
    const node = this[RAW];
    const { storage } = node;
    for (let low = 0, high = storage.length - 1; low < high; low++, high--) {
      const [first, last] = [storage[low], storage[high]];
      node.setItem(low, last);
      node.setItem(high, first);
    }
    return this;
  },
  fill(this: Held, value: unknown, start?: number, end?: number) {
    const [from, to] = range(start, end, this[RAW].storage.length);
    for (let i = from; i < to; i++) this[RAW].setItem(i, value);
    return this;
  },
  copyWithin(this: Held, target: number, start?: number, end?: number) {
    const { storage } = this[RAW];
    const [to] = range(target, undefined, storage.length);
    const moved = storage.slice(...range(start, end, storage.length));
    moved.slice(0, storage.length - to).forEach((value, i) => {
      this[RAW].setItem(to + i, value);
    });
    return this;
  },
  values(this: Held) {
    return this[RAW].storage.values();
  },
};

const python = {
  append(this: Held, value: unknown) {
    this[RAW].append(value);
  },
  extend(this: Held, values: Iterable<unknown>) {
    // What is extended may be what is read, and Python would never end: the values are taken first.
    this[RAW].extend([...values]);
  },
  iadd(this: Held, values: Iterable<unknown>) {
    this[RAW].extend([...values]);
    return this;
  },
  imul(this: Held, times: number) {
    this[RAW].repeat(times);
    return this;
  },
  insert(this: Held, index: number, value: unknown) {
    this[RAW].insert(position(index, this[RAW].storage.length), value);
  },
  remove(this: Held, value: unknown) {
    const at = this.index(value);
    this[RAW].deleteSlice(at, at + 1);
  },
  clear(this: Held) {
    const node = this[RAW];
    while (node.storage.length > 0) node.deleteSlice(node.storage.length - 1, node.storage.length);
  },
  index(this: Held, value: unknown) {
    const at = this[RAW].storage.findIndex((element) => eq(element, value));
    if (at < 0) throw new ValueError(`${repr(value)} is not in list`);
    return at;
  },
  count(this: Held, value: unknown) {
    return this[RAW].storage.filter((element) => eq(element, value)).length;
  },
  copy(this: Held) {
    return this[RAW].copy();
  },
  eq(this: Held, other: unknown) {
    return this[RAW].equals(other);
  },
  __deepcopy__(this: Held, memo: Memo = new Map()) {
    return this[RAW].deepcopy(memo);
  },
  __repr__(this: Held) {
    return this[RAW].__repr__();
  },
  __hash__(this: Held) {
    throw new TypeError(`unhashable type: '${typeName(this)}'`);
  },
};

/** By name; a Map, because names of elements and of `Object.prototype` must not be found in it. */
export const listMethods: ReadonlyMap<string | symbol, unknown> = new Map<string | symbol, unknown>([
  ...Object.entries(javascript),
  ...Object.entries(python),
  [Symbol.iterator, javascript.values],
]);
