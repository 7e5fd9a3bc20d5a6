/**
 * What `numpy()`, `get_tensor` and `sess.run` give: contiguous elements that belong to the user, who may change them.
 * An array without dimensions that stands for one number prints as a numpy scalar does.
 */
import ndarray, { type NdArray, type TypedArray } from 'ndarray';
import { as_dtype, type DType, type HostTensor, type TensorStorage } from '../dtypes';
import { decodeElement, type ElementInput, type ElementValue, encodeElement } from '../elements';
import { IndexError, TypeError, ValueError } from '../errors';
import { arrayRepr, arrayStr } from '../python/numpy_format';
import { scalarRepr, scalarStr } from '../python/numpy_scalar';
import { arrayFormat, scalarFormat } from '../python/numpy_value_format';
import { PyTuple } from '../python/tuple';
import { ownCopy } from './allocate';
import { jsonValue, primitive } from './printing';
import { bracketText, elementCount, shapeText } from './tensor_shape';

/** The npm `ndarray` of an array's elements. */
export type NumericView = NdArray<TypedArray | BigInt64Array<ArrayBuffer> | BigUint64Array<ArrayBuffer>>;

/** Nested arrays of elements, as numpy's `tolist` gives. */
export type NestedElements = ElementValue | NestedElements[];

/** Mirrors `numpy.ndarray` as far as checkpoints and scripts need it. */
export class NDArray implements HostTensor {
  readonly dtype: DType;
  /** A tuple, as in numpy. */
  readonly shape: PyTuple<number> & readonly number[];
  /** Elements in row-major order in the dtype's storage (DESIGN.md "Values"); the array's own. */
  readonly data: TensorStorage;
  /** True for a numpy scalar (`1.0`) as opposed to an array without dimensions (`array(1.)`). */
  readonly is_scalar: boolean;
  private _view: NumericView | null = null;

  /**
   * @param data elements, owned from now on by this array
   * @throws {@link ValueError} if their number does not fit the shape
   */
  constructor(dtype: DType, shape: readonly number[], data: TensorStorage, isScalar = false) {
    this.dtype = dtype;
    this.shape = new PyTuple<number>(shape);
    this.data = data;
    this.is_scalar = isScalar;
    const count = elementCount(shape);
    if (data.length !== count * dtype.lanes)
      throw new ValueError(
        `cannot reshape array of size ${data.length / dtype.lanes} into shape ${shapeText(shape)}`,
      );
  }

  get size(): number {
    return this.data.length / this.dtype.lanes;
  }
  get ndim(): number {
    return this.shape.length;
  }

  /** The element at the given indices (negative ones count from the end), decoded. @throws {@link IndexError} */
  get(...indices: number[]): ElementValue {
    return decodeElement(this.dtype, this.data, this.offsetOf(indices));
  }
  /** Writes an element. The last argument is the value. */
  set(...indicesAndValue: [...number[], ElementInput]): void {
    const value = indicesAndValue[indicesAndValue.length - 1] as ElementInput;
    encodeElement(this.dtype, this.data, this.offsetOf(indicesAndValue.slice(0, -1) as number[]), value);
  }
  /** The one element, or the one at a flat index, decoded. @throws {@link ValueError} if there are several. */
  item(index?: number): ElementValue {
    if (index === undefined) {
      if (this.size !== 1) throw new ValueError('can only convert an array of size 1 to a Python scalar');
      return decodeElement(this.dtype, this.data, 0);
    }
    const flat = index < 0 ? index + this.size : index;
    if (!(flat >= 0 && flat < this.size))
      throw new IndexError(`index ${index} is out of bounds for size ${this.size}`);
    return decodeElement(this.dtype, this.data, flat);
  }
  /** All elements, decoded, as nested arrays; a scalar's element alone. */
  tolist(): NestedElements {
    let next = 0;
    const level = (axis: number): NestedElements =>
      axis === this.shape.length
        ? decodeElement(this.dtype, this.data, next++)
        : Array.from({ length: this.shape[axis]! }, () => level(axis + 1));
    return level(0);
  }
  copy(): NDArray {
    return new NDArray(this.dtype, this.shape, ownCopy(this.data), this.is_scalar);
  }
  numpy(): NDArray {
    return this;
  }

  /** npm `ndarray` over the same data. Complex elements have a last axis of 2. @throws {@link TypeError} for strings. */
  get view(): NumericView {
    if (Array.isArray(this.data)) throw new TypeError('An array of strings has no numeric view.');
    this._view ??= ndarray(
      this.data as TypedArray,
      this.dtype.is_complex ? [...this.shape, 2] : [...this.shape],
    );
    return this._view;
  }
  pick(...indices: (number | null)[]): NumericView {
    return this.view.pick(...(indices as number[]));
  }
  lo(...starts: number[]): NumericView {
    return this.view.lo(...starts);
  }
  hi(...sizes: number[]): NumericView {
    return this.view.hi(...sizes);
  }
  step(...steps: number[]): NumericView {
    return this.view.step(...steps);
  }
  transpose(...axes: number[]): NumericView {
    return this.view.transpose(...axes);
  }

  /** The rows of an array; a scalar has none and is not iterable (docs/decisions/009). */
  get [Symbol.iterator](): () => Generator<ElementValue | NDArray> {
    return (this.shape.length === 0 ? undefined : rows) as () => Generator<ElementValue | NDArray>;
  }
  __len__(): number {
    if (this.shape.length === 0) throw new TypeError('len() of unsized object');
    return this.shape[0]!;
  }

  __repr__(): string {
    return this.is_scalar ? scalarRepr(this) : arrayRepr(this);
  }
  __str__(): string {
    return this.is_scalar ? scalarStr(this) : arrayStr(this);
  }
  __format__(spec: string): string {
    return this.is_scalar ? scalarFormat(this, spec) : arrayFormat(this, spec);
  }
  toString(): string {
    return this.__str__();
  }
  toJSON(): unknown {
    return jsonValue(this);
  }
  [Symbol.toPrimitive](hint: string): string | number | bigint | boolean {
    return primitive(this, hint, (array) => array.__str__());
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__();
  }

  private offsetOf(indices: readonly number[]): number {
    const { shape } = this;
    if (indices.length !== shape.length)
      throw new IndexError(`array is ${shape.length}-dimensional, but ${indices.length} were indexed`);
    let offset = 0;
    for (let axis = 0; axis < shape.length; axis++) {
      const size = shape[axis]!;
      const given = indices[axis]!;
      const index = given < 0 ? given + size : given;
      if (!(Number.isInteger(index) && index >= 0 && index < size))
        throw new IndexError(`index ${given} is out of bounds for axis ${axis} with size ${size}`, {
          fields: { expected: bracketText(shape), actual: given },
        });
      offset = offset * size + index;
    }
    return offset;
  }
}

/** The given host value as an array of its own: a copy, so that later changes of either are not seen by the other. */
export function asNDArray(value: HostTensor): NDArray {
  return new NDArray(as_dtype(value.dtype), value.shape, ownCopy(value.data), value.shape.length === 0);
}

function* rows(this: NDArray): Generator<ElementValue | NDArray> {
  const inner = Array.from(this.shape).slice(1);
  const count = elementCount(inner);
  const stride = count * this.dtype.lanes;
  for (let i = 0; i < this.shape[0]!; i++) {
    if (inner.length === 0) yield decodeElement(this.dtype, this.data, i);
    else yield new NDArray(this.dtype, inner, this.data.slice(i * stride, (i + 1) * stride));
  }
}
