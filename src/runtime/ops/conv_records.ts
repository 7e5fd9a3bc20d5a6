/** The op records of convolution: forward and the gradients of input and filter, each the others' gradient. */
import { bfloat16, type DType, float16, float32, float64, int32, int64 } from '../../dtypes';
import { InvalidArgumentError, UnimplementedError } from '../../errors';
import { dispatch } from '../dispatch';
import type { Floats } from '../elementwise';
import { castStorage } from '../kernels/cast';
import { type Convolution, convolve, convolveBackFilter, convolveBackInput } from '../kernels/conv';
import { flatAxis, type WindowAxis } from '../kernels/windows';
import { checkAllowed, defineOp, type InputSpec, type KnownSpec, mismatch, type OpRecord } from '../op';
import { sizesOf } from '../shape_argument';
import { Tensor } from '../tensor';
import { bracketText, type Dimension, elementCount } from '../tensor_shape';
import { shape } from './array';
import { checkPadding, notAllowed, type WindowAttributes, windowAxis, windowOutput } from './window_shape';

export interface ConvAttributes extends WindowAttributes {
  /** True where TF reaches dilation by other ops (space to batch), whose gradients exist on the CPU. @internal */
  readonly viaBatches?: boolean;
}

export interface ConvOps {
  readonly forward: OpRecord<ConvAttributes>;
  readonly backInput: OpRecord<ConvAttributes>;
  readonly backFilter: OpRecord<ConvAttributes>;
}

interface Family {
  readonly spatial: 2 | 3;
  readonly types: readonly DType[];
  readonly names: readonly [forward: string, backInput: string, backFilter: string];
  readonly formats: readonly [string, string];
}

/** The convolution of an input shape with a filter shape. */
function convolution(
  attrs: ConvAttributes,
  input: readonly number[],
  filter: readonly number[],
): Convolution {
  const axes: WindowAxis[] = input.slice(1, -1).map((size, i) => windowAxis(attrs, i + 1, size, filter[i]!));
  const [depth, height, width] = [flatAxis, ...axes].slice(-3) as [WindowAxis, WindowAxis, WindowAxis];
  const channels = input.at(-1)!;
  return {
    windows: { batch: input[0]!, channels, depth, height, width },
    groups: channels / filter.at(-2)!,
    outChannels: filter.at(-1)!,
  };
}

/** Integers are multiplied as doubles, narrow floats as float32. */
function asFloats(tensor: Tensor): Floats {
  const { dtype, data } = tensor;
  if (dtype === float32 || dtype === float64) return data as Floats;
  return castStorage(dtype, dtype === int32 ? float64 : float32, data, elementCount(tensor.dims)) as Floats;
}

function computed({ dtype, dims }: KnownSpec, run: (out: Floats) => void): Tensor {
  const work = dtype === float64 || dtype === int32 ? float64 : float32;
  const out = work.allocate(elementCount(dims)) as Floats;
  if (out.length > 0) run(out);
  return new Tensor(dtype, dims, work === dtype ? out : castStorage(work, dtype, out, out.length));
}

function checkSteps({ spatial, names, formats }: Family, attrs: ConvAttributes): void {
  const [type] = names;
  if (!formats.includes(attrs.data_format)) throw notAllowed(type, 'data_format', attrs.data_format, formats);
  checkPadding(type, attrs.padding, spatial === 2);
  if (attrs.strides.length < spatial + 2)
    throw new InvalidArgumentError(
      `Length for attr 'strides' of ${attrs.strides.length} must be at least minimum ${spatial + 2}`,
    );
  for (const [list, what] of [
    [attrs.strides, 'strides'],
    [attrs.dilations, 'dilations'],
  ] as const)
    if (list[0] !== 1 || list.at(-1) !== 1)
      throw new (spatial === 3 ? InvalidArgumentError : UnimplementedError)(
        `Current implementation does not yet support ${what} in the batch and depth dimensions.`,
      );
  if (attrs.strides.some((s) => s <= 0))
    throw new InvalidArgumentError('Row and column strides should be larger than 0.');
  if (attrs.dilations.some((d) => d <= 0))
    throw new InvalidArgumentError('Dilated rates should be larger than 0.');
  if (attrs.explicit_paddings.some((p) => p < 0))
    throw new InvalidArgumentError('All elements of explicit_paddings must be nonnegative');
  const outer = [...attrs.explicit_paddings.slice(0, 2), ...attrs.explicit_paddings.slice(-2)];
  if (outer.some((p) => p !== 0))
    throw new InvalidArgumentError(
      'Nonzero explicit padding in the batch or depth dimensions is not supported',
    );
}

function checkFormat({ spatial, names, formats }: Family, attrs: ConvAttributes): void {
  if (attrs.data_format === formats[0]) return;
  if (spatial === 3)
    throw new InvalidArgumentError(
      'CPU implementation of Conv3D currently only supports the NHWC tensor format.',
    );
  throw new UnimplementedError(
    `The ${names[0]} op currently only supports the NHWC tensor format on the CPU. The op was given the format: ${attrs.data_format}`,
    { fields: { expected: formats[0], actual: attrs.data_format } },
  );
}

