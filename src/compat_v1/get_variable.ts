/** `tf.compat.v1.get_variable` and `get_local_variable`: variables by name, in the current scope (saver.md S6). */
import { currentContext } from '../context';
import { as_dtype, type DType, type DTypeLike, float32 } from '../dtypes';
import { ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { str } from '../python/repr';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { GraphKeys } from '../runtime/graph/collections';
import type { Graph } from '../runtime/graph/graph';
import { get_default_graph } from '../runtime/graph/init_scope';
import { name_scope } from '../runtime/name_scope';
import type { ShapeLike } from '../runtime/tensor_shape';
import type { CustomGetter, Gotten, NamedKeywords } from './custom_getter';
import { type InitializerLike, isInitializer } from './initializer';
import { getPartitioned } from './partitioned_store';
import type { PartitionedVariable } from './partitioned_variable';
import type { Partitioner } from './partitioners';
import { eagerVariableStore } from './track_variables';
import type { VariableV1 } from './variable';
import {
  AUTO_REUSE,
  type Constraint,
  get_variable_scope,
  type Regularizer,
  type Reuse,
} from './variable_scope';
import { VariableStore } from './variable_store';

export interface GetVariableKeywords {
  name?: string;
  shape?: ShapeLike;
  dtype?: DTypeLike | null;
  initializer?: InitializerLike | null;
  regularizer?: Regularizer | null;
  trainable?: boolean | null;
  collections?: readonly string[] | null;
  caching_device?: unknown;
  partitioner?: Partitioner | null;
  validate_shape?: boolean;
  /** Accepted: all variables are resource variables. */
  use_resource?: boolean | null;
  custom_getter?: CustomGetter | null;
  constraint?: Constraint | null;
  synchronization?: unknown;
  aggregation?: unknown;
}
/** TF's `reuse` belongs to the scope; templates pass it on. */
interface WithReuse extends GetVariableKeywords {
  reuse?: Reuse;
}
type Arguments<K> =
  | Args<
      [name: string],
      [
        shape: ShapeLike,
        dtype: DTypeLike | null,
        initializer: InitializerLike | null,
        regularizer: Regularizer | null,
        trainable: boolean | null,
      ],
      K,
      ['name']
    >
  | [K];
/** Keywords with a partitioner. */
type Partitioned = GetVariableKeywords & { partitioner: Partitioner };

const parameters = [
  'name',
  'shape',
  'dtype',
  'initializer',
  'regularizer',
  'trainable',
  'collections',
  'caching_device',
  'partitioner',
  'validate_shape',
  'use_resource',
  'custom_getter',
  'constraint',
  'synchronization',
  'aggregation',
] as const;

const stores = new WeakMap<Graph, VariableStore>();

/** The variables that `get_variable` made in the current graph. */
export function defaultVariableStore(): VariableStore {
  const graph = get_default_graph();
  let store = stores.get(graph);
  if (store === undefined) {
    store = new VariableStore(getPartitioned);
    stores.set(graph, store);
  }
  return store;
}

/**
 * Mirrors `tf.compat.v1.get_variable`: the variable of this name in the current variable scope, made if it is not there.
 * Eagerly it is always made (S6.10). With a partitioner, of the call or the scope, it is a {@link PartitionedVariable}.
 * @throws {@link ValueError} S6.7-S6.9
 */
export function get_variable(
  name: string,
  keywords: Partitioned & { shape: readonly (number | bigint)[] },
): PartitionedVariable;
export function get_variable(...args: Arguments<GetVariableKeywords>): VariableV1;
export function get_variable(...args: readonly unknown[]): Gotten {
  const given = bindArguments<GetVariableKeywords>('get_variable', parameters, args, {
    required: 1,
    namesOp: false,
  });
  return getVariable(given);
}

/** Mirrors `tf.compat.v1.get_local_variable`: not trainable, in the collection of the local variables. */
export function get_local_variable(...args: Arguments<GetVariableKeywords>): VariableV1 {
  const given = bindArguments<GetVariableKeywords>('get_local_variable', parameters, args, {
    required: 1,
    namesOp: false,
  });
  const names = given.collections ?? [];
  const collections = names.includes(GraphKeys.LOCAL_VARIABLES)
    ? names
    : [...names, GraphKeys.LOCAL_VARIABLES];
  return getVariable({ ...given, trainable: false, collections }) as VariableV1;
}

/** A constant in the place of an initializer, of the dtype that is asked for. @throws {@link ValueError} for another (S6.8) */
function ofDType(
  name: string,
  initializer: InitializerLike | null,
  dtype: DType | null,
): InitializerLike | null {
  if (dtype === null || initializer === null || isInitializer(initializer)) return initializer;
  const value = toTensor(initializer as TensorLike);
  // A plain number is of any dtype, a bigint is Python's int.
  if ((typeof initializer === 'number' || Array.isArray(initializer)) && value.dtype === float32)
    return toTensor(initializer as TensorLike, dtype);
  if (value.dtype === dtype) return initializer;
  throw new ValueError(
    `Initializer type '${str(value.dtype)}' and explicit dtype '${str(dtype)}' don't match.`,
    {
      fields: { key: name, expected: dtype.name, actual: value.dtype.name },
    },
  );
}

/** What both are. */
export function getVariable(given: WithReuse): Gotten {
  const scope = get_variable_scope();
  const isGraph = Boolean(currentContext().builder);
  const kept = eagerVariableStore();
  const name = given.name!;
  const full = scope.name === '' ? name : `${scope.name}/${name}`;
  const dtype = given.dtype ? as_dtype(given.dtype) : null;
  return name_scope('', () => {
    const initializer = ofDType(full, given.initializer ?? null, dtype);
    const keywords: NamedKeywords = {
      name: full,
      shape: given.shape ?? null,
      dtype: dtype ?? scope.dtype,
      initializer: initializer ?? scope.initializer,
      regularizer: given.regularizer ?? scope.regularizer,
      reuse: isGraph ? (given.reuse ?? scope.reuse) : kept !== null ? AUTO_REUSE : false,
      trainable: given.trainable ?? true,
      collections: given.collections ?? null,
      caching_device: given.caching_device ?? scope.caching_device,
      partitioner: given.partitioner ?? scope.partitioner,
      validate_shape: given.validate_shape ?? true,
      use_resource: given.use_resource ?? scope.use_resource,
      constraint: given.constraint ?? scope.constraint,
      synchronization: given.synchronization ?? null,
      aggregation: given.aggregation ?? null,
    };
    return (kept ?? defaultVariableStore()).get(keywords, given.custom_getter ?? scope.custom_getter);
  });
}
