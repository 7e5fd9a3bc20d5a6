/** Losses from logits: what is compared are probabilities, but they are never computed alone, so nothing overflows. */

import { bfloat16, float16, float32, int32 } from '../../dtypes';
import { InvalidArgumentError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { slice } from '../../python/builtins';
import { named } from '../../python/named';
import { storageToFill } from '../allocate';
import { broadcastDims } from '../broadcast';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, dispatchOne, operand } from '../dispatch';
import { dispatching } from '../dispatched';
import { type Floats, workType } from '../elementwise';
import { crossEntropyRows, sparseCrossEntropyRows } from '../kernels/activations';
import { checkAllowed, defineOp, mismatch, noAttributes, type OpName, type OpRecord } from '../op';
import type { Tensor } from '../tensor';
import { bracketText, compatibleDims, elementCount, sameDims, shapeText } from '../tensor_shape';
import { fromWorkStorage, workStorage } from '../work_storage';
import { relu } from './activations';
import { add, multiply, negative, subtract } from './arithmetic';
import { reshape, shape } from './array';
import { cast } from './cast';
import { greater_equal, less_equal } from './comparison';
import { zeros_like } from './creation';
import { exp, log, log1p } from './exponential';
import { sum } from './fill';
import { getitem } from './getitem';
import { concat } from './joining';
import { shapeOf } from './known_shape';
import { logical_and } from './logic';
import { broadcast_to, transposed } from './movement';
import { abs } from './rounding';
import { selectV2 } from './select';
import { expand_dims } from './shapes';
import { type Size, sizeList, sizeOf, sizeProduct } from './sizes';
import { log_softmax, softmax, softmaxTypes } from './softmax';

/** The gradient of the logits from those of both outputs, the loss and `softmax - labels`. */
function logitsGradient(logits: Tensor, back: Tensor, gLoss: Tensor, gBack: Tensor): Tensor {
  const first = multiply(expand_dims(gLoss, -1), back);
  if (!Array.isArray(gBack.data) && !(gBack.data as Float32Array).some((v) => v !== 0)) return first;
  const p = softmax(logits);
  return add(first, multiply(subtract(gBack, sum(multiply(gBack, p), [-1], true)), p));
}

const CrossEntropy: OpRecord = defineOp({
  type: 'SoftmaxCrossEntropyWithLogits',
  infer: ([logits, labels]) => {
    if (logits!.dtype !== labels!.dtype)
      throw mismatch('SoftmaxCrossEntropyWithLogits', 1, logits!.dtype, labels!.dtype);
    checkAllowed('SoftmaxCrossEntropyWithLogits', logits!.dtype, softmaxTypes);
    const { dtype } = logits!;
    let dims: ReturnType<typeof broadcastDims>;
    try {
      dims = broadcastDims(logits!.dims, labels!.dims);
    } catch {
      throw new InvalidArgumentError(
        `logits and labels must be broadcastable: logits_size=${bracketText(logits!.dims as number[])} labels_size=${bracketText(labels!.dims as number[])}`,
        { fields: { expected: logits!.dims, actual: labels!.dims } },
      );
    }
    if (dims !== null && dims.length !== 2)
      throw new InvalidArgumentError(
        `logits and labels must be either 2-dimensional, or broadcasted to be 2-dimensional`,
      );
    return [
      { dtype, dims: dims === null ? null : [dims[0]!] },
      { dtype, dims },
    ];
  },
  kernel: ([logits, labels], _attrs, [loss, back]) => {
    const { dtype, dims } = back!;
    const work = workType(dtype);
    const losses = storageToFill(work, elementCount(loss!.dims)) as Floats;
    const backs = storageToFill(work, elementCount(dims)) as Floats;
    const wide = (t: Tensor) => workStorage(sameDims(t.dims, dims) ? t : broadcast_to(t, dims)) as Floats;
    crossEntropyRows(wide(logits!), wide(labels!), dims[1]!, losses, backs);
    return [fromWorkStorage(dtype, loss!.dims, losses), fromWorkStorage(dtype, dims, backs)];
  },
  grad: ({ inputs: [logits], outputs: [, back], skips }, gLoss, gBack) => [
    skips?.[0] ? null : logitsGradient(logits!, back!, gLoss!, gBack!),
    // TF leaves out what the second output owes to the labels; second derivatives would be wrong without it.
    skips?.[1] ? null : subtract(multiply(expand_dims(gLoss!, -1), negative(log_softmax(logits!))), gBack!),
  ],
});

