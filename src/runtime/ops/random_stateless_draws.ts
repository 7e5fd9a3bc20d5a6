/** `tf.random.stateless_gamma`, `stateless_poisson`, `stateless_binomial` and `stateless_categorical`. */
import { as_dtype, type DType, type DTypeLike, float16, float32, float64, int32, int64 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { broadcastDims } from '../broadcast';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import {
  type Attributes,
  checkAllowed,
  defineOp,
  type InputSpec,
  mismatch,
  noAttributes,
  type OpRecord,
  type Spec,
  unregisteredGradient,
} from '../op';
import type { Philox } from '../random/philox';
import { fillBinomial, fillGamma, fillPoisson } from '../random/rejection';
import { type ShapeArgument, shapeTensor } from '../shape_argument';
import type { Tensor } from '../tensor';
import type { Dimension } from '../tensor_shape';
import { broadcast_to } from './movement';
import { categoryType, sampleCount } from './random';
import { generatorOf, generatorOfSeed } from './random_algorithm';
import { drawCategorical, inferCategorical } from './random_categorical';
import { asDoubles, drawRejected, integersArgument, orFloat32, sampleDims } from './random_draw';
import { gammaParameters, scaledGamma } from './random_gamma';
import { sourceOf } from './random_stateless';

/** The output, whose last dimensions must be those of the parameters. @throws {@link InvalidArgumentError} */
function ending(shape: InputSpec, parameters: readonly Dimension[] | null, dtype: DType): readonly Spec[] {
  const dims = sampleDims(shape);
  const last = dims === null || parameters === null ? null : dims.slice(dims.length - parameters.length);
  const fits =
    last === null ||
    (parameters!.length <= dims!.length &&
      last.every((d, i) => d === null || parameters![i] === null || d === parameters![i]));
  if (!fits)
    throw new InvalidArgumentError('Shape passed in must end with broadcasted shape.', {
      fields: { expected: parameters, actual: dims },
    });
  return [{ dtype, dims }];
}

const StatelessGamma: OpRecord = defineOp({
  type: 'StatelessRandomGammaV3',
  infer: ([shape, , , , alpha]) => {
    checkAllowed('StatelessRandomGammaV3', alpha!.dtype, [float16, float32, float64], 'dtype');
    return ending(shape!, alpha!.dims, alpha!.dtype);
  },
  kernel: ([, key, counter, alg, alpha], _attrs, [spec]) => {
    const gen = generatorOf(key!, counter!, alg!);
    return [drawRejected(spec!, (out) => fillGamma(gen, out, asDoubles(alpha!)))];
  },
  grad: unregisteredGradient<Attributes>('StatelessRandomGammaV3'),
});

interface OutputAttributes {
  readonly [name: string]: unknown;
  readonly dtype: DType;
}
const countTypes = [float16, float32, float64, int32, int64];

const StatelessPoisson = defineOp<OutputAttributes>({
  type: 'StatelessRandomPoisson',
  infer: ([shape, , rate], { dtype }) => {
    checkAllowed('StatelessRandomPoisson', rate!.dtype, countTypes, 'Rtype');
    checkAllowed('StatelessRandomPoisson', dtype, countTypes, 'dtype');
    return ending(shape!, rate!.dims, dtype);
  },
  kernel: ([, seed, rate], _attrs, [spec]) => {
    const gen = generatorOfSeed(seed!);
    return [drawRejected(spec!, (out) => fillPoisson(gen, out, asDoubles(rate!)))];
  },
  grad: null,
});

/** The output of a binomial op. @throws {@link InvalidArgumentError} for parameters that do not go together */
export function inferBinomial(
  type: string,
  shape: InputSpec,
  counts: InputSpec,
  probs: InputSpec,
  dtype: DType,
): readonly Spec[] {
  checkAllowed(type, counts.dtype, countTypes);
  checkAllowed(type, dtype, countTypes, 'dtype');
  if (counts.dtype !== probs.dtype) throw mismatch(type, 4, counts.dtype, probs.dtype);
  return ending(shape, broadcastDims(counts.dims, probs.dims), dtype);
}

/** Binomial samples: `counts` and `probs` are broadcast against each other. */
export function drawBinomial(gen: Philox, counts: Tensor, probs: Tensor, spec: Spec): Tensor {
  const dims = broadcastDims(counts.dims, probs.dims) as number[];
  const spread = (t: Tensor): Float64Array => asDoubles(broadcast_to(t, dims));
  const [n, p] = [spread(counts), spread(probs)];
  return drawRejected({ dtype: spec.dtype, dims: spec.dims as number[] }, (out) =>
    fillBinomial(gen, out, n, p),
  );
}

const StatelessBinomial = defineOp<OutputAttributes>({
  type: 'StatelessRandomBinomial',
  infer: ([shape, , counts, probs], { dtype }) =>
    inferBinomial('StatelessRandomBinomial', shape!, counts!, probs!, dtype),
  kernel: ([, seed, counts, probs], _attrs, [spec]) => [
    drawBinomial(generatorOfSeed(seed!), counts!, probs!, spec!),
  ],
  grad: null,
});

const StatelessMultinomial = defineOp<{ readonly [name: string]: unknown; readonly output_dtype: DType }>({
  type: 'StatelessMultinomial',
  infer: ([logits, count], { output_dtype }) => inferCategorical(logits!, count!, output_dtype),
  kernel: ([logits, , seed], _attrs, [spec]) => {
    const gen = generatorOfSeed(seed!);
    return [drawCategorical(gen, logits!, { dtype: spec!.dtype, dims: spec!.dims })];
  },
  grad: null,
});

interface StatelessGammaKeywords {
  beta?: TensorLike | null;
  dtype?: DTypeLike;
  name?: string | null;
}
/**
 * Mirrors `tf.random.stateless_gamma`.
 * @param args `shape` of the result, which ends with that of the parameters; `alpha` the shape parameter and `beta` the
 * inverse scale, of `dtype`
 */
export function stateless_gamma(
  ...args: Args<
    [shape: ShapeArgument, seed: TensorLike, alpha: TensorLike],
    [beta: TensorLike | null, dtype: DTypeLike, name: string | null],
    StatelessGammaKeywords,
    ['shape', 'seed', 'alpha']
  >
): Tensor {
  const given = bindArguments<
    StatelessGammaKeywords & { shape: ShapeArgument; seed: TensorLike; alpha: TensorLike }
  >('stateless_gamma', ['shape', 'seed', 'alpha', 'beta', 'dtype', 'name'], args, { required: 3 });
  const [alpha, beta] = gammaParameters(given.alpha!, given.beta, orFloat32(given.dtype));
  const inputs = [shapeTensor(given.shape!), ...sourceOf(given.seed!, null), alpha];
  return scaledGamma(dispatch(StatelessGamma, inputs, noAttributes)[0]!, beta);
}

interface StatelessPoissonKeywords {
  dtype?: DTypeLike;
  name?: string | null;
}
/** Mirrors `tf.random.stateless_poisson`: int32 by default; `shape` ends with that of `lam`. */
export function stateless_poisson(
  ...args: Args<
    [shape: ShapeArgument, seed: TensorLike, lam: TensorLike],
    [dtype: DTypeLike, name: string | null],
    StatelessPoissonKeywords,
    ['shape', 'seed', 'lam']
  >
): Tensor {
  const given = bindArguments<
    StatelessPoissonKeywords & { shape: ShapeArgument; seed: TensorLike; lam: TensorLike }
  >('stateless_poisson', ['shape', 'seed', 'lam', 'dtype', 'name'], args, { required: 3 });
  const inputs = [shapeTensor(given.shape!), integersArgument(given.seed!), toTensor(given.lam!)];
  return dispatch(StatelessPoisson, inputs, { dtype: as_dtype(given.dtype ?? int32) })[0]!;
}

interface StatelessBinomialKeywords {
  output_dtype?: DTypeLike;
  name?: string | null;
}
/** Mirrors `tf.random.stateless_binomial`: int32 by default; `shape` ends with that of `counts` and `probs`. */
export function stateless_binomial(
  ...args: Args<
    [shape: ShapeArgument, seed: TensorLike, counts: TensorLike, probs: TensorLike],
    [output_dtype: DTypeLike, name: string | null],
    StatelessBinomialKeywords,
    ['shape', 'seed', 'counts', 'probs']
  >
): Tensor {
  const given = bindArguments<
    StatelessBinomialKeywords & {
      shape: ShapeArgument;
      seed: TensorLike;
      counts: TensorLike;
      probs: TensorLike;
    }
  >('stateless_binomial', ['shape', 'seed', 'counts', 'probs', 'output_dtype', 'name'], args, {
    required: 4,
  });
  const probs = toTensor(given.probs!, undefined, float32);
  const counts = toTensor(given.counts!, undefined, probs.dtype);
  const inputs = [shapeTensor(given.shape!), integersArgument(given.seed!), counts, probs];
  return dispatch(StatelessBinomial, inputs, { dtype: as_dtype(given.output_dtype ?? int32) })[0]!;
}

interface StatelessCategoricalKeywords {
  dtype?: DTypeLike | null;
  name?: string | null;
}
/** Mirrors `tf.random.stateless_categorical`: [batch, num_samples] classes drawn by `logits` of [batch, classes]. */
export function stateless_categorical(
  ...args: Args<
    [logits: TensorLike, num_samples: TensorLike, seed: TensorLike],
    [dtype: DTypeLike | null, name: string | null],
    StatelessCategoricalKeywords,
    ['logits', 'num_samples', 'seed']
  >
): Tensor {
  const given = bindArguments<
    StatelessCategoricalKeywords & { logits: TensorLike; num_samples: TensorLike; seed: TensorLike }
  >('stateless_categorical', ['logits', 'num_samples', 'seed', 'dtype', 'name'], args, { required: 3 });
  const inputs = [toTensor(given.logits!), sampleCount(given.num_samples!), integersArgument(given.seed!)];
  return dispatch(StatelessMultinomial, inputs, { output_dtype: categoryType(given.dtype) })[0]!;
}
