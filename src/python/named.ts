/**
 * Functions of plain positional parameters that may be named too: `add(x, y)` and `add({ x, y })`. A call without a
 * trailing plain object goes straight to the function.
 */
import { type ByName, bindArguments, type Flat, isKeywords, type Tail } from './arguments';

/** Arguments of which the last ones, at least one, are named. */
export type Keyworded<
  P extends readonly unknown[],
  N extends readonly string[],
  Before extends readonly unknown[] = [],
> = number extends P['length']
  ? never
  : P extends readonly []
    ? never
    :
        | [...Before, Flat<ByName<P, N>>]
        | (P extends readonly [infer First, ...infer Rest]
            ? Keyworded<Rest, Tail<N>, [...Before, First]>
            : P extends readonly [(infer First)?, ...infer Rest]
              ? Keyworded<Rest, Tail<N>, [...Before, First]>
              : never);

/** The arguments of a call with parameters `P`, called `N`: in order, or from any of them on by name. */
export type Call<P extends readonly unknown[], N extends readonly string[]> = P | Keyworded<P, N>;

/** A function of parameters `P`, called `N`. */
export interface Named<P extends readonly unknown[], N extends readonly string[], R> {
  (...args: Keyworded<P, N>): R;
  // The last one is what `Parameters` and inference from a function take.
  (...args: P): R;
}

/**
 * The arguments in the order of the parameters.
 * @throws {@link TypeError} as Python does for unknown, doubled or missing arguments
 * @param dicts as for {@link bindArguments}
 */
export function positional<P extends readonly unknown[]>(
  functionName: string,
  names: readonly string[],
  required: number,
  args: readonly unknown[],
  dicts: readonly string[] = [],
): P {
  const isWhole = required === 0 || args[required - 1] !== undefined;
  if (isWhole && !isKeywords(args[args.length - 1])) return args as unknown as P;
  const bound = bindArguments<Record<string, unknown>>(functionName, names, args, {
    required,
    dicts,
    namesOp: false,
  });
  return names.map((name) => bound[name]) as unknown as P;
}

/**
 * Lets the parameters of `fn` be named: those that must be given, and those that need not; `dicts` are those
 * that take dicts.
 */
export function named<
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
): Named<P, [...N, ...O], R> {
  const names = [...required, ...optional];
  const bound = (args: readonly unknown[]): P =>
    positional<P>(functionName, names, required.length, args, dicts);
  const kind = names.length <= 3 ? ofThree : ofMany;
  const call = kind(fn as Loose, required.length, bound);
  return Object.defineProperty(call, 'name', { value: functionName }) as Named<P, [...N, ...O], R>;
}

/**
 * Answers instead of a function that has refused its arguments, or throws `error` on: as TF does, what is given to
 * functions of tensors is looked at closely only when they could make nothing of it. Until then that costs nothing.
 */
export type Rescue = (fn: Loose, args: readonly unknown[], error: unknown) => unknown;
let rescue: Rescue = (_fn, _args, error) => {
  throw error;
};

/** @internal */
export function setRescue(installed: Rescue): void {
  rescue = installed;
}

/** Lets a function that binds its arguments itself be rescued, as those of {@link named} are. */
export function rescued<P extends readonly unknown[], R>(fn: (...args: P) => R): (...args: P) => R {
  const call = (...args: P): R => {
    try {
      return fn(...args);
    } catch (error) {
      return rescue(call as Loose, args, error) as R;
    }
  };
  return Object.defineProperty(call, 'name', { value: fn.name });
}

export type Loose = (...args: readonly unknown[]) => unknown;
type Bind = (args: readonly unknown[]) => readonly unknown[];

/** {@link isKeywords}, quick for what is none: a tensor's constructor is found sooner than its prototype. */
function areKeywords(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { constructor } = value;
  return (constructor === Object || constructor === undefined) && isKeywords(value);
}

/** Passing a rest on costs as much as the smallest operations do. */
function ofThree(fn: Loose, required: number, bound: Bind): Loose {
  const byName: Loose = (a, b, c) => {
    const given = bound(c !== undefined ? [a, b, c] : b !== undefined ? [a, b] : [a]);
    try {
      return fn(...given);
    } catch (error) {
      return rescue(call, given, error);
    }
  };
  const call: Loose = (a, b, c) => {
    const isWhole = required === 0 || (required === 1 ? a : required === 2 ? b : c) !== undefined;
    if (!isWhole || areKeywords(c ?? b ?? a)) return byName(a, b, c);
    try {
      return fn(a, b, c);
    } catch (error) {
      return rescue(call, [a, b, c], error);
    }
  };
  return call;
}

function ofMany(fn: Loose, required: number, bound: Bind): Loose {
  const call: Loose = (...args) => {
    const isWhole = required === 0 || args[required - 1] !== undefined;
    const given = isWhole && !areKeywords(args[args.length - 1]) ? args : bound(args);
    try {
      return fn(...given);
    } catch (error) {
      return rescue(call, given, error);
    }
  };
  return call;
}
