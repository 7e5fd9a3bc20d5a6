/** Numbers that an optimizer is given: as they are, as tensors and variables, or as functions of no arguments. */
import { currentContext } from '../../context';
import { type DType, float32, float64 } from '../../dtypes';
import { BaseVariable } from '../../runtime/base_variable';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { cast } from '../../runtime/ops/cast';
import { type Scalar, scalarValue } from '../../runtime/ops/training_update';

export type Hyper = TensorLike | (() => TensorLike);

/**
 * The value for variables of `dtype`. TF makes a float32 tensor of every Python number first, so a float64 variable is
 * given a rate rounded to float32 too.
 */
export function hyperScalar(given: Hyper, dtype: DType): Scalar {
  const value = typeof given === 'function' ? (given as () => TensorLike)() : given;
  if (typeof value === 'number' && (dtype === float32 || dtype === float64)) return Math.fround(value);
  const variable = value instanceof BaseVariable ? value : null;
  if (variable !== null && !currentContext().builder)
    return scalarValue(cast(variable._resource.borrow(), dtype));
  const tensor = cast(variable === null ? toTensor(value) : variable.value(), dtype);
  return tensor.source === null ? scalarValue(tensor) : tensor;
}
