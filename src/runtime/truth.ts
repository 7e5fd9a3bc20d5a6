/** Whether a predicate holds: one element, as Python's `bool` of it. */
import { ValueError } from '../errors';
import { toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { refuseValue } from './symbolic_text';

/** @throws {@link ValueError} for several elements, in numpy's words */
export function isTrue(predicate: TensorLike): boolean {
  if (typeof predicate === 'boolean') return predicate;
  const tensor = toTensor(predicate);
  if (tensor.source !== null && !tensor.source.known) throw refuseValue('default');
  const { data, dtype } = tensor;
  if (data.length === 0) return false;
  if (data.length !== dtype.lanes)
    throw new ValueError(
      'The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()',
    );
  const [first, second] = data;
  if (first instanceof Uint8Array) return first.length > 0;
  if (dtype.lanes === 2) return Number(first) !== 0 || Number(second) !== 0;
  // The bits of a narrow float's negative zero are not zero.
  if (dtype.is_floating && dtype.size === 2) return (Number(first) & 0x7fff) !== 0;
  return Number(first) !== 0;
}
