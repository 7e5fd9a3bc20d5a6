/** A small optimizer with hyper variables and a slot, as Keras 2's legacy SGD: proves the protocol of restore.md R6. */
import type { HostTensor } from '../../src/dtypes';
import { asNDArray } from '../../src/runtime/ndarray';
import { Variable } from '../../src/runtime/variable';
import { AutoTrackableBase } from '../../src/tracking/auto_trackable';
import { NoDependency } from '../../src/tracking/no_dependency';
import type { CheckpointPosition } from '../../src/tracking/restore';
import { asTrackable, type Trackable } from '../../src/tracking/trackable';

const SLOT = 'momentum';

export class MomentumOptimizer extends AutoTrackableBase {
  readonly iter = new Variable(0n, { dtype: 'int64', name: 'SGD/iter', trainable: false });
  readonly decay = new Variable(0, { name: 'SGD/decay', trainable: false });
  readonly learning_rate: Variable;
  readonly momentum: Variable;
  private readonly slots = NoDependency(new Map<Trackable, Variable>());

  constructor(learningRate: number, momentum: number) {
    super();
    this.learning_rate = new Variable(learningRate, { name: 'SGD/learning_rate', trainable: false });
    this.momentum = new Variable(momentum, { name: 'SGD/momentum', trainable: false });
  }

  /** One step of `v ← v + (m ← momentum·m − rate·gradient)`. */
  apply(variable: Variable, gradient: readonly number[]): void {
    const slot = this.slots.get(variable) ?? this.addSlot(variable, null);
    const [rate, momentum] = [this.learning_rate, this.momentum].map((v) => Number(v.numpy().item())) as [
      number,
      number,
    ];
    const data = Array.from(slot.numpy().data as Float32Array, (m, i) => momentum * m - rate * gradient[i]!);
    const change = { dtype: slot.dtype, shape: [...slot.numpy().shape], data: Float32Array.from(data) };
    slot.assign(change);
    variable.assign_add(change);
    this.iter.assign_add(1n);
  }

  private addSlot(variable: Variable, value: HostTensor | null): Variable {
    const { dtype, shape, data } = variable.numpy();
    const initial = value ?? { dtype, shape: [...shape], data: dtype.allocate(data.length) };
    const name = `SGD/${variable._shared_name}/${SLOT}`;
    const slot = new Variable({ initial_value: asNDArray(initial), name, trainable: false });
    this.slots.set(asTrackable(variable)!, slot);
    return slot;
  }

  override get_slot_names(): readonly string[] {
    return [SLOT];
  }
  override get_slot(variable: Trackable, slot_name: string): Trackable | null {
    return slot_name === SLOT ? (this.slots.get(variable) ?? null) : null;
  }
  override _create_or_restore_slot_variable(args: {
    readonly slot_variable_position: CheckpointPosition;
    readonly slot_name: string;
    readonly variable: Trackable;
  }): Trackable | null {
    if (args.slot_name !== SLOT) return null;
    return (
      this.slots.get(args.variable) ??
      this.addSlot(args.variable as Variable, args.slot_variable_position.value())
    );
  }
}
