/** `tf1.layers.max_pooling2d`, `average_pooling2d` and those of lines and of volumes; `flatten` and `dropout`. */
import { type Args, bindArguments } from '../../python/arguments';
import { cond } from '../../runtime/control_flow';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { name_scope } from '../../runtime/name_scope';
import { identity, reshape, shape } from '../../runtime/ops/array';
import { dropout as dropped } from '../../runtime/ops/dropout';
import { transpose } from '../../runtime/ops/movement';
import { avg_pool, max_pool } from '../../runtime/ops/pool';
import type { ShapeArgument } from '../../runtime/shape_argument';
import { Tensor } from '../../runtime/tensor';
import { perAxis, type Sizes } from './layer_scope';
import { type DataFormat, formatOf, paddingOf } from './windows';

interface PoolKeywords {
  inputs?: TensorLike;
  pool_size?: Sizes;
  strides?: Sizes;
  padding?: string;
  data_format?: DataFormat;
  name?: string | null;
}
type PoolArgs = Args<
  [inputs: TensorLike, pool_size: Sizes, strides: Sizes],
  [padding: string, data_format: DataFormat, name: string | null],
  PoolKeywords,
  ['inputs', 'pool_size', 'strides']
>;
const names = ['inputs', 'pool_size', 'strides', 'padding', 'data_format', 'name'] as const;

function pooling(base: string, axes: 1 | 2 | 3, args: readonly unknown[]): Tensor {
  const given = bindArguments<PoolKeywords>(base, names, args, { required: 3, namesOp: false });
  const first = given.data_format === 'channels_first';
  return name_scope(given.name ?? base, () => {
    const size = perAxis(given.pool_size!, axes, 'pool_size');
    const strides = perAxis(given.strides!, axes, 'strides');
    const padding = paddingOf(given.padding ?? 'valid');
    const pool = base.startsWith('average') ? avg_pool : max_pool;
    return pool(given.inputs!, size, strides, padding, { data_format: formatOf(axes, first) });
  });
}

/** Mirrors `tf.compat.v1.layers.max_pooling1d`. */
export function max_pooling1d(...args: PoolArgs): Tensor {
  return pooling('max_pooling1d', 1, args);
}
/** Mirrors `tf.compat.v1.layers.max_pooling2d`. */
export function max_pooling2d(...args: PoolArgs): Tensor {
  return pooling('max_pooling2d', 2, args);
}
/** Mirrors `tf.compat.v1.layers.max_pooling3d`. */
export function max_pooling3d(...args: PoolArgs): Tensor {
  return pooling('max_pooling3d', 3, args);
}
/** Mirrors `tf.compat.v1.layers.average_pooling1d`. */
export function average_pooling1d(...args: PoolArgs): Tensor {
  return pooling('average_pooling1d', 1, args);
}
/** Mirrors `tf.compat.v1.layers.average_pooling2d`. */
export function average_pooling2d(...args: PoolArgs): Tensor {
  return pooling('average_pooling2d', 2, args);
}
/** Mirrors `tf.compat.v1.layers.average_pooling3d`. */
export function average_pooling3d(...args: PoolArgs): Tensor {
  return pooling('average_pooling3d', 3, args);
}

interface FlattenKeywords {
  name?: string | null;
  data_format?: DataFormat;
}
/** Mirrors `tf.compat.v1.layers.flatten`: `[batch, ...]` becomes `[batch, n]`. */
export function flatten(
  ...args: Args<
    [inputs: TensorLike],
    [name: string | null, data_format: DataFormat],
    FlattenKeywords,
    ['inputs']
  >
): Tensor {
  const given = bindArguments<FlattenKeywords & { inputs: TensorLike }>(
    'flatten',
    ['inputs', 'name', 'data_format'],
    args,
    { required: 1, namesOp: false },
  );
  return name_scope(given.name ?? 'flatten', () => {
    let x = toTensor(given.inputs!);
    const rank = x.dims.length;
    if (given.data_format === 'channels_first' && rank > 2)
      x = transpose(x, [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1]);
    const rest = x.dims.slice(1) as readonly (number | null)[];
    if (!rest.includes(null)) return reshape(x, [-1, rest.reduce<number>((a, b) => a * b!, 1)]);
    return reshape(x, [x.dims[0] ?? shape(x).getitem(0), -1] as number[]);
  });
}

interface DropoutKeywords {
  rate?: number;
  noise_shape?: ShapeArgument | null;
  seed?: number | bigint | null;
  training?: boolean | Tensor;
  name?: string | null;
}
/** Mirrors `tf.compat.v1.layers.dropout`: only with `training`, which may be a tensor. */
export function dropout(
  ...args: Args<
    [inputs: TensorLike],
    [
      rate: number,
      noise_shape: ShapeArgument | null,
      seed: number | bigint | null,
      training: boolean | Tensor,
      name: string | null,
    ],
    DropoutKeywords,
    ['inputs']
  >
): Tensor {
  const given = bindArguments<DropoutKeywords & { inputs: TensorLike }>(
    'dropout',
    ['inputs', 'rate', 'noise_shape', 'seed', 'training', 'name'],
    args,
    { required: 1, namesOp: false },
  );
  const { rate = 0.5, noise_shape = null, seed = null, training = false } = given;
  return name_scope(given.name ?? 'dropout', () => {
    const x = toTensor(given.inputs!);
    const some = (): Tensor => dropped(x, rate, { noise_shape, seed });
    const all = (): Tensor => identity(x);
    if (training instanceof Tensor) return cond(training, some, all);
    return training ? some() : all();
  });
}
