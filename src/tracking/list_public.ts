/** How users make lists themselves: TF's explicit `List`, and a typed list that is already a tracked one. */
import { ListNode } from './list';
import type { List as ListOf } from './list_methods';
import { ListWrapper } from './list_wrapper';
import { asTrackable } from './trackable';

interface ListConstructor {
  /**
   * Mirrors TF's `List`: append-only, every element a Trackable. Takes the elements, or one iterable of them.
   * @throws ValueError for an element that is not trackable
   */
  new <T>(...elements: readonly T[] | [Iterable<T>]): ListOf<T>;
  readonly prototype: ListOf;
}

/** As a type: a tracked list, an array with Python's methods. */
export type List<T = unknown> = ListOf<T>;
export const List = new Proxy(ListNode, {
  construct: (Class, elements: unknown[]) => new Class(elementsOf(elements)).handle,
}) as unknown as ListConstructor;

function elementsOf(args: readonly unknown[]): unknown[] {
  const only = args[0];
  const iterable = typeof only === 'object' && only !== null && Symbol.iterator in only;
  const isElements = args.length === 1 && iterable && (Array.isArray(only) || asTrackable(only) === null);
  return isElements ? [...(only as Iterable<unknown>)] : [...args];
}

/**
 * A list as it is after assignment to a tracked attribute, for fields that are typed so:
 * `layers: tf.List<Layer> = list()`. The array given is shared, not copied.
 */
export function list<T>(values: T[] = []): List<T> {
  return new ListWrapper(values).handle as List<T>;
}
