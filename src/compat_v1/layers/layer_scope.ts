/** What all functions of `tf1.layers` share: a variable scope of their own, and the keywords of their variables. */

import { ValueError } from '../../errors';
import { repr, typeName } from '../../python/repr';
import { name_scope } from '../../runtime/name_scope';
import type { Tensor } from '../../runtime/tensor';
import type { InitializerLike } from '../initializer';
import {
  type Constraint,
  get_variable_scope,
  type Regularizer,
  type Reuse,
  variable_scope,
} from '../variable_scope';

export interface LayerKeywords {
  trainable?: boolean;
  name?: string | null;
  reuse?: Reuse;
}
export type Activation = ((x: Tensor) => Tensor) | null;
/** Keywords of layers that multiply by a kernel and add a bias. */
export interface KernelKeywords extends LayerKeywords {
  activation?: Activation;
  use_bias?: boolean;
  kernel_initializer?: InitializerLike | null;
  bias_initializer?: InitializerLike | null;
  kernel_regularizer?: Regularizer | null;
  bias_regularizer?: Regularizer | null;
  activity_regularizer?: Regularizer | null;
  kernel_constraint?: Constraint | null;
  bias_constraint?: Constraint | null;
}
/** Their names in TF's order. */
export const kernelNames = [
  'activation',
  'use_bias',
  'kernel_initializer',
  'bias_initializer',
  'kernel_regularizer',
  'bias_regularizer',
  'activity_regularizer',
  'kernel_constraint',
  'bias_constraint',
  'trainable',
  'name',
  'reuse',
] as const;

/**
 * Runs `body` in the layer's variable scope: of the given name, or of the default name made unique (`dense_1`). Operations
 * are in the name scope that was opened with it.
 */
export function layerScope<R>(base: string, given: LayerKeywords, body: () => R): R {
  const name = given.name ?? null;
  const reuse = given.reuse ?? null;
  const run = (): R => name_scope(get_variable_scope().original_name_scope, body);
  if (name === null && !reuse) return variable_scope(null, base, run);
  return variable_scope(name ?? base, { reuse }, run);
}

export type Sizes = number | readonly number[];
/** A number for each spatial axis. @throws {@link ValueError} for another number of them */
export function perAxis(value: Sizes, axes: number, argument: string): number[] {
  if (typeof value === 'number') return new Array<number>(axes).fill(value);
  const odd = value.find((size) => !Number.isInteger(size));
  if (value.length === axes && odd === undefined) return [...value];
  const why = odd === undefined ? '' : `including element ${odd} of type <class '${typeName(odd)}'>`;
  throw new ValueError(
    `The \`${argument}\` argument must be a tuple of ${axes} integers. Received: ${repr(value)}${why}`,
    { fields: { expected: axes, actual: value.length } },
  );
}
