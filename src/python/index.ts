/** The `flowpoint/python` entry: Python's printing and small built-ins, and its exception classes. */
export {
  AssertionError,
  AttributeError,
  IndexError,
  KeyError,
  LookupError,
  NotImplementedError,
  RuntimeError,
  StopIteration,
  TypeError,
  ValueError,
} from '../errors';
export {
  enumerate,
  float,
  int,
  len,
  PyFloat,
  PyRange,
  PySlice,
  PyType,
  range,
  type SortOptions,
  slice,
  sorted,
  type,
  zip,
} from './builtins';
export { f, format } from './format';
export { type PrintOptions, type PrintSink, print } from './print';
export type { PythonObject } from './protocol';
export { repr, str } from './repr';
export {
  isNamedTuple,
  isTuple,
  NamedTuple,
  type NamedTupleClass,
  type NamedTupleInstance,
  namedtuple,
  PyTuple,
  tuple,
} from './tuple';
