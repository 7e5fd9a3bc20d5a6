/** `tf.quantization.fake_quant_with_min_max_*`: what quantization would make of values, and gradients that pass it. */
import { float32 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { type Grid, gridOf, quantize, quantizeBack } from '../kernels/fake_quant';
import { defineOp, type InputSpec, mismatch, type OpName, type OpRecord, unregisteredGradient } from '../op';
import { Tensor } from '../tensor';
import type { Dimension } from '../tensor_shape';

interface LevelAttributes {
  readonly [name: string]: unknown;
  readonly num_bits: number;
  readonly narrow_range: boolean;
}
interface RangeAttributes extends LevelAttributes {
  readonly min: number;
  readonly max: number;
}

function checkLevels(type: string, inputs: readonly InputSpec[], { num_bits }: LevelAttributes): void {
  inputs.forEach((input, i) => {
    if (input.dtype !== float32) throw mismatch(type, i, float32, input.dtype);
  });
  if (num_bits < 2 || num_bits > 16)
    throw new InvalidArgumentError('num_bits must be between 2 and 16, inclusive', {
      fields: { expected: [2, 16], actual: num_bits },
    });
}

function checkRange({ min, max }: RangeAttributes): void {
  if (min >= max)
    throw new InvalidArgumentError(`min has to be smaller than max, was: ${min} >= ${max}`, {
      fields: { actual: [min, max] },
    });
}

function grid(min: number, max: number, { num_bits, narrow_range }: LevelAttributes): Grid {
  return gridOf(Math.fround(min), Math.fround(max), narrow_range ? 1 : 0, 2 ** num_bits - 1);
}

function floats(x: Tensor): Float32Array {
  return x.data as Float32Array;
}
function blank(dims: readonly number[]): Float32Array {
  return new Float32Array(dims.reduce((n, d) => n * d, 1));
}

const FakeQuantArgs: OpRecord<RangeAttributes> = defineOp<RangeAttributes>({
  type: 'FakeQuantWithMinMaxArgs',
  infer: ([x], attrs) => {
    checkLevels('FakeQuantWithMinMaxArgs', [x!], attrs);
    checkRange(attrs);
    return [{ dtype: float32, dims: x!.dims }];
  },
  kernel: ([x], attrs, [spec]) => {
    const out = blank(spec!.dims);
    quantize(floats(x!), [grid(attrs.min, attrs.max, attrs)], out);
    return [new Tensor(float32, spec!.dims, out)];
  },
  grad: ({ inputs: [x], attrs }, g) => dispatch(FakeQuantArgsGradient, [g!, x!], attrs),
});

const FakeQuantArgsGradient: OpRecord<RangeAttributes> = defineOp<RangeAttributes>({
  type: 'FakeQuantWithMinMaxArgsGradient',
  infer: ([g, x], attrs) => {
    checkLevels('FakeQuantWithMinMaxArgsGradient', [g!, x!], attrs);
    checkRange(attrs);
    checkSameSize(g!, x!);
    return [{ dtype: float32, dims: g!.dims }];
  },
  kernel: ([g, x], attrs, [spec]) => {
    const out = { x: blank(spec!.dims), min: blank([1]), max: blank([1]) };
    quantizeBack(floats(g!), floats(x!), [grid(attrs.min, attrs.max, attrs)], out);
    return [new Tensor(float32, spec!.dims, out.x)];
  },
  grad: unregisteredGradient('FakeQuantWithMinMaxArgsGradient'),
});

function checkSameSize(g: InputSpec, x: InputSpec): void {
  if (g.dims === null || x.dims === null) return;
  const same = g.dims.length === x.dims.length && g.dims.every((d, i) => d === x.dims![i] || d === null);
  if (!same && !x.dims.includes(null))
    throw new InvalidArgumentError('gradient and input must be the same size', {
      fields: { expected: x.dims, actual: g.dims },
    });
}

/** @param perChannel whether each place of the last axis has bounds of its own */
function checkBounds(perChannel: boolean, x: InputSpec, min: InputSpec, max: InputSpec): void {
  const channels: Dimension = perChannel ? (x.dims?.at(-1) ?? null) : null;
  if (perChannel && x.dims !== null && x.dims.length === 0)
    throw new InvalidArgumentError('inputs must be at least 1-D');
  for (const [name, { dims }] of [
    ['min', min],
    ['max', max],
  ] as const) {
    if (dims === null) continue;
    if (dims.length !== (perChannel ? 1 : 0))
      throw new InvalidArgumentError(
        `\`${name}\` must be rank ${perChannel ? 1 : 0} but is rank ${dims.length}`,
        {
          fields: { actual: dims },
        },
      );
    if (channels !== null && dims[0] !== null && dims[0] !== channels)
      throw new InvalidArgumentError(`${name} has incorrect size, expected ${channels} was ${dims[0]}`, {
        fields: { expected: channels, actual: dims[0] },
      });
  }
}

/** Bounds that are both 0 stand for values not seen yet. */
function gridsOf(min: Tensor, max: Tensor, attrs: LevelAttributes): (Grid | null)[] {
  const [lows, highs] = [floats(min), floats(max)];
  return Array.from(lows, (low, i) => (low === 0 && highs[i] === 0 ? null : grid(low, highs[i]!, attrs)));
}

/** Bounds as inputs, one pair or one for each channel. */
function fakeQuantVars(perChannel: boolean) {
  const type = `FakeQuantWithMinMaxVars${perChannel ? 'PerChannel' : ''}`;
  const back: OpRecord<LevelAttributes> = defineOp<LevelAttributes>({
    type: `${type}Gradient`,
    infer: ([g, x, min, max], attrs) => {
      checkLevels(`${type}Gradient`, [g!, x!, min!, max!], attrs);
      checkBounds(perChannel, x!, min!, max!);
      checkSameSize(g!, x!);
      return [
        { dtype: float32, dims: x!.dims },
        { dtype: float32, dims: min!.dims },
        { dtype: float32, dims: max!.dims },
      ];
    },
    kernel: ([g, x, min, max], attrs, specs) => {
      const [a, b, c] = specs.map((spec) => blank(spec.dims)) as [Float32Array, Float32Array, Float32Array];
      quantizeBack(floats(g!), floats(x!), gridsOf(min!, max!, attrs), { x: a, min: b, max: c });
      return [a, b, c].map((data, i) => new Tensor(float32, specs[i]!.dims, data));
    },
    grad: unregisteredGradient(`${type}Gradient`),
  });
  const forward: OpRecord<LevelAttributes> = defineOp<LevelAttributes>({
    type,
    infer: ([x, min, max], attrs) => {
      checkLevels(type, [x!, min!, max!], attrs);
      checkBounds(perChannel, x!, min!, max!);
      return [{ dtype: float32, dims: x!.dims }];
    },
    kernel: ([x, min, max], attrs, [spec]) => {
      const out = blank(spec!.dims);
      quantize(floats(x!), gridsOf(min!, max!, attrs), out);
      return [new Tensor(float32, spec!.dims, out)];
    },
    grad: ({ inputs: [x, min, max], attrs }, g) => dispatch(back, [g!, x!, min!, max!], attrs),
  });
  return { forward, back };
}
const one = fakeQuantVars(false);
const each = fakeQuantVars(true);

const optional = ['min', 'max', 'num_bits', 'narrow_range', 'name'] as const;

function rangeAttributes(
  min?: number,
  max?: number,
  num_bits?: number,
  narrow_range?: boolean,
): RangeAttributes {
  return { min: min ?? -6, max: max ?? 6, num_bits: num_bits ?? 8, narrow_range: narrow_range ?? false };
}

/**
 * Mirrors `tf.quantization.fake_quant_with_min_max_args`: float32 values as `num_bits` bits between `min` and `max` hold them.
 * @throws {@link InvalidArgumentError} for bounds in the wrong order, or other than 2 to 16 bits
 */
export const fake_quant_with_min_max_args = named(
  'fake_quant_with_min_max_args',
  ['inputs'],
  optional,
  (
    inputs: TensorLike,
    min?: number,
    max?: number,
    num_bits?: number,
    narrow_range?: boolean,
    name?: OpName,
  ): Tensor => {
    const attrs = rangeAttributes(min, max, num_bits, narrow_range);
    return dispatch(FakeQuantArgs, [toTensor(inputs, float32)], attrs, name)[0]!;
  },
);

/**
 * Mirrors `tf.quantization.fake_quant_with_min_max_args_gradient`: `gradients` where `inputs` lie between the bounds, else 0.
 * @throws {@link InvalidArgumentError} for shapes or bounds that do not fit
 */
export const fake_quant_with_min_max_args_gradient = named(
  'fake_quant_with_min_max_args_gradient',
  ['gradients', 'inputs'],
  optional,
  (
    gradients: TensorLike,
    inputs: TensorLike,
    min?: number,
    max?: number,
    num_bits?: number,
    narrow_range?: boolean,
    name?: OpName,
  ): Tensor => {
    const attrs = rangeAttributes(min, max, num_bits, narrow_range);
    const values = [gradients, inputs].map((v) => toTensor(v, float32));
    return dispatch(FakeQuantArgsGradient, values, attrs, name)[0]!;
  },
);

type Quantize = (
  inputs: TensorLike,
  min: TensorLike,
  max: TensorLike,
  num_bits?: number,
  narrow_range?: boolean,
  name?: OpName,
) => Tensor;
type QuantizeBack = (
  gradients: TensorLike,
  inputs: TensorLike,
  min: TensorLike,
  max: TensorLike,
  num_bits?: number,
  narrow_range?: boolean,
  name?: OpName,
) => readonly Tensor[];

function calling(op: OpRecord<LevelAttributes>): Quantize {
  return (inputs, min, max, num_bits, narrow_range, name) => {
    const attrs = { num_bits: num_bits ?? 8, narrow_range: narrow_range ?? false };
    const values = [inputs, min, max].map((v) => toTensor(v, float32));
    return dispatch(op, values, attrs, name)[0]!;
  };
}
function callingBack(op: OpRecord<LevelAttributes>): QuantizeBack {
  return (gradients, inputs, min, max, num_bits, narrow_range, name) => {
    const attrs = { num_bits: num_bits ?? 8, narrow_range: narrow_range ?? false };
    const values = [gradients, inputs, min, max].map((v) => toTensor(v, float32));
    return dispatch(op, values, attrs, name);
  };
}

/**
 * Mirrors `tf.quantization.fake_quant_with_min_max_vars`: the same with bounds that can be learned, scalars.
 * @throws {@link InvalidArgumentError} for bounds that are no scalars, or other than 2 to 16 bits
 */
export const fake_quant_with_min_max_vars = named(
  'fake_quant_with_min_max_vars',
  ['inputs', 'min', 'max'],
  ['num_bits', 'narrow_range', 'name'],
  calling(one.forward),
);
/**
 * Mirrors `tf.quantization.fake_quant_with_min_max_vars_gradient`: gradients of inputs and of both bounds.
 * @throws {@link InvalidArgumentError} for shapes that do not fit
 */
export const fake_quant_with_min_max_vars_gradient = named(
  'fake_quant_with_min_max_vars_gradient',
  ['gradients', 'inputs', 'min', 'max'],
  ['num_bits', 'narrow_range', 'name'],
  callingBack(one.back),
);
/**
 * Mirrors `tf.quantization.fake_quant_with_min_max_vars_per_channel`: with bounds for each place of the last axis.
 * @throws {@link InvalidArgumentError} for bounds that are no vectors of that size
 */
export const fake_quant_with_min_max_vars_per_channel = named(
  'fake_quant_with_min_max_vars_per_channel',
  ['inputs', 'min', 'max'],
  ['num_bits', 'narrow_range', 'name'],
  calling(each.forward),
);
/**
 * Mirrors `tf.quantization.fake_quant_with_min_max_vars_per_channel_gradient`: gradients of inputs and of both bounds.
 * @throws {@link InvalidArgumentError} for shapes that do not fit
 */
export const fake_quant_with_min_max_vars_per_channel_gradient = named(
  'fake_quant_with_min_max_vars_per_channel_gradient',
  ['gradients', 'inputs', 'min', 'max'],
  ['num_bits', 'narrow_range', 'name'],
  callingBack(each.back),
);
