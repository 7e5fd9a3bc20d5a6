/** New tensors: `constant`, `convert_to_tensor`, `zeros`, `ones`, `fill`, `range` and their likes. */

import { currentContext } from '../../context';
import {
  as_dtype,
  bfloat16,
  bool,
  type DType,
  type DTypeLike,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  string,
  uint16,
  uint32,
  variant,
} from '../../dtypes';
import { type ElementInput, encodeElement } from '../../elements';
import { AssertionError, InvalidArgumentError, TypeError, ValueError } from '../../errors';
import { type Args, bindArguments, isKeywords } from '../../python/arguments';
import type { Call } from '../../python/named';
import { arrayStr } from '../../python/numpy_format';
import { repr } from '../../python/repr';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, dispatchOne, operand } from '../dispatch';
import { dispatching } from '../dispatched';
import { castStorage } from '../kernels/cast';
import { checkAllowed, defineOp, noAttributes, type OpRecord } from '../op';
import { hasFraction, plainDims, type ShapeArgument } from '../shape_argument';
import { Tensor } from '../tensor';
import { mapList } from '../tensor_list';
import { as_shape, bracketText, elementCount, type ShapeLike, sameDims, shapeText } from '../tensor_shape';
import { fill, repeated } from './fill';
import { shapeOf } from './known_shape';

const constantNames = ['value', 'dtype', 'shape', 'name'] as const;
interface ConstantKeywords {
  dtype?: DTypeLike | null;
  shape?: ShapeLike;
  name?: string | null;
}
/**
 * Mirrors `tf.constant`. Numbers are float32, bigints int32 or int64, unless `dtype` says otherwise.
 * @throws {@link TypeError} for values that do not fit `dtype` or `shape`, {@link ValueError} for ragged lists
 */
export function constant(
  ...args: Call<
    [value: TensorLike, dtype?: DTypeLike | null, shape?: ShapeLike, name?: string | null],
    typeof constantNames
  >
): Tensor;
export function constant(...args: readonly unknown[]): Tensor {
  const { builder } = currentContext();
  const value = eagerConstant(args);
  return builder ? builder.constant(value) : value;
}

function eagerConstant(args: readonly unknown[]): Tensor {
  const given = withValue<ConstantKeywords>('constant', constantNames, args);
  const { value } = given;
  const dtype = given.dtype === undefined || given.dtype === null ? undefined : as_dtype(given.dtype);
  if (value instanceof Tensor && dtype !== undefined && value.dtype !== dtype)
    throw new TypeError(
      `Expected tensor ${arrayStr(value)} with dtype ${dtype.__repr__()}, but got dtype ${value.dtype.__repr__()}.`,
      { fields: { expected: dtype.name, actual: value.dtype.name } },
    );
  const tensor = toTensor(value, dtype);
  if (given.shape === undefined || given.shape === null) return tensor;
  const shape = as_shape(given.shape);
  shape.assert_is_fully_defined();
  const dims = Array.from(shape) as number[];
  if (sameDims(dims, tensor.dims)) return tensor;
  const count = elementCount(dims);
  const present = elementCount(tensor.dims);
  if (count === present) return new Tensor(tensor.dtype, dims, tensor.data);
  if (present === 1) return new Tensor(tensor.dtype, dims, repeated(tensor, count));
  throw new TypeError(
    `Eager execution of tf.constant with unsupported shape. Tensor ${arrayStr(tensor)} (converted from ` +
      `${repr(value)}) has ${present} elements, but got \`shape\` ${shapeText(dims)} with ${count} elements).`,
    { fields: { expected: dims, actual: tensor.dims } },
  );
}

const convertNames = ['value', 'dtype', 'dtype_hint', 'name'] as const;
interface ConvertKeywords {
  dtype?: DTypeLike | null;
  dtype_hint?: DTypeLike | null;
  name?: string | null;
}
/** Mirrors `tf.convert_to_tensor`. @throws {@link ValueError} for a tensor or variable of another dtype */
export function convert_to_tensor(
  ...args: Call<
    [value: TensorLike, dtype?: DTypeLike | null, dtype_hint?: DTypeLike | null, name?: string | null],
    typeof convertNames
  >
): Tensor;
export function convert_to_tensor(...args: readonly unknown[]): Tensor {
  const { builder } = currentContext();
  const value = converted(args);
  return builder ? builder.constant(value) : value;
}

function converted(args: readonly unknown[]): Tensor {
  const { value, dtype, dtype_hint } = withValue<ConvertKeywords>('convert_to_tensor', convertNames, args);
  return toTensor(value, optionalType(dtype), optionalType(dtype_hint));
}

/** The arguments of a call that is quick if it has one alone. */
function withValue<Keywords extends object>(
  method: string,
  names: readonly ((keyof Keywords & string) | 'value')[],
  args: readonly unknown[],
): Partial<Keywords> & { value: TensorLike } {
  if (args.length === 1 && !isKeywords(args[0])) return { value: args[0] } as never;
  return bindArguments<Keywords & { value: TensorLike }>(method, names, args, { required: 1 }) as never;
}

