/**
 * The closed set of errors: TensorFlow's `tf.errors.*` and Python's built-in ones.
 * Every error is data first (`code`, `fields`), and a text that people search for second.
 */

/** What a program can read of an error beside its text. */
export interface ErrorFields {
  readonly file?: string;
  readonly key?: string;
  readonly object_path?: string;
  readonly offset?: number | bigint;
  readonly expected?: unknown;
  readonly actual?: unknown;
  readonly nearest?: string;
  readonly [name: string]: unknown;
}

export interface ErrorOptions {
  readonly fields?: ErrorFields;
  readonly cause?: unknown;
}

/** What all errors thrown on purpose by Flowpoint share. */
export abstract class FlowpointError extends Error {
  /** Stable name for programs, e.g. `DATA_LOSS` or `ValueError`. */
  abstract readonly code: string;
  readonly fields: ErrorFields;

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.fields = options.fields ?? {};
  }

  override get name(): string {
    return this.constructor.name;
  }
}

/** Mirrors `tf.errors.OpError`: what an operation or a reader raises. `error_code` is TF's numeric code. */
export class OpError extends FlowpointError {
  readonly code: string = 'UNKNOWN';
  readonly error_code: number = 2;

  /** TF's error text without decoration. */
  get op_message(): string {
    return this.message;
  }
}

/** Mirrors `tf.errors.CancelledError`. */
export class CancelledError extends OpError {
  override readonly code = 'CANCELLED';
  override readonly error_code = 1;
}
/** Mirrors `tf.errors.UnknownError`. */
export class UnknownError extends OpError {
  override readonly code = 'UNKNOWN';
  override readonly error_code = 2;
}
/** Mirrors `tf.errors.InvalidArgumentError`. */
export class InvalidArgumentError extends OpError {
  override readonly code = 'INVALID_ARGUMENT';
  override readonly error_code = 3;
}
/** Mirrors `tf.errors.DeadlineExceededError`. */
export class DeadlineExceededError extends OpError {
  override readonly code = 'DEADLINE_EXCEEDED';
  override readonly error_code = 4;
}
/** Mirrors `tf.errors.NotFoundError`. */
export class NotFoundError extends OpError {
  override readonly code = 'NOT_FOUND';
  override readonly error_code = 5;
}
/** Mirrors `tf.errors.AlreadyExistsError`. */
export class AlreadyExistsError extends OpError {
  override readonly code = 'ALREADY_EXISTS';
  override readonly error_code = 6;
}
/** Mirrors `tf.errors.PermissionDeniedError`. */
export class PermissionDeniedError extends OpError {
  override readonly code = 'PERMISSION_DENIED';
  override readonly error_code = 7;
}
/** Mirrors `tf.errors.ResourceExhaustedError`. */
export class ResourceExhaustedError extends OpError {
  override readonly code = 'RESOURCE_EXHAUSTED';
  override readonly error_code = 8;
}
/** Mirrors `tf.errors.FailedPreconditionError`. */
export class FailedPreconditionError extends OpError {
  override readonly code = 'FAILED_PRECONDITION';
  override readonly error_code = 9;
}
/** Mirrors `tf.errors.AbortedError`. */
export class AbortedError extends OpError {
  override readonly code = 'ABORTED';
  override readonly error_code = 10;
}
/** Mirrors `tf.errors.OutOfRangeError`. */
export class OutOfRangeError extends OpError {
  override readonly code = 'OUT_OF_RANGE';
  override readonly error_code = 11;
}
/** Mirrors `tf.errors.UnimplementedError`. */
export class UnimplementedError extends OpError {
  override readonly code = 'UNIMPLEMENTED';
  override readonly error_code = 12;
}
/** Mirrors `tf.errors.InternalError`. */
export class InternalError extends OpError {
  override readonly code = 'INTERNAL';
  override readonly error_code = 13;
}
/** Mirrors `tf.errors.UnavailableError`. */
export class UnavailableError extends OpError {
  override readonly code = 'UNAVAILABLE';
  override readonly error_code = 14;
}
/** Mirrors `tf.errors.DataLossError`: a file is damaged. */
export class DataLossError extends OpError {
  override readonly code = 'DATA_LOSS';
  override readonly error_code = 15;
}
/** Mirrors `tf.errors.UnauthenticatedError`. */
export class UnauthenticatedError extends OpError {
  override readonly code = 'UNAUTHENTICATED';
  override readonly error_code = 16;
}

/** Base of Python's built-in exceptions; `code` is the class name. */
export class PythonError extends FlowpointError {
  get code(): string {
    return this.name;
  }
}
/** Python's `ValueError`. */
export class ValueError extends PythonError {}
/** TF's error for what belongs to another function: no public name there either. */
export class InaccessibleTensorError extends ValueError {}
/** Python's `TypeError`: ours, with a `code`; not the global one. */
export class TypeError extends PythonError {}
/** Python's `AssertionError`. */
export class AssertionError extends PythonError {}
/** Python's `LookupError`. */
export class LookupError extends PythonError {}
/** Python's `KeyError`. */
export class KeyError extends LookupError {}
/** Python's `IndexError`. */
export class IndexError extends LookupError {}
/** Python's `AttributeError`. */
export class AttributeError extends PythonError {}
/** Python's `RuntimeError`. */
export class RuntimeError extends PythonError {}
/** Python's `StopIteration`. */
export class StopIteration extends PythonError {}
/** Python's `NotImplementedError`. */
export class NotImplementedError extends RuntimeError {}
/** Mirrors `tf.errors.OperatorNotAllowedInGraphError`. */
export class OperatorNotAllowedInGraphError extends TypeError {}
