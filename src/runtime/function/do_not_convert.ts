/** `tf.autograph.experimental.do_not_convert`: functions are never converted here. */
import { positional } from '../../python/named';
import type { PythonFunction } from './trace';

/**
 * Mirrors `tf.autograph.experimental.do_not_convert`: the function itself, or, without one, what gives it back. It may
 * stand as a decorator, as `@do_not_convert` or `@do_not_convert()`.
 */
export function do_not_convert<F extends PythonFunction>(func: F, context?: ClassMethodDecoratorContext): F;
export function do_not_convert(func?: null): <F extends PythonFunction>(func: F, context?: unknown) => F;
export function do_not_convert<F extends PythonFunction>(keywords: { readonly func: F }): F;
export function do_not_convert(...args: readonly unknown[]): unknown {
  const [func] = positional<[PythonFunction?]>('do_not_convert', ['func'], 0, args.slice(0, 1));
  return func ?? ((fn: PythonFunction) => fn);
}
