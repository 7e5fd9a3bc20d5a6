/**
 * `x.getitem(0, slice(1, null), '...', tf.newaxis)`: Python's `x[0, 1:, ..., tf.newaxis]`, also written as one text,
 * `x.getitem('0, 1:, ..., newaxis')` (DESIGN.md "TF's names, TypeScript's manners").
 */
import { type DType, int8, int16, int32, int64, uint8, uint16, uint32, uint64 } from '../../dtypes';
import { TypeError, ValueError } from '../../errors';
import { PySlice } from '../../python/builtins';
import { repr } from '../../python/repr';
import { dtypeOf, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { isKnown } from '../graph/operation';
import type { SliceMasks } from '../slice_spec';
import { Tensor } from '../tensor';
import { add } from './arithmetic';
import { cast } from './cast';
import { stack } from './joining';
import { slicedBy } from './slicing';

/** Mirrors `tf.newaxis`. */
export const newaxis = null;

/** Python's slice with bounds that may be scalar tensors. */
export type TensorSlice = PySlice<number | bigint | Tensor>;

/** What may stand between the brackets of `x[...]`; a text may hold several, separated by commas. */
export type SliceItem = number | bigint | string | null | TensorSlice | TensorLike;

const indexTypes: readonly DType[] = [int8, int16, int32, int64, uint8, uint16, uint32, uint64];
const notAnIndex =
  'Only integers, slices (`:`), ellipsis (`...`), tf.newaxis (`None`) and scalar tf.int32/tf.int64 tensors are valid indices';

/** The items of a text such as `'1:3, ..., -1'`. @throws {@link ValueError} for what Python could not read either */
function parseItems(text: string): SliceItem[] {
  const trimmed = text.trim().replace(/,\s*$/, '');
  if (trimmed === '') throw new ValueError(`invalid slice: ${repr(text)}`);
  return trimmed.split(',').map((part) => parseItem(part.trim(), text));
}

function parseItem(item: string, text: string): number | PySlice | string | null {
  if (item === '...' || item === 'Ellipsis') return '...';
  if (/^((tf|np)\.)?newaxis$|^None$/.test(item)) return null;
  const bounds = item.split(':').map((bound) => bound.trim());
  if (bounds.length > 3 || !bounds.every((b) => /^([+-]?\d+)?$/.test(b)) || item === '')
    throw new ValueError(`invalid slice: ${repr(text)}`, { fields: { actual: item } });
  if (bounds.length === 1) return Number(bounds[0]);
  const [start, stop, step] = bounds.map((b) => (b === '' ? null : Number(b)));
  return new PySlice(start ?? null, stop ?? null, step ?? null);
}

/**
 * A bound or index: a whole number, or a scalar tensor of integers, which stays one where its value is not known.
 * @throws {@link TypeError} with TF's text
 */
function bound(value: unknown): Bound {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  if (typeof value === 'bigint') return Number(value);
  const dtype = dtypeOf(value);
  if (dtype === undefined || !indexTypes.includes(dtype))
    throw new TypeError(`${notAnIndex}, got ${repr(value)}`);
  const tensor = toTensor(value as TensorLike);
  if (tensor.dims.length > 0) throw new TypeError(`${notAnIndex}, got ${repr(value)}`);
  return isKnown(tensor) ? Number(tensor.data[0]) : cast(tensor, int32);
}

/** What follows an index. */
function next(index: Bound): Bound {
  return typeof index === 'number' ? index + 1 : add(index, 1);
}

type Bound = number | Tensor;

/** A slice as the inputs and attributes of StridedSlice. */
export interface SliceParts {
  readonly begin: readonly Bound[];
  readonly end: readonly Bound[];
  readonly strides: readonly Bound[];
  readonly masks: SliceMasks;
}

/** Items with those of texts one by one. */
export function separateItems(items: readonly SliceItem[]): SliceItem[] {
  return items.flatMap((item): SliceItem[] => (typeof item === 'string' ? parseItems(item) : [item]));
}

/** Reads the arguments of `getitem`. @throws {@link TypeError} for what is no index */
export function sliceParts(items: readonly SliceItem[]): SliceParts {
  const flat = separateItems(items);
  const begin: Bound[] = flat.map(() => 0);
  const end: Bound[] = flat.map(() => 0);
  const strides: Bound[] = flat.map(() => 1);
  const masks = { begin_mask: 0, end_mask: 0, ellipsis_mask: 0, new_axis_mask: 0, shrink_axis_mask: 0 };
  flat.forEach((item, i) => {
    const bit = 1 << i;
    if (item === '...') masks.ellipsis_mask |= bit;
    else if (item === null) masks.new_axis_mask |= bit;
    else if (item instanceof PySlice) {
      if (item.start === null) masks.begin_mask |= bit;
      else begin[i] = clamped(bound(item.start));
      if (item.stop === null) masks.end_mask |= bit;
      else end[i] = clamped(bound(item.stop));
      if (item.step !== null) strides[i] = clamped(bound(item.step));
    } else {
      begin[i] = bound(item);
      end[i] = next(begin[i]!);
      masks.shrink_axis_mask |= bit;
    }
  });
  return { begin, end, strides, masks };
}

/** Bounds far outside mean the same as bounds just outside. */
function clamped(value: Bound): Bound {
  if (typeof value !== 'number') return value;
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value));
}

/**
 * Python's `x[items]`.
 * @throws {@link TypeError} for what is no index, {@link InvalidArgumentError} for an index out of bounds
 */
export function getitem(x: TensorLike, items: readonly SliceItem[]): Tensor {
  const parts = sliceParts(items);
  return slicedBy(x, sliceTensors(parts), parts.masks);
}

/** Begin, end and strides as the inputs of an op. */
export function sliceTensors({ begin, end, strides }: SliceParts): Tensor[] {
  return [begin, end, strides].map((parts) =>
    parts.every((part) => typeof part === 'number')
      ? new Tensor(int32, [parts.length], Int32Array.from(parts))
      : stack(parts.map((part) => toTensor(part, int32))),
  );
}
