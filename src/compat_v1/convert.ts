/**
 * From name-based checkpoints to object-based ones and back, without the program that made them: the migration guide's two
 * converters. Names are those of TF1; an object-based file has them as keys of a dict (`vars`, `var_list`) or as full names.
 */
import { ValueError } from '../errors';
import { Variable } from '../runtime/variable';
import { BundleWriter, sortedKeys } from '../saving/bundle/bundle_writer';
import { OBJECT_GRAPH_KEY } from '../saving/bundle/checkpoint_file';
import { keyNotFound } from '../saving/bundle/key_not_found';
import { Checkpoint } from '../saving/checkpoint/checkpoint';
import { decodeObjectGraph } from '../saving/checkpoint/graph_codec';
import { CheckpointReader } from '../saving/checkpoint/reader';
import { runHere } from '../saving/checkpoint/run';
import { writeState } from '../saving/checkpoint/state';
import { makeDirectories } from '../saving/commit';
import { dirname, type PathLike, pathText } from '../saving/storage/paths';
import { objectPathOf } from '../tracking/graph_keys';

export interface ConvertOptions {
  /** New names, by the name that a tensor would have or by its key in the source. */
  readonly rename?: ReadonlyMap<string, string>;
  /** What any other name becomes. */
  readonly renameEach?: (name: string) => string;
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
  /** Keys of values that only TensorFlow can read, such as the state of a dataset's iterator. */
  readonly leftOut: readonly string[];
}

/**
 * Writes the tensors of a name-based checkpoint as `Checkpoint(vars={name: variable})`, numbered, and records it.
 * @throws {@link ValueError} for an object-based source, or two tensors that would have one name;
 * {@link NotFoundError} if there is nothing of a name to be changed
 */
export function convertTf1ToTf2(
  checkpoint_path: PathLike,
  output_prefix: PathLike,
  options: ConvertOptions = {},
): Converted {
  using reader = new CheckpointReader(pathText(checkpoint_path));
  if (reader.has_tensor(OBJECT_GRAPH_KEY)) throw unneeded(reader, 'object-based (TF2)');
  const { keys, leftOut } = readableKeys(reader);
  const names = renamed(new Map(keys.map((key) => [key, key])), options, reader.prefix);
  if (options.dryRun) return { prefix: null, keys: names, leftOut };
  const vars = new Map<string, Variable>();
  for (const [key, name] of names) {
    vars.set(name, new Variable({ initial_value: reader.get_tensor(key), trainable: false }));
    options.progress?.(vars.size, names.size);
  }
  return { prefix: new Checkpoint({ vars }).save(pathText(output_prefix)), keys: names, leftOut };
}

/**
 * Writes the values of an object-based checkpoint under names, as a Saver does, and records it. Values in a dict `var_list`
 * or `vars` are called as their keys, others by their full names, or where several have one full name by their place in
 * the tree of objects; the counter of saves is left out.
 * @throws {@link ValueError} for a name-based source, or two tensors that would have one name;
 * {@link NotFoundError} if there is nothing of a name to be changed
 */
export function convertTf2ToTf1(
  checkpoint_path: PathLike,
  output_prefix: PathLike,
  options: ConvertOptions = {},
): Converted {
  using reader = new CheckpointReader(pathText(checkpoint_path));
  if (!reader.has_tensor(OBJECT_GRAPH_KEY)) throw unneeded(reader, 'name-based (TF1)');
  const { keys, leftOut } = readableKeys(reader);
  const names = renamed(namesInObjects(reader, keys), options, reader.prefix);
  if (options.dryRun) return { prefix: null, keys: names, leftOut };
  const prefix = pathText(output_prefix);
  const writer = new BundleWriter(prefix);
  let done = 0;
  for (const [key, name] of names) {
    writer.add(name, reader.get_tensor(key));
    options.progress?.(++done, names.size);
  }
  const directory = dirname(prefix);
  if (directory !== '') runHere(directory, makeDirectories(directory));
  runHere(prefix, writer.finish());
  runHere(directory, writeState(directory, state(prefix), { relative: false }));
  return { prefix, keys: names, leftOut };
}

function unneeded({ prefix }: CheckpointReader, kind: string): ValueError {
  return new ValueError(`${prefix} is ${kind} already.`, { fields: { file: prefix } });
}

function state(path: string) {
  return { model_checkpoint_path: path, all_model_checkpoint_paths: [path] };
}

function readableKeys(reader: CheckpointReader): { keys: string[]; leftOut: string[] } {
  const isOpaque = (key: string): boolean => reader.info(key).dtype.kind === 'opaque';
  const all = reader.keys().filter((key) => key !== OBJECT_GRAPH_KEY);
  return { keys: all.filter((key) => !isOpaque(key)), leftOut: all.filter(isOpaque) };
}

const VALUE = '/.ATTRIBUTES/VARIABLE_VALUE';
const COUNTER = `save_counter${VALUE}`;

/** TF1 names of an object-based file's values, by key. */
function namesInObjects(reader: CheckpointReader, keys: readonly string[]): Map<string, string> {
  const graph = decodeObjectGraph(reader.get_tensor(OBJECT_GRAPH_KEY), reader.prefix);
  const attributes = graph.nodes.flatMap((node) => node.attributes);
  const fullNames = new Map(attributes.map(({ checkpoint_key, full_name }) => [checkpoint_key, full_name]));
  const timesUsed = new Map<string, number>();
  for (const name of fullNames.values()) timesUsed.set(name, (timesUsed.get(name) ?? 0) + 1);
  const names = new Map<string, string>();
  for (const key of keys) {
    if (key === COUNTER) continue;
    const entry = /^(?:var_list|vars)\/([^/]+)\/\.ATTRIBUTES\/VARIABLE_VALUE$/.exec(key);
    const fullName = fullNames.get(key) ?? '';
    if (entry !== null) names.set(key, unescaped(entry[1]!));
    else if (fullName !== '' && timesUsed.get(fullName) === 1) names.set(key, fullName);
    else names.set(key, key.endsWith(VALUE) ? unescaped(objectPathOf(key)) : key);
  }
  return names;
}

/** Names in keys have `.S` for a slash and `..` for a full stop. */
function unescaped(name: string): string {
  return name.replace(/\.([.S])/g, (_, next: string) => (next === 'S' ? '/' : '.'));
}

function renamed(
  names: ReadonlyMap<string, string>,
  { rename = new Map(), renameEach = (name) => name }: ConvertOptions,
  file: string,
): Map<string, string> {
  const known = new Set([...names.keys(), ...names.values()]);
  for (const old of rename.keys()) if (!known.has(old)) throw keyNotFound(file, old, known);
  const byName = new Map<string, string>();
  for (const [key, name] of names) {
    const target = rename.get(name) ?? rename.get(key) ?? renameEach(name);
    const before = byName.get(target);
    if (target === '')
      throw new ValueError(`Key ${key} would have an empty name.`, { fields: { file, key } });
    if (before !== undefined)
      throw new ValueError(`${before} and ${key} would both be called ${target}: rename one of them.`, {
        fields: { file, actual: target },
      });
    byName.set(target, key);
  }
  return new Map(sortedKeys(byName.keys()).map(({ name }) => [byName.get(name)!, name]));
}
