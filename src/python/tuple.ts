/**
 * Python's tuples and namedtuples: real arrays to JavaScript (`Array.isArray`, index, iteration), but frozen and of a class
 * of their own, so that printing and tracking tell them from lists.
 */
import { TypeError, ValueError } from '../errors';
import { missingText } from './arguments';
import { isPlainObject } from './protocol';

/** What {@link tuple} makes. `map`, `filter` and the like give plain arrays. */
export class PyTuple<T = unknown> extends Array<T> {
  static readonly __name__: string = 'tuple';

  constructor(items: Iterable<T>) {
    super();
    for (const item of items) this.push(item);
    Object.freeze(this);
  }

  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** What classes made by {@link namedtuple} share. */
export abstract class NamedTuple<T = unknown> extends PyTuple<T> {
  /** The names, in the order of the elements. */
  abstract readonly _fields: readonly string[];

  /** The elements by name, mirrors `_asdict()`. */
  _asdict(): Record<string, T> {
    return Object.fromEntries(this._fields.map((field, i) => [field, this[i] as T]));
  }
}

/** An instance of a namedtuple class: an array with its elements under their names too. */
export type NamedTupleInstance<F extends string> = NamedTuple & { readonly [K in F]: unknown } & {
  /** A copy with some elements replaced, mirrors `_replace`. */
  _replace(changes: { readonly [K in F]?: unknown }): NamedTupleInstance<F>;
};

/** A class made by {@link namedtuple}: called with or without `new`, by position or by name. */
export interface NamedTupleClass<F extends string> {
  new (...args: unknown[]): NamedTupleInstance<F>;
  (...args: unknown[]): NamedTupleInstance<F>;
  readonly __name__: string;
  readonly _fields: readonly F[];
  /** From the values in order, mirrors `_make`. */
  _make(values: Iterable<unknown>): NamedTupleInstance<F>;
}

/** Python's tuple of the given elements: `tuple(1, 2)` is `(1, 2)`. For the elements of an iterable, spread it. */
export function tuple<const T extends readonly unknown[]>(...items: T): T & PyTuple<T[number]> {
  return new PyTuple(items) as unknown as T & PyTuple<T[number]>;
}

export function isTuple(value: unknown): value is PyTuple {
  return value instanceof PyTuple;
}

/** True for namedtuples, by their `_fields`, as TF's `nest` tells them. */
export function isNamedTuple(value: unknown): value is NamedTuple {
  return value instanceof NamedTuple;
}

/** Arguments by position, then what a trailing object gives by name. */
function bind(name: string, fields: readonly string[], args: readonly unknown[]): unknown[] {
  const last = args.at(-1);
  const missing = fields.slice(Math.max(args.length - 1, 0));
  const byName =
    args.length <= fields.length &&
    isPlainObject(last) &&
    (missing.length > 1 || Object.keys(last).length === 1) &&
    missing.every((field) => Object.hasOwn(last, field));
  const unknown = byName ? Object.keys(last).find((key) => !missing.includes(key)) : undefined;
  if (unknown !== undefined)
    throw new TypeError(`${name}.__new__() got an unexpected keyword argument '${unknown}'`);
  const values = byName ? [...args.slice(0, -1), ...missing.map((field) => last[field])] : [...args];
  if (values.length !== fields.length)
    throw new TypeError(
      values.length > fields.length
        ? `${name}.__new__() takes ${fields.length + 1} positional arguments but ${values.length + 1} were given`
        : `${name}.__new__() missing ${missingText(fields.slice(values.length))}`,
      { fields: { expected: fields.length, actual: values.length } },
    );
  return values;
}

/**
 * Mirrors `collections.namedtuple`.
 * @param fields the names, as a list or as one text with spaces or commas
 * @throws {@link ValueError} for a name that is doubled, starts with an underscore or is no identifier
 */
export function namedtuple<const F extends string>(
  typename: string,
  fields: readonly F[],
): NamedTupleClass<F>;
export function namedtuple(typename: string, fields: string): NamedTupleClass<string>;
export function namedtuple(typename: string, fields: readonly string[] | string): NamedTupleClass<string> {
  const names = typeof fields === 'string' ? fields.split(/[\s,]+/).filter((n) => n !== '') : [...fields];
  names.forEach((name, i) => {
    // The second takes a millisecond to make, at the start of every program.
    if (!/^[A-Za-z_]\w*$/.test(name) && !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
      throw new ValueError(`Type names and field names must be valid identifiers: '${name}'`);
    if (name.startsWith('_')) throw new ValueError(`Field names cannot start with an underscore: '${name}'`);
    if (names.indexOf(name) !== i) throw new ValueError(`Encountered duplicate field name: '${name}'`);
  });
  const Class = class extends NamedTuple {
    static override readonly __name__ = typename;
    static readonly _fields = names;
    static _make(values: Iterable<unknown>): NamedTuple {
      return new Class(...values);
    }
    constructor(...args: unknown[]) {
      super(bind(typename, names, args));
    }
    get _fields(): readonly string[] {
      return names;
    }
    _replace(changes: Record<string, unknown>): NamedTuple {
      const unknown = Object.keys(changes).filter((key) => !names.includes(key));
      if (unknown.length > 0)
        throw new ValueError(`Got unexpected field names: [${unknown.map((n) => `'${n}'`).join(', ')}]`);
      return new Class(...names.map((name, i) => (Object.hasOwn(changes, name) ? changes[name] : this[i])));
    }
  };
  Object.defineProperty(Class, 'name', { value: typename });
  names.forEach((name, i) => {
    Object.defineProperty(Class.prototype, name, {
      configurable: true,
      get(this: unknown[]) {
        return this[i];
      },
    });
  });
  return new Proxy(Class, {
    apply: (Target, _this, args: unknown[]) => new Target(...args),
  }) as unknown as NamedTupleClass<string>;
}
