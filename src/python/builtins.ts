/** Python's small built-ins, as far as TF scripts lean on them. */
import { TypeError, ValueError } from '../errors';
import { formatFloat } from './format';
import { floatRepr } from './number_text';
import { isPlainObject, withMethod } from './protocol';
import { repr, typeName } from './repr';
import { compareText } from './text_order';

/**
 * A number that shows as a float even when it is whole: `print(float(1))` is `1.0`. Otherwise it is the number:
 * arithmetic, comparison and JSON see its value.
 */
export class PyFloat extends Number {
  static readonly __name__: string = 'float';

  __repr__(): string {
    return floatRepr(this.valueOf());
  }
  __format__(spec: string): string {
    return formatFloat(this.valueOf(), spec);
  }
}

function toNumber(value: unknown, what: string): number {
  if (typeof value === 'string') return parseNumber(value);
  const number = value === null || value === undefined ? Number.NaN : Number(value);
  if (Number.isNaN(number) && !isNaNValue(value))
    throw new TypeError(`${what} argument must be a string or a real number, not '${typeName(value)}'`);
  return number;
}

/** True if `value` stands for NaN itself, not for something that is no number. */
function isNaNValue(value: unknown): boolean {
  if (typeof value === 'number' || value instanceof Number) return true;
  return typeof value === 'object' && value !== null && 'dtype' in value;
}

function parseNumber(text: string): number {
  const trimmed = text.trim();
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed);
  if (special) {
    const magnitude = special[2]!.toLowerCase() === 'nan' ? Number.NaN : Number.POSITIVE_INFINITY;
    return special[1] === '-' ? -magnitude : magnitude;
  }
  const plain = trimmed.replace(/(?<=\d)_(?=\d)/g, '');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain))
    throw new ValueError(`could not convert string to float: ${repr(text)}`);
  return Number(plain);
}

/** Python's `float(x)`: of a number, bigint, boolean, text, or anything that JavaScript turns into a number. */
export function float(value: unknown = 0): PyFloat {
  return new PyFloat(toNumber(value, 'float()'));
}

/**
 * Python's `int(x)`, which cuts off the fraction.
 * @returns a number, or a bigint if the value is not exact as a number
 */
export function int(value: unknown = 0): number | bigint {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (typeof value === 'string') return parseInteger(value);
  const number = Math.trunc(toNumber(value, 'int()'));
  if (Number.isNaN(number)) throw new ValueError('cannot convert float NaN to integer');
  if (!Number.isFinite(number)) throw new ValueError('cannot convert float infinity to integer');
  return number + 0;
}

function parseInteger(text: string): number | bigint {
  const plain = text.trim().replace(/(?<=\d)_(?=\d)/g, '');
  if (!/^[+-]?\d+$/.test(plain))
    throw new ValueError(`invalid literal for int() with base 10: ${repr(text)}`);
  return int(plain.startsWith('-') ? -BigInt(plain.slice(1)) : BigInt(plain.replace('+', '')));
}

/** Python's `len(x)`; text counts code points. @throws {@link TypeError} for what has no length */
export function len(value: unknown): number {
  const own = withMethod(value, '__len__');
  if (own !== null) return own.__len__();
  if (typeof value === 'string') return [...value].length;
  if (value instanceof Map || value instanceof Set) return value.size;
  if (isPlainObject(value)) return Object.keys(value).length;
  const { length } = (value ?? {}) as { length?: unknown };
  if (typeof length === 'number' && typeof value !== 'function') return length;
  throw new TypeError(`object of type '${typeName(value)}' has no len()`);
}

/** What {@link type} gives: a class by its Python name. Two values of one class have one and the same. */
export class PyType {
  constructor(readonly __name__: string) {}
  __repr__(): string {
    return `<class '${this.__name__}'>`;
  }
}

const typesByClass = new WeakMap<object, PyType>();
const typesByName = new Map<string, PyType>();

