/** What `Session.run` is asked for, and how the values are put back into the same structure. */
import { FlowpointError, InaccessibleTensorError, KeyError, TypeError, ValueError } from '../errors';
import { repr, str, typeName } from '../python/repr';
import { namedtuple } from '../python/tuple';
import type { Graph } from '../runtime/graph/graph';
import { Operation } from '../runtime/graph/operation';
import { IndexedSlices } from '../runtime/indexed_slices';
import type { NDArray } from '../runtime/ndarray';
import { flatten, is_nested, pack_sequence_as } from '../runtime/nest';
import { SparseTensor, SparseTensorValue } from '../runtime/sparse_tensor';
import type { Tensor } from '../runtime/tensor';

/** Values in the place of what was fetched. */
export type Fetched<F> = F extends Operation | null
  ? null
  : F extends SparseTensor
    ? SparseTensorValue
    : F extends string
      ? NDArray
      : F extends { readonly dtype: unknown }
        ? NDArray
        : F extends readonly unknown[]
          ? { -readonly [K in keyof F]: Fetched<F[K]> }
          : F extends ReadonlyMap<infer K, infer V>
            ? Map<K, Fetched<V>>
            : F extends object
              ? { -readonly [K in keyof F]: Fetched<F[K]> }
              : NDArray;

type Element = Tensor | Operation;
export interface Fetches {
  /** What is to be run, in order; may have doubles. */
  readonly elements: readonly Element[];
  readonly rebuild: (values: readonly (Tensor | null)[]) => unknown;
}

/** @throws {@link TypeError} or {@link ValueError} with TF's texts */
export function fetchesOf(graph: Graph, fetches: unknown): Fetches {
  const leaves = is_nested(fetches) ? flatten(fetches) : [fetches];
  const elements: Element[] = [];
  const counts = leaves.map((leaf) => {
    const parts = partsOf(leaf);
    for (const part of parts) elements.push(elementOf(graph, part));
    return parts.length;
  });
  const rebuild = (values: readonly (Tensor | null)[]): unknown => {
    let next = 0;
    const results = leaves.map((leaf, i) => {
      const own = values.slice(next, next + counts[i]!).map((value) => value?.numpy() ?? null);
      next += counts[i]!;
      if (leaf instanceof SparseTensor) return SparseTensorValue(...own);
      return leaf instanceof IndexedSlices ? slicesValue(own) : own[0]!;
    });
    return is_nested(fetches) ? pack_sequence_as(fetches, results) : results[0];
  };
  return { elements, rebuild };
}

const IndexedSlicesValue = namedtuple('IndexedSlicesValue', ['values', 'indices', 'dense_shape']);

/** What `sess.run` gives for {@link IndexedSlices}: their parts. Mirrors `IndexedSlicesValue`. */
function slicesValue([values, indices, dense_shape]: readonly (NDArray | null)[]): unknown {
  return new IndexedSlicesValue(values, indices, dense_shape ?? null);
}

function partsOf(leaf: unknown): unknown[] {
  if (leaf instanceof SparseTensor) return [...leaf._components()];
  if (!(leaf instanceof IndexedSlices)) return [leaf];
  const { values, indices, dense_shape } = leaf;
  return dense_shape === null ? [values, indices] : [values, indices, dense_shape];
}

function elementOf(graph: Graph, fetch: unknown): Element {
  const shown = str(fetch);
  if (fetch === null || fetch === undefined)
    throw new TypeError(`Argument \`fetch\` = ${shown} has invalid type "NoneType". Cannot be None`);
  let element: Element;
  try {
    element = graph.as_graph_element(fetch);
  } catch (error) {
    if (!(error instanceof FlowpointError)) throw error;
    const { message } = error;
    if (error instanceof TypeError)
      throw new TypeError(
        `Argument \`fetch\` = ${shown} has invalid type "${typeName(fetch)}" must be a string or Tensor. (${message})`,
        { cause: error },
      );
    if (!(error instanceof ValueError || error instanceof KeyError)) throw error;
    // A KeyError's text is the key, quoted.
    const reason = error instanceof KeyError ? repr(message) : message;
    throw new ValueError(`Argument \`fetch\` = ${shown} cannot be interpreted as a Tensor. (${reason})`, {
      cause: error,
    });
  }
  if (!graph.is_fetchable(element)) {
    const name = element instanceof Operation ? element.name : element.op.name;
    throw new InaccessibleTensorError(
      `Operation ${name} has been marked as not fetchable. Typically this happens when it is defined in another ` +
        'function or code block. Use return values, explicit Python locals or TensorFlow collections to access it.',
      { fields: { key: name } },
    );
  }
  return element;
}
