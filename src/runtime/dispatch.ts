/**
 * The one door that every op goes through: it runs the kernel when executing eagerly, tells the tapes that watch,
 * or adds a node to the graph that is being built. `unary` and `binary` are the same door for small float tensors,
 * without what the general way costs (PERFORMANCE.md).
 */
import { currentContext } from '../context';
import { float32 } from '../dtypes';
import { float32ToFill } from './allocate';
import type { BaseVariable } from './base_variable';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import type { BinaryOp, UnaryOp } from './elementwise';
import { type Operation, outOfScope } from './graph/operation';
import type { ResourceHandle } from './handle';
import { type Attributes, type KnownSpec, noAttributes, type OpName, type OpRecord } from './op';
import { Tensor } from './tensor';
import { sameDims, type TensorShape } from './tensor_shape';

/** What listens to eager ops: a gradient tape. */
export interface Recorder {
  record(op: OpRecord, inputs: readonly Tensor[], outputs: readonly Tensor[], attrs: Attributes): void;
  /** The value of a variable, for good; notes that it was read. */
  read(variable: BaseVariable): Tensor;
  /** The same for an op that does not keep it. */
  lend(variable: BaseVariable): Tensor;
}
/** What ops are added to instead of being run: a graph or a trace. */
export interface GraphBuilder {
  add(op: OpRecord, inputs: readonly Tensor[], attrs: Attributes, name?: string | null): readonly Tensor[];
  addOperation(op: OpRecord, inputs: readonly Tensor[], attrs: Attributes, name?: string | null): Operation;
  /** An eager value as a tensor of this graph. */
  constant(value: Tensor, name?: string | null): Tensor;
  /** Seed of random ops; null: none. */
  readonly seed: number | bigint | null;
  /** Number of the next random op that has no seed of its own. */
  nextOpSeed(): number;
  /** True for the trace of a function, false for a graph that a session runs. */
  readonly building_function: boolean;
  /** The `name` that the function now running was given, for whoever asks first. */
  takeName(): string | null;
  /** The full prefix of a name scope that is opened here: made unique, unlike in eager execution. */
  openScope(name: string): string;
  /** Full name and handle of a variable that is made while this is current. */
  variable(request: VariableRequest): VariableGrant;
  /** Called for a variable that is made in `init_scope`, before; what it gives is called with the variable. */
  admit(): (variable: BaseVariable) => void;
}
/** A variable that wants to be made in a graph or trace. */
export interface VariableRequest {
  readonly name: string;
  readonly initial: () => Tensor;
  /** True if `initial` was given as a function. */
  readonly callable: boolean;
  readonly shape: TensorShape | null;
  readonly trainable: boolean;
}
/** What a graph gives it. */
export interface VariableGrant {
  readonly resource: ResourceHandle;
  readonly shared_name: string;
  readonly declared: TensorShape | null;
  /** In a graph that a session runs: what initialises it. */
  readonly node: VariableNode | null;
  /** Told when the variable is there. */
  readonly made: (variable: BaseVariable) => void;
}
/** What a graph knows of a variable of its own. */
export interface VariableNode {
  readonly op: Operation;
  readonly initializer: Operation;
  readonly initial_value: Tensor;
  /** Its value where nothing orders reads and writes. */
  readonly snapshot: Tensor;
}

declare module '../context' {
  interface ContextFrame {
    /** Tapes that record, as one; absent when none does. */
    readonly recorder?: Recorder | null;
    /** Those outside of the trace that is going on: they record again when it is over. */
    readonly outerRecorders?: readonly (Recorder | null | undefined)[];
    /** The graph being built; absent in eager execution. */
    readonly builder?: GraphBuilder | null;
    /** In `init_scope` the trace that it leaves: variables are made outside, but count as the function's. */
    readonly aside?: GraphBuilder | null;
  }
}

/**
 * Runs one op on tensors. @param attrs in the order of TF's op definition @param name of the node in a graph, eagerly
 * nothing @throws {@link TypeError} eagerly for a tensor of a graph, though its value may be known
 */
export function dispatch<A extends Attributes>(
  op: OpRecord<A>,
  inputs: readonly Tensor[],
  attrs: A,
  name?: OpName,
): readonly Tensor[] {
  const frame = currentContext();
  if (frame.builder) {
    const added = frame.builder.add(op as unknown as OpRecord, inputs, attrs, nodeName(name));
    if (frame.recorder) frame.recorder.record(op as unknown as OpRecord, inputs, added, attrs);
    return added;
  }
  for (let i = 0; i < inputs.length; i++) if (inputs[i]!.source !== null) throw outOfScope(inputs[i]!);
  const outputs = op.kernel(inputs, attrs, op.infer(inputs, attrs) as readonly KnownSpec[]);
  if (frame.recorder) frame.recorder.record(op as unknown as OpRecord, inputs, outputs, attrs);
  return outputs;
}

/** What an op's `name` argument says. */
export function nodeName(name: OpName | undefined): string | null {
  if (typeof name === 'object') return name?.name ?? null;
  return typeof name === 'string' ? name : null;
}

/** `dispatch` of an op without attributes and with one output. */
export function dispatchOne(op: OpRecord, inputs: readonly Tensor[], name?: OpName): Tensor {
  return dispatch(op, inputs, noAttributes, name)[0]!;
}

/** An op's input. A variable's value is lent to the op, unless the op's result may go on sharing it. */
export function operand(value: TensorLike, op: OpRecord): Tensor {
  if (value instanceof Tensor) return value;
  if (typeof value === 'object' && value !== null && (value as BaseVariable)._is_variable === true) {
    const variable = value as BaseVariable;
    const { recorder, builder } = currentContext();
    if (op.aliases === true || builder) return variable.value();
    return recorder ? recorder.lend(variable) : variable._resource.borrow();
  }
  return toTensor(value);
}

/** An element-wise op of one tensor. */
export function unary(op: UnaryOp, x: TensorLike, name?: OpName): Tensor {
  const frame = currentContext();
  const a = operand(x, op);
  if (a.dtype !== float32 || frame.builder || a.source !== null) return dispatchOne(op, [a], name);
  const data = a.data as Float32Array;
  const out = float32ToFill(data.length);
  op.loops.float(data, out);
  const result = new Tensor(float32, a.dims, out);
  if (frame.recorder) frame.recorder.record(op, [a], [result], noAttributes);
  return result;
}

/** An element-wise op of two tensors that are broadcast against each other. Both must have one dtype by now. */
export function binary(op: BinaryOp, a: Tensor, b: Tensor, name?: OpName): Tensor {
  const frame = currentContext();
  const isEager = !frame.builder && a.source === null && b.source === null;
  if (!op.sameType || a.dtype !== float32 || b.dtype !== float32 || !isEager)
    return dispatchOne(op, [a, b], name);
  // Equal shapes and single numbers need no walk over the dimensions.
  const [aStep, bStep] = [a.dims.length === 0 ? 0 : 1, b.dims.length === 0 ? 0 : 1];
  if (aStep === bStep && !sameDims(a.dims, b.dims)) return dispatchOne(op, [a, b]);
  const { dims, data } = aStep === 0 ? b : a;
  const out = float32ToFill(data.length);
  const [x, y] = [a.data as Float32Array, b.data as Float32Array];
  op.loops.float(x, 0, aStep, y, 0, bStep, out, 0, data.length);
  const result = new Tensor(float32, dims, out);
  if (frame.recorder) frame.recorder.record(op, [a, b], [result], noAttributes);
  return result;
}
