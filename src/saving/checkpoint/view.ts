/** The file-reading front of CheckpointView, and TrackableView (manager.md M8, M9). */

import { ValueError } from '../../errors';
import { type Call, positional } from '../../python/named';
import { CheckpointView as GraphView } from '../../tracking/checkpoint_view';
import { OBJECT_GRAPH_KEY } from '../../tracking/object_graph';
import type { PathLike } from '../storage/paths';
import { decodeObjectGraph } from './graph_codec';
import { CheckpointReader } from './reader';

/**
 * Mirrors `tf.train.CheckpointView(save_path)`. @throws {@link ValueError} if the file is not object-based
 * (M9.1).
 */
export class CheckpointView extends GraphView {
  constructor(...args: Call<[save_path: PathLike], readonly ['save_path']>) {
    const [save_path] = positional<[PathLike]>('CheckpointView', ['save_path'], 1, args);
    using reader = new CheckpointReader(save_path);
    if (!reader.has_tensor(OBJECT_GRAPH_KEY)) {
      throw new ValueError(
        `The specified checkpoint "${reader.prefix}" does not appear to be object-based (saved with ` +
          'TF2) since it is ' +
          `missing the key "${OBJECT_GRAPH_KEY}". Likely it was created with the TF1 name-based saver ` +
          'and does not ' +
          'contain an object dependency graph.',
        { fields: { file: reader.prefix, key: OBJECT_GRAPH_KEY } },
      );
    }
    super(decodeObjectGraph(reader.get_tensor(OBJECT_GRAPH_KEY), reader.prefix));
  }
}
