/** `tf.compat.v1.device`. */
import { named } from '../python/named';
import { type DeviceLike, device as deviceNow } from '../runtime/graph/device';

/** Mirrors `tf.compat.v1.device`: `tf.device` under its former parameter. @throws {@link ValueError} as that does */
export const device = named(
  'device',
  ['device_name_or_function'],
  [],
  (device_name_or_function: DeviceLike) => deviceNow(device_name_or_function),
);
