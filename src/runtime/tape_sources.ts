/** What users give a tape, tensors, variables and structures of them, as the tensors that the tape knows. */
import { AttributeError, TypeError, ValueError } from '../errors';
import { logger } from '../logging';
import { repr, str, typeName } from '../python/repr';
import type { BaseVariable } from './base_variable';
import { isVariable, toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { IndexedSlices } from './indexed_slices';
import { flatten } from './nest';
import type { GradientValue } from './op';
import { SparseTensor } from './sparse_tensor';
import { isTrainable } from './tape';
import { Tensor } from './tensor';

/** The leaves of a structure, which must be tensors or variables. @param refuse what to say of anything else */
function watchable(structure: unknown, refuse: (leaf: unknown) => Error): (Tensor | BaseVariable)[] {
  return flatten(structure, true).map((leaf) => {
    if (leaf instanceof Tensor) return leaf;
    if (isVariable(leaf)) return leaf as unknown as BaseVariable;
    throw refuse(leaf);
  });
}

/** What a tape is to watch. @throws {@link ValueError} for what is no tensor and no variable */
export function tensorsAndVariables(structure: unknown): (Tensor | BaseVariable)[] {
  return watchable(
    structure,
    (leaf) =>
      new ValueError(
        `Passed in object ${str(leaf)} of type '${typeName(leaf)}', not tf.Tensor or tf.Variable or ExtensionType.`,
        { fields: { actual: typeName(leaf) } },
      ),
  );
}

/**
 * Targets and sources of gradients. TF asks their dtype first, and texts and None for one of that name.
 * @throws {@link TypeError} or {@link AttributeError}, {@link ValueError} for sparse tensors
 */
export function differentiable(structure: unknown): (Tensor | BaseVariable)[] {
  if (flatten(structure).some((leaf) => leaf instanceof SparseTensor))
    throw new ValueError('Type SparseTensor is not supported as a gradient source or gradient target.');
  return watchable(structure, (leaf) => {
    const fields = { fields: { actual: typeName(leaf) } };
    return typeof leaf === 'string' || leaf === null || leaf === undefined
      ? new TypeError(
          `Cannot convert the argument \`type_value\`: ${repr(leaf ?? null)} to a TensorFlow DType.`,
          fields,
        )
      : new AttributeError(`'${typeName(leaf)}' object has no attribute 'dtype'`, fields);
  });
}

/** A variable's handle, or the tensor itself. */
export function handleOrSelf(leaf: Tensor | BaseVariable): Tensor {
  return leaf instanceof Tensor ? leaf : leaf._resource.token;
}

let warned = 0;

/** TF says it five times in a program's life. */
export function warnUntrainable(leaf: Tensor | BaseVariable): void {
  if (isTrainable(leaf.dtype) || warned >= 5) return;
  warned++;
  logger.warning(
    `The dtype of the watched tensor must be floating (e.g. tf.float32), got ${leaf.dtype.__repr__()}`,
  );
}

/** Given output gradients: one tensor for each target, null where there is none. */
export function outputGradients(structure: unknown): (GradientValue | null)[] {
  return flatten(structure).map((leaf) =>
    leaf === null || leaf instanceof IndexedSlices ? leaf : toTensor(leaf as TensorLike),
  );
}
