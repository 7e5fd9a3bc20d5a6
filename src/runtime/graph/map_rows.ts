/** `map_fn` over a number of rows that is not known yet: the function is traced once, and the operation runs it on each row. */
import { currentContext, enterContext } from '../../context';
import { resource } from '../../dtypes';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { flatten } from '../nest';
import { type Attributes, defineOp, type OpRecord } from '../op';
import { handleOf } from '../ops/resource_variables';
import { Tensor } from '../tensor';
import { elementCount, TensorSpec } from '../tensor_shape';
import { runBranch } from './control_flow';
import { BranchGraph } from './func_graph';
import { replayGradients } from './replay_gradients';

interface MapAttributes extends Attributes {
  readonly body: BranchGraph;
  /** How many of the inputs are mapped over; captures follow. */
  readonly mapped: number;
}

function row(t: Tensor, i: number): Tensor {
  const dims = t.dims.slice(1);
  const count = elementCount(dims) * t.dtype.lanes;
  return new Tensor(t.dtype, dims, t.data.slice(i * count, (i + 1) * count) as Tensor['data']);
}
function stackRows(
  rows: readonly Tensor[],
  like: { dtype: Tensor['dtype']; dims: readonly number[] },
): Tensor {
  const { dtype } = like;
  const dims = rows[0]?.dims ?? Array.from(like.dims ?? [], (d) => d ?? 0);
  const out = dtype.allocate(rows.length * elementCount(dims));
  let next = 0;
  for (const { data } of rows) for (let i = 0; i < data.length; i++) out[next++] = data[i]!;
  return new Tensor(dtype, [rows.length, ...dims], out);
}
function rowsAt(inputs: readonly Tensor[], mapped: number, i: number): Tensor[] {
  return inputs.map((t, k) => (k < mapped ? row(t, i) : t));
}

const MapRows: OpRecord<MapAttributes> = defineOp<MapAttributes>({
  type: 'MapRows',
  infer: ([first], { body }) =>
    body.outputs.map(({ dtype, dims }) => ({
      dtype,
      dims: dims === null ? null : [first!.dims?.[0] ?? null, ...dims],
    })),
  kernel: (inputs, { body, mapped }) => {
    const results = Array.from({ length: inputs[0]!.dims[0]! }, (_, i) =>
      runBranch(body, rowsAt(inputs, mapped, i)),
    );
    return body.outputs.map((output, k) =>
      stackRows(
        results.map((r) => r[k]!),
        output,
      ),
    );
  },
  grad: ({ inputs, attrs }, ...g) => {
    const results = dispatch(MapRowsGradient, [...inputs, ...g], { ...attrs, given: inputs.length });
    return inputs.map((t, k) => (t.dtype.is_floating || t.dtype === resource ? results[k]! : null));
  },
  effect: 'writes',
});

interface MapGradientAttributes extends MapAttributes {
  readonly given: number;
}
/** The body's gradient on each row; those of captures add up. */
const MapRowsGradient: OpRecord<MapGradientAttributes> = defineOp<MapGradientAttributes>({
  type: 'MapRowsGradient',
  infer: (inputs, { given }) =>
    inputs.slice(0, given).map((t) => {
      const value = t.dtype === resource && t.data ? handleOf(t as Tensor) : t;
      return { dtype: value.dtype, dims: value.dims };
    }),
  kernel: (inputs, { body, mapped, given }) => {
    const own = inputs.slice(0, given);
    const count = own[0]!.dims[0]!;
    const leave = enterContext({ builder: null, recorder: null });
    try {
      const found = Array.from({ length: count }, (_, i) =>
        replayGradients(
          body,
          rowsAt(own, mapped, i),
          inputs.slice(given).map((t) => row(t, i)),
        ),
      );
      return own.map((t, k) => {
        const parts = found.flatMap((g) => g[k] ?? []);
        if (k < mapped && parts.length === count)
          return stackRows(parts, { dtype: t.dtype, dims: t.dims.slice(1) });
        const { dtype, dims } = t.dtype === resource ? handleOf(t) : t;
        const zero = new Tensor(dtype, dims, dtype.allocate(elementCount(dims)));
        return parts.reduce((sum, part) => sum.add(part), zero);
      });
    } finally {
      leave();
    }
  },
  grad: null,
});

/**
 * @param elems tensors with one first dimension
 * @param fn gives the flat results for the rows of `elems`
 */
export function mapRows(
  elems: readonly Tensor[],
  fn: (rows: readonly Tensor[]) => readonly unknown[],
): readonly Tensor[] {
  const body = new BranchGraph('map_fn', currentContext().builder!);
  body.trace(() => {
    const rows = elems.map((t, i) =>
      body.placeholder(new TensorSpec(t.dims === null ? null : t.dims.slice(1), t.dtype), `row_${i}`),
    );
    body.outputs = flatten(fn(rows)).map((leaf) => body._adopt(toTensor(leaf as TensorLike)));
  });
  return dispatch(MapRows, [...elems, ...body.capturedTensors], { body, mapped: elems.length });
}