type Dims = readonly Dimension[];

function checkRanks({ spatial }: Family, input: Dims, filter: Dims): void {
  const rank = spatial + 2;
  if (input.length !== rank)
    throw new InvalidArgumentError(
      spatial === 3
        ? 'input must be 5-dimensional'
        : `convolution input must be 4-dimensional: ${bracketText(input as number[])}`,
      { fields: { expected: rank, actual: input.length } },
    );
  if (filter.length !== rank)
    throw new InvalidArgumentError(
      spatial === 3
        ? 'filter must be 5-dimensional'
        : `convolution filter must be 4-dimensional: ${bracketText(filter as number[])}`,
      { fields: { expected: rank, actual: filter.length } },
    );
}

function checkChannels({ spatial }: Family, input: Dimension, filter: Dimension, out: Dimension): void {
  if (filter === 0) throw new InvalidArgumentError('filter depth must be stricly positive, got 0');
  if (input === null || filter === null) return;
  const groups = input / filter;
  if (!Number.isInteger(groups))
    throw new InvalidArgumentError(
      `${spatial === 3 ? 'Input' : 'input'} depth must be evenly divisible by filter depth: ${input} vs ${filter}`,
      { fields: { expected: filter, actual: input } },
    );
  if (spatial === 3 && groups !== 1)
    throw new InvalidArgumentError(
      `Number of channels in filter (${filter}) must match last dimension of input (${input})`,
    );
  if (out !== null && groups > 0 && out % groups !== 0)
    throw new InvalidArgumentError(
      `output depth must be evenly divisible by number of groups: ${out} vs ${groups}`,
    );
}

function inferForward(family: Family, [x, f]: readonly InputSpec[], attrs: ConvAttributes): KnownSpec[] {
  const [type] = family.names;
  if (x!.dtype !== f!.dtype) throw mismatch(type, 1, x!.dtype, f!.dtype);
  checkAllowed(type, x!.dtype, family.types);
  checkSteps(family, attrs);
  if (x!.dims === null || f!.dims === null) return [{ dtype: x!.dtype, dims: null as never }];
  checkRanks(family, x!.dims, f!.dims);
  checkFormat(family, attrs);
  if (family.spatial === 3 && !attrs.viaBatches && attrs.dilations.some((d) => d !== 1))
    throw new InvalidArgumentError(
      'CPU implementation of Conv3D currently only supports dilated rates of 1.',
    );
  const out = f!.dims.at(-1)!;
  checkChannels(family, x!.dims.at(-1)!, f!.dims.at(-2)!, out);
  if (f!.dims.includes(0))
    throw new InvalidArgumentError(
      'filter must not have zero elements (i.e. all dimensions must be non-zero)',
    );
  const places = x!.dims.slice(1, -1).map((size, i) => windowOutput(attrs, i + 1, size, f!.dims![i]!));
  return [{ dtype: x!.dtype, dims: [x!.dims[0]!, ...places, out] as number[] }];
}

/** The checks of both gradient ops, once the shapes of input and filter are known. */
function checkBack(
  { spatial }: Family,
  which: 'Input' | 'Filter',
  attrs: ConvAttributes,
  input: readonly number[],
  filter: readonly number[],
  gradient: Dims,
): void {
  const what = spatial === 2 ? `Conv2DCustomBackprop${which}` : `Conv3DBackprop${which}Op`;
  const op = spatial === 2 ? what : `Conv3DBackprop${which}`;
  if (attrs.data_format.startsWith('NC'))
    throw new InvalidArgumentError(`${what}${spatial === 2 ? 'Op' : ''} only supports NHWC.`);
  if (!attrs.viaBatches && attrs.dilations.some((d) => d !== 1))
    throw new InvalidArgumentError(
      'Current CPU implementations do not yet support dilation rates larger than 1.',
    );
  if (gradient.length !== spatial + 2)
    throw new InvalidArgumentError(`${op}: out_backprop must be ${spatial + 2}-dimensional`);
  if (input.at(-1) !== filter.at(-2))
    throw new InvalidArgumentError(
      `Gradients for grouped convolutions are not supported on CPU. Please file a feature request if you run into this issue. Computed input depth ${input.at(-1)} doesn't match filter input depth ${filter.at(-2)}`,
    );
  if (input[0] !== gradient[0])
    throw new InvalidArgumentError(
      `${what}: input and out_backprop must have the same batch size. Input batch: ${input[0]}, outbackprop batch: ${gradient[0]}, batch_dim: 0`,
    );
  if (filter.at(-1) !== gradient.at(-1))
    throw new InvalidArgumentError(`${what}: filter and out_backprop must have the same out_depth`);
  for (let d = 1; d <= spatial; d++) {
    const axis = windowAxis(attrs, d, input[d]!, filter[d - 1]!);
    if (axis.output !== gradient[d])
      throw new InvalidArgumentError(
        `${what}: Size of out_backprop doesn't match computed: actual = ${gradient[d]}, computed = ${axis.output} spatial_dim: ${d} input: ${axis.input} filter: ${axis.size} output: ${gradient[d]} stride: ${axis.stride} dilation: ${axis.dilation}`,
        { fields: { expected: axis.output, actual: gradient[d] } },
      );
  }
}

