/**
 * Which containers are wrapped (object_graph.md O5.1): arrays, plain objects, Maps, and tuples that hold something.
 * Instances of classes of their own, subclasses of Array and Map among them, stay what they are and untracked.
 */
import { isComplex } from '../elements';
import { isPlainObject } from '../python/protocol';
import { isTuple } from '../python/tuple';
import { DictWrapper } from './dict_wrapper';
import { ListWrapper } from './list_wrapper';
import { asTrackable } from './trackable';
import { shouldWrapTuple, TupleWrapper } from './tuple_wrapper';
import { setWrapContainer } from './wrap';

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype;
}

function isMap(value: unknown): value is Map<unknown, unknown> {
  return value instanceof Map && Object.getPrototypeOf(value) === Map.prototype;
}

/** `{re, im}` is how complex numbers are read: a number, not a dict. */
function isDict(value: unknown): value is Record<string, unknown> {
  return isPlainObject(value) && !(isComplex(value) && Object.keys(value).length === 2);
}

/** What makes the tuple around it worth tracking: a Trackable, a list or a dict. */
function isTracked(value: unknown): boolean {
  return asTrackable(value) !== null || isList(value) || isMap(value) || isDict(value);
}

setWrapContainer((value) => {
  if (isList(value)) return new ListWrapper(Object.isExtensible(value) ? value : [...value]).handle;
  if (isTuple(value)) return shouldWrapTuple(value, isTracked) ? new TupleWrapper(value).handle : value;
  if (isMap(value)) return new DictWrapper(value).handle;
  if (isDict(value)) return new DictWrapper(Object.isExtensible(value) ? value : { ...value }).handle;
  return value;
});
