/** `concat`, `stack`, `split`, `unstack`: several tensors into one along an axis, and back. */

import { currentContext } from '../../context';
import { type DType, int8, int32, int64, string } from '../../dtypes';
import { InvalidArgumentError, RuntimeError, TypeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { named } from '../../python/named';
import { repr } from '../../python/repr';
import { storageToFill } from '../allocate';
import { dtypeOf, isHostValue, isTypedBeside, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, dispatchOne, operand } from '../dispatch';
import { dispatching, dispatchingLists } from '../dispatched';
import { integer, integersOf, integerTensor, normalAxis, pythonAxis } from '../index_argument';
import { copyStrided, rowMajorStrides } from '../kernels/strided_copy';
import { defineOp, type InputSpec, mismatch, type OpRecord, type Spec } from '../op';
import type { RaggedTensor } from '../ragged/ragged_tensor';
import { shapeTensor } from '../shape_argument';
import { Tensor } from '../tensor';
import { bracketText, compatibleDims, type Dimension, elementCount, shapeText } from '../tensor_shape';
import { identity, shape } from './array';

/** The inputs of an op that takes a list of one dtype: plain values take that of the first tensor, or of the first. */
function listOf(values: readonly TensorLike[], op: OpRecord): Tensor[] {
  const typed = values.find((v) => isTypedBeside(v, string)) ?? values.find(isHostValue);
  const dtype = typed === undefined ? toTensor(values[0]!).dtype : dtypeOf(typed);
  return values.map((v) =>
    dtype === undefined || isTypedBeside(v, dtype) ? operand(v, op) : toTensor(v, dtype),
  );
}

/** The type of the first input. @throws {@link InvalidArgumentError} if there is none, with TF's text */
export function firstType(type: string, inputs: readonly InputSpec[]): DType {
  if (inputs.length > 0) return inputs[0]!.dtype;
  throw new InvalidArgumentError(`OpKernel '${type}' has constraint on attr 'T' not in NodeDef '[N=0]'`, {
    fields: { expected: 'at least one tensor', actual: 0 },
  });
}

function checkOneType(type: string, inputs: readonly InputSpec[]): DType {
  const dtype = firstType(type, inputs);
  inputs.forEach((x, i) => {
    if (x.dtype !== dtype) throw mismatch(type, i, dtype, x.dtype);
  });
  return dtype;
}

/** Copies between the part of `whole` that begins at `at` on `axis` and all of `part`. */
function copyPart(
  dtype: DType,
  whole: Tensor['data'],
  wholeDims: readonly number[],
  axis: number,
  at: number,
  part: Tensor['data'],
  partDims: readonly number[],
  out: boolean,
): void {
  const strides = rowMajorStrides(wholeDims);
  const inside = { data: whole, offset: at * strides[axis]!, strides };
  const alone = { data: part, offset: 0, strides: rowMajorStrides(partDims) };
  if (out) copyStrided(dtype, inside, alone, partDims);
  else copyStrided(dtype, alone, inside, partDims);
}

function concatDims(parts: readonly InputSpec[], axisSpec: InputSpec): readonly Dimension[] | null {
  const given = integersOf(axisSpec);
  const first = parts[0]?.dims ?? null;
  if (given === null) return null;
  if (axisSpec.dims!.length > 0 && elementCount(axisSpec.dims as number[]) !== 1)
    throw new InvalidArgumentError(
      `ConcatOp : Concat dim tensor should be a scalar, but got shape ${bracketText(axisSpec.dims as number[])}`,
    );
  if (first === null) return null;
  const rank = first.length;
  if (rank === 0)
    throw new InvalidArgumentError("ConcatOp : Can't concatenate scalars (use tf.stack instead)");
  const axis = normalAxis(
    given[0]!,
    rank,
    () =>
      `ConcatOp : Expected concatenating dimensions in the range [${-rank}, ${rank}), but got ${given[0]}`,
  );
  const dims = [...first];
  parts.forEach(({ dims: own }, i) => {
    if (i === 0 || own === null) return;
    const shapes = () =>
      `shape[0] = ${bracketText(first as number[])} vs. shape[${i}] = ${bracketText(own as number[])}`;
    if (own.length !== rank)
      throw new InvalidArgumentError(`ConcatOp : Ranks of all input tensors should match: ${shapes()}`);
    own.forEach((d, k) => {
      if (k === axis) dims[k] = d === null || dims[k] === null ? null : dims[k]! + d;
      else if (dims[k] === null) dims[k] = d;
      else if (d !== dims[k] && d !== null)
        throw new InvalidArgumentError(
          `ConcatOp : Dimension ${k} in both shapes must be equal: ${shapes()}`,
          { fields: { expected: first, actual: own } },
        );
    });
  });
  return dims;
}

const Concat: OpRecord = defineOp({
  type: 'ConcatV2',
  indices: [[-1, 'Tidx']],
  infer: (inputs) => {
    const parts = inputs.slice(0, -1);
    const dtype = checkOneType('ConcatV2', parts);
    const axis = inputs[inputs.length - 1]!;
    return [{ dtype, dims: concatDims(parts, axis) }];
  },
  kernel: (inputs, _attrs, [spec]) => {
    const { dims, dtype } = spec!;
    const axis = concatAxis(inputs, dims.length);
    const data = storageToFill(dtype, elementCount(dims));
    let at = 0;
    for (const part of inputs.slice(0, -1)) {
      copyPart(dtype, data, dims, axis, at, part.data, part.dims, false);
      at += part.dims[axis]!;
    }
    return [new Tensor(dtype, dims, data)];
  },
  grad: ({ inputs, outputs: [y] }, g) => {
    const axis = concatAxis(inputs, y!.dims.length);
    const parts = inputs.slice(0, -1);
    if (!parts.some((x) => x.dims[axis] === null))
      return [
        ...splitSizes(
          g!,
          parts.map((x) => x.dims[axis]!),
          axis,
        ),
        null,
      ];
    const lengths = parts.map((x) => unpacked(shape(x), x.dims.length, 0)[axis]!);
    const split = [g!, packed(lengths, 0), integerTensor([axis], int32, [])];
    return [...dispatch(SplitV, split, { num_split: parts.length }), null];
  },
});

function concatAxis(inputs: readonly Tensor[], rank: number): number {
  const given = Number(inputs[inputs.length - 1]!.data[0]);
  return given < 0 ? given + rank : given;
}

/**
 * Mirrors `tf.concat`.
 * @throws {@link InvalidArgumentError} for scalars, for shapes that differ outside `axis`, or for different dtypes
 */
export const concat = dispatchingLists()(function concat(
  ...args: Args<
    [values: readonly TensorLike[] | TensorLike, axis: TensorLike],
    [],
    { name?: string | null },
    ['values', 'axis']
  >
): Tensor {
  const names = ['values', 'axis', 'name'] as const;
  const given = bindArguments<{ values: readonly TensorLike[]; axis: TensorLike; name: unknown }>(
    'concat',
    names,
    args,
    { required: 2 },
  );
  const values = Array.isArray(given.values) ? given.values : [given.values as unknown as TensorLike];
  const axis = shapeTensor(given.axis!);
  if (values.length === 1) {
    const { dims } = toTensor(axis, int32);
    if (dims.length > 0) throw new ValueError(`Shape ${shapeText(dims)} must have rank 0`);
    return identity(values[0]!);
  }
  return dispatchOne(Concat, [...(values.length === 0 ? [] : listOf(values, Concat)), axis]);
});

interface AxisAttributes {
  readonly [name: string]: unknown;
  readonly axis: number;
}

const Pack: OpRecord<AxisAttributes> = defineOp<AxisAttributes>({
  type: 'Pack',
  infer: (inputs, { axis }) => {
    const dtype = checkOneType('Pack', inputs);
    const first = inputs[0]!.dims;
    inputs.forEach(({ dims }, i) => {
      if (first !== null && dims !== null && !compatibleDims(first, dims))
        throw new InvalidArgumentError(
          `Shapes of all inputs must match: values[0].shape = ${bracketText(first as number[])} != ` +
            `values[${i}].shape = ${bracketText(dims as number[])}`,
          { fields: { expected: first, actual: dims } },
        );
    });
    if (first === null) return [{ dtype, dims: null }];
    const at = axis < 0 ? axis + first.length + 1 : axis;
    const dims = first.map((d, i) => inputs.reduce<Dimension>((known, x) => known ?? x.dims?.[i] ?? null, d));
    return [{ dtype, dims: [...dims.slice(0, at), inputs.length, ...dims.slice(at)] }];
  },
  kernel: (inputs, { axis }, [spec]) => {
    const { dims, dtype } = spec!;
    const at = axis < 0 ? axis + dims.length : axis;
    const data = storageToFill(dtype, elementCount(dims));
    const partDims = dims.map((d, i) => (i === at ? 1 : d));
    inputs.forEach((part, i) => {
      copyPart(dtype, data, dims, at, i, part.data, partDims, false);
    });
    return [new Tensor(dtype, dims, data)];
  },
  grad: ({ attrs: { axis }, inputs }, g) => unpacked(g!, inputs.length, axis),
});

const Unpack: OpRecord<AxisAttributes & { readonly num: number }> = defineOp<
  AxisAttributes & { readonly num: number }
>({
  type: 'Unpack',
  infer: ([x], { axis, num }) => {
    const { dims, dtype } = x!;
    if (dims === null) return Array.from({ length: num }, (): Spec => ({ dtype, dims: null }));
    const at = normalAxis(axis, dims.length, () => `axis = ${axis} not in [${-dims.length}, ${dims.length})`);
    if (dims[at] !== num && dims[at] !== null)
      throw new InvalidArgumentError(
        `Input shape axis ${at} must equal ${num}, got shape ${bracketText(dims as number[])}`,
        { fields: { expected: num, actual: dims[at] } },
      );
    const rest = dims.filter((_, i) => i !== at);
    return Array.from({ length: num }, () => ({ dtype, dims: rest }));
  },
  kernel: ([x], { axis }, specs) => {
    const at = axis < 0 ? axis + x!.dims.length : axis;
    const partDims = x!.dims.map((d, i) => (i === at ? 1 : d));
    return specs.map(({ dims, dtype }, i) => {
      const data = storageToFill(dtype, elementCount(dims));
      copyPart(dtype, x!.data, x!.dims, at, i, data, partDims, true);
      return new Tensor(dtype, dims, data);
    });
  },
  grad: ({ attrs: { axis } }, ...gradients) => [packed(gradients, axis)],
});

/** Pack on tensors. */
export function packed(values: readonly Tensor[], axis: number): Tensor {
  return dispatch(Pack, values, { axis })[0]!;
}
function unpacked(x: Tensor, num: number, axis: number): readonly Tensor[] {
  return dispatch(Unpack, [x], { axis, num });
}

interface AxisKeywords {
  axis?: number;
  name?: string | null;
}
/**
 * Mirrors `tf.stack`: tensors of one shape along a new axis.
 * @throws {@link ValueError} for an axis out of range, {@link InvalidArgumentError} for shapes or dtypes that differ
 */
export const stack = dispatchingLists()(function stack(
  ...args: Args<[values: readonly TensorLike[] | TensorLike], [axis: number], AxisKeywords, ['values']>
): Tensor {
  const names = ['values', 'axis', 'name'] as const;
  const given = bindArguments<AxisKeywords & { values: readonly TensorLike[] | TensorLike }>(
    'stack',
    names,
    args,
    { required: 1 },
  );
  const axis = packingAxis(given.axis);
  const list = Array.isArray(given.values)
    ? (given.values as TensorLike[])
    : [...unstack(given.values as TensorLike)];
  if (list.length === 0) return toTensor([]);
  if (axis === 0 && !list.some(isHostValue)) {
    const whole = convertible(list);
    if (whole !== null) return whole;
  }
  const tensors = listOf(list, Pack as unknown as OpRecord);
  const dims = tensors[0]?.dims;
  const rank = dims === null ? Number.POSITIVE_INFINITY : (dims?.length ?? 0) + 1;
  if (axis < -rank || axis >= rank)
    throw new ValueError(`Argument \`axis\` = ${axis} not in range [${-rank}, ${rank})`);
  return packed(tensors, axis);
});

/** A Python int that may not be None. @throws {@link TypeError} */
function packingAxis(axis: number | null | undefined): number {
  if (axis === null) throw new TypeError("'<' not supported between instances of 'NoneType' and 'int'");
  return integer(axis ?? 0, 'axis');
}

/** Plain values as one tensor, or null if they are not of one type and shape. */
function convertible(values: readonly TensorLike[]): Tensor | null {
  try {
    return toTensor(values as TensorLike);
  } catch (error) {
    if (error instanceof TypeError || error instanceof ValueError) return null;
    throw error;
  }
}

interface UnstackKeywords {
  num?: number | null;
  axis?: number;
  name?: string | null;
}
/**
 * Mirrors `tf.unstack`: the tensors along an axis.
 * @throws {@link ValueError} for an axis out of range, {@link InvalidArgumentError} if there are not `num`
 */
export function unstack(
  ...args: Args<[value: TensorLike], [num: number | null, axis: number], UnstackKeywords, ['value']>
): Tensor[] {
  const names = ['value', 'num', 'axis', 'name'] as const;
  const given = bindArguments<UnstackKeywords & { value: TensorLike }>('unstack', names, args, {
    required: 1,
  });
  const value = operand(given.value!, Unpack as unknown as OpRecord);
  const axis = packingAxis(given.axis);
  const num = given.num ?? null;
  if (num !== null) return [...unpacked(value, integer(num, 'num'), axis)];
  const known = value.dims === null ? null : (value.dims[pythonAxis(axis, value.dims.length)] as Dimension);
  if (known === null) throw new ValueError(`Cannot infer argument \`num\` from shape ${value.shape}`);
  return [...unpacked(value, known, axis)];
}

interface SplitAttributes {
  readonly [name: string]: unknown;
  readonly num_split: number;
}
/** @param alone true if a vector of one axis will not do */
function splitAxis(spec: InputSpec, rank: number, alone = false): number {
  if (spec.dims!.length > 0 && (alone || spec.data!.length !== 1))
    throw new InvalidArgumentError(`split_dim must be a scalar but has rank ${spec.dims!.length}`);
  const given = Number(spec.data![0]);
  return normalAxis(
    given,
    rank,
    () => `-input rank(-${rank}) <= split_dim < input rank (${rank}), but got ${given}`,
  );
}

/** `num` outputs of the given sizes on `axis`, or of unknown shape. */
function partSpecs(x: InputSpec, axis: number, sizes: readonly Dimension[]): Spec[] {
  return sizes.map((n) => ({ dtype: x.dtype, dims: x.dims!.map((d, i) => (i === axis ? n : d)) }));
}
function takeParts(x: Tensor, axis: number, specs: readonly { dims: readonly number[] }[]): Tensor[] {
  let at = 0;
  return specs.map(({ dims }) => {
    const data = storageToFill(x.dtype, elementCount(dims));
    copyPart(x.dtype, x.data, x.dims, axis, at, data, dims, true);
    at += dims[axis]!;
    return new Tensor(x.dtype, dims, data);
  });
}

const Split: OpRecord<SplitAttributes> = defineOp<SplitAttributes>({
  type: 'Split',
  indices: [[0, int32]],
  infer: ([axis, x], { num_split }) => {
    if (x!.dims === null || !axis!.data)
      return Array.from({ length: num_split }, () => ({ dtype: x!.dtype, dims: null }));
    if (num_split <= 0)
      throw new InvalidArgumentError(`Value for attr 'num_split' of ${num_split} must be at least minimum 1`);
    const at = splitAxis(axis!, x!.dims.length, true);
    const size = x!.dims[at]!;
    if (size !== null && size % num_split !== 0)
      throw new InvalidArgumentError(
        `Number of ways to split should evenly divide the split dimension, but got split_dim ${at} (size = ${size}) ` +
          `and num_split ${num_split}`,
      );
    return partSpecs(x!, at, new Array<Dimension>(num_split).fill(size === null ? null : size / num_split));
  },
  kernel: ([axis, x], _attrs, specs) => takeParts(x!, splitAxis(axis!, x!.dims.length), specs),
  grad: ({ inputs: [axis] }, ...gradients) => [null, concat(gradients, axis!)],
});

const SplitV: OpRecord<SplitAttributes> = defineOp<SplitAttributes>({
  type: 'SplitV',
  indices: [
    [1, 'Tlen', [int8, int32, int64]],
    [2, int32],
  ],
  infer: ([x, sizes, axis], { num_split }) => {
    const given = integersOf(sizes!);
    if (x!.dims === null || !axis!.data || given === null)
      return Array.from({ length: num_split }, () => ({ dtype: x!.dtype, dims: null }));
    if (sizes!.dims!.length !== 1 || given.length !== num_split)
      throw new InvalidArgumentError(
        `size of the split_tensor must be 1-D and have the same elements as outputs got ${bracketText(sizes!.dims as number[])}`,
      );
    const at = splitAxis(axis!, x!.dims.length);
    const size = x!.dims[at]!;
    if (num_split === 1 && size !== null && given[0] !== size)
      throw new InvalidArgumentError(
        `If there is only one output, it must have the same size as the input. Input size: ${size} output size: ${given[0]}`,
        { fields: { expected: size, actual: given[0] } },
      );
    return partSpecs(x!, at, splitLengths(given, size));
  },
  kernel: ([x, , axis], _attrs, specs) => takeParts(x!, splitAxis(axis!, x!.dims.length), specs),
  grad: ({ inputs: [, , axis] }, ...gradients) => [concat(gradients, axis!), null, null],
});

/** Sizes with the -1 among them worked out. @throws {@link InvalidArgumentError} with TF's texts */
function splitLengths(given: readonly number[], size: Dimension): Dimension[] {
  const free = given.indexOf(-1);
  if (free >= 0 && given.indexOf(-1, free + 1) >= 0)
    throw new InvalidArgumentError('There can only be one -1 in the input.');
  let total = 0;
  given.forEach((n, i) => {
    if (n < -1) throw new InvalidArgumentError(`Split size at index ${i} must be >= 0. Got: ${n}`);
    if (n !== -1) total += n;
  });
  if (size === null) return given.map((n) => (n === -1 ? null : n));
  if (free < 0 ? total !== size : total > size)
    throw new InvalidArgumentError(
      'Determined shape must either match input shape along split_dim exactly if fully specified, or be less than ' +
        `the size of the input along split_dim if not fully specified.  Got: ${total}`,
      { fields: { expected: size, actual: total } },
    );
  return given.map((n) => (n === -1 ? size - total : n));
}

/** SplitV with known sizes. */
export function splitSizes(x: Tensor, sizes: readonly number[], axis: number): readonly Tensor[] {
  const inputs = [x, integerTensor(sizes, int64), integerTensor([axis], int32, [])];
  return dispatch(SplitV, inputs, { num_split: sizes.length });
}

interface SplitKeywords {
  axis?: TensorLike;
  num?: number | null;
  name?: string | null;
}
/**
 * Mirrors `tf.split`: into equal parts, or into parts of given sizes, one of which may be -1.
 * @throws {@link InvalidArgumentError} if the parts do not make up the axis
 */
export const split = dispatching<RaggedTensor[]>()(function split(
  ...args: Args<
    [value: TensorLike, num_or_size_splits: TensorLike],
    [axis: TensorLike, num: number | null],
    SplitKeywords,
    ['value', 'num_or_size_splits']
  >
): Tensor[] {
  const names = ['value', 'num_or_size_splits', 'axis', 'num', 'name'] as const;
  const given = bindArguments<SplitKeywords & { value: TensorLike; num_or_size_splits: TensorLike }>(
    'split',
    names,
    args,
    { required: 2 },
  );
  const value = operand(given.value!, Split as unknown as OpRecord);
  const isPlain = !isHostValue(given.num_or_size_splits!);
  const sizes = shapeTensor(given.num_or_size_splits!);
  const axis = shapeTensor(given.axis === undefined ? 0 : given.axis);
  if (sizes.dims.length === 0 && !isPlain)
    throw new ValueError(
      `Rank-0 tensors are not supported as the num_or_size_splits argument to split. Argument provided: ${repr(sizes)}`,
    );
  if (sizes.dims.length === 0)
    return [...dispatch(Split, [axis, value], { num_split: Number(sizes.data[0]) })];
  const num_split = given.num ?? sizes.dims[0]!;
  return [...dispatch(SplitV, [value, sizes, axis], { num_split })];
});

/** Mirrors `tf.parallel_stack`: `tf.stack` along axis 0, in graphs. @throws {@link RuntimeError} eagerly */
export const parallel_stack = named(
  'parallel_stack',
  ['values'],
  ['name'],
  (values: readonly TensorLike[], name: string | null = null): Tensor => {
    if (!currentContext().builder)
      throw new RuntimeError('tf.parallel_stack() is not compatible with eager execution.');
    return stack(values, { name });
  },
);
