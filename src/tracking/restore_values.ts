/**
 * The values one walk has collected (restore.md R2.5, R5): checked as a whole against the file before anything is
 * read, read in one call, then assigned. So a restore that fails changes no variable.
 */

import type { HostTensor } from '../dtypes';
import { DataLossError } from '../errors';
import { compareText } from '../python/text_order';
import { attributesPrefix, escapeLocalName } from './graph_keys';
import { hooked } from './hooks';
import type { ObjectGraphNode } from './object_graph';
import { checkpointSaver, registeredSaverFor, saverToRestore } from './registered_savers';
import type { TensorSource } from './restore';
import { type Mismatch, mismatchError, mismatchOf } from './restore_mismatch';
import { collectingRestoreOps } from './restore_ops';
import { append, type Restore } from './restore_state';
import type { RestoreSpec, Trackable } from './trackable';

/** One attribute of a live object and the key it is restored from. */
interface WantedTensor {
  readonly trackable: Trackable;
  readonly attribute: string;
  readonly key: string;
  readonly spec: RestoreSpec;
}

export class PendingValues {
  private readonly tensors: WantedTensor[] = [];
  private readonly pythonStates: WantedTensor[] = [];
  private readonly registered = new Map<string, Map<string, Trackable>>();
  private readonly formerUids: [Trackable, number][] = [];

  constructor(private readonly restore: Restore) {}

  /** R2.2: collects an object's values, unless a newer restore has given it some. */
  add(id: number, trackable: Trackable): void {
    const state = trackable._tracking;
    if (this.restore.uid <= state.updateUid) return;
    this.collect(id, this.restore.node(id), trackable);
    this.formerUids.push([trackable, state.updateUid]);
    state.updateUid = this.restore.uid;
  }

  private collect(id: number, node: ObjectGraphNode, trackable: Trackable): void {
    const recorded = node.registered_saver;
    if (recorded !== undefined && recorded.name !== '') {
      if (saverToRestore(trackable, recorded.name) !== null)
        this.addRegistered(recorded.name, recorded.object_name, trackable);
      return;
    }
    const first = node.attributes[0];
    if (first === undefined) return;
    const saver = registeredSaverFor(trackable);
    if (saver !== undefined) {
      this.addRegistered(saver.name, first.checkpoint_key, trackable);
    } else if (trackable._is_python_state) {
      for (const [attribute, { dtype }] of hooked(trackable)._restore_specs())
        this.pythonStates.push({
          trackable,
          attribute,
          key: first.checkpoint_key,
          spec: { dtype, shape: [] },
        });
    } else if (trackable._has_own_values) {
      for (const [attribute, spec] of hooked(trackable)._restore_specs())
        this.tensors.push({
          trackable,
          attribute,
          key: keyToRead(this.restore.source, node, attribute),
          spec,
        });
    } else {
      for (const attribute of node.attributes) append(this.restore.unusedAttributes, id, attribute.name);
    }
  }

  private addRegistered(saverName: string, objectName: string, trackable: Trackable): void {
    const objects = this.registered.get(saverName) ?? new Map<string, Trackable>();
    this.registered.set(saverName, objects.set(objectName, trackable));
  }

  /** All keys to read, sorted, each once. */
  keys(): string[] {
    const keys = new Set<string>();
    for (const { key } of this.pythonStates) keys.add(key);
    for (const { key } of this.tensors) keys.add(key);
    return [...keys].sort(compareText);
  }

  /**
   * Compares what is wanted with what the file has, without reading values. The error has all findings in
   * `fields.report`.
   * @throws {@link NotFoundError} for a key that is absent, else {@link InvalidArgumentError} for all that have another
   *   dtype (R5.1), else {@link ValueError} for the first that does not fit in shape (R5.2).
   */
  check(): void {
    this.tensors.sort((a, b) => compareText(a.key, b.key));
    const { source } = this.restore;
    const mismatches: Mismatch[] = [];
    for (const { key, spec } of this.pythonStates.concat(this.tensors)) {
      const stored = source.lookup(key);
      const cause = stored === undefined ? 'key missing' : mismatchOf(spec, stored);
      if (cause !== null) mismatches.push({ cause, key, spec, stored });
    }
    if (mismatches.length > 0) throw mismatchError(source, mismatches);
  }

  /** Hands the tensors to their objects: PythonState first, then by sorted key, registered savers last. */
  assign(values: ReadonlyMap<string, HostTensor>): void {
    collectingRestoreOps(this.restore.ops, () => this.handOut(values));
  }
  private handOut(values: ReadonlyMap<string, HostTensor>): void {
    const take = eachOnce(values);
    for (const { trackable, attribute, key } of this.pythonStates)
      hooked(trackable)._restore_from_tensors(new Map([[attribute, take(key)]]));
    for (const [trackable, restored] of this.byObject(take))
      hooked(trackable)._restore_from_tensors(restored);
    for (const [name, objects] of this.registered)
      checkpointSaver(name).restore_fn(objects, this.restore.source.path);
  }

  /** An object is given its values when the last of its keys is reached (R5.4). */
  private byObject(take: (key: string) => HostTensor): [Trackable, Map<string, HostTensor>][] {
    const lastFirst = new Map<Trackable, Map<string, HostTensor>>();
    for (let i = this.tensors.length - 1; i >= 0; i--) {
      const { trackable, attribute, key } = this.tensors[i]!;
      const restored = lastFirst.get(trackable);
      if (restored === undefined) lastFirst.set(trackable, new Map([[attribute, take(key)]]));
      else restored.set(attribute, take(key));
    }
    return [...lastFirst].reverse();
  }

  /** Undoes what {@link add} did to the objects, after a failure. */
  rollBack(): void {
    for (const [trackable, uid] of this.formerUids) {
      if (trackable._tracking.updateUid === this.restore.uid) trackable._tracking.updateUid = uid;
    }
  }
}

/** Objects keep the storage they are given, so a tensor that goes to several of them goes as copies. */
export function eachOnce(values: ReadonlyMap<string, HostTensor>): (key: string) => HostTensor {
  const given = new Set<string>();
  return (key) => {
    const tensor = values.get(key)!;
    if (given.has(key)) return { dtype: tensor.dtype, shape: tensor.shape, data: tensor.data.slice() };
    given.add(key);
    return tensor;
  };
}

/**
 * As in TF the first attribute's key tells where an object's values lie, and the live object which ones they are.
 * TF escapes an attribute's name twice when it writes and once when it reads; keys listed in the graph help out.
 */
export function keyToRead(source: TensorSource, node: ObjectGraphNode, attribute: string): string {
  const first = node.attributes[0]!.checkpoint_key;
  const prefix = attributesPrefix(first);
  if (prefix === undefined) {
    throw new DataLossError(
      `The object graph of ${source.path} gives '${first}' as the key of an object's value.`,
      { fields: { file: source.path, key: first } },
    );
  }
  const name = escapeLocalName(attribute);
  const key = prefix + name;
  const twice = prefix + escapeLocalName(name);
  if (twice === key || source.lookup(key) !== undefined) return key;
  return node.attributes.some((listed) => listed.checkpoint_key === twice) ? twice : key;
}
