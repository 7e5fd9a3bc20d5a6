/** Small trackables and an in-memory file, so that the graph logic is tested without tensors, bytes or files. */
import { type DType, float32, type HostTensor, string } from '../../src/dtypes';
import { NotFoundError } from '../../src/errors';
import { ObjectGraphView } from '../../src/tracking/graph_view';
import type { ObjectGraph } from '../../src/tracking/object_graph';
import type { CheckpointPosition, TensorInfo, TensorSource } from '../../src/tracking/restore';
import { restoreObjectGraph } from '../../src/tracking/restoring';
import { serializeObjectGraph } from '../../src/tracking/serialize_graph';
import { type RestoreSpec, type SavedValue, Trackable } from '../../src/tracking/trackable';

export function scalar(value: number): HostTensor {
  return { dtype: float32, shape: [], data: Float32Array.of(value) };
}

export function vector(...values: number[]): HostTensor {
  return { dtype: float32, shape: [values.length], data: Float32Array.from(values) };
}

export function numbers(tensor: HostTensor): number | number[] {
  const values = Array.from(tensor.data as Float32Array);
  return tensor.shape.length === 0 ? values[0]! : values;
}

/** An object with edges and no values. */
export class Node extends Trackable {
  constructor(
    readonly label: unknown = '',
    edges: Readonly<Record<string, Trackable>> = {},
  ) {
    super();
    for (const [name, child] of Object.entries(edges)) this._track_trackable(child, name);
  }
  __repr__(): string {
    return `Node(${this.label})`;
  }
}

/** A float variable that counts how often it was assigned. */
export class TestVariable extends Trackable {
  assigned = 0;
  constructor(
    readonly shared_name: string,
    public value: HostTensor = scalar(0),
    readonly static_shape: readonly (number | null)[] | null = value.shape,
    readonly dtype: DType = value.dtype,
  ) {
    super();
  }
  override get _is_variable(): boolean {
    return true;
  }
  override get _checkpoint_full_name(): string {
    return this.shared_name;
  }
  override _serialize_to_tensors(): ReadonlyMap<string, SavedValue> {
    return new Map([['VARIABLE_VALUE', this.value]]);
  }
  override _restore_specs(): ReadonlyMap<string, RestoreSpec> {
    const spec = { dtype: this.dtype, shape: this.static_shape, name: `${this.shared_name}:0` };
    return new Map([['VARIABLE_VALUE', spec]]);
  }
  override _restore_from_tensors(restored: ReadonlyMap<string, HostTensor>): void {
    this.value = restored.get('VARIABLE_VALUE')!;
    this.assigned++;
  }
  get number(): number | number[] {
    return numbers(this.value);
  }
  __repr__(): string {
    const { shape } = this.value;
    const text = (value: number) => (Number.isInteger(value) ? value.toFixed(1) : String(value));
    const value =
      shape.length === 0
        ? text(this.number as number)
        : `array([${(this.number as number[]).map((x) => `${x}.`).join(', ')}], dtype=float32)`;
    const shown = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
    return `<tf.Variable '${this.shared_name}:0' shape=${shown} dtype=${this.dtype.name}, numpy=${value}>`;
  }
}

/** An object with several values of its own (O1.3). */
export class Multi extends Trackable {
  readonly values: Map<string, number>;
  restored = 0;
  constructor(
    readonly label: unknown,
    values: Iterable<readonly [string, number]>,
  ) {
    super();
    this.values = new Map(values);
  }
  override _serialize_to_tensors(): ReadonlyMap<string, SavedValue> {
    return new Map([...this.values].map(([name, value]) => [name, () => scalar(value)]));
  }
  override _restore_from_tensors(restored: ReadonlyMap<string, HostTensor>): void {
    for (const [name, tensor] of restored) this.values.set(name, numbers(tensor) as number);
    this.restored++;
  }
  __repr__(): string {
    return `Multi(${this.label})`;
  }
}

export class State extends Trackable {
  constructor(
    readonly label: unknown,
    public value: string,
  ) {
    super();
  }
  override get _is_python_state(): boolean {
    return true;
  }
  override _serialize_to_tensors(): ReadonlyMap<string, SavedValue> {
    const data = [new TextEncoder().encode(this.value)];
    return new Map([['py_state', { dtype: string, shape: [], data }]]);
  }
  override _restore_from_tensors(restored: ReadonlyMap<string, HostTensor>): void {
    this.value = new TextDecoder().decode((restored.get('py_state')!.data as Uint8Array[])[0]);
  }
  __repr__(): string {
    return `State(${this.label})`;
  }
}

/** Has slot variables; makes missing ones while restoring. */
export class Optimizer extends Node {
  private readonly slots = new Map<Trackable, Map<string, TestVariable>>();
  constructor(
    label: unknown,
    readonly names: readonly string[],
    edges: Readonly<Record<string, Trackable>> = {},
  ) {
    super(label, edges);
  }
  override get_slot_names(): readonly string[] {
    return this.names;
  }
  override get_slot(variable: Trackable, name: string): TestVariable | null {
    return this.slots.get(variable)?.get(name) ?? null;
  }
  makeSlot(variable: Trackable, name: string, value: HostTensor): TestVariable {
    const slot = new TestVariable(`${(variable as TestVariable).shared_name}/${name}`, value);
    const named = this.slots.get(variable) ?? new Map<string, TestVariable>();
    this.slots.set(variable, named.set(name, slot));
    return slot;
  }
  override _create_or_restore_slot_variable({
    slot_variable_position: position,
    slot_name,
    variable,
  }: {
    readonly slot_variable_position: CheckpointPosition;
    readonly slot_name: string;
    readonly variable: Trackable;
  }): Trackable | null {
    const present = this.get_slot(variable, slot_name);
    if (present !== null || !(variable instanceof TestVariable)) return present;
    if (!position.is_simple_variable || !this.names.includes(slot_name)) return null;
    return this.makeSlot(variable, slot_name, scalar(0));
  }
  override __repr__(): string {
    return `Optimizer(${this.label})`;
  }
}

/** A file in memory that counts its reads. */
export class MemorySource implements TensorSource {
  readonly path = 'memory/ckpt';
  readonly reads: string[][] = [];
  constructor(readonly tensors: Map<string, HostTensor>) {}
  lookup(key: string): TensorInfo | undefined {
    return this.tensors.get(key);
  }
  readTensors(wanted: readonly string[]): ReadonlyMap<string, HostTensor> {
    this.reads.push([...wanted]);
    return new Map(
      wanted.map((key) => {
        const tensor = this.tensors.get(key);
        if (tensor === undefined) throw new NotFoundError(`Key ${key} not found in checkpoint`);
        return [key, { ...tensor, data: tensor.data.slice() }];
      }),
    );
  }
  keys(): Iterable<string> {
    return this.tensors.keys();
  }
}

export interface SavedGraph {
  readonly graph: ObjectGraph;
  readonly source: MemorySource;
}

/** What a file of `root` would hold now. */
export function save(root: Trackable): SavedGraph {
  const { graph, tensors } = serializeObjectGraph(new ObjectGraphView(root));
  const values = tensors.map(
    ({ key, value }) => [key, typeof value === 'function' ? value() : value] as const,
  );
  return { graph, source: new MemorySource(new Map(values)) };
}

/** Restores `saved` into `root`. */
export function restore(root: Trackable, saved: SavedGraph) {
  return restoreObjectGraph(new ObjectGraphView(root), saved.graph, saved.source);
}
