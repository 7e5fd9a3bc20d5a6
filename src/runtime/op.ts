/**
 * The op record: everything the library knows of an operation, in one place (DESIGN.md "One op, one place").
 * `infer` says what comes out, `kernel` computes it, `grad` says how gradients flow back; `null` says that none do.
 */
import { type DType, int32, int64 } from '../dtypes';
import { InvalidArgumentError, LookupError } from '../errors';
import type { IndexedSlices } from './indexed_slices';
import { checkKernel } from './kernel_types';
import type { Tensor } from './tensor';
import type { Dimension } from './tensor_shape';

/** A tensor as `infer` sees it: a symbolic one may have unknown dimensions (`null`: unknown rank) and no data. */
export interface Spec {
  readonly dtype: DType;
  readonly dims: readonly Dimension[] | null;
}
/** An input of `infer`; `data` is there when its value is known, as it always is in eager execution. */
export interface InputSpec extends Spec {
  readonly data?: Tensor['data'] | null;
}
/** What `infer` has worked out for eager inputs. */
export interface KnownSpec extends Spec {
  readonly dims: readonly number[];
}

export type Attributes = Readonly<Record<string, unknown>>;
/** The one empty set of attributes, shared by all ops without any. */
export const noAttributes: Attributes = Object.freeze({});

/** One call as its gradient function sees it. */
export interface OpCall<A extends Attributes = Attributes> {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attrs: A;
  /** True for inputs whose gradients nobody asks for: a costly one may then be `null`. Absent: all are asked for. */
  readonly skips?: readonly boolean[] | null;
}
/** A gradient: a tensor, or the rows of one that are not zero. */
export type GradientValue = Tensor | IndexedSlices;
/**
 * Gradients of the inputs from those of the outputs, in input order, written with public ops. `null`: no gradient
 * flows there. A broadcast input may be given the gradient of the broadcast shape: the tape sums it back.
 */
export type Gradient<A extends Attributes = Attributes> = (
  call: OpCall<A>,
  ...outputGradients: Tensor[]
) => readonly (GradientValue | null)[];

/**
 * The `grad` of an op that TF registers no gradient for: asking for one is an error, where `null` gives None.
 * @throws {@link LookupError} when called
 */
export function unregisteredGradient<A extends Attributes = never>(type: string): Gradient<A> {
  return () => {
    throw new LookupError(`gradient registry has no entry for: ${type}`, { fields: { key: type } });
  };
}

/** The types that most ops allow for an index. */
const indexTypes: readonly DType[] = [int32, int64];
/**
 * An input that is an index, an axis, a size or a shape: where it stands (negative: from the end), then the attr that is
 * its type in TF's definition and what that allows (int32 and int64 if not said), or the one type that it may have.
 */
export type IndexInput = readonly [at: number, type: string | DType, allowed?: readonly DType[] | undefined];

/** What an op says of itself. */
export interface OpRecord<A extends Attributes = Attributes> {
  /** TF's op type, e.g. `AddV2`. */
  readonly type: string;
  /** Shapes and dtypes of the outputs. @throws TF's error for inputs that do not fit */
  readonly infer: (inputs: readonly InputSpec[], attrs: A) => readonly Spec[];
  /** Computes the outputs that `infer` described. */
  readonly kernel: (inputs: readonly Tensor[], attrs: A, outputs: readonly KnownSpec[]) => readonly Tensor[];
  /** The inputs that are indices: their types are checked before `infer` is asked. */
  readonly indices?: readonly IndexInput[];
  /** Required: `null` says that there is none. */
  readonly grad: Gradient<A> | null;
  /**
   * Set if the op does more than compute its outputs from its inputs: it `reads` state (a variable, a random generator),
   * or `writes` it (assigns, prints). Graphs keep the order of such ops; a trace runs all that write.
   */
  readonly effect?: 'reads' | 'writes';
  /** True if an output may share an input's storage: then a variable's value must not be lent, only read. */
  readonly aliases?: boolean;
  /** True if `grad` passes {@link IndexedSlices} on as they are; other gradient functions are given tensors. */
  readonly sparseGradients?: boolean;
  /** True if gradients are taken as they come, whatever their shape. */
  readonly keepsShape?: boolean;
}

/**
 * What an operation is called in a graph: the last parameter of most functions, or their only keyword. A number, as
 * `list.map(tf.exp)` passes one, is no name.
 */
export type OpName = string | null | { readonly name?: string | null } | number;

const registry = new Map<string, OpRecord>();

/** Enters a record in the registry and returns it. */
export function defineOp<A extends Attributes = Attributes>(record: OpRecord<A>): OpRecord<A> {
  const entered = record.indices === undefined ? record : withCheckedIndices(record, record.indices);
  registry.set(record.type, entered as unknown as OpRecord);
  return entered;
}

/** The record whose `infer` looks at the types of its indices first. */
function withCheckedIndices<A extends Attributes>(
  record: OpRecord<A>,
  indices: readonly IndexInput[],
): OpRecord<A> {
  const { type, infer } = record;
  const check = (inputs: readonly InputSpec[]): void => {
    for (const [at, attr, allowed = indexTypes] of indices) {
      const { dtype } = inputs[at < 0 ? inputs.length + at : at]!;
      if (typeof attr === 'string') checkAllowed(type, dtype, allowed, attr);
      else if (dtype !== attr) throw mismatch(type, at, attr, dtype);
    }
  };
  return {
    ...record,
    infer: (inputs, attrs) => {
      check(inputs);
      return infer(inputs, attrs);
    },
  };
}

/** All records, by TF's op type. */
export function registeredOps(): ReadonlyMap<string, OpRecord> {
  return registry;
}

/**
 * TF's check of an input type against the list in the op's definition.
 * @throws {@link InvalidArgumentError} for another type, {@link NotFoundError} for one that has no kernel
 */
export function checkAllowed(type: string, dtype: DType, allowed: readonly DType[], attr = 'T'): void {
  if (allowed.includes(dtype)) {
    checkKernel(type, dtype, attr);
    return;
  }
  const names = allowed.map((d) => d.c_name).join(', ');
  throw new InvalidArgumentError(
    `Value for attr '${attr}' of ${dtype.c_name} is not in the list of allowed values: ${names}\n\t; NodeDef: {{node ${type}}}; Op<name=${type}>`,
    { fields: { expected: allowed.map((d) => d.name), actual: dtype.name } },
  );
}

/** TF's error for inputs of different types. */
export function mismatch(type: string, index: number, expected: DType, actual: DType): InvalidArgumentError {
  // TF looks for the kernel before it looks at the other inputs.
  checkKernel(type, expected);
  return new InvalidArgumentError(
    `cannot compute ${type} as input #${index}(zero-based) was expected to be a ${expected.c_name} tensor but is a ${actual.c_name} tensor`,
    { fields: { expected: expected.name, actual: actual.name, input: index } },
  );
}
