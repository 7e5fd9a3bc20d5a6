/**
 * Functions of `tf` with the parameters that they had in TF1: in another order, and with names that are deprecated since. What
 * they compute is said once, in `runtime/`.
 */
import { ValueError } from '../errors';
import { warnDeprecated } from '../logging';
import { type Args, bindArguments } from '../python/arguments';
import type { Tensor } from '../runtime/tensor';

/** Keywords: the parameters' names with their types. */
type Named<N extends readonly string[], V extends readonly unknown[]> = {
  [I in keyof N & `${number}` as N[I] & string]?: I extends keyof V ? V[I] : never;
};
/** A function with parameters `N` in this order, of which the first ones have to be given. */
export type FormerCall<
  N extends readonly string[],
  Required extends readonly unknown[],
  Optional extends readonly unknown[],
  R = Tensor,
> = (...args: Args<Required, Optional, Named<N, [...Required, ...Optional]>, N>) => R;

/** The last parameter of nearly all functions. */
export type Name = string | null;

export interface FormerOptions {
  /** How many leading parameters must be given; they are passed on by position. */
  readonly required?: number;
  /** Former names of parameters, and what they are called now. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** What has no meaning any more. */
  readonly ignored?: readonly string[];
  /** What TF says of the whole function. */
  readonly deprecated?: readonly [caller: string, instructions: string, when?: string];
}

type Bound = Record<string, unknown>;

/**
 * The arguments of such a call under their present names.
 * @throws {@link ValueError} for a parameter that is given under both of its names
 */
export function bindFormer(
  name: string,
  parameters: readonly string[],
  args: readonly unknown[],
  options: FormerOptions = {},
): Bound {
  const { required = 1, renamed = {}, ignored = [] } = options;
  if (options.deprecated) {
    const [caller, instructions, when] = options.deprecated;
    warnDeprecated(caller, name, instructions, when);
  }
  const given: Bound = bindArguments<Bound>(name, parameters, args, { namesOp: false });
  for (const former of Object.keys(given)) {
    const present = renamed[former];
    if (present !== undefined) {
      given[present] = lookUp(present, given[present], former, given[former]);
      delete given[former];
    }
  }
  for (const parameter of ignored) delete given[parameter];
  const present = parameters.slice(0, required).map((parameter) => renamed[parameter] ?? parameter);
  for (const parameter of present)
    if (given[parameter] === undefined)
      bindArguments<Bound>(name, parameters, args, { required, namesOp: false });
  return given;
}

/** What a parameter with two names is. @throws {@link ValueError} if both are given */
function lookUp(present: string, value: unknown, former: string, formerValue: unknown): unknown {
  if (formerValue === null || formerValue === undefined) return value;
  if (value !== null && value !== undefined)
    throw new ValueError(`Cannot specify both '${former}' and '${present}'.`);
  return formerValue;
}

/** A function with its former parameters, made of what it is now. */
export function formerCall<A extends readonly unknown[], R>(
  name: string,
  parameters: readonly string[],
  now: (...args: A) => R,
  options: FormerOptions = {},
): (...args: readonly unknown[]) => R {
  const { required = 1, renamed = {} } = options;
  const leading = parameters.slice(0, required).map((parameter) => renamed[parameter] ?? parameter);
  return (...args) => {
    const given = bindFormer(name, parameters, args, options);
    const first = leading.map((parameter) => given[parameter]);
    for (const parameter of leading) delete given[parameter];
    return now(...([...first, { ...given }] as unknown as A));
  };
}
