/** `tf.image.non_max_suppression_padded`: the best boxes of a batch of images, of plain ops and a loop. */
import { float32, int32 } from '../dtypes';
import { ValueError } from '../errors';
import { named } from '../python/named';
import { while_loop } from './control_flow';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { add, divide, multiply, subtract } from './ops/arithmetic';
import { reshape } from './ops/array';
import { cast } from './ops/cast';
import { greater, greater_equal, less, less_equal, not_equal } from './ops/comparison';
import { range, zeros_like } from './ops/creation';
import { maximum, minimum } from './ops/extremes';
import { gather } from './ops/gather';
import { concat, split, stack } from './ops/joining';
import { logical_and } from './ops/logic';
import { matrix_transpose } from './ops/movement';
import { pad } from './ops/padding';
import { reduce_any, reduce_max, reduce_sum } from './ops/reduction';
import { selectV2 } from './ops/select';
import { expand_dims } from './ops/shapes';
import { sizeList, sizeOf, sizeProduct, sizeTensor } from './ops/sizes';
import { slice } from './ops/slicing';
import { argsort, top_k } from './ops/sorting';
import type { Tensor } from './tensor';

/** How much each two boxes of an image share, `[batch, n, n]`. */
function overlaps(boxes: Tensor): Tensor {
  const [top, left, bottom, right] = split(boxes, 4, 2) as [Tensor, Tensor, Tensor, Tensor];
  const common = (low: Tensor, high: Tensor): Tensor =>
    maximum(subtract(minimum(high, matrix_transpose(high)), maximum(low, matrix_transpose(low))), 0);
  const both = multiply(common(left, right), common(top, bottom));
  const area = multiply(subtract(bottom, top), subtract(right, left));
  return divide(both, add(subtract(add(area, matrix_transpose(area)), both), 1e-8));
}

/** 1 for boxes `[batch, n, 4]`, the best first, that no better one which is itself kept overlaps; else 0. */
function keptOf(boxes: Tensor, threshold: Tensor): Tensor {
  const count = sizeTensor(sizeOf(boxes, 1));
  const order = range(count);
  const isBetter = less(expand_dims(order, 1), expand_dims(order, 0));
  const shared = overlaps(boxes);
  const conflicts = cast(logical_and(isBetter, greater_equal(shared, threshold)), float32);
  const surviving = (kept: Tensor): Tensor =>
    subtract(1, reduce_max(multiply(conflicts, expand_dims(kept, 2)), 1));
  // A box keeps changing until all better ones have settled: so at most as many rounds as there are boxes.
  const all = add(multiply(reduce_sum(boxes, 2), 0), 1);
  const [, kept] = while_loop(
    (before: Tensor, now: Tensor) => reduce_any(not_equal(before, now)),
    (_before: Tensor, now: Tensor) => [now, surviving(now)] as const,
    [zeros_like(all), all] as const,
  );
  return kept;
}

/** Edges in rising order, which the first box tells, as TF has it. */
function rising(boxes: Tensor): Tensor {
  const [y1, x1, y2, x2] = split(boxes, 4, 2) as [Tensor, Tensor, Tensor, Tensor];
  const ordered = (a: Tensor, b: Tensor): readonly [Tensor, Tensor] => {
    const first = (x: Tensor): Tensor => slice(x, [0, 0, 0], [1, 1, 1]);
    const isRising = less_equal(first(a), first(b));
    return [selectV2(isRising, a, b), selectV2(isRising, b, a)];
  };
  const [top, bottom] = ordered(y1, y2);
  const [left, right] = ordered(x1, x2);
  return concat([top, left, bottom, right], 2);
}

/** Indices `[batch, most]`, 0 where there are none, and how many are valid. */
function chosen(
  [boxes, scores]: readonly [Tensor, Tensor],
  most: Tensor,
  threshold: Tensor,
  isSorted: boolean,
): readonly [Tensor, Tensor] {
  const count = sizeTensor(sizeOf(boxes, 1));
  const order = isSorted ? null : argsort(scores, 1, 'DESCENDING');
  const sorted = order === null ? boxes : gather(boxes, order, { axis: 1, batch_dims: 1 });
  const all = maximum(count, most);
  const room = subtract(all, count);
  const nothing = zeros_like(room);
  const padding = stack([stack([nothing, nothing]), stack([nothing, room]), stack([nothing, nothing])]);
  const padded = pad(cast(sorted, float32), padding);
  const kept = cast(
    logical_and(greater(keptOf(padded, threshold), 0), reduce_any(greater(padded, 0), 2)),
    int32,
  );
  const valid = minimum(reduce_sum(kept, 1), most);
  const places = subtract(all, top_k(multiply(kept, range(all, 0, -1)), most).values);
  const inside = minimum(places, subtract(count, 1));
  const indices = order === null ? inside : gather(order, inside, { axis: 1, batch_dims: 1 });
  const isValid = less(range(most), expand_dims(valid, 1));
  return [selectV2(isValid, indices, zeros_like(indices)), valid];
}

/**
 * Mirrors `tf.image.non_max_suppression_padded`: of `boxes`, `[..., n, 4]`, the best by `scores`, `[..., n]`, without those that
 * share `iou_threshold` or more with a better one. Boxes must have an area and edges above 0.
 * @param tile_size has no influence on the result
 * @returns int32 indices, with `pad_to_max_output_size` always `max_output_size`, and how many are valid
 * @throws {@link ValueError} for a batch without `pad_to_max_output_size`
 */
export const non_max_suppression_padded = named(
  'non_max_suppression_padded',
  ['boxes', 'scores', 'max_output_size'],
  [
    'iou_threshold',
    'score_threshold',
    'pad_to_max_output_size',
    'name',
    'sorted_input',
    'canonicalized_coordinates',
    'tile_size',
  ],
  (
    given: TensorLike,
    marks: TensorLike,
    max_output_size: TensorLike,
    iou_threshold: TensorLike = 0.5,
    score_threshold: number = Number.NEGATIVE_INFINITY,
    pad_to_max_output_size?: boolean,
    _name?: string | null,
    sorted_input?: boolean,
    canonicalized_coordinates?: boolean,
    _tile_size?: number,
  ): readonly [selected_indices: Tensor, valid: Tensor] => {
    const input = toTensor(given, undefined, float32);
    if (!pad_to_max_output_size && input.dims.length > 2)
      throw new ValueError("'pad_to_max_output_size' (value False) must be True for batched input");
    const most = toTensor(max_output_size, int32);
    const count = sizeOf(input, -2);
    const outer = input.dims.slice(0, -2).map((_, i) => sizeOf(input, i));
    let boxes = reshape(input, sizeList([sizeProduct(outer), count, 4]));
    let scores = reshape(toTensor(marks, undefined, float32), sizeList([sizeProduct(outer), count]));
    if (score_threshold !== Number.NEGATIVE_INFINITY) {
      const good = cast(greater(scores, score_threshold), scores.dtype);
      scores = multiply(scores, good);
      boxes = multiply(boxes, expand_dims(cast(good, boxes.dtype), 2));
    }
    if (!canonicalized_coordinates) boxes = rising(boxes);
    const threshold = toTensor(iou_threshold, float32);
    const [indices, valid] = chosen([boxes, scores], most, threshold, sorted_input === true);
    const number = reshape(valid, sizeList(outer));
    if (!pad_to_max_output_size) return [reshape(slice(indices, [0, 0], stack([1, number])), [-1]), number];
    return [reshape(indices, concat([sizeList(outer), reshape(most, [1])], 0)), number];
  },
);
