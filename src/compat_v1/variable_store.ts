/**
 * The variables that `get_variable` made, by full name, of one graph (saver.md S6.7-S6.9); eagerly nothing is kept and
 * each call makes a new one (S6.10).
 */
import { currentContext, enterContext } from '../context';
import { as_dtype, type DType } from '../dtypes';
import { ValueError } from '../errors';
import { str } from '../python/repr';
import type { TensorLike } from '../runtime/convert_types';
import { GraphKeys } from '../runtime/graph/collections';
import { get_default_graph, init_scope } from '../runtime/graph/init_scope';
import { name_scope } from '../runtime/name_scope';
import { as_shape, type TensorShape } from '../runtime/tensor_shape';
import { type CustomGetter, callCustomGetter, type Gotten, type NamedKeywords } from './custom_getter';
import { callInitializer, type InitializerLike, isInitializer, type PartitionInfo } from './initializer';
import { glorot_uniform_initializer, zeros_initializer } from './initializers';
import type { PartitionedVariable } from './partitioned_variable';
import { VariableV1 } from './variable';

/** What a variable is made of: what a getter is told, checked. */
export interface VariableKeywords extends NamedKeywords {
  readonly shape: TensorShape | null;
  readonly dtype: DType;
}
/** What single variables are made of beside what a getter is given. */
export interface SingleKeywords extends VariableKeywords {
  readonly partition_info?: PartitionInfo | null;
}

/** How partitioned variables are gotten: partitioned_store.ts installs it. */
export type PartitionedGetter = (store: VariableStore, keywords: VariableKeywords) => PartitionedVariable;

export class VariableStore {
  readonly vars: Map<string, VariableV1>;
  readonly partitioned = new Map<string, PartitionedVariable>();

  /** @param kept where eager variables are kept too; null: they are not */
  constructor(
    private readonly getPartitioned: PartitionedGetter,
    private readonly kept: Map<string, VariableV1> | null = null,
  ) {
    this.vars = kept ?? new Map();
  }

  /** @throws {@link ValueError} S6.7-S6.9 */
  get(keywords: NamedKeywords, custom: CustomGetter | null): Gotten {
    if (custom === null) return this.getAsTold(keywords);
    if (typeof custom !== 'function')
      throw new ValueError(`Passed a custom_getter which is not callable: ${str(custom)}`);
    return callCustomGetter(custom, (given) => this.getAsTold(given), keywords);
  }

  private getAsTold(given: NamedKeywords): Gotten {
    const shape = (given.shape ?? null) === null ? null : as_shape(given.shape);
    const keywords: VariableKeywords = { ...given, shape, dtype: as_dtype(given.dtype) };
    const { name, partitioner, reuse } = keywords;
    const isScalar = shape !== null && shape.rank === 0;
    if (partitioner !== null && !isScalar) {
      if (typeof partitioner !== 'function')
        throw new ValueError(`Partitioner must be callable, but received: ${str(partitioner)}`);
      return this.getPartitioned(this, keywords);
    }
    if (reuse === true && partitioner === null && this.partitioned.has(name))
      return this.getPartitioned(this, keywords);
    if (this.vars.has(`${name}/part_0`))
      throw new ValueError(
        `No partitioner was provided, but a partitioned version of the variable was found: ${name}/part_0. Perhaps a ` +
          'variable of the same name was already created with partitioning?',
        { fields: { key: name } },
      );
    return this.getSingle(keywords);
  }

  getSingle(keywords: SingleKeywords): VariableV1 {
    const { name, shape, dtype, reuse } = keywords;
    if (shape !== null && keywords.initializer !== null && !isInitializer(keywords.initializer))
      throw new ValueError('If initializer is a constant, do not specify shape.', { fields: { key: name } });
    const found = this.vars.get(name);
    if (found !== undefined) return checkShared(found, keywords);
    if (reuse === true)
      throw new ValueError(
        `Variable ${name} does not exist, or was not created with tf.get_variable(). Did you mean to set ` +
          'reuse=tf.AUTO_REUSE in VarScope?',
        { fields: { key: name } },
      );
    let { initializer } = keywords;
    if (initializer === null) {
      if (shape === null)
        throw new ValueError(
          `Variable ${name} did not get an initializer, so its \`shape\` argument must be specified.`,
          { fields: { key: name } },
        );
      initializer = defaultInitializer(name, dtype);
    }
    const variable = makeVariable(keywords, initializer);
    if (this.kept !== null || currentContext().builder) this.vars.set(name, variable);
    regularize(variable, keywords);
    return variable;
  }
}

function checkShared(found: VariableV1, { name, shape, dtype, reuse }: SingleKeywords): VariableV1 {
  const fields = { key: name };
  if (!reuse)
    throw new ValueError(
      `Variable ${name} already exists, disallowed. Did you mean to set reuse=True or reuse=tf.AUTO_REUSE in VarScope?`,
      { fields },
    );
  if (shape !== null && !shape.is_compatible_with(found.shape))
    throw new ValueError(
      `Trying to share variable ${name}, but specified shape ${shape} and found shape ${found.shape}.`,
      { fields: { ...fields, expected: shape.toString(), actual: found.shape.toString() } },
    );
  if (dtype !== found.dtype)
    throw new ValueError(
      `Trying to share variable ${name}, but specified dtype ${dtype.name} and found dtype ${found.dtype.name}.`,
      { fields: { ...fields, expected: dtype.name, actual: found.dtype.name } },
    );
  return found;
}

function makeVariable(keywords: SingleKeywords, initializer: InitializerLike): VariableV1 {
  const { name, shape, dtype, trainable, collections, validate_shape, constraint } = keywords;
  const isFunction = isInitializer(initializer);
  const defined = shape?.is_fully_defined() ? [...(shape as readonly number[])] : null;
  if (isFunction && defined === null && !(typeof initializer === 'function' && initializer.length === 0))
    throw new ValueError(
      'The initializer passed is not valid. It should be a callable with no arguments and the shape should not be ' +
        "provided or an instance of `tf.keras.initializers.*' and `shape` should be fully defined.",
      { fields: { key: name } },
    );
  const initial_value = isFunction
    ? (): TensorLike => callInitializer(initializer, defined, dtype, keywords.partition_info ?? null)
    : (initializer as TensorLike);
  return init_scope(
    () =>
      new VariableV1({
        initial_value,
        name,
        trainable,
        collections,
        validate_shape,
        constraint,
        ...(isFunction && defined !== null ? { dtype } : {}),
        synchronization: keywords.synchronization,
        aggregation: keywords.aggregation,
        ...(shape === null ? {} : { shape }),
      }),
  );
}

/** @throws {@link ValueError} for a dtype that has none (S6.8) */
export function defaultInitializer(name: string, dtype: DType): InitializerLike {
  if (dtype.is_floating) return new glorot_uniform_initializer();
  if (dtype.is_integer || dtype.is_bool || dtype.name === 'string') return new zeros_initializer();
  throw new ValueError(`An initializer for variable ${name} of ${str(dtype)} is required`, {
    fields: { key: name },
  });
}

function regularize(variable: VariableV1, { regularizer, name }: SingleKeywords): void {
  if (regularizer === null) return;
  const graph = get_default_graph();
  const leave = enterContext({ control: null });
  try {
    const loss = currentContext().builder
      ? name_scope(`${name}/Regularizer/`, () => regularizer(variable))
      : regularizer(variable);
    if (loss !== null && loss !== undefined) graph.add_to_collection(GraphKeys.REGULARIZATION_LOSSES, loss);
  } finally {
    leave();
  }
}
