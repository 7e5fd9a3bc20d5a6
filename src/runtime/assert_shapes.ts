/** `tf.debugging` assertions about ranks, shapes and dtypes. */

import { as_dtype, type DType, type DTypeLike, float32, int32 } from '../dtypes';
import { TypeError, ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { named } from '../python/named';
import { repr, str, typeName } from '../python/repr';
import { describe, prefixed } from './assert_values';
import { isVariable, toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { NDArray } from './ndarray';
import { Tensor } from './tensor';
import { shapeText } from './tensor_shape';

interface MessageKeywords {
  message?: string | null;
  name?: string | null;
}
type Optional = [message: string | null, name: string | null];

function rankOf(rank: TensorLike): number {
  const tensor = typeof rank === 'number' && Number.isInteger(rank) ? toTensor(BigInt(rank)) : toTensor(rank);
  if (tensor.dtype !== int32)
    throw new TypeError(`tensor must be of type tf.int32; got tf.${tensor.dtype.name}`);
  if (tensor.dims.length > 0) throw new ValueError('Rank must be a scalar.');
  return Number(tensor.data[0]);
}

function wrongRank(x: Tensor, message: string | null | undefined, expected: string): ValueError {
  const { dims } = x;
  return new ValueError(
    `${prefixed(message)}Tensor  must have rank ${expected}.  Received rank ${dims.length}, shape ${shapeText(dims)}`,
    { fields: { expected, actual: dims.length } },
  );
}

type RankArgs<R> = Args<[x: TensorLike, rank: R], Optional, MessageKeywords, ['x', 'rank']>;
function bindRank<R>(name: string, rank: string, args: readonly unknown[]) {
  const given = bindArguments<Record<string, unknown>>(name, ['x', rank, 'message', 'name'], args, {
    required: 2,
  });
  return {
    x: toTensor(given.x as TensorLike),
    rank: given[rank] as R,
    message: given.message as string | null | undefined,
  };
}

/** Mirrors `tf.debugging.assert_rank`. @throws {@link ValueError} for another rank */
export function assert_rank(...args: RankArgs<TensorLike>): void {
  const { x, rank, message } = bindRank<TensorLike>('assert_rank', 'rank', args);
  const expected = rankOf(rank);
  if (x.dims.length !== expected) throw wrongRank(x, message, String(expected));
}
/** Mirrors `tf.debugging.assert_rank_at_least`. @throws {@link ValueError} for a smaller rank */
export function assert_rank_at_least(...args: RankArgs<TensorLike>): void {
  const { x, rank, message } = bindRank<TensorLike>('assert_rank_at_least', 'rank', args);
  const expected = rankOf(rank);
  if (x.dims.length < expected) throw wrongRank(x, message, `at least ${expected}`);
}
/** Mirrors `tf.debugging.assert_rank_in`. @throws {@link ValueError} for a rank that is not among `ranks` */
export function assert_rank_in(...args: RankArgs<readonly TensorLike[]>): void {
  const { x, rank: ranks, message } = bindRank<readonly TensorLike[]>('assert_rank_in', 'ranks', args);
  const expected = ranks.map(rankOf);
  if (!expected.includes(x.dims.length)) throw wrongRank(x, message, `in ${shapeText(expected)}`);
}

/** Mirrors `tf.debugging.assert_type`. @throws {@link TypeError} for another dtype */
export function assert_type(
  ...args: Args<[tensor: TensorLike, tf_type: DTypeLike], Optional, MessageKeywords, ['tensor', 'tf_type']>
): void {
  const names = ['tensor', 'tf_type', 'message', 'name'] as const;
  const given = bindArguments<MessageKeywords & { tensor: TensorLike; tf_type: DTypeLike }>(
    'assert_type',
    names,
    args,
    { required: 2 },
  );
  const expected = as_dtype(given.tf_type!);
  const { dtype } = toTensor(given.tensor!);
  if (dtype !== expected)
    throw new TypeError(
      `${prefixed(given.message)}tensor must be of type tf.${expected.name}; got tf.${dtype.name}`,
      { fields: { expected: expected.name, actual: dtype.name } },
    );
}
/** Mirrors `tf.debugging.assert_integer`. @throws {@link TypeError} for any dtype but integers */
export function assert_integer(...args: Args<[x: TensorLike], Optional, MessageKeywords, ['x']>): void {
  const given = bindArguments<MessageKeywords & { x: TensorLike }>(
    'assert_integer',
    ['x', 'message', 'name'],
    args,
    { required: 1 },
  );
  const { dtype } = toTensor(given.x!);
  if (!dtype.is_integer)
    throw new TypeError(
      `${prefixed(given.message)}Expected "x" to be integer type.  Found: tensor of dtype ${str(dtype)}`,
    );
}
/** Mirrors `tf.debugging.assert_scalar`. @returns the tensor @throws {@link ValueError} for another shape */
export function assert_scalar(
  ...args: Args<[tensor: TensorLike], Optional, MessageKeywords, ['tensor']>
): Tensor {
  const given = bindArguments<MessageKeywords & { tensor: TensorLike }>(
    'assert_scalar',
    ['tensor', 'message', 'name'],
    args,
    { required: 1 },
  );
  const tensor = toTensor(given.tensor!);
  if (tensor.dims.length > 0)
    throw new ValueError(
      `${prefixed(given.message)}Expected scalar shape, saw shape: ${shapeText(tensor.dims)}.`,
    );
  return tensor;
}

/**
 * Mirrors `tf.debugging.assert_same_float_dtype`. @returns the dtype that all have, float32 if there are none
 * @throws {@link ValueError} for dtypes that differ or are no floats
 */
export const assert_same_float_dtype = named(
  'assert_same_float_dtype',
  [],
  ['tensors', 'dtype'],
  (tensors: readonly TensorLike[] | null = null, dtype: DTypeLike | null = null): DType => {
    let expected = dtype === null ? null : as_dtype(dtype);
    const list = (tensors ?? []).map((t) => toTensor(t));
    list.forEach((t, i) => {
      expected ??= t.dtype;
      if (t.dtype === expected) return;
      const as = dtype === null && i > 0 ? ` as ${str(list[0])}` : '';
      throw new ValueError(
        `${str(t)}, type=${str(t.dtype)}, must be of the same type (${str(expected)})${as}.`,
        { fields: { expected: expected.name, actual: t.dtype.name } },
      );
    });
    const found = expected ?? float32;
    if (!(found as DType).is_floating)
      throw new ValueError(`Expected floating point type, got ${str(found)}.`);
    return found;
  },
);

/** Mirrors `tf.debugging.assert_proper_iterable`: a list and the like, but no tensor, array or text. */
export const assert_proper_iterable = named(
  'assert_proper_iterable',
  ['values'],
  [],
  (values: unknown): void => {
    const wrong = (what: string) =>
      new TypeError(`Expected argument "values" to be ${what}.  Found: <class '${typeName(values)}'>`);
    const unintended =
      values instanceof Tensor ||
      values instanceof NDArray ||
      typeof values === 'string' ||
      ArrayBuffer.isView(values);
    if (unintended) throw wrong('a "proper" iterable');
    if (values === null || typeof values !== 'object' || !(Symbol.iterator in values))
      throw wrong('iterable');
  },
  ['values'],
);

type Symbolic = readonly (number | string | null)[] | string;
interface Constraint {
  readonly x: Tensor;
  /** Sizes in order; of the innermost dimensions if `innermost`. */
  readonly sizes: readonly (number | string | null)[];
  readonly innermost: boolean;
}

function constraintOf(given: TensorLike, shape: unknown, prefix: string): Constraint {
  const x = toTensor(given);
  if (typeof shape !== 'string' && !Array.isArray(shape))
    throw new ValueError(
      `${prefix}Tensor ${describe(x)}.  Specified shape must be an iterable.  An iterable has the attribute ` +
        `\`__iter__\` or \`__getitem__\`.  Received specified shape: ${repr(shape)}`,
    );
  const symbols = [...shape] as (number | string | null)[];
  symbols.forEach((symbol, i) => {
    if (i > 0 && (symbol === '...' || symbol === '*'))
      throw new ValueError(
        `${prefix}Tensor ${describe(x)} specified shape index ${i}.  Symbol \`...\` or \`*\` for a variable number of ` +
          'unspecified dimensions is only allowed as the first entry',
      );
  });
  const innermost = symbols[0] === '...' || symbols[0] === '*';
  return { x, sizes: innermost ? symbols.slice(1) : symbols, innermost };
}

function checkRank({ x, sizes, innermost }: Constraint, message: string | null): void {
  if (sizes.length <= 1) {
    if (!innermost) assert_rank_in(x, [0, 1], message);
  } else if (innermost) assert_rank_at_least(x, sizes.length, message);
  else assert_rank(x, sizes.length, message);
}

/** What a symbol says of a size, if it says a number. */
function knownSize(symbol: number | string): number | null {
  const size = Number(symbol);
  return Number.isInteger(size) && symbol !== '' ? size : null;
}

/**
 * Mirrors `tf.debugging.assert_shapes`.
 * @param shapes pairs of a tensor and its shape: numbers, names for sizes that must agree, null or `'.'` for any size,
 *     a first `'...'` or `'*'` for any outer dimensions
 * @throws {@link ValueError} for a shape that does not fit
 */
export function assert_shapes(
  ...args: Args<
    [shapes: readonly (readonly [TensorLike, Symbolic | null])[] | ReadonlyMap<TensorLike, Symbolic | null>],
    [data: readonly TensorLike[] | null, summarize: number | null, ...Optional],
    MessageKeywords & { data?: readonly TensorLike[] | null; summarize?: number | null },
    ['shapes']
  >
): void {
  const names = ['shapes', 'data', 'summarize', 'message', 'name'] as const;
  const given = bindArguments<
    MessageKeywords & { shapes: Iterable<readonly [TensorLike, unknown]>; data: unknown; summarize: unknown }
  >('assert_shapes', names, args, { required: 1 });
  const prefix = prefixed(given.message);
  const constraints = [...given.shapes!]
    .filter(([, shape]) => shape !== null)
    .map(([x, shape]) => constraintOf(x, shape, prefix));
  for (const constraint of constraints) checkRank(constraint, given.message ?? null);
  const named = new Map<string, { size: number; by: Tensor; at: number }>();
  for (const { x, sizes, innermost } of constraints)
    sizes.forEach((symbol, i) => {
      if (symbol === null || symbol === '.') return;
      const at = innermost ? i - sizes.length : i;
      // A scalar is taken for one element of a vector.
      const dims = x.dims.length === 0 ? [1] : x.dims;
      const actual = dims.at(at)!;
      const explicit = knownSize(symbol);
      const known = explicit === null ? named.get(symbol as string) : undefined;
      if (explicit === null && known === undefined) {
        named.set(symbol as string, { size: actual, by: x, at });
        return;
      }
      const expected = explicit ?? known!.size;
      if (actual === expected) return;
      const why =
        known === undefined
          ? 'Specified explicitly'
          : `Specified by tensor ${describe(known.by)} dimension ${known.at}`;
      throw new ValueError(
        `${prefix}${why}.  Tensor ${describe(x)} dimension ${at} must have size ${expected}.  Received size ${actual}, ` +
          `shape ${shapeText(x.dims)}`,
        { fields: { expected, actual } },
      );
    });
}

/** Mirrors `tf.debugging.is_numeric_tensor`: true for a tensor of numbers. */
export const is_numeric_tensor = named('is_numeric_tensor', ['tensor'], [], (tensor: unknown): boolean => {
  if (!(tensor instanceof Tensor) && !isVariable(tensor)) return false;
  const { dtype } = tensor;
  return dtype.is_floating || dtype.is_complex || dtype.is_integer;
});
