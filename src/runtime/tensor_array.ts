/**
 * `tf.TensorArray`: tensors that are written and read one by one. Executed eagerly it is a list that changes; in a graph
 * its state is the value `flow`, a list of tensors (ops/tensor_list.ts), and every change gives another TensorArray.
 */
import { as_dtype, type DType, type DTypeLike, int32, int64 } from '../dtypes';
import { InvalidArgumentError, OutOfRangeError, ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { type Call, positional } from '../python/named';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { isBuilding } from './graph/host_call';
import { isKnown } from './graph/operation';
import { integersOf, integerTensor } from './index_argument';
import { cast } from './ops/cast';
import { zeros } from './ops/creation';
import { concat, split, stack, unstack } from './ops/joining';
import * as lists from './ops/tensor_list';
import { Tensor } from './tensor';
import { as_shape, type ShapeLike, TensorShape } from './tensor_shape';

interface TensorArrayKeywords {
  size?: TensorLike | null;
  dynamic_size?: boolean | null;
  clear_after_read?: boolean | null;
  tensor_array_name?: string | null;
  handle?: null;
  flow?: Tensor | null;
  infer_shape?: boolean;
  element_shape?: ShapeLike;
  colocate_with_first_write_call?: boolean;
  name?: string | null;
}
const parameters = [
  'dtype',
  'size',
  'dynamic_size',
  'clear_after_read',
  'tensor_array_name',
  'handle',
  'flow',
  'infer_shape',
  'element_shape',
  'colocate_with_first_write_call',
  'name',
] as const;

type Settings = Pick<TensorArrayKeywords, 'dynamic_size' | 'clear_after_read' | 'infer_shape'> & {
  readonly dtype: DType;
  /** The number of elements if it is known and stays. */
  readonly fixed: number | null;
};

/** What the two ways of keeping elements have in common. */
interface Elements {
  readonly shape: TensorShape;
  read(index: TensorLike): Tensor;
  write(index: TensorLike, value: TensorLike): Elements;
  stack(): Tensor;
  gather(indices: TensorLike): Tensor;
  concat(): Tensor;
  unstack(value: TensorLike): Elements;
  scatter(indices: TensorLike, value: TensorLike): Elements;
  split(value: TensorLike, lengths: TensorLike): Elements;
  size(): Tensor;
  readonly flow: Tensor;
}

/** @throws {@link InvalidArgumentError} for a value of another dtype */
function valueOf(value: TensorLike, { dtype }: Settings): Tensor {
  const tensor = toTensor(value, undefined, dtype);
  if (tensor.dtype === dtype) return tensor;
  throw new InvalidArgumentError(
    `TensorArray dtype is ${dtype.name} but Op is trying to write dtype ${tensor.dtype.name} `,
    { fields: { expected: dtype.name, actual: tensor.dtype.name } },
  );
}

class EagerElements implements Elements {
  private elements: (Tensor | null)[];
  private readonly cleared = new Set<number>();
  /** As TF's: of no meaning here. */
  readonly flow = integerTensor([0], int32, []);

  constructor(
    private readonly settings: Settings,
    size: number,
    public shape: TensorShape,
  ) {
    this.elements = new Array<null>(size).fill(null);
  }

  read(index: TensorLike): Tensor {
    const at = Number(toTensor(index).data[0]);
    if (at < 0) throw new OutOfRangeError(`Reading from negative indices (index ${at}) is not allowed.`);
    if (at >= this.elements.length)
      throw new OutOfRangeError(`Tried to read from index ${at} but array size is: ${this.elements.length} `);
    if (this.elements[at] === null && this.cleared.has(at))
      throw new InvalidArgumentError(
        `Could not read index ${at} twice because it was cleared after a previous read ` +
          '(perhaps try setting clear_after_read = false?)',
      );
    const tensor = this.filled(at);
    if (this.settings.clear_after_read !== false) {
      this.elements[at] = null;
      this.cleared.add(at);
    }
    return tensor;
  }
  write(index: TensorLike, value: TensorLike): this {
    const at = Number(toTensor(index).data[0]);
    if (at < 0) throw new OutOfRangeError(`Writing to negative indices (index ${at}) is not allowed.`);
    const size = this.elements.length;
    if (at >= size && !this.settings.dynamic_size)
      throw new OutOfRangeError(
        `Tried to write to index ${at} but array is not resizeable and size is: ${size} `,
      );
    while (this.elements.length <= at) this.elements.push(null);
    const tensor = valueOf(value, this.settings);
    if (!this.shape.is_compatible_with(tensor.shape))
      throw new ValueError(`Incompatible shape for value (${tensor.shape}), expected (${this.shape})`, {
        fields: { expected: this.shape, actual: tensor.dims },
      });
    if (this.settings.infer_shape !== false) this.shape = this.shape.merge_with(tensor.shape);
    this.elements[at] = tensor;
    return this;
  }
  private filled(at: number): Tensor {
    this.elements[at] ??= zeros(this.shape, this.settings.dtype);
    return this.elements[at];
  }
  private all(): Tensor[] {
    return this.elements.map((_, i) => this.filled(i));
  }
  stack(): Tensor {
    const { dims } = this.shape;
    const empty = this.elements.length === 0;
    if (empty)
      return zeros([0, ...((this.shape.is_fully_defined() ? dims : []) as number[])], this.settings.dtype);
    return stack(this.all());
  }
  gather(indices: TensorLike): Tensor {
    return stack(integersOf(toTensor(indices, undefined, int32))!.map((at) => this.filled(at)));
  }
  concat(): Tensor {
    const all = this.all();
    const scalar = all.findIndex((t) => t.dims.length === 0);
    if (scalar >= 0)
      throw new InvalidArgumentError(
        `Concat saw a scalar shape at index ${scalar} but requires at least vectors.`,
      );
    return concat(all, 0);
  }
  unstack(value: TensorLike): this {
    const tensors = unstack(toTensor(value, undefined, this.settings.dtype));
    if (tensors.length > this.elements.length && !this.settings.dynamic_size)
      throw new ValueError(
        `Cannot unstack ${tensors.length} tensors into a TensorArray of static size ${this.elements.length} `,
      );
    this.elements = tensors;
    return this;
  }
  scatter(indices: TensorLike, value: TensorLike): this {
    const rows = unstack(toTensor(value, undefined, this.settings.dtype));
    integersOf(toTensor(indices, undefined, int32))!.forEach((at, i) => {
      if (i < rows.length) this.write(at, rows[i]!);
    });
    return this;
  }
  split(value: TensorLike, lengths: TensorLike): this {
    const x = valueOf(value, this.settings);
    const given = toTensor(lengths, undefined, int32);
    const list = integersOf(given)!;
    const total = list.reduce((sum, n) => sum + n, 0);
    const shown = (dims: readonly number[]) => `[${dims.join(', ')}]`;
    if (given.dims.length !== 1)
      throw new InvalidArgumentError(
        `Expected lengths to be a vector, received shape: ${shown(given.dims)} `,
      );
    if (x.dims.length === 0)
      throw new InvalidArgumentError(`Expected value to be at least a vector, but received shape: [] `);
    if (total !== x.dims[0])
      throw new InvalidArgumentError(
        `Expected sum of lengths to be equal to values.shape[0], but sum of lengths is ${total} and ` +
          `value's shape is: ${shown(x.dims)} `,
      );
    if (!this.settings.dynamic_size && list.length !== this.elements.length)
      throw new InvalidArgumentError(
        `TensorArray's size is not equal to the size of lengths (${this.elements.length} vs. ${list.length}), ` +
          'and the TensorArray is not marked as dynamically resizeable.',
      );
    this.elements = split(x, list);
    return this;
  }
  size(): Tensor {
    return integerTensor([this.elements.length], int32, []);
  }
  close(): void {
    this.elements = [];
  }
}

class GraphElements implements Elements {
  constructor(
    private readonly settings: Settings,
    readonly flow: Tensor,
    public shape: TensorShape,
  ) {}

  private next(flow: Tensor): GraphElements {
    return new GraphElements(this.settings, flow, this.shape);
  }
  /** @throws {@link ValueError} if an element of this shape does not fit */
  private learn(shape: TensorShape): void {
    if (!shape.is_compatible_with(this.shape))
      throw new ValueError(`Inconsistent shapes: saw ${shape} but expected ${this.shape} `);
    if (this.settings.infer_shape !== false) this.shape = this.shape.merge_with(shape);
  }
  read(index: TensorLike): Tensor {
    return lists.getItem(this.flow, lists.indexTensor(index), this.shape, this.settings.dtype);
  }
  write(index: TensorLike, value: TensorLike): GraphElements {
    const item = valueOf(value, this.settings);
    this.learn(item.shape);
    const { dtype, dynamic_size } = this.settings;
    return this.next(lists.setItem(this.flow, lists.indexTensor(index), item, dtype, dynamic_size === true));
  }
  stack(): Tensor {
    return lists.stackList(this.flow, this.shape, this.settings.dtype, this.settings.fixed ?? -1);
  }
  gather(indices: TensorLike): Tensor {
    return lists.gatherList(this.flow, lists.indexTensor(indices), this.shape, this.settings.dtype);
  }
  concat(): Tensor {
    const { dims } = this.shape;
    const rows = new TensorShape(dims === null || dims.length === 0 ? dims : [null, ...dims.slice(1)]);
    return lists.concatList(this.flow, rows, this.settings.dtype);
  }
  private rows(value: TensorLike): Tensor {
    const x = valueOf(value, this.settings);
    this.learn(new TensorShape(x.shape.dims?.slice(1) ?? null));
    return x;
  }
  unstack(value: TensorLike): GraphElements {
    return this.next(lists.fromTensor(this.rows(value), lists.shapeOperand(this.shape)));
  }
  scatter(indices: TensorLike, value: TensorLike): GraphElements {
    return this.next(lists.scatterIntoList(this.flow, this.rows(value), lists.indexTensor(indices)));
  }
  split(value: TensorLike, lengths: TensorLike): GraphElements {
    const x = valueOf(value, this.settings);
    const sizes = cast(toTensor(lengths, undefined, int32), int64);
    return this.next(lists.splitIntoList(x, this.shape, sizes));
  }
  size(): Tensor {
    const { fixed } = this.settings;
    return fixed === null ? lists.length(this.flow) : integerTensor([fixed], int32, []);
  }
}

type ReadArguments = [of: TensorLike, name?: string | null];
type WriteArguments = [to: TensorLike, from: TensorLike, name?: string | null];
const readNames = ['index', 'name'] as const;
const gatherNames = ['indices', 'name'] as const;
const unstackNames = ['value', 'name'] as const;
const writeNames = ['index', 'value', 'name'] as const;
const scatterNames = ['indices', 'value', 'name'] as const;
const splitNames = ['value', 'lengths', 'name'] as const;

/**
 * Mirrors `tf.TensorArray`: tensors of one dtype by index. Methods that change it give the TensorArray to go on with.
 * @throws {@link OutOfRangeError} (in a graph {@link InvalidArgumentError}) for an index that there is not
 */
export class TensorArray {
  static readonly __name__: string = 'TensorArray';
  private readonly settings: Settings;
  private elements: Elements;

  /**
   * @param size how many elements there are to begin with
   * @param dynamic_size whether writing behind the end makes it longer
   * @param clear_after_read whether an element can be read only once (the default, in eager execution)
   */
  constructor(
    ...args: Args<
      [dtype: DTypeLike],
      [size: TensorLike | null, dynamic_size: boolean | null, clear_after_read: boolean | null],
      TensorArrayKeywords,
      ['dtype']
    >
  ) {
    const given = bindArguments<TensorArrayKeywords & { dtype: DTypeLike }>('TensorArray', parameters, args, {
      required: 1,
    });
    const { size = null, flow = null } = given;
    const shape = as_shape(given.element_shape ?? null);
    const length = size === null ? null : lists.indexTensor(size);
    const dynamic_size = given.dynamic_size ?? false;
    const fixed = length === null || dynamic_size || !isKnown(length) ? null : Number(length.data[0]);
    const { clear_after_read = true, infer_shape = true } = given;
    this.settings = { dtype: as_dtype(given.dtype!), dynamic_size, clear_after_read, infer_shape, fixed };
    if (!isBuilding()) {
      if (length === null)
        throw new ValueError('Size must be declared for TensorArrays when eager execution is enabled.');
      this.elements = new EagerElements(this.settings, Number(length.data[0]), shape);
      return;
    }
    if (flow === null && length === null)
      throw new ValueError('Argument `size` must be provided if argument `flow` is not provided.');
    this.elements = new GraphElements(
      this.settings,
      flow ?? lists.reserve(shape, length!, this.settings.dtype),
      shape,
    );
  }

  get dtype(): DType {
    return this.settings.dtype;
  }
  get dynamic_size(): boolean {
    return this.settings.dynamic_size === true;
  }
  get element_shape(): TensorShape {
    return this.elements.shape;
  }
  /** In a graph the list that this TensorArray is now. */
  get flow(): Tensor {
    return this.elements.flow;
  }
  /** Null, as in TF2. */
  get handle(): null {
    return null;
  }

  private after(elements: Elements): TensorArray {
    const next = Object.create(TensorArray.prototype) as { settings: Settings; elements: Elements };
    next.settings = this.settings;
    next.elements = elements;
    return next as unknown as TensorArray;
  }
  identity(): TensorArray {
    return this.after(this.elements);
  }
  /** The element at `index`; zeros if none was written. */
  read(...args: Call<ReadArguments, typeof readNames>): Tensor {
    const [index] = positional<ReadArguments>('read', readNames, 1, args);
    return this.elements.read(index);
  }
  write(...args: Call<WriteArguments, typeof writeNames>): TensorArray {
    const [index, value] = positional<WriteArguments>('write', writeNames, 2, args);
    return this.after(this.elements.write(index, value));
  }
  /** All elements as one tensor. @throws {@link InvalidArgumentError} for elements of several shapes */
  stack(_name?: string | null): Tensor {
    return this.elements.stack();
  }
  gather(...args: Call<ReadArguments, typeof gatherNames>): Tensor {
    const [indices] = positional<ReadArguments>('gather', gatherNames, 1, args);
    return this.elements.gather(indices);
  }
  /** The elements one after the other along their first axis. */
  concat(_name?: string | null): Tensor {
    return this.elements.concat();
  }
  /** Takes the rows of `value` for its elements. */
  unstack(...args: Call<ReadArguments, typeof unstackNames>): TensorArray {
    const [value] = positional<ReadArguments>('unstack', unstackNames, 1, args);
    return this.after(this.elements.unstack(value));
  }
  scatter(...args: Call<WriteArguments, typeof scatterNames>): TensorArray {
    const [indices, value] = positional<WriteArguments>('scatter', scatterNames, 2, args);
    return this.after(this.elements.scatter(indices, value));
  }
  split(...args: Call<WriteArguments, typeof splitNames>): TensorArray {
    const [value, lengths] = positional<WriteArguments>('split', splitNames, 2, args);
    return this.after(this.elements.split(value, lengths));
  }
  /** How many elements there are, int32. */
  size(_name?: string | null): Tensor {
    return this.elements.size();
  }
  close(_name?: string | null): void {
    if (this.elements instanceof EagerElements) this.elements.close();
  }

  /** The tensors that it is made of, for loops and functions; none in eager execution. @internal */
  _components(): readonly Tensor[] {
    return this.elements instanceof GraphElements ? [this.elements.flow] : [];
  }
  /** The same with other tensors. @internal */
  _withComponents([flow]: readonly unknown[]): TensorArray {
    if (!(flow instanceof Tensor)) return this;
    return this.after(new GraphElements(this.settings, flow, this.elements.shape));
  }
}
