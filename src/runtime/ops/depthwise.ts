/** Depthwise and separable convolution: filters that see one channel each. */
import { bfloat16, float16, float32, float64, int32 } from '../../dtypes';
import { InvalidArgumentError, TypeError, UnimplementedError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { slice } from '../../python/builtins';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import type { Floats } from '../elementwise';
import { checkKernel } from '../kernel_types';
import { depthwise, depthwiseBackFilter, depthwiseBackInput } from '../kernels/depthwise';
import { flatAxis, type Windows } from '../kernels/windows';
import { checkAllowed, defineOp, type InputSpec, mismatch, type OpRecord } from '../op';
import { strictly } from '../operands';
import { sizesOf } from '../shape_argument';
import type { Tensor } from '../tensor';
import { bracketText, compatibleDims, elementCount, shapeText } from '../tensor_shape';
import { allocateWork, fromWorkStorage, workStorage } from '../work_storage';
import { add, multiply, negative, subtract } from './arithmetic';
import { shape } from './array';
import { batch_to_space, space_to_batch_nd } from './blocks';
import { conv2d } from './conv';
import { floordiv, floormod } from './division';
import { getitem } from './getitem';
import { stack } from './joining';
import {
  checkPadding,
  type Padding,
  type PerAxis,
  paddingAttributes,
  perDimension,
  type WindowAttributes,
  windowAxis,
  windowOutput,
} from './window_shape';

const types = [float16, bfloat16, float32, float64];

function windows(attrs: WindowAttributes, input: readonly number[], filter: readonly number[]): Windows {
  return {
    batch: input[0]!,
    channels: input[3]!,
    depth: flatAxis,
    height: windowAxis(attrs, 1, input[1]!, filter[0]!),
    width: windowAxis(attrs, 2, input[2]!, filter[1]!),
  };
}

function checkAttributes(type: string, a: InputSpec, b: InputSpec, attrs: WindowAttributes): void {
  if (a.dtype !== b.dtype) throw mismatch(type, 1, a.dtype, b.dtype);
  checkAllowed(type, a.dtype, types);
  checkPadding(type, attrs.padding);
  const { strides } = attrs;
  if (strides.length !== 4)
    throw new InvalidArgumentError('Sliding window strides field must specify 4 dimensions', {
      fields: { expected: 4, actual: strides.length },
    });
  if (attrs.data_format !== 'NHWC')
    throw new UnimplementedError('Depthwise convolution on CPU is only supported for NHWC format');
  if (strides[1] !== strides[2])
    throw new InvalidArgumentError(
      'Current implementation only supports equal length strides in the row and column dimensions.',
    );
  if (strides[0] !== 1 || strides[3] !== 1)
    throw new InvalidArgumentError(
      'Current implementation does not yet support strides in the batch and depth dimensions.',
    );
  if (strides[1]! <= 0) throw new InvalidArgumentError('Row and column strides should be larger than 0.');
}

function run(op: OpRecord<WindowAttributes>, inputs: readonly Tensor[], attrs: WindowAttributes): Tensor {
  return dispatch(op, inputs, attrs)[0]!;
}

const Forward: OpRecord<WindowAttributes> = defineOp<WindowAttributes>({
  type: 'DepthwiseConv2dNative',
  infer: ([x, f], attrs) => {
    checkAttributes('DepthwiseConv2dNative', x!, f!, attrs);
    if (x!.dims === null || f!.dims === null) return [{ dtype: x!.dtype, dims: null }];
    for (const [spec, what] of [
      [x!, 'input'],
      [f!, 'filter'],
    ] as const)
      if (spec.dims!.length !== 4)
        throw new InvalidArgumentError(`${what} must be 4-dimensional${bracketText(spec.dims as number[])}`);
    const [n, h, w, c] = x!.dims;
    const [kh, kw, own, multiplier] = f!.dims;
    if (c !== null && own !== null && c !== own)
      throw new InvalidArgumentError(`input and filter must have the same depth: ${c} vs ${own}`, {
        fields: { expected: c, actual: own },
      });
    const channels = own === null || multiplier === null ? null : own! * multiplier!;
    return [
      {
        dtype: x!.dtype,
        dims: [n!, windowOutput(attrs, 1, h!, kh!), windowOutput(attrs, 2, w!, kw!), channels],
      },
    ];
  },
  kernel: ([x, f], attrs, [spec]) => {
    const out = allocateWork(spec!.dtype, elementCount(spec!.dims));
    const [a, b] = [workStorage(x!) as Floats, workStorage(f!) as Floats];
    if (out.length > 0) depthwise(windows(attrs, x!.dims, f!.dims), f!.dims[3]!, a, b, out as Floats);
    return [fromWorkStorage(spec!.dtype, spec!.dims, out)];
  },
  grad: ({ inputs: [x, f], attrs, skips }, g) => [
    skips?.[0] ? null : run(BackInput, [shape(x!), f!, g!], attrs),
    skips?.[1] ? null : run(BackFilter, [x!, shape(f!), g!], attrs),
  ],
});

const BackInput: OpRecord<WindowAttributes> = defineOp<WindowAttributes>({
  type: 'DepthwiseConv2dNativeBackpropInput',
  indices: [[0, int32]],
  infer: ([sizes, f, g], attrs) => {
    checkAttributes('DepthwiseConv2dNativeBackpropInput', f!, g!, attrs);
    return [{ dtype: f!.dtype, dims: sizesOf(sizes!, () => 'input_sizes must be a vector') }];
  },
  kernel: ([, f, g], attrs, [spec]) => {
    const out = allocateWork(spec!.dtype, elementCount(spec!.dims));
    const [b, c] = [workStorage(f!) as Floats, workStorage(g!) as Floats];
    if (out.length > 0)
      depthwiseBackInput(windows(attrs, spec!.dims, f!.dims), f!.dims[3]!, b, c, out as Floats);
    return [fromWorkStorage(spec!.dtype, spec!.dims, out)];
  },
  grad: ({ inputs: [, f, g], attrs }, dx) => [
    null,
    run(BackFilter, [dx!, shape(f!), g!], attrs),
    run(Forward, [dx!, f!], attrs),
  ],
});

const BackFilter: OpRecord<WindowAttributes> = defineOp<WindowAttributes>({
  type: 'DepthwiseConv2dNativeBackpropFilter',
  indices: [[1, int32]],
  infer: ([x, sizes, g], attrs) => {
    checkAttributes('DepthwiseConv2dNativeBackpropFilter', x!, g!, attrs);
    return [{ dtype: x!.dtype, dims: sizesOf(sizes!, () => 'filter_sizes must be a vector') }];
  },
  kernel: ([x, , g], attrs, [spec]) => {
    const out = allocateWork(spec!.dtype, elementCount(spec!.dims));
    const [a, c] = [workStorage(x!) as Floats, workStorage(g!) as Floats];
    if (a.length > 0)
      depthwiseBackFilter(windows(attrs, x!.dims, spec!.dims), spec!.dims[3]!, a, c, out as Floats);
    return [fromWorkStorage(spec!.dtype, spec!.dims, out)];
  },
  grad: ({ inputs: [x, , g], attrs }, df) => [
    run(BackInput, [shape(x!), df!, g!], attrs),
    null,
    run(Forward, [x!, df!], attrs),
  ],
});

/** The dilations of height and width. */
function depthwiseRates(dilations: PerAxis): Steps {
  if (typeof dilations === 'number')
    throw new ValueError(
      `\`dilation_rate.shape.rank\` must be 1. Received: dilation_rate=${dilations} of rank 0`,
    );
  if (dilations.some((rate) => rate < 1))
    throw new ValueError(
      `\`dilation_rate\` must be positive. Received: dilation_rate=[${dilations.join(' ')}]`,
    );
  if (dilations.length === 1 && dilations[0] === 1) return [1, 1];
  if (dilations.length !== 2)
    throw new ValueError(
      `\`dilation_rate\` must have an element for height and one for width. Received: dilation_rate=[${dilations.join(' ')}]`,
    );
  return dilations;
}

interface DepthwiseKeywords {
  data_format?: string | null;
  dilations?: PerAxis | null;
  name?: string | null;
}
type Steps = readonly number[];
/**
 * Mirrors `tf.nn.depthwise_conv2d`: filters `[height, width, channels, multiplier]`, strides for all four dimensions.
 * @throws {@link InvalidArgumentError} for shapes that do not fit
 */
export function depthwise_conv2d(
  ...args: Args<
    [input: TensorLike, filter: TensorLike, strides: Steps, padding: Padding],
    [data_format: string | null, dilations: PerAxis | null, name: string | null],
    DepthwiseKeywords,
    ['input', 'filter', 'strides', 'padding']
  >
): Tensor {
  const names = ['input', 'filter', 'strides', 'padding', 'data_format', 'dilations', 'name'] as const;
  type All = DepthwiseKeywords & { input: TensorLike; filter: TensorLike; strides: Steps; padding: Padding };
  const given = bindArguments<All>('depthwise_conv2d', names, args, { required: 4 });
  const [f, x] = strictly(given.filter!, given.input!, Forward as never);
  if (x.dims?.length < 3)
    throw new ValueError(
      `\`input.shape.rank\` must be at least 3. Received: input.shape=${shapeText(x.dims)} with rank ${x.dims.length}`,
    );
  const format = given.data_format ?? 'NHWC';
  const rates = depthwiseRates(given.dilations ?? [1, 1]);
  const dilations = perDimension(rates, 2, format, 'dilations');
  const strides = given.strides!;
  if (!Array.isArray(strides))
    throw new TypeError(
      `Expected list for 'strides' argument to 'depthwise_conv2d_native' Op, not ${String(strides)}.`,
    );
  const attrs = { strides, ...paddingAttributes(given.padding!), data_format: format, dilations };
  if (dilations.every((rate) => rate === 1)) return run(Forward, [x, f], attrs);
  checkKernel('SpaceToBatchND', x.dtype);
  return strides.every((step) => step === 1) ? run(Forward, [x, f], attrs) : throughBatch(x, f, attrs);
}

/**
 * Steps over a dilated filter mean what TF makes of them, who dilates by moving space to the batch: each part of the
 * batch is stepped over on its own, and what comes of the parts is put side by side.
 */
function throughBatch(x: Tensor, f: Tensor, attrs: WindowAttributes): Tensor {
  checkAttributes('DepthwiseConv2dNative', x, f, attrs);
  const rates = toTensor(attrs.dilations.slice(1, 3), int32);
  const zeros = toTensor([0, 0], int32);
  let [before, after] = [zeros, zeros];
  if (attrs.padding === 'EXPLICIT') {
    const [top, bottom, left, right] = attrs.explicit_paddings.slice(2, 6);
    before = toTensor([top!, left!], int32);
    after = toTensor([bottom!, right!], int32);
  } else if (attrs.padding === 'SAME') {
    const whole = multiply(subtract(getitem(shape(f), [slice(0, 2)]), 1), rates);
    before = floordiv(whole, 2);
    after = subtract(whole, before);
  }
  const padded = add(add(getitem(shape(x), [slice(1, 3)]), before), after);
  const filled = floormod(negative(padded), rates);
  const moved = space_to_batch_nd(x, rates, stack([before, add(after, filled)], 1));
  const valid = { ...attrs, padding: 'VALID', explicit_paddings: [], dilations: [1, 1, 1, 1] };
  return batch_to_space(run(Forward, [moved, f], valid), rates, stack([zeros, filled], 1));
}

/**
 * Mirrors `tf.nn.separable_conv2d`: a depthwise convolution, then one of single points that mixes the channels.
 * @throws {@link ValueError} for a pointwise filter that is not `[1, 1, channels * multiplier, out]`
 */
export function separable_conv2d(
  ...args: Args<
    [
      input: TensorLike,
      depthwise_filter: TensorLike,
      pointwise_filter: TensorLike,
      strides: Steps,
      padding: Padding,
    ],
    [data_format: string | null, dilations: PerAxis | null, name: string | null],
    DepthwiseKeywords,
    ['input', 'depthwise_filter', 'pointwise_filter', 'strides', 'padding']
  >
): Tensor {
  type All = DepthwiseKeywords & {
    input: TensorLike;
    depthwise_filter: TensorLike;
    pointwise_filter: TensorLike;
    strides: Steps;
    padding: Padding;
  };
  const names = ['input', 'depthwise_filter', 'pointwise_filter', 'strides', 'padding'] as const;
  const given = bindArguments<All>('separable_conv2d', [...names, 'data_format', 'dilations', 'name'], args, {
    required: 5,
  });
  const pointwise = toTensor(given.pointwise_filter!);
  if (pointwise.dims !== null && pointwise.dims.length !== 4)
    throw new ValueError(`Shape ${pointwise.shape} must have rank 4`);
  for (const size of pointwise.dims?.slice(0, 2) ?? [])
    if (!compatibleDims([size], [1])) throw new ValueError(`Dimensions ${size} and 1 are not compatible`);
  const { data_format = null, dilations = null } = given;
  const mixed = depthwise_conv2d(given.input!, given.depthwise_filter!, given.strides!, given.padding!, {
    data_format,
    dilations,
  });
  return conv2d(mixed, pointwise, [1, 1, 1, 1], 'VALID', data_format);
}
