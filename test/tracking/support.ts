import { Variable } from '../../src/runtime/variable';
import { TrackableView } from '../../src/tracking';

/** A scalar variable of the given name. */
export function v(name: string, trainable = true): Variable {
  return new Variable(1, { name, trainable });
}

/** Edge names of what a user holds. */
export function edges(object: object): string[] {
  return [...TrackableView.children(object).keys()];
}

/** Edge name → name of the variable there, or class name of another child. */
export function children(object: object): Record<string, string> {
  const named = [...TrackableView.children(object)].map(([edge, child]) => [
    edge,
    child instanceof Variable ? child.name.replace(':0', '') : child.constructor.name,
  ]);
  return Object.fromEntries(named) as Record<string, string>;
}

export function namesOf(variables: Iterable<unknown>): string[] {
  return Array.from(variables, (variable) => (variable as Variable).name.replace(':0', ''));
}

/** The message of what `run` throws. */
export function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('Nothing was thrown.');
}
