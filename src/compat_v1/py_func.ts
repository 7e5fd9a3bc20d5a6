/** `tf1.py_func`: a function of arrays as an operation. */
import type { DTypeLike } from '../dtypes';
import { warnDeprecated } from '../logging';
import type { TensorLike } from '../runtime/convert_types';
import type { NDArray } from '../runtime/ndarray';
import { numpy_function } from '../runtime/py_function';
import type { Tensor } from '../runtime/tensor';
import { bindFormer, type FormerCall, type Name } from './former_call';

const names = ['func', 'inp', 'Tout', 'stateful', 'name'] as const;
const instructions = `tf.py_func is deprecated in TF V2. Instead, there are two
    options available in V2.
    - tf.py_function takes a python function which manipulates tf eager
    tensors instead of numpy arrays. It's easy to convert a tf eager tensor to
    an ndarray (just call tensor.numpy()) but having access to eager tensors
    means \`tf.py_function\`s can use accelerators such as GPUs as well as
    being differentiable using a gradient tape.
    - tf.numpy_function maintains the semantics of the deprecated tf.py_func
    (it is not differentiable, and manipulates numpy arrays). It drops the
    stateful argument making all functions stateful.
    `;

/** Mirrors `tf.compat.v1.py_func`: `func` of NDArrays; no gradient flows through it. */
export const py_func: FormerCall<
  typeof names,
  [
    func: (...inputs: NDArray[]) => unknown,
    inp: readonly TensorLike[],
    Tout: DTypeLike | readonly DTypeLike[],
  ],
  [stateful: boolean, name: Name],
  Tensor | Tensor[]
> = (...args) => {
  warnDeprecated('py_func (from tensorflow.python.ops.script_ops)', 'py_func', instructions);
  const given = bindFormer('py_func', names, args, { required: 3 }) as unknown as {
    func: (...inputs: NDArray[]) => unknown;
    inp: readonly TensorLike[];
    Tout: DTypeLike;
    stateful?: boolean;
    name?: Name;
  };
  return numpy_function(given.func, given.inp, given.Tout, given.stateful ?? true, {
    name: given.name ?? null,
  });
};
