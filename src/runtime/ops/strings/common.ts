/** What string ops share: their inputs, and the record of one that maps each string to another. */
import { string } from '../../../dtypes';
import { toTensorBeside } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { type Attributes, defineOp, type InputSpec, mismatch, type OpRecord } from '../../op';
import { Tensor } from '../../tensor';
import { encodeText } from '../../utf8';

/** A value as strings; what has another dtype stays, for the op to refuse. */
export function stringTensor(value: TensorLike): Tensor {
  return toTensorBeside(value, string);
}

/** TF's error for an input that is no string. */
export function checkString(type: string, spec: InputSpec, index = 0): void {
  if (spec.dtype !== string) throw mismatch(type, index, string, spec.dtype);
}

export function bytesOf(tensor: Tensor): readonly Uint8Array[] {
  return tensor.data as Uint8Array[];
}

/** The record of an op that makes one string of each. */
export function mapOp<A extends Attributes>(
  type: string,
  map: (bytes: Uint8Array, attrs: A) => Uint8Array,
  check?: (attrs: A) => void,
): OpRecord<A> {
  return defineOp<A>({
    type,
    infer: ([x], attrs) => {
      checkString(type, x!);
      check?.(attrs);
      return [{ dtype: string, dims: x!.dims }];
    },
    kernel: ([x], attrs) => [
      new Tensor(
        string,
        x!.dims,
        bytesOf(x!).map((bytes) => map(bytes, attrs)),
      ),
    ],
    grad: null,
  });
}

export function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

/** The parts with the separator between them. */
export function separated(parts: readonly Uint8Array[], separator: Uint8Array): Uint8Array[] {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [separator, part]));
}

/** What Python takes for a string that is no tensor: text, or the bytes it would become. */
export type Text = string | Uint8Array;
export function isText(value: unknown): value is Text {
  return typeof value === 'string' || value instanceof Uint8Array;
}
export function textBytes(text: Text): Uint8Array {
  return typeof text === 'string' ? encodeText(text) : text;
}
