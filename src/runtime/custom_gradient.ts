/** Functions that say themselves what their gradient is: `tf.custom_gradient`, `tf.grad_pass_through`. */

import { currentContext } from '../context';
import { TypeError, ValueError } from '../errors';
import { type Call, positional } from '../python/named';
import { repr } from '../python/repr';
import type { BaseVariable } from './base_variable';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { withCustomGradient } from './graph/custom_gradient';
import { IndexedSlices } from './indexed_slices';
import { flatten, pack_sequence_as } from './nest';
import { type GradientValue, noAttributes, type OpRecord } from './op';
import { recordingOn, Tape } from './tape';
import { Tensor } from './tensor';

/** What a gradient function gets after the gradients of the results if the forward function has read variables. */
export interface CustomGradientKeywords {
  readonly variables: readonly BaseVariable[];
}
/** Gradients of the results in, gradients of the arguments out; `[of arguments, of variables]` if variables were read. */
export type CustomGradient = (...gradients: never[]) => unknown;

/** True if a function can take `{variables}`: one more parameter than there are results, rest parameters, or the name. */
function takesVariables(grad: CustomGradient, results: number): boolean {
  return grad.length > results || /\bvariables\b|\.\.\./.test(Function.prototype.toString.call(grad));
}

function checkTakesVariables(
  grad: CustomGradient,
  results: number,
  variables: readonly BaseVariable[],
): void {
  if (variables.length === 0 || takesVariables(grad, results)) return;
  throw new TypeError(
    "@tf.custom_gradient grad_fn must accept keyword argument 'variables', since function uses variables: " +
      repr(variables),
  );
}

interface Differentiation {
  readonly name: string;
  readonly grad: CustomGradient;
  readonly arguments: number;
  readonly variables: readonly BaseVariable[];
}

/** The gradients that the user's function gives, in the order of the recorded inputs. */
function callGradient(
  of: Differentiation,
  given: readonly GradientValue[],
): readonly (GradientValue | null)[] {
  const call = of.grad as (...args: unknown[]) => unknown;
  let ofArguments: unknown;
  let ofVariables: readonly (GradientValue | null)[] = [];
  if (of.variables.length === 0) ofArguments = call(...given);
  else {
    [ofArguments, ofVariables] = call(...given, { variables: of.variables }) as [unknown, typeof ofVariables];
    if (ofVariables.length !== of.variables.length)
      throw new ValueError('Must return gradient for each variable from @custom_gradient grad_fn.');
  }
  const flat = flatten(ofArguments) as (GradientValue | TensorLike | null)[];
  if (flat.length !== of.arguments)
    throw new ValueError(
      `custom_gradient function expected to return ${of.arguments} gradients, but returned ${flat.length} instead.`,
      { fields: { expected: of.arguments, actual: flat.length, key: of.name } },
    );
  return [...flat, ...ofVariables].map((g) => {
    if (g === null || g === undefined || g instanceof IndexedSlices) return g ?? null;
    return toTensor(g as TensorLike);
  });
}

function recordOf(of: Differentiation, outputs: readonly Tensor[]): OpRecord {
  return {
    type: of.name,
    infer: () => outputs,
    kernel: () => outputs,
    grad: (_call, ...given) => callGradient(of, given),
    sparseGradients: true,
    keepsShape: true,
  };
}

/**
 * Mirrors `tf.custom_gradient`: `f(...x)` gives `[y, grad]`, where `grad(...dy)` gives the gradients of `x`. If `f` reads
 * trainable variables that are not arguments, `grad(...dy, {variables})` gives `[of x, of the variables]`.
 * @returns a function of the same arguments that gives `y` and differentiates as `grad` says
 */
export function custom_gradient<A extends unknown[], R>(
  ...given: Call<[f: (...args: A) => readonly [R, CustomGradient]], readonly ['f']>
): (...args: A) => R {
  const [f] = positional<[f: (...args: A) => readonly [R, CustomGradient]]>(
    'custom_gradient',
    ['f'],
    1,
    given,
  );
  return (...args) => {
    const watcher = new Tape(true);
    const leave = recordingOn(watcher);
    let made: readonly [R, CustomGradient];
    try {
      made = f(...args);
    } finally {
      leave();
    }
    if (!Array.isArray(made) || typeof made[1] !== 'function')
      throw new TypeError(`A function with a custom gradient gives [value, gradient], not ${repr(made)}.`);
    const [result, grad] = made;
    const leaves = flatten(args);
    const variables = [...watcher.variables].filter((v) => !leaves.includes(v));
    const results = flatten(result).map((leaf) => toTensor(leaf as TensorLike));
    checkTakesVariables(grad, results.length, variables);
    const of = { name: f.name || 'CustomGradient', grad, arguments: leaves.length, variables };
    const inputs = [...leaves, ...variables].map((leaf) => toTensor(leaf as TensorLike));
    const { builder, recorder } = currentContext();
    if (builder) {
      const given = withCustomGradient(results, inputs, (...g) => callGradient(of, g));
      return pack_sequence_as(result, given) as R;
    }
    const outputs = results.map(copied);
    recorder?.record(recordOf(of, outputs), inputs, outputs, noAttributes);
    return pack_sequence_as(result, outputs) as R;
  };
}

/** The same value as another tensor: what `f` did to make it is not what its gradient is. */
function copied(x: Tensor): Tensor {
  return new Tensor(x.dtype, x.dims, x.data);
}

/** Mirrors `tf.grad_pass_through`: `f` with the gradient of the identity; variables in it get none. */
export function grad_pass_through<A extends unknown[], R>(
  ...given: Call<[f: (...args: A) => R], readonly ['f']>
): (...args: A) => R {
  const [f] = positional<[f: (...args: A) => R]>('grad_pass_through', ['f'], 1, given);
  return custom_gradient((...args: A) => {
    const grad = (...given: unknown[]): unknown => {
      const keywords = given.at(-1) as CustomGradientKeywords | Tensor;
      if (!('variables' in keywords)) return given;
      return [given.slice(0, -1), keywords.variables.map(() => null)];
    };
    return [f(...args), grad] as const;
  });
}
