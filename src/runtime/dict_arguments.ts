/** Which parameters take a dict in this call, where the last argument may be keywords instead (DESIGN.md). */
import { isPlainObject } from '../python/arguments';

/**
 * @param required parameters that always take a dict
 * @param optional parameters that do unless the last argument is an object of nothing but keyword names
 */
export function dictParameters(
  args: readonly unknown[],
  names: readonly string[],
  required: readonly string[],
  optional: readonly string[],
): readonly string[] {
  const last = args.at(-1);
  const isKeywords =
    args.length > required.length &&
    isPlainObject(last) &&
    Object.keys(last).every((key) => names.includes(key));
  return isKeywords ? required : [...required, ...optional];
}
