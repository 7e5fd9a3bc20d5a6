/**
 * Reading and assigning as op records, which tapes, graphs and functions know. The first input is the variable's handle:
 * a tensor whose one element is the {@link ResourceHandle}. Eager variables write without them (base_variable.ts).
 */

import { currentContext } from '../../context';
import { bool, type DType, int32, resource, string, type TensorStorage } from '../../dtypes';
import { FailedPreconditionError, InvalidArgumentError, ValueError } from '../../errors';
import type { ResourceHandle } from '../handle';
import { addInto, subtractFrom } from '../kernels/accumulate';
import { type Attributes, defineOp, type OpRecord, type Spec } from '../op';
import type { Philox } from '../random/philox';
import { Tensor } from '../tensor';
import { bracketText, type Dimension, sameDims, TensorShape } from '../tensor_shape';

/** Where the values of a graph's variables are while it runs: one a session. */
export interface VariableStore {
  /** The handle of the variable of this name; uninitialised when first asked for. */
  handle(shared_name: string, dtype: DType): ResourceHandle;
  /** Generators of random operations, which go on from one run to the next. */
  readonly generators: Map<object, Philox>;
}

declare module '../../context' {
  interface ContextFrame {
    /** The values of the graph that is running; absent where only eager variables are read. */
    readonly variableStore?: VariableStore | null;
  }
}

/** The handle behind a tensor of dtype resource. */
export function handleOf(token: Tensor): ResourceHandle {
  return (token.data as unknown as readonly ResourceHandle[])[0]!;
}

/** What is known of the variable that a handle stands for, which may be a symbol; null if nothing is. */
export function variableSpec(token: Tensor): Spec | null {
  const { source } = token;
  if (source === null || source.known) {
    const handle = handleOf(token);
    const { dtype, dims } = handle;
    return { dtype, dims: handle.owner === null ? dims : handle.owner.shape.dims };
  }
  const { attrs } = source.op;
  if (source.op.type === 'VarHandleOp')
    return { dtype: attrs.dtype as DType, dims: attrs.shape as readonly Dimension[] | null };
  return (attrs.handle as Spec | undefined) ?? null;
}

/** TF's error for reading a variable before it has a value (saver.md S3.5). */
function uninitialized(handle: ResourceHandle): FailedPreconditionError {
  const name = handle.name ?? 'Variable';
  return new FailedPreconditionError(
    `Could not find variable ${name}. This could mean that the variable has been deleted. In TF1, it can also mean the ` +
      'variable is uninitialized. Debug info: container=localhost, status error message=Resource localhost/' +
      `${name}/N10tensorflow3VarE does not exist.`,
    { fields: { key: name } },
  );
}

/** The handle of a variable that has a value. @throws {@link FailedPreconditionError} */
export function initializedHandle(token: Tensor): ResourceHandle {
  const handle = handleOf(token);
  if (!handle.initialized) throw uninitialized(handle);
  return handle;
}

/** What is known of a variable without its value. */
export interface VariableAttributes {
  readonly [name: string]: unknown;
  readonly dtype: DType;
  readonly shape: readonly Dimension[] | null;
}

export interface HandleAttributes extends VariableAttributes {
  readonly shared_name: string;
}
/** A variable of a graph, found in the store of the session that runs it. */
export const VarHandleOp: OpRecord<HandleAttributes> = defineOp<HandleAttributes>({
  type: 'VarHandleOp',
  infer: () => [{ dtype: resource, dims: [] }],
  kernel: (_inputs, { shared_name, dtype }) => {
    const store = currentContext().variableStore;
    if (!store) throw new FailedPreconditionError(`No session holds the variable ${shared_name}.`);
    return [store.handle(shared_name, dtype).token];
  },
  grad: null,
  effect: 'reads',
});

export const ReadVariableOp: OpRecord<VariableAttributes> = defineOp<VariableAttributes>({
  type: 'ReadVariableOp',
  infer: (_inputs, { dtype, shape }) => [{ dtype, dims: shape }],
  kernel: ([token]) => [initializedHandle(token!).read()],
  // What is a gradient of the value is one of the handle.
  grad: (_call, g) => [g!],
  sparseGradients: true,
  effect: 'reads',
  aliases: true,
});

function checkFits(
  value: { readonly dims: readonly Dimension[] | null },
  shape: readonly Dimension[] | null,
): void {
  const wanted = new TensorShape(shape);
  if (wanted.is_compatible_with(value.dims)) return;
  throw new ValueError(`Shapes must be equal, but are ${wanted} and ${new TensorShape(value.dims)}`);
}

export const AssignVariableOp: OpRecord<VariableAttributes> = defineOp<VariableAttributes>({
  type: 'AssignVariableOp',
  infer: ([, value], { shape }) => {
    checkFits(value!, shape);
    return [];
  },
  kernel: ([token, value]) => {
    handleOf(token!).assign(value!);
    return [];
  },
  grad: null,
  effect: 'writes',
});

/** @throws {@link InvalidArgumentError} if the shapes differ: nothing is broadcast, as in TF */
function update(
  type: string,
  apply: (dtype: DType, to: TensorStorage, by: TensorStorage) => void,
): OpRecord<VariableAttributes> {
  return defineOp<VariableAttributes>({
    type,
    infer: ([, value], { dtype, shape }) => {
      checkUpdatable(type, dtype);
      checkFits(value!, shape);
      return [];
    },
    kernel: ([token, delta]) => {
      const handle = initializedHandle(token!);
      checkDelta(handle.dims, delta!.dims);
      apply(handle.dtype, handle.writable(), delta!.data);
      return [];
    },
    grad: null,
    effect: 'writes',
  });
}
export const AssignAddVariableOp = update('AssignAddVariableOp', addInto);
export const AssignSubVariableOp = update('AssignSubVariableOp', subtractFrom);

export function checkUpdatable(op: string, dtype: DType): void {
  if (dtype === string || dtype === bool || dtype.is_quantized)
    throw new InvalidArgumentError(
      `No OpKernel was registered to support Op '${op}' with these attrs: [dtype=${dtype.proto_name}]`,
    );
}
export function checkDelta(dims: readonly number[], delta: readonly number[]): void {
  if (sameDims(dims, delta)) return;
  throw new InvalidArgumentError(
    `Cannot update variable with shape ${bracketText(dims)} using a Tensor with shape ${bracketText(delta)}, shapes ` +
      'must be equal.',
    { fields: { expected: dims, actual: delta } },
  );
}

export const VarIsInitializedOp: OpRecord = defineOp({
  type: 'VarIsInitializedOp',
  infer: () => [{ dtype: bool, dims: [] }],
  kernel: ([token]) => [new Tensor(bool, [], Uint8Array.of(handleOf(token!).initialized ? 1 : 0))],
  grad: null,
  effect: 'reads',
});

export const VariableShape: OpRecord<Attributes> = defineOp({
  type: 'VariableShape',
  infer: () => [{ dtype: int32, dims: [null] }],
  kernel: ([token]) => {
    const { dims } = initializedHandle(token!);
    return [new Tensor(int32, [dims.length], Int32Array.from(dims))];
  },
  grad: null,
  effect: 'reads',
});
