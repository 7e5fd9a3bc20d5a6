/**
 * Lists of tensors as values: what `tf.TensorArray` is inside graphs and loops. A list is one tensor of dtype variant,
 * and never changes: setting an element makes another list.
 */
import { type DType, int32, int64, variant } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { toTensor } from '../convert';
import { dispatch, dispatchOne } from '../dispatch';
import { integersOf, integerTensor } from '../index_argument';
import { type Attributes, defineOp, type InputSpec, type OpRecord } from '../op';
import { Tensor } from '../tensor';
import { listOf, listTensor, type TensorList } from '../tensor_list';
import { bracketText, type Dimension, TensorShape } from '../tensor_shape';
import { shape } from './array';
import { zeros, zeros_like } from './creation';
import { concat, split, stack, unstack } from './joining';

/** An element shape as an int32 vector; -1 is an unknown size, a scalar -1 an unknown rank. */
export function shapeOperand({ dims }: TensorShape): Tensor {
  if (dims === null) return integerTensor([-1], int32, []);
  return integerTensor(
    dims.map((d) => d ?? -1),
    int32,
  );
}
function shapeFrom(spec: InputSpec): TensorShape {
  const sizes = spec.dims?.length === 0 ? null : integersOf(spec);
  return new TensorShape(sizes?.map((d) => (d < 0 ? null : d)) ?? null);
}

/** All elements, those not set as zeros. @throws {@link InvalidArgumentError} if it is not known how many */
function filledElements(list: TensorList, asked: TensorShape): readonly Tensor[] {
  if (!list.elements.includes(null)) return list.elements as readonly Tensor[];
  let common = list.shape.merge_with(asked);
  for (const element of list.elements) if (element !== null) common = common.merge_with(element.shape);
  return list.elements.map((element) => element ?? emptyElement(list.dtype, common));
}
function emptyElement(dtype: DType, { dims }: TensorShape): Tensor {
  if (dims === null || dims.includes(null))
    throw new InvalidArgumentError(
      'Trying to read an uninitialized tensor but element_shape is not fully defined: ' +
        (dims === null ? '<unknown>' : bracketText(dims.map((d) => d ?? -1))),
    );
  return zeros(dims as number[], dtype);
}

interface ElementType extends Attributes {
  readonly element_dtype: DType;
}
const handleSpec = { dtype: variant, dims: [] } as const;

const Reserve: OpRecord<ElementType> = defineOp<ElementType>({
  type: 'TensorListReserve',
  infer: () => [handleSpec],
  kernel: ([element_shape, size], { element_dtype }) => {
    const count = Number(size!.data[0]);
    if (count < 0)
      throw new InvalidArgumentError(
        `The num_elements to reserve must be a non negative number, but got ${count}`,
      );
    const elements = new Array<null>(count).fill(null);
    return [listTensor({ elements, dtype: element_dtype, shape: shapeFrom(element_shape!) })];
  },
  grad: null,
});
/** A list of so many elements, none of which is set. */
export function reserve(element_shape: TensorShape, size: Tensor, element_dtype: DType): Tensor {
  return dispatch(Reserve, [shapeOperand(element_shape), size], { element_dtype })[0]!;
}

interface SetAttributes extends ElementType {
  readonly resize_if_index_out_of_bounds: boolean;
}
/** The list with these elements at these places. */
function withElements(
  list: TensorList,
  places: readonly number[],
  items: readonly Tensor[],
  resizes: boolean,
): TensorList {
  const elements = [...list.elements];
  places.forEach((at, i) => {
    if (at < 0 || (at >= elements.length && !resizes))
      throw new InvalidArgumentError(
        `Trying to modify element ${at} in a list with ${elements.length} elements.`,
      );
    const item = items[i]!;
    if (!list.shape.is_compatible_with(item.shape))
      throw new InvalidArgumentError(
        `Tried to set a tensor with incompatible shape at a list index. Item element shape: ` +
          `${bracketText(item.dims)} list shape: ${list.shape}`,
      );
    while (elements.length <= at) elements.push(null);
    elements[at] = item;
  });
  return { ...list, elements };
}

