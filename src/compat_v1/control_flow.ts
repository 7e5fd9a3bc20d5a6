/** `tf1.cond`, `tf1.while_loop`, `tf1.tuple`, `tf1.gradients` and `tf1.hessians` with TF1's parameters. */
import { currentContext } from '../context';
import { TypeError } from '../errors';
import { warnDeprecated } from '../logging';
import * as now from '../runtime/control_flow';
import type { TensorLike } from '../runtime/convert_types';
import { tuple as tupleNow } from '../runtime/eager';
import { control_dependencies } from '../runtime/graph/control_dependencies';
import { gradients as gradientsNow } from '../runtime/graph/gradients';
import { hessians as hessiansNow } from '../runtime/graph/hessians';
import { name_scope } from '../runtime/name_scope';
import { identity } from '../runtime/ops/array';
import type { Tensor } from '../runtime/tensor';
import type { ShapeLike } from '../runtime/tensor_shape';
import { bindFormer, type FormerCall, formerCall, type Name } from './former_call';

const condNames = ['pred', 'true_fn', 'false_fn', 'strict', 'name', 'fn1', 'fn2'] as const;
const caller = 'cond (from tensorflow.python.ops.cond)';
const instructions = 'fn1/fn2 are deprecated in favor of the true_fn/false_fn arguments.';
type Branch<R> = (() => R) | null;

/**
 * Mirrors `tf.compat.v1.cond`; eagerly a list of one value that a branch gives becomes that value, unless `strict`.
 * @throws {@link TypeError} without branches, or in a graph for a plain boolean
 */
export function cond<R>(
  ...args: Parameters<
    FormerCall<
      typeof condNames,
      [pred: TensorLike],
      [true_fn: Branch<R>, false_fn: Branch<R>, strict: boolean, name: Name, fn1: Branch<R>, fn2: Branch<R>]
    >
  >
): R {
  const given = bindFormer('cond', condNames, args, {
    renamed: { fn1: 'true_fn', fn2: 'false_fn' },
  });
  const { fn1, fn2 } = bindFormer('cond', condNames, args);
  for (const [former, fn] of Object.entries({ fn1, fn2 }))
    if ((fn ?? null) !== null) warnDeprecated(`calling ${caller} with ${former}`, 'cond', instructions);
  for (const fn of ['true_fn', 'false_fn'])
    if ((given[fn] ?? null) === null) throw new TypeError(`cond(): '${fn}' argument required`);
  const {
    pred,
    true_fn,
    false_fn,
    name = null,
  } = given as unknown as {
    pred: TensorLike;
    true_fn: () => R;
    false_fn: () => R;
    name?: Name;
  };
  const building = Boolean(currentContext().builder);
  if (building && typeof pred === 'boolean')
    throw new TypeError(`('pred must not be a Python bool', ${pred ? 'True' : 'False'})`);
  const result = now.cond(pred, true_fn, false_fn, { name });
  const single = !building && given.strict !== true && Array.isArray(result) && result.length === 1;
  return (single ? result[0] : result) as R;
}

const whileNames = [
  'cond',
  'body',
  'loop_vars',
  'shape_invariants',
  'parallel_iterations',
  'back_prop',
  'swap_memory',
  'name',
  'maximum_iterations',
  'return_same_structure',
] as const;

/**
 * Mirrors `tf.compat.v1.while_loop`: a single loop variable comes back without the list around it (eagerly if the body gave it
 * so), unless `return_same_structure`.
 */
export function while_loop(
  ...args: Parameters<
    FormerCall<
      typeof whileNames,
      [
        cond: (...loop_vars: never[]) => TensorLike,
        body: (...loop_vars: never[]) => unknown,
        loop_vars: readonly unknown[],
      ],
      [
        shape_invariants: readonly ShapeLike[] | null,
        parallel_iterations: number,
        back_prop: boolean,
        swap_memory: boolean,
        name: Name,
        maximum_iterations: TensorLike | null,
        return_same_structure: boolean,
      ]
    >
  >
): Tensor | readonly unknown[] {
  const given = bindFormer('while_loop', whileNames, args, { required: 3 });
  const {
    cond: goesOn,
    body,
    loop_vars,
    return_same_structure = false,
    ...rest
  } = given as Record<string, unknown>;
  let bare = Boolean(currentContext().builder) && !return_same_structure;
  const noting = (...values: unknown[]): unknown => {
    const next = (body as (...values: unknown[]) => unknown)(...values);
    if (!Array.isArray(next)) bare = !return_same_structure;
    return next;
  };
  const run = now.while_loop as unknown as (...all: unknown[]) => readonly unknown[];
  const result = run(goesOn, typeof body === 'function' ? noting : body, loop_vars, { ...rest });
  return bare && result.length === 1 ? (result[0] as Tensor) : result;
}

const tupleNames = ['tensors', 'name', 'control_inputs'] as const;
/** Mirrors `tf.compat.v1.tuple`: the tensors, in a graph when all of them and `control_inputs` are there. */
export const tuple: FormerCall<
  typeof tupleNames,
  [tensors: readonly (Tensor | null)[]],
  [name: Name, control_inputs: readonly unknown[] | null],
  (Tensor | null)[]
> = (...args) => {
  const given = bindFormer('tuple', tupleNames, args) as unknown as {
    tensors: readonly (Tensor | null)[];
    name?: Name;
    control_inputs?: readonly unknown[] | null;
  };
  const control_inputs = given.control_inputs ?? null;
  if (!currentContext().builder) return tupleNow(given.tensors, { control_inputs });
  const all = [...given.tensors, ...(control_inputs ?? [])].filter((input) => input !== null);
  return name_scope(given.name ?? 'tuple', () =>
    control_dependencies(all as Tensor[]).use(() =>
      given.tensors.map((t) => (t === null ? null : identity(t, 'control_dependency'))),
    ),
  );
};

const gradientsNames = [
  'ys',
  'xs',
  'grad_ys',
  'name',
  'colocate_gradients_with_ops',
  'gate_gradients',
  'aggregation_method',
  'stop_gradients',
  'unconnected_gradients',
] as const;
/** Mirrors `tf.compat.v1.gradients`. @throws {@link RuntimeError} in eager execution */
export const gradients: FormerCall<
  typeof gradientsNames,
  [ys: unknown, xs: unknown],
  [
    grad_ys: unknown,
    name: string,
    colocate_gradients_with_ops: boolean,
    gate_gradients: boolean,
    aggregation_method: unknown,
    stop_gradients: unknown,
    unconnected_gradients: 'none' | 'zero',
  ],
  ReturnType<typeof gradientsNow>
> = formerCall('gradients', gradientsNames, gradientsNow, {
  required: 2,
  ignored: ['colocate_gradients_with_ops'],
});

const hessiansNames = [
  'ys',
  'xs',
  'name',
  'colocate_gradients_with_ops',
  'gate_gradients',
  'aggregation_method',
] as const;
/** Mirrors `tf.compat.v1.hessians`. @throws {@link RuntimeError} in eager execution */
export const hessians: FormerCall<
  typeof hessiansNames,
  [ys: unknown, xs: unknown],
  [name: string, colocate_gradients_with_ops: boolean, gate_gradients: boolean, aggregation_method: unknown],
  Tensor[]
> = formerCall('hessians', hessiansNames, hessiansNow, {
  required: 2,
  ignored: ['colocate_gradients_with_ops'],
});
