/** Activations that are ops of their own (`relu` and its kin), and those composed of ops (`gelu`, `silu`, `crelu`). */

import { bfloat16, type DType, float16, float32, float64, qint8 } from '../../dtypes';
import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { binary, dispatch, operand, unary } from '../dispatch';
import { dispatched, dispatching } from '../dispatched';
import { type BinaryOp, binaryOp, type Floats, type UnaryOp, unaryOp } from '../elementwise';
import {
  eluGradLoops,
  eluLoops,
  leakyRelu,
  leakyReluGrad,
  relu6GradLoops,
  relu6Loops,
  reluGradLoops,
  reluLoops,
  seluGradLoops,
  seluLoops,
} from '../kernels/activations';
import { checkAllowed, defineOp, mismatch, type OpName, type OpRecord } from '../op';
import type { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';
import { floats, realNumbers } from '../type_groups';
import { allocateWork, fromWorkStorage, workStorage } from '../work_storage';
import { add, multiply, negative, truediv } from './arithmetic';
import { cast } from './cast';
import { less } from './comparison';
import { zeros_like } from './creation';
import { sigmoid } from './exponential';
import { tanh } from './hyperbolic';
import { concat } from './joining';
import { pow } from './power';
import { selectV2 } from './select';
import { erf } from './special';

const halfFirst: readonly DType[] = [float16, bfloat16, float32, float64];
const rectified: readonly DType[] = [...realNumbers, qint8];

const Relu: UnaryOp = unaryOp({
  type: 'Relu',
  allowed: rectified,
  loops: reluLoops,
  grad: ({ outputs: [y] }, g) => [binary(ReluGrad, g!, y!)],
});
const ReluGrad: BinaryOp = binaryOp({
  type: 'ReluGrad',
  allowed: floats,
  loops: reluGradLoops,
  grad: ({ inputs: [, x] }, g) => [binary(ReluGrad, g!, x!), zeros_like(x!)],
});
const Relu6: UnaryOp = unaryOp({
  type: 'Relu6',
  allowed: rectified,
  loops: relu6Loops,
  grad: ({ outputs: [y] }, g) => [binary(Relu6Grad, g!, y!)],
});
const Relu6Grad: BinaryOp = binaryOp({
  type: 'Relu6Grad',
  allowed: floats,
  loops: relu6GradLoops,
  grad: ({ inputs: [, x] }, g) => [binary(Relu6Grad, g!, x!), zeros_like(x!)],
});
const Elu: UnaryOp = unaryOp({
  type: 'Elu',
  allowed: halfFirst,
  loops: eluLoops,
  grad: ({ outputs: [y] }, g) => [binary(EluGrad, g!, y!)],
});
const EluGrad: BinaryOp = binaryOp({
  type: 'EluGrad',
  allowed: halfFirst,
  loops: eluGradLoops,
  grad: ({ inputs: [dy, y] }, g) => [binary(EluGrad, g!, y!), whereNegative(y!, multiply(g!, dy!))],
});
const Selu: UnaryOp = unaryOp({
  type: 'Selu',
  allowed: halfFirst,
  loops: seluLoops,
  grad: ({ outputs: [y] }, g) => [binary(SeluGrad, g!, y!)],
});
const SeluGrad: BinaryOp = binaryOp({
  type: 'SeluGrad',
  allowed: halfFirst,
  loops: seluGradLoops,
  grad: ({ inputs: [dy, y] }, g) => [binary(SeluGrad, g!, y!), whereNegative(y!, multiply(g!, dy!))],
});
for (const record of [Relu, ReluGrad, Relu6, Relu6Grad, Elu, EluGrad, Selu, SeluGrad]) defineOp(record);

function whereNegative(y: Tensor, value: Tensor): Tensor {
  return selectV2(less(y, 0), value, zeros_like(value));
}

/** Mirrors `tf.nn.relu`: `max(x, 0)`; numbers of any real type. */
export const relu = dispatched(
  'relu',
  ['features'],
  ['name'],
  (features: TensorLike, name?: OpName): Tensor => unary(Relu, features, name),
);
/** Mirrors `tf.nn.relu6`: `min(max(x, 0), 6)`. */
export const relu6 = dispatched(
  'relu6',
  ['features'],
  ['name'],
  (features: TensorLike, name?: OpName): Tensor => unary(Relu6, features, name),
);
/** Mirrors `tf.nn.elu`: `exp(x) - 1` below zero, else `x`; floats only. */
export const elu = dispatched(
  'elu',
  ['features'],
  ['name'],
  (features: TensorLike, name?: OpName): Tensor => unary(Elu, features, name),
);
/** Mirrors `tf.nn.selu`: {@link elu} scaled so that it keeps mean and variance. */
export const selu = dispatched(
  'selu',
  ['features'],
  ['name'],
  (features: TensorLike, name?: OpName): Tensor => unary(Selu, features, name),
);

interface LeakyAttributes {
  readonly [name: string]: unknown;
  readonly alpha: number;
}
const LeakyRelu: OpRecord<LeakyAttributes> = defineOp<LeakyAttributes>({
  type: 'LeakyRelu',
  infer: ([x]) => {
    checkAllowed('LeakyRelu', x!.dtype, halfFirst);
    return [{ dtype: x!.dtype, dims: x!.dims }];
  },
  kernel: ([x], { alpha }, [spec]) => {
    const out = allocateWork(spec!.dtype, elementCount(spec!.dims));
    leakyRelu(workStorage(x!) as Floats, alpha, out as Floats);
    return [fromWorkStorage(spec!.dtype, spec!.dims, out)];
  },
  grad: ({ inputs: [x], attrs }, g) => [dispatch(LeakyReluGrad, [g!, x!], attrs)[0]!],
});
const LeakyReluGrad: OpRecord<LeakyAttributes> = defineOp<LeakyAttributes>({
  type: 'LeakyReluGrad',
  infer: ([g, x]) => {
    if (g!.dtype !== x!.dtype) throw mismatch('LeakyReluGrad', 1, g!.dtype, x!.dtype);
    return [{ dtype: g!.dtype, dims: g!.dims }];
  },
  kernel: ([g, x], { alpha }, [spec]) => {
    const out = allocateWork(spec!.dtype, elementCount(spec!.dims));
    leakyReluGrad(workStorage(g!) as Floats, workStorage(x!) as Floats, alpha, out as Floats);
    return [fromWorkStorage(spec!.dtype, spec!.dims, out)];
  },
  grad: ({ inputs: [, x], attrs }, g) => [dispatch(LeakyReluGrad, [g!, x!], attrs)[0]!, zeros_like(x!)],
});

interface NameKeyword {
  name?: string | null;
}
/** Mirrors `tf.nn.leaky_relu`: `alpha * x` below zero. Integers become float32. */
export const leaky_relu = dispatching()(function leaky_relu(
  ...args: Args<[features: TensorLike], [alpha: number], { alpha?: number } & NameKeyword, ['features']>
): Tensor {
  type All = NameKeyword & { features: TensorLike; alpha: number };
  const given = bindArguments<All>('leaky_relu', ['features', 'alpha', 'name'], args, { required: 1 });
  const features = toTensor(given.features!);
  const x = features.dtype.is_integer ? cast(features, float32) : features;
  return dispatch(LeakyRelu, [x], { alpha: Math.fround(Number(given.alpha ?? 0.2)) })[0]!;
});

/**
 * Mirrors `tf.nn.gelu`: `x` times the probability that a normal value is below it, or its approximation by tanh.
 * @throws {@link ValueError} for anything but floats
 */
export const gelu = dispatching()(function gelu(
  ...args: Args<
    [features: TensorLike],
    [approximate: boolean],
    { approximate?: boolean } & NameKeyword,
    ['features']
  >
): Tensor {
  type All = NameKeyword & { features: TensorLike; approximate: boolean };
  const given = bindArguments<All>('gelu', ['features', 'approximate', 'name'], args, { required: 1 });
  const x = toTensor(given.features!);
  if (!x.dtype.is_floating)
    throw new ValueError(
      `\`features.dtype\` must be a floating point tensor.Received:features.dtype=${x.dtype.__repr__()}`,
      { fields: { actual: x.dtype.name } },
    );
  const half = multiply(0.5, x);
  // TF casts these two from float32, also for float64.
  const single = Math.fround;
  if (given.approximate !== true) return multiply(half, add(1, erf(truediv(x, single(Math.SQRT2)))));
  const inner = add(x, multiply(single(0.044715), pow(x, 3)));
  return multiply(half, add(1, tanh(multiply(0.7978845608028654, inner))));
});

/** Mirrors `tf.nn.silu` (`tf.nn.swish`): `x * sigmoid(beta * x)`. */
export const silu = dispatching()(function silu(
  ...args: Args<[features: TensorLike], [beta: TensorLike], { beta?: TensorLike }, ['features']>
): Tensor {
  type All = { features: TensorLike; beta: TensorLike };
  const given = bindArguments<All>('swish', ['features', 'beta'], args, { required: 1 });
  const x = toTensor(given.features!);
  if (given.beta === undefined || given.beta === 1) return multiply(x, sigmoid(x));
  return multiply(x, sigmoid(multiply(cast(given.beta, x.dtype), x)));
});

/** Mirrors `tf.nn.crelu`: {@link relu} of `x` beside that of `-x` along `axis`. */
export function crelu(
  ...args: Args<[features: TensorLike], [axis: number], { axis?: number } & NameKeyword, ['features']>
): Tensor {
  type All = NameKeyword & { features: TensorLike; axis: number };
  const given = bindArguments<All>('crelu_v2', ['features', 'axis', 'name'], args, { required: 1 });
  const x = operand(given.features!, Relu);
  return relu(concat([x, negative(x)], given.axis ?? -1));
}
