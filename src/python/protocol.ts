/**
 * How an object tells Python's `repr`, `str`, `format` and `len` what to say: by methods of Python's names. Nothing here
 * knows the classes that implement them, so printing stays below everything that is printed.
 */

/** Objects that show themselves as Python objects do. `__str__` falls back on `__repr__`, as in Python. */
export interface PythonObject {
  __repr__?(): string;
  __str__?(): string;
  __format__?(spec: string): string;
  __len__?(): number;
}

type Method = keyof PythonObject;

/** The value, if it is an object or class instance with the given method. */
export function withMethod<M extends Method>(
  value: unknown,
  method: M,
): Required<Pick<PythonObject, M>> | null {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return null;
  const found = (value as PythonObject)[method];
  return typeof found === 'function' ? (value as Required<Pick<PythonObject, M>>) : null;
}

/** True for object literals and null-prototype objects: Python's dicts. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** True for what `class` made, as opposed to a plain function. */
export function isClass(value: unknown): value is { readonly name: string } {
  return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
}
