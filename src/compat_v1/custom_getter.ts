/**
 * Getters: what makes or finds a variable of a name, and what a program puts in its place. Python's
 * `def custom_getter(getter, name, *args, **kwargs)` is `(getter, name, ...args) => …`, with the keywords as the last argument.
 */
import { type DTypeLike, float32 } from '../dtypes';
import { type Args, bindArguments } from '../python/arguments';
import type { ShapeLike } from '../runtime/tensor_shape';
import type { InitializerLike } from './initializer';
import type { PartitionedVariable } from './partitioned_variable';
import type { Partitioner } from './partitioners';
import type { VariableV1 } from './variable';
import type { Constraint, Regularizer, Reuse } from './variable_scope';

/** What a getter is told beside the name: `get_variable`'s arguments, with the scope's defaults. */
export interface GetterKeywords {
  readonly shape: ShapeLike;
  readonly dtype: DTypeLike;
  readonly initializer: InitializerLike | null;
  readonly regularizer: Regularizer | null;
  readonly reuse: Reuse;
  readonly trainable: boolean | null;
  readonly collections: readonly string[] | null;
  readonly caching_device: unknown;
  readonly partitioner: Partitioner | null;
  readonly validate_shape: boolean;
  readonly use_resource: boolean | null;
  readonly constraint: Constraint | null;
  readonly synchronization: unknown;
  readonly aggregation: unknown;
}
/** The same with the full name. */
export interface NamedKeywords extends GetterKeywords {
  readonly name: string;
}
export type Gotten = VariableV1 | PartitionedVariable;

type GetterArguments =
  | Args<
      [name: string],
      [
        shape: ShapeLike,
        dtype: DTypeLike,
        initializer: InitializerLike | null,
        regularizer: Regularizer | null,
        reuse: Reuse,
        trainable: boolean | null,
        collections: readonly string[] | null,
      ],
      Partial<NamedKeywords>,
      ['name']
    >
  | [Partial<NamedKeywords>];
/** Makes or finds the variable. What it is not told has TF's defaults, not the scope's. */
export type Getter = (...args: GetterArguments) => Gotten;
/** Called in the place of the getter, which it may call: `(getter, name, ...args) => getter(name + '_x', ...args)`. */
export type CustomGetter = (getter: Getter, name: string, keywords: GetterKeywords) => Gotten;

const parameters = [
  'name',
  'shape',
  'dtype',
  'initializer',
  'regularizer',
  'reuse',
  'trainable',
  'collections',
  'caching_device',
  'partitioner',
  'validate_shape',
  'use_resource',
  'constraint',
  'synchronization',
  'aggregation',
] as const;

/** Asks `custom` for the variable; where it calls its getter, `get` is asked. */
export function callCustomGetter(
  custom: CustomGetter,
  get: (keywords: NamedKeywords) => Gotten,
  { name, ...keywords }: NamedKeywords,
): Gotten {
  return custom((...args) => get(boundKeywords(args)), name, keywords);
}

function boundKeywords(args: readonly unknown[]): NamedKeywords {
  const options = { required: 1, namesOp: false } as const;
  const given = bindArguments<NamedKeywords>('_true_getter', parameters, args, options);
  return {
    name: given.name!,
    shape: given.shape ?? null,
    dtype: given.dtype ?? float32,
    initializer: given.initializer ?? null,
    regularizer: given.regularizer ?? null,
    reuse: given.reuse ?? null,
    trainable: given.trainable ?? null,
    collections: given.collections ?? null,
    caching_device: given.caching_device ?? null,
    partitioner: given.partitioner ?? null,
    validate_shape: given.validate_shape ?? true,
    use_resource: given.use_resource ?? null,
    constraint: given.constraint ?? null,
    synchronization: given.synchronization ?? null,
    aggregation: given.aggregation ?? null,
  };
}

/** An inner getter calls the outer one where it would have made the variable. */
export function nestedGetter(inner: CustomGetter, outer: CustomGetter | null): CustomGetter {
  if (outer === null || typeof inner !== 'function') return inner;
  return (getter, name, keywords) =>
    inner((...args) => callCustomGetter(outer, getter, boundKeywords(args)), name, keywords);
}
