/**
 * A TF1 name-based file being restored into an object graph (restore.md R9.2): every object is given what the file
 * holds under its global name. Restores queue on each object and pass to what is tracked there later.
 */
import type { HostTensor } from '../dtypes';
import { InvalidArgumentError } from '../errors';
import { escapeLocalName } from './graph_keys';
import { hooked } from './hooks';
import type { TensorSource } from './restore';
import { mismatchOf, shapeError } from './restore_mismatch';
import { collectingRestoreOps, type RestoreOps } from './restore_ops';
import { nextRestoreUid } from './restore_state';
import { eachOnce } from './restore_values';
import type { RestoreSpec, Trackable } from './trackable';
import { WeakList } from './weak_list';

/** One object and the keys of all its attributes. */
interface NamedValues {
  readonly trackable: Trackable;
  /** Attribute → key. */
  readonly keys: ReadonlyMap<string, string>;
}

/** Mirrors TF's `_NameBasedRestoreCoordinator`. */
export class NameBasedRestore {
  readonly uid = nextRestoreUid();
  /** Objects that found no value, in the order they were visited. */
  readonly unused = new WeakList<Trackable>();
  private readonly unusedNames = new WeakMap<Trackable, string[]>();
  /** What a session is to run; empty where all objects are eager. */
  readonly ops: RestoreOps = new Map();
  /** How many objects took a value. */
  matched = 0;

  constructor(readonly source: TensorSource) {}

  /** The names or attributes that an object did not find. */
  unusedNamesOf(trackable: Trackable): readonly string[] {
    return this.unusedNames.get(trackable) ?? [];
  }

  /** Restores objects that no newer restore has visited, all or none; and later what is tracked on them. */
  restoreInto(trackables: readonly Trackable[]): void {
    const collected = this.collect(trackables);
    this.apply(collected, collected.keys.length === 0 ? new Map() : this.source.readTensors(collected.keys));
  }

  /** What is to be read, checked: an asynchronous driver reads it in its own way and calls {@link apply}. */
  collect(trackables: readonly Trackable[]): CollectedNames {
    const fresh = trackables.filter(({ _tracking }) => _tracking.updateUid < this.uid);
    const missing: [Trackable, string][] = [];
    const values: NamedValues[] = [];
    for (const trackable of fresh) {
      if (!trackable._has_own_values) continue;
      const { keys, missing: name } = this.namesOf(trackable);
      if (name === null) values.push({ trackable, keys });
      else missing.push([trackable, name]);
    }
    for (const { trackable, keys } of values) this.check(trackable, keys);
    return {
      trackables,
      fresh,
      missing,
      values,
      keys: [...new Set(values.flatMap(({ keys }) => [...keys.values()]))],
    };
  }

  apply(collected: CollectedNames, tensors: ReadonlyMap<string, HostTensor>): void {
    for (const { _tracking } of collected.trackables) {
      if (!_tracking.nameBased.includes(this)) _tracking.nameBased.push(this);
    }
    for (const { _tracking } of collected.fresh) _tracking.updateUid = this.uid;
    for (const [trackable, name] of collected.missing) {
      this.unused.add(trackable);
      this.unusedNames.set(trackable, [...this.unusedNamesOf(trackable), name]);
    }
    const take = eachOnce(tensors);
    collectingRestoreOps(this.ops, () => {
      for (const { trackable, keys } of collected.values) {
        const restored = new Map<string, HostTensor>();
        for (const [attribute, key] of keys) restored.set(attribute, take(key));
        hooked(trackable)._restore_from_tensors(restored);
        this.matched++;
      }
    });
  }

  /**
   * A variable has a global name. Of other objects TF asks for the bare names of their attributes, and reports an
   * empty name if one is not there; PythonState has no global name at all.
   */
  private namesOf(trackable: Trackable): { keys: Map<string, string>; missing: string | null } {
    const keys = new Map<string, string>();
    const attributes = [...hooked(trackable)._restore_specs().keys()];
    if (trackable._is_python_state) return { keys, missing: attributes[0] ?? '' };
    const name = trackable._checkpoint_full_name;
    for (const attribute of attributes) keys.set(attribute, name === '' ? escapeLocalName(attribute) : name);
    const complete = [...keys.values()].every((key) => this.source.lookup(key) !== undefined);
    return { keys, missing: complete ? null : name };
  }

  private check(trackable: Trackable, keys: ReadonlyMap<string, string>): void {
    const specs = hooked(trackable)._restore_specs();
    for (const [attribute, key] of keys) {
      const spec = { ...(specs.get(attribute) as RestoreSpec), name: key };
      const stored = this.source.lookup(key)!;
      const cause = mismatchOf(spec, stored);
      if (cause === 'dtype differs') {
        throw new InvalidArgumentError(
          `Trying to assign variable with wrong dtype. Expected ${spec.dtype.c_name} got ${stored.dtype.c_name}`,
          { fields: { file: this.source.path, key, expected: spec.dtype.name, actual: stored.dtype.name } },
        );
      }
      if (cause !== null) throw shapeError(this.source, { cause, key, spec, stored });
    }
  }
}

export interface CollectedNames {
  readonly trackables: readonly Trackable[];
  readonly fresh: readonly Trackable[];
  readonly missing: readonly (readonly [Trackable, string])[];
  readonly values: readonly NamedValues[];
  /** What to read. */
  readonly keys: readonly string[];
}