/** Python's `type(x)`, for `type(x).__name__` and for comparing. */
export function type(value: unknown): PyType {
  const name = typeName(value);
  const Class: unknown = typeof value === 'object' && value !== null ? value.constructor : undefined;
  const known = typeof Class === 'function' ? typesByClass.get(Class) : typesByName.get(name);
  if (known !== undefined && known.__name__ === name) return known;
  const made = new PyType(name);
  if (typeof Class === 'function') typesByClass.set(Class, made);
  else typesByName.set(name, made);
  return made;
}

/**
 * Python's slice object: what `x.getitem(slice(1, null))` takes. `null` is Python's None; bounds are numbers, and of a
 * tensor's slice also scalar tensors.
 */
export class PySlice<B = number> {
  static readonly __name__: string = 'slice';

  constructor(
    readonly start: B | null,
    readonly stop: B | null,
    readonly step: B | null,
  ) {}
  __repr__(): string {
    return `slice(${repr(this.start)}, ${repr(this.stop)}, ${repr(this.step)})`;
  }
}

/** `slice(stop)` or `slice(start, stop, step)`. */
export function slice<B = number>(stop: B | null): PySlice<B>;
export function slice<B = number>(start: B | null, stop: B | null, step?: B | null): PySlice<B>;
export function slice<B>(a: B | null, b?: B | null, step: B | null = null): PySlice<B> {
  return b === undefined ? new PySlice(null, a, step) : new PySlice(a, b, step);
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const order = compare(a[i], b[i]);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  if (isOrdered(a) && isOrdered(b)) return a < b ? -1 : a > b ? 1 : 0;
  throw new TypeError(`'<' not supported between instances of '${typeName(b)}' and '${typeName(a)}'`);
}

function isOrdered(value: unknown): value is number {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    typeof value === 'boolean' ||
    value instanceof Number
  );
}

/** How {@link sorted} orders. */
export interface SortOptions<T> {
  readonly key?: (item: T) => unknown;
  readonly reverse?: boolean;
}

/** Python's `sorted(items)`: a new list in ascending order, equal ones in the order they came. */
export function sorted<T>(items: Iterable<T>, { key, reverse = false }: SortOptions<T> = {}): T[] {
  const keyed = Array.from(items, (item) => ({ item, by: key === undefined ? item : key(item) }));
  const sign = reverse ? -1 : 1;
  return keyed.sort((a, b) => sign * compare(a.by, b.by)).map(({ item }) => item);
}

type Elements<T extends readonly Iterable<unknown>[]> = {
  [I in keyof T]: T[I] extends Iterable<infer E> ? E : never;
};

/** Python's `zip`: ends with the shortest. */
export function* zip<T extends readonly Iterable<unknown>[]>(...iterables: T): Generator<Elements<T>> {
  const iterators = iterables.map((iterable) => iterable[Symbol.iterator]());
  while (iterators.length > 0) {
    const row: unknown[] = [];
    for (const iterator of iterators) {
      const next = iterator.next();
      if (next.done) return;
      row.push(next.value);
    }
    yield row as Elements<T>;
  }
}

/** Python's `enumerate`: pairs of index and item. */
export function* enumerate<T>(items: Iterable<T>, start = 0): Generator<[number, T]> {
  let index = start;
  for (const item of items) yield [index++, item];
}

/** Python's `range`: whole numbers without a list of them. */
export class PyRange implements Iterable<number> {
  static readonly __name__: string = 'range';
  readonly length: number;

  constructor(
    readonly start: number,
    readonly stop: number,
    readonly step: number,
  ) {
    if (step === 0) throw new ValueError('range() arg 3 must not be zero');
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }
  *[Symbol.iterator](): Generator<number> {
    for (let i = 0; i < this.length; i++) yield this.start + i * this.step;
  }
  __repr__(): string {
    return `range(${this.start}, ${this.stop}${this.step === 1 ? '' : `, ${this.step}`})`;
  }
}

/** `range(stop)` or `range(start, stop, step)`. */
export function range(start: number, stop?: number, step = 1): PyRange {
  return stop === undefined ? new PyRange(0, start, step) : new PyRange(start, stop, step);
}
