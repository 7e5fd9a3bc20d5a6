/** `tf.compat.v1.train.warm_start`: initial values from a checkpoint, by regular expressions (saver.md S8). */
import { NotFoundError, ValueError } from '../errors';
import { logger } from '../logging';
import { type Args, bindArguments } from '../python/arguments';
import { repr, typeName } from '../python/repr';
import { isTuple } from '../python/tuple';
import { BaseVariable } from '../runtime/base_variable';
import { GraphKeys } from '../runtime/graph/collections';
import { load_checkpoint } from '../saving/checkpoint/reader';
import { runHere } from '../saving/checkpoint/run';
import { type PathLike, pathText } from '../saving/storage/paths';
import { asTrackable } from '../tracking/trackable';
import { get_collection } from './collections';
import { init_from_checkpoint } from './init_from_checkpoint';
import { sliceInfoOf } from './save_slice_info';
import { namesToKeys } from './saver_files';
import { VocabInfo, warmStartWithVocab } from './warm_start_vocab';

export interface WarmStartKeywords {
  ckpt_to_initialize_from?: PathLike;
  vars_to_warm_start?: string | readonly string[] | readonly BaseVariable[] | null;
  var_name_to_vocab_info?: Readonly<Record<string, VocabInfo>> | null;
  var_name_to_prev_var_name?: Readonly<Record<string, string>> | null;
}

/**
 * Mirrors `tf.compat.v1.train.warm_start`.
 * @param args `vars_to_warm_start`: a regular expression for trainable variables, several for global ones, variables, or
 * null: only those with a vocabulary
 * @throws {@link ValueError} S8.1-S8.4
 */
export function warm_start(
  ...args:
    | Args<
        [ckpt_to_initialize_from: PathLike],
        [vars_to_warm_start: string | readonly string[] | readonly BaseVariable[] | null],
        WarmStartKeywords,
        ['ckpt_to_initialize_from']
      >
    | [WarmStartKeywords]
): void {
  const given = bindArguments<WarmStartKeywords>(
    'warm_start',
    ['ckpt_to_initialize_from', 'vars_to_warm_start', 'var_name_to_vocab_info', 'var_name_to_prev_var_name'],
    args,
    { required: 1 },
  );
  const path = pathText(given.ckpt_to_initialize_from!);
  logger.info(`Warm-starting from: ${path}`);
  const chosen = given.vars_to_warm_start === undefined ? '.*' : given.vars_to_warm_start;
  const grouped = groupedVariables(chosen);
  const vocabs = new Map(Object.entries(given.var_name_to_vocab_info ?? {}));
  const renames = new Map(Object.entries(given.var_name_to_prev_var_name ?? {}));
  if (renames.size === 0)
    for (const [name, key] of objectRenames(path, [...grouped.keys()])) renames.set(name, key);
  let count = 0;
  const used = new Set<string>();
  let waiting = new Map<string, BaseVariable | readonly BaseVariable[]>();
  for (const [name, variables] of grouped) {
    const previous = renames.get(name);
    const vocab = vocabs.get(name);
    if (vocab !== undefined) {
      warmStartWithVocab(variables, vocab, load_checkpoint(path), previous ?? name);
      count++;
    } else if (chosen !== null && (typeof chosen !== 'object' || chosen.length > 0)) {
      const tensor = previous ?? name;
      // One call cannot initialise two variables from one tensor.
      if (waiting.has(tensor)) {
        init_from_checkpoint(path, waiting);
        waiting = new Map();
      }
      waiting.set(tensor, variables.length === 1 ? variables[0]! : variables);
      count++;
    }
    if (previous !== undefined) used.add(name);
    if (vocab !== undefined) used.add(`vocab ${name}`);
  }
  if (waiting.size > 0) init_from_checkpoint(path, waiting);
  logger.info(`Warm-started ${count} variables.`);
  checkUsed(
    'var_name_to_prev_var_name',
    [...renames.keys()].filter((name) => !used.has(name)),
    grouped,
  );
  checkUsed(
    'var_name_to_vocab_info',
    [...vocabs.keys()].filter((name) => !used.has(`vocab ${name}`)),
    grouped,
  );
}

function checkUsed(
  parameter: string,
  unused: readonly string[],
  grouped: ReadonlyMap<string, unknown>,
): void {
  if (unused.length === 0) return;
  throw new ValueError(
    `You provided the following variables in ${parameter} that were not used: {${unused.map((n) => repr(n)).join(', ')}}. ` +
      ' Perhaps you misspelled them?  Here is the list of viable variable names: ' +
      `dict_keys(${repr([...grouped.keys()])})`,
    { fields: { actual: unused, expected: [...grouped.keys()] } },
  );
}

function groupedVariables(chosen: WarmStartKeywords['vars_to_warm_start']): Map<string, BaseVariable[]> {
  const grouped = new Map<string, BaseVariable[]>();
  for (const variable of chosenVariables(chosen)) {
    const name = sliceInfoOf(variable)?.full_name ?? variable._shared_name;
    grouped.set(name, [...(grouped.get(name) ?? []), variable]);
  }
  return grouped;
}

function chosenVariables(chosen: WarmStartKeywords['vars_to_warm_start']): BaseVariable[] {
  if (typeof chosen === 'string' || chosen === null) {
    logger.info('Warm-starting variables only in TRAINABLE_VARIABLES.');
    return get_collection(GraphKeys.TRAINABLE_VARIABLES, chosen) as BaseVariable[];
  }
  if (!Array.isArray(chosen) || isTuple(chosen))
    throw new ValueError(
      `\`vars_to_warm_start must be a \`list\` or \`str\`.  Given type is <class '${typeName(chosen)}'>`,
    );
  const list = chosen as readonly unknown[];
  if (list.every((item) => typeof item === 'string'))
    return list.flatMap((scope) => get_collection(GraphKeys.GLOBAL_VARIABLES, scope) as BaseVariable[]);
  const variables = list.map((item) => asTrackable(item)).filter((item) => item instanceof BaseVariable);
  if (variables.length === list.length) return variables;
  throw new ValueError(
    'If `vars_to_warm_start` is a list, it must be all `Variable` or all `str`.  Given types are ' +
      `[${list.map((item) => `<class '${typeName(item)}'>`).join(', ')}]`,
  );
}

/** S8.2: an object-based file has the variables under other keys. */
function objectRenames(path: string, names: readonly string[]): Map<string, string> {
  let prefix: string;
  let keys: Map<string, string>;
  try {
    prefix = prefixOf(path);
    keys = runHere(prefix, namesToKeys(prefix));
  } catch (error) {
    if (error instanceof NotFoundError) return new Map();
    throw error;
  }
  const missing = names.filter((name) => !keys.has(name));
  if (missing.length > 0)
    throw new ValueError(
      'Attempting to warm-start from an object-based checkpoint, but found that the checkpoint did not contain values ' +
        `for all variables. The following variables were missing: {${missing.map((name) => repr(name)).join(', ')}}`,
      { fields: { file: prefix, expected: missing } },
    );
  return new Map(names.map((name) => [name, keys.get(name)!]));
}

function prefixOf(path: string): string {
  using reader = load_checkpoint(path);
  return reader.prefix;
}

export { VocabInfo };
