/** What is known of an operation while its graph is built: shapes, and the values of small things. */
import { enterContext } from '../../context';
import { FlowpointError, InvalidArgumentError, TypeError, ValueError } from '../../errors';
import type { Attributes, InputSpec, KnownSpec, OpRecord, Spec } from '../op';
import { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';
import { isKnown } from './operation';
import { Const } from './source_ops';

/** Values of at most this many elements are worked out while the graph is built. */
const foldedSize = 64;

function specOf(t: Tensor): InputSpec {
  return isKnown(t) ? t : { dtype: t.dtype, dims: t.dims, data: null };
}

/** Shapes while a graph is built: what does not fit is a ValueError that names the node, as in TF. */
export function inferred(
  op: OpRecord,
  inputs: readonly Tensor[],
  attrs: Attributes,
  name: string,
): readonly Spec[] {
  try {
    return op.infer(inputs.map(specOf), attrs);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const { input, expected, actual } = error.fields as Record<string, unknown>;
    if (typeof input === 'number') {
      const letters = op.type.includes('MatMul') ? 'ab' : 'xy';
      const wanted = op.type.startsWith('Logical')
        ? `expected type of ${expected}`
        : `type ${expected} of argument '${letters[0]}'`;
      throw new TypeError(
        `Input '${letters[input]}' of '${op.type}' Op has type ${actual} that does not match ${wanted}.`,
        { fields: error.fields, cause: error },
      );
    }
    const shapes = inputs.map((t) =>
      t.dims === null ? '<unknown>' : `[${t.dims.map((d) => d ?? '?').join(',')}]`,
    );
    const given = inputs.map((t) => (t.value_index === 0 ? t.op.name : t.name)).join(', ');
    const problem = shapeProblem(error);
    throw new ValueError(
      `${problem} for '{{node ${name}}} = ${op.type}[${attributesText(op, inputs, attrs)}](${given})' with input shapes: ` +
        `${shapes.join(', ')}.`,
      { fields: { ...error.fields, key: name }, cause: error },
    );
  }
}

/** Where shapes are compared and no values, TF's text is another one. */
function shapeProblem({ fields, message }: InvalidArgumentError): string {
  const { sizes, rank, actual } = fields as { sizes?: readonly number[]; rank?: string; actual?: number };
  if (rank !== undefined) return `Shape must be ${rank} but is rank ${actual}`;
  return sizes === undefined ? message : `Dimensions must be equal, but are ${sizes[0]} and ${sizes[1]}`;
}

/** Attributes as TF writes them, for the ops whose attributes are TF's. */
function attributesText(op: OpRecord, inputs: readonly Tensor[], attrs: Attributes): string {
  const isProduct = op.type === 'MatMul' || op.type === 'BatchMatMulV2';
  if (!isProduct && !('loops' in op)) return '';
  const own = isProduct ? Object.entries(attrs).map(([key, value]) => `${key}=${value}`) : [];
  return [`T=${inputs[0]!.dtype.proto_name}`, ...own].join(', ');
}

/** Outputs that can be worked out now, so that shapes made of shapes are known; null if not. */
export function folded(
  op: OpRecord,
  inputs: readonly Tensor[],
  attrs: Attributes,
  specs: readonly Spec[],
): readonly Tensor[] | null {
  if (op === (Const as unknown as OpRecord)) return [attrs.value as Tensor];
  if (attrs.known) return [attrs.known as Tensor];
  if (op.effect !== undefined || op.type === 'Placeholder' || specs.length === 0) return null;
  for (const { dims, dtype } of specs)
    if (
      dims === null ||
      dims.includes(null) ||
      elementCount(dims as number[]) > foldedSize ||
      dtype.kind === 'opaque'
    )
      return null;
  const isShape = op.type === 'Shape' && !(inputs[0]!.dims ?? [null]).includes(null as never);
  if (!isShape && !inputs.every(isKnown)) return null;
  try {
    const values = inputs.map((t) => new Tensor(t.dtype, t.dims, t.data));
    return withoutContext(() => op.kernel(values, attrs, specs as readonly KnownSpec[]));
  } catch (error) {
    // It fails when it runs, if it runs.
    if (error instanceof FlowpointError) return null;
    throw error;
  }
}

function withoutContext<T>(compute: () => T): T {
  const leave = enterContext({ builder: null, recorder: null });
  try {
    return compute();
  } finally {
    leave();
  }
}
