/** Bands around the main diagonal. */

import { int32 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { checkKernel } from '../../kernel_types';
import { defineOp, noAttributes, type OpRecord } from '../../op';
import { Tensor } from '../../tensor';
import { bracketText, elementCount } from '../../tensor_shape';
import { copyElement } from './diagonal_layout';

const BandPart: OpRecord = defineOp({
  type: 'MatrixBandPart',
  indices: [
    [1, 'Tindex'],
    [2, 'Tindex'],
  ],
  infer: ([x, lower, upper]) => {
    const { dtype, dims } = x!;
    checkKernel('MatrixBandPart', dtype);
    if (dims === null) return [{ dtype, dims }];
    if (dims.length < 2)
      throw new InvalidArgumentError(
        `input must be at least 2-dim, received shape: ${bracketText(dims as number[])}`,
        { fields: { expected: 2, actual: dims.length } },
      );
    for (const [given, size, name, what] of [
      [lower!, dims.at(-2), 'num_lower', 'rows'],
      [upper!, dims.at(-1), 'num_upper', 'columns'],
    ] as const) {
      const n = given.data ? Number(given.data[0]) : 0;
      if (size !== null && n > size!)
        throw new InvalidArgumentError(
          `${name} must be negative or less or equal to number of ${what} (${size}) got: ${n}`,
          { fields: { expected: size, actual: n } },
        );
    }
    return [{ dtype, dims }];
  },
  kernel: ([x, lower, upper], _attrs, [spec]) => {
    const { dtype, dims } = spec!;
    const [rows, columns] = dims.slice(-2) as [number, number];
    const [below, above] = [Number(lower!.data[0]), Number(upper!.data[0])];
    const out = dtype.allocate(elementCount(dims));
    const batch = elementCount(dims.slice(0, -2));
    for (let b = 0; b < batch; b++)
      for (let i = 0; i < rows; i++) {
        const from = below < 0 ? 0 : Math.max(0, i - below);
        const to = above < 0 ? columns : Math.min(columns, i + above + 1);
        for (let j = from; j < to; j++) {
          const at = (b * rows + i) * columns + j;
          copyElement(x!.data, at, out, at, dtype.lanes);
        }
      }
    return [new Tensor(dtype, dims, out)];
  },
  grad: ({ inputs: [, lower, upper] }, g) => [
    dispatch(BandPart, [g!, lower!, upper!], noAttributes)[0]!,
    null,
    null,
  ],
});

/** The band of `lower` diagonals below the main one and `upper` above it; negative: all. */
export function band(x: Tensor, lower: number, upper: number): Tensor {
  return dispatch(BandPart, [x, toTensor(lower, int32), toTensor(upper, int32)], noAttributes)[0]!;
}

/** Mirrors `tf.linalg.band_part`: zeros outside `num_lower` and `num_upper` diagonals beside the main one. */
export function band_part(
  ...args: Args<
    [input: TensorLike, num_lower: TensorLike, num_upper: TensorLike],
    [name: string | null],
    { name?: string | null },
    ['input', 'num_lower', 'num_upper']
  >
): Tensor {
  type All = { input: TensorLike; num_lower: TensorLike; num_upper: TensorLike; name: string };
  const names = ['input', 'num_lower', 'num_upper', 'name'] as const;
  const given = bindArguments<All>('matrix_band_part', names, args, { required: 3 });
  const lower = toTensor(given.num_lower!, undefined, int32);
  const upper = toTensor(given.num_upper!, undefined, int32);
  return dispatch(BandPart, [toTensor(given.input!), lower, upper], noAttributes)[0]!;
}
