/** `tf.random.stateless_*`: everything follows from the seed, a pair of integers that is scrambled to key and counter. */
import type { DType, DTypeLike } from '../../dtypes';
import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { repr } from '../../python/repr';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { checkAllowed, defineOp, type KnownSpec, noAttributes, type OpRecord } from '../op';
import { permutation } from '../random/distributions';
import type { Philox } from '../random/philox';
import { type ShapeArgument, shapeTensor } from '../shape_argument';
import type { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';
import { add, multiply, subtract } from './arithmetic';
import { stack } from './joining';
import { normalParameters, unaccepted } from './random';
import { type AlgorithmLike, algorithmTensor, generatorOf, keyAndCounter } from './random_algorithm';
import {
  checkBounds,
  drawFullInt,
  drawNormal,
  drawTruncatedNormal,
  drawUniform,
  drawUniformInt,
  fullIntegers,
  integersArgument,
  orFloat32,
  rowsInOrder,
  sampled,
  sampledFloats,
  sampledIntegers,
} from './random_draw';

interface SampleAttributes {
  readonly [name: string]: unknown;
  readonly dtype: DType;
}

/** A record with inputs shape, key, counter, alg. */
function sampler(type: string, allowed: readonly DType[], draw: (gen: Philox, spec: KnownSpec) => Tensor) {
  return defineOp<SampleAttributes>({
    type,
    infer: ([shape], { dtype }) => {
      checkAllowed(type, dtype, allowed, 'dtype');
      return sampled(shape!, dtype);
    },
    kernel: ([, key, counter, alg], _attrs, [spec]) => [draw(generatorOf(key!, counter!, alg!), spec!)],
    grad: null,
  });
}
const StatelessUniform = sampler('StatelessRandomUniformV2', sampledFloats, drawUniform);
const StatelessNormal = sampler('StatelessRandomNormalV2', sampledFloats, drawNormal);
const StatelessTruncatedNormal = sampler('StatelessTruncatedNormalV2', sampledFloats, drawTruncatedNormal);
const StatelessFullInt = sampler('StatelessRandomUniformFullIntV2', fullIntegers, drawFullInt);

const StatelessUniformInt: OpRecord = defineOp({
  type: 'StatelessRandomUniformIntV2',
  infer: ([shape, , , , min]) => {
    checkAllowed('StatelessRandomUniformIntV2', min!.dtype, fullIntegers, 'dtype');
    return sampled(shape!, min!.dtype);
  },
  kernel: ([, key, counter, alg, min, max], _attrs, [spec]) => {
    checkBounds(min!, max!, elementCount(spec!.dims));
    return [drawUniformInt(generatorOf(key!, counter!, alg!), spec!, min!, max!)];
  },
  grad: null,
});

const StatelessShuffle: OpRecord = defineOp({
  type: 'StatelessShuffle',
  infer: ([x]) => [{ dtype: x!.dtype, dims: x!.dims }],
  kernel: ([x, key, counter, alg]) => {
    const size = x!.dims[0] ?? 1;
    if (size <= 1 || elementCount(x!.dims) <= 1) return [x!];
    return [rowsInOrder(x!, permutation(generatorOf(key!, counter!, alg!), size))];
  },
  aliases: true,
  grad: null,
});

/** What a stateless op and a Generator's method draw with: key, counter and algorithm as inputs. */
export type RandomSource = readonly [key: Tensor, counter: Tensor, alg: Tensor];

/** Key, counter and algorithm from a seed of two integers. */
export function sourceOf(seed: TensorLike, alg: AlgorithmLike | null | undefined): RandomSource {
  const id = algorithmTensor(alg ?? 'auto_select');
  const [key, counter] = keyAndCounter(integersArgument(seed), Number(id.data[0]));
  return [key, counter, id];
}

export interface BoundKeywords {
  minval?: TensorLike | null;
  maxval?: TensorLike | null;
  dtype?: DTypeLike;
  name?: string | null;
}
/** Uniform samples of any accepted dtype; `source` is asked for only once the arguments are known to be right. */
export function uniformFrom(shape: Tensor, given: BoundKeywords, source: () => RandomSource): Tensor {
  const dtype = orFloat32(given.dtype);
  const minval = given.minval === undefined ? 0 : given.minval;
  const maxval = given.maxval ?? null;
  if (dtype.is_integer && minval === null)
    return dispatch(StatelessFullInt, [shape, ...source()], { dtype })[0]!;
  const min = toTensor(minval as TensorLike, dtype);
  const max = toTensor(maxval ?? 1, dtype);
  if (dtype.is_integer)
    return dispatch(StatelessUniformInt, [shape, ...source(), min, max], noAttributes)[0]!;
  const unit = dispatch(StatelessUniform, [shape, ...source()], { dtype })[0]!;
  return add(multiply(unit, subtract(max, min)), min);
}

/** Integers of all their type's values. */
export function fullIntegersFrom(shape: Tensor, dtype: DType, source: RandomSource): Tensor {
  return dispatch(StatelessFullInt, [shape, ...source], { dtype })[0]!;
}

export interface NormalShape {
  mean?: TensorLike;
  stddev?: TensorLike;
  dtype?: DTypeLike;
  name?: string | null;
}
/** Normal samples, `truncated` to two deviations or not. */
export function normalsFrom(
  shape: Tensor,
  given: NormalShape,
  truncated: boolean,
  source: () => RandomSource,
): Tensor {
  const dtype = orFloat32(given.dtype);
  const [mean, stddev] = normalParameters(given, dtype);
  const op = truncated ? StatelessTruncatedNormal : StatelessNormal;
  return add(multiply(dispatch(op, [shape, ...source()], { dtype })[0]!, stddev), mean);
}

interface StatelessUniformKeywords extends BoundKeywords {
  alg?: AlgorithmLike | null;
}
/**
 * Mirrors `tf.random.stateless_uniform`: values of [minval, maxval), by default [0, 1).
 * @param args `seed` two integers; `minval` and `maxval` both `null` give integers of all their type's values
 * @throws {@link ValueError} for bounds or dtypes that do not go together
 */
export function stateless_uniform(
  ...args: Args<
    [shape: ShapeArgument, seed: TensorLike],
    [
      minval: TensorLike | null,
      maxval: TensorLike | null,
      dtype: DTypeLike,
      name: string | null,
      alg: AlgorithmLike | null,
    ],
    StatelessUniformKeywords,
    ['shape', 'seed']
  >
): Tensor {
  const given = bindArguments<StatelessUniformKeywords & { shape: ShapeArgument; seed: TensorLike }>(
    'stateless_uniform',
    ['shape', 'seed', 'minval', 'maxval', 'dtype', 'name', 'alg'],
    args,
    { required: 2 },
  );
  const dtype = orFloat32(given.dtype);
  const accepted = [...sampledFloats, ...fullIntegers];
  if (!accepted.includes(dtype)) throw unaccepted(dtype, accepted);
  if (dtype.is_integer) checkIntegerBounds(given, dtype);
  return uniformFrom(shapeTensor(given.shape!), given, () => sourceOf(given.seed!, given.alg));
}

function checkIntegerBounds(given: BoundKeywords, dtype: DType): void {
  const minval = given.minval === undefined ? 0 : given.minval;
  const maxval = given.maxval ?? null;
  if ((minval === null) !== (maxval === null))
    throw new ValueError(
      `For integer \`dtype\` argument ${dtype}, argument \`minval\` and \`maxval\` must be both None or not None. ` +
        `Got \`minval\`=${repr(minval)} and \`maxval\`=${repr(maxval)}.`,
    );
  if (minval !== null && !sampledIntegers.includes(dtype))
    throw new ValueError(
      `Argument \`dtype\` got invalid value ${dtype} when argument \`minval\` is not None. Please don't use ` +
        'unsigned integers in this case.',
    );
}

interface StatelessNormalKeywords extends NormalShape {
  alg?: AlgorithmLike | null;
}
type StatelessNormalArgs = Args<
  [shape: ShapeArgument, seed: TensorLike],
  [mean: TensorLike, stddev: TensorLike, dtype: DTypeLike, name: string | null, alg: AlgorithmLike | null],
  StatelessNormalKeywords,
  ['shape', 'seed']
>;
function statelessNormals(method: string, truncated: boolean, args: readonly unknown[]): Tensor {
  const given = bindArguments<StatelessNormalKeywords & { shape: ShapeArgument; seed: TensorLike }>(
    method,
    ['shape', 'seed', 'mean', 'stddev', 'dtype', 'name', 'alg'],
    args,
    { required: 2 },
  );
  return normalsFrom(shapeTensor(given.shape!), given, truncated, () => sourceOf(given.seed!, given.alg));
}

/** Mirrors `tf.random.stateless_normal`: the same samples for the same `seed` of two integers. */
export function stateless_normal(...args: StatelessNormalArgs): Tensor {
  return statelessNormals('stateless_normal', false, args);
}
/** Mirrors `tf.random.stateless_truncated_normal`: what is more than two deviations off is drawn again. */
export function stateless_truncated_normal(...args: StatelessNormalArgs): Tensor {
  return statelessNormals('stateless_truncated_normal', true, args);
}

interface SplitKeywords {
  num?: number;
  alg?: AlgorithmLike | null;
}
/**
 * Mirrors `tf.random.split`: `num` new seeds from one, [num, 2] of its dtype.
 * @throws {@link ValueError} for a seed that is not int32, int64, uint32 or uint64
 */
export function split(
  ...args: Args<[seed: TensorLike], [num: number, alg: AlgorithmLike | null], SplitKeywords, ['seed']>
): Tensor {
  const given = bindArguments<SplitKeywords & { seed: TensorLike }>('split', ['seed', 'num', 'alg'], args, {
    required: 1,
  });
  const seed = integersArgument(given.seed!);
  const all = { minval: null, maxval: null, dtype: seed.dtype, alg: given.alg ?? null };
  return stateless_uniform([given.num ?? 2, 2], seed, all);
}

interface FoldInKeywords {
  alg?: AlgorithmLike | null;
}
/** Mirrors `tf.random.fold_in`: a new seed from one and an integer, of the integer's dtype. */
export function fold_in(
  ...args: Args<
    [seed: TensorLike, data: TensorLike],
    [alg: AlgorithmLike | null],
    FoldInKeywords,
    ['seed', 'data']
  >
): Tensor {
  const given = bindArguments<FoldInKeywords & { seed: TensorLike; data: TensorLike }>(
    'fold_in',
    ['seed', 'data', 'alg'],
    args,
    { required: 2 },
  );
  const data = integersArgument(given.data!);
  const all = { minval: null, maxval: null, dtype: data.dtype, alg: given.alg ?? null };
  return stack([stateless_uniform([], given.seed!, all), data]);
}

interface StatelessShuffleKeywords {
  alg?: AlgorithmLike | null;
  name?: string | null;
}
/** Mirrors `tf.random.experimental.stateless_shuffle`: the rows of `value` in an order that follows from `seed`. */
export function stateless_shuffle(
  ...args: Args<
    [value: TensorLike, seed: TensorLike],
    [alg: AlgorithmLike | null, name: string | null],
    StatelessShuffleKeywords,
    ['value', 'seed']
  >
): Tensor {
  const given = bindArguments<StatelessShuffleKeywords & { value: TensorLike; seed: TensorLike }>(
    'stateless_shuffle',
    ['value', 'seed', 'alg', 'name'],
    args,
    { required: 2 },
  );
  const value = toTensor(given.value!);
  return dispatch(StatelessShuffle, [value, ...sourceOf(given.seed!, given.alg)], noAttributes)[0]!;
}
