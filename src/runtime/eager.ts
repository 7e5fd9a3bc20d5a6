/** What programs ask of the runtime itself, and what does nothing where every op runs at once. */

import { type DType, type DTypeLike, as_dtype as dtypeNow } from '../dtypes';
import { TypeError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { named } from '../python/named';
import { repr } from '../python/repr';
import { isVariable, toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { isKnown } from './graph/operation';
import { IndexedSlices } from './indexed_slices';
import type { NDArray } from './ndarray';
import { RaggedTensor } from './ragged/ragged_tensor';
import { SparseTensor } from './sparse_tensor';
import { Tensor } from './tensor';

/** Mirrors `tf.as_dtype`. @throws {@link TypeError} for what is no dtype */
export const as_dtype = named(
  'as_dtype',
  ['type_value'],
  [],
  (type_value: DTypeLike | number | string): DType => dtypeNow(type_value),
);

/** Mirrors `tf.is_tensor`: true for tensors, variables, IndexedSlices, sparse and ragged tensors. */
export const is_tensor = named(
  'is_tensor',
  ['x'],
  [],
  (x: unknown): boolean =>
    x instanceof Tensor ||
    x instanceof IndexedSlices ||
    x instanceof SparseTensor ||
    x instanceof RaggedTensor ||
    isVariable(x),
);

/** Mirrors `tf.get_static_value`: the value if it is known without running anything, else null. */
export const get_static_value = named(
  'get_static_value',
  ['tensor'],
  ['partial'],
  (tensor: unknown, _partial = false): NDArray | null | unknown => {
    if (tensor instanceof Tensor)
      return isKnown(tensor) ? new Tensor(tensor.dtype, tensor.dims, tensor.data).numpy() : null;
    return is_tensor(tensor) ? null : tensor;
  },
);

interface TupleKeywords {
  control_inputs?: readonly unknown[] | null;
  name?: string | null;
}
/** Mirrors `tf.tuple`: the tensors, when all are computed. @throws {@link TypeError} for control inputs that are none */
export function tuple(
  ...args: Args<
    [tensors: readonly (TensorLike | null)[]],
    [control_inputs: readonly unknown[] | null, name: string | null],
    TupleKeywords,
    ['tensors']
  >
): (Tensor | null)[] {
  const names = ['tensors', 'control_inputs', 'name'] as const;
  const given = bindArguments<TupleKeywords & { tensors: readonly (TensorLike | null)[] }>(
    'tuple',
    names,
    args,
    {
      required: 1,
    },
  );
  for (const input of given.control_inputs ?? [])
    if (!is_tensor(input))
      throw new TypeError(`'control_inputs' must only contain Operation or Tensor. Received: ${repr(input)}`);
  return given.tensors!.map((t) => (t === null ? null : toTensor(t)));
}
