/** `tf.image.combined_non_max_suppression`: the best boxes of several images and classes. */
import { float32, int32 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { named } from '../../python/named';
import { namedtuple } from '../../python/tuple';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { integersOf } from '../index_argument';
import { intersectionOverUnion, suppress } from '../kernels/suppression';
import {
  checkAllowed,
  defineOp,
  type InputSpec,
  mismatch,
  type OpName,
  type OpRecord,
  unregisteredGradient,
} from '../op';
import { Tensor } from '../tensor';
import type { Dimension } from '../tensor_shape';
import { bracketText } from '../tensor_shape';
import type { NamedTensors } from './sorting';

interface CombinedAttributes {
  readonly [name: string]: unknown;
  readonly pad_per_class: boolean;
  readonly clip_boxes: boolean;
}

/** A scalar's value; null while it is not known. @throws {@link InvalidArgumentError} for what is no positive scalar */
function positive(spec: InputSpec, name: string): number | null {
  if (spec.dims !== null && spec.dims.length > 0)
    throw new InvalidArgumentError(`${name} must be 0-D, got shape ${bracketText(spec.dims as number[])}`);
  const value = integersOf(spec)?.[0] ?? null;
  if (value !== null && value <= 0)
    throw new InvalidArgumentError(`${name} must be > 0`, { fields: { actual: value } });
  return value;
}

function checkThreshold(spec: InputSpec): void {
  if (spec.dims !== null && spec.dims.length > 0)
    throw new InvalidArgumentError(
      `iou_threshold must be 0-D, got shape ${bracketText(spec.dims as number[])}`,
    );
  const at = spec.data ? Number(spec.data[0]) : 0;
  if (!(at >= 0 && at <= 1))
    throw new InvalidArgumentError('iou_threshold must be in [0, 1]', { fields: { actual: at } });
}

function checkShapes(boxes: InputSpec, scores: InputSpec): void {
  const [b, s] = [boxes.dims, scores.dims];
  if (b !== null && b.length !== 4)
    throw new InvalidArgumentError(`boxes must be 4-D${bracketText(b as number[])}`);
  if (s !== null && s.length !== 3)
    throw new InvalidArgumentError(`scores must be 3-D${bracketText(s as number[])}`);
  if (b === null || s === null) return;
  const [batch, count, classes] = s;
  if (b[0] !== null && batch !== null && b[0] !== batch)
    throw new InvalidArgumentError('boxes and scores must have same batch size', {
      fields: { expected: b[0], actual: batch },
    });
  if (b[1] !== null && count !== null && b[1] !== count)
    throw new InvalidArgumentError('scores has incompatible shape', {
      fields: { expected: b[1], actual: count },
    });
  if (b[3] !== null && b[3] !== 4)
    throw new InvalidArgumentError('boxes must have 4 columns', { fields: { expected: 4, actual: b[3] } });
  if (b[2] !== null && classes !== null && b[2] !== 1 && b[2] !== classes)
    throw new InvalidArgumentError('third dimension of boxes must be either 1 or num classes', {
      fields: { expected: [1, classes], actual: b[2] },
    });
}

/** How many boxes of an image come out. */
function detections(
  attrs: CombinedAttributes,
  each: number | null,
  total: number | null,
  classes: Dimension | undefined,
): Dimension {
  if (!attrs.pad_per_class || total === null) return total;
  return each === null || classes === null || classes === undefined ? null : Math.min(total, each * classes);
}

interface Found {
  readonly score: number;
  readonly class: number;
  /** Where the box begins in all boxes. */
  readonly at: number;
}

const CombinedNonMaxSuppression: OpRecord<CombinedAttributes> = defineOp<CombinedAttributes>({
  type: 'CombinedNonMaxSuppression',
  infer: (inputs, attrs) => {
    [float32, float32, int32, int32, float32, float32].forEach((dtype, i) => {
      if (inputs[i]!.dtype !== dtype) throw mismatch('CombinedNonMaxSuppression', i, dtype, inputs[i]!.dtype);
    });
    const [boxes, scores, most, total, overlap] = inputs as [
      InputSpec,
      InputSpec,
      InputSpec,
      InputSpec,
      InputSpec,
    ];
    checkAllowed('CombinedNonMaxSuppression', boxes.dtype, [float32]);
    const each = positive(most, 'max_size_per_class');
    const all = positive(total, 'max_total_size');
    checkThreshold(overlap);
    checkShapes(boxes, scores);
    const batch = boxes.dims?.[0] ?? null;
    const size = detections(attrs, each, all, scores.dims?.[2]);
    return [
      { dtype: float32, dims: [batch, size, 4] },
      { dtype: float32, dims: [batch, size] },
      { dtype: float32, dims: [batch, size] },
      { dtype: int32, dims: [batch] },
    ];
  },
  kernel: ([boxes, scores, most, , overlap, least], attrs, [spec]) => {
    const [batch, count, groups] = boxes!.dims as [number, number, number];
    const [classes, size] = [scores!.dims[2]!, spec!.dims[1]!];
    const [edges, marks] = [boxes!.data as Float32Array, scores!.data as Float32Array];
    const [outBoxes, outScores] = [new Float32Array(batch * size * 4), new Float32Array(batch * size)];
    const [outClasses, valid] = [new Float32Array(batch * size), new Int32Array(batch)];
    const each = Math.min(Number(most!.data[0]), count);
    for (let b = 0; b < batch; b++) {
      const found: Found[] = [];
      for (let c = 0; c < classes; c++) {
        const group = groups > 1 ? c : 0;
        const box = (i: number): number => (b * count + i) * groups + group;
        const list = Float32Array.from({ length: count }, (_, i) => marks[(b * count + i) * classes + c]!);
        const kept = suppress({
          scores: list,
          overlap: (i, j) => intersectionOverUnion(edges, box(i), box(j)),
          most: each,
          overlapThreshold: overlap!.data[0] as number,
          scoreThreshold: least!.data[0] as number,
          sigma: 0,
        });
        found.push(...kept.indices.map((i, k) => ({ score: kept.scores[k]!, class: c, at: 4 * box(i) })));
      }
      found.sort((x, y) => y.score - x.score);
      const taken = found.slice(0, size);
      valid[b] = taken.length;
      taken.forEach((one, k) => {
        const to = b * size + k;
        outScores[to] = one.score;
        outClasses[to] = one.class;
        for (let e = 0; e < 4; e++) {
          const edge = edges[one.at + e]!;
          outBoxes[4 * to + e] = attrs.clip_boxes ? Math.max(Math.min(edge, 1), 0) : edge;
        }
      });
    }
    const dims = spec!.dims.slice(0, 2);
    return [
      new Tensor(float32, spec!.dims, outBoxes),
      new Tensor(float32, dims, outScores),
      new Tensor(float32, dims, outClasses),
      new Tensor(int32, [batch], valid),
    ];
  },
  grad: unregisteredGradient('CombinedNonMaxSuppression'),
});

type Outputs = 'nmsed_boxes' | 'nmsed_scores' | 'nmsed_classes' | 'valid_detections';
const CombinedResult = namedtuple('CombinedNonMaxSuppression', [
  'nmsed_boxes',
  'nmsed_scores',
  'nmsed_classes',
  'valid_detections',
]);

/**
 * Mirrors `tf.image.combined_non_max_suppression`: of `boxes`, `[batch, n, q, 4]` with `q` 1 or the number of classes, the best
 * by `scores`, `[batch, n, classes]`, of each class and then of all; zeros fill what is left.
 * @returns boxes, scores and classes, all float32, and how many of each image are valid
 * @throws {@link InvalidArgumentError} for shapes, sizes or thresholds that do not fit
 */
export const combined_non_max_suppression = named(
  'combined_non_max_suppression',
  ['boxes', 'scores', 'max_output_size_per_class', 'max_total_size'],
  ['iou_threshold', 'score_threshold', 'pad_per_class', 'clip_boxes', 'name'],
  (
    boxes: TensorLike,
    scores: TensorLike,
    max_output_size_per_class: TensorLike,
    max_total_size: TensorLike,
    iou_threshold: TensorLike = 0.5,
    score_threshold: TensorLike = Number.NEGATIVE_INFINITY,
    pad_per_class?: boolean,
    clip_boxes?: boolean,
    name: OpName = null,
  ): NamedTensors<Outputs> => {
    const inputs = [
      toTensor(boxes, undefined, float32),
      toTensor(scores, undefined, float32),
      toTensor(max_output_size_per_class, undefined, int32),
      toTensor(max_total_size, undefined, int32),
      toTensor(iou_threshold, float32),
      toTensor(score_threshold, float32),
    ];
    const attrs = { pad_per_class: pad_per_class ?? false, clip_boxes: clip_boxes ?? true };
    const outputs = dispatch(CombinedNonMaxSuppression, inputs, attrs, name);
    return new CombinedResult(...outputs) as unknown as NamedTensors<Outputs>;
  },
);
