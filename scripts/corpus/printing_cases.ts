/** Printing cases: Python's `str`, `repr` and `format` of our values are the very texts that Python printed. */
import * as tf from 'flowpoint';
import { f, format, repr, str, tuple, type, ValueError } from 'flowpoint/python';
import { arrayRepr, arrayStr, type PrintableArray } from '../../src/python/numpy_format';
import type { CorpusCase, Verdict } from './cases';
import { type CorpusTensor, readTensor } from './tensors';

type Answers = Record<string, unknown>;
type Dims = readonly (number | null)[] | null;

/** What we answer to each kind: the same fields as the case has. */
const answers: Record<string, (c: CorpusCase) => Answers> = {
  ndarray: (c) => {
    const array = printable(c.value as CorpusTensor);
    return { str: arrayStr(array), repr: arrayRepr(array) };
  },
  ndarray_in_containers: (c) => {
    const array = printable(c.value as CorpusTensor);
    return inContainers({ __repr__: () => arrayRepr(array) });
  },
  numpy_scalar: (c) => {
    const scalar = readTensor(c.value as CorpusTensor).numpy();
    return {
      str: str(scalar),
      repr: repr(scalar),
      format: f`${scalar}`,
      ...('format_3f' in c ? { format_3f: format(scalar, '.3f'), percent_2f: format(scalar, '.2f') } : {}),
      ...inContainers(scalar),
    };
  },
  tensor: (c) => {
    const tensor = readTensor(c.value as CorpusTensor);
    const value = tensor.numpy();
    return {
      str: str(tensor),
      repr: repr(tensor),
      format: f`${tensor}`,
      numpy_str: str(value),
      numpy_repr: repr(value),
    };
  },
  tensor_in_containers: (c) => {
    const tensor = readTensor(c.value as CorpusTensor);
    return { ...inContainers(tensor), in_list: str([tensor]), in_tuple: str(tuple(tensor, tensor)) };
  },
  variable: (c) => {
    const { name_scopes = [], ...options } = c.spec as { readonly name_scopes?: readonly string[] };
    const variable = inScopes(
      name_scopes,
      () => new tf.Variable(readTensor(c.value as CorpusTensor), options),
    );
    return {
      name: variable.name,
      str: str(variable),
      repr: repr(variable),
      read_repr: repr(variable.read_value()),
      handle_dtype: variable.dtype.name,
      shape_str: str(variable.shape),
    };
  },
  tracked_container: (c) => {
    const module = new tf.Module<{ held: unknown }>();
    module.held = build(c.build as Built);
    return { type: type(module.held).__name__, str: str(module.held), repr: repr(module.held) };
  },
  dtype: (c) => {
    const dtype = tf.as_dtype(c.dtype_ref as string);
    return {
      str: str(dtype),
      repr: repr(dtype),
      name: dtype.name,
      size: dtype.size,
      enum: dtype.as_datatype_enum,
      in_list: str([dtype]),
      is_floating: dtype.is_floating,
      is_integer: dtype.is_integer,
      is_unsigned: dtype.is_unsigned,
      is_complex: dtype.is_complex,
    };
  },
  tensor_shape: (c) => {
    const shape = new tf.TensorShape(c.dims as Dims);
    return {
      str: str(shape),
      repr: repr(shape),
      rank: shape.rank,
      in_list: str([shape]),
      ...(c.dims === null ? {} : { as_list: shape.as_list() }),
      is_fully_defined: shape.is_fully_defined(),
      num_elements: shape.num_elements(),
    };
  },
  tensor_shape_pair: (c) => {
    const a = new tf.TensorShape(c.a as Dims);
    const b = c.b as Dims;
    return {
      compatible: a.is_compatible_with(b),
      equal: a.equals(b),
      merged: merged(a, b),
      concat: repr(a.concatenate(b)),
    };
  },
  tensor_spec: (c) => {
    const spec = new tf.TensorSpec(
      c.dims as Dims,
      tf.as_dtype(c.dtype_ref as string),
      c.name as string | null,
    );
    return { str: str(spec), repr: repr(spec) };
  },
};

export function checkPrintingCase(c: CorpusCase): Verdict {
  const answer = answers[c.kind!];
  if (answer === undefined) return `kind ${c.kind} is not known`;
  for (const [field, ours] of Object.entries(answer(c))) {
    const wanted = c[field];
    if (field in c && !unrecorded(c, field) && JSON.stringify(ours) !== JSON.stringify(wanted)) {
      return `${field}: ${JSON.stringify(ours)} instead of ${JSON.stringify(wanted)}`;
    }
  }
  return null;
}

/** The corpus leaves out the size of types whose elements have none. */
function unrecorded(c: CorpusCase, field: string): boolean {
  return field === 'size' && c.size === null;
}

/** Arrays of Python's own strings, bytes and objects have no dtype of ours. */
function printable(value: CorpusTensor): PrintableArray {
  if (value.dtype !== 'str' && value.dtype !== 'bytes' && value.dtype !== 'object') return readTensor(value);
  const data = value.data.map((text) => Buffer.from(text as string, 'base64'));
  if (value.dtype === 'object') return { dtype: tf.string, shape: value.shape, data };
  return { dtype: value.dtype, shape: value.shape, data };
}

function inContainers(item: unknown): Answers {
  return { in_list: str([item, item]), in_tuple: str(tuple(item)), in_dict: str({ k: item }) };
}

/** Null where TF raises ValueError. */
function merged(a: tf.TensorShape, b: Dims): string | null {
  try {
    return repr(a.merge_with(b));
  } catch (error) {
    if (error instanceof ValueError) return null;
    throw error;
  }
}

function inScopes<T>([outer, ...inner]: readonly string[], make: () => T): T {
  return outer === undefined ? make() : tf.name_scope(outer, () => inScopes(inner, make));
}

type Built =
  | null
  | boolean
  | number
  | string
  | { variable: number; name: string }
  | { tensor: number[] }
  | { list: Built[] }
  | { dict: Record<string, Built> }
  | { tuple: Built[] };

function build(built: Built): unknown {
  if (typeof built !== 'object' || built === null) return built;
  if ('variable' in built) return new tf.Variable(built.variable, { name: built.name });
  if ('tensor' in built) return tf.constant(built.tensor);
  if ('list' in built) return built.list.map(build);
  if ('tuple' in built) return tuple(...built.tuple.map(build));
  return Object.fromEntries(Object.entries(built.dict).map(([key, item]) => [key, build(item)]));
}
