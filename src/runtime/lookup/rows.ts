/** Rows of tensors as the keys and values of tables. */
import type { DType, TensorStorage } from '../../dtypes';
import { decodeElement, isComplex } from '../../elements';
import { InvalidArgumentError } from '../../errors';
import { Tensor } from '../tensor';
import { bracketText, elementCount, sameDims } from '../tensor_shape';

/** The storage cells of one row. */
export type Cells = readonly (number | bigint | Uint8Array)[];

/** Bytes as text of one character each: equal texts are equal bytes. */
function byteText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** The `i`-th key of a tensor as a value that a Map compares. */
export function keyOf(keys: Tensor, i: number): unknown {
  const value = decodeElement(keys.dtype, keys.data, i);
  if (value instanceof Uint8Array) return byteText(value);
  return isComplex(value) ? `${value.re},${value.im}` : value;
}

export function cellsOf(data: TensorStorage, row: number, size: number): Cells {
  return Array.from(
    (data as Float32Array).slice(row * size, (row + 1) * size) as ArrayLike<number | bigint | Uint8Array>,
  );
}

/** Rows one after another as a tensor. */
export function tensorOfRows(dtype: DType, dims: readonly number[], rows: readonly Cells[]): Tensor {
  const data = dtype.allocate(elementCount(dims));
  let at = 0;
  for (const row of rows) for (const cell of row) data[at++] = cell;
  return new Tensor(dtype, dims, data);
}

/** @throws {@link InvalidArgumentError} unless the values have the keys' shape followed by a value's */
export function checkValues(keyDims: readonly number[], values: Tensor, valueDims: readonly number[]): void {
  const wanted = [...keyDims, ...valueDims];
  if (!sameDims(values.dims, wanted))
    throw new InvalidArgumentError(
      `Expected shape ${bracketText(wanted)} for value, got ${bracketText(values.dims)}`,
      { fields: { expected: wanted, actual: values.dims } },
    );
}