function optionalType(dtype: DTypeLike | null | undefined): DType | undefined {
  return dtype === undefined || dtype === null ? undefined : as_dtype(dtype);
}

function filled(shape: ShapeArgument, dtype: DType, value: 0 | 1): Tensor {
  const dims = plainDims(shape);
  const element = valueOf(dtype, value);
  if (dims === null || dtype.kind === 'opaque')
    return fill(hasFraction(shape) ? toTensor(shape, int32) : shape, toTensor(element, dtype));
  const data = dtype.allocate(elementCount(dims));
  if (value === 0) return new Tensor(dtype, dims, data);
  const one = new Tensor(dtype, [], dtype.allocate(1));
  encodeElement(dtype, one.data, 0, element as ElementInput);
  return new Tensor(dtype, dims, repeated(one, elementCount(dims)));
}

/** Zero or one as TF writes it for this type. @throws {@link TypeError} for ones of strings */
function valueOf(dtype: DType, value: 0 | 1): boolean | string | number {
  if (dtype === bool) return value === 1;
  if (dtype !== string) return value;
  if (value === 0) return '';
  throw new TypeError('Cannot convert 1 to EagerTensor of dtype string');
}

interface FilledKeywords {
  dtype?: DTypeLike;
  name?: string | null;
  /** Nothing else is spread over devices. */
  layout?: null;
}
type FilledArgs = Args<
  [shape: ShapeArgument],
  [dtype: DTypeLike, name: string | null],
  FilledKeywords,
  ['shape']
>;

function filledFrom(method: string, args: readonly unknown[], value: 0 | 1): Tensor {
  const given = bindArguments<FilledKeywords & { shape: ShapeArgument }>(
    method,
    ['shape', 'dtype', 'name', 'layout'],
    args,
    {
      required: 1,
    },
  );
  return inGraph(filled(given.shape!, as_dtype(given.dtype ?? float32), value), method);
}

/** What was made, as a constant of the graph that is being built. */
function inGraph(value: Tensor, name: string): Tensor {
  const { builder } = currentContext();
  return builder ? builder.constant(value, name) : value;
}

/** Mirrors `tf.zeros`; float32 by default. Strings are empty. */
export function zeros(...args: FilledArgs): Tensor {
  return filledFrom('zeros', args, 0);
}
/** Mirrors `tf.ones`; float32 by default. @throws {@link TypeError} for strings */
export function ones(...args: FilledArgs): Tensor {
  return filledFrom('ones', args, 1);
}

const countable = [
  'bfloat16',
  'float16',
  'float32',
  'float64',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
]
  .concat(['int64', 'uint64', 'complex64', 'complex128', 'bool'])
  .map((name) => as_dtype(name));

const ZerosLike: OpRecord = defineOp({
  type: 'ZerosLike',
  infer: ([x]) => [{ dtype: x!.dtype, dims: x!.dims }],
  kernel: ([x]) => [
    x!.dtype === variant
      ? mapList(x!, (element) => filled(element.dims as number[], element.dtype, 0))
      : filled(x!.dims as number[], x!.dtype, 0),
  ],
  grad: null,
});
const OnesLike: OpRecord = defineOp({
  type: 'OnesLike',
  infer: ([x]) => {
    checkAllowed('OnesLike', x!.dtype, countable);
    return [{ dtype: x!.dtype, dims: x!.dims }];
  },
  kernel: ([x]) => [filled(x!.dims as number[], x!.dtype, 1)],
  grad: null,
});

type LikeArgs = Args<
  [input: TensorLike],
  [dtype: DTypeLike | null, name: string | null],
  LikeKeywords,
  ['input']
>;
interface LikeKeywords {
  dtype?: DTypeLike | null;
  name?: string | null;
  layout?: null;
}

function like(method: string, op: OpRecord, args: readonly unknown[], value: 0 | 1): Tensor {
  if (args.length === 1 && args[0] instanceof Tensor) return dispatchOne(op, [args[0]]);
  const given = bindArguments<LikeKeywords & { input: TensorLike }>(
    method,
    ['input', 'dtype', 'name', 'layout'],
    args,
    {
      required: 1,
    },
  );
  const input = operand(given.input!, op);
  const dtype = optionalType(given.dtype);
  if (dtype === undefined || dtype === input.dtype) return dispatch(op, [input], noAttributes)[0]!;
  return inGraph(filled(shapeOf(input), dtype, value), method);
}

/** Mirrors `tf.zeros_like`. */
export const zeros_like = dispatching()(function zeros_like(...args: LikeArgs): Tensor {
  return like('zeros_like', ZerosLike, args, 0);
});
/** Mirrors `tf.ones_like`. @throws {@link InvalidArgumentError} for strings */
export const ones_like = dispatching()(function ones_like(...args: LikeArgs): Tensor {
  return like('ones_like', OnesLike, args, 1);
});

/** The types of a range, the widest last: arguments of several types meet in the widest. */
const rangeTypes = [int32, int64, float32, float64];

