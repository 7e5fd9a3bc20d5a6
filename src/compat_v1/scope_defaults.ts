/** What a variable scope says of the variables in it, of which the scopes inside know too. */
import { as_dtype, type DType, type DTypeLike, float32 } from '../dtypes';
import { type CustomGetter, nestedGetter } from './custom_getter';
import type { InitializerLike } from './initializer';
import type { Partitioner } from './partitioners';
import type { Constraint, Regularizer, Reuse } from './variable_scope';

export interface ScopeDefaults {
  initializer: InitializerLike | null;
  regularizer: Regularizer | null;
  caching_device: unknown;
  partitioner: Partitioner | null;
  custom_getter: CustomGetter | null;
  dtype: DType;
  use_resource: boolean | null;
  constraint: Constraint | null;
}

export type ScopeSettings = Partial<Record<keyof ScopeDefaults, unknown>>;

export const scopeNames = [
  'reuse',
  'name',
  'initializer',
  'regularizer',
  'caching_device',
  'partitioner',
  'custom_getter',
  'name_scope',
  'dtype',
  'use_resource',
  'constraint',
] as const;
export interface VariableScopeArguments extends Partial<Omit<ScopeDefaults, 'dtype'>> {
  reuse?: Reuse;
  name?: string;
  name_scope?: string;
  dtype?: DTypeLike;
}

/** What is given, or else what holds outside. */
export function defaultsWithin(from: ScopeDefaults | null, given: ScopeSettings): ScopeDefaults {
  const own = <K extends keyof ScopeDefaults>(key: K): ScopeDefaults[K] | null =>
    (given[key] ?? null) as ScopeDefaults[K] | null;
  const getter = own('custom_getter');
  return {
    initializer: own('initializer') ?? from?.initializer ?? null,
    regularizer: own('regularizer') ?? from?.regularizer ?? null,
    caching_device: own('caching_device') ?? from?.caching_device ?? null,
    partitioner: own('partitioner') ?? from?.partitioner ?? null,
    custom_getter:
      getter === null ? (from?.custom_getter ?? null) : nestedGetter(getter, from?.custom_getter ?? null),
    dtype: given.dtype ? as_dtype(given.dtype as DTypeLike) : (from?.dtype ?? float32),
    use_resource: own('use_resource') ?? from?.use_resource ?? null,
    // Not inherited, as in TF.
    constraint: own('constraint'),
  };
}
