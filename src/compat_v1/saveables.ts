/** What a Saver saves: from a list or dict of variables to names and values, in the order of the file (saver.md S2). */
import { currentContext } from '../context';
import type { DType, HostTensor } from '../dtypes';
import { AttributeError, TypeError, ValueError } from '../errors';
import { isPlainObject } from '../python/arguments';
import { repr, str, typeName } from '../python/repr';
import { BaseVariable } from '../runtime/base_variable';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { type GraphSession, requireSession } from '../runtime/graph/default_session';
import { canonicalDevice } from '../runtime/graph/device';
import { flatten } from '../runtime/nest';
import { Tensor } from '../runtime/tensor';
import { compareKeys } from '../saving/bundle/keys';
import { escapeLocalName } from '../tracking/graph_keys';
import { hooked } from '../tracking/hooks';
import { asTrackable, type Trackable } from '../tracking/trackable';
import { FrozenCheckpoint } from './frozen_checkpoint';
import { PartitionedVariable } from './partitioned_variable';
import { sliceInfoOf } from './save_slice_info';

/** Variables (in lists of any depth) or a dict: names to variables, their slices, or other objects with values. */
export type VarList = readonly unknown[] | ReadonlySet<unknown> | ReadonlyMap<string, unknown> | object;

/** One tensor of a file and where it comes from. */
export interface SaveItem {
  /** Its key. */
  readonly name: string;
  /** Which part of it, as SaveV2 takes it; empty for all. */
  readonly slice: string;
  readonly owner: Trackable;
  /** Which of the owner's values. */
  readonly attribute: string;
  readonly dtype: DType;
  /** Static; null if any shape will do. */
  readonly shape: readonly (number | null)[] | null;
  /** Whose shard it is in, where files are sharded. */
  readonly device?: string;
}

/** The tensors of a var_list, sorted by name (S2.5). @throws S2.2, S2.3 */
export function itemsOf(var_list: VarList): SaveItem[] {
  if (var_list instanceof FrozenCheckpoint)
    return [...var_list.items].sort((a, b) => compareKeys(a.name, b.name));
  const named = isDict(var_list) ? checkedDict(var_list) : listByName(var_list);
  const items: SaveItem[] = [];
  const seen = new Set<Trackable>();
  for (const name of [...named.keys()].sort(compareKeys)) {
    const value = named.get(name);
    for (const owner of ownersOf(name, value)) {
      if (seen.has(owner))
        throw new ValueError(`The same saveable will be restored with two names: ${name}`, {
          fields: { key: name },
        });
      seen.add(owner);
      items.push(...valuesOf(name, owner));
    }
  }
  return items;
}

function isDict(value: VarList): value is ReadonlyMap<string, unknown> | Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof Map || isPlainObject(value) || '_is_dict' in value || '_is_mapping' in value;
}

function checkedDict(dict: ReadonlyMap<string, unknown> | Record<string, unknown>): Map<string, unknown> {
  const entries = new Map<string, unknown>(dict instanceof Map ? dict : Object.entries(dict));
  for (const name of entries.keys() as Iterable<unknown>)
    if (typeof name !== 'string')
      throw new TypeError(
        `names_to_saveables must be a dict mapping string names to trackable operations. Name is not a string: ${repr(name)}`,
      );
  return entries;
}

/** TF's `op_list_to_dict`. */
function listByName(list: VarList): Map<string, unknown> {
  if (!Array.isArray(list) && !(list instanceof Set))
    throw new TypeError(`Variables to save should be passed in a dict or a list. Got ${str(list)}`);
  const named = new Map<string, unknown>();
  const values = [...(list as Iterable<unknown>)].flatMap((item) => flatten(item));
  for (const value of values) checkNamed(value);
  for (const value of values.sort(byName)) {
    const raw = asTrackable(value);
    if (value instanceof PartitionedVariable) addOnce(named, value.name, value);
    else if (raw instanceof BaseVariable) addVariable(named, raw);
    else if (raw !== null) named.set('', [...((named.get('') as unknown[]) ?? []), raw]);
    else throw notAVariable(value, 'Variable to save is not a Variable');
  }
  return named;
}

function byName(a: unknown, b: unknown): number {
  const name = (value: unknown): string => String((value as { name?: unknown } | null)?.name ?? '');
  return compareKeys(name(a), name(b));
}

