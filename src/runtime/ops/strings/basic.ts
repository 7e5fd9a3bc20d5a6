/** `join`, `length`, `lower`, `upper`, `strip`, `substr`, `reduce_join`. */

import { int32, int64, string } from '../../../dtypes';
import { InvalidArgumentError, OutOfRangeError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';

import { repr } from '../../../python/repr';
import { broadcastDims } from '../../broadcast';
import { isHostValue, toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch, dispatchOne } from '../../dispatch';
import { dispatched, dispatching, dispatchingLists } from '../../dispatched';
import { integersOf } from '../../index_argument';
import { rowMajorStrides } from '../../kernels/strided_copy';
import { checkAllowed, defineOp, mismatch, type OpName, type OpRecord } from '../../op';
import type { RaggedTensor } from '../../ragged/ragged_tensor';
import { shapeTensor } from '../../shape_argument';
import { Tensor } from '../../tensor';
import { bracketText, type Dimension, elementCount, sameDims } from '../../tensor_shape';
import { characterStarts, decodeText, encodeText, joinBytes } from '../../utf8';
import { coordinates } from '../gather';
import { broadcast_to } from '../movement';
import {
  bytesOf,
  checkString,
  isSpace,
  mapOp,
  separated,
  stringTensor,
  type Text,
  textBytes,
} from './common';

interface JoinAttributes {
  readonly [name: string]: unknown;
  readonly separator: Uint8Array;
}
const StringJoin: OpRecord<JoinAttributes> = defineOp<JoinAttributes>({
  type: 'StringJoin',
  infer: (inputs) => {
    let dims: readonly Dimension[] | null = [];
    inputs.forEach((x, i) => {
      checkString('StringJoin', x, i);
      if (x.dims === null) dims = null;
      if (dims === null || x.dims === null || x.dims.length === 0) return;
      if (dims.length > 0 && !sameDims(dims as number[], x.dims as number[]))
        throw new InvalidArgumentError(
          `Input shapes do not match: ${bracketText(dims as number[])} vs. ${bracketText(x.dims as number[])}`,
          { fields: { expected: dims, actual: x.dims } },
        );
      dims = x.dims;
    });
    return [{ dtype: string, dims }];
  },
  kernel: (inputs, { separator }, [spec]) => {
    const parts = inputs.map((x) => ({ data: bytesOf(x), one: x.dims.length === 0 }));
    const data = Array.from({ length: elementCount(spec!.dims) }, (_, i) =>
      joinBytes(
        separated(
          parts.map(({ data: d, one }) => d[one ? 0 : i]!),
          separator,
        ),
      ),
    );
    return [new Tensor(string, spec!.dims, data)];
  },
  grad: null,
});

interface JoinKeywords {
  separator?: Text;
  name?: string | null;
}
/**
 * Mirrors `tf.strings.join`: strings in the same place, one after the other; scalars go with all.
 * @throws {@link InvalidArgumentError} for shapes that differ
 */
export const join = dispatchingLists()(function join(
  ...args: Args<
    [inputs: readonly TensorLike[]],
    [separator: Text, name: string | null],
    JoinKeywords,
    ['inputs']
  >
): Tensor {
  const names = ['inputs', 'separator', 'name'] as const;
  const given = bindArguments<JoinKeywords & { inputs: readonly TensorLike[] }>('join', names, args, {
    required: 1,
  });
  const separator = textBytes(given.separator ?? '');
  return dispatch(StringJoin, given.inputs!.map(stringTensor), { separator })[0]!;
});

export type Unit = 'BYTE' | 'UTF8_CHAR';
interface UnitAttributes {
  readonly [name: string]: unknown;
  readonly unit: Unit;
}
/** TF's check of an attribute that is one of a few words. */
export function checkWord(type: string, attr: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  const quoted = allowed.map((word) => `"${word}"`).join(', ');
  throw new InvalidArgumentError(
    `Value for attr '${attr}' of "${value}" is not in the list of allowed values: ${quoted}\n\t; NodeDef: {{node ${type}}}`,
    { fields: { expected: allowed, actual: value } },
  );
}
const units = ['BYTE', 'UTF8_CHAR'];

const StringLength: OpRecord<UnitAttributes> = defineOp<UnitAttributes>({
  type: 'StringLength',
  infer: ([x], { unit }) => {
    checkString('StringLength', x!);
    checkWord('StringLength', 'unit', unit, units);
    return [{ dtype: int32, dims: x!.dims }];
  },
  kernel: ([x], { unit }) => [
    new Tensor(
      int32,
      x!.dims,
      Int32Array.from(bytesOf(x!), (b) => (unit === 'BYTE' ? b.length : characterStarts(b).length - 1)),
    ),
  ],
  grad: null,
});

interface UnitKeywords {
  unit?: Unit;
  name?: string | null;
}
/** Mirrors `tf.strings.length`, int32. @throws {@link InvalidArgumentError} for another unit */
export const length = dispatching()(function length(
  ...args: Args<[input: TensorLike], [unit: Unit, name: string | null], UnitKeywords, ['input']>
): Tensor {
  const names = ['input', 'unit', 'name'] as const;
  const given = bindArguments<UnitKeywords & { input: TensorLike }>('length', names, args, { required: 1 });
  return dispatch(StringLength, [stringTensor(given.input!)], { unit: given.unit ?? 'BYTE' })[0]!;
});

interface EncodingAttributes {
  readonly [name: string]: unknown;
  readonly encoding: string;
}
function caseOp(
  type: string,
  ascii: (byte: number) => number,
  unicode: (text: string) => string,
): OpRecord<EncodingAttributes> {
  return mapOp<EncodingAttributes>(
    type,
    (bytes, { encoding }) => (encoding === '' ? bytes.map(ascii) : encodeText(unicode(decodeText(bytes)))),
    ({ encoding }) => {
      if (encoding !== '' && encoding !== 'utf-8')
        throw new InvalidArgumentError(`only utf-8 or '' (no encoding) is supported, received ${encoding}`);
    },
  );
}
const StringLower = caseOp(
  'StringLower',
  (b) => (b >= 65 && b <= 90 ? b + 32 : b),
  (text) => text.toLowerCase(),
);
const StringUpper = caseOp(
  'StringUpper',
  (b) => (b >= 97 && b <= 122 ? b - 32 : b),
  (text) => text.toUpperCase(),
);

interface EncodingKeywords {
  encoding?: string;
  name?: string | null;
}
type CaseArgs = Args<
  [input: TensorLike],
  [encoding: string, name: string | null],
  EncodingKeywords,
  ['input']
>;
function runCase(method: string, op: OpRecord<EncodingAttributes>, args: CaseArgs): Tensor {
  const names = ['input', 'encoding', 'name'] as const;
  const given = bindArguments<EncodingKeywords & { input: TensorLike }>(method, names, args, { required: 1 });
  return dispatch(op, [stringTensor(given.input!)], { encoding: given.encoding ?? '' })[0]!;
}
/** Mirrors `tf.strings.lower`: ASCII letters only, unless `encoding` is 'utf-8'. */
export const lower = dispatching()(function lower(...args: CaseArgs): Tensor {
  return runCase('lower', StringLower, args);
});
/** Mirrors `tf.strings.upper`: ASCII letters only, unless `encoding` is 'utf-8'. */
export const upper = dispatching()(function upper(...args: CaseArgs): Tensor {
  return runCase('upper', StringUpper, args);
});

const StringStrip = mapOp('StringStrip', (bytes) => {
  let start = 0;
  let end = bytes.length;
  while (start < end && isSpace(bytes[start]!)) start++;
  while (end > start && isSpace(bytes[end - 1]!)) end--;
  return bytes.slice(start, end);
});
/** Mirrors `tf.strings.strip`: without the white space at both ends. */
export const strip = dispatched(
  'strip',
  ['input'],
  ['name'],
  (input: TensorLike, name?: OpName): Tensor => dispatchOne(StringStrip, [stringTensor(input)], name),
);

/** The part of one string. @throws {@link InvalidArgumentError} for a position outside */
function substring(bytes: Uint8Array, pos: number, len: number, unit: Unit, index: number): Uint8Array {
  const starts = unit === 'BYTE' ? null : characterStarts(bytes);
  const size = starts === null ? bytes.length : starts.length - 1;
  const from = pos < 0 ? pos + size : pos;
  // Of characters a negative length is none at all, and cannot be counted from the end.
  const backwards = starts !== null && len < 0;
  if (from < 0 || from > size || (backwards && pos < 0))
    throw new InvalidArgumentError(`pos ${pos} out of range for string ${repr(bytes)} at index ${index}`, {
      fields: { expected: [-size, size], actual: pos },
    });
  // Of bytes a negative length is a very large one.
  const to = backwards ? from : len < 0 ? size : Math.min(size, from + len);
  return starts === null ? bytes.slice(from, to) : bytes.slice(starts[from], starts[to]);
}

const Substr: OpRecord<UnitAttributes> = defineOp<UnitAttributes>({
  type: 'Substr',
  infer: ([x, pos, len], { unit }) => {
    checkString('Substr', x!);
    checkAllowed('Substr', pos!.dtype, [int32, int64]);
    if (len!.dtype !== pos!.dtype) throw mismatch('Substr', 2, pos!.dtype, len!.dtype);
    checkWord('Substr', 'unit', unit, units);
    if (pos!.dims !== null && len!.dims !== null && !sameDims(pos!.dims as number[], len!.dims as number[]))
      throw new InvalidArgumentError(
        `pos and len should have the same shape, got: ${bracketText(pos!.dims as number[])} vs. ${bracketText(len!.dims as number[])}`,
      );
    return [{ dtype: string, dims: broadcastDims(x!.dims, pos!.dims) }];
  },
  kernel: ([x, pos, len], { unit }, [spec]) => {
    const { dims } = spec!;
    const [strings, from, count] = [x!, pos!, len!].map((t) =>
      sameDims(t.dims, dims) ? t : broadcast_to(t, dims),
    );
    const [starts, sizes] = [integersOf(from!)!, integersOf(count!)!];
    const data = bytesOf(strings!).map((bytes, i) => substring(bytes, starts[i]!, sizes[i]!, unit, i));
    return [new Tensor(string, dims, data)];
  },
  grad: null,
});

/**
 * Mirrors `tf.strings.substr`: `len` bytes or characters from `pos` on; a negative `pos` counts from the end.
 * @throws {@link InvalidArgumentError} for a position outside the string
 */
export const substr = dispatching()(function substr(
  ...args: Args<
    [input: TensorLike, pos: TensorLike, len: TensorLike],
    [unit: Unit, name: string | null],
    UnitKeywords,
    ['input', 'pos', 'len']
  >
): Tensor {
  const names = ['input', 'pos', 'len', 'unit', 'name'] as const;
  const given = bindArguments<UnitKeywords & { input: TensorLike; pos: TensorLike; len: TensorLike }>(
    'substr',
    names,
    args,
    { required: 3 },
  );
  const [pos, len] = [given.pos!, given.len!];
  // What is plain takes the type of the other.
  const like = isHostValue(pos) ? toTensor(pos) : isHostValue(len) ? toTensor(len) : null;
  const [from, count] = [pos, len].map((value) =>
    isHostValue(value) || like === null ? shapeTensor(value) : toTensor(value, like.dtype),
  );
  return dispatch(Substr, [stringTensor(given.input!), from!, count!], { unit: given.unit ?? 'BYTE' })[0]!;
});

interface ReduceJoinAttributes {
  readonly [name: string]: unknown;
  readonly keep_dims: boolean;
  readonly separator: Uint8Array;
}
/** Axes to join along, the slowest first: TF names the fastest first. @throws {@link InvalidArgumentError} with TF's texts */
function joinedAxes(given: readonly number[], rank: number): number[] {
  const axes = given.map((axis) => {
    if (axis < -rank || axis >= rank)
      throw new OutOfRangeError(`Invalid reduction dimension ${axis} for input with ${rank} dimension(s)`);
    return axis < 0 ? axis + rank : axis;
  });
  axes.forEach((axis, i) => {
    if (axes.indexOf(axis) !== i) throw new InvalidArgumentError(`Duplicate reduction dimension ${axis}`);
  });
  return axes.reverse();
}
const ReduceJoin: OpRecord<ReduceJoinAttributes> = defineOp<ReduceJoinAttributes>({
  type: 'ReduceJoin',
  infer: ([x, indices], { keep_dims }) => {
    checkString('ReduceJoin', x!);
    const list = integersOf(indices!);
    if (x!.dims === null || list === null) return [{ dtype: string, dims: null }];
    const axes = joinedAxes(list, x!.dims.length);
    const dims = x!.dims.flatMap((d, i) => (axes.includes(i) ? (keep_dims ? [1] : []) : [d]));
    return [{ dtype: string, dims }];
  },
  kernel: ([x, indices], { separator }, [spec]) => {
    const rank = x!.dims.length;
    const axes = joinedAxes(integersOf(indices!)!, rank);
    const strides = rowMajorStrides(x!.dims);
    const kept = x!.dims.map((_, i) => i).filter((i) => !axes.includes(i));
    const inner = axes.map((axis) => x!.dims[axis]!);
    const data = Array.from({ length: elementCount(spec!.dims) }, (_, o) => {
      const at = coordinates(
        o,
        kept.map((i) => x!.dims[i]!),
      );
      const base = at.reduce((sum, c, k) => sum + c * strides[kept[k]!]!, 0);
      const parts: Uint8Array[] = [];
      for (let i = 0; i < elementCount(inner); i++) {
        const place = coordinates(i, inner).reduce((sum, c, k) => sum + c * strides[axes[k]!]!, base);
        parts.push(bytesOf(x!)[place]!);
      }
      return joinBytes(separated(parts, separator));
    });
    return [new Tensor(string, spec!.dims, data)];
  },
  grad: null,
});

interface ReduceJoinKeywords {
  axis?: TensorLike | null;
  keepdims?: boolean;
  separator?: Text;
  name?: string | null;
}
/** Mirrors `tf.strings.reduce_join`: the strings along `axis` (all if not given) joined. */
export const reduce_join = dispatching<Tensor | RaggedTensor>()(function reduce_join(
  ...args: Args<
    [inputs: TensorLike],
    [axis: TensorLike | null, keepdims: boolean, separator: Text, name: string | null],
    ReduceJoinKeywords,
    ['inputs']
  >
): Tensor {
  const names = ['inputs', 'axis', 'keepdims', 'separator', 'name'] as const;
  const given = bindArguments<ReduceJoinKeywords & { inputs: TensorLike }>('reduce_join', names, args, {
    required: 1,
  });
  // A list of axes takes TF's slower way, which converts the input itself.
  const x = Array.isArray(given.axis) ? toTensor(given.inputs!, string) : stringTensor(given.inputs!);
  const rank = x.dims.length;
  const axis = given.axis ?? x.dims.map((_, i) => rank - 1 - i);
  const attrs = { keep_dims: given.keepdims ?? false, separator: textBytes(given.separator ?? '') };
  return dispatch(ReduceJoin, [x, shapeTensor(axis)], attrs)[0]!;
});
