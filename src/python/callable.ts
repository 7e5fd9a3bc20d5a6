/** Objects that are called like functions, as those of Python classes with `__call__` are. */

/** A function of the class `prototype` belongs to, which calls `call` with itself: for constructors to return. */
export function callable<T extends object, A extends readonly unknown[], R>(
  prototype: T,
  call: (self: T, ...args: A) => R,
): T {
  const called = (...args: A): R => call(self, ...args);
  // A function's own name would hide the object's.
  for (const property of ['name', 'length']) Reflect.deleteProperty(called, property);
  const self = Object.setPrototypeOf(called, prototype) as T;
  return self;
}
