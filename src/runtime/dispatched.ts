/**
 * Functions of tensors that take values made of tensors too, as TF dispatches them: `tf.add(ragged, 1)`. The function
 * tries its arguments as tensors first; when it refuses them and one is such a value, what is registered for that kind
 * answers. So a call with tensors costs nothing more (python/named.ts has the `try`).
 */
import { isPlainObject } from '../python/arguments';
import { type Call, type Keyworded, type Loose, named, rescued, setRescue } from '../python/named';
import type { TensorLike } from './convert_types';
import type { RaggedTensor } from './ragged/ragged_tensor';
import type { SparseTensor } from './sparse_tensor';
import type { Tensor } from './tensor';

/** `T` with ragged tensors allowed where tensors are. */
type MixedOne<T> =
  | T
  | (TensorLike extends T ? RaggedTensor : never)
  | (readonly TensorLike[] extends T ? readonly (TensorLike | RaggedTensor)[] : never);
/** The same of all members of an object of keywords, which has a `name`; other values stay. */
type MixedKeywords<T> = T extends object
  ? 'name' extends keyof T
    ? T extends { readonly name?: string | null }
      ? { [K in keyof T]: MixedOne<T[K]> }
      : T
    : T
  : T;
/** The same of arguments, which are given in order or by name. */
type Mixed<P extends readonly unknown[]> = { [K in keyof P]: MixedOne<P[K]> | MixedKeywords<P[K]> };
/** `P` with a ragged tensor in the place of one tensor at least. */
type Raggedly<P extends readonly unknown[]> = P extends readonly [infer First, ...infer Rest]
  ?
      | (TensorLike extends First ? [RaggedTensor, ...Mixed<Rest>] : never)
      | (Rest extends readonly [] ? [MixedKeywords<First>] : never)
      | [First, ...Raggedly<Rest>]
  : never;

/**
 * A function of tensors that gives `Out` for ragged ones. The call with tensors stands first, where calls are resolved, and
 * last, where `Parameters` and inference from a function look.
 */
export interface OfBoth<P extends readonly unknown[], R, Ragged extends readonly unknown[], Out> {
  (...args: P): R;
  (...args: Ragged): Out;
  (...args: P): R;
}
export interface NamedOfBoth<P extends readonly unknown[], N extends readonly string[], R, Out> {
  (...args: Keyworded<P, N>): R;
  (...args: P): R;
  (...args: Call<Raggedly<P>, N>): Out;
  (...args: P): R;
}

type Dispatched<Out> = <
  const N extends readonly string[],
  const O extends readonly string[],
  P extends readonly unknown[],
  R,
>(
  functionName: string,
  required: N,
  optional: O,
  fn: (...args: P) => R,
  dicts?: readonly string[],
) => NamedOfBoth<P, [...N, ...O], R, Out>;

/** {@link named}, of a function that gives ragged tensors for ragged tensors. */
export const dispatched = named as Dispatched<RaggedTensor>;
/** The same, of a function that gives tensors for them. */
export const dispatchedMeasure = named as Dispatched<Tensor>;

/** A function that binds its arguments itself, and gives `Out` for ragged tensors. */
export function dispatching<Out = RaggedTensor>(): <P extends readonly unknown[], R>(
  fn: (...args: P) => R,
) => OfBoth<P, R, Raggedly<P>, Out> {
  return rescued as never;
}
/** The same for a function of lists of tensors, of which some may be ragged. */
export function dispatchingLists<Out = RaggedTensor>(): <P extends readonly unknown[], R>(
  fn: (...args: P) => R,
) => OfBoth<P, R, Mixed<P>, Out> {
  return rescued as never;
}

type WithoutFirst<P extends readonly unknown[]> = P extends readonly [unknown, ...infer Rest] ? Rest : [];
/** Says of a function that it gives `Out` for sparse tensors: what it gives is registered in ops/sparse/unary.ts. */
export function sparseToo<Out = SparseTensor>(): <F extends (...args: never) => unknown>(
  fn: F,
) => ((x: SparseTensor, ...rest: WithoutFirst<Parameters<F>>) => Out) & F {
  return (fn) => fn as never;
}

/** True for values of one kind. */
export type IsOfKind = (value: unknown) => boolean;
/** What a function is for such values. @param error what the function has thrown, to be thrown on where nothing is */
export type Answer = (args: readonly unknown[], error: unknown) => unknown;

const registered = new Map<unknown, [isOfKind: IsOfKind, answer: Answer][]>();

/** Mirrors `tf.experimental.dispatch_for_api`: `answer` stands in for `fn` where an argument is of this kind. */
export function dispatchFor(fn: unknown, isOfKind: IsOfKind, answer: Answer): void {
  const known = registered.get(fn);
  if (known === undefined) registered.set(fn, [[isOfKind, answer]]);
  else known.push([isOfKind, answer]);
}

function holds(value: unknown, isOfKind: IsOfKind): boolean {
  if (isOfKind(value)) return true;
  if (Array.isArray(value)) return value.some((part) => holds(part, isOfKind));
  return isPlainObject(value) && Object.values(value).some((part) => holds(part, isOfKind));
}

/** Without what was not given at the end. */
function given(args: readonly unknown[]): readonly unknown[] {
  let count = args.length;
  while (count > 0 && args[count - 1] === undefined) count--;
  return args.slice(0, count);
}

function answered(fn: Loose, args: readonly unknown[], error: unknown): unknown {
  for (const [isOfKind, answer] of registered.get(fn) ?? [])
    if (holds(args, isOfKind)) return answer(given(args), error);
  throw error;
}
setRescue(answered);
