/** `map_fn`, `scan` and folds in a graph: the function is traced once, and the operation runs it on each row. */
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { flatten } from '../nest';
import { zeros } from '../ops/creation';
import { stack, unstack } from '../ops/joining';
import { Tensor } from '../tensor';
import { type Dimension, elementCount, TensorShape } from '../tensor_shape';
import { runBranch, tracedBranch } from './branch';
import type { BranchGraph } from './func_graph';
import { replay } from './replay';
import { defineRunOp, type RunAttributes } from './run_op';

interface RowsAttributes extends RunAttributes {
  readonly body: BranchGraph;
  /** Of the inputs of the body, how many go from row to row; its first outputs are the next ones. */
  readonly carried: number;
  /** How many follow that are mapped over. Captures come last. */
  readonly mapped: number;
  /** True to begin with the last row. */
  readonly backwards: boolean;
}

function row(t: Tensor, i: number): Tensor {
  const dims = t.dims.slice(1);
  const count = elementCount(dims) * t.dtype.lanes;
  return new Tensor(t.dtype, dims, t.data.slice(i * count, (i + 1) * count) as Tensor['data']);
}
function copiedTogether(rows: readonly Tensor[], like: Tensor): Tensor {
  if (rows.length === 0) return noRows(like);
  const { dtype, dims } = rows[0]!;
  const out = dtype.allocate(rows.length * elementCount(dims));
  let next = 0;
  for (const { data } of rows) for (let i = 0; i < data.length; i++) out[next++] = data[i]!;
  return new Tensor(dtype, [rows.length, ...dims], out);
}
/** @param like its dims may be unknown */
function noRows(like: Tensor): Tensor {
  const dims = Array.from((like.dims ?? []) as readonly Dimension[], (d) => d ?? 0);
  return zeros([0, ...dims], like.dtype);
}

/** @param turn runs the body */
function overRows(
  inputs: readonly Tensor[],
  { body, carried, mapped, backwards }: RowsAttributes,
  rowsOf: (t: Tensor) => (i: number) => Tensor,
  turn: (graph: BranchGraph, inputs: readonly Tensor[]) => readonly Tensor[],
  together: (rows: readonly Tensor[], like: Tensor) => Tensor,
): readonly Tensor[] {
  const elems = inputs.slice(carried, carried + mapped);
  const captures = inputs.slice(carried + mapped);
  const rows = elems.map(rowsOf);
  const count = elems[0]!.dims[0]!;
  const results = new Array<readonly Tensor[]>(count);
  let carry = inputs.slice(0, carried);
  for (let n = 0; n < count; n++) {
    const i = backwards ? count - 1 - n : n;
    results[i] = turn(body, [...carry, ...rows.map((at) => at(i)), ...captures]);
    carry = results[i].slice(0, carried);
  }
  const columns = body.outputs.slice(carried).map((like, k) =>
    together(
      results.map((r) => r[carried + k]!),
      like,
    ),
  );
  return [...carry, ...columns];
}

const Rows = defineRunOp<RowsAttributes>({
  type: 'Rows',
  infer: (inputs, { body, carried, mapped }) => {
    const count = mapped === 0 ? null : (inputs[carried]!.dims?.[0] ?? null);
    return body.outputs.map(({ dtype, dims }, k) => {
      if (k >= carried) return { dtype, dims: dims === null ? null : [count, ...(dims as Dimension[])] };
      const before = new TensorShape(inputs[k]!.dims);
      return { dtype, dims: before.most_specific_compatible_shape(new TensorShape(dims)).dims };
    });
  },
  plain: (inputs, attrs) => overRows(inputs, attrs, (t) => (i) => row(t, i), runBranch, copiedTogether),
  recorded: (inputs, attrs) => {
    const parts = (t: Tensor) => {
      const rows = unstack(t);
      return (i: number) => rows[i]!;
    };
    return overRows(inputs, attrs, parts, replay, (rows, like) =>
      rows.length === 0 ? noRows(like) : stack(rows),
    );
  },
  effect: 'writes',
});

/**
 * @param elems tensors with one first dimension, at least one
 * @param carry what goes from row to row
 * @param fn gives what goes on to the next row, then what is put together
 * @returns the last `carry`, then each of the rest with one more dimension
 */
export function overRowsOf(
  elems: readonly Tensor[],
  carry: readonly Tensor[],
  fn: (carry: readonly Tensor[], row: readonly Tensor[]) => readonly unknown[],
  backwards = false,
): readonly Tensor[] {
  const specs = [
    ...carry.map(({ dtype, dims }) => ({ dtype, shape: new TensorShape(dims) })),
    ...elems.map(({ dtype, dims }) => ({
      dtype,
      shape: new TensorShape(dims === null ? null : dims.slice(1)),
    })),
  ];
  const { graph: body } = tracedBranch(
    'rows',
    (...inputs) => {
      const symbols = inputs as Tensor[];
      const results = fn(symbols.slice(0, carry.length), symbols.slice(carry.length));
      return flatten(results).map((leaf) => toTensor(leaf as TensorLike));
    },
    [...carry, ...elems],
    specs,
  );
  const attrs: RowsAttributes = {
    body,
    carried: carry.length,
    mapped: elems.length,
    backwards,
    keeps: { trail: false },
  };
  const results = dispatch(Rows, [...carry, ...elems, ...body.capturedTensors], attrs);
  return results.slice(0, -1);
}
