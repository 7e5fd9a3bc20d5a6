/** Shapes and their likes: `expand_dims`, `squeeze`, `size`, `rank`, `ensure_shape`, `identity_n`, `stop_gradient`. */

import { as_dtype, type DType, type DTypeLike, int32, int64 } from '../../dtypes';
import { InvalidArgumentError, TypeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { type Named, named } from '../../python/named';
import { repr } from '../../python/repr';
import { broadcastDims } from '../broadcast';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, dispatchOne, operand } from '../dispatch';
import { dispatchedMeasure, dispatching, sparseToo } from '../dispatched';
import { integersOf, integerTensor, normalAxis } from '../index_argument';
import { type AlsoComposite, isComposite, mapParts } from '../nest';
import {
  checkAllowed,
  defineOp,
  type InputSpec,
  mismatch,
  noAttributes,
  type OpName,
  type OpRecord,
} from '../op';
import type { RaggedTensor } from '../ragged/ragged_tensor';
import { shapeTensor, shapeTensors } from '../shape_argument';
import { Tensor } from '../tensor';
import {
  as_shape,
  bracketText,
  type Dimension,
  elementCount,
  type ShapeLike,
  TensorShape,
} from '../tensor_shape';
import { reshape, shape } from './array';

const ExpandDims: OpRecord = defineOp({
  type: 'ExpandDims',
  indices: [[1, 'Tdim']],
  infer: ([x, axis]) => {
    const at = integersOf(axis!);
    if (x!.dims === null || at === null) return [{ dtype: x!.dtype, dims: null }];
    if (at.length !== 1) throw new InvalidArgumentError("'dim' must be a tensor with a single value");
    const rank = x!.dims.length;
    const i = normalAxis(
      at[0]!,
      rank + 1,
      () => `Tried to expand dim index ${at[0]} for tensor with ${rank} dimensions.`,
    );
    return [{ dtype: x!.dtype, dims: [...x!.dims.slice(0, i), 1, ...x!.dims.slice(i)] }];
  },
  kernel: ([x], _attrs, [spec]) => [new Tensor(x!.dtype, spec!.dims, x!.data)],
  grad: ({ inputs: [x] }, g) => [reshape(g!, shape(x!)), null],
  aliases: true,
});

/** Mirrors `tf.expand_dims`. Shares the storage. @throws {@link InvalidArgumentError} for an axis out of range */
export const expand_dims = dispatching()(function expand_dims(
  ...args: Args<[input: TensorLike, axis: TensorLike], [], { name?: string | null }, ['input', 'axis']>
): Tensor {
  const names = ['input', 'axis', 'name'] as const;
  const given = bindArguments<Record<(typeof names)[number], TensorLike>>('expand_dims', names, args, {
    required: 2,
  });
  return dispatchOne(ExpandDims, [operand(given.input!, ExpandDims), shapeTensor(given.axis!)]);
});

interface SqueezeAttributes {
  readonly [name: string]: unknown;
  readonly squeeze_dims: readonly number[];
}
function squeezedDims(dims: readonly Dimension[], axes: readonly number[]): Dimension[] | null {
  const rank = dims.length;
  if (axes.length === 0) return dims.includes(null) ? null : dims.filter((d) => d !== 1);
  const gone = new Set(
    axes.map((axis) =>
      normalAxis(axis, rank, () => `Tried to squeeze dim index ${axis} for tensor with ${rank} dimensions.`),
    ),
  );
  return dims.filter((d, i) => {
    if (gone.has(i) && d !== 1 && d !== null)
      throw new InvalidArgumentError(`Can not squeeze dim[${i}], expected a dimension of 1, got ${d}`);
    return !gone.has(i);
  });
}
const Squeeze: OpRecord<SqueezeAttributes> = defineOp<SqueezeAttributes>({
  type: 'Squeeze',
  infer: ([x], { squeeze_dims }) => [
    { dtype: x!.dtype, dims: x!.dims === null ? null : squeezedDims(x!.dims, squeeze_dims) },
  ],
  kernel: ([x], _attrs, [spec]) => [new Tensor(x!.dtype, spec!.dims, x!.data)],
  grad: ({ inputs: [x] }, g) => [reshape(g!, shape(x!))],
  aliases: true,
});

