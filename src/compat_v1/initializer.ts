/** What makes a variable's first value: TF1's initializer objects, Keras's, any function, or a value. */
import { as_dtype, type DType, type DTypeLike, float32 } from '../dtypes';
import { callable } from '../python/callable';
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
    const self = callable(
      new.target.prototype as this,
      (made, shape: readonly number[], given?: DTypeLike | null, info?: PartitionInfo | null) =>
        made.make(shape, given ? as_dtype(given) : made.dtype, info ?? null),
    );
    Object.assign(self, { dtype: as_dtype(dtype ?? float32) });
    // biome-ignore lint/correctness/noConstructorReturn: see above
    return self;
  }

  /** @internal */
  abstract make(shape: readonly number[], dtype: DType, partition_info: PartitionInfo | null): Tensor;
  /** The keywords it was made with. */
  abstract get_config(): Record<string, unknown>;
}

type InitializerFunction = (
  shape: readonly number[],
  dtype: DType,
  partition_info: PartitionInfo | null,
) => TensorLike;
type InitializerClass = new () => Initializer | Callable;
/** Anything that `get_variable` takes as `initializer`. */
export type InitializerLike = InitializerFunction | InitializerClass | Callable | TensorLike;

/** An object with `__call__`, as TF2's initializers are. */
interface Callable {
  __call__(shape: readonly number[], dtype: DType): TensorLike;
}
function isCallable(value: unknown): value is Callable {
  return typeof (value as Callable | null | undefined)?.__call__ === 'function';
}

/** True for what makes values, false for a value. */
export function isInitializer(initializer: InitializerLike): boolean {
  return typeof initializer === 'function' || (!(initializer instanceof Tensor) && isCallable(initializer));
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
  return isCallable(made) ? made.__call__(shape, dtype) : (made as InitializerFunction)(shape, dtype, info);
}

function isInitializerClass(initializer: unknown): initializer is InitializerClass {
  if (typeof initializer !== 'function') return false;
  const prototype = (initializer as { prototype?: unknown }).prototype;
  return prototype instanceof Initializer || isCallable(prototype);
}
