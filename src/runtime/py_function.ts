/** The program's own functions as ops: `tf.py_function`, on tensors, and `tf.numpy_function`, on arrays. */
import { as_dtype, type DTypeLike } from '../dtypes';
import {
  FlowpointError,
  InvalidArgumentError,
  OpError,
  TypeError,
  UnknownError,
  ValueError,
} from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import type { NDArray } from './ndarray';
import type { Tensor } from './tensor';

interface FunctionKeywords {
  func?: unknown;
  inp?: readonly TensorLike[];
  Tout?: unknown;
  stateful?: boolean;
  name?: string | null;
}

function bind(
  name: string,
  args: readonly unknown[],
): Required<Pick<FunctionKeywords, 'func' | 'inp' | 'Tout'>> {
  const names = ['func', 'inp', 'Tout', ...(name === 'numpy_function' ? ['stateful'] : []), 'name'];
  const given = bindArguments<FunctionKeywords>(name, names as never, args);
  if ((given.Tout ?? null) === null)
    throw new TypeError(
      `Missing required argument: 'Tout'\n  If using tf.${name} as a decorator, set \`Tout\`\n  **by name** above the ` +
        `function:\n  \`@tf.${name}(Tout=tout)\``,
    );
  return { func: given.func, inp: given.inp ?? [], Tout: given.Tout };
}

/** An error inside the function as the op reports it. */
function asOpError(error: unknown): unknown {
  if (error instanceof OpError || !(error instanceof Error)) return error;
  const message = `${error instanceof FlowpointError ? error.name : error.constructor.name}: ${error.message}`;
  const isArgument =
    error instanceof ValueError || error instanceof TypeError || error instanceof globalThis.TypeError;
  return isArgument
    ? new InvalidArgumentError(message, { cause: error })
    : new UnknownError(message, { cause: error });
}

/**
 * Mirrors `tf.py_function`: `func` of tensors, its results converted to `Tout`. Gradients flow through what it does.
 * @param Tout a dtype, or a list of them, one for each result
 * @throws {@link InvalidArgumentError} if a result does not fit `Tout`, {@link UnknownError} for what `func` throws
 */
export function py_function<T extends DTypeLike | readonly DTypeLike[]>(
  ...args: Args<
    [func: (...inputs: Tensor[]) => unknown, inp: readonly TensorLike[], Tout: T],
    [name: string | null],
    { name?: string | null }
  >
): T extends readonly unknown[] ? Tensor[] : Tensor {
  const { func, inp, Tout } = bind('py_function', args);
  const types = (Array.isArray(Tout) ? Tout : [Tout]).map((dtype) => as_dtype(dtype as DTypeLike));
  try {
    const result: unknown = (func as (...inputs: Tensor[]) => unknown)(...inp.map((x) => toTensor(x)));
    const results = Array.isArray(result) ? result : types.length === 0 ? [] : [result];
    if (results.length < types.length)
      throw new InvalidArgumentError(
        `pyfunc returns ${results.length} values, but expects to see ${types.length} values.`,
        { fields: { expected: types.length, actual: results.length } },
      );
    const tensors = types.map((dtype, i) => toTensor(results[i] as TensorLike, dtype));
    return (Array.isArray(Tout) ? tensors : tensors[0]) as ReturnType<typeof py_function<T>>;
  } catch (error) {
    throw asOpError(error);
  }
}

/** Mirrors `tf.numpy_function`: `func` of NDArrays. No gradient flows through it, and eagerly results keep their dtype. */
export function numpy_function<T extends DTypeLike | readonly DTypeLike[]>(
  ...args: Args<
    [func: (...inputs: NDArray[]) => unknown, inp: readonly TensorLike[], Tout: T],
    [stateful: boolean, name: string | null],
    { stateful?: boolean; name?: string | null }
  >
): T extends readonly unknown[] ? Tensor | Tensor[] : Tensor {
  const { func, inp, Tout } = bind('numpy_function', args);
  const result = (func as (...inputs: NDArray[]) => unknown)(...inp.map((x) => toTensor(x).numpy()));
  const several = Array.isArray(Tout) && Array.isArray(result);
  return (
    several ? result.map((x) => toTensor(x as TensorLike)) : toTensor(result as TensorLike)
  ) as ReturnType<typeof numpy_function<T>>;
}