/** Makes and registers the three records of one family. */
function convOps(family: Family): ConvOps {
  const [type, backInputType, backFilterType] = family.names;
  const rank = family.spatial + 2;
  const run = (op: OpRecord<ConvAttributes>, a: Tensor, b: Tensor, c: Tensor, attrs: ConvAttributes) =>
    dispatch(op, [a, b, c], attrs)[0]!;
  const forward: OpRecord<ConvAttributes> = defineOp<ConvAttributes>({
    type,
    infer: (inputs, attrs) => inferForward(family, inputs, attrs),
    kernel: ([x, f], attrs, [spec]) => [
      computed(spec!, (out) =>
        convolve(convolution(attrs, x!.dims, f!.dims), asFloats(x!), asFloats(f!), out),
      ),
    ],
    grad: ({ inputs: [x, f], attrs, skips }, g) => [
      skips?.[0] ? null : run(backInput, shape(x!), f!, g!, attrs),
      skips?.[1] ? null : run(backFilter, x!, shape(f!), g!, attrs),
    ],
  });
  const backInput: OpRecord<ConvAttributes> = defineOp<ConvAttributes>({
    type: backInputType,
    infer: ([sizes, f, g], attrs) => {
      checkAllowed(backInputType, sizes!.dtype, [int32, int64], 'Tshape');
      if (f!.dtype !== g!.dtype) throw mismatch(backInputType, 2, f!.dtype, g!.dtype);
      checkAllowed(backInputType, f!.dtype, family.types);
      checkSteps(family, attrs);
      const dims = sizesOf(sizes!, () => `${backInputType}: input_sizes input must be 1-dim`);
      if (dims === null || f!.dims === null || g!.dims === null) return [{ dtype: f!.dtype, dims }];
      const full =
        dims.length === family.spatial ? [g!.dims[0] as number, ...dims, f!.dims.at(-2) as number] : dims;
      if (full.length !== rank)
        throw new InvalidArgumentError(
          `${backInputType} requires input_sizes to contain ${rank} values or ${family.spatial} values, but got: ${dims.length}`,
        );
      if (!f!.dims.includes(null) && !g!.dims.includes(null))
        checkBack(family, 'Input', attrs, full, f!.dims as number[], g!.dims);
      return [{ dtype: f!.dtype, dims: full }];
    },
    kernel: ([, f, g], attrs, [spec]) => [
      computed(spec!, (out) =>
        convolveBackInput(convolution(attrs, spec!.dims, f!.dims), asFloats(f!), asFloats(g!), out),
      ),
    ],
    grad: ({ inputs: [, f, g], attrs, skips }, dx) => [
      null,
      skips?.[1] ? null : run(backFilter, dx!, shape(f!), g!, attrs),
      skips?.[2] ? null : dispatch(forward, [dx!, f!], attrs)[0]!,
    ],
  });
  const backFilter: OpRecord<ConvAttributes> = defineOp<ConvAttributes>({
    type: backFilterType,
    infer: ([x, sizes, g], attrs) => {
      if (x!.dtype !== g!.dtype) throw mismatch(backFilterType, 2, x!.dtype, g!.dtype);
      checkAllowed(backFilterType, x!.dtype, family.types);
      checkSteps(family, attrs);
      const dims = sizesOf(sizes!, () => `${backFilterType}: filter_sizes input must be 1-dim`);
      if (dims === null || x!.dims === null || g!.dims === null) return [{ dtype: x!.dtype, dims }];
      if (!x!.dims.includes(null) && !g!.dims.includes(null))
        checkBack(family, 'Filter', attrs, x!.dims as number[], dims, g!.dims);
      return [{ dtype: x!.dtype, dims }];
    },
    kernel: ([x, , g], attrs, [spec]) => [
      computed(spec!, (out) =>
        convolveBackFilter(convolution(attrs, x!.dims, spec!.dims), asFloats(x!), asFloats(g!), out),
      ),
    ],
    grad: ({ inputs: [x, , g], attrs, skips }, df) => [
      skips?.[0] ? null : run(backInput, shape(x!), df!, g!, attrs),
      null,
      skips?.[2] ? null : dispatch(forward, [x!, df!], attrs)[0]!,
    ],
  });
  return { forward, backInput, backFilter };
}

export const conv2dOps = convOps({
  spatial: 2,
  types: [float16, bfloat16, float32, float64, int32],
  names: ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
  formats: ['NHWC', 'NCHW'],
});
export const conv3dOps = convOps({
  spatial: 3,
  types: [float16, bfloat16, float32, float64],
  names: ['Conv3D', 'Conv3DBackpropInputV2', 'Conv3DBackpropFilterV2'],
  formats: ['NDHWC', 'NCDHW'],
});
