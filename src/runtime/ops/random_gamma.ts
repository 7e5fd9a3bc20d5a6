/** `tf.random.gamma` and `tf.random.poisson`, with and without seeds of their own in the program. */
import { type DType, type DTypeLike, float16, float32, float64, int32, int64 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { checkAllowed, defineOp, type InputSpec, type Spec, unregisteredGradient } from '../op';
import { reservedPerSample } from '../random/distributions';
import { reserve, type Seed, type SeedAttributes, seedAttributes } from '../random/op_seeds';
import { fillGamma, fillPoisson } from '../random/rejection';
import type { ShapeArgument } from '../shape_argument';
import type { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';
import { realdiv } from './arithmetic';
import { maximum } from './extremes';
import { broadcast_to } from './movement';
import { asDoubles, drawRejected, integersArgument, orFloat32, sampleDims } from './random_draw';
import { broadcast_static_shape } from './shapes';

/** The sample shape followed by that of the parameters. */
function appended(shape: InputSpec, parameters: InputSpec, dtype: DType): readonly Spec[] {
  const dims = sampleDims(shape);
  return [{ dtype, dims: dims === null || parameters.dims === null ? null : [...dims, ...parameters.dims] }];
}

function checkParameters(shape: InputSpec, parameters: Tensor, name: string): void {
  const samples = elementCount(sampleDims(shape) as number[]);
  if (samples > 0 && elementCount(parameters.dims) === 0)
    throw new InvalidArgumentError(`Input ${name} should have non-zero element count, got: 0`);
}

const RandomGamma = defineOp<SeedAttributes>({
  type: 'RandomGamma',
  infer: ([shape, alpha]) => {
    checkAllowed('RandomGamma', alpha!.dtype, [float16, float32, float64]);
    return appended(shape!, alpha!, alpha!.dtype);
  },
  kernel: ([shape, alpha], attrs, [spec]) => {
    checkParameters(shape!, alpha!, 'alpha');
    const kernel = `RandomGamma ${shape!.dtype.name} ${alpha!.dtype.name}`;
    const gen = reserve(kernel, attrs, elementCount(spec!.dims) * reservedPerSample);
    return [drawRejected(spec!, (out) => fillGamma(gen, out, asDoubles(alpha!)))];
  },
  effect: 'reads',
  grad: unregisteredGradient<SeedAttributes>('RandomGamma'),
});

const poissonTypes = [float16, float32, float64, int32, int64];

const RandomPoisson = defineOp<SeedAttributes & { readonly dtype: DType }>({
  type: 'RandomPoissonV2',
  infer: ([shape, rate], { dtype }) => {
    checkAllowed('RandomPoissonV2', rate!.dtype, poissonTypes, 'R');
    checkAllowed('RandomPoissonV2', dtype, poissonTypes, 'dtype');
    return appended(shape!, rate!, dtype);
  },
  kernel: ([shape, rate], attrs, [spec]) => {
    checkParameters(shape!, rate!, 'rate');
    const kernel = `RandomPoissonV2 ${shape!.dtype.name} ${rate!.dtype.name} ${attrs.dtype.name}`;
    const gen = reserve(kernel, attrs, elementCount(spec!.dims) * reservedPerSample);
    return [drawRejected(spec!, (out) => fillPoisson(gen, out, asDoubles(rate!)))];
  },
  effect: 'reads',
  grad: null,
});

/** The smallest normal number of a type: gamma samples are never below it. */
const tiny: Readonly<Record<string, number>> = {
  float16: 2 ** -14,
  float32: 2 ** -126,
  float64: 2.2250738585072014e-308,
};

interface GammaKeywords {
  beta?: TensorLike | null;
  dtype?: DTypeLike;
  seed?: Seed;
  name?: string | null;
}

/** `alpha` broadcast against `beta`, and `beta`. */
export function gammaParameters(
  alpha: TensorLike,
  beta: TensorLike | null | undefined,
  dtype: DType,
): [Tensor, Tensor] {
  const shape = toTensor(alpha, dtype);
  const rate = toTensor(beta ?? 1, dtype);
  return [broadcast_to(shape, broadcast_static_shape(shape.dims, rate.dims) as TensorLike), rate];
}

/** What unit gamma samples become under the inverse scale `beta`. */
export function scaledGamma(unit: Tensor, beta: Tensor): Tensor {
  return maximum(toTensor(tiny[unit.dtype.name] ?? 0, unit.dtype), realdiv(unit, beta));
}

/**
 * Mirrors `tf.random.gamma`: `shape` samples for each of the parameters, whose dimensions come last.
 * @param args `alpha` the shape parameter and `beta` the inverse scale, of `dtype` (float16, float32 or float64)
 */
export function gamma(
  ...args: Args<
    [shape: ShapeArgument, alpha: TensorLike],
    [beta: TensorLike | null, dtype: DTypeLike, seed: Seed],
    GammaKeywords,
    ['shape', 'alpha']
  >
): Tensor {
  const given = bindArguments<GammaKeywords & { shape: ShapeArgument; alpha: TensorLike }>(
    'gamma',
    ['shape', 'alpha', 'beta', 'dtype', 'seed', 'name'],
    args,
    { required: 2 },
  );
  const shape = integersArgument(given.shape!, int32);
  const [alpha, beta] = gammaParameters(given.alpha!, given.beta, orFloat32(given.dtype));
  return scaledGamma(dispatch(RandomGamma, [shape, alpha], seedAttributes(given.seed))[0]!, beta);
}

interface PoissonKeywords {
  dtype?: DTypeLike;
  seed?: Seed;
  name?: string | null;
}
/**
 * Mirrors `tf.random.poisson`: `shape` samples for each rate in `lam`, whose dimensions come last.
 * @param args `dtype` float16, float32, float64, int32 or int64
 */
export function poisson(
  ...args: Args<
    [shape: ShapeArgument, lam: TensorLike],
    [dtype: DTypeLike, seed: Seed],
    PoissonKeywords,
    ['shape', 'lam']
  >
): Tensor {
  const given = bindArguments<PoissonKeywords & { shape: ShapeArgument; lam: TensorLike }>(
    'poisson',
    ['shape', 'lam', 'dtype', 'seed', 'name'],
    args,
    { required: 2 },
  );
  const shape = integersArgument(given.shape!, int32);
  const seeds = seedAttributes(given.seed);
  const rate = isHostValue(given.lam!) ? toTensor(given.lam!) : toTensor(given.lam!, undefined, float64);
  return dispatch(RandomPoisson, [shape, rate], { ...seeds, dtype: orFloat32(given.dtype) })[0]!;
}
