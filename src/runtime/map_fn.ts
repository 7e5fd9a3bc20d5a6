/** Functions of rows: `tf.map_fn`, `tf.vectorized_map`, `tf.scan`, `tf.foldl`, `tf.foldr`. */
import { as_dtype, type DType, type DTypeLike } from '../dtypes';
import { InvalidArgumentError, OutOfRangeError, TypeError, ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { repr } from '../python/repr';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { dictParameters } from './dict_arguments';
import { isBuilding } from './graph/host_call';
import { mapRows } from './graph/map_rows';
import { assert_same_structure, flatten, map_structure, pack_sequence_as } from './nest';
import { zeros } from './ops/creation';
import { stack, unstack } from './ops/joining';
import type { Tensor } from './tensor';
import { sameDims, shapeText, TensorSpec } from './tensor_shape';

interface LoopKeywords {
  parallel_iterations?: number | null;
  back_prop?: boolean;
  swap_memory?: boolean;
  infer_shape?: boolean;
  name?: string | null;
}

function checkedFunction(fn: unknown): (...args: unknown[]) => unknown {
  if (typeof fn !== 'function') throw new TypeError(`fn must be callable, got: ${repr(fn)}`);
  return fn as (...args: unknown[]) => unknown;
}

/** The rows of all tensors in a structure: `rows[i]` is the structure of row i. */
interface Rows {
  readonly rows: readonly unknown[];
  readonly leaves: readonly Tensor[];
}
function rowsOf(elems: unknown): Rows {
  const leaves = flatten(elems).map((leaf) => toTensor(leaf as TensorLike));
  if (leaves.length === 0)
    throw new ValueError(
      `elems must be a Tensor or (possibly nested) sequence of Tensors. Got ${repr(elems)}, which does not contain any Tensors.`,
    );
  for (const { dims } of leaves)
    if (dims.length === 0)
      throw new ValueError('Elements in elems must be 1+ dimensional Tensors, not scalars');
  const n = leaves[0]!.dims[0]!;
  if (n === null)
    throw new ValueError(
      'The number of rows must be known while a function is traced: give the input signature a first dimension.',
    );
  for (const { dims } of leaves)
    if (dims[0] !== n)
      throw new ValueError(`Dimensions ${n} and ${dims[0]} are not compatible`, {
        fields: { expected: n, actual: dims[0] },
      });
  const parts = leaves.map((leaf) => unstack(leaf));
  const rows = Array.from({ length: n }, (_, i) =>
    pack_sequence_as(
      elems,
      parts.map((part) => part[i]!),
    ),
  );
  return { rows, leaves };
}

/** The tensors, if a graph is built and nobody knows how many rows they have; else null. */
function openRows(elems: unknown): Tensor[] | null {
  if (!isBuilding()) return null;
  const leaves = flatten(elems).map((leaf) => toTensor(leaf as TensorLike));
  return leaves.length > 0 && (leaves[0]!.dims === null || leaves[0]!.dims[0] === null) ? leaves : null;
}

/** Results of rows put together, leaf by leaf. */
function stacked(results: readonly (readonly Tensor[])[], dtypes: readonly DType[]): Tensor[] {
  return dtypes.map((dtype, k) => {
    const column = results.map((leaves) => leaves[k]!);
    for (const value of column) {
      if (value.dtype !== dtype)
        throw new InvalidArgumentError(
          `TensorArray dtype is ${dtype.name} but Op is trying to write dtype ${value.dtype.name} `,
          { fields: { expected: dtype.name, actual: value.dtype.name } },
        );
      if (!sameDims(value.dims, column[0]!.dims))
        throw new ValueError(
          `Incompatible shape for value (${shapeText(value.dims)}), expected (${shapeText(column[0]!.dims)})`,
          { fields: { expected: column[0]!.dims, actual: value.dims } },
        );
    }
    return stack(column);
  });
}

interface MapKeywords extends LoopKeywords {
  dtype?: unknown;
  fn_output_signature?: unknown;
}

function signatureType(leaf: unknown): DType {
  if (leaf instanceof TensorSpec) return leaf.dtype;
  return as_dtype(leaf as DTypeLike);
}

/**
 * Mirrors `tf.map_fn`: `fn` of each row of `elems`, the results stacked.
 * @param elems a tensor or a structure of tensors with one first dimension
 * @param fn_output_signature dtypes (or TensorSpecs) of what `fn` gives, in its structure; as `elems` if not given
 * @throws {@link InvalidArgumentError} for results of another dtype
 */
export function map_fn<R = Tensor>(
  ...args: Args<
    [fn: (row: never) => unknown, elems: unknown],
    [
      dtype: unknown,
      parallel_iterations: number | null,
      back_prop: boolean,
      swap_memory: boolean,
      infer_shape: boolean,
      name: string | null,
      fn_output_signature: unknown,
    ],
    MapKeywords
  >
): R {
  const names = [
    'fn',
    'elems',
    'dtype',
    'parallel_iterations',
    'back_prop',
    'swap_memory',
    'infer_shape',
    'name',
    'fn_output_signature',
  ] as const;
  const given = bindArguments<MapKeywords & { fn: unknown; elems: unknown }>('map_fn', names, args, {
    required: 2,
    dicts: dictParameters(args, names.slice(2), ['elems'], ['dtype', 'fn_output_signature']),
  });
  const fn = checkedFunction(given.fn);
  const signature = given.fn_output_signature ?? given.dtype ?? null;
  const open = openRows(given.elems);
  if (open !== null) {
    const results = mapRows(open, (row) => {
      const result = fn(pack_sequence_as(given.elems, row));
      assert_same_structure(signature ?? given.elems, result);
      return flatten(result);
    });
    return pack_sequence_as(signature ?? given.elems, results) as R;
  }
  const { rows, leaves } = rowsOf(given.elems);
  const like = signature ?? given.elems;
  const types = signature === null ? leaves.map((leaf) => leaf.dtype) : flatten(signature).map(signatureType);
  const results = rows.map((row) => {
    const result = fn(row);
    assert_same_structure(like, result);
    return flatten(result).map((leaf) => toTensor(leaf as TensorLike));
  });
  const columns =
    rows.length > 0
      ? stacked(results, types)
      : types.map((dtype, k) => zeros(emptyDims(signature, leaves[k]), dtype));
  return pack_sequence_as(like, columns) as R;
}

/** The shape of no results at all: that of no rows, if the results are like rows. */
function emptyDims(signature: unknown, leaf: Tensor | undefined): readonly number[] {
  return signature === null && leaf !== undefined ? leaf.dims : [0];
}

interface VectorizedKeywords {
  fallback_to_while_loop?: boolean;
  warn?: boolean;
}
/** Mirrors `tf.vectorized_map`: as {@link map_fn}, with results of any dtype and structure. */
export function vectorized_map<R = Tensor>(
  ...args: Args<
    [fn: (row: never) => unknown, elems: unknown],
    [fallback_to_while_loop: boolean, warn: boolean],
    VectorizedKeywords
  >
): R {
  const names = ['fn', 'elems', 'fallback_to_while_loop', 'warn'] as const;
  const given = bindArguments<VectorizedKeywords & { fn: unknown; elems: unknown }>(
    'vectorized_map',
    names,
    args,
    {
      required: 2,
      dicts: ['elems'],
    },
  );
  const fn = checkedFunction(given.fn);
  const tensors = map_structure((leaf: TensorLike) => toTensor(leaf), given.elems);
  const leaves = flatten(tensors) as Tensor[];
  // Rows of 1 go with any number of others.
  const n = Math.max(...leaves.map(({ dims }) => dims[0] ?? 0));
  const parts = leaves.map((leaf) => {
    const rows = unstack(leaf);
    return rows.length === 1 && n > 1 ? new Array<Tensor>(n).fill(rows[0]!) : rows;
  });
  if (leaves.length === 0) throw new ValueError('Got no elements to map over.');
  const results = Array.from({ length: n }, (_, i) =>
    fn(
      pack_sequence_as(
        tensors,
        parts.map((part) => part[i]!),
      ),
    ),
  );
  if (results.length === 0) return tensors as R;
  const flat = results.map((result) => flatten(result).map((leaf) => toTensor(leaf as TensorLike)));
  return pack_sequence_as(
    results[0],
    stacked(
      flat,
      flat[0]!.map((leaf) => leaf.dtype),
    ),
  ) as R;
}

interface FoldKeywords extends LoopKeywords {
  initializer?: unknown;
}
interface ScanKeywords extends FoldKeywords {
  reverse?: boolean;
}
type FoldArgs<K> = Args<
  [fn: (accumulated: never, row: never) => unknown, elems: unknown],
  [initializer: unknown, parallel_iterations: number, back_prop: boolean, swap_memory: boolean],
  K
>;

/** What all folds start from, and the rows that follow. */
function startOf(
  name: string,
  names: readonly string[],
  args: readonly unknown[],
): {
  fn: (...args: unknown[]) => unknown;
  start: unknown;
  rows: readonly unknown[];
  given: ScanKeywords;
} & Rows {
  const given = bindArguments<ScanKeywords & { fn: unknown; elems: unknown }>(name, names as never, args, {
    required: 2,
    dicts: dictParameters(args, names.slice(2), ['elems'], ['initializer']),
  });
  const fn = checkedFunction(given.fn);
  const { rows, leaves } = rowsOf(given.elems);
  const backwards = name === 'foldr' || given.reverse === true;
  const ordered = backwards ? [...rows].reverse() : rows;
  const initializer = given.initializer ?? null;
  if (initializer !== null) {
    const start = map_structure((leaf: TensorLike) => toTensor(leaf), initializer);
    return { fn, start, rows: ordered, leaves, given };
  }
  if (rows.length === 0) throw new OutOfRangeError('Tried to read from index 0 but array size is: 0 ');
  return { fn, start: ordered[0], rows: ordered.slice(1), leaves, given };
}

const foldNames = ['fn', 'elems', 'initializer', 'parallel_iterations', 'back_prop', 'swap_memory'] as const;

/**
 * Mirrors `tf.scan`: all the values that folding `fn(accumulated, row)` over the rows goes through, stacked.
 * @param initializer what to start from; the first row if not given
 * @throws {@link InvalidArgumentError} for a value of another dtype than the first
 */
export function scan<R = Tensor>(...args: FoldArgs<ScanKeywords>): R {
  const names = [...foldNames, 'infer_shape', 'reverse', 'name'];
  const { fn, start, rows, given } = startOf('scan', names, args);
  const values: unknown[] = (given.initializer ?? null) === null ? [start] : [];
  let accumulated = start;
  for (const row of rows) {
    accumulated = fn(accumulated, row);
    assert_same_structure(start, accumulated);
    accumulated = map_structure((leaf: TensorLike) => toTensor(leaf), accumulated);
    values.push(accumulated);
  }
  if (given.reverse === true) values.reverse();
  const first = flatten(start) as Tensor[];
  const columns =
    values.length === 0
      ? first.map(({ dims, dtype }) => zeros([0, ...dims], dtype))
      : stacked(
          values.map((value) => flatten(value) as Tensor[]),
          first.map((leaf) => leaf.dtype),
        );
  return pack_sequence_as(start, columns) as R;
}

function fold<R>(name: string, args: readonly unknown[]): R {
  const { fn, start, rows } = startOf(name, [...foldNames, 'name'], args);
  let accumulated = start;
  for (const row of rows) {
    const next = fn(accumulated, row);
    assert_same_structure(start, next);
    accumulated = map_structure((leaf: TensorLike) => toTensor(leaf), next);
  }
  return accumulated as R;
}
/** Mirrors `tf.foldl`: `fn(fn(fn(initializer, row 0), row 1), ...)`. */
export function foldl<R = Tensor>(...args: FoldArgs<FoldKeywords>): R {
  return fold('foldl', args);
}
/** Mirrors `tf.foldr`: as {@link foldl}, from the last row. */
export function foldr<R = Tensor>(...args: FoldArgs<FoldKeywords>): R {
  return fold('foldr', args);
}
