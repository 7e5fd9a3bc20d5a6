/** `tf.compat.v1.placeholder`: values that `feed_dict` gives. */
import { currentContext } from '../context';
import { as_dtype, type DTypeLike } from '../dtypes';
import { InvalidArgumentError, RuntimeError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { dispatch } from '../runtime/dispatch';
import { Placeholder } from '../runtime/graph/source_ops';
import { type Attributes, defineOp } from '../runtime/op';
import { Tensor } from '../runtime/tensor';
import { as_shape, type Dimension, type ShapeLike, TensorShape } from '../runtime/tensor_shape';

interface PlaceholderKeywords {
  shape?: ShapeLike | undefined;
  name?: string | null;
}
/**
 * Mirrors `tf.compat.v1.placeholder(dtype, shape=None, name=None)`: a tensor without a value of its own. `null` is an
 * unknown dimension; without a shape any value can be fed.
 * @throws {@link RuntimeError} in eager execution
 */
export function placeholder(
  ...args: Args<[dtype: DTypeLike], [shape: ShapeLike, name: string | null], PlaceholderKeywords, ['dtype']>
): Tensor {
  const given = bindArguments<PlaceholderKeywords & { dtype: DTypeLike }>(
    'placeholder',
    ['dtype', 'shape', 'name'],
    args,
    { required: 1 },
  );
  if (!currentContext().builder)
    throw new RuntimeError('tf.placeholder() is not compatible with eager execution.');
  const { dims } = shapeOf(given.shape);
  return dispatch(Placeholder, [], { dtype: as_dtype(given.dtype!), shape: dims })[0]!;
}

/** `undefined` or `null` alone is an unknown rank. */
function shapeOf(shape: ShapeLike | undefined): TensorShape {
  return shape === undefined || shape === null ? new TensorShape(null) : as_shape(shape);
}

interface DefaultAttributes extends Attributes {
  readonly shape: readonly Dimension[] | null;
}
const PlaceholderWithDefault = defineOp<DefaultAttributes>({
  type: 'PlaceholderWithDefault',
  infer: ([input], { shape }) => {
    const wanted = new TensorShape(shape);
    if (!wanted.is_compatible_with(input!.dims))
      throw new InvalidArgumentError(
        `Input to PlaceholderWithDefault has shape ${new TensorShape(input!.dims)}, not ${wanted}`,
      );
    return [{ dtype: input!.dtype, dims: shape }];
  },
  kernel: ([input]) => [new Tensor(input!.dtype, input!.dims, input!.data)],
  grad: (_call, g) => [g!],
  aliases: true,
  // It may be fed: its value is not known before.
  effect: 'reads',
});

interface WithDefaultKeywords {
  shape?: ShapeLike;
  name?: string | null;
}
/** Mirrors `tf.compat.v1.placeholder_with_default(input, shape, name=None)`. */
export function placeholder_with_default(
  ...args: Args<
    [input: TensorLike, shape: ShapeLike],
    [name: string | null],
    WithDefaultKeywords,
    ['input', 'shape']
  >
): Tensor {
  const names = ['input', 'shape', 'name'] as const;
  const given = bindArguments<WithDefaultKeywords & { input: TensorLike }>(
    'placeholder_with_default',
    names,
    args,
    {
      required: 2,
    },
  );
  const { dims } = shapeOf(given.shape);
  return dispatch(PlaceholderWithDefault, [toTensor(given.input!)], { shape: dims })[0]!;
}
