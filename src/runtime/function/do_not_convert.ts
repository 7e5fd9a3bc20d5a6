/** `tf.autograph.experimental.do_not_convert`: functions are never converted here. */
import type { PythonFunction } from './trace';

/**
 * Mirrors `tf.autograph.experimental.do_not_convert`: the function itself, or, without one, what gives it back. It may
 * stand as a decorator, as `@do_not_convert` or `@do_not_convert()`.
 */
export function do_not_convert<F extends PythonFunction>(func: F, context?: ClassMethodDecoratorContext): F;
export function do_not_convert(func?: null): <F extends PythonFunction>(func: F, context?: unknown) => F;
export function do_not_convert(func?: PythonFunction | null): unknown {
  return func ?? ((fn: PythonFunction) => fn);
}
