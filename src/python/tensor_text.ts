/** The texts of TensorFlow's tensors and variables around numpy's text of their value. */
import type { DType, HostTensor } from '../dtypes';
import { formatStr } from './format';
import { arrayRepr, arrayStr, shapeText } from './numpy_format';
import { scalarRepr } from './numpy_scalar';
import { arrayFormat } from './numpy_value_format';

const unprintable = '<unprintable>';

/** numpy's text of the value, on lines of its own if it takes several; a scalar tensor shows as numpy's scalar. */
function valueText(host: HostTensor, isRepr: boolean): string {
  if (!host.dtype.is_numpy_compatible) return unprintable;
  const isScalar = host.shape.length === 0;
  const text = !isRepr ? arrayStr(host) : isScalar ? scalarRepr(host) : arrayRepr(host);
  return text.includes('\n') ? `\n${text}` : text;
}

/** `str(tensor)`: `tf.Tensor([1. 2.], shape=(2,), dtype=float32)`. */
export function tensorStr(host: HostTensor): string {
  return `tf.Tensor(${valueText(host, false)}, shape=${shapeText(host.shape)}, dtype=${host.dtype.name})`;
}

/** `repr(tensor)`: `<tf.Tensor: shape=(), dtype=float32, numpy=1.0>`. */
export function tensorRepr(host: HostTensor): string {
  return `<tf.Tensor: shape=${shapeText(host.shape)}, dtype=${host.dtype.name}, numpy=${valueText(host, true)}>`;
}

/** `format(tensor, spec)`: that of its numpy value. */
export function tensorFormat(host: HostTensor, spec = ''): string {
  return host.dtype.is_numpy_compatible ? arrayFormat(host, spec) : formatStr(unprintable, spec);
}

/**
 * `repr(variable)` and its `str`: `<tf.Variable 'v:0' shape=(2,) dtype=float32, numpy=array([1., 2.], dtype=float32)>`.
 * @param name with its `:0`
 * @param host the value, or null if it cannot be read
 * @param shape the declared shape, where `null` is an unknown dimension, or `null` for an unknown rank
 */
export function variableRepr(
  name: string,
  dtype: DType,
  shape: readonly (number | null)[] | null,
  host: HostTensor | null,
): string {
  const declared = shape === null ? '<unknown>' : shapeText(shape);
  const value = host === null ? '<unavailable>' : valueText(host, true);
  return `<tf.Variable '${name}' shape=${declared} dtype=${dtype.name}, numpy=${value}>`;
}
