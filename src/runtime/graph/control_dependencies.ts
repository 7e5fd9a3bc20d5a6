/** `control_dependencies`: what is made inside runs after what was named. */

import { ContextManager, currentContext, enterContext } from '../../context';
import { TypeError } from '../../errors';
import { named } from '../../python/named';
import { typeName } from '../../python/repr';
import { Tensor } from '../tensor';
import { findElement } from './elements';
import type { Graph } from './graph';
import { Operation } from './operation';

/** An operation, or something an operation stands behind: a tensor, what an assignment returns. */
export type ControlInput = Operation | Tensor | { readonly op: Operation };

declare module '../../context' {
  interface ContextFrame {
    /** What nodes made here wait for. */
    readonly control?: readonly Operation[] | null;
  }
}

/** The operation behind a control input; null for an eager value, which is there already. */
export function controlOperation(input: ControlInput | (() => unknown)): Operation | null {
  if (input instanceof Operation) return input;
  if (input instanceof Tensor) return input.source === null ? null : input.source.op;
  if (typeof input === 'object' && input !== null) {
    const { op } = input;
    if (op instanceof Operation) return op;
  }
  throw new TypeError(`Can not convert a ${typeName(input)} into a Tensor or Operation.`);
}

export class ControlDependencies extends ContextManager<void> {
  protected readonly target = undefined;

  constructor(private readonly inputs: readonly ControlInput[] | null) {
    super();
  }
  protected enter(): () => void {
    if (this.inputs === null) return enterContext({ control: null });
    const { builder } = currentContext();
    if (!builder) return () => {};
    const added = this.inputs.map(controlOperation).filter((op) => op !== null);
    // A function waits for what it is given; a graph knows nobody else's operations.
    const isForeign = (input: ControlInput): boolean =>
      (controlOperation(input)?.graph ?? builder) !== builder;
    if (!builder.building_function)
      for (const input of this.inputs.filter(isForeign)) findElement(builder as Graph, input, true, true);
    return enterContext({ control: [...new Set([...(currentContext().control ?? []), ...added])] });
  }
}

/** Mirrors `tf.control_dependencies`; eagerly everything is in order anyway. */
export const control_dependencies = named(
  'control_dependencies',
  ['control_inputs'],
  [],
  (control_inputs: readonly ControlInput[] | null): ContextManager<void> =>
    new ControlDependencies(control_inputs),
);