function scalarOf(
  tensor: { dims: readonly (number | null)[] | null; data?: Tensor['data'] | null },
  name: string,
): number {
  const dims = tensor.dims as readonly number[];
  if (elementCount(dims) !== 1 || dims.length > 1)
    throw new InvalidArgumentError(`${name} must be a scalar, not shape ${bracketText(dims)}`);
  return Number(tensor.data![0]);
}

function rangeSize(start: number, limit: number, delta: number): number {
  if (delta === 0) throw new InvalidArgumentError('Requires delta != 0: 0');
  if (delta > 0 && !(start <= limit))
    throw new InvalidArgumentError(`Requires start <= limit when delta > 0: ${start}/${limit}`);
  if (!(delta > 0) && !(start >= limit))
    throw new InvalidArgumentError(`Requires start >= limit when delta < 0: ${start}/${limit}`);
  const size = Math.ceil(Math.abs((limit - start) / delta));
  if (!(size < 2 ** 63))
    throw new InvalidArgumentError('Requires ((limit - start) / delta) <= 9223372036854775807');
  return size;
}

/** The types that TF's definition allows; most have no kernel. */
const rangeDefined = [bfloat16, float16, float32, float64, int8, int16, int32, int64, uint16, uint32];

const Range: OpRecord = defineOp({
  type: 'Range',
  indices: [0, 1, 2].map((at) => [at, 'Tidx', rangeDefined]),
  infer: ([start, limit, delta]) => {
    if (!start!.data || !limit!.data || !delta!.data) return [{ dtype: start!.dtype, dims: [null] }];
    const size = rangeSize(scalarOf(start!, 'start'), scalarOf(limit!, 'limit'), scalarOf(delta!, 'delta'));
    return [{ dtype: start!.dtype, dims: [size] }];
  },
  kernel: ([start, , delta], _attrs, [spec]) => {
    const { dtype, dims } = spec!;
    const data = dtype.allocate(dims[0]!);
    if (data instanceof BigInt64Array) {
      const [first, step] = [start!.data[0] as bigint, delta!.data[0] as bigint];
      for (let i = 0; i < data.length; i++) data[i] = first + BigInt(i) * step;
    } else fillRange(data as Float32Array, start!.data[0] as number, delta!.data[0] as number);
    return [new Tensor(dtype, dims, data)];
  },
  grad: null,
});

/** `start + i * step`, each operation rounded to the type, as TF's kernel computes it. */
function fillRange(out: Float32Array | Float64Array | Int32Array, start: number, step: number): void {
  if (out instanceof Float32Array) {
    for (let i = 0; i < out.length; i++) out[i] = start + Math.fround(i * step);
  } else for (let i = 0; i < out.length; i++) out[i] = start + i * step;
}

interface RangeKeywords {
  limit?: TensorLike;
  delta?: TensorLike;
  dtype?: DTypeLike | null;
  name?: string | null;
}
/**
 * Mirrors `tf.range`: `range(limit)` or `range(start, limit, delta)`. Whole numbers give int32.
 * @throws {@link InvalidArgumentError} if `delta` is 0 or leads away from `limit`
 */
export function range(
  ...args: Args<
    [start: TensorLike],
    [limit: TensorLike, delta: TensorLike, dtype: DTypeLike | null],
    RangeKeywords,
    ['start']
  >
): Tensor {
  const names = ['start', 'limit', 'delta', 'dtype', 'name'] as const;
  const given = bindArguments<RangeKeywords & { start: TensorLike }>('range', names, args, { required: 1 });
  const [start, limit] =
    given.limit === undefined || given.limit === null ? [0, given.start!] : [given.start!, given.limit];
  const values: TensorLike[] = [start, limit, given.delta ?? 1];
  const dtype = optionalType(given.dtype);
  if (dtype !== undefined) {
    return dispatch(
      Range,
      [start, limit, given.delta ?? 1].map((v) =>
        isHostValue(v) ? recast(toTensor(v), dtype) : toTensor(v, dtype),
      ),
      noAttributes,
    )[0]!;
  }
  const tensors = values.map((v) => (isHostValue(v) ? toTensor(v) : wholeOrFloat(v)));
  const widest = Math.max(...tensors.map((t) => rangeTypes.indexOf(t.dtype)));
  if (tensors.some((t) => !rangeTypes.includes(t.dtype)))
    throw new AssertionError(`A range is of ${rangeTypes.map((t) => t.name).join(', ')}.`);
  return dispatch(
    Range,
    tensors.map((t) => recast(t, rangeTypes[widest]!)),
    noAttributes,
  )[0]!;
}

/** Range on tensors of one type. */
export function rangeOf(start: Tensor, limit: Tensor, delta: Tensor): Tensor {
  return dispatchOne(Range, [start, limit, delta]);
}

/** Plain numbers of a range: int32, int64 for large ones, float32 for fractions. */
function wholeOrFloat(value: TensorLike): Tensor {
  if (typeof value !== 'number' || !Number.isInteger(value)) return toTensor(value);
  return toTensor(BigInt(value));
}

function recast(t: Tensor, dtype: DType): Tensor {
  return t.dtype === dtype
    ? t
    : new Tensor(dtype, t.dims, castStorage(t.dtype, dtype, t.data, elementCount(t.dims)));
}
