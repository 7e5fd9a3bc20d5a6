/** `tf.tracking`: what TF keeps in internal modules, and users of checkpoints need all the same. */
export { AutoTrackable, List, list, Mapping, NoDependency, Trackable } from '../tracking';
