/** Tracing: the function runs once on symbolic arguments, and what it does becomes a graph. */
import { currentContext } from '../../context';
import { resource } from '../../dtypes';
import { BaseVariable } from '../base_variable';
import { FuncGraph, type VariableCreation } from '../graph/func_graph';
import { declareShape } from '../sparse_tensor';
import { Tensor } from '../tensor';
import { TensorSpec } from '../tensor_shape';
import { argumentNames, leafNames } from './argument_text';
import { ArgumentVariable } from './argument_variable';
import { Trace } from './concrete_function';
import { Outputs } from './outputs';
import type { Parameter } from './parameters';
import { type Signature, withLeaves } from './signature';

export type PythonFunction = (...args: never[]) => unknown;

/** What to trace. */
export interface TraceRequest {
  readonly fn: PythonFunction;
  readonly name: string;
  /** How errors call it. */
  readonly shown: string;
  readonly parameters: readonly Parameter[];
  readonly self: unknown;
  readonly args: readonly unknown[];
  readonly signature: Signature;
  /** Variables made so far, or null if none may be made. */
  readonly created: BaseVariable[] | null;
}

export function trace(request: TraceRequest): Trace {
  const { args, signature, parameters, created } = request;
  const given = new Map<Tensor, Tensor>();
  const creation: VariableCreation = { created, given };
  const graph = new FuncGraph(request.name, currentContext().builder ?? null, creation);
  const argumentsCalled = argumentNames(args.length, parameters);
  const { inputs, paths } = leafNames(args, argumentsCalled, parameters);
  const result = graph.trace(() => {
    const symbols = signature.types.map((type, i) => {
      const leaf = signature.leaves[i];
      if (type.kind === 'value') return leaf;
      const name = (type.kind === 'tensor' ? type.name : null) ?? inputs[i]!;
      const spec =
        type.kind === 'tensor'
          ? new TensorSpec(type.dims, type.dtype, name)
          : new TensorSpec([], resource, name);
      const handle = type.kind === 'variable' ? { dtype: type.dtype, dims: type.dims } : null;
      const input = graph.placeholder(spec, inputName(name), handle);
      if (leaf instanceof Tensor) given.set(input, leaf);
      if (type.kind === 'tensor' && type.sizes !== undefined) declareShape(input, type.sizes);
      if (!(leaf instanceof BaseVariable)) return input;
      given.set(input, leaf._handleTensor);
      return new ArgumentVariable(leaf, input);
    });
    const own = withLeaves(args, symbols);
    return new Outputs(graph, request.fn.apply(request.self as never, own as never[]), request.shown);
  });
  return new Trace({ graph, signature, names: argumentsCalled, paths, parameters, args, outputs: result });
}

function inputName(name: string): string {
  const clean = name.replace(/[^A-Za-z0-9_.\\/>-]/g, '_');
  return /^[A-Za-z0-9.]/.test(clean) ? clean : `arg${clean}`;
}
