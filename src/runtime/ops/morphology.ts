/** `tf.nn.dilation2d` and its dual, `tf.nn.erosion2d`. */
import { InvalidArgumentError, UnimplementedError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { rangeOf } from '../../type_ranges';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { dilate, type TakeLargest } from '../kernels/dilation';
import { flatAxis } from '../kernels/windows';
import { checkAllowed, defineOp, type InputSpec, mismatch, type OpRecord, unregisteredGradient } from '../op';
import { strictly } from '../operands';
import type { Tensor } from '../tensor';
import { bracketText, type Dimension } from '../tensor_shape';
import { realNumbers } from '../type_groups';
import { negative } from './arithmetic';
import { reverse } from './movement';
import { result, values, zeroed } from './pool_records';
import { checkPadding, type WindowAttributes, windowAxis, windowOutput } from './window_shape';

function checkWindows({ strides, dilations, padding }: WindowAttributes): void {
  for (const [name, list] of [
    ['strides', strides],
    ['rates', dilations],
  ] as const)
    if (list.length < 4)
      throw new InvalidArgumentError(
        `Length for attr '${name}' of ${list.length} must be at least minimum 4\n\t; NodeDef: {{node Dilation2D}}; Op<name=Dilation2D>`,
        { fields: { expected: 4, actual: list.length } },
      );
  checkPadding('Dilation2D', padding, false);
  if (strides[0] !== 1 || strides[3] !== 1)
    throw new UnimplementedError('Stride is only supported across spatial dimensions.');
  if (dilations[0] !== 1 || dilations[3] !== 1)
    throw new UnimplementedError('Rate is only supported across spatial dimensions.');
  for (const stride of strides)
    if (stride <= 0) throw new InvalidArgumentError(`Stride must be > 0, but got ${stride}`);
}

/** The sizes of the result; null where they are not known. */
function dilatedDims(x: InputSpec, filter: InputSpec, attrs: WindowAttributes): readonly Dimension[] {
  const [a, f] = [x.dims, filter.dims];
  if (a !== null && a.length !== 4)
    throw new InvalidArgumentError(`input must be 4-dimensional${bracketText(a as number[])}`);
  if (f !== null && f.length !== 3)
    throw new InvalidArgumentError(`filter must be 3-dimensional: ${bracketText(f as number[])}`);
  if (a === null || f === null) return [null, null, null, null];
  if (a[3] !== null && f[2] !== null && a[3] !== f[2])
    throw new InvalidArgumentError(`input and filter must have the same depth: ${a[3]} vs ${f[2]}`, {
      fields: { expected: a[3], actual: f[2] },
    });
  return [a[0]!, windowOutput(attrs, 1, a[1]!, f[0]!), windowOutput(attrs, 2, a[2]!, f[1]!), a[3]!];
}

function largestSums(x: Tensor, filter: Tensor, attrs: WindowAttributes, take: TakeLargest): void {
  const [batch, rows, columns, channels] = x.dims as [number, number, number, number];
  const height = windowAxis(attrs, 1, rows, filter.dims[0]!);
  const width = windowAxis(attrs, 2, columns, filter.dims[1]!);
  dilate(
    { batch, channels, depth: flatAxis, height, width },
    values(x),
    values(filter),
    Number(rangeOf(x.dtype)[0]),
    take,
  );
}

const Dilation2D: OpRecord<WindowAttributes> = defineOp<WindowAttributes>({
  type: 'Dilation2D',
  infer: ([x, filter], attrs) => {
    checkAllowed('Dilation2D', x!.dtype, realNumbers);
    if (x!.dtype !== filter!.dtype) throw mismatch('Dilation2D', 1, x!.dtype, filter!.dtype);
    checkWindows(attrs);
    return [{ dtype: x!.dtype, dims: dilatedDims(x!, filter!, attrs) }];
  },
  kernel: ([x, filter], attrs, [spec]) => {
    const out = zeroed(spec!.dtype, spec!.dims);
    if (out.length > 0)
      largestSums(x!, filter!, attrs, (o, _input, _filter, sum) => {
        out[o] = sum;
      });
    return [result(spec!.dtype, spec!.dims, out)];
  },
  grad: ({ inputs: [x, filter], attrs }, g) =>
    [BackpropInput, BackpropFilter].map((op) => dispatch(op, [x!, filter!, g!], attrs)[0]!),
});

/** The gradient of one side: each element gets those of the outputs in which it has made the largest sum. */
function backprop(side: 0 | 1): OpRecord<WindowAttributes> {
  const type = side === 0 ? 'Dilation2DBackpropInput' : 'Dilation2DBackpropFilter';
  return defineOp<WindowAttributes>({
    type,
    infer: (inputs) => [{ dtype: inputs[side]!.dtype, dims: inputs[side]!.dims }],
    kernel: ([x, filter, g], attrs, [spec]) => {
      const out = zeroed(spec!.dtype, spec!.dims);
      const given = values(g!);
      if (given.length > 0)
        largestSums(x!, filter!, attrs, (o, ...places) => {
          out[places[side]]! += given[o]!;
        });
      return [result(spec!.dtype, spec!.dims, out)];
    },
    grad: unregisteredGradient(type),
  });
}
const BackpropInput = backprop(0);
const BackpropFilter = backprop(1);

interface MorphologyKeywords {
  filters?: TensorLike;
  strides?: readonly number[];
  padding?: string;
  data_format?: string;
  dilations?: readonly number[];
  name?: string | null;
}
type MorphologyArgs<Input extends string> = Args<
  [input: TensorLike],
  [
    filters: TensorLike,
    strides: readonly number[],
    padding: string,
    data_format: string,
    dilations: readonly number[],
    name: string | null,
  ],
  MorphologyKeywords & { [name in Input]?: TensorLike },
  ['input']
>;

function bound(
  method: string,
  input: string,
  args: readonly unknown[],
): { x: Tensor; filters: Tensor; attrs: WindowAttributes } {
  type Given = MorphologyKeywords & Record<string, unknown>;
  const names = [input, 'filters', 'strides', 'padding', 'data_format', 'dilations', 'name'];
  const given = bindArguments<Given>(method, names, args, { required: 6 }) as Required<MorphologyKeywords> &
    Record<string, unknown>;
  const { strides, padding, data_format, dilations } = given;
  if (data_format !== 'NHWC')
    throw new ValueError(
      `\`data_format\` values other  than 'NHWC' are not supported. Received: data_format=${data_format}`,
      { fields: { expected: 'NHWC', actual: data_format } },
    );
  const [x, filters] = strictly(given[input] as TensorLike, given.filters, Dilation2D as unknown as OpRecord);
  return { x, filters, attrs: { strides, dilations, padding, data_format, explicit_paddings: [] } };
}

/**
 * Mirrors `tf.nn.dilation2d`: for each place of `input`, `[batch, height, width, depth]`, the largest sum with `filters`,
 * `[rows, columns, depth]`. Real numbers of one dtype; `strides` and `dilations` have four entries.
 * @throws {@link InvalidArgumentError} for shapes or dtypes that do not fit
 */
export function dilation2d(...args: MorphologyArgs<'input'>): Tensor {
  const { x, filters, attrs } = bound('dilation2d', 'input', args);
  return dispatch(Dilation2D, [x, filters], attrs)[0]!;
}

/**
 * Mirrors `tf.nn.erosion2d`: the smallest differences from the mirrored filter, which is the dilation of the negative.
 * @throws {@link InvalidArgumentError} for shapes or dtypes that do not fit
 */
export function erosion2d(...args: MorphologyArgs<'value'>): Tensor {
  const { x, filters, attrs } = bound('erosion2d', 'value', args);
  return negative(dispatch(Dilation2D, [negative(x), reverse(filters, [0, 1])], attrs)[0]!);
}