const SparseCrossEntropy: OpRecord = defineOp({
  type: 'SparseSoftmaxCrossEntropyWithLogits',
  indices: [[1, 'Tlabels']],
  infer: ([logits, labels]) => {
    checkAllowed('SparseSoftmaxCrossEntropyWithLogits', logits!.dtype, softmaxTypes);
    const { dtype, dims } = logits!;
    return [
      { dtype, dims: labels!.dims },
      { dtype, dims },
    ];
  },
  kernel: ([logits, labels], _attrs, [loss, back]) => {
    const { dtype, dims } = back!;
    const classes = dims[1]!;
    const indices = Int32Array.from(labels!.data as ArrayLike<number>, Number);
    for (const label of indices)
      if (label < 0 || label >= classes)
        throw new InvalidArgumentError(
          `Received a label value of ${label} which is outside the valid range of [0, ${classes}).  Label values: ${indices.join(' ')}`,
          { fields: { expected: classes, actual: label } },
        );
    const work = workType(dtype);
    const losses = storageToFill(work, elementCount(loss!.dims)) as Floats;
    const backs = storageToFill(work, elementCount(dims)) as Floats;
    sparseCrossEntropyRows(workStorage(logits!) as Floats, indices, classes, losses, backs);
    return [fromWorkStorage(dtype, loss!.dims, losses), fromWorkStorage(dtype, dims, backs)];
  },
  grad: ({ inputs: [logits], outputs: [, back] }, gLoss, gBack) => [
    logitsGradient(logits!, back!, gLoss!, gBack!),
    null,
  ],
});

/** Losses of narrow floats are computed in float32. */
function precise(logits: Tensor): Tensor {
  return logits.dtype === float16 || logits.dtype === bfloat16 ? cast(logits, float32) : logits;
}

/** All dimensions but the last as one. */
function asRows(x: Tensor): Tensor {
  if (x.dims === null) return reshape(x, concat([[-1], getitem(shape(x), [slice(-1, null)])], 0));
  const sizes = x.dims.map((_, i): Size => sizeOf(x, i));
  return sizes.length === 2 ? x : reshape(x, sizeList([sizeProduct(sizes.slice(0, -1)), sizes.at(-1) ?? 1]));
}

function outerSizes(x: Tensor): Tensor {
  if (x.dims === null) return getitem(shape(x), [slice(null, -1)]);
  return sizeList(x.dims.slice(0, -1).map((_, i) => sizeOf(x, i)));
}

function axisLast(x: Tensor, axis: number): Tensor {
  if (x.dims === null && axis === -1) return x;
  const rank = x.dims.length;
  const own = axis < 0 ? axis + rank : axis;
  if (own === rank - 1) return x;
  if (own < 0 || own >= rank)
    throw new InvalidArgumentError(`Requires start <= limit when delta > 0: ${own + 1}/${rank}`);
  const order = x.dims.map((_, i) => i);
  order.splice(own, 1);
  return transposed(x, [...order, own]);
}

interface SoftmaxKeywords {
  logits?: TensorLike;
  axis?: number;
  name?: string | null;
}
/**
 * Mirrors `tf.nn.softmax_cross_entropy_with_logits`: one loss for each distribution along `axis`. Gradients flow to
 * labels too. @throws {@link InvalidArgumentError} for shapes that do not fit
 */
export function softmax_cross_entropy_with_logits(
  ...args: Args<
    [labels: TensorLike],
    [logits: TensorLike, axis: number, name: string | null],
    SoftmaxKeywords,
    ['labels']
  >
): Tensor {
  type All = SoftmaxKeywords & { labels: TensorLike };
  const names = ['labels', 'logits', 'axis', 'name'] as const;
  const given = bindArguments<All>('softmax_cross_entropy_with_logits_v2', names, args, { required: 2 });
  const logits = toTensor(given.logits!);
  const exact = precise(logits);
  const wide = axisLast(exact, given.axis ?? -1);
  const labels = axisLast(cast(given.labels!, exact.dtype), given.axis ?? -1);
  const loss = dispatch(CrossEntropy, [asRows(wide), asRows(labels)], noAttributes)[0]!;
  return cast(reshape(loss, outerSizes(wide)), logits.dtype);
}