const SetItem: OpRecord<SetAttributes> = defineOp<SetAttributes>({
  type: 'TensorListSetItem',
  infer: () => [handleSpec],
  kernel: ([handle, index, item], { resize_if_index_out_of_bounds }) => [
    listTensor(
      withElements(listOf(handle!), [Number(index!.data[0])], [item!], resize_if_index_out_of_bounds),
    ),
  ],
  grad: ({ inputs: [, index, item], attrs }, g) => {
    const element_shape = new TensorShape(item!.dims as readonly Dimension[] | null);
    return [
      setItem(g!, index!, zeros_like(item!), attrs.element_dtype, attrs.resize_if_index_out_of_bounds),
      null,
      getItem(g!, index!, element_shape, attrs.element_dtype),
    ];
  },
  aliases: true,
});
export function setItem(
  handle: Tensor,
  index: Tensor,
  item: Tensor,
  element_dtype: DType,
  resize_if_index_out_of_bounds: boolean,
): Tensor {
  return dispatch(SetItem, [handle, index, item], { element_dtype, resize_if_index_out_of_bounds })[0]!;
}

const GetItem: OpRecord<ElementType> = defineOp<ElementType>({
  type: 'TensorListGetItem',
  infer: ([, , element_shape], { element_dtype }) => [
    { dtype: element_dtype, dims: shapeFrom(element_shape!).dims },
  ],
  kernel: ([handle, index, element_shape]) => {
    const list = listOf(handle!);
    const at = Number(index!.data[0]);
    if (at < 0 || at >= list.elements.length)
      throw new InvalidArgumentError(
        `Trying to access element ${at} in a list with ${list.elements.length} elements.`,
      );
    const found = list.elements[at];
    if (found) return [new Tensor(found.dtype, found.dims, found.data)];
    return [emptyElement(list.dtype, list.shape.merge_with(shapeFrom(element_shape!)))];
  },
  grad: ({ inputs: [handle, index], attrs: { element_dtype } }, g) => {
    const empty = dispatch(Reserve, [shape(g!), length(handle!)], { element_dtype })[0]!;
    return [setItem(empty, index!, g!, element_dtype, false), null, null];
  },
  aliases: true,
});
export function getItem(handle: Tensor, index: Tensor, asked: TensorShape, element_dtype: DType): Tensor {
  return dispatch(GetItem, [handle, index, shapeOperand(asked)], { element_dtype })[0]!;
}

const Length: OpRecord = defineOp({
  type: 'TensorListLength',
  infer: () => [{ dtype: int32, dims: [] }],
  kernel: ([handle]) => [integerTensor([listOf(handle!).elements.length], int32, [])],
  grad: null,
});
export function length(handle: Tensor): Tensor {
  return dispatchOne(Length, [handle]);
}

interface StackAttributes extends ElementType {
  /** -1: not known. */
  readonly num_elements: number;
}
const Stack: OpRecord<StackAttributes> = defineOp<StackAttributes>({
  type: 'TensorListStack',
  infer: ([, element_shape], { element_dtype, num_elements }) => {
    const { dims } = shapeFrom(element_shape!);
    const count = num_elements < 0 ? null : num_elements;
    return [{ dtype: element_dtype, dims: dims === null ? null : [count, ...dims] }];
  },
  kernel: ([handle, element_shape], { element_dtype, num_elements }) => {
    const list = listOf(handle!);
    if (num_elements >= 0 && list.elements.length !== num_elements)
      throw new InvalidArgumentError(
        `Operation expected a list with ${num_elements} elements but got a list with ${list.elements.length} elements.`,
      );
    const asked = shapeFrom(element_shape!);
    if (list.elements.length > 0) return [stack(filledElements(list, asked))];
    const { dims } = list.shape.merge_with(asked);
    if (dims === null || dims.includes(null))
      throw new InvalidArgumentError(
        'Tried to stack elements of an empty list with non-fully-defined element_shape',
      );
    return [zeros([0, ...(dims as number[])], element_dtype)];
  },
  grad: ({ inputs: [, element_shape] }, g) => [fromTensor(g!, element_shape!), null],
});
/** All elements as one tensor. */
export function stackList(
  handle: Tensor,
  asked: TensorShape,
  element_dtype: DType,
  num_elements: number,
): Tensor {
  return dispatch(Stack, [handle, shapeOperand(asked)], { element_dtype, num_elements })[0]!;
}

const FromTensor: OpRecord = defineOp({
  type: 'TensorListFromTensor',
  infer: () => [handleSpec],
  kernel: ([x, element_shape]) => {
    if (x!.dims.length === 0)
      throw new InvalidArgumentError(
        `Tensor must be at least a vector, but saw shape: ${bracketText(x!.dims)}`,
      );
    return [listTensor({ elements: unstack(x!), dtype: x!.dtype, shape: shapeFrom(element_shape!) })];
  },
  grad: ({ inputs: [x, element_shape] }, g) => [
    dispatch(Stack, [g!, element_shape!], { element_dtype: x!.dtype, num_elements: -1 })[0]!,
    null,
  ],
  aliases: true,
});
/** The rows of a tensor. */
export function fromTensor(x: Tensor, element_shape: Tensor): Tensor {
  return dispatchOne(FromTensor, [x, element_shape]);
}

