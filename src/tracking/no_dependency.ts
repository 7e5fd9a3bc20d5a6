/** The way to say "store this as it is": no wrapper, no edge (object_graph.md O5.2). */

/** Mirrors TF's `NoDependency`. Vanishes on assignment: what is stored is `value`. */
class NoDependency<T = unknown> {
  constructor(readonly value: T) {}
}

interface NoDependencyConstructor {
  new <T>(value: T): NoDependency<T>;
  /**
   * Python's spelling. Typed as what it will be once stored, so that it fits the attribute:
   * `this.cache = NoDependency([])`.
   */
  <T>(value: T): T;
  readonly prototype: NoDependency;
}

const callable = new Proxy(NoDependency, {
  apply: (target, _self, [value]: [unknown]) => new target(value),
}) as unknown as NoDependencyConstructor;

type NoDependencyOf<T = unknown> = NoDependency<T>;

export { callable as NoDependency, type NoDependencyOf };
