/** numpy's scalars: what an array of no dimensions, or a single element, shows outside of `array(…)`. */
import type { HostTensor } from '../dtypes';
import { type Complex, decodeElement } from '../elements';
import { complexRepr, floatRepr, streamText } from './number_text';
import { bytesRepr } from './text_repr';

/** numpy's `repr` of the `i`-th element of `host`: shortest text in the element's own type. */
export function scalarRepr({ dtype, data }: HostTensor, i = 0): string {
  const value = decodeElement(dtype, data, i);
  if (value instanceof Uint8Array) return bytesRepr(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  switch (dtype.name) {
    case 'float16':
      return floatRepr(value as number, 16);
    case 'float32':
      return floatRepr(value as number, 32);
    case 'float64':
      return floatRepr(value as number, 64);
    case 'complex64':
      return complexRepr(value as Complex, 32);
    case 'complex128':
      return complexRepr(value as Complex, 64);
    default:
      // What is left of the floats are types of ml_dtypes.
      return dtype.is_floating ? streamText(value as number) : String(value);
  }
}

/** numpy's `str` of the `i`-th element: in numpy 1.26 the same text as its `repr`. */
export function scalarStr(host: HostTensor, i = 0): string {
  return scalarRepr(host, i);
}
