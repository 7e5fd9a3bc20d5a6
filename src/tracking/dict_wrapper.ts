/**
 * What a plain object or a Map becomes when it is assigned to a tracked attribute: the same content, seen when it is
 * changed through what users then hold. What could not be restored is refused on saving (restore.md R7.4-R7.6).
 */
import { TypeError, ValueError } from '../errors';
import { repr } from '../python/repr';
import { compareText } from '../python/text_order';
import { TrackableDataStructure } from './data_structure';
import { deepcopy, type Memo } from './deepcopy';
import { type DictStorage, ObjectStorage } from './dict_storage';
import { eq } from './equality';
import { MapHandle } from './map_handle';
import { NoDependency } from './no_dependency';
import { objectHandle } from './object_handle';
import { asTrackable, type Trackable } from './trackable';
import { wrapOrUnwrap } from './wrap';

/** Mirrors TF's `_DictWrapper`. */
export class DictWrapper extends TrackableDataStructure {
  static readonly __name__ = '_DictWrapper';
  private readonly storage: DictStorage;
  private readonly held: object;
  /** A key that is no string has a trackable value. Stays. */
  private nonStringKey = false;
  /** The content was changed not through this wrapper. Stays. */
  private externalModification = false;
  /** The items after the last change that was seen. */
  private snapshot: Map<unknown, unknown>;

  constructor(readonly content: Map<unknown, unknown> | Record<string, unknown>) {
    super();
    if (content instanceof Map) {
      this.storage = content;
      this.held = new MapHandle(this, content);
    } else {
      this.storage = new ObjectStorage(content);
      this.held = objectHandle(this, content);
    }
    for (const [key, value] of [...this.storage]) {
      const stored = this.store(key, value);
      if (stored !== value) this.storage.set(key, stored);
    }
    this.snapshot = new Map(this.storage);
  }

  override get handle(): object {
    return this.held;
  }

  /** By sorted key, as TF collects variables. */
  override get _values(): unknown[] {
    const items = [...this.storage].sort(([a], [b]) => compareText(String(a), String(b)));
    return items.map(([, value]) => value);
  }

  override get _elements(): unknown[] {
    return Array.from(this.storage, ([, value]) => value);
  }

  override _trackable_children(): ReadonlyMap<string, Trackable> {
    this.checkExternalModification();
    const start =
      `Unable to save the object ${this.__str__()} (a dictionary wrapper constructed automatically on attribute ` +
      'assignment). The wrapped dictionary ';
    const end =
      "\n\nIf you don't need this dictionary checkpointed, wrap it in a non-trackable object; it will be " +
      'subsequently ignored.';
    if (this.nonStringKey) {
      throw new ValueError(
        `${start}contains a non-string key which maps to a trackable object or mutable data structure.${end}`,
      );
    }
    if (this.externalModification) {
      throw new ValueError(
        `${start}was modified outside the wrapper (its final value was ${this.__str__()}, its value when a ` +
          `checkpoint dependency was added was ${repr(this.snapshot)}), which breaks restoration on object creation.${end}`,
      );
    }
    return super._trackable_children();
  }

  private checkExternalModification(): void {
    if (!this.dirty && !eq(new Map(this.storage), this.snapshot)) this.externalModification = true;
  }

  private get dirty(): boolean {
    return this.externalModification || this.nonStringKey;
  }

  private updateSnapshot(): void {
    if (!this.dirty) this.snapshot = new Map(this.storage);
  }

  private store(key: unknown, value: unknown): unknown {
    if (typeof key === 'string') return this.track(value, key);
    const stored = wrapOrUnwrap(value);
    if (!(value instanceof NoDependency) && asTrackable(stored) !== null) this.nonStringKey = true;
    return stored;
  }

  /** `d[key] = value`; an existing edge is replaced in place. */
  setItem(key: unknown, value: unknown): void {
    this.checkExternalModification();
    this.storage.set(key, this.store(key, value));
    this.updateSnapshot();
  }

  /** `del d[key]`: the edge to the old value stays, as in TF. */
  deleteItem(key: unknown): boolean {
    if (!this.storage.has(key)) return false;
    this.checkExternalModification();
    this.storage.delete(key);
    this.updateSnapshot();
    return true;
  }

  copy(): object {
    const { content } = this;
    const copied = content instanceof Map ? new Map(content) : shallow(content);
    return this.withMarks(new DictWrapper(copied));
  }

  deepcopy(memo: Memo): object {
    return this.withMarks(new DictWrapper(deepcopy(this.content, memo)));
  }

  private withMarks(copied: DictWrapper): object {
    copied.nonStringKey = this.nonStringKey;
    copied.externalModification = this.externalModification;
    return copied.held;
  }

  equals(other: unknown): boolean {
    return eq(this.content, other);
  }

  /** Python's wrapper prints as the dict it wraps... */
  __str__(): string {
    return repr(this.content);
  }

  /** ...and has a `repr` of its own. */
  __repr__(): string {
    return `DictWrapper(${repr(this.content)})`;
  }

  __hash__(): never {
    throw new TypeError("unhashable type: 'DictWrapper'");
  }
}

function shallow(object: Record<string, unknown>): Record<string, unknown> {
  const copied = Object.create(Object.getPrototypeOf(object) as object | null) as Record<string, unknown>;
  return Object.defineProperties(copied, Object.getOwnPropertyDescriptors(object));
}
