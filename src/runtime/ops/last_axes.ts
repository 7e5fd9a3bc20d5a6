/** The last axes of a tensor, cut or filled up with zeros to given sizes. */
import { int32 } from '../../dtypes';
import type { Tensor } from '../tensor';
import { subtract } from './arithmetic';
import { zeros } from './creation';
import { maximum } from './extremes';
import { stack } from './joining';
import { pad } from './padding';
import { type Size, sizeList, sizeOf, sizeTensor } from './sizes';
import { slice } from './slicing';

/** How many places are missing to `wanted`. */
function missing(wanted: Size, now: Size): Size {
  if (typeof wanted === 'number' && typeof now === 'number') return Math.max(0, wanted - now);
  return maximum(subtract(sizeTensor(wanted), sizeTensor(now)), 0);
}

/** `x` filled up so that its last axes have at least `sizes`. */
export function filledUp(x: Tensor, sizes: readonly Size[]): Tensor {
  const outer = x.dims.length - sizes.length;
  const more = sizes.map((size, i) => missing(size, sizeOf(x, outer + i)));
  if (more.every((count) => count === 0)) return x;
  const behind = sizeList([...new Array<number>(outer).fill(0), ...more]);
  return pad(x, stack([zeros([x.dims.length], int32), behind], 1));
}

/** `x` with its last axes of exactly `sizes`. */
export function extended(x: Tensor, sizes: readonly Size[]): Tensor {
  const outer = x.dims.length - sizes.length;
  if (sizes.every((size, i) => typeof size === 'number' && size === x.dims[outer + i])) return x;
  const begin = new Array<number>(x.dims.length).fill(0);
  return slice(filledUp(x, sizes), begin, sizeList([...new Array<number>(outer).fill(-1), ...sizes]));
}
