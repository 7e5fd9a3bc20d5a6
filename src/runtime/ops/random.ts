/** `tf.random.uniform`, `normal`, `truncated_normal`, `shuffle`, `categorical`: ops that go on from seed to seed. */
import { as_dtype, type DType, type DTypeLike, float32, int32, int64 } from '../../dtypes';
import { InvalidArgumentError, TypeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { repr } from '../../python/repr';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { inOwnScope } from '../name_scope';
import { checkAllowed, defineOp, type KnownSpec, type OpRecord } from '../op';
import { permutation, reservedPerSample } from '../random/distributions';
import { reserve, type Seed, type SeedAttributes, seedAttributes } from '../random/op_seeds';
import type { Philox } from '../random/philox';
import { type ShapeArgument, shapeTensor } from '../shape_argument';
import type { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';
import { add, multiply, subtract } from './arithmetic';
import { drawCategorical, inferCategorical } from './random_categorical';
import {
  checkBounds,
  drawNormal,
  drawTruncatedNormal,
  drawUniform,
  drawUniformInt,
  integersArgument,
  orFloat32,
  rowsInOrder,
  sampled,
  sampledFloats,
  sampledIntegers,
} from './random_draw';

interface SampleAttributes extends SeedAttributes {
  readonly dtype: DType;
}

/** A record that fills the shape it is given. */
function floatSampler(type: string, draw: (gen: Philox, spec: KnownSpec) => Tensor) {
  return defineOp<SampleAttributes>({
    type,
    infer: ([shape], { dtype }) => {
      checkAllowed(type, dtype, sampledFloats, 'dtype');
      return sampled(shape!, dtype);
    },
    kernel: ([shape], attrs, [spec]) => {
      const kernel = `${type} ${shape!.dtype.name} ${attrs.dtype.name}`;
      return [draw(reserve(kernel, attrs, elementCount(spec!.dims) * reservedPerSample), spec!)];
    },
    effect: 'reads',
    grad: null,
  });
}
const RandomUniform = floatSampler('RandomUniform', drawUniform);
const RandomStandardNormal = floatSampler('RandomStandardNormal', drawNormal);
const TruncatedNormal = floatSampler('TruncatedNormal', drawTruncatedNormal);

const RandomUniformInt = defineOp<SeedAttributes>({
  type: 'RandomUniformInt',
  infer: ([shape, min]) => sampled(shape!, min!.dtype),
  kernel: ([shape, min, max], attrs, [spec]) => {
    const count = elementCount(spec!.dims);
    checkBounds(min!, max!, count);
    const kernel = `RandomUniformInt ${shape!.dtype.name} ${min!.dtype.name}`;
    return [drawUniformInt(reserve(kernel, attrs, count * reservedPerSample), spec!, min!, max!)];
  },
  effect: 'reads',
  grad: null,
});

const RandomShuffle = defineOp<SeedAttributes>({
  type: 'RandomShuffle',
  infer: ([x]) => [{ dtype: x!.dtype, dims: x!.dims }],
  kernel: ([x], attrs) => {
    const size = x!.dims[0] ?? 1;
    if (size <= 1 || elementCount(x!.dims) <= 1) return [x!];
    const gen = reserve(`RandomShuffle ${x!.dtype.name}`, attrs, Math.ceil((size - 1) / 4));
    return [rowsInOrder(x!, permutation(gen, size))];
  },
  aliases: true,
  effect: 'reads',
  grad: null,
});

const Multinomial = defineOp<SeedAttributes & { readonly output_dtype: DType }>({
  type: 'Multinomial',
  infer: ([logits, count], { output_dtype }) => inferCategorical(logits!, count!, output_dtype),
  kernel: ([logits], attrs, [spec]) => {
    const [rows, each] = spec!.dims as [number, number];
    const kernel = `Multinomial ${logits!.dtype.name} ${attrs.output_dtype.name}`;
    const words = Math.ceil(each / 4) * 4 * 2;
    return [drawCategorical(reserve(kernel, attrs, rows * words * reservedPerSample), logits!, spec!)];
  },
  effect: 'reads',
  grad: null,
});

interface UniformKeywords {
  minval?: TensorLike;
  maxval?: TensorLike | null;
  dtype?: DTypeLike;
  seed?: Seed;
  name?: string | null;
}
/**
 * Mirrors `tf.random.uniform`: values of [minval, maxval), by default [0, 1).
 * @param args `dtype` float16, bfloat16, float32, float64, int32 or int64; integers need `maxval`
 * @throws {@link ValueError} for other dtypes, {@link InvalidArgumentError} for integers without room
 */
export function uniform(
  ...args: Args<
    [shape: ShapeArgument],
    [minval: TensorLike, maxval: TensorLike | null, dtype: DTypeLike, seed: Seed],
    UniformKeywords,
    ['shape']
  >
): Tensor {
  const given = bindArguments<UniformKeywords & { shape: ShapeArgument }>(
    'uniform',
    ['shape', 'minval', 'maxval', 'dtype', 'seed', 'name'],
    args,
    { required: 1 },
  );
  const dtype = orFloat32(given.dtype);
  const accepted = [...sampledFloats, ...sampledIntegers];
  if (!accepted.includes(dtype)) throw unaccepted(dtype, accepted);
  const maxval = given.maxval ?? null;
  if (maxval === null && dtype.is_integer)
    throw new ValueError(`Must specify maxval for integer dtype ${dtype.__repr__()}`);
  const shape = shapeTensor(given.shape!);
  const min = toTensor(given.minval ?? 0, dtype);
  const max = toTensor(maxval ?? 1, dtype);
  const seeds = seedAttributes(given.seed);
  return inOwnScope('random_uniform', (scope) => {
    if (dtype.is_integer) return dispatch(RandomUniformInt, [shape, min, max], seeds, scope)[0]!;
    const unit = dispatch(RandomUniform, [shape], { ...seeds, dtype })[0]!;
    const fromZero = (given.minval ?? 0) === 0;
    if (fromZero) return maxval === null || maxval === 1 ? unit : multiply(unit, max, scope);
    return add(multiply(unit, subtract(max, min, 'sub'), 'mul'), min, scope);
  });
}

/** TF's text for a dtype that is not among the accepted ones. */
export function unaccepted(dtype: DType, accepted: readonly DType[]): ValueError {
  return new ValueError(
    `Argument \`dtype\` got invalid value ${dtype}. Accepted dtypes are ` +
      `(${accepted.map((d) => d.__repr__()).join(', ')}).`,
    { fields: { expected: accepted.map((d) => d.name), actual: dtype.name } },
  );
}

export interface NormalKeywords {
  mean?: TensorLike;
  stddev?: TensorLike;
  dtype?: DTypeLike;
  seed?: Seed;
  name?: string | null;
}
type NormalArgs = Args<
  [shape: ShapeArgument],
  [mean: TensorLike, stddev: TensorLike, dtype: DTypeLike, seed: Seed],
  NormalKeywords,
  ['shape']
>;

/** Mean and deviation of a normal distribution in its dtype. @throws {@link TypeError} for integers */
export function normalParameters(given: Pick<NormalKeywords, 'mean' | 'stddev'>, dtype: DType) {
  if (!dtype.is_floating) throw new TypeError(`Cannot convert 0.0 to EagerTensor of dtype ${dtype.name}`);
  return [toTensor(given.mean ?? 0, dtype), toTensor(given.stddev ?? 1, dtype)] as const;
}

function normalFrom(op: OpRecord<SampleAttributes>, method: string, args: readonly unknown[]): Tensor {
  const given = bindArguments<NormalKeywords & { shape: ShapeArgument }>(
    method,
    ['shape', 'mean', 'stddev', 'dtype', 'seed', 'name'],
    args,
    { required: 1 },
  );
  const dtype = orFloat32(given.dtype);
  const shape = shapeTensor(given.shape!);
  const [mean, stddev] = normalParameters(given, dtype);
  return inOwnScope(method, (scope) => {
    const unit = dispatch(op, [shape], { ...seedAttributes(given.seed), dtype })[0]!;
    return add(multiply(unit, stddev, 'mul'), mean, scope);
  });
}

/** Mirrors `tf.random.normal`: of float16, bfloat16, float32 or float64. @throws {@link TypeError} for other dtypes */
export function normal(...args: NormalArgs): Tensor {
  return normalFrom(RandomStandardNormal, 'random_normal', args);
}

/** Mirrors `tf.random.truncated_normal`: what is more than two deviations off is drawn again. */
export function truncated_normal(...args: NormalArgs): Tensor {
  return normalFrom(TruncatedNormal, 'truncated_normal', args);
}

interface ShuffleKeywords {
  seed?: Seed;
  name?: string | null;
}
/** Mirrors `tf.random.shuffle`: the rows of `value` in random order, of any dtype. */
export function shuffle(
  ...args: Args<[value: TensorLike], [seed: Seed], ShuffleKeywords, ['value']>
): Tensor {
  const given = bindArguments<ShuffleKeywords & { value: TensorLike }>(
    'shuffle',
    ['value', 'seed', 'name'],
    args,
    { required: 1 },
  );
  return dispatch(RandomShuffle, [toTensor(given.value!)], seedAttributes(given.seed))[0]!;
}

interface CategoricalKeywords {
  dtype?: DTypeLike | null;
  seed?: Seed;
  name?: string | null;
}
/**
 * Mirrors `tf.random.categorical`: classes drawn by unnormalized log-probabilities.
 * @param args `logits` of shape [batch, classes], `num_samples` a scalar; the result is [batch, num_samples], int64
 * unless `dtype` says int32
 * @throws {@link InvalidArgumentError} for other shapes, {@link ValueError} for other dtypes
 */
export function categorical(
  ...args: Args<
    [logits: TensorLike, num_samples: TensorLike],
    [dtype: DTypeLike | null, seed: Seed],
    CategoricalKeywords,
    ['logits', 'num_samples']
  >
): Tensor {
  const given = bindArguments<CategoricalKeywords & { logits: TensorLike; num_samples: TensorLike }>(
    'categorical',
    ['logits', 'num_samples', 'dtype', 'seed', 'name'],
    args,
    { required: 2 },
  );
  const logits = toTensor(given.logits!);
  const output_dtype = categoryType(given.dtype);
  const seeds = seedAttributes(given.seed);
  return dispatch(Multinomial, [logits, sampleCount(given.num_samples!)], { ...seeds, output_dtype })[0]!;
}

/** The dtype of drawn classes. @throws {@link ValueError} for all but int32 and int64 */
export function categoryType(dtype: DTypeLike | null | undefined): DType {
  const type = dtype === undefined || dtype === null ? int64 : as_dtype(dtype);
  if (!sampledIntegers.includes(type)) throw unaccepted(type, sampledIntegers);
  return type;
}

/** How many samples are asked for. @throws {@link TypeError} for fractions */
export function sampleCount(count: TensorLike): Tensor {
  if (typeof count === 'number' && !Number.isInteger(count))
    throw new TypeError(`Cannot convert ${repr(count)} to EagerTensor of dtype int32`);
  return integersArgument(count, int32);
}

/** One uniform value of [0, 1) for each place of `shape`, as TF's layers draw them. */
export function random_uniform(shape: ShapeArgument, dtype: DType = float32, seed: Seed = null): Tensor {
  return uniform(shape, 0, 1, dtype, seed);
}
