/** The gradient functions of op records, by hand: the tape that will call them is not needed to judge them. */
import { currentContext, enterContext } from '../../src/context';
import { dispatch } from '../../src/runtime/dispatch';
import { type Attributes, type OpRecord, registeredOps } from '../../src/runtime/op';
import { add, multiply, negative, subtract, truediv } from '../../src/runtime/ops/arithmetic';
import { identity, reshape } from '../../src/runtime/ops/array';
import { cast } from '../../src/runtime/ops/cast';
import { constant } from '../../src/runtime/ops/creation';
import { fill, sum } from '../../src/runtime/ops/fill';
import type { Tensor } from '../../src/runtime/tensor';

interface Recorded {
  op: OpRecord;
  inputs: readonly Tensor[];
  outputs: readonly Tensor[];
  attrs: Attributes;
}

function recording(fn: () => Tensor): Recorded {
  const calls: Recorded[] = [];
  const leave = enterContext({
    recorder: { record: (op, inputs, outputs, attrs) => calls.push({ op, inputs, outputs, attrs }) },
  });
  fn();
  leave();
  return calls.at(-1)!;
}

const numbers = (t: Tensor) => Array.from(t.data as Float64Array);
const x = constant([1.5, -2, 0.5], 'float64');
const y = constant([2, 3, -4], 'float64');

it.each([
  ['add', () => add(x, y)],
  ['subtract', () => subtract(x, y)],
  ['multiply', () => multiply(x, y)],
  ['divide', () => truediv(x, y)],
  ['negative', () => negative(x)],
  ['identity', () => identity(x)],
  ['reshape', () => reshape(x, [3, 1])],
  ['cast', () => cast(x, 'complex128')],
  ['sum', () => sum(x)],
  ['fill', () => fill([2, 2], constant(3, 'float64'))],
] as const)('the gradient of %s agrees with small differences', (name, fn) => {
  const call = recording(fn);
  const output = call.outputs[0]!;
  const weights = numbers(output).map((_, i) => 1 + 0.5 * i);
  const lanes = output.dtype.lanes;
  const real = weights.map((w, i) => (i % lanes === 0 ? w : 0));
  const g = cast(
    constant(
      real.filter((_, i) => i % lanes === 0),
      'float64',
    ),
    output.dtype,
  );
  const grads = call.op.grad!(call, reshape(g, output.dims));
  const step = 1e-6;
  call.inputs.forEach((input, k) => {
    if (input.dtype.name !== 'float64') {
      expect(grads[k]).toBeNull();
      return;
    }
    numbers(input).forEach((value, i) => {
      const at = (v: number) => {
        const data = Float64Array.from(numbers(input));
        data[i] = v;
        const inputs = call.inputs.map((t, j) => (j === k ? reshape(constant(data), t.dims) : t));
        const out = numbers(dispatch(call.op, inputs, call.attrs)[0]!);
        return out.reduce((total, o, j) => total + o * real[j]!, 0);
      };
      expect([name, numbers(grads[k]!)[i]!]).toEqual([
        name,
        expect.closeTo((at(value + step) - at(value - step)) / (2 * step), 5),
      ]);
    });
  });
});

it('records say of every op whether it has a gradient', () => {
  for (const record of registeredOps().values())
    expect(record.grad === null || typeof record.grad === 'function').toBe(true);
  expect(currentContext().recorder).toBeFalsy();
});
