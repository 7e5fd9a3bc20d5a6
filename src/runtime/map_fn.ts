/** Functions of rows: `tf.map_fn`, `tf.vectorized_map`, `tf.scan`, `tf.foldl`, `tf.foldr`. */
import { as_dtype, type DType, type DTypeLike } from '../dtypes';
import { InvalidArgumentError, OutOfRangeError, TypeError, ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { slice } from '../python/builtins';
import { repr } from '../python/repr';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { dictParameters } from './dict_arguments';
import { isBuilding } from './graph/host_call';
import { overRowsOf } from './graph/rows';
import { assert_same_structure, flatten, map_structure, pack_sequence_as } from './nest';
import { zeros } from './ops/creation';
import { concat, stack, unstack } from './ops/joining';
import { expand_dims } from './ops/shapes';
import { isOfRaggedRows, mapRows } from './ragged/map_rows';
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

/** The tensors in a structure, which must have one number of rows. @throws {@link ValueError} if not */
function leavesOf(elems: unknown): Tensor[] {
  const leaves = flatten(elems).map((leaf) => toTensor(leaf as TensorLike));
  if (leaves.length === 0)
    throw new ValueError(
      `elems must be a Tensor or (possibly nested) sequence of Tensors. Got ${repr(elems)}, which does not contain any Tensors.`,
    );
  for (const { dims } of leaves)
    if (dims?.length === 0)
      throw new ValueError('Elements in elems must be 1+ dimensional Tensors, not scalars');
  const counts = leaves.map(({ dims }) => dims?.[0] ?? null);
  const n = counts.find((count) => count !== null);
  for (const count of counts)
    if (count !== null && count !== n)
      throw new ValueError(`Dimensions ${n} and ${count} are not compatible`, {
        fields: { expected: n, actual: count },
      });
  return leaves;
}

/** The rows of all tensors in a structure: row i is the structure of their rows i. */
function rowsOf(elems: unknown, leaves: readonly Tensor[]): unknown[] {
  const parts = leaves.map((leaf) => unstack(leaf));
  return parts[0]!.map((_, i) =>
    pack_sequence_as(
      elems,
      parts.map((part) => part[i]!),
    ),
  );
}

function checkType(value: Tensor, dtype: DType): void {
  if (value.dtype === dtype) return;
  throw new InvalidArgumentError(
    `TensorArray dtype is ${dtype.name} but Op is trying to write dtype ${value.dtype.name} `,
    { fields: { expected: dtype.name, actual: value.dtype.name } },
  );
}
function checkedTypes(values: readonly Tensor[], dtypes: readonly DType[]): readonly Tensor[] {
  values.forEach((value, k) => {
    checkType(value, dtypes[k]!);
  });
  return values;
}

/** Results of rows put together, leaf by leaf. */
function stacked(results: readonly (readonly Tensor[])[], dtypes: readonly DType[]): Tensor[] {
  return dtypes.map((dtype, k) => {
    const column = results.map((leaves) => leaves[k]!);
    for (const value of column) {
      checkType(value, dtype);
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
 * @param fn_output_signature dtypes (or TensorSpecs, RaggedTensorSpecs) of what `fn` gives, in its structure; as `elems` if not given
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
    MapKeywords,
    ['fn', 'elems']
  >
): NoInfer<R> {
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
  if (isOfRaggedRows(given.elems, signature)) return mapRows(fn, given.elems, signature) as R;
  const leaves = leavesOf(given.elems);
  const like = signature ?? given.elems;
  const types = signature === null ? leaves.map((leaf) => leaf.dtype) : flatten(signature).map(signatureType);
  const ofRow = (row: unknown): Tensor[] => {
    const result = fn(row);
    assert_same_structure(like, result);
    return flatten(result).map((leaf) => toTensor(leaf as TensorLike));
  };
  if (isBuilding()) {
    const columns = overRowsOf(leaves, [], (_, row) =>
      checkedTypes(ofRow(pack_sequence_as(given.elems, row)), types),
    );
    return pack_sequence_as(like, columns) as R;
  }
  const rows = rowsOf(given.elems, leaves);
  const results = rows.map(ofRow);
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
    VectorizedKeywords,
    ['fn', 'elems']
  >
): NoInfer<R> {
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
  if (leaves.length === 0) throw new ValueError('Got no elements to map over.');
  if (isBuilding()) return vectorizedInGraph(fn, tensors, leaves) as R;
  // Rows of 1 go with any number of others.
  const n = Math.max(...leaves.map(({ dims }) => dims[0] ?? 0));
  const parts = leaves.map((leaf) => {
    const rows = unstack(leaf);
    return rows.length === 1 && n > 1 ? new Array<Tensor>(n).fill(rows[0]!) : rows;
  });
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

/** In a graph; the one row of a tensor that has no more goes with all the others. */
function vectorizedInGraph(
  fn: (...args: unknown[]) => unknown,
  structure: unknown,
  leaves: readonly Tensor[],
): unknown {
  const mapped = leaves.filter(({ dims }) => dims?.[0] !== 1);
  const elems = mapped.length > 0 ? mapped : leaves;
  let like: unknown;
  const columns = overRowsOf(elems, [], (_, rows) => {
    let next = 0;
    const own = leaves.map((leaf) => (elems.includes(leaf) ? rows[next++]! : unstack(leaf)[0]!));
    like = fn(pack_sequence_as(structure, own));
    return flatten(like);
  });
  return pack_sequence_as(like, columns);
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
  K,
  ['fn', 'elems']
>;

/** What all folds start from, and the rows that follow. */
interface Fold {
  readonly fn: (...args: unknown[]) => unknown;
  readonly start: unknown;
  /** The rest of the tensors in `elems`. */
  readonly leaves: readonly Tensor[];
  readonly elems: unknown;
  readonly backwards: boolean;
  /** True if `start` is the first row. */
  readonly startsWithRow: boolean;
}
function foldOf(name: string, names: readonly string[], args: readonly unknown[]): Fold {
  const given = bindArguments<ScanKeywords & { fn: unknown; elems: unknown }>(name, names as never, args, {
    required: 2,
    dicts: dictParameters(args, names.slice(2), ['elems'], ['initializer']),
  });
  const fn = checkedFunction(given.fn);
  const leaves = leavesOf(given.elems);
  const backwards = name === 'foldr' || given.reverse === true;
  const { elems } = given;
  const initializer = given.initializer ?? null;
  if (initializer !== null) {
    const start = map_structure((leaf: TensorLike) => toTensor(leaf), initializer);
    return { fn, start, leaves, elems, backwards, startsWithRow: false };
  }
  if (leaves[0]!.dims?.[0] === 0)
    throw new OutOfRangeError('Tried to read from index 0 but array size is: 0 ');
  const first = leaves.map((leaf) => leaf.getitem(backwards ? -1 : 0));
  const rest = leaves.map((leaf) => leaf.getitem(backwards ? slice(null, -1) : slice(1, null)));
  const start = pack_sequence_as(elems, first);
  return { fn, start, leaves: rest, elems, backwards, startsWithRow: true };
}

/** One value after the other; `visit` sees them. @returns the last one */
function folded({ fn, start, leaves, elems, backwards }: Fold, visit: (value: unknown) => void): unknown {
  const rows = rowsOf(elems, leaves);
  let accumulated = start;
  for (const row of backwards ? rows.reverse() : rows) {
    const next = fn(accumulated, row);
    assert_same_structure(start, next);
    accumulated = map_structure((leaf: TensorLike) => toTensor(leaf), next);
    visit(accumulated);
  }
  return accumulated;
}

/** The same as an operation. @param keeps true to give all values, put together, after the last one */
function foldedInGraph({ fn, start, leaves, elems, backwards }: Fold, keeps: boolean): readonly Tensor[] {
  const first = flatten(start) as Tensor[];
  const turn = (carry: readonly Tensor[], row: readonly Tensor[]): readonly Tensor[] => {
    const next = fn(pack_sequence_as(start, carry), pack_sequence_as(elems, row));
    assert_same_structure(start, next);
    const values = flatten(next).map((leaf) => toTensor(leaf as TensorLike));
    const types = first.map(({ dtype }) => dtype);
    return keeps ? [...values, ...checkedTypes(values, types)] : checkedTypes(values, types);
  };
  return overRowsOf(leaves, first, turn, backwards);
}

const foldNames = ['fn', 'elems', 'initializer', 'parallel_iterations', 'back_prop', 'swap_memory'] as const;

/**
 * Mirrors `tf.scan`: all the values that folding `fn(accumulated, row)` over the rows goes through, stacked.
 * @param initializer what to start from; the first row if not given
 * @throws {@link InvalidArgumentError} for a value of another dtype than the first
 */
export function scan<R = Tensor>(...args: FoldArgs<ScanKeywords>): NoInfer<R> {
  const names = [...foldNames, 'infer_shape', 'reverse', 'name'];
  const of = foldOf('scan', names, args);
  const first = flatten(of.start) as Tensor[];
  if (isBuilding()) {
    const columns = foldedInGraph(of, true).slice(first.length);
    const whole = columns.map((column, k) => {
      if (!of.startsWithRow) return column;
      const row = expand_dims(first[k]!, 0);
      return concat(of.backwards ? [column, row] : [row, column], 0);
    });
    return pack_sequence_as(of.start, whole) as R;
  }
  const values: unknown[] = of.startsWithRow ? [of.start] : [];
  folded(of, (value) => values.push(value));
  if (of.backwards) values.reverse();
  const columns =
    values.length === 0
      ? first.map(({ dims, dtype }) => zeros([0, ...dims], dtype))
      : stacked(
          values.map((value) => flatten(value) as Tensor[]),
          first.map((leaf) => leaf.dtype),
        );
  return pack_sequence_as(of.start, columns) as R;
}

function fold<R>(name: string, args: readonly unknown[]): R {
  const of = foldOf(name, [...foldNames, 'name'], args);
  if (isBuilding()) return pack_sequence_as(of.start, foldedInGraph(of, false)) as R;
  return folded(of, () => {}) as R;
}
/** Mirrors `tf.foldl`: `fn(fn(fn(initializer, row 0), row 1), ...)`. */
export function foldl<R = Tensor>(...args: FoldArgs<FoldKeywords>): NoInfer<R> {
  return fold('foldl', args);
}
/** Mirrors `tf.foldr`: as {@link foldl}, from the last row. */
export function foldr<R = Tensor>(...args: FoldArgs<FoldKeywords>): NoInfer<R> {
  return fold('foldr', args);
}
