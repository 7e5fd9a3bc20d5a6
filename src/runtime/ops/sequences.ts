/** Ops on sequences: `reverse_sequence`, `sequence_mask`, `repeat`, `invert_permutation`. */

import { as_dtype, bool, type DTypeLike, int32, int64 } from '../../dtypes';
import { InvalidArgumentError, TypeError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { named } from '../../python/named';
import { arrayStr } from '../../python/numpy_format';
import { repr } from '../../python/repr';
import { resultStorage } from '../allocate';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch, dispatchOne, operand } from '../dispatch';
import { isKnown } from '../graph/operation';
import { int32Of, integer, integersOf, integerTensor, pythonAxis } from '../index_argument';
import { copyStrided, rowMajorStrides } from '../kernels/strided_copy';
import { checkAllowed, defineOp, type OpName, type OpRecord } from '../op';
import { shapeTensor } from '../shape_argument';
import { Tensor } from '../tensor';
import { compatibleDims, type Dimension, elementCount, shapeText } from '../tensor_shape';
import { reshape } from './array';
import { cast } from './cast';
import { less } from './comparison';
import { range, rangeOf } from './creation';
import { maximum } from './extremes';
import { sum } from './fill';
import { gatherAlong } from './gather';
import { shapeOf } from './known_shape';
import { broadcast_to, checkTiled } from './movement';
import { reduce_max } from './reduction';
import { cumsum } from './scan';
import { expand_dims } from './shapes';
import { sizeOf, sizeTensor } from './sizes';
import { searchsorted } from './sorting';

interface ReverseSequenceAttributes {
  readonly [name: string]: unknown;
  readonly seq_dim: number;
  readonly batch_dim: number;
}
const ReverseSequence: OpRecord<ReverseSequenceAttributes> = defineOp<ReverseSequenceAttributes>({
  type: 'ReverseSequence',
  indices: [[1, 'Tlen']],
  infer: ([x, lengths], { seq_dim, batch_dim }) => {
    const { dims, dtype } = x!;
    if (dims === null) return [{ dtype, dims }];
    if (lengths!.dims !== null && lengths!.dims.length !== 1)
      throw new InvalidArgumentError(`seq_lens input must be 1-dim, not ${lengths!.dims.length}`);
    for (const [name, dim] of [
      ['batch_dim', batch_dim],
      ['seq_dim', seq_dim],
    ] as const)
      if (dim < 0) throw new InvalidArgumentError(`Invalid ${name} ${dim}`);
    if (seq_dim === batch_dim) throw new InvalidArgumentError(`batch_dim == seq_dim == ${seq_dim}`);
    if (seq_dim >= dims.length)
      throw new InvalidArgumentError(`seq_dim must be < input rank ( ${seq_dim} vs. ${dims.length})`);
    if (batch_dim >= dims.length)
      throw new InvalidArgumentError(`batch_dim must be < input rank ( ${batch_dim} vs. ${dims.length})`);
    if (lengths!.dims !== null && !compatibleDims(lengths!.dims, [dims[batch_dim]!]))
      throw new InvalidArgumentError(
        `Length of seq_lens != input.dims(${batch_dim}), (${lengths!.dims[0]} vs. ${dims[batch_dim]})`,
      );
    for (const n of integersOf(lengths!) ?? []) {
      if (n < 0) throw new InvalidArgumentError(`seq_lens(${integersOf(lengths!)!.indexOf(n)}) < 0`);
      if (dims[seq_dim] !== null && n > dims[seq_dim]!)
        throw new InvalidArgumentError(
          `seq_lens(${integersOf(lengths!)!.indexOf(n)}) > input.dims(${seq_dim})`,
        );
    }
    return [{ dtype, dims }];
  },
  kernel: ([x, lengths], { seq_dim, batch_dim }) => {
    const { dims, dtype } = x!;
    const strides = rowMajorStrides(dims);
    const data = resultStorage(dtype, elementCount(dims));
    integersOf(lengths!)!.forEach((n, b) => {
      const offset = b * strides[batch_dim]!;
      const part = (from: number, count: number, turned: boolean): void => {
        const sizes = dims.map((d, i) => (i === batch_dim ? 1 : i === seq_dim ? count : d));
        const at = offset + from * strides[seq_dim]!;
        const last = offset + (from + count - 1) * strides[seq_dim]!;
        const back = strides.map((s, i) => (i === seq_dim ? -s : s));
        copyStrided(
          dtype,
          turned ? { data: x!.data, offset: last, strides: back } : { data: x!.data, offset: at, strides },
          { data, offset: at, strides },
          sizes,
        );
      };
      part(0, n, true);
      part(n, dims[seq_dim]! - n, false);
    });
    return [new Tensor(dtype, dims, data)];
  },
  grad: ({ inputs: [, lengths], attrs }, g) => [dispatch(ReverseSequence, [g!, lengths!], attrs)[0]!, null],
});

