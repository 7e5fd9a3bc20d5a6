/** `unique`, `unique_with_counts` and what is left of one list without another. */
import { as_dtype, bfloat16, type DType, type DTypeLike, float16, int32, int64, string } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { namedtuple } from '../../python/tuple';
import type { TensorLike } from '../convert_types';
import { dispatch, operand } from '../dispatch';
import { integerTensor } from '../index_argument';
import { checkKernel } from '../kernel_types';
import { checkAllowed, defineOp, type InputSpec, type OpRecord, unregisteredGradient } from '../op';
import type { Tensor } from '../tensor';
import { bracketText } from '../tensor_shape';
import type { NamedTensors } from './sorting';
import { taken } from './taken';

interface OutIndex {
  readonly [name: string]: unknown;
  readonly out_idx: DType;
}

/** The bits of infinity in halves: what is above them is NaN. */
const infinities = new Map([
  [float16, 0x7c00],
  [bfloat16, 0x7f80],
]);

/** A value to find equal elements by. Equal halves have equal bits, but for the two zeros. */
export function keyOf(x: Tensor, i: number): unknown {
  if (x.dtype === string) return bytesText(x.data[i] as Uint8Array);
  if (x.dtype.is_complex) return `${x.data[2 * i]},${x.data[2 * i + 1]}`;
  const infinity = infinities.get(x.dtype);
  if (infinity !== undefined && ((x.data[i] as number) & 0x7fff) > infinity) return Number.NaN;
  return x.data[i];
}

/** Bytes as a text of characters 0 to 255. */
function bytesText(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}

/** The first place of each different element, and for every element which of them it is. */
function distinct(x: Tensor): { places: number[]; groups: number[]; counts: number[] } {
  const seen = new Map<unknown, number>();
  const [places, groups, counts]: [number[], number[], number[]] = [[], [], []];
  const n = x.dims[0]!;
  for (let i = 0; i < n; i++) {
    const key = keyOf(x, i);
    let group = seen.get(key);
    // NaN equals nothing, itself included.
    if (group === undefined || Number.isNaN(key)) {
      group = places.length;
      seen.set(key, group);
      places.push(i);
      counts.push(0);
    }
    groups.push(group);
    counts[group]!++;
  }
  return { places, groups, counts };
}

function checkVector(type: string, x: InputSpec, out: DType): void {
  checkKernel(type, x.dtype);
  checkAllowed(type, out, [int32, int64], 'out_idx');
  if (x.dims !== null && x.dims.length !== 1)
    throw new InvalidArgumentError('unique expects a 1D vector.', {
      fields: { expected: 1, actual: bracketText(x.dims as number[]) },
    });
}

const Unique: OpRecord<OutIndex> = defineOp<OutIndex>({
  type: 'Unique',
  infer: ([x], { out_idx }) => {
    checkVector('Unique', x!, out_idx);
    return [
      { dtype: x!.dtype, dims: [null] },
      { dtype: out_idx, dims: x!.dims },
    ];
  },
  kernel: ([x], { out_idx }) => {
    const { places, groups } = distinct(x!);
    return [taken(x!, places), integerTensor(groups, out_idx)];
  },
  grad: unregisteredGradient('Unique'),
});
const UniqueWithCounts: OpRecord<OutIndex> = defineOp<OutIndex>({
  type: 'UniqueWithCounts',
  infer: ([x], { out_idx }) => {
    checkVector('UniqueWithCounts', x!, out_idx);
    return [
      { dtype: x!.dtype, dims: [null] },
      { dtype: out_idx, dims: x!.dims },
      { dtype: out_idx, dims: [null] },
    ];
  },
  kernel: ([x], { out_idx }) => {
    const { places, groups, counts } = distinct(x!);
    return [taken(x!, places), integerTensor(groups, out_idx), integerTensor(counts, out_idx)];
  },
  grad: unregisteredGradient('UniqueWithCounts'),
});
const ListDiff: OpRecord<OutIndex> = defineOp<OutIndex>({
  type: 'ListDiff',
  infer: ([x], { out_idx }) => {
    checkKernel('ListDiff', x!.dtype);
    return [
      { dtype: x!.dtype, dims: [null] },
      { dtype: out_idx, dims: [null] },
    ];
  },
  kernel: ([x, y], { out_idx }) => {
    const without = new Set(Array.from({ length: y!.dims[0]! }, (_, i) => keyOf(y!, i)));
    const places = Array.from({ length: x!.dims[0]! }, (_, i) => i).filter((i) => !without.has(keyOf(x!, i)));
    return [taken(x!, places), integerTensor(places, out_idx)];
  },
  grad: null,
});

const UniqueResult = namedtuple('Unique', ['y', 'idx']);
const CountsResult = namedtuple('UniqueWithCounts', ['y', 'idx', 'count']);

interface UniqueKeywords {
  out_idx?: DTypeLike;
  name?: string | null;
}
type UniqueArgs = Args<[x: TensorLike], [out_idx: DTypeLike], UniqueKeywords, ['x']>;
function runUnique(method: string, op: OpRecord<OutIndex>, args: UniqueArgs): readonly Tensor[] {
  const names = ['x', 'out_idx', 'name'] as const;
  const given = bindArguments<UniqueKeywords & { x: TensorLike }>(method, names, args, {
    required: 1,
  });
  const x = operand(given.x!, op as unknown as OpRecord);
  return dispatch(op, [x], { out_idx: as_dtype(given.out_idx ?? int32) });
}
/**
 * Mirrors `tf.unique`: the different values of a vector in the order in which they come, and for each element which it is.
 * @throws {@link InvalidArgumentError} for anything but a vector
 */
export function unique(...args: UniqueArgs): NamedTensors<'y' | 'idx'> {
  return new UniqueResult(...runUnique('unique', Unique, args)) as unknown as NamedTensors<'y' | 'idx'>;
}
/** Mirrors `tf.unique_with_counts`: `unique`, and how often each value comes. */
export function unique_with_counts(...args: UniqueArgs): NamedTensors<'y' | 'idx' | 'count'> {
  const outputs = runUnique('unique_with_counts', UniqueWithCounts, args);
  return new CountsResult(...outputs) as unknown as NamedTensors<'y' | 'idx' | 'count'>;
}

const DiffResult = namedtuple('ListDiff', ['out', 'idx']);
interface DiffKeywords {
  index_dtype?: DTypeLike;
  name?: string | null;
}
/** Mirrors `tf.compat.v1.setdiff1d`: the values of `x` that are not in `y`, and where they are. */
export function setdiff1d(
  ...args: Args<[x: TensorLike, y: TensorLike], [index_dtype: DTypeLike], DiffKeywords, ['x', 'y']>
): NamedTensors<'out' | 'idx'> {
  const names = ['x', 'y', 'index_dtype', 'name'] as const;
  const given = bindArguments<DiffKeywords & { x: TensorLike; y: TensorLike }>('setdiff1d', names, args, {
    required: 2,
  });
  const inputs = [given.x!, given.y!].map((v) => operand(v, ListDiff as unknown as OpRecord));
  const outputs = dispatch(ListDiff, inputs, { out_idx: as_dtype(given.index_dtype ?? int32) });
  return new DiffResult(...outputs) as unknown as NamedTensors<'out' | 'idx'>;
}
