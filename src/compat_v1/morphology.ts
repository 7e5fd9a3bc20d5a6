/** `tf1.nn.dilation2d` and `tf1.nn.erosion2d` with TF1's parameters. */
import type { TensorLike } from '../runtime/convert_types';
import * as now from '../runtime/ops/morphology';
import { bindFormer, type FormerCall, type Name } from './former_call';

type Steps = readonly number[];
type Given = Record<string, never>;

const dilationNames = [
  'input',
  'filter',
  'strides',
  'rates',
  'padding',
  'name',
  'filters',
  'dilations',
] as const;
/** Mirrors `tf.compat.v1.nn.dilation2d`. @throws {@link InvalidArgumentError} for shapes or dtypes that do not fit */
export const dilation2d: FormerCall<
  typeof dilationNames,
  [input: TensorLike],
  [
    filter: TensorLike,
    strides: Steps,
    rates: Steps,
    padding: string,
    name: Name,
    filters: TensorLike,
    dilations: Steps,
  ]
> = (...args) => {
  const given = bindFormer('dilation2d', dilationNames, args, {
    renamed: { filter: 'filters', rates: 'dilations' },
  }) as Given;
  return now.dilation2d({ data_format: 'NHWC', ...given } as never);
};

const erosionNames = ['value', 'kernel', 'strides', 'rates', 'padding', 'name'] as const;
/** Mirrors `tf.compat.v1.nn.erosion2d`. @throws {@link InvalidArgumentError} for shapes or dtypes that do not fit */
export const erosion2d: FormerCall<
  typeof erosionNames,
  [value: TensorLike, kernel: TensorLike, strides: Steps, rates: Steps, padding: string],
  [name: Name]
> = (...args) => {
  const given = bindFormer('erosion2d', erosionNames, args, {
    required: 5,
    renamed: { kernel: 'filters', rates: 'dilations' },
  }) as Given;
  return now.erosion2d({ data_format: 'NHWC', ...given } as never);
};
