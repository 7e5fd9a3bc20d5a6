/**
 * Python's `repr` and `str` of any value: numbers, text, bytes, containers within containers, classes, errors, and objects
 * that say it themselves (`protocol.ts`). JS arrays are lists, Maps and plain objects dicts, Sets sets.
 */
import { as_dtype, type DType, type TensorStorage } from '../dtypes';
import { isComplex } from '../elements';
import { complexRepr, numberRepr } from './number_text';
import { arrayRepr, arrayStr } from './numpy_format';
import { isClass, isPlainObject, withMethod } from './protocol';
import { bytesRepr, strRepr } from './text_repr';
import { isNamedTuple, isTuple } from './tuple';

/** Containers being shown right now: one that is met again inside itself shows as `[...]`. */
const open = new Set<object>();

function guarded(container: object, ellipsis: string, show: () => string): string {
  if (open.has(container)) return ellipsis;
  open.add(container);
  try {
    return show();
  } finally {
    open.delete(container);
  }
}

function dictRepr(entries: Iterable<[unknown, unknown]>): string {
  return `{${Array.from(entries, ([key, value]) => `${repr(key)}: ${repr(value)}`).join(', ')}}`;
}

function arrayLikeRepr(value: readonly unknown[]): string {
  if (isNamedTuple(value)) {
    const parts = value._fields.map((field, i) => `${field}=${repr(value[i])}`);
    return guarded(value, '...', () => `${typeName(value)}(${parts.join(', ')})`);
  }
  if (isTuple(value)) {
    const items = () => Array.from(value, repr).join(', ');
    return guarded(value, '(...)', () => (value.length === 1 ? `(${items()},)` : `(${items()})`));
  }
  return guarded(value, '[...]', () => `[${Array.from(value, repr).join(', ')}]`);
}

/** The class name of a value, by Python's names for what is built in: `type(x).__name__`. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    case 'string':
      return 'str';
    case 'function':
      return isClass(value) ? 'type' : 'function';
    default:
      return objectTypeName(value as object);
  }
}

function objectTypeName(value: object): string {
  if (isPlainObject(value) && withMethod(value, '__repr__') === null)
    return isComplexLiteral(value) ? 'complex' : 'dict';
  const Class = value.constructor as { name: string; __name__?: unknown };
  if (typeof Class?.__name__ === 'string') return Class.__name__;
  const builtIn = builtInNames.get(Class);
  return builtIn ?? Class?.name ?? 'object';
}

const builtInNames = new Map<unknown, string>([
  [Array, 'list'],
  [Map, 'dict'],
  [Set, 'set'],
  [Uint8Array, 'bytes'],
]);

/** `{re, im}` of two numbers is what reading a complex element gives; a dict of just these keys is taken for one. */
function isComplexLiteral(value: unknown): boolean {
  return (
    isComplex(value) &&
    typeof value.re === 'number' &&
    typeof value.im === 'number' &&
    Object.keys(value).length === 2
  );
}

/** Typed arrays (but for bytes) show as the numpy array of the same elements. */
function typedArray(value: object): { dtype: DType; shape: number[]; data: TensorStorage } | null {
  if (!ArrayBuffer.isView(value) || value instanceof DataView || value instanceof Uint8Array) return null;
  const name = value.constructor.name.replace('Array', '').replace('Big', '').toLowerCase();
  const data = value as Exclude<TensorStorage, Uint8Array[]>;
  return name.endsWith('clamped') ? null : { dtype: as_dtype(name), shape: [data.length], data };
}

/** Python's `repr(value)`. */
export function repr(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'bigint':
      return value.toString();
    case 'number':
      return numberRepr(value);
    case 'string':
      return strRepr(value);
    case 'symbol':
      return value.toString();
    default:
      return objectRepr(value);
  }
}

function objectRepr(value: object): string {
  const own = withMethod(value, '__repr__');
  if (own !== null) return own.__repr__();
  if (typeof value === 'function') return functionRepr(value);
  if (Array.isArray(value)) return arrayLikeRepr(value as unknown[]);
  if (value instanceof Uint8Array) return bytesRepr(value);
  if (value instanceof Map) return guarded(value, '{...}', () => dictRepr(value));
  if (value instanceof Set)
    return guarded(value, 'set(...)', () =>
      value.size === 0 ? 'set()' : `{${Array.from(value, repr).join(', ')}}`,
    );
  if (value instanceof Error) return `${value.name}(${value.message === '' ? '' : strRepr(value.message)})`;
  if (isComplexLiteral(value)) return complexRepr(value as { re: number; im: number });
  if (isPlainObject(value)) return guarded(value, '{...}', () => dictRepr(Object.entries(value)));
  const array = typedArray(value);
  if (array !== null) return arrayRepr(array);
  if (value instanceof Number || value instanceof String || value instanceof Boolean)
    return repr(value.valueOf());
  return `<${typeName(value)} object>`;
}

function functionRepr(value: object): string {
  const { name, __name__ } = value as { name?: string; __name__?: unknown };
  if (typeof __name__ === 'string') return `<class '${__name__}'>`;
  return isClass(value) ? `<class '${name}'>` : `<function ${name || '<lambda>'}>`;
}

/** Python's `str(value)`. */
export function str(value: unknown = ''): string {
  if (typeof value === 'string') return value;
  const own = withMethod(value, '__str__');
  if (own !== null) return own.__str__();
  if (withMethod(value, '__repr__') === null) {
    if (value instanceof Error) return value.message;
    if (value instanceof String) return value.valueOf();
    const array = typeof value === 'object' && value !== null ? typedArray(value) : null;
    if (array !== null) return arrayStr(array);
  }
  return repr(value);
}
