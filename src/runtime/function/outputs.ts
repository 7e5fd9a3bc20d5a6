/** What a traced function returns: a structure of tensors, and how results are put back into it. */
import { TypeError } from '../../errors';
import { typeName } from '../../python/repr';
import { BaseVariable } from '../base_variable';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import type { FuncGraph } from '../graph/func_graph';
import { Operation } from '../graph/operation';
import { NDArray } from '../ndarray';
import { flatten, pack_sequence_as } from '../nest';
import { identity } from '../ops/array';
import { Tensor } from '../tensor';

/** The result of a trace. */
export class Outputs {
  /** Flat tensors of the function's graph; null where the function gave None or an operation. */
  private readonly leaves: readonly (Tensor | null)[];
  readonly tensors: readonly Tensor[];
  /** As TF shows them: each is an `Identity` of what was returned. Running does without these. */
  readonly returned: readonly Tensor[];
  private readonly single: boolean;

  /** @throws {@link TypeError} for what is neither a tensor nor can become one */
  constructor(
    graph: FuncGraph,
    private readonly structure: unknown,
    shown: string,
  ) {
    this.leaves = flatten(structure, true).map((leaf) => outputTensor(graph, leaf, shown));
    this.tensors = this.leaves.filter((leaf) => leaf !== null);
    this.returned = this.tensors.map((t) => identity(t));
    this.single =
      this.leaves.length === 1 && this.leaves[0] !== null && flatten(structure, true)[0] === structure;
  }

  /** The structure with these tensors in it. */
  pack(values: readonly Tensor[]): unknown {
    if (this.single) return values[0];
    let next = 0;
    const leaves = this.leaves.map((leaf) => (leaf === null ? null : values[next++]!));
    return pack_sequence_as(this.structure, leaves, true);
  }
  /** The structure with something for each tensor, and for each None. */
  map<T>(of: (tensor: Tensor | null) => T): unknown {
    const parts = this.leaves.map(of);
    return this.single ? parts[0] : pack_sequence_as(this.structure, parts, true);
  }
  /** The structure with what is symbolic in it. */
  get structured(): unknown {
    return this.pack(this.returned);
  }
}

function outputTensor(graph: FuncGraph, leaf: unknown, shown: string): Tensor | null {
  if (leaf === null || leaf === undefined || leaf instanceof Operation) return null;
  if (leaf instanceof Tensor) return graph._adopt(leaf);
  if (leaf instanceof BaseVariable) return leaf.value();
  const plain = typeof leaf !== 'object' || leaf instanceof NDArray || ArrayBuffer.isView(leaf);
  if (!plain || typeof leaf === 'function' || typeof leaf === 'symbol')
    throw new TypeError(
      `To be compatible with tf.function, Python functions must return zero or more Tensors or ExtensionTypes or None ` +
        `values; in compilation of ${shown}, found return value of type ${typeName(leaf)}, which is not a Tensor or ` +
        'ExtensionType.',
      { fields: { actual: typeName(leaf) } },
    );
  return graph.constant(toTensor(leaf as TensorLike));
}
