/**
 * The face of a dict wrapper over a plain object: the object itself behind a Proxy that sees assignments and `delete`.
 * Its names are the user's keys, so it has no methods of its own but what printing needs.
 */
import { showAsPython } from './data_structure';
import type { DictOperations } from './dict_operations';
import { RAW } from './trackable';

export function objectHandle(node: DictOperations, content: Record<string, unknown>): object {
  showAsPython(content);
  return new Proxy(content, new ObjectHandler(node));
}

class ObjectHandler implements ProxyHandler<Record<string, unknown>> {
  private readonly hidden: ReadonlyMap<string | symbol, unknown>;

  constructor(private readonly node: DictOperations) {
    this.hidden = new Map<string | symbol, unknown>([
      ['constructor', node.constructor],
      ['toString', () => node.__str__()],
      ['__str__', () => node.__str__()],
      ['__repr__', () => node.__repr__()],
      ['__hash__', () => node.__hash__()],
      ['__deepcopy__', (memo = new Map<object, unknown>()) => node.deepcopy(memo)],
      ['__copy__', () => node.copy()],
    ]);
  }

  get(target: Record<string, unknown>, key: string | symbol, receiver: unknown): unknown {
    if (key === RAW) return this.node;
    if (!Object.hasOwn(target, key)) {
      const hidden = this.hidden.get(key);
      if (hidden !== undefined) return hidden;
    }
    return Reflect.get(target, key, receiver);
  }

  set(target: Record<string, unknown>, key: string | symbol, value: unknown): boolean {
    const found = Reflect.getOwnPropertyDescriptor(target, key);
    if (typeof key !== 'string' || (found !== undefined && !('value' in found))) {
      return Reflect.set(target, key, value);
    }
    if (found !== undefined && !found.writable) return false;
    this.node.setItem(key, value);
    return true;
  }

  defineProperty(
    target: Record<string, unknown>,
    key: string | symbol,
    descriptor: PropertyDescriptor,
  ): boolean {
    if (typeof key !== 'string' || !('value' in descriptor) || !descriptor.enumerable) {
      return Reflect.defineProperty(target, key, descriptor);
    }
    this.node.setItem(key, descriptor.value);
    return Reflect.defineProperty(target, key, { ...descriptor, value: target[key] });
  }

  deleteProperty(target: Record<string, unknown>, key: string | symbol): boolean {
    if (typeof key !== 'string') return Reflect.deleteProperty(target, key);
    this.node.deleteItem(key);
    return !Object.hasOwn(target, key) || Reflect.deleteProperty(target, key);
  }
}
