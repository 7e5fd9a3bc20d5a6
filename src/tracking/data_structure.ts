/**
 * What lists, dicts and tuples in the object graph have in common. The node is a Trackable beside the container;
 * what users hold (`handle`) is a proxy over the container that leads to the node.
 */
import { repr } from '../python/repr';
import { asTrackable, Trackable } from './trackable';
import { trackAttribute } from './wrap';

/** Node prints what console.log is given through this method, if there is one. */
export const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

interface WithVariables {
  readonly trainable?: boolean;
  readonly trainable_variables?: readonly unknown[];
  readonly non_trainable_variables?: readonly unknown[];
}

const ordinaryHasInstance = Function.prototype[Symbol.hasInstance];

/** Mirrors TF's `TrackableDataStructure`. */
export abstract class TrackableDataStructure extends Trackable {
  /** Mirrors `trainable`: false makes all variables inside count as not trainable. */
  trainable = true;

  override get _is_data_structure(): boolean {
    return true;
  }

  /** Makes `instanceof` work with what users hold. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: the subclass that is asked.
    return ordinaryHasInstance.call(this, asTrackable(value));
  }

  /** The elements that may be trackable, in a fixed order. */
  abstract get _values(): Iterable<unknown>;

  /** The same elements in the order they came. */
  get _elements(): Iterable<unknown> {
    return this._values;
  }

  /** Adds or replaces the edge `name`, if the value is trackable; returns the value as it is to be stored. */
  protected track(value: unknown, name: string): unknown {
    return trackAttribute(this, name, value);
  }

  get trainable_variables(): unknown[] {
    return this.trainable ? this.collect('trainable_variables', true) : [];
  }

  get non_trainable_variables(): unknown[] {
    const frozen = this.trainable ? [] : this.collect('trainable_variables', true);
    return [...frozen, ...this.collect('non_trainable_variables', false)];
  }

  get variables(): unknown[] {
    return [...this.trainable_variables, ...this.non_trainable_variables];
  }

  get trainable_weights(): unknown[] {
    return this.trainable_variables;
  }

  get non_trainable_weights(): unknown[] {
    return this.non_trainable_variables;
  }

  get weights(): unknown[] {
    return this.variables;
  }

  /** First what the elements own, then the variables that are elements themselves, as in TF. */
  private collect(which: 'trainable_variables' | 'non_trainable_variables', trainable: boolean): unknown[] {
    const owned: unknown[] = [];
    for (const value of this._values) {
      const element = asTrackable(value);
      if (element !== null && !element._is_variable) owned.push(...((value as WithVariables)[which] ?? []));
    }
    const direct = [...this._elements].filter(
      (value) =>
        asTrackable(value)?._is_variable && ((value as WithVariables).trainable ?? false) === trainable,
    );
    return [...owned, ...direct];
  }
}

/** Members of the node that a container shows beside its own. */
export const sharedMembers: ReadonlySet<string> = new Set([
  'trainable',
  'variables',
  'trainable_variables',
  'non_trainable_variables',
  'weights',
  'trainable_weights',
  'non_trainable_weights',
]);

/** Whether any of `elements` is a Trackable. */
export function holdsTrackable(elements: readonly unknown[]): boolean {
  for (let i = 0; i < elements.length; i++) {
    if (asTrackable(elements[i]) !== null) return true;
  }
  return false;
}

/**
 * Lets Node's console show a container as Python would. Node looks behind a Proxy for its hook, so the hook must be
 * on the container itself; asked of that, not of its proxy, it leaves things as they are.
 */
export function showAsPython(container: object): void {
  if (!Object.hasOwn(container, INSPECT))
    Object.defineProperty(container, INSPECT, { value: inspectAsPython });
}

export function inspectAsPython(this: unknown): unknown {
  return asTrackable(this) === null ? this : repr(this);
}