const Gather: OpRecord<ElementType> = defineOp<ElementType>({
  type: 'TensorListGather',
  infer: ([, indices, element_shape], { element_dtype }) => {
    const { dims } = shapeFrom(element_shape!);
    return [{ dtype: element_dtype, dims: dims === null ? null : [indices!.dims?.[0] ?? null, ...dims] }];
  },
  kernel: ([handle, indices, element_shape]) => {
    const list = listOf(handle!);
    const elements = integersOf(indices!)!.map((at) => {
      if (at < 0 || at >= list.elements.length)
        throw new InvalidArgumentError(
          `Trying to gather element ${at} in a list with ${list.elements.length} elements.`,
        );
      return list.elements[at]!;
    });
    return [stack(filledElements({ ...list, elements }, shapeFrom(element_shape!)))];
  },
  grad: ({ inputs: [handle, indices, element_shape], attrs: { element_dtype } }, g) => {
    const empty = dispatch(Reserve, [element_shape!, length(handle!)], { element_dtype })[0]!;
    return [scatterIntoList(empty, g!, indices!), null, null];
  },
});
export function gatherList(
  handle: Tensor,
  indices: Tensor,
  asked: TensorShape,
  element_dtype: DType,
): Tensor {
  return dispatch(Gather, [handle, indices, shapeOperand(asked)], { element_dtype })[0]!;
}

const Scatter: OpRecord = defineOp({
  type: 'TensorListScatterIntoExistingList',
  infer: () => [handleSpec],
  kernel: ([handle, x, indices]) => [
    listTensor(withElements(listOf(handle!), integersOf(indices!)!, unstack(x!), true)),
  ],
  grad: ({ inputs: [, x, indices] }, g) => {
    const element_shape = new TensorShape((x!.dims as readonly Dimension[] | null)?.slice(1) ?? null);
    return [
      scatterIntoList(g!, zeros_like(x!), indices!),
      gatherList(g!, indices!, element_shape, x!.dtype),
      null,
    ];
  },
  aliases: true,
});
/** The list with the rows of `x` at these places. */
export function scatterIntoList(handle: Tensor, x: Tensor, indices: Tensor): Tensor {
  return dispatchOne(Scatter, [handle, x, indices]);
}

const Concat: OpRecord<ElementType> = defineOp<ElementType>({
  type: 'TensorListConcatV2',
  infer: ([, element_shape], { element_dtype }) => {
    const { dims } = shapeFrom(element_shape!);
    return [
      { dtype: element_dtype, dims: dims === null ? null : [null, ...dims.slice(1)] },
      { dtype: int64, dims: [null] },
    ];
  },
  kernel: ([handle, element_shape]) => {
    const elements = filledElements(listOf(handle!), shapeFrom(element_shape!));
    elements.forEach((element, i) => {
      if (element.dims.length === 0)
        throw new InvalidArgumentError(
          `Concat saw a scalar shape at index ${i} but requires at least vectors.`,
        );
    });
    const lengths = elements.map((element) => element.dims[0]!);
    return [concat(elements, 0), integerTensor(lengths, int64)];
  },
  grad: ({ inputs: [, element_shape], outputs: [, lengths] }, g) => [
    dispatchOne(Split, [g!, element_shape!, lengths!]),
    null,
  ],
});
/** The elements one after the other. */
export function concatList(handle: Tensor, asked: TensorShape, element_dtype: DType): Tensor {
  return dispatch(Concat, [handle, shapeOperand(asked)], { element_dtype })[0]!;
}

const Split: OpRecord = defineOp({
  type: 'TensorListSplit',
  infer: () => [handleSpec],
  kernel: ([x, element_shape, lengths]) => {
    const elements = split(x!, integersOf(lengths!)!);
    return [listTensor({ elements, dtype: x!.dtype, shape: shapeFrom(element_shape!) })];
  },
  grad: ({ inputs: [x, element_shape] }, g) => [
    dispatch(Concat, [g!, element_shape!], { element_dtype: x!.dtype })[0]!,
    null,
    null,
  ],
});
/** A tensor cut into elements of these lengths. */
export function splitIntoList(x: Tensor, element_shape: TensorShape, lengths: Tensor): Tensor {
  return dispatchOne(Split, [x, shapeOperand(element_shape), lengths]);
}

/** A scalar index. */
export function indexTensor(index: Parameters<typeof toTensor>[0]): Tensor {
  return toTensor(index, undefined, int32);
}