interface LogitsKeywords {
  logits?: TensorLike;
  name?: string | null;
}
type LogitsArgs = Args<
  [labels: TensorLike],
  [logits: TensorLike, name: string | null],
  LogitsKeywords,
  ['labels']
>;
/**
 * Mirrors `tf.nn.sparse_softmax_cross_entropy_with_logits`: labels are classes, int32 or int64.
 * @throws {@link InvalidArgumentError} for a class that does not exist, {@link ValueError} for shapes that do not fit
 */
export function sparse_softmax_cross_entropy_with_logits(...args: LogitsArgs): Tensor {
  type All = LogitsKeywords & { labels: TensorLike };
  const names = ['labels', 'logits', 'name'] as const;
  const given = bindArguments<All>('sparse_softmax_cross_entropy_with_logits', names, args, { required: 2 });
  const logits = toTensor(given.logits!);
  const labels = classes(given.labels!);
  const rank = logits.dims.length;
  if (rank === 0) throw new ValueError(`\`logits\` cannot be a scalar. Received logits=${logits}\``);
  if (labels.dims.length !== rank - 1)
    throw new ValueError(
      `\`labels.shape.rank\` must equal \`logits.shape.rank - 1\`. Received: labels.shape=${shapeText(labels.dims)} of rank ${labels.dims.length} and logits.shape=${shapeText(logits.dims)} of rank ${rank}`,
    );
  if (!compatibleDims(labels.dims, logits.dims.slice(0, -1)))
    throw new ValueError(
      `\`labels.shape\` must equal \`logits.shape\` except for the last dimension. Received: labels.shape=${shapeText(labels.dims)} and logits.shape=${shapeText(logits.dims)}`,
      { fields: { expected: logits.dims, actual: labels.dims } },
    );
  const rows = asRows(precise(logits));
  const loss = dispatch(SparseCrossEntropy, [rows, reshape(labels, [-1])], noAttributes)[0]!;
  return cast(reshape(loss, shapeOf(labels)), logits.dtype);
}

/** Labels as written: whole numbers alone are int32. */
function classes(labels: TensorLike): Tensor {
  if (typeof labels === 'number' || Array.isArray(labels)) return toTensor(labels, undefined, int32);
  return toTensor(labels);
}

/**
 * Mirrors `tf.nn.sigmoid_cross_entropy_with_logits`: element by element, labels between 0 and 1.
 * @throws {@link ValueError} for shapes that differ
 */
export const sigmoid_cross_entropy_with_logits = dispatching()(function sigmoid_cross_entropy_with_logits(
  ...args: Args<
    [],
    [labels: TensorLike, logits: TensorLike, name: string | null],
    LogitsKeywords & { labels?: TensorLike }
  >
): Tensor {
  type All = LogitsKeywords & { labels: TensorLike };
  const names = ['labels', 'logits', 'name'] as const;
  const given = bindArguments<All>('sigmoid_cross_entropy_with_logits', names, args);
  if (given.labels == null || given.logits == null)
    throw new ValueError(
      'Both `labels` and `logits` must be provided for sigmoid_cross_entropy_with_logits' +
        `Received: labels=${given.labels} and logits=${given.logits}`,
    );
  const logits = toTensor(given.logits!);
  const labels = toTensor(given.labels!, undefined, logits.dtype);
  checkSameShape(logits, labels);
  const positive = greater_equal(logits, zeros_like(logits));
  const kept = selectV2(positive, logits, zeros_like(logits));
  const folded = selectV2(positive, negative(logits), logits);
  return add(subtract(kept, multiply(logits, labels)), log1p(exp(folded)));
});

