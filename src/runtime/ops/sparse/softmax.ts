/** `tf.sparse.softmax`. */
import { float16, float32, float64 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { named } from '../../../python/named';
import { dispatchOne } from '../../dispatch';
import type { Floats } from '../../elementwise';
import { integersOf } from '../../index_argument';
import { checkAllowed, defineOp, type OpName, type OpRecord } from '../../op';
import { SparseTensor } from '../../sparse_tensor';
import { fromWorkStorage, workStorage } from '../../work_storage';
import { multiply, subtract } from '../arithmetic';
import { zeros_like } from '../creation';
import { gather_nd } from '../gather';
import { getitem } from '../getitem';
import { concat } from '../joining';
import { reduce_sum } from './reduction';
import { placesOf, rowsOf } from './rows';

const SparseSoftmax: OpRecord = defineOp({
  type: 'SparseSoftmax',
  infer: ([, values, sizes]) => {
    checkAllowed('SparseSoftmax', values!.dtype, [float16, float32, float64]);
    const rank = sizes!.dims?.[0];
    if (typeof rank === 'number' && rank < 2)
      throw new InvalidArgumentError(`Input should have rank >= 2, but got: ${rank}`);
    return [{ dtype: values!.dtype, dims: values!.dims }];
  },
  kernel: ([indices, values, shape]) => {
    const sizes = integersOf(shape!)!;
    const places = placesOf(rowsOf(indices!), sizes);
    const width = sizes[sizes.length - 1]!;
    const x = workStorage(values!) as Floats;
    const groups = new Map<number, number[]>();
    places.forEach((place, i) => {
      const group = Math.floor(place / width);
      const members = groups.get(group);
      if (members === undefined) groups.set(group, [i]);
      else members.push(i);
    });
    const out = x.slice();
    for (const members of groups.values()) {
      const largest = Math.max(...members.map((i) => x[i]!));
      let sum = 0;
      for (const i of members) sum += out[i] = Math.exp(x[i]! - largest);
      for (const i of members) out[i] = out[i]! / sum;
    }
    return [fromWorkStorage(values!.dtype, values!.dims, out)];
  },
  grad: ({ inputs: [indices, , sizes], outputs: [y] }, g) => {
    const product = new SparseTensor(indices!, multiply(y!, g!), sizes!);
    const sums = reduce_sum(product, [-1], true);
    const before = getitem(indices!, [':, :-1']);
    const places = concat([before, zeros_like(getitem(indices!, [':, :1']))], 1);
    return [null, multiply(subtract(g!, gather_nd(sums, places)), y!), null];
  },
});

/**
 * Mirrors `tf.sparse.softmax`: of the elements that are there, along the last axis.
 * @throws {@link InvalidArgumentError} for a rank below 2
 */
export const softmax = named(
  'sparse_softmax',
  ['sp_input'],
  ['name'],
  ({ indices, values, dense_shape }: SparseTensor, name?: OpName): SparseTensor =>
    new SparseTensor(indices, dispatchOne(SparseSoftmax, [indices, values, dense_shape], name), dense_shape),
);
