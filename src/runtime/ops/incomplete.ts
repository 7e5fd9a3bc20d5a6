/** The regularised incomplete gamma and beta functions. */

import { InvalidArgumentError } from '../../errors';
import { named } from '../../python/named';
import { resultStorage } from '../allocate';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchOne } from '../dispatch';
import { binaryOp, type Floats } from '../elementwise';
import { betaincLoop, igammacLoops, igammaGradALoops, igammaLoops } from '../kernels/special';
import {
  checkAllowed,
  defineOp,
  mismatch,
  type OpCall,
  type OpName,
  type OpRecord,
  unregisteredGradient,
} from '../op';
import { strictBinary } from '../operands';
import { Tensor } from '../tensor';
import { bracketText, elementCount, sameDims } from '../tensor_shape';
import { floats, wideFloats } from '../type_groups';
import { add, multiply, negative, subtract } from './arithmetic';
import { exp, log } from './exponential';
import { lgamma } from './gamma';
import { xlog1py, xlogy } from './no_nan';

function igammaGradients({ inputs: [a, x] }: OpCall, g: Tensor): [Tensor, Tensor] {
  const density = exp(subtract(add(negative(x!), multiply(subtract(a!, 1), log(x!))), lgamma(a!)));
  return [multiply(strictBinary(IgammaGradA, a!, x!), g), multiply(density, g)];
}

const Igamma = binaryOp({
  type: 'Igamma',
  allowed: floats,
  loops: igammaLoops,
  grad: (call, g) => igammaGradients(call, g!),
});
const Igammac = binaryOp({
  type: 'Igammac',
  allowed: floats,
  loops: igammacLoops,
  grad: (call, g) => igammaGradients(call, g!).map((x) => negative(x)),
});
const IgammaGradA = binaryOp({
  type: 'IgammaGradA',
  allowed: wideFloats,
  loops: igammaGradALoops,
  grad: unregisteredGradient('IgammaGradA') as OpRecord['grad'],
});
for (const record of [Igamma, Igammac, IgammaGradA]) defineOp(record);

const Betainc: OpRecord = defineOp({
  type: 'Betainc',
  infer: (inputs) => {
    const first = inputs[0]!.dtype;
    inputs.forEach(({ dtype }, i) => {
      if (dtype !== first) throw mismatch('Betainc', i, first, dtype);
    });
    checkAllowed('Betainc', first, wideFloats);
    // All of one shape, but single values may stand beside them.
    let dims: (typeof inputs)[number]['dims'] = [];
    for (const input of inputs) {
      if (input.dims === null) return [{ dtype: first, dims: null }];
      if (input.dims.length === 0) continue;
      if (dims!.length > 0 && !sameDims(dims as number[], input.dims as number[]))
        throw new InvalidArgumentError(
          `Shapes of inputs must match: ${bracketText(dims as number[])} and ${bracketText(input.dims as number[])}`,
          { fields: { expected: dims, actual: input.dims } },
        );
      dims = input.dims;
    }
    return [{ dtype: first, dims }];
  },
  kernel: (inputs, _attrs, [spec]) => {
    const { dtype, dims } = spec!;
    const out = resultStorage(dtype, elementCount(dims)) as Floats;
    const [a, b, x] = inputs.map((t) => t.data as Floats) as [Floats, Floats, Floats];
    const [as, bs, xs] = inputs.map((t) => (t.dims.length === 0 ? 0 : 1)) as [number, number, number];
    betaincLoop(a, as, b, bs, x, xs, out);
    return [new Tensor(dtype, dims, out)];
  },
  // No gradient flows to a and b.
  grad: ({ inputs: [a, b, x] }, g) => {
    const logBeta = subtract(add(lgamma(a!), lgamma(b!)), lgamma(add(a!, b!)));
    const powers = add(xlog1py(subtract(b!, 1), negative(x!)), xlogy(subtract(a!, 1), x!));
    return [null, null, multiply(exp(subtract(powers, logBeta)), g!)];
  },
});

/** Mirrors `tf.math.igamma`: the regularised lower incomplete gamma function. */
export const igamma = named(
  'igamma',
  ['a', 'x'],
  ['name'],
  (a: TensorLike, x: TensorLike, name?: OpName): Tensor => strictBinary(Igamma, a, x, name),
);

/** Mirrors `tf.math.igammac`: the regularised upper incomplete gamma function. */
export const igammac = named(
  'igammac',
  ['a', 'x'],
  ['name'],
  (a: TensorLike, x: TensorLike, name?: OpName): Tensor => strictBinary(Igammac, a, x, name),
);

/**
 * Mirrors `tf.math.betainc`: the regularised incomplete beta function of `x`, which alone has a gradient.
 * @throws {@link InvalidArgumentError} for shapes that differ, unless scalar
 */
export const betainc = named(
  'betainc',
  ['a', 'b', 'x'],
  ['name'],
  (a: TensorLike, b: TensorLike, x: TensorLike, name?: OpName): Tensor => {
    const typed = [a, b, x].find(isHostValue);
    const dtype = typed === undefined ? undefined : toTensor(typed).dtype;
    return dispatchOne(
      Betainc,
      [a, b, x].map((value) => (isHostValue(value) ? toTensor(value) : toTensor(value, dtype))),
      name,
    );
  },
);
