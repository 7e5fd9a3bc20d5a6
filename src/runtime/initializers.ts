/** `tf.zeros_initializer` and its kin: objects that are called with a shape and give a tensor. */
import { as_dtype, type DType, type DTypeLike, float32, string } from '../dtypes';
import { TypeError, ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { callable } from '../python/callable';
import { typeName } from '../python/repr';
import type { TensorLike } from './convert_types';
import { NDArray } from './ndarray';
import { constant, ones, zeros } from './ops/creation';
import { normal, uniform } from './ops/random';
import { stateless_normal, stateless_uniform } from './ops/random_stateless';
import type { Seed } from './random/op_seeds';
import type { Tensor } from './tensor';

interface CallKeywords {
  dtype?: DTypeLike | null;
  /** The shape of the part of a variable that is made, in place of the whole. */
  partition_shape?: readonly number[];
  partition_offset?: readonly number[];
}
type CallArguments = Args<[shape: readonly number[]], [dtype: DTypeLike | null], CallKeywords, ['shape']>;

export interface Initializer {
  // biome-ignore lint/style/useShorthandFunctionType: it is merged with the class
  (...args: CallArguments): Tensor;
}
/** Mirrors the base class of TF2's initializers: an object that can be called, as `new tf.zeros_initializer()([2])`. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: an instance is a function, which a class cannot say
export abstract class Initializer {
  constructor() {
    // biome-ignore lint/correctness/noConstructorReturn: the function stands for the object.
    return callable(new.target.prototype as Initializer, (self, ...args: CallArguments) =>
      self.__call__(...args),
    );
  }

  __call__(...args: CallArguments): Tensor {
    const names = ['shape', 'dtype', 'partition_shape', 'partition_offset'] as const;
    const given = bindArguments<CallKeywords & { shape: readonly number[] }>('__call__', names, args, {
      required: 1,
    });
    const isPart = given.partition_shape !== undefined || given.partition_offset !== undefined;
    const shape = [...(given.partition_shape ?? given.shape!)];
    return this.make(shape, given.dtype ? as_dtype(given.dtype) : null, isPart);
  }
  /** @internal */
  abstract make(shape: number[], dtype: DType | null, isPart: boolean): Tensor;
  /** The keywords it was made with. */
  get_config(): Record<string, unknown> {
    return {};
  }
  /** An initializer with the configuration that `get_config` gave. */
  static from_config<T>(this: new (config: never) => T, config: Record<string, unknown>): T {
    const { dtype: _, ...keywords } = config;
    return new this(keywords as never);
  }
}

/** Zeros and ones are of numbers and truth values. */
function countableDType(dtype: DType | null): DType {
  const type = dtype ?? float32;
  if (!type.is_numpy_compatible || type === string) throw unaccepted(type);
  return type;
}
function unaccepted(dtype: DType): ValueError {
  return new ValueError(`Argument \`dtype\` expected to be numeric or boolean. Received ${dtype}.`);
}

/** @throws {@link ValueError} for a dtype that is no floating one */
export function floatDType(dtype: DTypeLike | null | undefined): DType {
  const type = as_dtype(dtype ?? float32);
  if (!type.is_floating)
    throw new ValueError(`Argument \`dtype\` is expected to be floating point. Received: ${type}.`);
  return type;
}

/** Mirrors `tf.zeros_initializer`. Called with a dtype of neither numbers nor truth values it throws a ValueError. */
export class zeros_initializer extends Initializer {
  make(shape: number[], dtype: DType | null): Tensor {
    return zeros(shape, countableDType(dtype));
  }
}
/** Mirrors `tf.ones_initializer`. Called with a dtype of neither numbers nor truth values it throws a ValueError. */
export class ones_initializer extends Initializer {
  make(shape: number[], dtype: DType | null): Tensor {
    return ones(shape, countableDType(dtype));
  }
}

interface ConstantKeywords {
  value?: TensorLike;
  support_partition?: boolean;
}
/**
 * Mirrors `tf.constant_initializer(value=0, support_partition=False)`: one value fills the shape, of several there
 * must be as many as the shape has elements. Its dtype is that of the value.
 */
export class constant_initializer extends Initializer {
  readonly value!: TensorLike;
  readonly support_partition!: boolean;

