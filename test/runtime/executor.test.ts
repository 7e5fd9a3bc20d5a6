import * as tf from '../../src';
import { FusedStep } from '../../src/runtime/graph/fused_step';
import { compile } from '../../src/runtime/graph/plan_compile';
import { forceKernels } from '../../src/runtime/kernels/fast_kernel';
import type { Tensor } from '../../src/runtime/tensor';

/** The steps of a graph that `build` makes of a placeholder of `n` float32. */
function stepsOf(n: number, build: (x: Tensor) => Tensor[]): ReturnType<typeof compile> {
  const graph = new tf.Graph();
  return graph.as_default().use(() => {
    const x = tf.compat.v1.placeholder(tf.float32, [n]);
    return compile(build(x), [], [x]);
  });
}

const types = ({ steps }: ReturnType<typeof compile>): string[] => steps.map((step) => step.node.type);

afterEach(() => forceKernels('best'));

describe('the executor', () => {
  it('prunes what no fetch needs', () => {
    const compiled = stepsOf(3, (x) => {
      tf.tanh(x);
      return [tf.exp(x)];
    });
    expect(types(compiled)).toEqual(['Exp']);
  });

  it('folds what is the same in every run', () => {
    const compiled = stepsOf(3, (x) => [tf.multiply(x, tf.add(tf.constant(2), tf.constant(3)))]);
    expect(types(compiled)).toEqual(['Mul']);
  });

  it('uses the storage of values that have died again, and never that of what gets out', () => {
    const { steps, slots } = stepsOf(32, (x) => [tf.sqrt(tf.abs(tf.negative(tf.square(x))))]);
    expect(steps).toHaveLength(4);
    const kept = new Set(slots.filter((slot) => slot !== null).map((slot) => slot.data));
    expect(kept.size).toBe(1);
    const double = tf.function((x: Tensor) => tf.multiply(tf.add(x, x), 1));
    const [first, second] = [double(tf.constant([1, 2])), double(tf.constant([3, 4]))];
    expect(first.numpy().tolist()).toEqual([2, 4]);
    expect(second.numpy().tolist()).toEqual([6, 8]);
  });

  it('fuses chains of element-wise steps where that pays', () => {
    const chain = (x: Tensor) => [tf.tanh(tf.add(tf.multiply(x, x), 1))];
    const fused = (n: number) => stepsOf(n, chain).steps.map((step) => step instanceof FusedStep);
    expect(fused(5000)).toEqual([true]);
    // Eager execution takes the portable loop for so few exponentials, and the numbers are to be the same.
    expect(fused(100)).toEqual([true, false]);
    expect(fused(32)).toEqual([false, false, false]);
  });

  /** Results that are wanted in the middle, read by other ops, scalars on both sides, more loops than a chain takes. */
  const program = (x: Tensor): Tensor[] => {
    const a = tf.multiply(x, x);
    const b = tf.add(a, 1);
    const c = tf.subtract(2, tf.divide(a, b));
    const d = tf.nn.relu(tf.negative(c));
    const e = tf.sigmoid(tf.sqrt(tf.abs(tf.subtract(d, a))));
    const f = tf.exp(tf.square(tf.tanh(tf.add(e, tf.reduce_sum(b)))));
    return [b, tf.add(f, x), tf.reduce_max(d), tf.multiply(e, e)];
  };

  const cases = [10007, 4096, 700, 65, 3].flatMap((n) => [
    { n, kernels: 'best' as const },
    { n, kernels: 'portable' as const },
  ]);
  it.each(cases)('gives what eager execution gives ($n elements, $kernels kernels)', ({ n, kernels }) => {
    forceKernels(kernels);
    const x = tf.constant(Float32Array.from({ length: n }, (_, i) => Math.sin(i) * 5));
    const run = tf.function(program, { input_signature: [new tf.TensorSpec([n], tf.float32)] });
    for (const _ of [1, 2]) {
      const inGraph = run(x);
      program(x).forEach((expected, i) => {
        expect(inGraph[i]!.numpy().data).toEqual(expected.numpy().data);
      });
    }
  });
});
