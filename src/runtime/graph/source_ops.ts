/** Nodes that compute nothing: what is fed, what is fixed, and what only orders others. */
import type { DType } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { defineOp, type OpRecord } from '../op';
import type { Tensor } from '../tensor';
import type { Dimension } from '../tensor_shape';

export interface ConstAttributes {
  readonly [name: string]: unknown;
  /** The eager tensor itself, so that a tape outside knows it again. */
  readonly value: Tensor;
}
/** A value that was there when the graph was built. */
export const Const: OpRecord<ConstAttributes> = defineOp<ConstAttributes>({
  type: 'Const',
  infer: (_inputs, { value }) => [value],
  kernel: (_inputs, { value }) => [value],
  grad: null,
});

export interface PlaceholderAttributes {
  readonly [name: string]: unknown;
  readonly dtype: DType;
  readonly shape: readonly Dimension[] | null;
}
/** A value that whoever runs the graph gives. It cannot be run by itself, so it is not in the registry. */
export const Placeholder: OpRecord<PlaceholderAttributes> = {
  type: 'Placeholder',
  infer: (_inputs, { dtype, shape }) => [{ dtype, dims: shape }],
  kernel: (_inputs, { dtype, shape }) => {
    const wanted = shape === null ? '' : ` and shape [${shape.map((n) => n ?? '?').join(',')}]`;
    throw new InvalidArgumentError(
      `You must feed a value for placeholder tensor with dtype ${dtype.c_name}${wanted}`,
    );
  },
  grad: null,
};

/** Nothing, after its control inputs. */
export const NoOp: OpRecord = defineOp({
  type: 'NoOp',
  infer: () => [],
  kernel: () => [],
  grad: null,
  effect: 'writes',
});