function checkSameShape(logits: Tensor, labels: Tensor): void {
  if (logits.dims !== null && labels.dims !== null && !compatibleDims(logits.dims, labels.dims))
    throw new ValueError(
      `\`logits\` and \`labels\` must have the same shape, received (${shapeText(logits.dims)} vs ${shapeText(labels.dims)}).`,
      { fields: { expected: logits.dims, actual: labels.dims } },
    );
}

interface WeightedKeywords {
  logits?: TensorLike;
  pos_weight?: TensorLike;
  name?: string | null;
}
/** Mirrors `tf.nn.weighted_cross_entropy_with_logits`: positive labels weigh `pos_weight` times as much. */
export function weighted_cross_entropy_with_logits(
  ...args: Args<
    [labels: TensorLike],
    [logits: TensorLike, pos_weight: TensorLike, name: string | null],
    WeightedKeywords,
    ['labels']
  >
): Tensor {
  type All = WeightedKeywords & { labels: TensorLike };
  const names = ['labels', 'logits', 'pos_weight', 'name'] as const;
  const given = bindArguments<All>('weighted_cross_entropy_with_logits_v2', names, args, { required: 3 });
  const logits = toTensor(given.logits!);
  const labels = toTensor(given.labels!, undefined, logits.dtype);
  checkSameShape(logits, labels);
  const pos = given.pos_weight!;
  const weight = add(1, multiply(typeof pos === 'number' ? pos - 1 : subtract(pos, 1), labels));
  const spread = add(log1p(exp(negative(abs(logits)))), relu(negative(logits)));
  return add(multiply(subtract(1, labels), logits), multiply(weight, spread));
}

interface PoissonKeywords {
  log_input?: TensorLike;
  compute_full_loss?: boolean;
  name?: string | null;
}
/**
 * Mirrors `tf.nn.log_poisson_loss`: `exp(log_input) - log_input * targets`, with Stirling's approximation of
 * `log(targets!)` added where it counts if `compute_full_loss`.
 */
export function log_poisson_loss(
  ...args: Args<
    [targets: TensorLike],
    [log_input: TensorLike, compute_full_loss: boolean, name: string | null],
    PoissonKeywords,
    ['targets']
  >
): Tensor {
  type All = PoissonKeywords & { targets: TensorLike };
  const names = ['targets', 'log_input', 'compute_full_loss', 'name'] as const;
  const given = bindArguments<All>('log_poisson_loss', names, args, { required: 2 });
  const input = toTensor(given.log_input!);
  const targets = toTensor(given.targets!, undefined, input.dtype);
  if (!compatibleDims(input.dims, targets.dims))
    throw new ValueError(
      `\`log_input\` and \`targets\` must have the same shape, received (${shapeText(input.dims)} vs ${shapeText(targets.dims)}).`,
    );
  const loss = subtract(exp(input), multiply(input, targets));
  if (given.compute_full_loss !== true) return loss;
  const stirling = add(
    subtract(multiply(targets, log(targets)), targets),
    multiply(0.5, log(multiply(2 * Math.PI, targets))),
  );
  const small = logical_and(greater_equal(targets, 0), less_equal(targets, 1));
  return add(loss, selectV2(small, zeros_like(targets), stirling));
}

const L2Loss: OpRecord = defineOp({
  type: 'L2Loss',
  infer: ([t]) => {
    checkAllowed('L2Loss', t!.dtype, softmaxTypes);
    return [{ dtype: t!.dtype, dims: [] }];
  },
  kernel: ([t], _attrs, [spec]) => {
    const x = workStorage(t!) as Floats;
    const out = storageToFill(workType(spec!.dtype), 1) as Floats;
    let total = 0;
    for (let i = 0; i < x.length; i++) total += x[i]! * x[i]!;
    out[0] = total / 2;
    return [fromWorkStorage(spec!.dtype, [], out)];
  },
  grad: ({ inputs: [t] }, g) => [multiply(t!, g!)],
});

/** Mirrors `tf.nn.l2_loss`: half the sum of squares. Floats. */
export const l2_loss = named(
  'l2_loss',
  ['t'],
  ['name'],
  (t: TensorLike, name?: OpName): Tensor => dispatchOne(L2Loss, [operand(t, L2Loss)], name),
);
