/** Lists of tensors: a list is made, changed and read inside of each trial, for it is no tensor of numbers. */
import { constant } from '../../../src/runtime/ops/creation';
import {
  concatList,
  fromTensor,
  gatherList,
  getItem,
  length,
  reserve,
  scatterIntoList,
  setItem,
  shapeOperand,
  splitIntoList,
  stackList,
} from '../../../src/runtime/ops/tensor_list';
import type { Tensor } from '../../../src/runtime/tensor';
import { TensorShape } from '../../../src/runtime/tensor_shape';
import { gradientCase, numbers, type OpCases } from './helpers';

const pair = new TensorShape([2]);
const whole = (value: number | readonly number[]) => constant(value, 'int32');
const { dtype } = numbers([]);
const rows = (x: Tensor) => fromTensor(x, shapeOperand(pair));
const stacked = (list: Tensor) => stackList(list, pair, dtype, -1);
const squared = (x: Tensor) => x.mul(x);

const set = gradientCase(
  (x: Tensor, y: Tensor) => squared(stacked(setItem(rows(x), whole(1), y, dtype, false))),
  numbers([3, 2]),
  [0.2, -0.4],
);
const longer = gradientCase(
  (x: Tensor) => squared(stacked(setItem(reserve(pair, whole(1), dtype), whole(2), x, dtype, true))),
  [0.5, -1.5],
);
const read = gradientCase((x: Tensor) => squared(getItem(rows(x), whole(2), pair, dtype)), numbers([3, 2]));
const gathered = gradientCase(
  (x: Tensor) => squared(gatherList(rows(x), whole([2, 0]), pair, dtype)),
  numbers([3, 2]),
);
const scattered = gradientCase(
  (x: Tensor, y: Tensor) => squared(stacked(scatterIntoList(rows(x), y, whole([2, 0])))),
  numbers([3, 2]),
  numbers([2, 2], -1, 1),
);
const cut = (x: Tensor) => splitIntoList(x, new TensorShape([null, 2]), constant([1, 3], 'int64'));
const joined = gradientCase(
  (x: Tensor) => squared(concatList(cut(x), new TensorShape([null, 2]), dtype)),
  numbers([4, 2]),
);

export const cases: OpCases = {
  TensorListReserve: [longer],
  TensorListSetItem: [set, longer],
  TensorListGetItem: [read],
  TensorListLength: [gradientCase((x: Tensor) => length(rows(x)), numbers([3, 2]))],
  TensorListStack: [set],
  TensorListFromTensor: [set, read],
  TensorListGather: [gathered],
  TensorListScatterIntoExistingList: [scattered],
  TensorListConcatV2: [joined],
  TensorListSplit: [joined],
};
