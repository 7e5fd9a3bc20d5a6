/** What a Saver says of itself: TF's `SaverDef` message. */
import { TypeError, ValueError } from '../errors';
import { floatText, ProtoMessage, quotedText } from '../python/proto_text';
import { str } from '../python/repr';
import type { Graph } from '../runtime/graph/graph';
import type { SaveItem } from './saveables';

export const CheckpointFormatVersion = Object.freeze({ LEGACY: 0, V1: 1, V2: 2 });

const names = ['filename_tensor_name', 'save_tensor_name', 'restore_op_name'] as const;

/** Mirrors `tf.compat.v1.train.SaverDef`. */
export class SaverDef extends ProtoMessage {
  static readonly LEGACY = 0;
  static readonly V1 = 1;
  static readonly V2 = 2;
  static readonly CheckpointFormatVersion = CheckpointFormatVersion;
  filename_tensor_name = '';
  save_tensor_name = '';
  restore_op_name = '';
  max_to_keep = 0;
  sharded = false;
  keep_checkpoint_every_n_hours = 0;
  version: number = SaverDef.LEGACY;

  /** @throws {@link ValueError} for a field that the message does not have */
  constructor(fields: Partial<SaverDefFields> = {}) {
    super();
    for (const name of Object.keys(fields))
      if (!Object.hasOwn(this, name))
        throw new ValueError(`Protocol message SaverDef has no "${name}" field.`, { fields: { key: name } });
    Object.assign(this, fields);
  }

  /** The same in a name scope. @internal */
  prependScope(scope: string): void {
    for (const name of names) this[name] = `${scope}/${this[name]}`;
  }
  /** A copy whose names begin in a name scope; null if they do not lie there. @internal */
  inScope(scope: string): SaverDef | null {
    if (!names.every((name) => this[name].startsWith(scope))) return null;
    const stripped = names.map((name) => [name, this[name].slice(scope.length).replace(/^\//, '')]);
    return new SaverDef({ ...this, ...Object.fromEntries(stripped) });
  }

  __repr__(): string {
    const { sharded, max_to_keep, keep_checkpoint_every_n_hours: hours, version } = this;
    let text = '';
    for (const name of names) if (this[name] !== '') text += `${name}: ${quotedText(this[name])}\n`;
    if (max_to_keep !== 0) text += `max_to_keep: ${max_to_keep}\n`;
    if (sharded) text += 'sharded: true\n';
    if (hours !== 0) text += `keep_checkpoint_every_n_hours: ${floatText(hours)}\n`;
    const versionName = Object.entries(CheckpointFormatVersion).find(([, value]) => value === version)?.[0];
    if (version !== SaverDef.LEGACY) text += `version: ${versionName ?? version}\n`;
    return text;
  }
}
type SaverDefFields = Omit<SaverDef, '__repr__' | 'toString' | 'prependScope' | 'inScope'>;

/** @throws {@link ValueError} for what is none, or does not say what is run */
export function checkSaverDef(saver_def: unknown, inGraph: boolean): void {
  if (!(saver_def instanceof SaverDef))
    throw new ValueError(`saver_def must be a saver_pb2.SaverDef: ${str(saver_def)}`);
  for (const name of ['save_tensor_name', 'restore_op_name'] as const)
    if (inGraph && saver_def[name] === '')
      throw new ValueError(`saver_def must specify the ${name}: ${str(saver_def)}`, {
        fields: { key: name },
      });
}

/** What the Savers of a graph are for, by the names they have in it: in the place of TF's operations. */
const savers = new WeakMap<Graph, Map<string, readonly SaveItem[]>>();

export function rememberSaver(graph: Graph, saver_def: SaverDef, items: readonly SaveItem[]): void {
  const own = savers.get(graph) ?? new Map<string, readonly SaveItem[]>();
  savers.set(graph, own.set(saver_def.filename_tensor_name, items));
}
/** What the Saver of this definition is for. @throws {@link TypeError} if the graph has none */
export function savedBy(graph: Graph, { filename_tensor_name: name }: SaverDef): readonly SaveItem[] {
  const items = savers.get(graph)?.get(name);
  if (items !== undefined) return items;
  throw new TypeError(
    `Cannot interpret feed_dict key as Tensor: The name '${name}' refers to a Tensor which does not exist. The ` +
      `operation, '${name.split(':')[0]}', does not exist in the graph.`,
    { fields: { key: name } },
  );
}
