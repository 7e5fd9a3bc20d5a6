/** `feed_dict`: values that take the place of tensors in one run. */
import { enterContext } from '../context';
import { TypeError, ValueError } from '../errors';
import { repr, typeName } from '../python/repr';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import type { Graph } from '../runtime/graph/graph';
import { NDArray } from '../runtime/ndarray';
import { cast } from '../runtime/ops/cast';
import { Tensor } from '../runtime/tensor';

/** A Map, or pairs: tensor (or its name) and value. */
export type FeedDict = ReadonlyMap<unknown, unknown> | readonly (readonly [key: unknown, value: unknown])[];

/** @throws {@link TypeError} or {@link ValueError}, with TF's texts */
export function feedsOf(graph: Graph, feed_dict: FeedDict | null): Map<Tensor, Tensor> {
  const feeds = new Map<Tensor, Tensor>();
  if (feed_dict === null) return feeds;
  for (const [key, value] of pairs(feed_dict)) {
    const place = placeOf(graph, key);
    if (value instanceof Tensor)
      throw new TypeError(
        'The value of a feed cannot be a tf.Tensor object. Acceptable feed values include Python scalars, strings, ' +
          `lists, numpy ndarrays, or TensorHandles. For reference, the tensor object was ${value.__repr__()} which ` +
          `was passed to the feed with key ${repr(key)}.`,
      );
    feeds.set(place, fedValue(place, value));
  }
  return feeds;
}

function pairs(feed_dict: FeedDict): Iterable<readonly [unknown, unknown]> {
  if (feed_dict instanceof Map || Array.isArray(feed_dict)) return feed_dict;
  throw new TypeError(
    `feed_dict must be a Map or a list of pairs of tensor and value, not ${typeName(feed_dict)}: keys of a plain object ` +
      'can only be strings.',
  );
}

function placeOf(graph: Graph, key: unknown): Tensor {
  let place: Tensor;
  try {
    place = graph.as_graph_element(key, true, false) as Tensor;
  } catch (error) {
    throw new TypeError(`Cannot interpret feed_dict key as Tensor: ${(error as Error).message}`, {
      cause: error,
    });
  }
  if (!graph.is_feedable(place)) throw new ValueError(`Tensor ${place.name} may not be fed.`);
  return place;
}

/** As numpy's `asarray(value, dtype)`: numbers become the tensor's type. */
function fedValue({ dtype }: Tensor, value: unknown): Tensor {
  if (value instanceof NDArray || ArrayBuffer.isView(value)) {
    const tensor = toTensor(value as TensorLike);
    return tensor.dtype === dtype ? tensor : eagerly(() => cast(tensor, dtype));
  }
  return eagerly(() => toTensor(value as TensorLike, dtype));
}

/** Outside of the graph that is built. */
export function eagerly<T>(make: () => T): T {
  const leave = enterContext({ builder: null, recorder: null });
  try {
    return make();
  } finally {
    leave();
  }
}