function addVariable(named: Map<string, unknown>, variable: BaseVariable): void {
  const info = sliceInfoOf(variable);
  if (info === null) {
    addOnce(named, variable._shared_name, variable);
    return;
  }
  const before = named.get(info.full_name);
  if (before !== undefined && !Array.isArray(before))
    throw new ValueError(`Mixing slices and non-slices with the same name: ${info.full_name}`);
  named.set(info.full_name, [...((before as unknown[]) ?? []), variable]);
}

function addOnce(named: Map<string, unknown>, name: string, value: unknown): void {
  const before = named.get(name);
  const eager = !currentContext().builder;
  if (before === undefined || (eager && before === value)) {
    named.set(name, value);
    return;
  }
  const fields = { key: name };
  if (!eager) throw new ValueError(`At least two variables have the same name: ${name}`, { fields });
  throw new ValueError(
    `Two different ResourceVariable objects with the same shared_name '${name}' were passed to the Saver. This likely ` +
      'means that they were created in different Graphs or isolated contexts, and may not be checkpointed together.',
    { fields },
  );
}

const notInDict =
  'names_to_saveables must be a dict mapping string names to Tensors/Variables. Not a variable';

/** A list is sorted by the names of what is in it. @throws {@link AttributeError} for what has none */
function checkNamed(value: unknown): void {
  if (asTrackable(value) !== null || (value as { name?: unknown } | null)?.name !== undefined) return;
  throw new AttributeError(`'${typeName(value)}' object has no attribute 'name'`);
}

function notAVariable(value: unknown, text = notInDict): Error {
  if (!currentContext().builder)
    return new ValueError(
      `Can only save/restore ResourceVariables when executing eagerly, got type: <class '${typeName(value)}'>.`,
    );
  // What is no tensor has become one before it is told.
  const shown =
    value instanceof Tensor ? value : currentContext().builder!.constant(toTensor(value as TensorLike));
  return new TypeError(`${text}: ${str(shown)}`);
}

/** The objects behind one name: a variable, the slices of one, or something else that has values. */
function ownersOf(name: string, value: unknown): Trackable[] {
  if (value instanceof PartitionedVariable) return [...value];
  if (Array.isArray(value)) {
    if (name !== '') for (const part of value) checkSlice(name, part, value);
    return value.map((part) => asTrackable(part)!);
  }
  const raw = asTrackable(value);
  if (raw === null) throw notAVariable(value);
  return [raw];
}

function checkSlice(name: string, part: unknown, all: readonly unknown[]): void {
  const raw = asTrackable(part);
  if (!(raw instanceof BaseVariable)) throw notAVariable(part);
  const info = sliceInfoOf(raw);
  if (info === null)
    throw new ValueError(`Slices must all be slices: ${repr(part)}`, { fields: { key: name } });
  const first = sliceInfoOf(asTrackable(all[0]) as BaseVariable);
  if (first !== null && first.full_name !== info.full_name)
    throw new ValueError(`Slices must all be from the same tensor: ${first.full_name} != ${info.full_name}`, {
      fields: { key: name },
    });
}

function valuesOf(name: string, owner: Trackable): SaveItem[] {
  if (owner instanceof BaseVariable) {
    const { dtype } = owner;
    const slice = sliceInfoOf(owner)?.spec ?? '';
    const device = canonicalDevice(owner._node?.op.device ?? '');
    return [{ name, slice, owner, attribute: 'VARIABLE_VALUE', dtype, shape: owner.shape.dims, device }];
  }
  return [...hooked(owner)._restore_specs()].map(([attribute, { dtype, shape }]) => ({
    name: name + escapeLocalName(attribute),
    slice: '',
    owner,
    attribute,
    dtype,
    shape,
  }));
}

/** The values of items now; those of a graph in `session`, all in one run. */
export function readItems(items: readonly SaveItem[], session: GraphSession | null): HostTensor[] {
  const inGraph = items.filter(({ owner }) => owner instanceof BaseVariable && owner._resource.symbolic);
  const snapshots = inGraph.map(({ owner }) => (owner as BaseVariable)._node!.snapshot);
  const results = snapshots.length === 0 ? [] : requireSession(session, 'save')._evaluate(snapshots);
  const known = new Map<SaveItem, HostTensor>(inGraph.map((item, i) => [item, results[i]!]));
  return items.map((item) => known.get(item) ?? valueOf(item));
}

function valueOf({ owner, attribute }: SaveItem): HostTensor {
  const value = hooked(owner)._serialize_to_tensors().get(attribute)!;
  return typeof value === 'function' ? value() : value;
}
