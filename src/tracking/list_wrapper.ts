/**
 * What an array becomes when it is assigned to a tracked attribute. It may be changed in any way; changes after
 * which a restore could not find its elements again are remembered, and then saving is refused (restore.md R7.1-R7.3).
 */
import { ValueError } from '../errors';
import { repr } from '../python/repr';
import { holdsTrackable } from './data_structure';
import { deepcopy, type Memo } from './deepcopy';
import { eq, sameElements } from './equality';
import { ListNode } from './list';
import type { List } from './list_methods';
import { NoDependency } from './no_dependency';
import { asTrackable, type Trackable } from './trackable';
import { trackAttribute } from './wrap';

const COMPARED_ON_APPEND = 2048;

/** Mirrors TF's `ListWrapper`. */
export class ListWrapper extends ListNode {
  static override readonly __name__ = 'ListWrapper';
  /** Something was replaced, deleted or moved. Stays. */
  private nonAppendMutation = false;
  /** The array was changed not through this wrapper. Stays. */
  private externalModification = false;
  /** The elements after the last change that was seen. */
  private snapshot: unknown[];

  constructor(storage: unknown[]) {
    super(storage);
    this.snapshot = [...storage];
  }

  protected override track(value: unknown, name: string): unknown {
    return trackAttribute(this, name, value);
  }

  override _trackable_children(): ReadonlyMap<string, Trackable> {
    this.checkExternalModification();
    if (this.nonAppendMutation) {
      throw new ValueError(
        `${this.unsaveable} A list element was replaced (__setitem__, __setslice__), deleted (__delitem__, ` +
          '__delslice__), or moved (sort). In order to support restoration on object creation, tracking is ' +
          "exclusively for append-only data structures.\n\nIf you don't need this list checkpointed, wrap it in a " +
          'non-trackable object; it will be subsequently ignored.',
      );
    }
    if (this.externalModification) {
      throw new ValueError(
        `${this.unsaveable} The wrapped list was modified outside the wrapper (its final value was ` +
          `${repr(this.storage)}, its value when a checkpoint dependency was added was ${repr(this.snapshot)}), ` +
          "which breaks restoration on object creation.\n\nIf you don't need this list checkpointed, wrap it in a " +
          'NoDependency object; it will be subsequently ignored.',
      );
    }
    return super._trackable_children();
  }

  private get unsaveable(): string {
    return `Unable to save the object ${this.__repr__()} (a list wrapper constructed to track trackable TensorFlow objects).`;
  }

  private get dirty(): boolean {
    return this.externalModification || this.nonAppendMutation;
  }

  private checkExternalModification(): void {
    if (!this.dirty && !sameElements(this.storage, this.snapshot)) this.externalModification = true;
  }

  private updateSnapshot(): void {
    if (!this.dirty) this.snapshot = [...this.storage];
  }

  /** Deleting and moving is harmless as long as nothing trackable is there. */
  private markIfTrackable(...more: unknown[]): void {
    this.nonAppendMutation ||= holdsTrackable(this.storage) || holdsTrackable(more);
  }

  /** Runs a change of the array that this wrapper knows of. */
  private change<R>(apply: () => R): R {
    this.checkExternalModification();
    const result = apply();
    this.updateSnapshot();
    return result;
  }

  /** The snapshot grows along; and a long list is only compared by length, as filling it must not take quadratic time. */
  override append(value: unknown): void {
    const { length } = this.storage;
    if (length <= COMPARED_ON_APPEND) this.checkExternalModification();
    else if (!this.dirty && length !== this.snapshot.length) this.externalModification = true;
    super.append(value);
    if (!this.dirty) this.snapshot.push(this.storage[length]);
  }

  override extend(values: readonly unknown[]): void {
    this.checkExternalModification();
    super.extend(values);
  }

  protected override empty(): void {
    this.deleteSlice(0, this.storage.length);
  }

  override setItem(index: number, value: unknown): void {
    this.change(() => {
      if (asTrackable(this.storage[index]) !== null) this.nonAppendMutation = true;
      this.storage[index] = this.track(value, String(index));
    });
  }

  override setSlice(start: number, end: number, values: readonly unknown[]): unknown[] {
    return this.change(() => {
      const before = [...this.storage];
      this.markIfTrackable();
      const removed = this.storage.splice(start, end - start, ...values);
      for (let i = start; i < this.storage.length; i++) {
        if (!eq(this.storage[i], before[i])) this.storage[i] = this.track(this.storage[i], String(i));
      }
      return removed;
    });
  }

  override deleteSlice(start: number, end: number): unknown[] {
    return this.change(() => {
      this.markIfTrackable();
      return this.storage.splice(start, end - start);
    });
  }

  override punch(index: number): void {
    this.change(() => {
      if (asTrackable(this.storage[index]) !== null) this.nonAppendMutation = true;
      delete this.storage[index];
    });
  }

  override stretch(length: number): void {
    this.change(() => {
      this.storage.length = length;
    });
  }

  /** What is inserted is not tracked, as in TF: if it were trackable, the list could not be saved anyway. */
  override insert(index: number, value: unknown): void {
    this.change(() => {
      this.markIfTrackable(value);
      this.storage.splice(index, 0, value instanceof NoDependency ? value.value : value);
    });
  }

  override sort(compare?: (a: never, b: never) => number): void {
    this.change(() => {
      this.markIfTrackable();
      this.storage.sort(compare as ((a: unknown, b: unknown) => number) | undefined);
    });
  }

  override copy(): List {
    return this.withMarks(new ListWrapper([...this.storage]));
  }

  override deepcopy(memo: Memo): List {
    return this.withMarks(new ListWrapper(deepcopy(this.storage, memo)));
  }

  private withMarks(copied: ListWrapper): List {
    copied.nonAppendMutation = this.nonAppendMutation;
    copied.externalModification = this.externalModification;
    return copied.handle;
  }

  override __repr__(): string {
    return `ListWrapper(${repr(this.storage)})`;
  }
}
