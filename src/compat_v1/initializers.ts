/** TF1's initializers, on the same random ops as everything else: the bits are TensorFlow's. */
import { type DType, type DTypeLike, string } from '../dtypes';
import { TypeError, ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { repr, typeName } from '../python/repr';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { floatDType, isPythonConstant } from '../runtime/initializers';
import { multiply } from '../runtime/ops/arithmetic';
import { reshape } from '../runtime/ops/array';
import { ones, zeros } from '../runtime/ops/creation';
import { fill } from '../runtime/ops/fill';
import { eye } from '../runtime/ops/grids';
import { normal, truncated_normal, uniform } from '../runtime/ops/random';
import { slice } from '../runtime/ops/slicing';
import type { Seed } from '../runtime/random/op_seeds';
import type { Tensor } from '../runtime/tensor';
import { elementCount, shapeText } from '../runtime/tensor_shape';
import { Initializer, type PartitionInfo } from './initializer';

interface DTypeKeywords {
  dtype?: DTypeLike;
}
type DTypeArguments = Args<[], [dtype: DTypeLike], DTypeKeywords>;

/** Mirrors `tf.compat.v1.zeros_initializer`. */
export class zeros_initializer extends Initializer {
  constructor(...args: DTypeArguments) {
    super(bindArguments<DTypeKeywords>('zeros_initializer', ['dtype'], args).dtype);
  }
  make(shape: readonly number[], dtype: DType): Tensor {
    return zeros([...shape], dtype);
  }
  get_config(): Record<string, unknown> {
    return { dtype: this.dtype.name };
  }
}

/** Mirrors `tf.compat.v1.ones_initializer`. */
export class ones_initializer extends Initializer {
  constructor(...args: DTypeArguments) {
    super(bindArguments<DTypeKeywords>('ones_initializer', ['dtype'], args).dtype);
  }
  make(shape: readonly number[], dtype: DType): Tensor {
    return ones([...shape], dtype);
  }
  get_config(): Record<string, unknown> {
    return { dtype: this.dtype.name };
  }
}

interface ConstantKeywords extends DTypeKeywords {
  value?: TensorLike;
  verify_shape?: boolean;
}
/** Mirrors `tf.compat.v1.constant_initializer(value=0, dtype, verify_shape=False)`. */
export class constant_initializer extends Initializer {
  readonly value!: TensorLike;
  private readonly verify!: boolean;

  constructor(
    ...args: Args<[], [value: TensorLike, dtype: DTypeLike, verify_shape: boolean], ConstantKeywords>
  ) {
    const names = ['value', 'dtype', 'verify_shape'] as const;
    const given = bindArguments<ConstantKeywords>('constant_initializer', names, args);
    const value = given.value ?? 0;
    if (!isPythonConstant(value))
      throw new TypeError(
        `Invalid type for initial value=${repr(value)} of type: ${typeName(value)}. Expected Python scalar, list or ` +
          'tuple of values, or numpy.ndarray.',
      );
    super(given.dtype);
    Object.assign(this, { value, verify: given.verify_shape ?? false });
  }
  /** One value fills the shape; of several the last one is repeated. */
  make(shape: readonly number[], dtype: DType): Tensor {
    const value = toTensor(this.value, dtype);
    if (value.source !== null) return value;
    const wanted = elementCount(shape);
    const given = elementCount(value.dims);
    if (this.verify && shapeText(value.dims) !== shapeText(shape))
      throw new TypeError(`Expected Tensor's shape: ${shapeText(shape)}, got ${shapeText(value.dims)}.`);
    if (given === wanted) return reshape(value, [...shape]);
    if (given > wanted)
      throw new TypeError(
        `Eager execution of tf.constant with unsupported shape. Tensor ${value.__repr__()} (converted from ` +
          `${repr(this.value)}) has ${given} elements, but got \`shape\` ${shapeText(shape)} with ${wanted} elements)`,
      );
    if (given !== 1) return repeatLast(value, shape, wanted);
    return fill([...shape], reshape(value, []));
  }
  get_config(): Record<string, unknown> {
    return { value: this.value, dtype: this.dtype.name };
  }
}

/** What TF does in graphs with too few values. */
function repeatLast(value: Tensor, shape: readonly number[], count: number): Tensor {
  const { dtype, lanes } = { dtype: value.dtype, lanes: value.dtype.lanes };
  const from = value.data as Float32Array;
  const data = dtype === string ? [] : dtype.allocate(count);
  for (let i = 0; i < count * lanes; i++)
    (data as Float32Array)[i] = from[Math.min(i, from.length - lanes + (i % lanes))]!;
  return toTensor({ dtype, shape: [...shape], data } as unknown as TensorLike);
}

interface UniformKeywords extends DTypeKeywords {
  minval?: TensorLike;
  maxval?: TensorLike | null;
  seed?: Seed;
}
/** Mirrors `tf.compat.v1.random_uniform_initializer(minval=0.0, maxval=None, seed=None, dtype)`. */
export class random_uniform_initializer extends Initializer {
  readonly minval!: TensorLike;
  readonly maxval!: TensorLike | null;
  readonly seed!: Seed;

  constructor(
    ...args: Args<
      [],
      [minval: TensorLike, maxval: TensorLike | null, seed: Seed, dtype: DTypeLike],
      UniformKeywords
    >
  ) {
    const names = ['minval', 'maxval', 'seed', 'dtype'] as const;
    const given = bindArguments<UniformKeywords>('random_uniform_initializer', names, args);
    super(given.dtype);
    Object.assign(this, {
      minval: given.minval ?? 0,
      maxval: given.maxval ?? null,
      seed: given.seed ?? null,
    });
  }
  make(shape: readonly number[], dtype: DType): Tensor {
    return uniform([...shape], { minval: this.minval, maxval: this.maxval, dtype, seed: this.seed });
  }
  get_config(): Record<string, unknown> {
    const { minval, maxval, seed, dtype } = this;
    return { minval, maxval, seed, dtype: dtype.name };
  }
}

interface NormalKeywords extends DTypeKeywords {
  mean?: TensorLike;
  stddev?: TensorLike;
  seed?: Seed;
}
type NormalArguments = Args<
  [],
  [mean: TensorLike, stddev: TensorLike, seed: Seed, dtype: DTypeLike],
  NormalKeywords
>;
abstract class Normal extends Initializer {
  readonly mean!: TensorLike;
  readonly stddev!: TensorLike;
  readonly seed!: Seed;

  constructor(name: string, args: readonly unknown[]) {
    const given = bindArguments<NormalKeywords>(name, ['mean', 'stddev', 'seed', 'dtype'], args);
    super(floatDType(given.dtype));
    Object.assign(this, { mean: given.mean ?? 0, stddev: given.stddev ?? 1, seed: given.seed ?? null });
  }
  get_config(): Record<string, unknown> {
    const { mean, stddev, seed, dtype } = this;
    return { mean, stddev, seed, dtype: dtype.name };
  }
}
/** Mirrors `tf.compat.v1.random_normal_initializer(mean=0.0, stddev=1.0, seed=None, dtype)`. */
export class random_normal_initializer extends Normal {
  constructor(...args: NormalArguments) {
    super('random_normal_initializer', args);
  }
  make(shape: readonly number[], dtype: DType): Tensor {
    return normal([...shape], this.mean, this.stddev, dtype, this.seed);
  }
}
/** Mirrors `tf.compat.v1.truncated_normal_initializer(mean=0.0, stddev=1.0, seed=None, dtype)`. */
export class truncated_normal_initializer extends Normal {
  constructor(...args: NormalArguments) {
    super('truncated_normal_initializer', args);
  }
  make(shape: readonly number[], dtype: DType): Tensor {
    return truncated_normal([...shape], this.mean, this.stddev, dtype, this.seed);
  }
}

interface IdentityKeywords extends DTypeKeywords {
  gain?: number;
}
/** Mirrors `tf.compat.v1.initializers.identity(gain=1.0, dtype)`: ones on the diagonal of a matrix. */
export class identity_initializer extends Initializer {
  readonly gain!: number;

  constructor(...args: Args<[], [gain: number, dtype: DTypeLike], IdentityKeywords>) {
    const given = bindArguments<IdentityKeywords>('identity', ['gain', 'dtype'], args);
    super(floatDType(given.dtype));
    Object.assign(this, { gain: given.gain ?? 1 });
  }
  make(shape: readonly number[], dtype: DType, info: PartitionInfo | null): Tensor {
    const full = info?.full_shape ?? shape;
    if (full.length !== 2)
      throw new ValueError(
        'The tensor to initialize, specified by argument `shape` must be at least two-dimensional. Received shape=' +
          `[${shape.join(', ')}]`,
      );
    const whole = eye(full[0]!, full[1]!, null, dtype);
    const part = info === null ? whole : slice(whole, [...info.var_offset], [...shape]);
    return multiply(this.gain, part);
  }
  get_config(): Record<string, unknown> {
    return { gain: this.gain, dtype: this.dtype.name };
  }
}

export {
  glorot_normal_initializer,
  glorot_uniform_initializer,
  he_normal,
  he_uniform,
  lecun_normal,
  lecun_uniform,
  uniform_unit_scaling_initializer,
  variance_scaling_initializer,
} from './scaling_initializers';
