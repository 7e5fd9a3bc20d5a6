/** References to tensors and variables, by which maps and sets tell them apart. */
import { repr } from '../python/repr';

/** What `ref()` of a tensor or variable gives: one and the same object for the same one, so that a Map finds it. */
export class Reference<T extends object> {
  static readonly __name__: string = 'Reference';
  constructor(private readonly target: T) {}
  /** The tensor or variable itself. */
  deref(): T {
    return this.target;
  }
  __repr__(): string {
    return `<Reference wrapping ${repr(this.target)}>`;
  }
  toString(): string {
    return this.__repr__();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

const references = new WeakMap<object, Reference<object>>();

/** The one reference to `target`. */
export function referenceTo<T extends object>(target: T): Reference<T> {
  const known = references.get(target) as Reference<T> | undefined;
  if (known !== undefined) return known;
  const made = new Reference(target);
  references.set(target, made as unknown as Reference<object>);
  return made;
}
