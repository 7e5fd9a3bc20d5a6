/** Ragged tensors as nested lists, and as the text that TF shows of them: numpy's arrays of arrays. */
import { decodeElement, type ElementValue } from '../../elements';
import { objectArrayText } from '../../python/numpy_format';
import { scalarStr } from '../../python/numpy_scalar';
import { integersOf } from '../index_argument';
import { NDArray } from '../ndarray';
import type { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';
import type { RaggedTensor } from './ragged_tensor';
import { isRagged } from './rows';

export type NestedList = ElementValue | readonly NestedList[];

/** The rows as nested lists. */
export function listOf({ values, row_splits }: RaggedTensor): NestedList[] {
  const inner = isRagged(values) ? listOf(values) : elementsOf(values, 0, 0);
  const splits = integersOf(row_splits)!;
  return splits.slice(1).map((to, i) => inner.slice(splits[i]!, to));
}

function elementsOf(tensor: Tensor, axis: number, at: number): NestedList[] {
  const stride = elementCount(tensor.dims.slice(axis + 1));
  return Array.from({ length: tensor.dims[axis]! }, (_, i) =>
    axis === tensor.dims.length - 1
      ? decodeElement(tensor.dtype, tensor.data, at + i)
      : elementsOf(tensor, axis + 1, at + i * stride),
  );
}

/** One array of rows of one length, else a list of the rows. */
export function arraysOf({ values, row_splits }: RaggedTensor): NDArray | readonly unknown[] {
  const inner = isRagged(values) ? arraysOf(values) : values.numpy();
  const splits = integersOf(row_splits)!;
  const lengths = splits.slice(1).map((to, i) => to - splits[i]!);
  if (!(inner instanceof NDArray)) return lengths.map((_, i) => inner.slice(splits[i]!, splits[i + 1]!));
  const [, ...row] = inner.shape;
  if (lengths.every((length) => length === lengths[0]))
    return new NDArray(inner.dtype, [lengths.length, lengths[0] ?? 0, ...row], inner.data);
  const width = elementCount(row) * inner.dtype.lanes;
  return lengths.map((length, i) => {
    const data = inner.data.slice(splits[i]! * width, splits[i + 1]! * width);
    return new NDArray(inner.dtype, [length, ...row], data);
  });
}

/** An array of texts, in numpy's order. */
interface Texts {
  readonly shape: readonly number[];
  readonly texts: readonly string[];
}

/** As numpy has it: one array of rows of one length, else an array whose elements are the rows. */
function textsOf({ values, row_splits }: RaggedTensor): Texts {
  const inner = isRagged(values) ? textsOf(values) : { shape: values.dims, texts: elementTexts(values) };
  const splits = integersOf(row_splits)!;
  const lengths = splits.slice(1).map((to, i) => to - splits[i]!);
  const row = inner.shape.slice(1);
  if (lengths.every((length) => length === lengths[0]))
    return { shape: [lengths.length, lengths[0] ?? 0, ...row], texts: inner.texts };
  const width = elementCount(row);
  const rows = lengths.map((length, i) =>
    arrayText({
      shape: [length, ...row],
      texts: inner.texts.slice(splits[i]! * width, splits[i + 1]! * width),
    }),
  );
  return { shape: [rows.length], texts: rows };
}

function elementTexts(tensor: Tensor): string[] {
  return Array.from({ length: elementCount(tensor.dims) }, (_, i) => scalarStr(tensor, i));
}

function arrayText({ shape, texts }: Texts): string {
  if (texts.length === 0) return emptyText(shape);
  return objectArrayText(shape, (element) => texts[element]!);
}

/** Where numpy would show nothing TF shows the empty rows. */
function emptyText(shape: readonly number[]): string {
  if (shape.length === 0) return '';
  return `[${new Array<string>(shape[0]!).fill(emptyText(shape.slice(1))).join(', ')}]`;
}

export function raggedText(ragged: RaggedTensor): string {
  return arrayText(textsOf(ragged));
}
