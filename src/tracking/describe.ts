/** How error and warning texts show live objects: as Python would print what the user holds. */
import { repr, str } from '../python/repr';
import type { Trackable } from './trackable';

/** Python's `repr(object)`. */
export function represent(trackable: Trackable): string {
  return repr(trackable.handle);
}

/** Python's `str(object)`, which is what an f-string shows. */
export function describe(trackable: Trackable): string {
  return str(trackable.handle);
}

/** A shape as Python prints a TensorShape: `()`, `(3,)`, `(None, 3)`. */
export function shapeText(shape: readonly (number | null)[] | null): string {
  if (shape === null) return '<unknown>';
  const dimensions = shape.map((size) => (size === null ? 'None' : String(size)));
  return dimensions.length === 1 ? `(${dimensions[0]},)` : `(${dimensions.join(', ')})`;
}
