/** `tf.version`: that of the TensorFlow whose answers these are. */

/** Mirrors `tf.version.VERSION`. */
export const VERSION = '2.15.1';
/** Mirrors `tf.version.GRAPH_DEF_VERSION`. */
export const GRAPH_DEF_VERSION = 1645;
/** Mirrors `tf.version.GRAPH_DEF_VERSION_MIN_CONSUMER`. */
export const GRAPH_DEF_VERSION_MIN_CONSUMER = 0;
/** Mirrors `tf.version.GRAPH_DEF_VERSION_MIN_PRODUCER`. */
export const GRAPH_DEF_VERSION_MIN_PRODUCER = 0;
