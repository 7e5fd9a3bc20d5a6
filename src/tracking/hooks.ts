/** Calling what users override: on the object that they hold, and taking back what they give. */
import { asTrackable, Trackable } from './trackable';

/**
 * The side of a Trackable that its class's methods expect as `this`: a class's `#private` fields lie on the proxy that
 * its constructor returned. Containers and functions have no such methods, their node answers.
 */
export function hooked(trackable: Trackable): Trackable {
  const { handle } = trackable;
  return handle instanceof Trackable ? handle : trackable;
}

/** The node behind what an overridden method returned. */
export function node<T extends Trackable | null | undefined>(returned: T): T {
  return (returned === null || returned === undefined ? returned : asTrackable(returned)) as T;
}