interface ReverseSequenceKeywords {
  seq_axis?: number | null;
  batch_axis?: number | null;
  name?: string | null;
}
/**
 * Mirrors `tf.reverse_sequence`: the first `seq_lengths[b]` elements of each sequence in reverse.
 * @throws {@link InvalidArgumentError} for lengths that do not fit
 */
export function reverse_sequence(
  ...args: Args<
    [input: TensorLike, seq_lengths: TensorLike],
    [seq_axis: number | null, batch_axis: number | null],
    ReverseSequenceKeywords,
    ['input', 'seq_lengths']
  >
): Tensor {
  const names = ['input', 'seq_lengths', 'seq_axis', 'batch_axis', 'name'] as const;
  const given = bindArguments<ReverseSequenceKeywords & { input: TensorLike; seq_lengths: TensorLike }>(
    'reverse_sequence',
    names,
    args,
    { required: 2 },
  );
  const inputs = [
    operand(given.input!, ReverseSequence as unknown as OpRecord),
    shapeTensor(given.seq_lengths!),
  ];
  // TF leaves a missing sequence axis to the op, which refuses it.
  const seq = given.seq_axis ?? null;
  if (seq === null) throw new TypeError("Missing required argument 'seq_axis' of reverse_sequence.");
  const attrs = {
    seq_dim: integer(seq, 'seq_axis'),
    batch_dim: integer(given.batch_axis ?? 0, 'batch_axis'),
  };
  return dispatch(ReverseSequence, inputs, attrs)[0]!;
}

interface SequenceMaskKeywords {
  maxlen?: TensorLike | null;
  dtype?: DTypeLike | null;
  name?: string | null;
}
/**
 * Mirrors `tf.sequence_mask`: for each length, that many trues, then false up to `maxlen` or the longest.
 * @throws {@link ValueError} for a `maxlen` that is no scalar
 */
export function sequence_mask(
  ...args: Args<
    [lengths: TensorLike],
    [maxlen: TensorLike | null, dtype: DTypeLike | null],
    SequenceMaskKeywords,
    ['lengths']
  >
): Tensor {
  const names = ['lengths', 'maxlen', 'dtype', 'name'] as const;
  const given = bindArguments<SequenceMaskKeywords & { lengths: TensorLike }>('sequence_mask', names, args, {
    required: 1,
  });
  const lengths = numbersOrSizes(given.lengths!);
  const longest = given.maxlen ?? null;
  const maxlen =
    longest === null ? maximum(reduce_max(lengths), toTensor(0, lengths.dtype)) : numbersOrSizes(longest);
  if (maxlen.dims.length !== 0)
    throw new ValueError(
      `Argument \`maxlen\` must be scalar for sequence_mask, received \`maxlen\` = ${arrayStr(maxlen)} with shape ` +
        `'${shapeText(maxlen.dims)}' instead`,
    );
  const row = rangeOf(toTensor(0n, maxlen.dtype), maxlen, toTensor(1n, maxlen.dtype));
  const mask = less(row, cast(expand_dims(lengths, -1), maxlen.dtype));
  const dtype = as_dtype(given.dtype ?? bool);
  return dtype === bool ? mask : cast(mask, dtype);
}

/** Whole numbers as sizes, fractions as what they are. */
function numbersOrSizes(value: TensorLike): Tensor {
  const tensor = toTensor(value);
  return isHostValue(value) || !holdsWholes(tensor) ? tensor : shapeTensor(value);
}
function holdsWholes({ data, dtype }: Tensor): boolean {
  return !dtype.is_floating || (data as Float32Array).every(Number.isInteger);
}

