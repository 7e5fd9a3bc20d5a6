/** `Graph.as_graph_element`: what a name or an object means in a graph, with TF's texts for what means nothing. */
import { KeyError, TypeError, ValueError } from '../../errors';
import { typeName } from '../../python/repr';
import { Tensor } from '../tensor';
import type { Graph } from './graph';
import { Operation } from './operation';

const form = 'Tensor names must be of the form "<op_name>:<output_index>".';

/** @throws {@link KeyError}, {@link ValueError} or {@link TypeError}, as TF */
export function findElement(
  graph: Graph,
  wanted: unknown,
  allowTensor: boolean,
  allowOperation: boolean,
): Tensor | Operation {
  if (!allowTensor && !allowOperation)
    throw new ValueError("allow_tensor and allow_operation can't both be False.");
  const types = [allowTensor ? 'Tensor' : '', allowOperation ? 'Operation' : '']
    .filter((t) => t !== '')
    .join(' or ');
  if (typeof wanted === 'string') return byName(graph, wanted, allowTensor, allowOperation);
  const element = asElement(wanted);
  const isTensor = element instanceof Tensor && element.source !== null;
  if ((isTensor && allowTensor) || (element instanceof Operation && allowOperation)) {
    const found = element as Tensor | Operation;
    if (found.graph === graph) return found;
    const kind = isTensor ? 'Tensor' : 'Operation';
    const shown = found instanceof Operation ? found.__repr__() : found.__str__();
    throw new ValueError(`${kind} ${shown} is not an element of this graph.`, {
      fields: { key: found.name },
    });
  }
  throw new TypeError(`Can not convert a ${kindOf(element)} into a ${types}.`);
}

function kindOf(element: unknown): string {
  if (!(element instanceof Tensor)) return typeName(element);
  return element.source === null ? 'EagerTensor' : 'SymbolicTensor';
}

/** Variables and what assignments return say themselves what stands for them. */
function asElement(wanted: unknown): unknown {
  const convertible = wanted as { _as_graph_element?: () => unknown } | null | undefined;
  return typeof convertible?._as_graph_element === 'function' ? convertible._as_graph_element() : wanted;
}

function byName(
  graph: Graph,
  name: string,
  allowTensor: boolean,
  allowOperation: boolean,
): Tensor | Operation {
  const fields = { fields: { key: name } };
  if (name.includes(':')) {
    if (!allowTensor)
      throw new ValueError(`Name ${quoted(name)} appears to refer to a Tensor, not a Operation.`, fields);
    const match = /^([^:]*):(\d+)$/.exec(name);
    if (match === null)
      throw new ValueError(
        `The name ${quoted(name)} looks a like a Tensor name, but is not a valid one. ${form}`,
        fields,
      );
    const op = graph._find(match[1]!);
    const missing = `The name ${quoted(name)} refers to a Tensor which does not exist. The operation, ${quoted(match[1]!)},`;
    if (op === undefined) throw new KeyError(`${missing} does not exist in the graph.`, fields);
    const tensor = op.outputs[Number(match[2])];
    if (tensor === undefined)
      throw new KeyError(`${missing} exists but only has ${op.outputs.length} outputs.`, fields);
    return tensor;
  }
  if (!allowOperation) {
    if (graph._find(name) !== undefined)
      throw new ValueError(`The name ${quoted(name)} refers to an Operation, not a Tensor. ${form}`, fields);
    throw new ValueError(
      `The name ${quoted(name)} looks like an (invalid) Operation name, not a Tensor. ${form}`,
      fields,
    );
  }
  const op = graph._find(name);
  if (op === undefined)
    throw new KeyError(`The name ${quoted(name)} refers to an Operation not in the graph.`, fields);
  return op;
}

/** @throws {@link TypeError} for what is no text */
export function requireName(kind: 'Tensor' | 'Operation', name: unknown): void {
  if (typeof name !== 'string')
    throw new TypeError(`${kind} names are strings (or similar), not ${typeName(name)}.`);
}

function quoted(name: string): string {
  return `'${name}'`;
}
