/**
 * Structures of values, as `tf.nest` sees them: lists, tuples and namedtuples in order, dicts (plain objects and Maps) by
 * sorted key. Everything else, tensors and variables included, is one leaf.
 */

import { isComplex, isLong } from '../elements';
import { TypeError, ValueError } from '../errors';
import { isPlainObject } from '../python/arguments';
import { named } from '../python/named';
import { repr, typeName } from '../python/repr';
import { isNamedTuple, isTuple, PyTuple } from '../python/tuple';
import { sortedKeys } from '../tracking/nest';
import type { OpName } from './op';
import { TensorShape } from './tensor_shape';

/** The same structure with leaves of another kind. Whatever has a dtype is a leaf, as is every plain value. */
export type MapLeaves<S, R> = S extends TensorShape | { readonly dtype: unknown }
  ? R
  : S extends readonly unknown[]
    ? { -readonly [K in keyof S]: MapLeaves<S[K], R> }
    : S extends ReadonlyMap<infer K, infer V>
      ? Map<K, MapLeaves<V, R>>
      : S extends object
        ? { [K in keyof S]: MapLeaves<S[K], R> }
        : R;

type Dict = ReadonlyMap<unknown, unknown> | Record<string, unknown>;

function isDict(value: unknown): value is Dict {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Map || '_is_mapping' in value) return true;
  const dict = isPlainObject(value) || '_is_dict' in value;
  return dict && !isComplex(value) && !isLong(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && !(value instanceof TensorShape);
}

/** Mirrors `tf.nest.is_nested`: true for lists, tuples and dicts. */
export function is_nested(structure: unknown): boolean {
  return isList(structure) || isDict(structure);
}

/** A dict's keys as Python sorts them. */
function keysOf(dict: Dict): unknown[] {
  return sortedKeys(
    dict instanceof Map || '_is_mapping' in dict
      ? [...(dict as Map<unknown, unknown>).keys()]
      : Object.keys(dict),
  );
}
function getItem(dict: Dict, key: unknown): unknown {
  const map = dict as Map<unknown, unknown>;
  return typeof map.get === 'function' ? map.get(key) : (dict as Record<string, unknown>)[key as string];
}

/** A value made of tensors: slices, ragged tensors, arrays of tensors in a graph. */
export interface Composite {
  /** Tensors, or composites again. */
  _components(): readonly unknown[];
  /** One of the same kind, of other components. */
  _withComponents(parts: readonly unknown[]): Composite;
}
export function isComposite(value: unknown): value is Composite {
  return typeof value === 'object' && value !== null && '_withComponents' in value;
}

/** A function of tensors that is also one of composites, part by part. */
export type AlsoComposite<F> = (<T extends Composite>(input: T, name?: OpName) => T) & F;

/** A composite of what `fn` makes of its parts, for the implementation of an {@link AlsoComposite}. */
export function mapParts(composite: Composite, fn: (part: never) => unknown): never {
  return composite._withComponents((composite._components() as readonly never[]).map(fn)) as never;
}

/** The parts of a structure in order, or null for a leaf. */
function partsOf(value: unknown, expand: boolean): readonly unknown[] | null {
  if (isList(value)) return value;
  if (isDict(value)) return keysOf(value).map((key) => getItem(value, key));
  return expand && isComposite(value) ? value._components() : null;
}

/** What the parts of a structure are called: positions, fields, keys; those of composites have no names. */
function partNames(value: unknown): readonly unknown[] | null {
  if (isNamedTuple(value)) return value._fields;
  if (isList(value)) return value.map((_, i) => i);
  return isDict(value) ? keysOf(value) : null;
}

/** A name for each leaf of `flatten(structure, true)`: `base`, and the way to it: `base_a_0`. */
export function leafPaths(structure: unknown, base: string): string[] {
  const parts = partsOf(structure, true);
  if (parts === null) return [base];
  const names = partNames(structure);
  return parts.flatMap((part, i) => leafPaths(part, names === null ? base : `${base}_${names[i]}`));
}

/**
 * Mirrors `tf.nest.flatten`: the leaves, in order.
 * @param expand_composites true if the tensors inside slices and ragged tensors are leaves of their own
 * @throws {@link TypeError} for a dict with keys that have no order
 */
