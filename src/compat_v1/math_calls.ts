/** Counting functions with TF1's parameters. */
import type { DTypeLike } from '../dtypes';
import type { TensorLike } from '../runtime/convert_types';
import * as counting from '../runtime/ops/counting';
import { in_top_k as inTopK } from '../runtime/ops/embedding';
import * as softmaxes from '../runtime/ops/softmax';
import type { Tensor } from '../runtime/tensor';
import { bindFormer, type FormerCall, formerCall, type Name } from './former_call';

const confusionNames = ['labels', 'predictions', 'num_classes', 'dtype', 'name', 'weights'] as const;
/** Mirrors `tf.compat.v1.confusion_matrix`. */
export const confusion_matrix: FormerCall<
  typeof confusionNames,
  [labels: TensorLike, predictions: TensorLike],
  [num_classes: TensorLike | null, dtype: DTypeLike, name: Name, weights: TensorLike | null]
> = formerCall('confusion_matrix', confusionNames, counting.confusion_matrix, { required: 2 });

const bincountNames = ['arr', 'weights', 'minlength', 'maxlength', 'dtype'] as const;
/** Mirrors `tf.compat.v1.bincount`. */
export const bincount: FormerCall<
  typeof bincountNames,
  [arr: TensorLike],
  [weights: TensorLike | null, minlength: TensorLike | null, maxlength: TensorLike | null, dtype: DTypeLike]
> = formerCall('bincount', bincountNames, counting.bincount);

const topNames = ['predictions', 'targets', 'k', 'name'] as const;
/** Mirrors `tf.compat.v1.math.in_top_k`: predictions come first. */
export const in_top_k: FormerCall<
  typeof topNames,
  [predictions: TensorLike, targets: TensorLike, k: TensorLike],
  [name: Name]
> = (...args) => {
  const given = bindFormer('in_top_k', topNames, args, { required: 3 }) as unknown as Record<
    string,
    TensorLike
  >;
  return inTopK(given.targets!, given.predictions!, given.k as number, { name: given.name as Name });
};

const softmaxNames = ['logits', 'axis', 'name', 'dim'] as const;
type Softmax = FormerCall<
  typeof softmaxNames,
  [logits: TensorLike],
  [axis: number | null, name: Name, dim: number | null]
>;
function softmaxCall(name: string, now: (...args: never[]) => Tensor): Softmax {
  return formerCall(name, softmaxNames, now as (...args: unknown[]) => Tensor, {
    renamed: { dim: 'axis' },
  });
}
/** Mirrors `tf.compat.v1.nn.softmax`. */
export const softmax = softmaxCall('softmax', softmaxes.softmax as never);
/** Mirrors `tf.compat.v1.nn.log_softmax`. */
export const log_softmax = softmaxCall('log_softmax', softmaxes.log_softmax as never);
