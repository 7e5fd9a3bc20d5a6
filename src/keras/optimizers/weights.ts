/** Values that an optimizer's variables are started with or set to. */
import type { DType } from '../../dtypes';
import { ValueError } from '../../errors';
import type { BaseVariable } from '../../runtime/base_variable';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { type Initializer, ones_initializer, zeros_initializer } from '../../runtime/initializers';
import type { Tensor } from '../../runtime/tensor';

/** The name of an initializer, or a function of shape and dtype. */
export type InitializerLike = string | Initializer | ((shape: readonly number[], dtype: DType) => TensorLike);

/** What an initializer gives. @throws {@link ValueError} for a name other than zeros and ones */
export function initialized(
  initializer: InitializerLike,
  shape: readonly number[],
  dtype: DType,
): TensorLike {
  if (typeof initializer !== 'string') return initializer([...shape], dtype);
  if (/^zeros$/i.test(initializer)) return new zeros_initializer()([...shape], dtype);
  if (/^ones$/i.test(initializer)) return new ones_initializer()([...shape], dtype);
  throw new ValueError(
    `Unknown initializer: '${initializer}'. Please ensure you are using a \`keras.utils.custom_object_scope\` and that ` +
      'this object is included in the scope. See ' +
      'https://www.tensorflow.org/guide/keras/save_and_serialize#registering_the_custom_object for details.',
    { fields: { actual: initializer } },
  );
}

/** What Keras knows a variable by. */
export function variableKey(variable: BaseVariable): string {
  return `${variable._shared_name}_${variable._resource.serial}`;
}

/** Assigns values to variables, as many as there are of both; `mismatch` is thrown for a shape that differs. */
export function setWeights(
  variables: readonly BaseVariable[],
  weights: readonly TensorLike[],
  mismatch: (variable: BaseVariable, shape: string) => ValueError,
): void {
  const values = weights
    .slice(0, variables.length)
    .map((weight, i): Tensor => toTensor(weight, undefined, variables[i]!.dtype));
  values.forEach(({ shape }, i) => {
    const variable = variables[i]!;
    if (!variable.shape.is_compatible_with(shape)) throw mismatch(variable, String(shape));
  });
  values.forEach((value, i) => {
    variables[i]!.assign(value);
  });
}
