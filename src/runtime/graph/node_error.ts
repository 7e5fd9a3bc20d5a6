/** Errors of kernels in graphs say at which node they happened, once. */
import { type FlowpointError, OpError } from '../../errors';
import type { Operation } from './operation';

const placed = new WeakSet<Error>();

/** The same error with TF's lines around it. @param title the running function, or null in a session */
export function nodeError(error: FlowpointError, node: Operation, title: string | null): FlowpointError {
  if (!(error instanceof OpError) || placed.has(error)) return error;
  // Kernels do not know their node: this one text names it.
  const named = error.message.replace('placeholder tensor with', `placeholder tensor '${node.name}' with`);
  const at = `${named}\n\t [[{{node ${node.name}}}]]`;
  const text =
    title === null
      ? at
      : `Graph execution error:\n\nDetected at node ${node.name} defined at (most recent call last):\n${at} [Op:${title}]`;
  const Class = error.constructor as new (message: string, options: object) => FlowpointError;
  const result = new Class(text, { fields: { ...error.fields, key: node.name }, cause: error });
  placed.add(result);
  return result;
}
