/**
 * Arithmetic on what an update is given besides arrays: plain numbers when executing eagerly, rounded as
 * TensorFlow's scalars of the variable's dtype are, and tensors while a graph is built.
 */
import { currentContext } from '../../context';
import type { DType } from '../../dtypes';
import type { BaseVariable } from '../../runtime/base_variable';
import { add, multiply, subtract, truediv } from '../../runtime/ops/arithmetic';
import { cast } from '../../runtime/ops/cast';
import { pow } from '../../runtime/ops/power';
import { type Scalar, scalarValue } from '../../runtime/ops/training_update';
import { type Rounding, roundingOf } from '../../runtime/rounding';
import type { Tensor } from '../../runtime/tensor';

/** The value of a tensor without dimensions; a symbolic one as it is. */
export function asScalar(tensor: Tensor): Scalar {
  return tensor.source === null ? scalarValue(tensor) : tensor;
}

type NumberOp = (a: number, b: number) => number;
type TensorOp = (a: Tensor | number, b: Tensor | number) => Tensor;

export class ScalarMath {
  private static readonly made = new Map<DType, ScalarMath>();

  private constructor(
    readonly dtype: DType,
    private readonly round: Rounding,
  ) {}

  /** The arithmetic of variables of this dtype: each result is rounded to it. */
  static of(dtype: DType): ScalarMath {
    let math = ScalarMath.made.get(dtype);
    if (math === undefined) {
      math = new ScalarMath(dtype, roundingOf(dtype));
      ScalarMath.made.set(dtype, math);
    }
    return math;
  }

  /** The value of a variable without dimensions. */
  read(variable: BaseVariable): Scalar {
    if (currentContext().builder) return cast(variable.value(), this.dtype);
    return this.round(scalarValue(variable._resource.borrow()));
  }
  /** As `tf.cast`, which makes a float32 tensor of a Python number before anything else. */
  cast(x: Scalar): Scalar {
    return typeof x === 'number' ? this.round(Math.fround(x)) : cast(x, this.dtype);
  }
  /** A Python number beside a tensor of this dtype, which is converted to it directly. */
  constant(x: number): number {
    return this.round(x);
  }
  add(a: Scalar, b: Scalar): Scalar {
    return this.apply(a, b, (x, y) => x + y, add);
  }
  subtract(a: Scalar, b: Scalar): Scalar {
    return this.apply(a, b, (x, y) => x - y, subtract);
  }
  multiply(a: Scalar, b: Scalar): Scalar {
    return this.apply(a, b, (x, y) => x * y, multiply);
  }
  divide(a: Scalar, b: Scalar): Scalar {
    return this.apply(a, b, (x, y) => x / y, truediv);
  }
  power(a: Scalar, b: Scalar): Scalar {
    return this.apply(a, b, (x, y) => x ** y, pow);
  }

  private apply(a: Scalar, b: Scalar, numbers: NumberOp, tensors: TensorOp): Scalar {
    return typeof a === 'number' && typeof b === 'number' ? this.round(numbers(a, b)) : tensors(a, b);
  }
}
