/** A set of objects that keeps none of them alive and remembers the order in which they came. */
export class WeakList<T extends object> {
  private readonly references = new Set<WeakRef<T>>();
  private readonly members = new WeakSet<T>();

  add(object: T): void {
    if (this.members.has(object)) return;
    this.members.add(object);
    this.references.add(new WeakRef(object));
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const reference of this.references) {
      const object = reference.deref();
      if (object === undefined) this.references.delete(reference);
      else yield object;
    }
  }
}