interface SqueezeKeywords {
  axis?: TensorLike | null;
  name?: string | null;
}
/** Mirrors `tf.squeeze`. Shares the storage. @throws {@link InvalidArgumentError} for an axis that is not 1 long */
export const squeeze = dispatching<Tensor | RaggedTensor>()(function squeeze(
  ...args: Args<[input: TensorLike], [axis: TensorLike | null], SqueezeKeywords, ['input']>
): Tensor {
  const names = ['input', 'axis', 'name'] as const;
  const given = bindArguments<SqueezeKeywords & { input: TensorLike }>('squeeze', names, args, {
    required: 1,
  });
  const axis = given.axis ?? null;
  if (axis !== null && isHostValue(axis))
    throw new TypeError(`Expected list for 'axis' argument to 'squeeze' Op, not ${repr(axis)}.`);
  const squeeze_dims = axis === null ? [] : integersOf(shapeTensor(axis))!;
  return dispatch(Squeeze, [operand(given.input!, Squeeze as unknown as OpRecord)], { squeeze_dims })[0]!;
});

interface OutType {
  readonly [name: string]: unknown;
  readonly out_type: DType;
}
const Size: OpRecord<OutType> = defineOp<OutType>({
  type: 'Size',
  infer: (_inputs, { out_type }) => {
    checkAllowed('Size', out_type, [int32, int64], 'out_type');
    return [{ dtype: out_type, dims: [] }];
  },
  kernel: ([x], { out_type }) => [integerTensor([elementCount(x!.dims)], out_type, [])],
  grad: null,
});
const Rank: OpRecord = defineOp({
  type: 'Rank',
  infer: () => [{ dtype: int32, dims: [] }],
  kernel: ([x]) => [integerTensor([x!.dims.length], int32, [])],
  grad: null,
});
const ShapeN: OpRecord<OutType> = defineOp<OutType>({
  type: 'ShapeN',
  infer: (inputs, { out_type }) =>
    inputs.map((x, i) => {
      if (x.dtype !== inputs[0]!.dtype) throw mismatch('ShapeN', i, inputs[0]!.dtype, x.dtype);
      return { dtype: out_type, dims: [x.dims === null ? null : x.dims.length] };
    }),
  kernel: (inputs, { out_type }) => inputs.map((x) => integerTensor(x.dims, out_type)),
  grad: null,
});

interface OutTypeKeywords {
  out_type?: DTypeLike;
  name?: string | null;
}
/** Mirrors `tf.size`: how many elements, as int32 or `out_type`. */
export const size = sparseToo<Tensor>()(
  dispatching<Tensor>()(function size(
    ...args: Args<[input: TensorLike], [out_type: DTypeLike], OutTypeKeywords, ['input']>
  ): Tensor {
    const names = ['input', 'out_type', 'name'] as const;
    const given = bindArguments<OutTypeKeywords & { input: TensorLike }>('size', names, args, {
      required: 1,
    });
    const input = operand(given.input!, Size as unknown as OpRecord);
    const out_type = as_dtype(given.out_type ?? int32);
    if (out_type === int32 || out_type === int64 || input.source !== null)
      return dispatch(Size, [input], { out_type })[0]!;
    return toTensor(elementCount(input.dims), out_type);
  }),
);
/** Mirrors `tf.rank`, int32. */
export const rank = sparseToo<Tensor>()(
  dispatchedMeasure(
    'rank',
    ['input'],
    ['name'],
    (input: TensorLike, name?: OpName): Tensor => dispatchOne(Rank, [operand(input, Rank)], name),
  ),
);
/** Mirrors `tf.shape_n`: the shape of each. */
export function shape_n(
  ...args: Args<[input: readonly TensorLike[]], [out_type: DTypeLike], OutTypeKeywords, ['input']>
): Tensor[] {
  const names = ['input', 'out_type', 'name'] as const;
  const given = bindArguments<OutTypeKeywords & { input: readonly TensorLike[] }>('shape_n', names, args, {
    required: 1,
  });
  const inputs = given.input!.map((x) => operand(x, ShapeN as unknown as OpRecord));
  return [...dispatch(ShapeN, inputs, { out_type: as_dtype(given.out_type ?? int32) })];
}

const IdentityN: OpRecord = defineOp({
  type: 'IdentityN',
  infer: (inputs) => inputs.map(({ dtype, dims }) => ({ dtype, dims })),
  kernel: (inputs) => inputs.map((x) => new Tensor(x.dtype, x.dims, x.data)),
  grad: (_call, ...gradients) => gradients,
  aliases: true,
});
/** Mirrors `tf.identity_n`. */
export const identity_n = named(
  'identity_n',
  ['input'],
  ['name'],
  (input: readonly TensorLike[], name?: OpName): Tensor[] => {
    const inputs = input.map((x) => operand(x, IdentityN));
    return [...dispatch(IdentityN, inputs, noAttributes, name)];
  },
);