export const flatten = named(
  'flatten',
  // What a function that returns nothing gives is a structure too, as None is.
  [],
  ['structure', 'expand_composites'],
  (structure: unknown, expand_composites: boolean = false): unknown[] => {
    const leaves: unknown[] = [];
    const walk = (value: unknown): void => {
      const parts = partsOf(value, expand_composites);
      if (parts === null) leaves.push(value);
      else for (const part of parts) walk(part);
    };
    walk(structure);
    return leaves;
  },
  ['structure'],
);

/** A structure like `like`, its parts replaced; parts stand in the order of {@link partsOf}. */
function rebuilt(like: unknown, parts: readonly unknown[]): unknown {
  if (isNamedTuple(like))
    return (like.constructor as unknown as { _make(values: Iterable<unknown>): unknown })._make(parts);
  if (isTuple(like)) return new PyTuple(parts);
  if (isList(like)) return [...parts];
  if (isComposite(like)) return like._withComponents(parts);
  const byKey = new Map(keysOf(like as Dict).map((key, i) => [key, parts[i]]));
  // Keys stay in the order that the dict has them.
  if (like instanceof Map) return new Map(Array.from(like.keys(), (key) => [key, byKey.get(key)]));
  return Object.fromEntries(Object.keys(like as object).map((key) => [key, byKey.get(key)]));
}

function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : repr(value);
  return text.length > 100 ? `${text.slice(0, 97)}...` : text;
}
function className(value: unknown): string {
  return `<class '${typeName(value)}'>`;
}

/**
 * Mirrors `tf.nest.pack_sequence_as`: the leaves of `flat_sequence` in the form of `structure`.
 * @throws {@link ValueError} for another number of leaves
 */
export const pack_sequence_as = named(
  'pack_sequence_as',
  ['structure', 'flat_sequence'],
  ['expand_composites'],
  (structure: unknown, flat_sequence: readonly unknown[], expand_composites: boolean = false): unknown => {
    if (!is_nested(flat_sequence))
      throw new TypeError(
        `Attempted to pack value:\n  ${shortened(flat_sequence)}\ninto a structure, but found incompatible type ` +
          `\`${className(flat_sequence)}\` instead.`,
      );
    const leaves = isList(flat_sequence) ? flat_sequence : flatten(flat_sequence);
    if (partsOf(structure, expand_composites) === null) {
      if (leaves.length === 1) return leaves[0];
      throw new ValueError(
        `The target structure is of type \`${className(structure)}\`\n  ${shortened(structure)}\nHowever the input is a ` +
          `sequence (${className(flat_sequence)}) of length ${leaves.length}.\n  ${shortened(flat_sequence)}\nnest cannot ` +
          'guarantee that it is safe to map one to the other.',
        { fields: { expected: 1, actual: leaves.length } },
      );
    }
    const atoms = flatten(structure, expand_composites).length;
    if (atoms !== leaves.length)
      throw new ValueError(
        `Could not pack sequence. Structure had ${atoms} atoms, but flat_sequence had ${leaves.length} items.  ` +
          `Structure: ${repr(structure)}, flat_sequence: ${repr(flat_sequence)}.`,
        { fields: { expected: atoms, actual: leaves.length } },
      );
    let next = 0;
    const pack = (like: unknown): unknown => {
      const parts = partsOf(like, expand_composites);
      return parts === null ? leaves[next++] : rebuilt(like, parts.map(pack));
    };
    return pack(structure);
  },
  ['structure', 'flat_sequence'],
);

function shown(value: unknown): string {
  return `type=${typeName(value)} str=${repr(value)}`;
}

/** What kind of structure this is, for the comparison of types. */
function kindOf(value: unknown): string {
  if (isNamedTuple(value)) return `namedtuple ${typeName(value)}(${value._fields.join()})`;
  if (isTuple(value)) return 'tuple';
  return isList(value) ? 'list' : isDict(value) ? 'dict' : typeName(value);
}

