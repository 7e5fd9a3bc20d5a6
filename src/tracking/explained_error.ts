/** What TF says around the error of a restore by names (saver.md S4.2). */
import type { OpError } from '../errors';

/** Reasons of {@link explained}. */
export const MISSING_NAME = 'a Variable name or other graph key that is missing';
export const MISMATCH = 'a mismatch between the current graph and the graph';

/** The same error with what it most likely comes from (S4.2). */
export function explained<E extends OpError>(error: E, reason: string): E {
  const Class = error.constructor as new (message: string, options: object) => E;
  return new Class(
    `Restoring from checkpoint failed. This is most likely due to ${reason} from the checkpoint. Please ensure that you ` +
      `have not altered the graph expected based on the checkpoint. Original error:\n\n${error.message}`,
    { fields: error.fields, cause: error },
  );
}
