/** `tf.hessians`: second derivatives in a graph, one row for each element, in a loop. */
import { currentContext } from '../../context';
import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { BaseVariable } from '../base_variable';
import { while_loop } from '../control_flow';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { flatten } from '../nest';
import type { GradientValue } from '../op';
import { reshape, shape } from '../ops/array';
import { less } from '../ops/comparison';
import { gather } from '../ops/gather';
import { dense } from '../ops/gradient_sums';
import { concat } from '../ops/joining';
import { size } from '../ops/shapes';
import type { Tensor } from '../tensor';
import { TensorArray } from '../tensor_array';
import { gradients } from './gradients';
import type { Graph } from './graph';
import { needed } from './plan_compile';

interface HessiansKeywords {
  gate_gradients?: boolean;
  aggregation_method?: unknown;
  name?: string;
}

/**
 * Mirrors `tf.hessians`: for each of `xs` the second derivatives of the sum of `ys`, shape `[...x.shape, ...x.shape]`.
 * @throws {@link ValueError} where nothing connects `ys`, or their derivatives, with an `x`; {@link RuntimeError} in eager execution
 */
export function hessians(
  ...args: Args<
    [ys: unknown, xs: unknown],
    [gate_gradients: boolean, aggregation_method: unknown, name: string],
    HessiansKeywords,
    ['ys', 'xs']
  >
): Tensor[] {
  const given = bindArguments<HessiansKeywords & { ys: unknown; xs: unknown }>(
    'hessians',
    ['ys', 'xs', 'gate_gradients', 'aggregation_method', 'name'],
    args,
    { required: 2 },
  );
  const { aggregation_method = null } = given;
  const xs = flatten(given.xs) as (Tensor | BaseVariable)[];
  return gradients(given.ys, xs, { aggregation_method }).map((first, i) => {
    if (first === null)
      throw new ValueError(
        "Tried to convert 'tensor' to a tensor and failed. Error: None values not supported.",
      );
    return hessian(first, xs[i]!);
  });
}

function hessian(first: GradientValue, x: Tensor | BaseVariable): Tensor {
  const slope = reshape(dense(first), [-1]);
  const value = toTensor(x as TensorLike);
  const count = size(value);
  const [, rows] = while_loop(
    (j: Tensor) => less(j, count),
    (j: Tensor, filled: TensorArray) => {
      const [row] = gradients(gather(derivedAgain(slope, x), j), x);
      if (row === null || row === undefined) throw new ValueError('None values not supported.');
      return [j.add(1), filled.write(j, dense(row))];
    },
    [0n, new TensorArray(value.dtype, count)] as const,
  ) as unknown as [Tensor, TensorArray];
  const dims = shape(value);
  return reshape(rows.stack(), concat([dims, dims], 0));
}

/**
 * The same value by operations of the graph that is being built now, from `x` on: a loop's body is a graph of its own, and
 * gradients do not go back out of it.
 */
function derivedAgain(tensor: Tensor, x: Tensor | BaseVariable): Tensor {
  const given = x instanceof BaseVariable ? x._handleTensor : x;
  const source = tensor.graph._adopt(given);
  const body = currentContext().builder as Graph;
  const values = new Map<Tensor, Tensor>([[source, body._adopt(given)]]);
  for (const { record, inputs, outputs, attrs } of needed([tensor], [], new Set([source]))) {
    if (!inputs.some((input) => values.has(input))) continue;
    const own = dispatch(
      record,
      inputs.map((input) => values.get(input) ?? input),
      attrs,
    );
    outputs.forEach((output, i) => {
      values.set(output, own[i]!);
    });
  }
  return values.get(tensor) ?? tensor;
}
