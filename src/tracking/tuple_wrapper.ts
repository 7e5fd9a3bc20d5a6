/**
 * A tuple that holds something trackable (object_graph.md O5.1, O5.5). Tuples never change, so there is nothing to
 * watch: the wrapper is a tuple of the same class over the wrapped elements that leads to its node.
 */
import { ValueError } from '../errors';
import { repr } from '../python/repr';
import { isNamedTuple, isTuple, type PyTuple, tuple } from '../python/tuple';
import { sharedMembers, TrackableDataStructure } from './data_structure';
import { deepcopy, type Memo } from './deepcopy';
import { eq } from './equality';
import { NoDependency } from './no_dependency';
import { RAW, type Trackable } from './trackable';
import { wrapOrUnwrap } from './wrap';

/** Mirrors TF's `_TupleWrapper`. */
export class TupleWrapper extends TrackableDataStructure {
  static readonly __name__ = '_TupleWrapper';
  private readonly content: PyTuple;
  private readonly held: object;
  /** False for a namedtuple class that cannot be rebuilt from its fields (restore.md R7.7). */
  private readonly constructable: boolean;

  constructor(original: PyTuple) {
    super();
    const rebuilt = rebuild(original, Array.from(original, wrapOrUnwrap));
    this.constructable = rebuilt !== null;
    this.content = rebuilt ?? original;
    this.held = new Proxy(this.content, { get: (target, key, receiver) => this.read(target, key, receiver) });
    if (rebuilt === null) return;
    // A namedtuple is tracked by its names first, so that those make the keys.
    if (isNamedTuple(original)) this.trackElements(original, original._fields);
    this.trackElements(
      original,
      Array.from(original, (_, i) => String(i)),
    );
  }

  private trackElements(original: PyTuple, names: readonly string[]): void {
    names.forEach((name, i) => {
      if (!(original[i] instanceof NoDependency)) this.track(this.content[i], name);
    });
  }

  private read(target: PyTuple, key: string | symbol, receiver: unknown): unknown {
    if (key === RAW) return this;
    if (Reflect.has(target, key) && key !== 'constructor') return Reflect.get(target, key, receiver);
    if (key === 'constructor') return TupleWrapper;
    if (typeof key === 'string' && (sharedMembers.has(key) || tupleMembers.has(key))) {
      const member: unknown = Reflect.get(this, key);
      return typeof member === 'function' ? member.bind(this) : member;
    }
    return undefined;
  }

  static get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  override get handle(): object {
    return this.held;
  }

  override get _values(): readonly unknown[] {
    return this.content;
  }

  override _trackable_children(): ReadonlyMap<string, Trackable> {
    if (!this.constructable) {
      const fields = isNamedTuple(this.content) ? this.content._fields : [];
      throw new ValueError(
        `Unable to save because the namedtuple ${repr(this.content)} is not constructable from its _fields (i.e. ` +
          `__new__ is overridden). Expected keyword arguments ${repr(tuple(...fields))}. If you do not need to save ` +
          'this object, consider wrapping it in a custom object that does not inherit from tuple.',
      );
    }
    return super._trackable_children();
  }

  eq(other: unknown): boolean {
    return eq(this.content, other);
  }

  __deepcopy__(memo: Memo = new Map()): object {
    const copied = Array.from(this.content, (element) => deepcopy(element, memo));
    return new TupleWrapper(rebuild(this.content, copied) ?? this.content).held;
  }

  __str__(): string {
    return repr(this.content);
  }

  __repr__(): string {
    return `_TupleWrapper(${repr(this.content)})`;
  }
}

const tupleMembers: ReadonlySet<string> = new Set(['eq', '__deepcopy__', '__str__', '__repr__']);

/** A tuple of the same class over other elements; null if its class does not take them. */
function rebuild(original: PyTuple, elements: readonly unknown[]): PyTuple | null {
  const Class = original.constructor as new (...args: unknown[]) => PyTuple;
  if (!isNamedTuple(original)) return new Class(elements);
  // A constructor with parameters of its own, and too few of them, is not the one that namedtuple made.
  if (Class.length > 0 && Class.length < elements.length) return null;
  try {
    const made = new Class(...elements);
    return made.length === elements.length && elements.every((element, i) => made[i] === element)
      ? made
      : null;
  } catch {
    return null;
  }
}

/** Whether a tuple holds something tracked or a NoDependency, at any depth of tuples. */
export function shouldWrapTuple(value: PyTuple, isTracked: (element: unknown) => boolean): boolean {
  return value.some(
    (element) =>
      element instanceof NoDependency ||
      isTracked(element) ||
      (isTuple(element) && shouldWrapTuple(element, isTracked)),
  );
}