  /** @throws {@link TypeError} for a value that is no Python constant */
  constructor(...args: Args<[], [value: TensorLike, support_partition: boolean], ConstantKeywords>) {
    const names = ['value', 'support_partition'] as const;
    const given = bindArguments<ConstantKeywords>('constant_initializer', names, args);
    const value = given.value ?? 0;
    if (!isPythonConstant(value))
      throw new TypeError(
        `Invalid type for initial value: ${typeName(value)}. Expected Python scalar, list or tuple of values, or ` +
          'numpy.ndarray.',
      );
    super();
    Object.assign(this, { value, support_partition: given.support_partition ?? false });
  }
  make(shape: number[], dtype: DType | null, isPart: boolean): Tensor {
    if (isPart && !this.support_partition)
      throw new ValueError("Constant initializer doesn't support partition-related arguments");
    return constant(this.value, dtype, shape);
  }
  override get_config(): Record<string, unknown> {
    return { value: this.value };
  }
}

/** Python scalars, lists, and numpy arrays: what may be the value of a constant initializer. */
export function isPythonConstant(value: unknown): boolean {
  return (
    ['number', 'bigint', 'boolean', 'string'].includes(typeof value) ||
    Array.isArray(value) ||
    value instanceof NDArray ||
    ArrayBuffer.isView(value)
  );
}

interface UniformKeywords {
  minval?: TensorLike;
  maxval?: TensorLike;
  seed?: Seed;
}
/**
 * Mirrors `tf.random_uniform_initializer(minval=-0.05, maxval=0.05, seed=None)`. With a seed every call gives the same
 * values. Called with a dtype that has no numbers it throws a ValueError.
 */
export class random_uniform_initializer extends Initializer {
  readonly minval!: TensorLike;
  readonly maxval!: TensorLike;
  readonly seed!: Seed;

  constructor(...args: Args<[], [minval: TensorLike, maxval: TensorLike, seed: Seed], UniformKeywords>) {
    const names = ['minval', 'maxval', 'seed'] as const;
    const given = bindArguments<UniformKeywords>('random_uniform_initializer', names, args);
    super();
    const { minval = -0.05, maxval = 0.05, seed = null } = given;
    Object.assign(this, { minval, maxval, seed });
  }
  make(shape: number[], dtype: DType | null): Tensor {
    const type = dtype ?? float32;
    if (!type.is_floating && !type.is_integer) throw unaccepted(type);
    const { minval, maxval, seed } = this;
    if (seed === null) return uniform(shape, minval, maxval, type);
    return stateless_uniform(shape, statelessSeed(seed), minval, maxval, type);
  }
  override get_config(): Record<string, unknown> {
    const { minval, maxval, seed } = this;
    return { minval, maxval, seed };
  }
}

interface NormalKeywords {
  mean?: TensorLike;
  stddev?: TensorLike;
  seed?: Seed;
}
/**
 * Mirrors `tf.random_normal_initializer(mean=0.0, stddev=0.05, seed=None)`. With a seed every call gives the same
 * values. Called with a dtype that is no floating one it throws a ValueError.
 */
export class random_normal_initializer extends Initializer {
  readonly mean!: TensorLike;
  readonly stddev!: TensorLike;
  readonly seed!: Seed;

  constructor(...args: Args<[], [mean: TensorLike, stddev: TensorLike, seed: Seed], NormalKeywords>) {
    const names = ['mean', 'stddev', 'seed'] as const;
    const given = bindArguments<NormalKeywords>('random_normal_initializer', names, args);
    super();
    const { mean = 0, stddev = 0.05, seed = null } = given;
    Object.assign(this, { mean, stddev, seed });
  }
  make(shape: number[], dtype: DType | null): Tensor {
    const type = floatDType(dtype);
    const { mean, stddev, seed } = this;
    if (seed === null) return normal(shape, mean, stddev, type);
    return stateless_normal(shape, statelessSeed(seed), mean, stddev, type);
  }
  override get_config(): Record<string, unknown> {
    const { mean, stddev, seed } = this;
    return { mean, stddev, seed };
  }
}

/** Stateless ops want two integers. */
function statelessSeed(seed: NonNullable<Seed>): TensorLike {
  return constant([BigInt(seed), 0n]);
}