/** What is different, in TF's words; null if nothing is. */
function difference(a: unknown, b: unknown, checkTypes: boolean, expand: boolean): Error | null {
  const [left, right] = [partsOf(a, expand), partsOf(b, expand)];
  if (left === null && right === null) return null;
  if (left === null || right === null) {
    const [sequence, atom] = left === null ? [b, a] : [a, b];
    return new ValueError(
      `Substructure "${shown(sequence)}" is a sequence, while substructure "${shown(atom)}" is not`,
    );
  }
  if (checkTypes && kindOf(a) !== kindOf(b))
    return new TypeError(
      `The two namedtuples don't have the same sequence type. First structure ${shown(a)} has type ${typeName(a)}, ` +
        `while second structure ${shown(b)} has type ${typeName(b)}`,
    );
  if (isDict(a) && isDict(b)) {
    const [mine, theirs] = [keysOf(a), keysOf(b)];
    if (mine.length !== theirs.length || mine.some((key, i) => key !== theirs[i]))
      return new ValueError(
        `The two dictionaries don't have the same set of keys. First structure has keys ${shown(mine)}, while second ` +
          `structure has keys ${shown(theirs)}`,
      );
  }
  if (left.length !== right.length)
    return new ValueError(
      `The two structures don't have the same number of elements. First structure: ${shown(a)}. ` +
        `Second structure: ${shown(b)}`,
    );
  for (let i = 0; i < left.length; i++) {
    const found = difference(left[i], right[i], checkTypes, expand);
    if (found !== null) return found;
  }
  return null;
}

class Dot {
  __repr__(): string {
    return '.';
  }
}

/**
 * Mirrors `tf.nest.assert_same_structure`.
 * @throws {@link ValueError} for other lengths or keys, {@link TypeError} for other types of sequences
 */
export const assert_same_structure = named(
  'assert_same_structure',
  [],
  ['nest1', 'nest2', 'check_types', 'expand_composites'],
  (nest1: unknown, nest2: unknown, check_types: boolean = true, expand_composites: boolean = false): void => {
    const found = difference(nest1, nest2, check_types, expand_composites);
    if (found === null) return;
    const dots = (s: unknown): string => repr(map(() => new Dot(), [s], expand_composites));
    const Class = found.constructor as new (message: string) => Error;
    throw new Class(
      `The two structures don't have the same nested structure.\n\nFirst structure: ${shown(nest1)}\n\nSecond structure: ` +
        `${shown(nest2)}\n\nMore specifically: ${found.message}\nEntire first structure:\n${dots(nest1)}\nEntire second ` +
        `structure:\n${dots(nest2)}`,
    );
  },
  ['nest1', 'nest2'],
);

function map(fn: (...leaves: never[]) => unknown, structures: readonly unknown[], expand: boolean): unknown {
  const flat = structures.map((s) => flatten(s, expand));
  const results = flat[0]!.map((_, i) => fn(...(flat.map((leaves) => leaves[i]) as never[])));
  return pack_sequence_as(structures[0], results, expand);
}

interface MapKeywords {
  check_types?: boolean;
  expand_composites?: boolean;
}
/**
 * Mirrors `tf.nest.map_structure`: `func` of the leaves that stand in the same place. A last object of nothing but
 * `check_types` and `expand_composites` is keywords.
 * @throws {@link ValueError} or {@link TypeError} if the structures differ
 */
export function map_structure<S, R>(
  func: (leaf: never, ...others: never[]) => R,
  structure: S,
  ...others: unknown[]
): MapLeaves<S, R> {
  if (typeof func !== 'function') throw new TypeError(`func must be callable, got: ${repr(func)}`);
  const structures = [structure, ...others].filter((_, i, all) => i > 0 || all[0] !== undefined);
  if (structures.length === 0) throw new ValueError('Must provide at least one structure');
  const last = structures.length > 1 ? structures.at(-1) : null;
  const names = ['check_types', 'expand_composites'];
  const isKeywords =
    isPlainObject(last) && Object.keys(last).length > 0 && Object.keys(last).every((k) => names.includes(k));
  const { check_types = true, expand_composites = false } = (
    isKeywords ? structures.pop() : {}
  ) as MapKeywords;
  for (const other of structures.slice(1))
    assert_same_structure(structures[0], other, check_types, expand_composites);
  return map(func, structures, expand_composites) as MapLeaves<S, R>;
}
