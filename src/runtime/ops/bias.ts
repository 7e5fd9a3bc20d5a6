/** `bias_add`: one value for each channel. */
import { type DType, int32, int64, uint64 } from '../../dtypes';
import { InvalidArgumentError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { storageToFill } from '../allocate';
import { broadcastLoop, type RunLoop } from '../broadcast';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, operand } from '../dispatch';
import { numeric, workType } from '../elementwise';
import { addLoops } from '../kernels/arithmetic';
import { checkAllowed, defineOp, mismatch, type OpRecord } from '../op';
import type { Tensor } from '../tensor';
import { bracketText, elementCount } from '../tensor_shape';
import { fromWorkStorage, workStorage } from '../work_storage';
import { reshape, shape } from './array';
import { sum } from './fill';
import { broadcast_to } from './movement';

interface BiasAttributes {
  readonly [name: string]: unknown;
  readonly data_format: string;
}

/** The axis of the channels. */
function channelAxis(rank: number, format: string): number {
  return format === 'NCHW' ? 1 : rank - 1;
}

/** The loops of one storage behind one type: which one is called depends on the dtype alone. */
function addLoop(dtype: DType): RunLoop<never, never> {
  const work = workType(dtype);
  if (work.is_complex) return addLoops.complex as RunLoop<never, never>;
  if (work === int64 || work === uint64) return addLoops.big as RunLoop<never, never>;
  return (work === int32 ? addLoops.int32 : addLoops.float) as RunLoop<never, never>;
}

const BiasAdd: OpRecord<BiasAttributes> = defineOp<BiasAttributes>({
  type: 'BiasAdd',
  infer: ([value, bias], { data_format }) => {
    if (value!.dtype !== bias!.dtype) throw mismatch('BiasAdd', 1, value!.dtype, bias!.dtype);
    checkAllowed('BiasAdd', value!.dtype, numeric);
    const { dtype, dims } = value!;
    if (dims === null || bias!.dims === null) return [{ dtype, dims }];
    if (dims.length < 2)
      throw new InvalidArgumentError(`Input tensor must be at least 2D: ${bracketText(dims as number[])}`);
    if (bias!.dims.length !== 1)
      throw new InvalidArgumentError(`Biases must be 1D: ${bracketText(bias!.dims as number[])}`);
    const channels = dims[channelAxis(dims.length, data_format)]!;
    const own = bias!.dims[0]!;
    if (channels !== null && own !== null && channels !== own)
      throw new InvalidArgumentError(
        `Must provide as many biases as the last dimension of the input tensor: ${bracketText(bias!.dims as number[])} vs. ${bracketText(dims as number[])}`,
        { fields: { expected: channels, actual: own } },
      );
    return [{ dtype, dims }];
  },
  kernel: ([value, bias], { data_format }, [spec]) => {
    const { dtype, dims } = spec!;
    const out = storageToFill(workType(dtype), elementCount(dims));
    const biasDims = dims.slice(channelAxis(dims.length, data_format)).map((d, i) => (i === 0 ? d : 1));
    if (out.length > 0)
      broadcastLoop(
        addLoop(dtype),
        workStorage(value!) as never,
        dims,
        workStorage(bias!) as never,
        biasDims,
        out as never,
        dims,
      );
    return [fromWorkStorage(dtype, dims, out)];
  },
  grad: ({ attrs }, g) => [g!, dispatch(BiasAddGrad, [g!], attrs)[0]!],
});

const BiasAddGrad: OpRecord<BiasAttributes> = defineOp<BiasAttributes>({
  type: 'BiasAddGrad',
  infer: ([g], { data_format }) => {
    checkAllowed('BiasAddGrad', g!.dtype, numeric);
    if (g!.dims === null) return [{ dtype: g!.dtype, dims: [null] }];
    if (g!.dims.length < 2)
      throw new InvalidArgumentError(`Input tensor must be at least 2D: ${bracketText(g!.dims as number[])}`);
    return [{ dtype: g!.dtype, dims: [g!.dims[channelAxis(g!.dims.length, data_format)]!] }];
  },
  kernel: ([g], { data_format }) => {
    const axis = channelAxis(g!.dims.length, data_format);
    return [
      sum(
        g!,
        g!.dims.map((_, i) => i).filter((i) => i !== axis),
      ),
    ];
  },
  grad: ({ inputs: [g], attrs: { data_format } }, dBias) => {
    const axis = channelAxis(g!.dims.length, data_format);
    const wide = reshape(
      dBias!,
      g!.dims.map((d, i) => (i === axis ? d : 1)),
    );
    return [broadcast_to(wide, shape(g!))];
  },
});

interface BiasKeywords {
  data_format?: string | null;
  name?: string | null;
}
/**
 * Mirrors `tf.nn.bias_add`: adds `[channels]` to the last axis, or with `data_format: 'NCHW'` to the second.
 * @throws {@link InvalidArgumentError} for shapes that do not fit
 */
export function bias_add(
  ...args: Args<
    [value: TensorLike, bias: TensorLike],
    [data_format: string | null, name: string | null],
    BiasKeywords,
    ['value', 'bias']
  >
): Tensor {
  type All = BiasKeywords & { value: TensorLike; bias: TensorLike };
  const names = ['value', 'bias', 'data_format', 'name'] as const;
  const given = bindArguments<All>('bias_add', names, args, { required: 2 });
  const format = given.data_format ?? 'NHWC';
  if (!format.startsWith('NC') && !(format.startsWith('N') && format.endsWith('C')))
    throw new ValueError(
      `\`data_format\` must be of the form \`N...C\` or \`NC...\`. Received: data_format=${format}`,
    );
  const value = toTensor(given.value!);
  const bias = isHostValue(given.bias!)
    ? operand(given.bias!, BiasAdd as unknown as OpRecord)
    : toTensor(given.bias!, undefined, value.dtype);
  return dispatch(BiasAdd, [value, bias], { data_format: format.startsWith('NC') ? 'NCHW' : 'NHWC' })[0]!;
}
