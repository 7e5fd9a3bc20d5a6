/** The variable that counts training steps (`global_step`), one in each graph. */
import { currentContext } from '../context';
import { int64 } from '../dtypes';
import { AttributeError, type PythonError, TypeError, ValueError } from '../errors';
import { logger } from '../logging';
import { named } from '../python/named';
import { str, typeName } from '../python/repr';
import { BaseVariable } from '../runtime/base_variable';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { GraphKeys } from '../runtime/graph/collections';
import type { Graph } from '../runtime/graph/graph';
import { get_default_graph } from '../runtime/graph/init_scope';
import { Tensor } from '../runtime/tensor';
import { get_variable } from './get_variable';
import { zeros_initializer } from './initializers';
import type { Session } from './session';
import type { VariableV1 } from './variable';

/** A step: a number, a variable or tensor, or (in a graph) the name of a tensor. */
export type GlobalStepLike = TensorLike;

/** The number behind `step`. */
export function stepNumber(session: Session | null, step: GlobalStepLike, graph: Graph | null): bigint {
  if (typeof step === 'bigint' || Number.isInteger(step)) return BigInt(step as number);
  if (typeof step === 'number' || (typeof step === 'string' && graph === null)) throw noStep(step, graph);
  const isElement =
    typeof step === 'string' ||
    step instanceof Tensor ||
    (step instanceof BaseVariable && step._resource.symbolic);
  if (graph !== null && session !== null && isElement)
    return BigInt(session.run(step as Tensor).item() as number | bigint);
  return BigInt(toTensor(step).numpy().item() as number | bigint);
}

function noStep(step: number | string, graph: Graph | null): PythonError {
  const type = typeName(step);
  if (graph === null) return new AttributeError(`'${type}' object has no attribute 'numpy'`);
  return new TypeError(
    `Argument \`fetch\` = ${step} has invalid type "${type}" must be a string or Tensor. (Can not convert a ${type} into ` +
      'a Tensor or Operation.)',
  );
}

/** Mirrors `tf.compat.v1.train.global_step(sess, global_step_tensor)`: the step's value as a whole number. */
export const global_step = named(
  'global_step',
  ['sess', 'global_step_tensor'],
  [],
  (sess: Session | null, global_step_tensor: GlobalStepLike): number => {
    return Number(stepNumber(sess, global_step_tensor, (currentContext().builder ?? null) as Graph | null));
  },
);

/** @throws {@link TypeError} or {@link ValueError} for what cannot count steps */
export const assert_global_step = named(
  'assert_global_step',
  ['global_step_tensor'],
  [],
  (global_step_tensor: unknown): void => {
    if (!(global_step_tensor instanceof BaseVariable || global_step_tensor instanceof Tensor))
      throw new TypeError(
        `Existing "global_step" must be a Variable or Tensor: ${String(global_step_tensor)}.`,
      );
    if (!global_step_tensor.dtype.is_integer)
      throw new TypeError(
        `Existing "global_step" does not have integer type: ${str(global_step_tensor.dtype)}`,
      );
    const { shape } = global_step_tensor;
    if (shape.rank !== 0 && shape.is_fully_defined())
      throw new TypeError(`Existing "global_step" is not scalar: ${shape}`);
  },
);

/** Mirrors `tf.compat.v1.train.get_global_step(graph=None)`: null if there is none. */
export const get_global_step = named(
  'get_global_step',
  [],
  ['graph'],
  (graph: Graph | null = null): VariableV1 | null => {
    const own = graph ?? get_default_graph();
    const collected = own.get_collection(GraphKeys.GLOBAL_STEP) as VariableV1[];
    if (collected.length > 1) {
      logger.error('Multiple tensors in global_step collection.');
      return null;
    }
    const [found] = collected;
    if (found === undefined) return null;
    assert_global_step(found);
    return found;
  },
);

/** Mirrors `tf.compat.v1.train.create_global_step(graph=None)`. @throws {@link ValueError} if there is one */
export const create_global_step = named(
  'create_global_step',
  [],
  ['graph'],
  (graph: Graph | null = null): VariableV1 => {
    const own = graph ?? get_default_graph();
    if (get_global_step(own) !== null) throw new ValueError('"global_step" already exists.');
    const collections = [GraphKeys.GLOBAL_VARIABLES, GraphKeys.GLOBAL_STEP];
    const make = (): VariableV1 =>
      get_variable(GraphKeys.GLOBAL_STEP, {
        shape: [],
        dtype: int64,
        initializer: new zeros_initializer(),
        trainable: false,
        collections,
      });
    if (!currentContext().builder && graph === null) {
      const step = make();
      own.add_to_collection(GraphKeys.GLOBAL_STEP, step);
      return step;
    }
    return own === currentContext().builder ? make() : own.as_default().use(make);
  },
);

/** Mirrors `tf.compat.v1.train.get_or_create_global_step(graph=None)`. */
export const get_or_create_global_step = named(
  'get_or_create_global_step',
  [],
  ['graph'],
  (graph: Graph | null = null): VariableV1 => {
    return get_global_step(graph) ?? create_global_step(graph);
  },
);
