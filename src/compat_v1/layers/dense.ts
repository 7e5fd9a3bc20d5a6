/** `tf1.layers.dense`. */
import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { bias_add } from '../../runtime/ops/bias';
import { matmul } from '../../runtime/ops/matmul';
import { tensordot } from '../../runtime/ops/tensordot';
import type { Tensor } from '../../runtime/tensor';
import { get_variable } from '../get_variable';
import type { InitializerLike } from '../initializer';
import { zeros_initializer } from '../initializers';
import { type Activation, type KernelKeywords, kernelNames, layerScope } from './layer_scope';

interface DenseKeywords extends KernelKeywords {
  inputs?: TensorLike;
  units?: number;
}

/**
 * Mirrors `tf.compat.v1.layers.dense`: `activation(inputs @ kernel + bias)` with variables `dense/kernel` and `dense/bias`.
 * @param inputs `[..., n]`, of a floating dtype
 * @returns `[..., units]`
 * @throws {@link ValueError} unless the last dimension of `inputs` is known
 */
export function dense(
  ...args: Args<
    [inputs: TensorLike, units: number],
    [activation: Activation, use_bias: boolean, kernel_initializer: InitializerLike | null],
    DenseKeywords,
    ['inputs', 'units']
  >
): Tensor {
  const names = ['inputs', 'units', ...kernelNames] as const;
  const given = bindArguments<DenseKeywords>('dense', names, args, { required: 2, namesOp: false });
  return layerScope('dense', given, () => {
    const x = toTensor(given.inputs!);
    const { dtype } = x;
    const trainable = given.trainable ?? true;
    const channels = x.dims.at(-1) as number | null | undefined;
    if (channels === null || channels === undefined)
      throw new ValueError(
        'The last dimension of the inputs to a Dense layer should be defined. Found None. Full input shape received: ' +
          `${x.shape}`,
        { fields: { actual: x.shape.toString() } },
      );
    const kernel = get_variable('kernel', {
      shape: [channels, given.units!],
      dtype,
      trainable,
      initializer: given.kernel_initializer ?? null,
      regularizer: given.kernel_regularizer ?? null,
      constraint: given.kernel_constraint ?? null,
    });
    const rank = x.dims.length;
    let out = rank === 2 ? matmul(x, kernel) : tensordot(x, kernel, [[rank - 1], [0]]);
    if (given.use_bias ?? true) out = bias_add(out, biasOf(given.units!, dtype, given));
    return given.activation ? given.activation(out) : out;
  });
}

/** The variable `bias` of a layer. */
export function biasOf(units: number, dtype: Tensor['dtype'], given: KernelKeywords) {
  return get_variable('bias', {
    shape: [units],
    dtype,
    trainable: given.trainable ?? true,
    initializer: given.bias_initializer ?? new zeros_initializer(),
    regularizer: given.bias_regularizer ?? null,
    constraint: given.bias_constraint ?? null,
  });
}
