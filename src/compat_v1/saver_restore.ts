/** The second half of `Saver.restore`: what its errors say, and how values reach their objects (saver.md S4). */
import type { HostTensor } from '../dtypes';
import { NotFoundError } from '../errors';
import { BaseVariable } from '../runtime/base_variable';
import { Tensor } from '../runtime/tensor';
import { runHere } from '../saving/checkpoint/run';
import { hooked } from '../tracking/hooks';
import type { Trackable } from '../tracking/trackable';
import type { SaveItem } from './saveables';
import { namesToKeys } from './saver_files';
import type { Session } from './session';

/** Keys by the names of an object-based file; null for a name-based one. */
export function objectKeys(path: string): ReadonlyMap<string, string> | null {
  try {
    return runHere(path, namesToKeys(path));
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}

/** @throws {@link NotFoundError} S4.3 */
export function checkNames(
  path: string,
  items: readonly SaveItem[],
  keys: ReadonlyMap<string, string>,
): void {
  const wanted = new Set(items.map(({ name }) => name));
  const missing = [...wanted].filter((name) => !keys.has(name)).sort();
  if (missing.length === 0) return;
  const extra = [...keys.keys()].filter((name) => !wanted.has(name)).sort();
  const matched = wanted.size - missing.length;
  throw new NotFoundError(
    `\n\nExisting variables not in the checkpoint: ${missing.join(', ')}\n\nVariables names when this checkpoint was ` +
      `written which don't exist now: ${extra.join(', ')}\n\n(${matched} variable name(s) did match)\n\nCould not find ` +
      'some variables in the checkpoint (see names above). Saver was attempting to load an object-based checkpoint ' +
      '(saved using tf.train.Checkpoint or tf.keras.Model.save_weights) using variable names. If the checkpoint was ' +
      "written with eager execution enabled, it's possible that variable names have changed (for example missing a " +
      "'_1' suffix). It's also possible that there are new variables which did not exist when the checkpoint was " +
      'written. You can construct a Saver(var_list=...) with only the variables which previously existed, and if ' +
      "variable names have changed you may need to make this a dictionary with the old names as keys. If you're using " +
      "an Estimator, you'll need to return a tf.train.Saver inside a tf.train.Scaffold from your model_fn.",
    { fields: { file: path, key: missing[0]!, expected: missing, actual: extra } },
  );
}

/** Gives all objects their values: variables of a graph in `session`. */
export function assignItems(
  items: readonly SaveItem[],
  values: readonly HostTensor[],
  session: Session | null,
): void {
  const others = new Map<Trackable, Map<string, HostTensor>>();
  for (const [i, { owner, attribute }] of items.entries()) {
    const value = values[i]!;
    if (!(owner instanceof BaseVariable)) {
      const own = others.get(owner) ?? new Map<string, HostTensor>();
      others.set(owner, own.set(attribute, value));
      continue;
    }
    const tensor = new Tensor(value.dtype, [...value.shape], value.data);
    if (owner._resource.symbolic) owner._assignIn(session, tensor);
    else owner._resource.replace(tensor);
  }
  for (const [owner, restored] of others) hooked(owner)._restore_from_tensors(restored);
}
