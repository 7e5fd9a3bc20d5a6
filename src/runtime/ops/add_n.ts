/** The op behind `tf.add_n`: the sum of tensors, or lists of tensors, of one shape. */
import { type DType, int32, int64, type TensorStorage, uint32, uint64, variant } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { resultStorage } from '../allocate';
import { dispatchOne } from '../dispatch';
import { type Bigs, type Floats, numeric, workType } from '../elementwise';
import { addBigs, addFloats, addIntegers } from '../kernels/add_n';
import { castStorage } from '../kernels/cast';
import { checkAllowed, defineOp, mismatch, type OpName, type OpRecord } from '../op';
import { Tensor } from '../tensor';
import { addLists } from '../tensor_list';
import { bracketText, elementCount, sameDims } from '../tensor_shape';
import { add } from './arithmetic';

/** Sums of narrow floats, each of which is rounded to their type. */
function addNarrow(dtype: DType, work: DType, parts: readonly Floats[], out: Floats): TensorStorage {
  let sum: Floats = parts[0]!;
  let rounded: TensorStorage = castStorage(work, dtype, sum, out.length);
  for (const part of parts.slice(1)) {
    addFloats([sum, part], out);
    rounded = castStorage(work, dtype, out, out.length);
    sum = castStorage(dtype, work, rounded, out.length) as Floats;
  }
  return rounded;
}

const AddN: OpRecord = defineOp({
  type: 'AddN',
  infer: (inputs) => {
    const { dtype } = inputs[0]!;
    checkAllowed('AddN', dtype, [...numeric, variant]);
    let dims = inputs[0]!.dims;
    inputs.forEach((input, i) => {
      if (input.dtype !== dtype) throw mismatch('AddN', i, dtype, input.dtype);
      if (dims === null || dims.includes(null)) dims = input.dims;
      else if (input.dims !== null && !input.dims.includes(null))
        if (!sameDims(dims as number[], input.dims as number[]))
          throw new InvalidArgumentError(
            `Inputs to operation AddN must have the same size and shape.  Input 0: ${bracketText(dims as number[])} ` +
              `!= input ${i}: ${bracketText(input.dims as number[])}`,
            { fields: { expected: dims, actual: input.dims } },
          );
    });
    return [{ dtype, dims }];
  },
  kernel: (inputs, _attrs, [spec]) => {
    const { dtype, dims } = spec!;
    if (dtype === variant) return [inputs.reduce((a, b) => addLists(a, b, add))];
    const count = elementCount(dims);
    const work = dtype === uint32 ? int32 : workType(dtype);
    const parts: TensorStorage[] = inputs.map((x) =>
      work === dtype ? x.data : castStorage(dtype, work, x.data, count),
    );
    const out = resultStorage(work, count);
    if (work === int64 || work === uint64) addBigs(parts as Bigs[], out as Bigs);
    else if (work === int32) addIntegers(parts as Int32Array[], out as Int32Array);
    else if (dtype === work) addFloats(parts as Floats[], out as Floats);
    else return [new Tensor(dtype, dims, addNarrow(dtype, work, parts as Floats[], out as Floats))];
    return [new Tensor(dtype, dims, work === dtype ? out : castStorage(work, dtype, out, count))];
  },
  grad: ({ inputs }, g) => inputs.map(() => g!),
});

/** The sum of at least one tensor, as one op. */
export function addAll(tensors: readonly Tensor[], name?: OpName): Tensor {
  return dispatchOne(AddN, tensors, name);
}
