/**
 * `tf.cond`, `tf.while_loop`, `tf.case`, `tf.switch_case`. Executed eagerly they are what the language's own `if` and
 * `while` are, so gradients flow through whatever ran.
 */
import { int32 } from '../dtypes';
import { TypeError, ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { repr, str, typeName } from '../python/repr';
import { isTuple, PyTuple } from '../python/tuple';
import { isVariable, toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { isUndecided } from './graph/branch';
import { graphCond } from './graph/cond';
import { control_dependencies } from './graph/control_dependencies';
import { isBuilding } from './graph/host_call';
import type { Operation } from './graph/operation';
import { graphWhile, limited } from './graph/while';
import { IndexedSlices } from './indexed_slices';
import { loopVariables } from './loop_invariants';
import { assert_same_structure, is_nested, isComposite, map_structure } from './nest';
import { Assert } from './ops/assert';
import { cast } from './ops/cast';
import { equal, less_equal } from './ops/comparison';
import { stack } from './ops/joining';
import { reduce_sum } from './ops/reduction';
import type { SparseTensorSpec } from './sparse_tensor';
import { Tensor } from './tensor';
import { type ShapeLike, shapeText } from './tensor_shape';
import { isTrue } from './truth';

function callable(value: unknown, name: string): () => unknown {
  if (typeof value !== 'function') throw new TypeError(`'${name}' must be callable.`);
  return value as () => unknown;
}

interface CondKeywords<R> {
  true_fn?: () => R;
  false_fn?: () => R;
  name?: string | null;
}
/**
 * Mirrors `tf.cond`: the result of `true_fn` or `false_fn`; only that one runs.
 * @throws {@link TypeError} for branches that are no functions, {@link ValueError} for a predicate of several elements
 */
export function cond<R>(
  ...args: Args<[pred: TensorLike], [true_fn: () => R, false_fn: () => R], CondKeywords<R>, ['pred']>
): R {
  const names = ['pred', 'true_fn', 'false_fn', 'name'] as const;
  const given = bindArguments<CondKeywords<R> & { pred: TensorLike }>('cond', names, args, { required: 1 });
  const yes = callable(given.true_fn, 'true_fn');
  const no = callable(given.false_fn, 'false_fn');
  if (isBuilding()) {
    if (typeof given.pred === 'boolean')
      throw new TypeError(`('pred must not be a Python bool', ${repr(given.pred)})`);
    return graphCond(given.pred!, yes, no) as R;
  }
  return (isTrue(given.pred!) ? yes() : no()) as R;
}

interface WhileKeywords {
  shape_invariants?: readonly (ShapeLike | SparseTensorSpec)[] | null;
  parallel_iterations?: number;
  back_prop?: boolean;
  swap_memory?: boolean;
  maximum_iterations?: TensorLike | null;
  name?: string | null;
}
const whileNames = [
  'cond',
  'body',
  'loop_vars',
  'shape_invariants',
  'parallel_iterations',
  'back_prop',
  'swap_memory',
  'maximum_iterations',
  'name',
] as const;

/**
 * Mirrors `tf.while_loop`: while `cond(...loop_vars)` holds, `loop_vars = body(...loop_vars)`. The body may give a single
 * variable without the list around it.
 * @returns the last `loop_vars`, in their structure, as tensors
 * @throws {@link ValueError} if the body gives another structure
 */
export function while_loop<V extends readonly unknown[]>(
  ...args: Args<
    [
      cond: (...loop_vars: { -readonly [K in keyof V]: never }) => TensorLike,
      body: (...loop_vars: { -readonly [K in keyof V]: never }) => unknown,
      loop_vars: V,
    ],
    [
      shape_invariants: readonly (ShapeLike | SparseTensorSpec)[] | null,
      parallel_iterations: number,
      back_prop: boolean,
      swap_memory: boolean,
      maximum_iterations: TensorLike | null,
    ],
    WhileKeywords,
    ['cond', 'body', 'loop_vars']
  >
): LoopResult<V> {
  const given = bindArguments<WhileKeywords & Record<'cond' | 'body' | 'loop_vars', unknown>>(
    'while_loop',
    whileNames,
    args,
    { required: 3, dicts: ['loop_vars'] },
  );
  const condition = callable(given.cond, 'cond') as (...v: unknown[]) => TensorLike;
  const body = callable(given.body, 'body') as (...v: unknown[]) => unknown;
  if ((given.parallel_iterations ?? 10) < 1)
    throw new TypeError("'parallel_iterations' must be a positive integer.");
  const initial = given.loop_vars;
  if (!Array.isArray(initial) || initial.length === 0) throw new ValueError("'loop_vars' must be provided.");
  const maximum = given.maximum_iterations ?? null;
  if (isBuilding()) {
    const most = isUndecided(maximum) ? toTensor(maximum!) : iterations(maximum);
    const variables = loopVariables(given.shape_invariants, initial);
    return graphWhile(condition, body, variables, most) as LoopResult<V>;
  }
  const most = iterations(maximum);
  let values: readonly unknown[] = map_structure(
    (leaf: unknown) => (isVariable(leaf) ? leaf.value() : leaf),
    initial,
  );
  for (let i = 0; i < most && isTrue(limited(condition(...values), most)); i++) {
    const next = body(...values);
    const list = Array.isArray(next) || initial.length > 1 ? next : [next];
    if (!Array.isArray(list)) throw notIterable(list);
    assert_same_structure([...initial], [...list]);
    values = isTuple(initial) ? new PyTuple(list) : [...list];
  }
  return map_structure(
    (leaf: unknown) =>
      leaf instanceof IndexedSlices || isComposite(leaf) ? leaf : toTensor(leaf as TensorLike),
    values,
  ) as LoopResult<V>;
}

/** The structure of loop variables, with tensors for leaves. */
export type LoopResult<V> = V extends readonly unknown[]
  ? { -readonly [K in keyof V]: LoopResult<V[K]> }
  : V extends { readonly dtype: unknown } | number | bigint | string | boolean
    ? Tensor
    : V extends object
      ? { [K in keyof V]: LoopResult<V[K]> }
      : Tensor;

function iterations(maximum: TensorLike | null): number {
  if (maximum === null) return Number.POSITIVE_INFINITY;
  const { dims, data } = toTensor(maximum);
  if (dims.length > 0)
    throw new ValueError(`'maximum_iterations' must be a scalar. Received shape: ${shapeText(dims)}`);
  return Number(data[0]);
}

function notIterable(value: unknown): TypeError {
  return new TypeError(
    value instanceof Tensor && value.dims.length === 0
      ? 'Cannot iterate over a scalar tensor.'
      : `'${typeName(value)}' object is not iterable`,
  );
}

type Branch<R> = readonly [pred: Tensor, fn: () => R];
interface CaseKeywords<R> {
  default?: (() => R) | null;
  exclusive?: boolean;
  strict?: boolean;
  name?: string | null;
}

function checkedPairs(pairs: unknown): Branch<unknown>[] {
  if (!is_nested(pairs))
    throw new TypeError(
      `'pred_fn_pairs' must be a list, tuple, or dict. Received: <class '${typeName(pairs)}'>`,
    );
  const list = pairs instanceof Map ? [...pairs] : (pairs as readonly unknown[]);
  if (list.length === 0) throw new ValueError('not enough values to unpack (expected 2, got 0)');
  return list.map((pair) => {
    if (!Array.isArray(pair) || pair.length !== 2)
      throw new TypeError(`Each entry in 'pred_fn_pairs' must be a 2-tuple. Received ${repr(pair)}.`);
    const [pred, fn] = pair as [unknown, unknown];
    if (!(pred instanceof Tensor) && !isVariable(pred))
      throw new TypeError(`pred must be a Tensor, got: ${repr(pred)}`);
    if (!pred.dtype.is_bool) throw new TypeError(`pred must be Tensor of type bool: ${repr(pred)}`);
    callable(fn, 'true_fn');
    return [toTensor(pred), fn as () => unknown];
  });
}

/**
 * Mirrors `tf.case`: the result of the function whose predicate is the first to hold, else of `default`.
 * @param pred_fn_pairs a list of `[pred, fn]`, or a Map from one to the other
 * @throws {@link InvalidArgumentError} if nothing holds and there is no default
 */
export function case_<R>(
  ...args: Args<
    [pred_fn_pairs: readonly Branch<R>[] | ReadonlyMap<Tensor, () => R>],
    [default_: (() => R) | null, exclusive: boolean, strict: boolean],
    CaseKeywords<R>,
    ['pred_fn_pairs']
  >
): R {
  const names = ['pred_fn_pairs', 'default', 'exclusive', 'strict', 'name'] as const;
  const given = bindArguments<CaseKeywords<R> & { pred_fn_pairs: unknown }>('case', names, args, {
    required: 1,
  });
  const pairs = checkedPairs(given.pred_fn_pairs);
  const otherwise = given.default ?? null;
  if (otherwise !== null) callable(otherwise, 'false_fn');
  // Without a default the last function is it: what TF looks at is the others.
  const others = (otherwise === null ? pairs.slice(0, -1) : pairs).map(([pred]) => pred);
  const checks = given.exclusive === true ? [assertAtMostOne(others)] : [];
  const last = otherwise ?? (() => lastOf(pairs));
  if (isBuilding())
    return control_dependencies(checks.filter((check) => check !== null)).use(() =>
      graphCase(
        others.map((pred, i) => [pred, pairs[i]![1]]),
        last,
      ),
    ) as R;
  const at = others.findIndex((pred) => isTrue(pred));
  return (at < 0 ? last() : pairs[at]![1]()) as R;
}

/** What `exclusive` asks for. */
function assertAtMostOne(preds: readonly Tensor[]): Operation | null {
  const names = preds.map((pred) => (pred.source === null ? '?' : pred.name)).join(', ');
  const message = `Input error: exclusive=True: more than 1 conditions (${names}) evaluated as True:`;
  const holds = less_equal(reduce_sum(cast(stack(preds), int32)), 1);
  return Assert(holds, [message, stack(preds)], preds.length);
}

/** The last function, which runs if nothing before holds: its own predicate must. */
function lastOf(pairs: readonly Branch<unknown>[]): unknown {
  const [pred, fn] = pairs.at(-1)!;
  const message = 'Input error: None of conditions evaluated as True:';
  const check = Assert(pred, [message, stack(pairs.map(([each]) => each))]);
  return control_dependencies(check === null ? [] : [check]).use(fn);
}

/** One after the other. */
function graphCase(pairs: readonly Branch<unknown>[], otherwise: () => unknown): unknown {
  if (pairs.length === 0) return otherwise();
  const [[pred, fn], ...rest] = pairs as [Branch<unknown>, ...Branch<unknown>[]];
  return graphCond(pred, fn, () => graphCase(rest, otherwise));
}

interface SwitchKeywords<R> {
  default?: (() => R) | null;
  name?: string | null;
}
type Branches<R> =
  | readonly (() => R)[]
  | readonly (readonly [number, () => R])[]
  | Readonly<Record<number, () => R>>;

/** Branches in the order of their indices. @throws {@link ValueError} if these are not 0, 1, 2, ... */
function orderedBranches(branches: unknown): (() => unknown)[] {
  if (!is_nested(branches))
    throw new TypeError(
      `'branch_fns' must be a list, tuple, or dict. Received: <class '${typeName(branches)}'>`,
    );
  const entries: unknown[] = Array.isArray(branches)
    ? branches
    : branches instanceof Map
      ? [...branches]
      : Object.entries(branches as object).map(([key, fn]) => [Number(key), fn]);
  if (entries.length === 0) throw new ValueError("Must provide at least one item in 'branch_fns'");
  if (entries.every((entry) => typeof entry === 'function')) return entries as (() => unknown)[];
  const pairs = entries.map((entry) => {
    if (!Array.isArray(entry) || entry.length !== 2)
      throw new TypeError(`Each entry in 'branch_fns' must be a 2-tuple. Received ${repr(entry)}.`);
    return [Number(entry[0]), callable(entry[1], 'branch_fns')] as const;
  });
  const keys = pairs.map(([key]) => key).sort((a, b) => a - b);
  if (keys.some((key, i) => key !== i))
    throw new ValueError(
      `branch indices (keys) must form contiguous range of [0 to ${keys.length}) but found {${keys.join(',')}}`,
    );
  return [...pairs].sort(([a], [b]) => a - b).map(([, fn]) => fn);
}

/**
 * Mirrors `tf.switch_case`: the result of the function with the given index; out of range, of `default` or the last one.
 * @param branch_index an integer tensor @param branch_fns functions, `[index, function]` pairs, or a dict
 */
export function switch_case<R>(
  ...args: Args<
    [branch_index: Tensor, branch_fns: Branches<R>],
    [default_: (() => R) | null, name: string | null],
    SwitchKeywords<R>,
    ['branch_index', 'branch_fns']
  >
): R {
  const names = ['branch_index', 'branch_fns', 'default', 'name'] as const;
  const given = bindArguments<SwitchKeywords<R> & { branch_index: unknown; branch_fns: unknown }>(
    'switch_case',
    names,
    args,
    { required: 2, dicts: ['branch_fns'] },
  );
  const index = given.branch_index;
  if (!(index instanceof Tensor) && !isVariable(index))
    throw new TypeError(`'branch_index' must be a Tensor, got <class '${typeName(index)}'>`);
  if (!index.dtype.is_integer)
    throw new TypeError(`'branch_index' must be an integer Tensor, got ${str(index.dtype)}`);
  const branches = orderedBranches(given.branch_fns);
  const which = toTensor(index);
  if (isUndecided(which)) return graphSwitch(which, branches, given.default ?? branches.at(-1)!, 0) as R;
  const at = Number(which.data[0]);
  const chosen = at >= 0 && at < branches.length ? branches[at]! : (given.default ?? branches.at(-1)!);
  return chosen() as R;
}

function graphSwitch(
  index: Tensor,
  branches: readonly (() => unknown)[],
  otherwise: () => unknown,
  at: number,
): unknown {
  if (at === branches.length) return otherwise();
  return graphCond(equal(index, at), branches[at]!, () => graphSwitch(index, branches, otherwise, at + 1));
}
