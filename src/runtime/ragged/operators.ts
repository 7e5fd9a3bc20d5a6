/** `ragged.add(y)`: Python's operators on ragged tensors. Importing this file puts them on the class. */
import { InvalidArgumentError, TypeError, ValueError } from '../../errors';
import type { TensorLike } from '../convert_types';
import type { OperatorMethods } from '../operators';
import { add } from '../ops/arithmetic';
import { equal, not_equal } from '../ops/comparison';
import { installOperators } from '../ops/operators';
import { type RaggedLike, RaggedTensor } from './ragged_tensor';

type RaggedOperators = {
  [M in keyof OperatorMethods]: Parameters<OperatorMethods[M]> extends readonly []
    ? () => RaggedTensor
    : (y: RaggedLike) => RaggedTensor;
};
declare module './ragged_tensor' {
  interface RaggedTensor extends RaggedOperators {}
}

/** Python's `==`: what does not broadcast is unequal as a whole. */
function compared(
  compare: typeof equal,
  otherwise: boolean,
): (this: RaggedTensor, y: RaggedLike) => RaggedTensor | boolean {
  return function (this: RaggedTensor, y: RaggedLike) {
    if ((y ?? null) === null) return false;
    try {
      return compare(this, y);
    } catch (error) {
      if (error instanceof InvalidArgumentError || error instanceof ValueError) return otherwise;
      throw error;
    }
  };
}

installOperators(RaggedTensor, {
  radd(this: RaggedTensor, y: TensorLike) {
    return add(y, this);
  },
  equal: compared(equal, false),
  not_equal: compared(not_equal as typeof equal, true),
});
Object.defineProperty(RaggedTensor.prototype, Symbol.toPrimitive, {
  value(this: RaggedTensor, hint: string): string {
    if (hint !== 'number') return this.toString();
    throw new TypeError('RaggedTensor may not be used as a boolean or a number.');
  },
  configurable: true,
});
