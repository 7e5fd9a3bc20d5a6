/** The error for a key that a person wrote, with the nearest one that there is. */
import { NotFoundError } from '../../errors';
import { nearestName } from '../../python/arguments';

export function keyNotFound(file: string, key: string, candidates: Iterable<string>): NotFoundError {
  const nearest = nearestName(key, candidates);
  const hint = nearest === undefined ? '' : `; the nearest one is ${nearest}`;
  return new NotFoundError(`Key ${key} not found in checkpoint ${file}${hint}`, {
    fields: { file, key, ...(nearest === undefined ? {} : { nearest }) },
  });
}
