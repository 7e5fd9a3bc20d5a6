/** A `tf.train.Checkpoint` as what a Saver saves: the keys that it has now, and the object graph (saver.md S9.1). */
import { string } from '../dtypes';
import type { Checkpoint } from '../saving/checkpoint/checkpoint';
import { encodeObjectGraph } from '../saving/checkpoint/graph_codec';
import { hooked } from '../tracking/hooks';
import { OBJECT_GRAPH_KEY } from '../tracking/object_graph';
import { serializeObjectGraph } from '../tracking/serialize_graph';
import { type RestoreSpec, type SavedValue, Trackable } from '../tracking/trackable';
import type { SaveItem } from './saveables';

/** TF makes texts on this device, whatever device the variables are on: in a sharded file they are a shard of their own. */
const hostDevice = '/device:CPU:0';

/** A text that is saved, looked for in a file, and not taken from it. */
class SavedText extends Trackable {
  constructor(private readonly value: SavedValue) {
    super();
  }
  override _serialize_to_tensors(): ReadonlyMap<string, SavedValue> {
    return new Map([['', this.value]]);
  }
  override _restore_specs(): ReadonlyMap<string, RestoreSpec> {
    return new Map([['', { dtype: string, shape: [] }]]);
  }
}

export class FrozenCheckpoint {
  readonly items: readonly SaveItem[];

  constructor(checkpoint: Checkpoint) {
    const { graph, tensors } = serializeObjectGraph(checkpoint._view);
    const items = tensors.map(({ key, trackable, attribute }): SaveItem => {
      const { dtype, shape } = hooked(trackable)._restore_specs().get(attribute)!;
      const device = trackable._is_python_state ? hostDevice : '';
      return { name: key, slice: '', owner: trackable, attribute, dtype, shape, device };
    });
    const text = encodeObjectGraph(graph, { hasCheckpointValues: true });
    const owner = new SavedText(text);
    items.push({
      name: OBJECT_GRAPH_KEY,
      slice: '',
      owner,
      attribute: '',
      dtype: string,
      shape: [],
      device: hostDevice,
    });
    this.items = items;
  }
}
