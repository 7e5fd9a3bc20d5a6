/** The two things that are dicts here, a plain object and a Map, under one face. */

/** What holds the items. A `Map` is one as it is. */
export interface DictStorage extends Iterable<[unknown, unknown]> {
  get(key: unknown): unknown;
  set(key: unknown, value: unknown): unknown;
  has(key: unknown): boolean;
  delete(key: unknown): boolean;
  readonly size: number;
}

/** The own enumerable properties of an object. A key called `__proto__` is only a key. */
export class ObjectStorage implements DictStorage {
  constructor(readonly object: Record<string, unknown>) {}

  get(key: unknown): unknown {
    return this.has(key) ? this.object[key as string] : undefined;
  }

  set(key: unknown, value: unknown): void {
    if (this.has(key) && key !== '__proto__') this.object[key as string] = value;
    else {
      const descriptor = { value, writable: true, enumerable: true, configurable: true };
      Object.defineProperty(this.object, key as string, descriptor);
    }
  }

  has(key: unknown): boolean {
    return typeof key === 'string' && Object.prototype.propertyIsEnumerable.call(this.object, key);
  }

  delete(key: unknown): boolean {
    return Reflect.deleteProperty(this.object, key as string);
  }

  get size(): number {
    return Object.keys(this.object).length;
  }

  *[Symbol.iterator](): Iterator<[unknown, unknown]> {
    yield* Object.entries(this.object);
  }
}
