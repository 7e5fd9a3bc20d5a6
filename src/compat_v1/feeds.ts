/** `feed_dict`: values that take the place of tensors in one run. */
import { enterContext } from '../context';
import { bool, type DType } from '../dtypes';
import { TypeError, ValueError } from '../errors';
import { repr, str, typeName } from '../python/repr';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import type { Graph } from '../runtime/graph/graph';
import { NDArray } from '../runtime/ndarray';
import { cast } from '../runtime/ops/cast';
import { SparseTensor } from '../runtime/sparse_tensor';
import { Tensor } from '../runtime/tensor';
import { integerRange } from '../type_ranges';

/** A Map, or pairs: tensor (or its name) and value. */
export type FeedDict = ReadonlyMap<unknown, unknown> | readonly (readonly [key: unknown, value: unknown])[];

/** @throws {@link TypeError} or {@link ValueError}, with TF's texts */
export function feedsOf(graph: Graph, feed_dict: FeedDict | null): Map<Tensor, Tensor> {
  const feeds = new Map<Tensor, Tensor>();
  if (feed_dict === null) return feeds;
  for (const [key, value] of [...pairs(feed_dict)].flatMap(partsOf)) {
    const place = placeOf(graph, key);
    if (value instanceof Tensor)
      throw new TypeError(
        'The value of a feed cannot be a tf.Tensor object. Acceptable feed values include Python scalars, strings, ' +
          `lists, numpy ndarrays, or TensorHandles. For reference, the tensor object was ${value.__str__()} which ` +
          `was passed to the argument \`feed_dict\` with key ${str(key)}.`,
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

/** A sparse tensor is fed by the three that it is made of. */
function partsOf([key, value]: readonly [unknown, unknown]): (readonly [unknown, unknown])[] {
  if (!(key instanceof SparseTensor)) return [[key, value]];
  const parts = value instanceof SparseTensor ? value._components() : value;
  if (!Array.isArray(parts))
    throw new TypeError(`A sparse tensor is fed by a SparseTensorValue or a tuple, not ${typeName(value)}.`);
  return key._components().flatMap((part, i) => (i < parts.length ? [[part, parts[i]] as const] : []));
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
  const converted = asNumpy(value, dtype);
  if (isWhole(value) && dtype.is_integer && !holds(dtype, BigInt(value)))
    throw new TypeError(
      `Type of feed value ${value} with type <class 'int'> is not compatible with Tensor type <class 'numpy.${dtype.name}'>. ` +
        'Try explicitly setting the type of the feed tensor to a larger type (e.g. int64).',
    );
  return eagerly(() => toTensor(converted as TensorLike, dtype));
}

function isWhole(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}
function holds(dtype: DType, value: bigint): boolean {
  const [low, high] = integerRange(dtype);
  return value >= low && value <= high;
}

/** Elements as numpy's `asarray(value, dtype)` takes them: fractions are cut off, texts are read, None is no number. */
function asNumpy(value: unknown, dtype: DType): unknown {
  if (Array.isArray(value)) return value.map((element) => asNumpy(element, dtype));
  if (dtype === bool && typeof value === 'number') return value !== 0;
  if (!dtype.is_integer && !dtype.is_floating) return value;
  if (value === null && dtype.is_floating) return Number.NaN;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') return parsed(value, dtype);
  return dtype.is_integer && typeof value === 'number' ? Math.trunc(value) : value;
}
/** @throws {@link ValueError} for a text that is no number */
function parsed(text: string, dtype: DType): number | bigint {
  const trimmed = text.trim();
  if (dtype.is_integer) {
    if (/^[-+]?\d+$/.test(trimmed)) return BigInt(trimmed.replace('+', ''));
    throw new ValueError(`invalid literal for int() with base 10: ${repr(text)}`);
  }
  const number = trimmed === '' ? Number.NaN : Number(trimmed);
  if (!Number.isNaN(number) || trimmed.toLowerCase() === 'nan') return number;
  throw new ValueError(`could not convert string to float: ${repr(text)}`);
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
