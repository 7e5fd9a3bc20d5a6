/** `tf.image.non_max_suppression` and its kin: the best of boxes that overlap. */
import { type DType, float16, float32, int32 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import type { Floats } from '../elementwise';
import { integersOf } from '../index_argument';
import { intersectionOverUnion, type Suppression, suppress } from '../kernels/suppression';
import {
  type Attributes,
  checkAllowed,
  defineOp,
  type InputSpec,
  mismatch,
  noAttributes,
  type OpRecord,
  unregisteredGradient,
} from '../op';
import { Tensor } from '../tensor';
import { bracketText, type Dimension } from '../tensor_shape';
import { workStorage } from '../work_storage';

/** True for two sizes that are known and not the same. */
function differ(a: Dimension, b: Dimension): boolean {
  return a !== null && b !== null && a !== b;
}

/** What the checks of the ops have in common. @param isLong true for the op that says what its shape function says too */
function checkInputs([boxes, scores, most]: readonly InputSpec[], columns: 4 | null, isLong: boolean): void {
  const [b, s] = [boxes!.dims, scores!.dims];
  const also = (text: string) => (isLong ? ` (${text})` : '');
  if (most!.dims !== null && most!.dims.length > 0)
    throw new InvalidArgumentError(
      `max_output_size must be 0-D, got shape ${bracketText(most!.dims as number[])}` +
        also(`Shape must be rank 0 but is rank ${most!.dims.length}`),
    );
  const name = columns === null ? 'overlaps' : 'boxes';
  if (b !== null && b.length !== 2)
    throw new InvalidArgumentError(`${name} must be 2-D${bracketText(b as number[])}`);
  if (b !== null && columns === null && differ(b[0]!, b[1]!))
    throw new InvalidArgumentError(`overlaps must be square${bracketText(b as number[])}`, {
      fields: { expected: b[0], actual: b[1] },
    });
  if (b !== null && columns !== null && differ(b[1]!, columns))
    throw new InvalidArgumentError(`boxes must have 4 columns (Dimension must be 4 but is ${b[1]})`, {
      fields: { expected: 4, actual: b[1] },
    });
  if (s !== null && s.length !== 1)
    throw new InvalidArgumentError(`scores must be 1-D${bracketText(s as number[])}`);
  if (b !== null && s !== null && differ(b[0]!, s[0]!))
    throw new InvalidArgumentError(
      `scores has incompatible shape (Dimensions must be equal, but are ${b[0]} and ${s[0]})`,
      { fields: { expected: b[0], actual: s[0] } },
    );
}

function numberOf(t: Tensor): number {
  return Number((workStorage(t) as Floats)[0]);
}

function selected(
  inputs: readonly Tensor[],
  overlap: Suppression['overlap'],
): { indices: number[]; scores: number[] } {
  const [, scores, most, ...thresholds] = inputs as [Tensor, Tensor, Tensor, ...Tensor[]];
  const [overlapThreshold, scoreThreshold, sigma = 0] = thresholds.map(numberOf) as [number, number, number?];
  const count = integersOf(most)![0]!;
  if (count < 0)
    throw new InvalidArgumentError('output size must be non-negative', { fields: { actual: count } });
  if (sigma < 0)
    throw new InvalidArgumentError('soft_nms_sigma_val must be >= 0', { fields: { actual: sigma } });
  const list = workStorage(scores) as Floats;
  return suppress({ scores: list, overlap, most: count, overlapThreshold, scoreThreshold, sigma });
}

function boxesOverlap(boxes: Tensor, threshold: Tensor): Suppression['overlap'] {
  const at = numberOf(threshold);
  if (!(at >= 0 && at <= 1))
    throw new InvalidArgumentError('iou_threshold must be in [0, 1]', { fields: { actual: at } });
  const edges = workStorage(boxes) as Floats;
  return (i, j) => intersectionOverUnion(edges, i, j);
}

function indexTensor(indices: readonly number[]): Tensor {
  return new Tensor(int32, [indices.length], Int32Array.from(indices));
}

const NonMaxSuppression: OpRecord = defineOp({
  type: 'NonMaxSuppressionV3',
  infer: (inputs) => {
    checkAllowed('NonMaxSuppressionV3', inputs[0]!.dtype, [float16, float32]);
    if (inputs[1]!.dtype !== inputs[0]!.dtype)
      throw mismatch('NonMaxSuppressionV3', 1, inputs[0]!.dtype, inputs[1]!.dtype);
    checkInputs(inputs, 4, true);
    return [{ dtype: int32, dims: [null] }];
  },
  kernel: (inputs) => [indexTensor(selected(inputs, boxesOverlap(inputs[0]!, inputs[3]!)).indices)],
  grad: null,
});

const SoftSuppression: OpRecord = defineOp({
  type: 'NonMaxSuppressionV5',
  infer: (inputs) => {
    const { dtype } = inputs[0]!;
    checkAllowed('NonMaxSuppressionV5', dtype, [float16, float32]);
    inputs.forEach((input, i) => {
      if (i !== 2 && input.dtype !== dtype) throw mismatch('NonMaxSuppressionV5', i, dtype, input.dtype);
    });
    checkInputs(inputs, 4, false);
    return [
      { dtype: int32, dims: [null] },
      { dtype, dims: [null] },
      { dtype: int32, dims: [] },
    ];
  },
  kernel: (inputs) => {
    const { indices, scores } = selected(inputs, boxesOverlap(inputs[0]!, inputs[3]!));
    return [
      indexTensor(indices),
      toTensor(Float32Array.from(scores), inputs[0]!.dtype),
      new Tensor(int32, [], Int32Array.of(indices.length)),
    ];
  },
  grad: unregisteredGradient('NonMaxSuppressionV5'),
});

const SuppressionWithOverlaps: OpRecord = defineOp({
  type: 'NonMaxSuppressionWithOverlaps',
  infer: (inputs) => {
    checkAllowed('NonMaxSuppressionWithOverlaps', inputs[0]!.dtype, [float32]);
    checkInputs(inputs, null, false);
    return [{ dtype: int32, dims: [null] }];
  },
  kernel: (inputs) => {
    const [overlaps] = inputs as [Tensor];
    const [list, n] = [overlaps.data as Float32Array, overlaps.dims[0]!];
    return [indexTensor(selected(inputs, (i, j) => list[i * n + j]!).indices)];
  },
  grad: null,
});

interface ThresholdKeywords {
  scores?: TensorLike;
  max_output_size?: TensorLike;
  iou_threshold?: number;
  score_threshold?: number;
  soft_nms_sigma?: number;
  name?: string | null;
}
type BoxArgs = Args<
  [boxes: TensorLike],
  [scores: TensorLike, max_output_size: TensorLike, iou_threshold: number, score_threshold: number],
  ThresholdKeywords,
  ['boxes']
>;
const least = Number.NEGATIVE_INFINITY;

/** The inputs that all have: candidates, their scores, how many are wanted at most, and the thresholds. */
function inputsOf(
  method: string,
  names: readonly [candidates: string, ...(readonly string[])],
  args: readonly unknown[],
  thresholdType?: DType,
): Tensor[] {
  type Given = ThresholdKeywords & Record<string, unknown>;
  const given = bindArguments<Given>(method, names, args, { required: 3 });
  const candidates = toTensor(given[names[0]] as TensorLike, undefined, float32);
  const type = thresholdType ?? candidates.dtype;
  return [
    candidates,
    toTensor(given.scores!, undefined, float32),
    toTensor(given.max_output_size!, int32),
    toTensor((given[names[3]!] as number | undefined) ?? 0.5, type),
    toTensor(given.score_threshold ?? least, type),
    ...(names.includes('soft_nms_sigma') ? [toTensor(given.soft_nms_sigma ?? 0, type)] : []),
  ];
}

/**
 * Mirrors `tf.image.non_max_suppression`: of `boxes`, `[n, 4]` of `[y1, x1, y2, x2]`, the best by `scores`, `[n]`, without
 * those that share more than `iou_threshold` with a better one.
 * @returns int32 indices of at most `max_output_size` boxes, the best first
 * @throws {@link InvalidArgumentError} for shapes that do not fit or a threshold outside of 0 to 1
 */
export function non_max_suppression(...args: BoxArgs): Tensor {
  const names = ['boxes', 'scores', 'max_output_size', 'iou_threshold', 'score_threshold', 'name'] as const;
  return dispatch(NonMaxSuppression, inputsOf('non_max_suppression', names, args), noAttributes)[0]!;
}

/**
 * Mirrors `tf.image.non_max_suppression_with_scores`: the same, or with `soft_nms_sigma` above 0 boxes that overlap lose
 * score instead of being left out.
 * @returns int32 indices, and the scores that the boxes have at the end
 */
export function non_max_suppression_with_scores(
  ...args: Args<
    [boxes: TensorLike],
    [
      scores: TensorLike,
      max_output_size: TensorLike,
      iou_threshold: number,
      score_threshold: number,
      soft_nms_sigma: number,
    ],
    ThresholdKeywords,
    ['boxes']
  >
): readonly [selected_indices: Tensor, selected_scores: Tensor] {
  const names = [
    'boxes',
    'scores',
    'max_output_size',
    'iou_threshold',
    'score_threshold',
    'soft_nms_sigma',
    'name',
  ] as const;
  const inputs = inputsOf('non_max_suppression_with_scores', names, args, float32);
  const [indices, scores] = dispatch(SoftSuppression, inputs, noAttributes as Attributes);
  return [indices!, scores!];
}

/**
 * Mirrors `tf.image.non_max_suppression_overlaps`: the same for candidates of any kind, whose overlaps, `[n, n]`, are given.
 * @throws {@link InvalidArgumentError} for overlaps that are not square
 */
export function non_max_suppression_overlaps(
  ...args: Args<
    [overlaps: TensorLike],
    [scores: TensorLike, max_output_size: TensorLike, overlap_threshold: number, score_threshold: number],
    ThresholdKeywords & { overlap_threshold?: number },
    ['overlaps']
  >
): Tensor {
  const names = [
    'overlaps',
    'scores',
    'max_output_size',
    'overlap_threshold',
    'score_threshold',
    'name',
  ] as const;
  const inputs = inputsOf('non_max_suppression_overlaps', names, args);
  return dispatch(SuppressionWithOverlaps, inputs, noAttributes)[0]!;
}
