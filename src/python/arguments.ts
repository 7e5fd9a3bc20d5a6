/**
 * Python's calls in TypeScript: parameters stand in TF's order, and any of them may be named in one trailing
 * plain object instead (DESIGN.md, "TF's names, TypeScript's manners"). The one helper for that, types and run time.
 */
import { isComplex, isLong } from '../elements';
import { TypeError } from '../errors';

/** All leading parts of a tuple of parameters. */
type Leading<P extends readonly unknown[]> = P extends readonly [...infer Rest, unknown]
  ? P | Leading<Rest>
  : [];

/** The elements of `P` by their names. */
export type ByName<P extends readonly unknown[], N extends readonly string[]> = number extends P['length']
  ? unknown
  : P extends readonly []
    ? unknown
    : P extends readonly [infer First, ...infer Rest]
      ? { readonly [K in N[0] & string]: First } & ByName<Rest, Tail<N>>
      : P extends readonly [(infer First)?, ...infer Rest]
        ? { readonly [K in N[0] & string]?: First } & ByName<Rest, Tail<N>>
        : unknown;
export type Tail<N extends readonly string[]> = N extends readonly [
  string,
  ...infer Rest extends readonly string[],
]
  ? Rest
  : [];
export type Flat<T> = { [K in keyof T]: T[K] };

/** Required arguments of which the last ones, at least one, are named, among all other keywords. */
type RequiredByName<
  Required extends readonly unknown[],
  N extends readonly string[],
  Keywords,
  Before extends readonly unknown[] = [],
> = Required extends readonly [infer First, ...infer Rest]
  ?
      | [...Before, Flat<ByName<Required, N> & Keywords>]
      | RequiredByName<Rest, Tail<N>, Keywords, [...Before, First]>
  : never;

/**
 * The arguments of a call: required ones, then any leading part of the optional ones, then keywords, among which are
 * required ones that have not been given if their names, `N`, are.
 * `function reduce_sum(...args: Args<[x: TensorLike], [axis: Axis, keepdims: boolean], ReduceSumKeywords, ['x']>)`.
 */
export type Args<
  Required extends readonly unknown[],
  Optional extends readonly unknown[],
  Keywords,
  N extends readonly string[] = [],
> =
  | [...Required, ...Leading<Optional>]
  | [...Required, ...Leading<Optional>, Keywords]
  | (N extends readonly [] ? never : RequiredByName<Required, N, Keywords>);

export interface BindOptions {
  /**
   * Parameters that take a dict: a plain object in their place is their value, and the keywords only if all its keys are
   * names of parameters and required ones would be missing otherwise, or if this one is named beside others.
   */
  readonly dicts?: readonly string[];
  /** How many leading parameters must be given. */
  readonly required?: number;
  /** False if `name` is not the name of the operation that the call makes. */
  readonly namesOp?: false;
}

/** A plain object of keywords: made by a literal, not an instance, a proxy of a tracked dict or an array. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !isTracked(value);
}

/** True for a plain object that is no value: no complex number, no 64-bit integer, no description of an array. */
export function isKeywords(value: unknown): value is Record<string, unknown> {
  if (!isPlainObject(value) || isComplex(value) || isLong(value)) return false;
  return !('data' in value && 'shape' in value && ('dtype' in value || 'stride' in value));
}

let isTracked: (value: object) => boolean = () => false;

/** tracking/ tells what is a tracked wrapper, which is a value and never keywords. @internal */
export function setIsTracked(test: (value: object) => boolean): void {
  isTracked = test;
}

/**
 * Sorts the arguments of a call into named values; `undefined` means "not given".
 * @throws {@link TypeError} as Python does for unknown, doubled, missing or too many arguments.
 */
export function bindArguments<T extends object>(
  functionName: string,
  parameters: readonly (keyof T & string)[],
  args: readonly unknown[],
  options: BindOptions = {},
): Partial<T> {
  // No parameter is called like a property of every object, and one without prototype is a slow one.
  const bound: Record<string, unknown> = {};
  const last = args.length - 1;
  const keywords = last >= 0 && takesKeywords(parameters, last, args[last], options) ? args[last] : undefined;
  const positional = keywords === undefined ? args.length : last;
  const required = options.required ?? 0;
  if (positional > parameters.length) throw tooMany(functionName, required, parameters.length, positional);
  for (let i = 0; i < positional; i++) bound[parameters[i]!] = args[i];
  for (const [name, value] of Object.entries((keywords ?? {}) as Record<string, unknown>)) {
    if (!(parameters as readonly string[]).includes(name))
      throw unknownKeyword(functionName, parameters, name);
    if (bound[name] !== undefined)
      throw new TypeError(`${functionName}() got multiple values for argument '${name}'`);
    bound[name] = value;
  }
  for (let i = 0; i < required; i++)
    if (bound[parameters[i]!] === undefined)
      throw missing(functionName, parameters.slice(0, required), bound);
  if (nameListener !== null && options.namesOp !== false && typeof bound.name === 'string')
    nameListener(functionName, bound.name);
  return bound as Partial<T>;
}

let nameListener: ((functionName: string, name: string) => void) | null = null;

/** A graph wants to know what `name` an op was given. @internal */
export function setNameListener(listener: (functionName: string, name: string) => void): void {
  nameListener = listener;
}

function takesKeywords(
  parameters: readonly string[],
  position: number,
  value: unknown,
  options: BindOptions,
): boolean {
  if (!isKeywords(value)) return false;
  const parameter = parameters[position];
  if (parameter === undefined || !(options.dicts ?? []).includes(parameter)) return true;
  const names = Object.keys(value);
  const misses = position + 1 < (options.required ?? 0);
  const known = names.filter((name) => parameters.includes(name)).length;
  return (misses && known === names.length) || (known > 1 && names.includes(parameter));
}

function tooMany(functionName: string, required: number, taken: number, given: number): TypeError {
  const takes = required === taken ? `${taken}` : `from ${required} to ${taken}`;
  const [plural, verb] = [taken === 1 ? '' : 's', given === 1 ? 'was' : 'were'];
  return new TypeError(
    `${functionName}() takes ${takes} positional argument${plural} but ${given} ${verb} given`,
  );
}

function missing(functionName: string, required: readonly string[], bound: object): TypeError {
  const names = required.filter((name) => Reflect.get(bound, name) === undefined);
  return new TypeError(`${functionName}() missing ${missingText(names)}`);
}

/** What Python says is missing. */
export function missingText(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`);
  const last = quoted.at(-1)!;
  const list = quoted.length < 3 ? quoted.join(' and ') : `${quoted.slice(0, -1).join(', ')}, and ${last}`;
  return `${names.length} required positional argument${names.length > 1 ? 's' : ''}: ${list}`;
}

function unknownKeyword(functionName: string, parameters: readonly string[], name: string): TypeError {
  const nearest = nearestName(name, parameters);
  const hint = nearest === undefined ? '' : `. Did you mean '${nearest}'?`;
  return new TypeError(`${functionName}() got an unexpected keyword argument '${name}'${hint}`, {
    fields: { actual: name, expected: parameters, ...(nearest === undefined ? {} : { nearest }) },
  });
}

/** The candidate with the smallest edit distance, if it is near enough to be what was meant. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 2)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(name, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, substituted));
    }
    previous = row;
  }
  return previous[b.length]!;
}
