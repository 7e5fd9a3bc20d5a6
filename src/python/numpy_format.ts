/**
 * `str` and `repr` of numpy 1.26's arrays with its default options: lines of 75 characters, arrays of more than a thousand
 * elements cut to three at each end of each axis. Types of ml_dtypes show their elements as C++ does.
 */
import type { DType, HostTensor } from '../dtypes';
import { type Complex, decodeElement } from '../elements';
import type { FloatWidth } from './decimal';
import { type ElementFormat, floatingFormat } from './numpy_float';
import { scalarRepr, scalarStr } from './numpy_scalar';
import { bytesRepr, strRepr } from './text_repr';

const lineWidth = 75;
const threshold = 1000;
const edgeItems = 3;
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** numpy's arrays of fixed-width text or bytes, which TensorFlow has no dtype for; text is given as UTF-8. */
export interface TextArray {
  readonly dtype: 'str' | 'bytes';
  readonly shape: readonly number[];
  readonly data: readonly Uint8Array[];
}
/** What can be shown as a numpy array. */
export type PrintableArray = HostTensor | TextArray;

function isTextArray(array: PrintableArray): array is TextArray {
  return array.dtype === 'str' || array.dtype === 'bytes';
}

/** Columns that a text takes, as Python's `len` counts them. */
function textLength(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/** Flat indices of the elements that will be shown. */
function shownElements(shape: readonly number[], summarize: boolean): number[] {
  let flat = [0];
  for (const dim of shape) {
    const cut = summarize && dim > 2 * edgeItems;
    const steps = Array.from({ length: cut ? 2 * edgeItems : dim }, (_, i) =>
      cut && i >= edgeItems ? dim - 2 * edgeItems + i : i,
    );
    flat = flat.flatMap((base) => steps.map((step) => base * dim + step));
  }
  return flat;
}

const floatWidths = new Map<string, FloatWidth>([
  ['float16', 16],
  ['float32', 32],
  ['float64', 64],
  ['complex64', 32],
  ['complex128', 64],
]);
const customTypes = /^(bfloat16|float8_.*|float4_.*|u?int[24])$/;

/** A formatter of elements by flat index, fitted to the elements in `shown`. */
function elementFormat(
  array: PrintableArray,
  shown: readonly number[],
  suppress: boolean,
): ElementFormat<number> {
  if (isTextArray(array)) return (i) => textRepr(array, array.data[i]!);
  const { dtype, data } = array;
  const decode = (i: number) => decodeElement(dtype, data, i);
  if (dtype.kind === 'string') return (i) => bytesRepr(decode(i) as Uint8Array);
  if (dtype.kind === 'bool') {
    const yes = array.shape.length === 0 ? 'True' : ' True';
    return (i) => (decode(i) ? yes : 'False');
  }
  if (customTypes.test(dtype.name)) return (i) => scalarRepr({ dtype, data, shape: [] }, i);
  const width = floatWidths.get(dtype.name);
  if (dtype.kind === 'complex') return complexFormat(decode as (i: number) => Complex, shown, width!);
  if (width !== undefined) {
    const format = floatingFormat(shown.map(decode) as number[], width, false, suppress);
    return (i) => format(decode(i) as number);
  }
  const longest = Math.max(0, ...shown.map((i) => String(decode(i)).length));
  return (i) => String(decode(i)).padStart(longest);
}

function complexFormat(
  decode: (i: number) => Complex,
  shown: readonly number[],
  width: FloatWidth,
): ElementFormat<number> {
  const values = shown.map(decode);
  const real = floatingFormat(
    values.map((value) => value.re),
    width,
  );
  const imaginary = floatingFormat(
    values.map((value) => value.im),
    width,
    true,
  );
  return (i) => {
    const value = decode(i);
    // The j goes before the blanks that pad the fraction.
    return real(value.re) + imaginary(value.im).replace(/ *$/, (blanks) => `j${blanks}`);
  };
}

function textRepr({ dtype }: TextArray, item: Uint8Array): string {
  return dtype === 'str' ? strRepr(utf8.decode(item)) : bytesRepr(withoutEnd(item));
}

/** Fixed-width bytes end before their padding of zeros. */
function withoutEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}

/** Lines of one row, broken where they would grow too long. */
class Row {
  private done = '';
  private line: string;

  constructor(private readonly indent: string) {
    this.line = indent;
  }
  add(word: string, width: number): void {
    const [first, ...more] = word.split('\n') as [string, ...string[]];
    const longest = Math.max(textLength(first), ...more.map(textLength));
    const tooLong = textLength(this.line) + longest > width && this.line.length > this.indent.length;
    if (tooLong) this.break(this.indent);
    const indent = tooLong ? this.indent : ' '.repeat(this.line.length);
    this.line += first;
    for (const next of more) this.break(indent + next);
    // A word of several lines is as wide as its widest.
    if (more.length > 0) this.line += ' '.repeat(longest - textLength(more.at(-1)!));
  }
  private break(line: string): void {
    this.done += `${this.line.trimEnd()}\n`;
    this.line = line;
  }
  separate(separator: string): void {
    this.line += separator;
  }
  finish(): string {
    return this.done + this.line;
  }
}

