/**
 * From name-based checkpoints to object-based ones and back, without the program that made them: the migration guide's two
 * converters. Names are those of TF1; an object-based file has them as keys of a dict (`vars`, `var_list`) or as full names.
 */
import { ValueError } from '../errors';
import { Variable } from '../runtime/variable';
import { BundleWriter, sortedKeys } from '../saving/bundle/bundle_writer';
import { OBJECT_GRAPH_KEY } from '../saving/bundle/checkpoint_file';
import { Checkpoint } from '../saving/checkpoint/checkpoint';
import { CheckpointReader } from '../saving/checkpoint/reader';
import { runHere } from '../saving/checkpoint/run';
import { writeState } from '../saving/checkpoint/state';
import { dirname, type PathLike, pathText } from '../saving/storage/paths';
import { namesToKeys } from './saver_files';

export interface ConvertOptions {
  /** What a name becomes. */
  readonly rename?: (name: string) => string;
  /** Says what would be written, and writes nothing. */
  readonly dryRun?: boolean;
  /** Told after each tensor that was read. */
  readonly progress?: (done: number, total: number) => void;
}
export interface Converted {
  /** What was written; null for a dry run. */
  readonly prefix: string | null;
  /** From keys of the source to keys of the target, sorted by the latter. */
  readonly keys: ReadonlyMap<string, string>;
}

/**
 * Writes the tensors of a name-based checkpoint as `Checkpoint(vars={name: variable})`, numbered, and records it.
 * @throws {@link ValueError} for an object-based source, or two tensors that would have one name
 */
export function convertTf1ToTf2(
  checkpoint_path: PathLike,
  output_prefix: PathLike,
  options: ConvertOptions = {},
): Converted {
  using reader = new CheckpointReader(pathText(checkpoint_path));
  if (reader.has_tensor(OBJECT_GRAPH_KEY))
    throw new ValueError(`${reader.prefix} is object-based (TF2) already.`, {
      fields: { file: reader.prefix },
    });
  const names = renamed(new Map(reader.keys().map((key) => [key, key])), options, reader.prefix);
  if (options.dryRun) return { prefix: null, keys: names };
  const vars = new Map<string, Variable>();
  for (const [key, name] of names) {
    vars.set(name, new Variable({ initial_value: reader.get_tensor(key), trainable: false }));
    options.progress?.(vars.size, names.size);
  }
  return { prefix: new Checkpoint({ vars }).save(pathText(output_prefix)), keys: names };
}

/**
 * Writes the values of an object-based checkpoint under names, as a Saver does, and records it. Values in a dict `var_list`
 * or `vars` are called as their keys, others by their full names; the counter of saves is left out.
 * @throws {@link ValueError} for a name-based source, or two tensors that would have one name
 */
export function convertTf2ToTf1(
  checkpoint_path: PathLike,
  output_prefix: PathLike,
  options: ConvertOptions = {},
): Converted {
  using reader = new CheckpointReader(pathText(checkpoint_path));
  if (!reader.has_tensor(OBJECT_GRAPH_KEY))
    throw new ValueError(`${reader.prefix} is name-based (TF1) already.`, {
      fields: { file: reader.prefix },
    });
  const names = renamed(namesInObjects(reader), options, reader.prefix);
  if (options.dryRun) return { prefix: null, keys: names };
  const prefix = pathText(output_prefix);
  const writer = new BundleWriter(prefix);
  let done = 0;
  for (const [key, name] of names) {
    writer.add(name, reader.get_tensor(key));
    options.progress?.(++done, names.size);
  }
  runHere(prefix, writer.finish());
  const directory = dirname(prefix);
  runHere(directory, writeState(directory, state(prefix), { relative: false }));
  return { prefix, keys: names };
}

function state(path: string) {
  return { model_checkpoint_path: path, all_model_checkpoint_paths: [path] };
}

const VALUE = '/.ATTRIBUTES/VARIABLE_VALUE';
const COUNTER = `save_counter${VALUE}`;

/** TF1 names of an object-based file's values, by key. */
function namesInObjects(reader: CheckpointReader): Map<string, string> {
  const fullNames = new Map<string, string>();
  for (const [name, key] of runHere(reader.prefix, namesToKeys(reader.prefix)))
    if (name !== '') fullNames.set(key, name);
  const names = new Map<string, string>();
  for (const key of reader.keys()) {
    if (key === OBJECT_GRAPH_KEY || key === COUNTER) continue;
    const entry = /^(?:var_list|vars)\/([^/]+)\/\.ATTRIBUTES\/VARIABLE_VALUE$/.exec(key);
    names.set(key, entry === null ? (fullNames.get(key) ?? key) : unescaped(entry[1]!));
  }
  return names;
}

/** Names in keys have `.S` for a slash and `..` for a full stop before a capital. */
function unescaped(name: string): string {
  return name.replace(/\.([.S])/g, (_, next: string) => (next === 'S' ? '/' : '.'));
}

function renamed(
  names: ReadonlyMap<string, string>,
  { rename = (name) => name }: ConvertOptions,
  file: string,
): Map<string, string> {
  const byName = new Map<string, string>();
  for (const [key, name] of names) {
    const target = rename(name);
    const before = byName.get(target);
    if (before !== undefined)
      throw new ValueError(`${before} and ${key} would both be called ${target}: rename one of them.`, {
        fields: { file, key: target },
      });
    byName.set(target, key);
  }
  return new Map(sortedKeys(byName.keys()).map(({ name }) => [byName.get(name)!, name]));
}
