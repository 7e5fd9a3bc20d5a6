/** What makes a variable's first value: TF1's initializer objects, Keras's, any function, or a value. */
import { as_dtype, type DType, type DTypeLike, float32 } from '../dtypes';
import { ValueError } from '../errors';
import type { TensorLike } from '../runtime/convert_types';
import { Tensor } from '../runtime/tensor';

/** Which part of a partitioned variable is being initialised. Mirrors TF's `_PartitionInfo`. */
export interface PartitionInfo {
  readonly full_shape: readonly number[];
  readonly var_offset: readonly number[];
}

export interface Initializer {
  /** A value of this shape. @param dtype by default the initializer's own */
  // biome-ignore lint/style/useShorthandFunctionType: it is merged with the class
  (shape: readonly number[], dtype?: DTypeLike | null, partition_info?: PartitionInfo | null): Tensor;
}
/** Mirrors TF1's `Initializer`: an object that can be called, as `new tf1.zeros_initializer()([2])`. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: an instance is a function, which a class cannot say
export abstract class Initializer {
  declare readonly dtype: DType;

  constructor(dtype: DTypeLike | null | undefined) {
    const self = ((shape: readonly number[], given?: DTypeLike | null, info?: PartitionInfo | null): Tensor =>
      self.make(shape, given ? as_dtype(given) : self.dtype, info ?? null)) as this;
    Object.setPrototypeOf(self, new.target.prototype);
    Object.assign(self, { dtype: as_dtype(dtype ?? float32) });
    // biome-ignore lint/correctness/noConstructorReturn: see above
    return self;
  }

  /** @internal */
  abstract make(shape: readonly number[], dtype: DType, partition_info: PartitionInfo | null): Tensor;
  /** The keywords it was made with. */
  abstract get_config(): Record<string, unknown>;
}

/** @throws {@link ValueError} for a dtype that is no floating one */
export function floatDType(dtype: DTypeLike | null | undefined): DType {
  const type = as_dtype(dtype ?? float32);
  if (!type.is_floating)
    throw new ValueError(
      `Argument \`dtype\` is expected to be floating point. Received: ${type.__repr__()}.`,
    );
  return type;
}

type InitializerFunction = (
  shape: readonly number[],
  dtype: DType,
  partition_info: PartitionInfo | null,
) => TensorLike;
type InitializerClass = new () => Initializer;
/** Anything that `get_variable` takes as `initializer`. */
export type InitializerLike =
  | InitializerFunction
  | InitializerClass
  | { __call__(shape: readonly number[], dtype: DType): TensorLike }
  | TensorLike;

/** True for what makes values, false for a value. */
export function isInitializer(initializer: InitializerLike): boolean {
  return (
    typeof initializer === 'function' ||
    (!(initializer instanceof Tensor) &&
      typeof (initializer as { __call__?: unknown } | null)?.__call__ === 'function')
  );
}

/** The value for a shape; without a shape, of a function that needs none. */
export function callInitializer(
  initializer: InitializerLike,
  shape: readonly number[] | null,
  dtype: DType,
  info: PartitionInfo | null,
): TensorLike {
  const made = isInitializerClass(initializer) ? new initializer() : initializer;
  if (shape === null) return (made as () => TensorLike)();
  if (typeof made === 'function') return (made as InitializerFunction)(shape, dtype, info);
  return (made as { __call__(shape: readonly number[], dtype: DType): TensorLike }).__call__(shape, dtype);
}

function isInitializerClass(initializer: unknown): initializer is InitializerClass {
  return (
    typeof initializer === 'function' &&
    (initializer as { prototype?: unknown }).prototype instanceof Initializer
  );
}
