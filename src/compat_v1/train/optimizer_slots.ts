/**
 * The variables of a TF1 optimizer and their places in the object graph (object_graph.md O3.3, restore.md R6): slots,
 * which belong to optimizer and variable together, and what belongs to the optimizer alone, once for each graph.
 */
import { currentContext } from '../../context';
import type { DType } from '../../dtypes';
import { ValueError } from '../../errors';
import type { BaseVariable } from '../../runtime/base_variable';
import { colocation } from '../../runtime/graph/device';
import { get_default_graph } from '../../runtime/graph/init_scope';
import { asNDArray } from '../../runtime/ndarray';
import { cast } from '../../runtime/ops/cast';
import { fill } from '../../runtime/ops/fill';
import type { Tensor } from '../../runtime/tensor';
import type { InitialValue } from '../../runtime/variable';
import { fulfilDeferred, preloadedValue } from '../../tracking/deferred';
import type { CheckpointPosition } from '../../tracking/restore';
import { asTrackable, Trackable } from '../../tracking/trackable';
import { VariableV1 } from '../variable';
import { create_slot } from './slot_creator';

type NamedSlots = Map<Trackable, BaseVariable>;

export abstract class SlotOptimizer extends Trackable {
  /** @internal */
  readonly _name: string;
  private readonly slots = new Map<string, NamedSlots>();
  private readonly waiting = new Map<string, Map<Trackable, CheckpointPosition[]>>();
  /** By name, for each graph; null stands for eager execution. */
  private readonly own = new Map<object | null, Map<string, BaseVariable>>();

  /** @throws {@link ValueError} without a name */
  constructor(name: string) {
    super();
    if (!name) throw new ValueError('Must specify the optimizer name');
    this._name = name;
  }

  get_name(): string {
    return this._name;
  }

  /** Sorted. */
  override get_slot_names(): readonly string[] {
    return [...this.slots.keys()].sort();
  }
  /** The slot of `variable`, or null. */
  override get_slot(variable: Trackable, slot_name: string): BaseVariable | null {
    return this.slots.get(slot_name)?.get(asTrackable(variable)!) ?? null;
  }
  /** All variables of the optimizer in the current graph, by name. */
  variables(): BaseVariable[] {
    const graph = graphKey();
    const found = [...(this.own.get(graph)?.values() ?? [])];
    for (const named of this.slots.values())
      for (const slot of named.values()) if ((slot._node?.op.graph ?? null) === graph) found.push(slot);
    return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }
  /** The variable and these slots of it. */
  protected statesOf(variable: BaseVariable, ...names: readonly string[]): BaseVariable[] {
    return [variable, ...names.map((name) => this.get_slot(variable, name)!)];
  }

  /** Makes the slot if there is none, full of one number. @param op_name the part of its name after the variable's */
  protected filledSlot(
    variable: BaseVariable,
    slot_name: string,
    value: number,
    op_name = this._name,
  ): BaseVariable {
    const { dtype } = variable;
    return this.makeSlot(variable, slot_name, op_name, () => filled(variable, value, dtype));
  }
  protected _zeros_slot(variable: BaseVariable, slot_name: string, op_name: string): BaseVariable {
    return this.filledSlot(variable, slot_name, 0, op_name);
  }
  private makeSlot(
    variable: BaseVariable,
    slot_name: string,
    op_name: string,
    initial: InitialValue,
  ): BaseVariable {
    let named = this.slots.get(slot_name);
    if (named === undefined) {
      named = new Map();
      this.slots.set(slot_name, named);
    }
    const present = named.get(variable);
    if (present !== undefined) return present;
    const slot = create_slot(variable, initial, op_name);
    named.set(variable, slot);
    const positions = this.waiting.get(slot_name)?.get(variable) ?? [];
    this.waiting.get(slot_name)?.delete(variable);
    for (const position of positions.sort((a, b) => b.restore.uid - a.restore.uid))
      position.restoreInto(slot);
    return slot;
  }

  /** R6.4: eagerly a slot is made from the file; in a graph the value waits until the slot is there. */
  override _create_or_restore_slot_variable(args: {
    readonly slot_variable_position: CheckpointPosition;
    readonly slot_name: string;
    readonly variable: Trackable;
  }): Trackable | null {
    const { slot_variable_position: position, slot_name, variable } = args;
    const present = this.get_slot(variable, slot_name);
    if (present !== null) return present;
    if (!currentContext().builder && position.is_simple_variable)
      return this.makeSlot(variable as BaseVariable, slot_name, this._name, asNDArray(position.value()));
    let waiting = this.waiting.get(slot_name);
    if (waiting === undefined) {
      waiting = new Map();
      this.waiting.set(slot_name, waiting);
    }
    const positions = waiting.get(variable);
    if (positions === undefined) waiting.set(variable, [position]);
    else positions.push(position);
    return null;
  }

  /** Makes a variable that belongs to no other one, once for each graph, on the device of `colocate_with`. */
  protected _create_non_slot_variable(
    initial_value: InitialValue,
    name: string,
    colocate_with: BaseVariable,
  ): BaseVariable {
    const graph = graphKey();
    let own = this.own.get(graph);
    if (own === undefined) {
      own = new Map();
      this.own.set(graph, own);
    }
    const present = own.get(name);
    if (present !== undefined) return present;
    const position = graph === null ? preloadedValue(this, name) : null;
    const initial = position === null ? initial_value : asNDArray(position.value());
    const make = () => new VariableV1(initial, { name, trainable: false });
    const node = colocate_with._node;
    const variable = node === null ? make() : colocation(node.op, false).use(make);
    own.set(name, variable);
    position?.markRestored(variable);
    fulfilDeferred(this, name, variable);
    return variable;
  }
  protected _get_non_slot_variable(name: string): BaseVariable | null {
    return this.own.get(graphKey())?.get(name) ?? null;
  }
  override _trackable_children(): ReadonlyMap<string, Trackable> {
    const own = [...(this.own.get(graphKey()) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return new Map<string, Trackable>([...own, ...super._trackable_children()]);
  }
  override _lookup_dependency(name: string): Trackable | undefined {
    return super._lookup_dependency(name) ?? this._get_non_slot_variable(name) ?? undefined;
  }
}

/** The graph whose variables are meant; null in eager execution and in functions, whose variables are eager. */
function graphKey(): object | null {
  const { builder } = currentContext();
  return builder && !builder.building_function ? get_default_graph() : null;
}

function filled(variable: BaseVariable, value: number, dtype: DType): Tensor {
  const dims = [...variable._resource.dims];
  return cast(fill(dims, value), dtype);
}
