/** `tf.strings.unsorted_segment_join`: strings with the same id make one. */
import { int32, int64, string } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { int32Of, integersOf } from '../../index_argument';
import { checkAllowed, defineOp, type OpRecord } from '../../op';
import { shapeTensor } from '../../shape_argument';
import { Tensor } from '../../tensor';
import { elementCount } from '../../tensor_shape';
import { joinBytes } from '../../utf8';
import { bytesOf, checkString, separated, stringTensor, type Text, textBytes } from './common';

interface SegmentJoinAttributes {
  readonly [name: string]: unknown;
  readonly separator: Uint8Array;
}
const UnsortedSegmentJoin: OpRecord<SegmentJoinAttributes> = defineOp<SegmentJoinAttributes>({
  type: 'UnsortedSegmentJoin',
  infer: ([x, ids, count]) => {
    checkString('UnsortedSegmentJoin', x!);
    checkAllowed('UnsortedSegmentJoin', ids!.dtype, [int32, int64], 'Tindices');
    checkAllowed('UnsortedSegmentJoin', count!.dtype, [int32, int64], 'Tnumsegments');
    if (x!.dims === null || ids!.dims === null) return [{ dtype: string, dims: null }];
    if (count!.dims !== null && count!.dims.length !== 0)
      throw new InvalidArgumentError('Number of segments must be a scalar.');
    if (ids!.dims.length === 0) throw new InvalidArgumentError('Number of dims of segment_ids must be > 0');
    ids!.dims.forEach((d, i) => {
      if (d !== x!.dims![i] && d !== null && x!.dims![i] !== null)
        throw new InvalidArgumentError(
          `Segment dimension is ${d} while input dimension is ${x!.dims![i]} in rank ${i}`,
          { fields: { expected: x!.dims, actual: ids!.dims } },
        );
    });
    const size = integersOf(count!)?.[0] ?? null;
    if (size !== null && size < 0)
      throw new InvalidArgumentError(`Number of segments must be non-negative but got ${size}`);
    return [{ dtype: string, dims: [size, ...x!.dims.slice(ids!.dims.length)] }];
  },
  kernel: ([x, ids], { separator }, [spec]) => {
    const { dims } = spec!;
    const width = elementCount(dims.slice(1));
    const parts = Array.from({ length: elementCount(dims) }, (): Uint8Array[] => []);
    const strings = bytesOf(x!);
    int32Of(ids!).forEach((id, i) => {
      if (id < 0 || id >= dims[0]!)
        throw new InvalidArgumentError(
          'segment_ids are not allowed to exceed num_segments or to have negative values.',
          { fields: { expected: [0, dims[0]!], actual: id } },
        );
      for (let k = 0; k < width; k++) parts[id * width + k]!.push(strings[i * width + k]!);
    });
    return [
      new Tensor(
        string,
        dims,
        parts.map((all) => joinBytes(separated(all, separator))),
      ),
    ];
  },
  grad: null,
});

interface SegmentJoinKeywords {
  separator?: Text;
  name?: string | null;
}
/**
 * Mirrors `tf.strings.unsorted_segment_join`: the strings of each id joined, empty for an id without any.
 * @throws {@link InvalidArgumentError} for ids out of range or shapes that do not fit
 */
export function unsorted_segment_join(
  ...args: Args<
    [inputs: TensorLike, segment_ids: TensorLike, num_segments: TensorLike],
    [separator: Text, name: string | null],
    SegmentJoinKeywords,
    ['inputs', 'segment_ids', 'num_segments']
  >
): Tensor {
  const names = ['inputs', 'segment_ids', 'num_segments', 'separator', 'name'] as const;
  const given = bindArguments<
    SegmentJoinKeywords & Record<'inputs' | 'segment_ids' | 'num_segments', TensorLike>
  >('unsorted_segment_join', names, args, { required: 3 });
  const inputs = [
    stringTensor(given.inputs!),
    shapeTensor(given.segment_ids!),
    shapeTensor(given.num_segments!),
  ];
  return dispatch(UnsortedSegmentJoin, inputs, { separator: textBytes(given.separator ?? '') })[0]!;
}