/** Where texts of arrays of texts stand: brackets, and lines broken where they would grow too long. */
function layout(
  shape: readonly number[],
  word: (element: number) => string,
  separator: string,
  start: string,
  room: number,
): string {
  const summarize = sizeOf(shape) > threshold;
  function level(axis: number, base: number, indent: string, width: number): string {
    if (axis === shape.length) return word(base);
    const dim = shape[axis]!;
    const cut = summarize && dim > 2 * edgeItems;
    const inner = (i: number) => level(axis + 1, base * dim + i, `${indent} `, width - 1);
    const shown = cut ? [0, 1, 2, -1, dim - 3, dim - 2, dim - 1] : Array.from({ length: dim }, (_, i) => i);
    if (axis === shape.length - 1) {
      const most = width - Math.max(separator.trimEnd().length, 1);
      const row = new Row(indent);
      shown.forEach((i, k) => {
        row.add(i < 0 ? '...' : inner(i), most);
        if (k < shown.length - 1) row.separate(separator);
      });
      return `[${row.finish().slice(indent.length)}]`;
    }
    const between = separator.trimEnd() + '\n'.repeat(shape.length - axis - 1);
    return `[${shown.map((i) => (i < 0 ? '...' : inner(i))).join(between + indent)}]`;
  }
  return level(0, 0, start, room);
}

/** numpy's text of an array of objects, whose own texts are given, with commas. */
export function objectArrayText(shape: readonly number[], word: (element: number) => string): string {
  return layout(shape, word, ', ', ' ', lineWidth);
}

/** numpy's `array2string`: the brackets and what is in them. */
function arrayText(
  array: PrintableArray,
  separator: string,
  prefix: string,
  suffix: string,
  suppress = false,
): string {
  const { shape } = array;
  const size = sizeOf(shape);
  if (size === 0) return '[]';
  const format = elementFormat(array, shownElements(shape, size > threshold), suppress);
  return layout(shape, format, separator, ` ${' '.repeat(prefix.length)}`, lineWidth - suffix.length);
}

const implied = new Set(['int64', 'float64', 'complex128', 'bool']);

/** The name behind `dtype=` in an array's `repr`. */
function dtypeText(array: PrintableArray): string {
  if (isTextArray(array)) {
    const lengths = array.data.map((item) =>
      array.dtype === 'str' ? textLength(utf8.decode(item)) : withoutEnd(item).length,
    );
    return `'${array.dtype === 'str' ? '<U' : '|S'}${Math.max(1, ...lengths)}'`;
  }
  const name = numpyName(array.dtype);
  return /^[a-z0-9]+$/.test(name) ? name : `'${name}'`;
}

/** The numpy type that TensorFlow's `numpy()` gives a tensor of this dtype. */
function numpyName(dtype: DType): string {
  if (dtype.kind === 'string') return 'object';
  return dtype.kind === 'quantized' ? dtype.name.slice(1) : dtype.name;
}

/** numpy's `repr(array)`, also for 0-d arrays: `array(1., dtype=float32)`. */
export function arrayRepr(array: PrintableArray): string {
  const { shape } = array;
  const size = sizeOf(shape);
  const skip = size > 0 && !isTextArray(array) && implied.has(array.dtype.name);
  const suffix = skip ? ')' : ',';
  const listed =
    size > 0 || (shape.length === 1 && shape[0] === 0)
      ? arrayText(array, ', ', 'array(', suffix)
      : `[], shape=${shapeText(shape)}`;
  const text = `array(${listed}${suffix}`;
  if (skip) return text;
  const dtype = `dtype=${dtypeText(array)})`;
  const lastLine = textLength(text.slice(text.lastIndexOf('\n') + 1));
  const spacer = lastLine + dtype.length + 1 > lineWidth ? `\n${' '.repeat('array('.length)}` : ' ';
  return text + spacer + dtype;
}

/** numpy's `str(array)`; a 0-d array shows as its scalar. @param options numpy's `printoptions`: `suppress` exponents */
export function arrayStr(array: PrintableArray, { suppress = false } = {}): string {
  if (array.shape.length > 0) return arrayText(array, ' ', '', '', suppress);
  if (!isTextArray(array)) return scalarStr(array);
  const item = array.data[0]!;
  return array.dtype === 'str' ? utf8.decode(item) : textRepr(array, item);
}

/** A shape as Python shows a tuple: `(2, None)`, `(3,)`. */
export function shapeText(shape: readonly (number | null)[]): string {
  const dims = shape.map((dim) => (dim === null ? 'None' : String(dim)));
  return dims.length === 1 ? `(${dims[0]},)` : `(${dims.join(', ')})`;
}
