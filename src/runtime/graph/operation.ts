/** One node of a graph: an op record with inputs, attributes and symbolic outputs. */
import { currentContext } from '../../context';
import type { TensorStorage } from '../../dtypes';
import { NotImplementedError, TypeError, ValueError } from '../../errors';
import { PyTuple } from '../../python/tuple';
import type { Attributes, OpRecord, Spec } from '../op';
import { symbolicRepr } from '../symbolic_text';
import { Tensor, type TensorSource } from '../tensor';
import type { Graph } from './graph';

/** Mirrors `tf.Operation`. Made by {@link Graph.add}. */
export class Operation {
  readonly outputs: readonly Tensor[];
  /** True if this, or what it is computed from, waits for other operations. @internal */
  readonly _waits: boolean;
  private place = '';

  /** @internal */
  constructor(
    readonly graph: Graph,
    readonly name: string,
    readonly record: OpRecord,
    readonly inputs: readonly Tensor[],
    readonly control_inputs: readonly Operation[],
    readonly attrs: Attributes,
    specs: readonly Spec[],
    values: readonly Tensor[] | null,
    /** Position in the graph: inputs always have smaller ones. */
    readonly index: number,
  ) {
    this._waits = control_inputs.length > 0 || inputs.some((t) => t.op._waits);
    this.outputs = specs.map((spec, i) => symbolic(this, i, spec, values?.[i]?.data ?? null));
  }

  /** TF's op type, e.g. `AddV2`. */
  get type(): string {
    return this.record.type;
  }
  /** What `tf.device` asked for; empty if nothing did. */
  get device(): string {
    return this.place;
  }
  /** @internal */
  _place(device: string): void {
    this.place = device;
  }
  /** @throws {@link ValueError} if there is no such attribute */
  get_attr(name: string): unknown {
    if (name === 'T' && this.inputs.length > 0 && !('T' in this.attrs)) return this.inputs[0]!.dtype;
    if (!(name in this.attrs)) throw new ValueError(`Operation '${this.name}' has no attr named '${name}'.`);
    return this.attrs[name];
  }
  /** The outputs, as a tuple. */
  values(): readonly Tensor[] {
    return new PyTuple(this.outputs);
  }

  __repr__(): string {
    return `<tf.Operation '${this.name}' type=${this.type}>`;
  }
  /** TF prints the node definition; of its attributes we give the names. */
  __str__(): string {
    const inputs = this.inputs.map((t) => `input: "${t.value_index === 0 ? t.op.name : t.name}"\n`);
    const control = this.control_inputs.map((op) => `input: "^${op.name}"\n`);
    return `name: "${this.name}"\nop: "${this.type}"\n${inputs.join('')}${control.join('')}`;
  }
  toString(): string {
    return this.__str__();
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }
}

function symbolic(op: Operation, index: number, spec: Spec, known: TensorStorage | null): Tensor {
  const source: TensorSource = { op, index, known: known !== null };
  const result: Tensor = new Tensor(
    spec.dtype,
    spec.dims as readonly number[],
    known ?? unknownValue(() => result),
    source,
  );
  return result;
}

/** Stands for the elements of a symbolic tensor: whoever looks at them is told why there are none. */
function unknownValue(of: () => Tensor): TensorStorage {
  const get = (_target: unknown, key: string | symbol): undefined => {
    if (typeof key === 'symbol' || key === 'constructor') return undefined;
    throw valueUnknown(of());
  };
  return new Proxy([], { get }) as unknown as TensorStorage;
}

function valueUnknown(tensor: Tensor): Error {
  if (currentContext().builder)
    return new NotImplementedError(
      `Cannot convert a symbolic tf.Tensor (${tensor.name}) to a numpy array. This error may indicate that you're ` +
        'trying to pass a Tensor to a NumPy call, which is not supported.',
      { fields: { key: tensor.name } },
    );
  return outOfScope(tensor);
}

/** TF's error for a tensor that has left the function whose trace it belongs to. */
export function outOfScope(tensor: Tensor): TypeError {
  return new TypeError(
    `${symbolicRepr(tensor)} is out of scope and cannot be used here. Use return values, explicit Python locals or ` +
      'TensorFlow collections to access it.\nPlease see ' +
      'https://www.tensorflow.org/guide/function#all_outputs_of_a_tffunction_must_be_return_values for more ' +
      'information.',
    { fields: { key: tensor.name } },
  );
}

/** True if the elements of a tensor can be looked at now. */
export function isKnown(tensor: Tensor): boolean {
  return tensor.source === null || tensor.source.known;
}
