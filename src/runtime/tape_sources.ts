/** What users give a tape, tensors, variables and structures of them, as the tensors that the tape knows. */
import { ValueError } from '../errors';
import { logger } from '../logging';
import { repr, typeName } from '../python/repr';
import type { BaseVariable } from './base_variable';
import { isVariable, toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { IndexedSlices } from './indexed_slices';
import { flatten } from './nest';
import type { GradientValue } from './op';
import { isTrainable } from './tape';
import { Tensor } from './tensor';

/** The leaves of a structure, which must be tensors or variables. @throws {@link ValueError} for anything else */
export function tensorsAndVariables(structure: unknown): (Tensor | BaseVariable)[] {
  return flatten(structure).map((leaf) => {
    if (leaf instanceof Tensor) return leaf;
    if (isVariable(leaf)) return leaf as unknown as BaseVariable;
    throw new ValueError(
      `Passed in object ${repr(leaf)} of type '${typeName(leaf)}', not tf.Tensor or tf.Variable or ExtensionType.`,
      { fields: { actual: typeName(leaf) } },
    );
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
