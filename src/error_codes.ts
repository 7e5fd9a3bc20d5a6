/** The numbers of `tf.errors`: what `error_code` of an {@link OpError} is compared with. */
/** Mirrors `tf.errors.OK`. */
export const OK = 0;
/** Mirrors `tf.errors.CANCELLED`. */
export const CANCELLED = 1;
/** Mirrors `tf.errors.UNKNOWN`. */
export const UNKNOWN = 2;
/** Mirrors `tf.errors.INVALID_ARGUMENT`. */
export const INVALID_ARGUMENT = 3;
/** Mirrors `tf.errors.DEADLINE_EXCEEDED`. */
export const DEADLINE_EXCEEDED = 4;
/** Mirrors `tf.errors.NOT_FOUND`. */
export const NOT_FOUND = 5;
/** Mirrors `tf.errors.ALREADY_EXISTS`. */
export const ALREADY_EXISTS = 6;
/** Mirrors `tf.errors.PERMISSION_DENIED`. */
export const PERMISSION_DENIED = 7;
/** Mirrors `tf.errors.RESOURCE_EXHAUSTED`. */
export const RESOURCE_EXHAUSTED = 8;
/** Mirrors `tf.errors.FAILED_PRECONDITION`. */
export const FAILED_PRECONDITION = 9;
/** Mirrors `tf.errors.ABORTED`. */
export const ABORTED = 10;
/** Mirrors `tf.errors.OUT_OF_RANGE`. */
export const OUT_OF_RANGE = 11;
/** Mirrors `tf.errors.UNIMPLEMENTED`. */
export const UNIMPLEMENTED = 12;
/** Mirrors `tf.errors.INTERNAL`. */
export const INTERNAL = 13;
/** Mirrors `tf.errors.UNAVAILABLE`. */
export const UNAVAILABLE = 14;
/** Mirrors `tf.errors.DATA_LOSS`. */
export const DATA_LOSS = 15;
/** Mirrors `tf.errors.UNAUTHENTICATED`. */
export const UNAUTHENTICATED = 16;
