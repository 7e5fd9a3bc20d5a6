/**
 * Who owns what: the base of everything that can stand in an object graph (object_graph.md O1).
 *
 * Identity is kept in one place. What users hold may be a proxy (a Module, a wrapped list); `object[RAW]` is the
 * one `Trackable` behind it, and all internal code (walks, tables, slots) works on that. `handle` leads back
 * to what users hold.
 */
import type { HostTensor } from '../dtypes';
import { TypeError, ValueError } from '../errors';
import { setIsTracked } from '../python/arguments';
import type { NameBasedRestore } from './name_based_restore';
import type { CheckpointPosition } from './restore';

/** Leads from what a user holds (object, proxy, wrapped container, function) to its Trackable. */
export const RAW: unique symbol = Symbol('flowpoint.trackable');

/**
 * A value to save, or a function that gives it at save time: for good, or (`lent`) only until something is assigned,
 * which spares the next assignment a copy. Symbolic tensors come with graphs.
 */
export type SavedValue = HostTensor | ((lent?: boolean) => HostTensor);

/** What one restored attribute must look like. */
export interface RestoreSpec {
  readonly dtype: HostTensor['dtype'];
  /** Static shape, `null` for an unknown dimension; `null` alone accepts any shape. */
  readonly shape: readonly (number | null)[] | null;
  /** How error texts call the variable, e.g. `w:0`. */
  readonly name?: string;
}

/** What every Trackable keeps for the graph and for what waits to be restored (restore.md R1.3). */
export class TrackingState {
  /** Edges in the order of first tracking (O2.2). */
  readonly edges = new Map<string, Trackable>();
  /** Positions of restores that wait for an edge of this name, oldest first (R4). */
  readonly deferred = new Map<string, CheckpointPosition[]>();
  /** Uid of the newest restore applied to this object (R1.3). */
  updateUid = -1;
  /** Name-based restores that later edges take part in too (R9.2). */
  nameBased: NameBasedRestore[] = [];
}

/** Mirrors TF's `Trackable`. Subclasses say what they hold; edges are added by {@link _track_trackable}. */
export abstract class Trackable {
  readonly [RAW]: Trackable = this;
  /** @internal */
  readonly _tracking = new TrackingState();

  /** What users hold for this node: the object itself, its proxy, or the wrapped container. */
  get handle(): object {
    return this;
  }

  /** The mark by which a Module finds its variables. */
  get _is_variable(): boolean {
    return false;
  }

  /**
   * Edge name → child, in edge order. Containers that cannot be saved throw here (restore.md R7): on save, on
   * restore and in statuses alike.
   */
  _trackable_children(): ReadonlyMap<string, Trackable> {
    return this._tracking.edges;
  }

  /** The child at this edge, without the checks of `_trackable_children`. */
  _lookup_dependency(name: string): Trackable | undefined {
    return this._tracking.edges.get(name);
  }

  /** Attribute name → value, in the order they are saved. Empty for objects without values of their own. */
  _serialize_to_tensors(): ReadonlyMap<string, SavedValue> {
    return noValues;
  }

  /** Takes values back; called once with all attributes (restore.md R5.4). */
  _restore_from_tensors(_restored: ReadonlyMap<string, HostTensor>): void {}

  /**
   * What `_restore_from_tensors` accepts, so that a restore is checked as a whole before anything is assigned. Any
   * shape is accepted by default; a variable gives its static shape and its name.
   */
  _restore_specs(): ReadonlyMap<string, RestoreSpec> {
    const specs = new Map<string, RestoreSpec>();
    for (const [name, value] of this._serialize_to_tensors())
      specs.set(name, { dtype: (typeof value === 'function' ? value() : value).dtype, shape: null });
    return specs;
  }

  /** True if objects of this class take values of their own, whatever they hold at the moment. */
  get _has_own_values(): boolean {
    return this._serialize_to_tensors !== Trackable.prototype._serialize_to_tensors;
  }

  /** The mark of PythonState: its string is saved after all tensors and restored before them (restore.md R2.5). */
  get _is_python_state(): boolean {
    return false;
  }

  /** The mark of list, dict and tuple wrappers: statuses ignore the ones without children (restore.md R8.1). */
  get _is_data_structure(): boolean {
    return false;
  }

  /** `full_name` of an attribute in the graph proto: a variable's shared name, empty for all else (O6.2). */
  get _checkpoint_full_name(): string {
    return '';
  }

  /**
   * Where TF lists several values as one attribute, its name (TF's `legacy_saveable_name`): the values' own names start
   * with it. Empty for all but lookup tables.
   */
  get _legacy_saveable_name(): string {
    return '';
  }

  /** Slot names of an optimizer, in TF's order; empty for anything else (O3.3). */
  get_slot_names(): readonly string[] {
    return [];
  }

  /** The slot variable of `variable`, for optimizers. */
  get_slot(_variable: Trackable, _slot_name: string): Trackable | null {
    return null;
  }

  /** Optimizers make or find the slot variable that is being restored (R6.4); null: none is wanted. */
  _create_or_restore_slot_variable?(args: {
    readonly slot_variable_position: CheckpointPosition;
    readonly slot_name: string;
    readonly variable: Trackable;
  }): Trackable | null;

  /** Adds an edge (O2.9). @throws {@link TypeError} or {@link ValueError} with TF's texts. */
  _track_trackable(trackable: object, name: string, overwrite = false): object {
    const child = asTrackable(trackable);
    if (child === null) {
      throw new TypeError(
        'Trackable._track_trackable() can only be used to track objects of type Trackable. ' +
          `Got type ${typeName(trackable)}.`,
      );
    }
    const present = this._tracking.edges.get(name);
    if (present === child) return trackable;
    if (present !== undefined && !overwrite) {
      throw new ValueError(
        `Called Trackable._track_trackable() with name='${name}', but a Trackable with this name is already ` +
          'declared as a dependency. Names must be unique (or overwrite=True).',
        { fields: { object_path: name } },
      );
    }
    this._tracking.edges.set(name, child);
    if (present === undefined) fulfilDeferred(this, name, child);
    return trackable;
  }
}

const noValues: ReadonlyMap<string, SavedValue> = new Map();

type Fulfil = (owner: Trackable, name: string, child: Trackable) => void;
let fulfilDeferred: Fulfil = () => {};

/** restore.ts puts the fulfilling of deferred edges here: it builds on this file, not the reverse. @internal */
export function setFulfilDeferred(fulfil: Fulfil): void {
  fulfilDeferred = fulfil;
}

/** The Trackable behind `value`, or null. */
export function asTrackable(value: unknown): Trackable | null {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return null;
  return (value as { readonly [RAW]?: Trackable })[RAW] ?? null;
}

// A tracked dict in last place is a value, not the keywords of a call.
setIsTracked((value) => asTrackable(value) !== null);

function typeName(value: unknown): string {
  if (value === null || value === undefined) return "<class 'NoneType'>";
  return `<class '${(Object(value) as object).constructor?.name ?? typeof value}'>`;
}
