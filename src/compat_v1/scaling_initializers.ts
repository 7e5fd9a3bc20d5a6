/** Initializers whose spread depends on how many inputs and outputs a layer has, and the orthogonal one. */
import type { DType, DTypeLike } from '../dtypes';
import { ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { floatDType } from '../runtime/initializers';
import { multiply } from '../runtime/ops/arithmetic';
import { reshape } from '../runtime/ops/array';
import { diag_part } from '../runtime/ops/linalg/diagonal';
import { qr } from '../runtime/ops/linalg/qr';
import { transpose } from '../runtime/ops/movement';
import { normal, truncated_normal, uniform } from '../runtime/ops/random';
import { sign } from '../runtime/ops/rounding';
import type { Seed } from '../runtime/random/op_seeds';
import type { Tensor } from '../runtime/tensor';
import { Initializer, type PartitionInfo } from './initializer';

/** Standard deviation of a normal distribution cut off at two of its own. */
const truncatedDeviation = 0.87962566103423978;

type Mode = 'fan_in' | 'fan_out' | 'fan_avg';
type Distribution = 'normal' | 'uniform' | 'truncated_normal' | 'untruncated_normal';
interface ScalingKeywords {
  scale?: number;
  mode?: Mode;
  distribution?: Distribution;
  seed?: Seed;
  dtype?: DTypeLike;
}

/** Mirrors `tf.compat.v1.variance_scaling_initializer`. @throws {@link ValueError} for parameters that are none */
export class variance_scaling_initializer extends Initializer {
  readonly scale!: number;
  readonly mode!: Mode;
  readonly distribution!: Distribution;
  readonly seed!: Seed;

  constructor(
    ...args: Args<
      [],
      [scale: number, mode: Mode, distribution: Distribution, seed: Seed, dtype: DTypeLike],
      ScalingKeywords
    >
  ) {
    const names = ['scale', 'mode', 'distribution', 'seed', 'dtype'] as const;
    const given = bindArguments<ScalingKeywords>('variance_scaling_initializer', names, args);
    const { scale = 1, mode = 'fan_in', seed = null } = given;
    const distribution = (given.distribution ?? 'truncated_normal').toLowerCase() as Distribution;
    if (scale <= 0) throw new ValueError(`Argument \`scale\` must be a positive float. Received: ${scale}`);
    if (!['fan_in', 'fan_out', 'fan_avg'].includes(mode))
      throw new ValueError(
        `Argument \`mode\` should be one of ('fan_in', 'fan_out', 'fan_avg'). Received: ${mode}`,
      );
    if (!['normal', 'uniform', 'truncated_normal', 'untruncated_normal'].includes(distribution))
      throw new ValueError(
        "Argument `distribution` should be one of ('normal', uniform', 'truncated_normal', 'untruncated_normal'). " +
          `Received: ${distribution}`,
      );
    super(floatDType(given.dtype));
    Object.assign(this, { scale, mode, distribution, seed });
  }

  make(shape: readonly number[], dtype: DType, info: PartitionInfo | null): Tensor {
    const [fanIn, fanOut] = fans(info?.full_shape ?? shape);
    const fan = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[this.mode];
    const scale = this.scale / Math.max(1, fan);
    const { distribution, seed } = this;
    if (distribution === 'uniform') {
      const limit = Math.sqrt(3 * scale);
      return uniform([...shape], -limit, limit, dtype, seed);
    }
    if (distribution === 'untruncated_normal') return normal([...shape], 0, Math.sqrt(scale), dtype, seed);
    return truncated_normal([...shape], 0, Math.sqrt(scale) / truncatedDeviation, dtype, seed);
  }
  get_config(): Record<string, unknown> {
    const { scale, mode, distribution, seed, dtype } = this;
    return { scale, mode, distribution, seed, dtype: dtype.name };
  }
}

/** How many inputs and outputs a kernel of this shape joins. */
function fans(shape: readonly number[]): [number, number] {
  if (shape.length < 1) return [1, 1];
  if (shape.length === 1) return [shape[0]!, shape[0]!];
  const field = shape.slice(0, -2).reduce((product, n) => product * n, 1);
  return [shape.at(-2)! * field, shape.at(-1)! * field];
}

interface SeedKeywords {
  seed?: Seed;
  dtype?: DTypeLike;
}
type SeedArguments = Args<[], [seed: Seed, dtype: DTypeLike], SeedKeywords>;
/** Both Glorot initializers take a dtype and, as in TF, make no use of it. */
function seedOf(name: string, args: readonly unknown[]): { seed: Seed } {
  return { seed: bindArguments<SeedKeywords>(name, ['seed', 'dtype'], args).seed ?? null };
}
/** Mirrors `tf.compat.v1.glorot_uniform_initializer`. */
export class glorot_uniform_initializer extends variance_scaling_initializer {
  constructor(...args: SeedArguments) {
    super({ mode: 'fan_avg', distribution: 'uniform', ...seedOf('glorot_uniform_initializer', args) });
  }
  override get_config(): Record<string, unknown> {
    return { seed: this.seed, dtype: this.dtype.name };
  }
}
/** Mirrors `tf.compat.v1.glorot_normal_initializer`. */
export class glorot_normal_initializer extends variance_scaling_initializer {
  constructor(...args: SeedArguments) {
    super({ mode: 'fan_avg', ...seedOf('glorot_normal_initializer', args) });
  }
  override get_config(): Record<string, unknown> {
    return { seed: this.seed, dtype: this.dtype.name };
  }
}

type OneSeed = Args<[], [seed: Seed], { seed?: Seed }>;
function scaled(
  name: string,
  args: readonly unknown[],
  scale: number,
  distribution: Distribution,
): Initializer {
  const { seed } = bindArguments<{ seed?: Seed }>(name, ['seed'], args);
  return new variance_scaling_initializer({ scale, distribution, seed: seed ?? null });
}
/** Mirrors `tf.compat.v1.initializers.lecun_normal`. */
export function lecun_normal(...args: OneSeed): Initializer {
  return scaled('lecun_normal', args, 1, 'truncated_normal');
}
/** Mirrors `tf.compat.v1.initializers.lecun_uniform`. */
export function lecun_uniform(...args: OneSeed): Initializer {
  return scaled('lecun_uniform', args, 1, 'uniform');
}
/** Mirrors `tf.compat.v1.initializers.he_normal`. */
export function he_normal(...args: OneSeed): Initializer {
  return scaled('he_normal', args, 2, 'truncated_normal');
}
/** Mirrors `tf.compat.v1.initializers.he_uniform`. */
export function he_uniform(...args: OneSeed): Initializer {
  return scaled('he_uniform', args, 2, 'uniform');
}

interface FactorKeywords extends SeedKeywords {
  factor?: number;
}
/** Mirrors `tf.compat.v1.uniform_unit_scaling_initializer(factor=1.0, seed=None, dtype)`. */
export class uniform_unit_scaling_initializer extends Initializer {
  readonly factor!: number;
  readonly seed!: Seed;

  constructor(...args: Args<[], [factor: number, seed: Seed, dtype: DTypeLike], FactorKeywords>) {
    const names = ['factor', 'seed', 'dtype'] as const;
    const given = bindArguments<FactorKeywords>('uniform_unit_scaling_initializer', names, args);
    super(floatDType(given.dtype));
    Object.assign(this, { factor: given.factor ?? 1, seed: given.seed ?? null });
  }
  make(shape: readonly number[], dtype: DType, info: PartitionInfo | null): Tensor {
    const inputs = (info?.full_shape ?? shape).slice(0, -1).reduce((product, n) => product * n, 1);
    const limit = Math.sqrt(3 / Math.max(inputs, 1)) * this.factor;
    return uniform([...shape], -limit, limit, dtype, this.seed);
  }
  get_config(): Record<string, unknown> {
    return { factor: this.factor, seed: this.seed, dtype: this.dtype.name };
  }
}

interface GainKeywords extends SeedKeywords {
  gain?: number;
}
/** Mirrors `tf.compat.v1.orthogonal_initializer(gain=1.0, seed=None, dtype)`. */
export class orthogonal_initializer extends Initializer {
  readonly gain!: number;
  readonly seed!: Seed;

  constructor(...args: Args<[], [gain: number, seed: Seed, dtype: DTypeLike], GainKeywords>) {
    const given = bindArguments<GainKeywords>('orthogonal_initializer', ['gain', 'seed', 'dtype'], args);
    super(floatDType(given.dtype));
    Object.assign(this, { gain: given.gain ?? 1, seed: given.seed ?? null });
  }
  /** @throws {@link ValueError} for less than two dimensions */
  make(shape: readonly number[], dtype: DType): Tensor {
    if (shape.length < 2)
      throw new ValueError(
        'The tensor to initialize, specified by argument `shape` must be at least two-dimensional. Received shape=' +
          `[${shape.join(', ')}]`,
      );
    const rows = shape.slice(0, -1).reduce((product, n) => product * n, 1);
    const columns = shape.at(-1)!;
    const isWide = rows < columns;
    const drawn = normal(isWide ? [columns, rows] : [rows, columns], 0, 1, dtype, this.seed);
    const [q, r] = qr(drawn, false);
    // Signs make the distribution uniform.
    const uniformQ = multiply(q, sign(diag_part(r)));
    const oriented = isWide ? transpose(uniformQ) : uniformQ;
    return multiply(this.gain, reshape(oriented, [...shape]));
  }
  get_config(): Record<string, unknown> {
    return { gain: this.gain, seed: this.seed, dtype: this.dtype.name };
  }
}
