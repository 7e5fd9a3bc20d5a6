/** Operations that do nothing but run after others: `tf.group` and `tf.no_op`. */
import { currentContext, enterContext } from '../../context';
import { bindArguments } from '../../python/arguments';
import type { GraphBuilder } from '../dispatch';
import { flatten } from '../nest';
import { noAttributes } from '../op';
import { type ControlInput, controlOperation } from './control_dependencies';
import type { Operation } from './operation';
import { NoOp } from './source_ops';

export interface NameKeyword {
  name?: string | null;
}

/** The only argument of a function, the name of the operation that it makes. */
export function nameOf(method: string, args: readonly unknown[], standard: string): string {
  return bindArguments<NameKeyword>(method, ['name'], args, { namesOp: false }).name ?? standard;
}

/** An operation that runs after `inputs` and does nothing else. */
export function joined(builder: GraphBuilder, inputs: readonly Operation[], name: string): Operation {
  const leave = enterContext({ control: [...(currentContext().control ?? []), ...inputs] });
  try {
    return builder.addOperation(NoOp, [], noAttributes, name);
  } finally {
    leave();
  }
}

/** Mirrors `tf.no_op`: an operation; null eagerly. */
export function no_op(...args: [name?: string | NameKeyword | null]): Operation | null {
  const name = nameOf('no_op', args, 'NoOp');
  const { builder } = currentContext();
  return builder ? joined(builder, [], name) : null;
}

/** Mirrors `tf.group(*inputs, name=None)`: an operation that runs all of them; null eagerly. */
export function group(...inputs: unknown[]): Operation | null {
  const last = inputs.at(-1);
  const hasName =
    Object.prototype.toString.call(last) === '[object Object]' &&
    Object.keys(last as object).join() === 'name';
  const name = hasName ? ((last as NameKeyword).name ?? 'group_deps') : 'group_deps';
  const parts = flatten(hasName ? inputs.slice(0, -1) : inputs).filter((part) => part !== null);
  const { builder } = currentContext();
  if (!builder) return null;
  const operations = parts.map((part) => controlOperation(part as ControlInput)).filter((op) => op !== null);
  return joined(builder, operations, name);
}
