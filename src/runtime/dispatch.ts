/**
 * The one door that every op goes through: it runs the kernel when executing eagerly, tells the tapes that watch,
 * or adds a node to the graph that is being built. `unary` and `binary` are the same door for small float tensors,
 * without what the general way costs (PERFORMANCE.md).
 */
import { currentContext } from '../context';
import { float32 } from '../dtypes';
import { float32Result } from './allocate';
import type { BaseVariable } from './base_variable';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import type { BinaryOp, UnaryOp } from './elementwise';
import { type Attributes, type KnownSpec, noAttributes, type OpRecord } from './op';
import { Tensor } from './tensor';
import { sameDims } from './tensor_shape';

/** What listens to eager ops: a gradient tape. */
export interface Recorder {
  record(op: OpRecord, inputs: readonly Tensor[], outputs: readonly Tensor[], attrs: Attributes): void;
  /** The value of a variable, for good; notes that it was read. */
  read(variable: BaseVariable): Tensor;
}
/** What ops are added to instead of being run: a graph or a trace. */
export interface GraphBuilder {
  add(op: OpRecord, inputs: readonly Tensor[], attrs: Attributes): readonly Tensor[];
}

declare module '../context' {
  interface ContextFrame {
    /** Tapes that record, as one; absent when none does. */
    readonly recorder?: Recorder | null;
    /** The graph being built; absent in eager execution. */
    readonly builder?: GraphBuilder | null;
  }
}

/** Runs one op on tensors. @param attrs in the order of TF's op definition */
export function dispatch<A extends Attributes>(
  op: OpRecord<A>,
  inputs: readonly Tensor[],
  attrs: A,
): readonly Tensor[] {
  const frame = currentContext();
  if (frame.builder) return frame.builder.add(op as unknown as OpRecord, inputs, attrs);
  const outputs = op.kernel(inputs, attrs, op.infer(inputs, attrs) as readonly KnownSpec[]);
  if (frame.recorder) frame.recorder.record(op as unknown as OpRecord, inputs, outputs, attrs);
  return outputs;
}

/** `dispatch` of an op without attributes and with one output. */
export function dispatchOne(op: OpRecord, inputs: readonly Tensor[]): Tensor {
  return dispatch(op, inputs, noAttributes)[0]!;
}

/** An op's input. A variable's value is lent to the op, unless the op's result may go on sharing it. */
export function operand(value: TensorLike, op: OpRecord): Tensor {
  if (value instanceof Tensor) return value;
  if (typeof value === 'object' && value !== null && (value as BaseVariable)._is_variable === true)
    return op.aliases === true || currentContext().recorder
      ? (value as BaseVariable).value()
      : (value as BaseVariable)._resource.borrow();
  return toTensor(value);
}

/** An element-wise op of one tensor. */
export function unary(op: UnaryOp, x: TensorLike): Tensor {
  const frame = currentContext();
  const a = operand(x, op);
  if (a.dtype !== float32 || frame.builder) return dispatchOne(op, [a]);
  const data = a.data as Float32Array;
  const out = float32Result(data.length);
  op.loops.float(data, out);
  const result = new Tensor(float32, a.dims, out);
  if (frame.recorder) frame.recorder.record(op, [a], [result], noAttributes);
  return result;
}

/** An element-wise op of two tensors that are broadcast against each other. Both must have one dtype by now. */
export function binary(op: BinaryOp, a: Tensor, b: Tensor): Tensor {
  const frame = currentContext();
  const loops = op.sameType ? op.loops.float : null;
  if (
    loops === null ||
    a.dtype !== float32 ||
    b.dtype !== float32 ||
    frame.builder ||
    !sameDims(a.dims, b.dims)
  )
    return dispatchOne(op, [a, b]);
  const x = a.data as Float32Array;
  const out = float32Result(x.length);
  loops(x, 0, 1, b.data as Float32Array, 0, 1, out, 0, x.length);
  const result = new Tensor(float32, a.dims, out);
  if (frame.recorder) frame.recorder.record(op, [a, b], [result], noAttributes);
  return result;
}
