/** The program's own functions as ops: `tf.py_function`, on tensors, and `tf.numpy_function`, on arrays. */
import { as_dtype, type DType, type DTypeLike } from '../dtypes';
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
import { dispatch } from './dispatch';
import { hostCall, isBuilding } from './graph/host_call';
import { defineRunOp, type RunAttributes } from './graph/run_op';
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
    { name?: string | null },
    ['func', 'inp', 'Tout']
  >
): T extends readonly unknown[] ? Tensor[] : Tensor {
  const { func, inp, Tout } = bind('py_function', args);
  const types = (Array.isArray(Tout) ? Tout : [Tout]).map((dtype) => as_dtype(dtype as DTypeLike));
  const tensors = inp.map((x) => toTensor(x));
  const results = isBuilding() ? deferred(func, types, tensors) : called(func, types, tensors);
  return (Array.isArray(Tout) ? results : results[0]) as ReturnType<typeof py_function<T>>;
}

/** Calls the function with eager tensors. */
function called(func: unknown, types: readonly DType[], inputs: readonly Tensor[]): Tensor[] {
  try {
    const result: unknown = (func as (...inputs: Tensor[]) => unknown)(...inputs);
    const results = Array.isArray(result) ? result : types.length === 0 ? [] : [result];
    if (results.length < types.length)
      throw new InvalidArgumentError(
        `pyfunc returns ${results.length} values, but expects to see ${types.length} values.`,
        { fields: { expected: types.length, actual: results.length } },
      );
    return types.map((dtype, i) => toTensor(results[i] as TensorLike, dtype));
  } catch (error) {
    throw asOpError(error);
  }
}

interface PyFuncAttributes extends RunAttributes {
  readonly func: unknown;
  readonly types: readonly DType[];
}
const EagerPyFunc = defineRunOp<PyFuncAttributes>({
  type: 'EagerPyFunc',
  infer: (_inputs, { types }) => types.map((dtype) => ({ dtype, dims: null })),
  plain: (inputs, { func, types }) => called(func, types, inputs),
  recorded: (inputs, { func, types }) => called(func, types, inputs),
  effect: 'writes',
  once: true,
});

/** In a graph: an operation that calls the function when it runs. */
function deferred(func: unknown, types: readonly DType[], inputs: readonly Tensor[]): readonly Tensor[] {
  return dispatch(EagerPyFunc, inputs, { func, types, keeps: { trail: false } }).slice(0, -1);
}

/** Mirrors `tf.numpy_function`: `func` of NDArrays. No gradient flows through it, and eagerly results keep their dtype. */
export function numpy_function<T extends DTypeLike | readonly DTypeLike[]>(
  ...args: Args<
    [func: (...inputs: NDArray[]) => unknown, inp: readonly TensorLike[], Tout: T],
    [stateful: boolean, name: string | null],
    { stateful?: boolean; name?: string | null },
    ['func', 'inp', 'Tout']
  >
): T extends readonly unknown[] ? Tensor | Tensor[] : Tensor {
  const { func, inp, Tout } = bind('numpy_function', args);
  if (isBuilding()) return deferredArrays(func, inp, Tout) as ReturnType<typeof numpy_function<T>>;
  const result = (func as (...inputs: NDArray[]) => unknown)(...inp.map((x) => toTensor(x).numpy()));
  const several = Array.isArray(Tout) && Array.isArray(result);
  return (
    several ? result.map((x) => toTensor(x as TensorLike)) : toTensor(result as TensorLike)
  ) as ReturnType<typeof numpy_function<T>>;
}

/** In a graph: an operation that calls the function with arrays when it runs; results must have the dtypes asked for. */
function deferredArrays(
  func: unknown,
  inp: readonly TensorLike[],
  Tout: unknown,
): Tensor | readonly Tensor[] {
  const types = (Array.isArray(Tout) ? Tout : [Tout]).map((dtype) => as_dtype(dtype as DTypeLike));
  const results = hostCall(
    'PyFunc',
    inp.map((x) => toTensor(x)),
    (values) => {
      const result = (func as (...inputs: NDArray[]) => unknown)(...values.map((v) => v.numpy()));
      const list = Array.isArray(Tout) && Array.isArray(result) ? result : [result];
      return types.map((dtype, i) => {
        const value = toTensor(list[i] as TensorLike, undefined, dtype);
        if (value.dtype === dtype) return value;
        throw new InvalidArgumentError(
          `${i}-th value returned by pyfunc_0 is ${value.dtype.c_name}, but expects ${dtype.c_name}`,
          { fields: { expected: dtype.name, actual: value.dtype.name } },
        );
      });
    },
    types.map((dtype) => ({ dtype, dims: null })),
  );
  return Array.isArray(Tout) ? results : results[0]!;
}
