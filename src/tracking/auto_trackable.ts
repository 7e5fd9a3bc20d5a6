/**
 * Objects whose plain assignments, class fields and `delete` are seen as they happen (object_graph.md O2).
 *
 * The constructor returns a Proxy of the object, so `this` in subclasses and what users hold is the proxy. There
 * is no get trap: reading an attribute stays cheap. Internal code works on the raw object (`asTrackable`), where
 * assigning is not seen: that is also how our own classes keep state that must not become an edge.
 */
import './containers';
import { RAW, Trackable } from './trackable';
import { trackAttribute } from './wrap';

const HANDLE: unique symbol = Symbol('flowpoint.handle');

/** Mirrors TF's `AutoTrackable`: assigning a Trackable, list, dict or tuple to an attribute tracks it. */
class AutoTrackable extends Trackable {
  declare private readonly [HANDLE]: object;

  constructor() {
    super();
    const proxy = new Proxy<this>(this, assignments);
    // Not enumerable, so that the attributes that users see are the ones they assigned.
    Object.defineProperties(this, {
      [RAW]: { enumerable: false },
      [HANDLE]: { value: proxy },
      _tracking: { enumerable: false },
    });
    // biome-ignore lint/correctness/noConstructorReturn: the proxy stands for the object.
    return proxy;
  }

  override get handle(): object {
    return this[HANDLE];
  }
}

/** The raw object behind `this`: assigning to it neither wraps nor tracks. @internal */
export function untracked<T extends Trackable>(object: T): T {
  return object[RAW] as T;
}

const assignments: ProxyHandler<AutoTrackable> = {
  set(target, key, value: unknown, receiver: object) {
    if (typeof key !== 'string' || receiver !== target.handle)
      return Reflect.set(target, key, value, receiver);
    const found = findProperty(target, key);
    if (found !== undefined && !('value' in found) && found.set === undefined) return false;
    if (found !== undefined && currentValue(found, receiver) === value && value !== undefined) return true;
    const stored = trackAttribute(target, key, value);
    // A setter runs with the proxy as `this`, and its own assignments are seen too, as in TF.
    const setter = found !== undefined && !('value' in found);
    return Reflect.set(target, key, stored, setter ? receiver : target);
  },

  /** Class fields arrive here. */
  defineProperty(target, key, descriptor) {
    if (typeof key !== 'string' || !('value' in descriptor)) {
      return Reflect.defineProperty(target, key, descriptor);
    }
    const own = Reflect.getOwnPropertyDescriptor(target, key);
    const same = own !== undefined && own.value === descriptor.value;
    const value = same ? descriptor.value : trackAttribute(target, key, descriptor.value);
    return Reflect.defineProperty(target, key, { ...descriptor, value });
  },

  deleteProperty(target, key) {
    if (typeof key === 'string') target._tracking.edges.delete(key);
    return Reflect.deleteProperty(target, key);
  },
};

function findProperty(object: object, key: string): PropertyDescriptor | undefined {
  for (let at: object | null = object; at !== null; at = Reflect.getPrototypeOf(at)) {
    const found = Reflect.getOwnPropertyDescriptor(at, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What reading the attribute gives; a getter that fails (its state is not there yet) gives nothing. */
function currentValue(property: PropertyDescriptor, receiver: object): unknown {
  if ('value' in property) return property.value;
  try {
    return property.get?.call(receiver) as unknown;
  } catch {
    return undefined;
  }
}

/** `A` declares attributes that are added later: `new AutoTrackable<{v: Variable}>()`. */
interface AutoTrackableConstructor {
  new <A = unknown>(): AutoTrackable & A;
  readonly prototype: AutoTrackable;
}
type TypedAutoTrackable<A = unknown> = AutoTrackable & A;
const TypedAutoTrackable = AutoTrackable as unknown as AutoTrackableConstructor;

export { AutoTrackable as AutoTrackableBase, TypedAutoTrackable as AutoTrackable };