const StopGradient: OpRecord = defineOp({
  type: 'StopGradient',
  infer: ([x]) => [{ dtype: x!.dtype, dims: x!.dims }],
  kernel: ([x]) => [new Tensor(x!.dtype, x!.dims, x!.data)],
  grad: null,
  aliases: true,
});
/** Mirrors `tf.stop_gradient`: the same value, through which no gradient flows. */
export const stop_gradient = named(
  'stop_gradient',
  ['input'],
  ['name'],
  (input: TensorLike, name?: OpName): Tensor =>
    isComposite(input)
      ? mapParts(input, (part) => stop_gradient(part))
      : dispatchOne(StopGradient, [operand(input, StopGradient)], name),
) as AlsoComposite<Named<[input: TensorLike, name?: OpName], ['input', 'name'], Tensor>>;

interface EnsureShapeAttributes {
  readonly [name: string]: unknown;
  readonly shape: TensorShape;
}
const EnsureShape: OpRecord<EnsureShapeAttributes> = defineOp<EnsureShapeAttributes>({
  type: 'EnsureShape',
  infer: ([x], { shape: expected }) => {
    if (x!.dims === null) return [{ dtype: x!.dtype, dims: expected.rank === null ? null : [...expected] }];
    if (!expected.is_compatible_with(x!.dims))
      throw new InvalidArgumentError(
        `Shape of tensor input ${bracketText(x!.dims as number[])} is not compatible with expected shape ` +
          `[${[...expected].map((d) => d ?? '?').join(',')}].`,
        { fields: { expected: expected.toString(), actual: x!.dims } },
      );
    return [{ dtype: x!.dtype, dims: x!.dims }];
  },
  kernel: ([x]) => [new Tensor(x!.dtype, x!.dims, x!.data)],
  grad: (_call, g) => [g!],
  aliases: true,
});
/** Mirrors `tf.ensure_shape`. @throws {@link InvalidArgumentError} if the tensor's shape is another */
export function ensure_shape(
  ...args: Args<[x: TensorLike, shape: ShapeLike], [], { name?: string | null }, ['x', 'shape']>
): Tensor {
  const names = ['x', 'shape', 'name'] as const;
  const given = bindArguments<{ x: TensorLike; shape: ShapeLike; name: unknown }>(
    'ensure_shape',
    names,
    args,
    {
      required: 1,
    },
  );
  const x = operand(given.x!, EnsureShape as unknown as OpRecord);
  return dispatch(EnsureShape, [x], { shape: as_shape(given.shape ?? null) })[0]!;
}

const BroadcastArgs: OpRecord = defineOp({
  type: 'BroadcastArgs',
  infer: ([a, b]) => {
    checkAllowed('BroadcastArgs', a!.dtype, [int32, int64]);
    if (b!.dtype !== a!.dtype) throw mismatch('BroadcastArgs', 1, a!.dtype, b!.dtype);
    [a!, b!].forEach(({ dims }, i) => {
      if (dims !== null && dims.length !== 1)
        throw new InvalidArgumentError(`In[${i}] must be a vector.${bracketText(dims as number[])}`);
    });
    return [{ dtype: a!.dtype, dims: [commonShape(a!, b!)?.length ?? null] }];
  },
  kernel: ([a, b], _attrs, [spec]) => [integerTensor(commonShape(a!, b!)!, spec!.dtype)],
  grad: null,
});
function commonShape(a: InputSpec, b: InputSpec): number[] | null {
  return broadcastDims(integersOf(a), integersOf(b)) as number[] | null;
}
/** Mirrors `tf.broadcast_dynamic_shape`: the shape that two shapes broadcast to, as a tensor. */
export const broadcast_dynamic_shape = named(
  'broadcast_dynamic_shape',
  ['shape_x', 'shape_y'],
  [],
  (shape_x: TensorLike, shape_y: TensorLike): Tensor =>
    dispatchOne(BroadcastArgs, shapeTensors([shape_x, shape_y])),
);
/** Mirrors `tf.broadcast_static_shape`. @throws {@link ValueError} for shapes that do not fit */
export const broadcast_static_shape = named(
  'broadcast_static_shape',
  ['shape_x', 'shape_y'],
  [],
  (shape_x: ShapeLike, shape_y: ShapeLike): TensorShape => {
    const [x, y] = [as_shape(shape_x), as_shape(shape_y)];
    try {
      return new TensorShape(broadcastDims(x.dims, y.dims));
    } catch (cause) {
      throw new ValueError(`Incompatible shapes for broadcasting: ${x} and ${y}`, { cause });
    }
  },
);
