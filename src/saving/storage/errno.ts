/** From the operating system's error numbers to our closed set of errors (RELIABILITY.md rows 3 to 6). */

import {
  AlreadyExistsError,
  DataLossError,
  FailedPreconditionError,
  InvalidArgumentError,
  NotFoundError,
  OpError,
  PermissionDeniedError,
  ResourceExhaustedError,
  UnknownError,
} from '../../errors';

type OpErrorClass = new (...args: ConstructorParameters<typeof OpError>) => OpError;

/** Class and sentence for an error number's name; the sentences are the C library's, as TF prints them. */
const MEANINGS: ReadonlyMap<string, readonly [OpErrorClass, string]> = new Map<
  string,
  readonly [OpErrorClass, string]
>([
  ['ENOENT', [NotFoundError, 'No such file or directory']],
  ['EACCES', [PermissionDeniedError, 'Permission denied']],
  ['EPERM', [PermissionDeniedError, 'Operation not permitted']],
  ['ENOSPC', [ResourceExhaustedError, 'No space left on device']],
  ['EDQUOT', [ResourceExhaustedError, 'Disk quota exceeded']],
  ['EMFILE', [ResourceExhaustedError, 'Too many open files']],
  ['ENFILE', [ResourceExhaustedError, 'Too many open files in system']],
  ['ENOMEM', [ResourceExhaustedError, 'Cannot allocate memory']],
  ['EMLINK', [ResourceExhaustedError, 'Too many links']],
  ['EFBIG', [ResourceExhaustedError, 'File too large']],
  ['EROFS', [FailedPreconditionError, 'Read-only file system']],
  ['ENOTDIR', [FailedPreconditionError, 'Not a directory']],
  ['EISDIR', [FailedPreconditionError, 'Is a directory']],
  ['ENOTEMPTY', [FailedPreconditionError, 'Directory not empty']],
  ['EBUSY', [FailedPreconditionError, 'Device or resource busy']],
  ['ETXTBSY', [FailedPreconditionError, 'Text file busy']],
  ['EXDEV', [FailedPreconditionError, 'Invalid cross-device link']],
  ['ELOOP', [FailedPreconditionError, 'Too many levels of symbolic links']],
  ['EEXIST', [AlreadyExistsError, 'File exists']],
  ['ENAMETOOLONG', [InvalidArgumentError, 'File name too long']],
  ['EINVAL', [InvalidArgumentError, 'Invalid argument']],
  ['EIO', [DataLossError, 'Input/output error']],
]);

/** The error for the number called `code` (like `ENOENT`), met at `path`. */
export function errnoError(code: string, path: string, cause?: unknown): OpError {
  const [ErrorClass, sentence] = MEANINGS.get(code) ?? [UnknownError, code];
  return new ErrorClass(`${path}; ${sentence}`, { fields: { file: path, errno: code }, cause });
}

/** Turns whatever `node:fs` threw into an OpError; ours pass through. */
export function asOpError(error: unknown, path: string): OpError {
  if (error instanceof OpError) return error;
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string') return errnoError(code, path, error);
  return new UnknownError(`${path}; ${String(error)}`, { fields: { file: path }, cause: error });
}