interface RepeatKeywords {
  axis?: number | null;
  name?: string | null;
}
/**
 * Mirrors `tf.repeat`: each element along `axis` as often as `repeats` says; without an axis the tensor is flattened.
 * @throws {@link ValueError} if `repeats` does not have one count for each element
 */
export function repeat(
  ...args: Args<
    [input: TensorLike, repeats: TensorLike],
    [axis: number | null],
    RepeatKeywords,
    ['input', 'repeats']
  >
): Tensor {
  const names = ['input', 'repeats', 'axis', 'name'] as const;
  const given = bindArguments<RepeatKeywords & { input: TensorLike; repeats: TensorLike }>(
    'repeat',
    names,
    args,
    {
      required: 2,
    },
  );
  let input = toTensor(given.input!);
  const axis = given.axis ?? null;
  if (axis !== null && !Number.isInteger(axis))
    throw new TypeError(`Argument \`axis\` must be an int. Received \`axis\` = ${repr(axis)}`);
  if (axis === null) input = reshape(input, [-1]);
  else if (input.dims.length === 0) input = reshape(input, [1]);
  const at = pythonAxis(axis ?? 0, input.dims.length);
  const size = input.dims[at] as Dimension;
  const repeats = shapeTensor(given.repeats!);
  if (!repeats.dtype.is_integer)
    throw new TypeError(
      `Argument \`tensor\` (name: repeats) must be of type integer. Received \`tensor\` = ${arrayStr(repeats)} of dtype: ${repr(repeats.dtype)}`,
    );
  if (repeats.dims.length > 1)
    throw new ValueError(`Shape ${shapeText(repeats.dims)} must have rank at most 1`);
  if (size === null || !isKnown(repeats))
    return gatherAlong(
      reshape(input, shapeOf(input)),
      repeatedPlaces(repeats, sizeTensor(sizeOf(input, at))),
      at,
    );
  const counts = int32Of(repeats);
  if (counts.length !== 1 && counts.length !== size)
    throw new ValueError(`Dimensions ${size} and ${counts.length} are not compatible`, {
      fields: { expected: size, actual: counts.length },
    });
  if (counts.length === 1 && counts[0]! < 0)
    throw new InvalidArgumentError(`Expected multiples[1] >= 0, but got ${counts[0]}`);
  checkTiled(input.dtype, counts, input.dims.length + 1);
  const places: number[] = [];
  for (let i = 0; i < size; i++)
    for (let k = counts[counts.length === 1 ? 0 : i]!; k > 0; k--) places.push(i);
  // Through a reshape, whose gradient is never IndexedSlices: TF's is none either.
  return gatherAlong(reshape(input, input.dims), integerTensor(places), at);
}

/** The place of each repeated element, in a graph: how many elements end before or at it. */
function repeatedPlaces(repeats: Tensor, size: Tensor): Tensor {
  const counts = broadcast_to(repeats, reshape(size, [1]));
  return searchsorted(cumsum(counts), range(sum(counts, [0])), 'right');
}

const InvertPermutation: OpRecord = defineOp({
  type: 'InvertPermutation',
  infer: ([x]) => {
    checkAllowed('InvertPermutation', x!.dtype, [int32, int64]);
    if (x!.dims !== null && x!.dims.length !== 1)
      throw new InvalidArgumentError('invert_permutation expects a 1D vector.');
    return [{ dtype: x!.dtype, dims: x!.dims }];
  },
  kernel: ([x], _attrs, [spec]) => {
    const list = integersOf(x!)!;
    const out = new Array<number>(list.length).fill(-1);
    list.forEach((place, i) => {
      if (place < 0 || place >= list.length)
        throw new InvalidArgumentError(`${place} is not between 0 and ${list.length}`);
      if (out[place] !== -1) throw new InvalidArgumentError(`${place} is duplicated in the input.`);
      out[place] = i;
    });
    return [integerTensor(out, spec!.dtype)];
  },
  grad: null,
});
/** Mirrors `tf.math.invert_permutation`. @throws {@link InvalidArgumentError} for anything but a permutation */
export const invert_permutation = named(
  'invert_permutation',
  ['x'],
  ['name'],
  (x: TensorLike, name?: OpName): Tensor => dispatchOne(InvertPermutation, [shapeTensor(x)], name),
);
