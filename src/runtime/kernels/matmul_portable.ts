/**
 * Matrix products of floats in plain TypeScript, always there: both sides are packed into panels of doubles, four rows by three columns of the product
 * are kept in registers while `k` runs. Packing reads any strides, so transposes cost nothing; sums are in double.
 */
import type { Floats } from '../elementwise';
import type { MatrixView } from './matmul';

const panelRows = 4;
const panelColumns = 3;
/** Doubles of the left side that are kept close while the right side streams past: 256 KiB. */
const blockSize = 32 * 1024;
/** Products of fewer multiplications are not worth packing. */
const smallProduct = 1024;

let leftPanels = new Float64Array(0);
let rightPanels = new Float64Array(0);

/** Does what `matmulFloats` does, at any size and strides. */
export function matmulPortable(
  a: Floats,
  aView: MatrixView,
  b: Floats,
  bView: MatrixView,
  out: Floats,
  outOffset: number,
  m: number,
  n: number,
  k: number,
  add: boolean,
): void {
  if (m * n * k <= smallProduct || n < panelColumns || m < panelRows) {
    direct(a, aView, b, bView, out, outOffset, m, n, k, add);
    return;
  }
  const columns = Math.ceil(n / panelColumns) * panelColumns;
  if (rightPanels.length < columns * k) rightPanels = new Float64Array(columns * k);
  packThree(b, bView, n, k, rightPanels);
  const blockRows = Math.min(
    Math.ceil(m / panelRows) * panelRows,
    Math.max(panelRows, Math.floor(blockSize / k / panelRows) * panelRows),
  );
  if (leftPanels.length < blockRows * k) leftPanels = new Float64Array(blockRows * k);
  for (let top = 0; top < m; top += blockRows) {
    const rows = Math.min(blockRows, m - top);
    packFour(a, aView.offset + top * aView.row, aView.row, aView.column, rows, k, leftPanels);
    for (let j = 0; j < n; j += panelColumns)
      for (let i = 0; i < rows; i += panelRows)
        tile(
          leftPanels,
          i * k,
          rightPanels,
          j * k,
          k,
          out,
          outOffset + (top + i) * n + j,
          n,
          Math.min(panelRows, rows - i),
          Math.min(panelColumns, n - j),
          add,
        );
  }
}

/** Small or thin products: one dot product after the other. */
function direct(
  a: Floats,
  aView: MatrixView,
  b: Floats,
  bView: MatrixView,
  out: Floats,
  outOffset: number,
  m: number,
  n: number,
  k: number,
  add: boolean,
): void {
  const aStep = aView.column;
  const bStep = bView.row;
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let at = aView.offset + i * aView.row;
      let bt = bView.offset + j * bView.column;
      let sum = 0;
      for (let p = 0; p < k; p++) {
        sum += a[at]! * b[bt]!;
        at += aStep;
        bt += bStep;
      }
      const o = outOffset + i * n + j;
      out[o] = add ? out[o]! + sum : sum;
    }
}

/** Rows in panels of four, the four of one column side by side; missing rows are zeros. */
function packFour(
  from: Floats,
  offset: number,
  row: number,
  column: number,
  rows: number,
  k: number,
  to: Float64Array,
): void {
  let o = 0;
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    let at = offset + i * row;
    for (let p = 0; p < k; p++) {
      to[o] = from[at]!;
      to[o + 1] = from[at + row]!;
      to[o + 2] = from[at + 2 * row]!;
      to[o + 3] = from[at + 3 * row]!;
      o += 4;
      at += column;
    }
  }
  if (i === rows) return;
  for (let p = 0; p < k; p++)
    for (let r = i; r < i + 4; r++) to[o++] = r < rows ? from[offset + r * row + p * column]! : 0;
}

/** Columns in panels of three, the three of one row side by side; missing columns are zeros. */
function packThree(from: Floats, view: MatrixView, columns: number, k: number, to: Float64Array): void {
  const { offset, row, column } = view;
  let o = 0;
  let j = 0;
  for (; j + 3 <= columns; j += 3) {
    let at = offset + j * column;
    for (let p = 0; p < k; p++) {
      to[o] = from[at]!;
      to[o + 1] = from[at + column]!;
      to[o + 2] = from[at + 2 * column]!;
      o += 3;
      at += row;
    }
  }
  if (j === columns) return;
  for (let p = 0; p < k; p++)
    for (let c = j; c < j + 3; c++) to[o++] = c < columns ? from[offset + c * column + p * row]! : 0;
}

/** One tile of the product; at the edges only `rows x columns` of it are stored. */
function tile(
  a: Float64Array,
  at: number,
  b: Float64Array,
  bt: number,
  k: number,
  out: Floats,
  o: number,
  stride: number,
  rows: number,
  columns: number,
  add: boolean,
): void {
  let c00 = 0;
  let c01 = 0;
  let c02 = 0;
  let c10 = 0;
  let c11 = 0;
  let c12 = 0;
  let c20 = 0;
  let c21 = 0;
  let c22 = 0;
  let c30 = 0;
  let c31 = 0;
  let c32 = 0;
  for (let p = 0; p < k; p++) {
    const b0 = b[bt]!;
    const b1 = b[bt + 1]!;
    const b2 = b[bt + 2]!;
    let x = a[at]!;
    c00 += x * b0;
    c01 += x * b1;
    c02 += x * b2;
    x = a[at + 1]!;
    c10 += x * b0;
    c11 += x * b1;
    c12 += x * b2;
    x = a[at + 2]!;
    c20 += x * b0;
    c21 += x * b1;
    c22 += x * b2;
    x = a[at + 3]!;
    c30 += x * b0;
    c31 += x * b1;
    c32 += x * b2;
    at += 4;
    bt += 3;
  }
  store(out, o, c00, c01, c02, columns, add);
  if (rows > 1) store(out, o + stride, c10, c11, c12, columns, add);
  if (rows > 2) store(out, o + 2 * stride, c20, c21, c22, columns, add);
  if (rows > 3) store(out, o + 3 * stride, c30, c31, c32, columns, add);
}

function store(out: Floats, o: number, x: number, y: number, z: number, columns: number, add: boolean): void {
  out[o] = add ? out[o]! + x : x;
  if (columns > 1) out[o + 1] = add ? out[o + 1]! + y : y;
  if (columns > 2) out[o + 2] = add ? out[o + 2]! + z : z;
}
