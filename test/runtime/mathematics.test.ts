/** What the corpus has no cases of: operators, the far ends of special functions, casts that saturate. Values are TF's. */
import * as tf from '../../src';
import { TypeError } from '../../src/errors';
import type { Tensor } from '../../src/runtime/tensor';

const list = (t: Tensor) => Array.from(t.data as ArrayLike<number>);
const doubles = (values: readonly number[]) => tf.constant(values, tf.float64);
const complexes = (...parts: readonly [number, number][]) =>
  tf.constant(
    parts.map(([re, im]) => ({ re, im })),
    tf.complex128,
  );

function expectNear(t: Tensor, values: readonly number[], digits = 7): void {
  const got = list(t);
  expect(got).toHaveLength(values.length);
  got.forEach((value, i) => {
    const want = values[i]!;
    if (Number.isFinite(want)) expect(value / (want || 1)).toBeCloseTo(want === 0 ? 0 : 1, digits);
    else expect(value).toBe(want);
  });
}

describe("Python's operators", () => {
  const integers = tf.constant([6n, -7n], tf.int32);
  const bools = tf.constant([true, false]);

  it('rounds quotients down and gives remainders the sign of the divisor', () => {
    expect(list(integers.floordiv(4))).toEqual([1, -2]);
    expect(list(integers.mod(4))).toEqual([2, 1]);
    expect(list(tf.constant([2n, 3n], tf.int32).rfloordiv(7))).toEqual([3, 2]);
    expect(list(tf.constant([2, 3]).rmod(7))).toEqual([1, 1]);
  });
  it('raises to powers from both sides', () => {
    expect(list(integers.pow(2))).toEqual([36, 49]);
    expect(list(tf.constant([1n, 3n], tf.int32).rpow(2))).toEqual([2, 8]);
  });
  it('takes & | ^ ~ as logic on bools and as bits on integers', () => {
    expect(list(bools.and(true))).toEqual([1, 0]);
    expect(list(bools.xor(true))).toEqual([0, 1]);
    expect(list(bools.invert())).toEqual([0, 1]);
    expect(list(integers.and(3))).toEqual([2, 1]);
    expect(list(integers.invert())).toEqual([-7, 6]);
    expect(() => tf.constant([1]).and([1])).toThrow(tf.errors.InvalidArgumentError);
  });
  it('works on variables too', () => {
    expect(list(new tf.Variable([-1.5, 2]).abs())).toEqual([1.5, 2]);
  });
});

describe('special functions', () => {
  it('follow TF to the poles of lgamma, digamma, polygamma and zeta', () => {
    expectNear(tf.math.lgamma(doubles([-0, -1e20, Number.NEGATIVE_INFINITY])), [
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    expectNear(tf.math.digamma(doubles([0, -0])), [Number.NaN, Number.NaN]);
    expectNear(
      tf.math.polygamma(doubles([0, 1, 2, -1, 0.5]), doubles([0.5, -0.5, 2, 1, 1])),
      [-1.96351003, 8.9348022, -0.40411381, Number.NaN, Number.NaN],
      6,
    );
    expectNear(
      tf.math.zeta(doubles([2, 2, 3, 0.5, 1, 2.5]), doubles([0, -0.5, -1, 1, 2, -0.5])),
      [Number.POSITIVE_INFINITY, 8.9348022, Number.NaN, Number.NaN, Number.POSITIVE_INFINITY, Number.NaN],
      6,
    );
  });
  it('share out the gamma function for large arguments and at the ends', () => {
    const infinity = Number.POSITIVE_INFINITY;
    const a = doubles([0, 1, 2, infinity, 0.5, 1000, 3]);
    expectNear(
      tf.math.igamma(a, doubles([0.5, 0, -1, 1, infinity, 1001, 1e5])),
      [Number.NaN, 0, Number.NaN, 0, 1, 0.51681145, 1],
      6,
    );
    expectNear(
      tf.math.igammac(a, doubles([0.5, 0, -1, 1, infinity, 1001, 50])),
      [Number.NaN, 1, Number.NaN, 1, 0, 4.83188547e-1, 2.50930355e-19],
      6,
    );
    expectNear(
      tf.math.betainc(
        doubles([0, 1, 2, 500, 0.5]),
        doubles([0.5, 0, 1, 600, 0.5]),
        doubles([0.5, 0.5, 2, 0.45, 1]),
      ),
      [Number.NaN, Number.NaN, Number.NaN, 0.38169373, 1],
      6,
    );
  });
  it('keep all digits of small tails', () => {
    expectNear(tf.math.erfc(doubles([10, 26, -3])), [2.08848758e-45, 5.66319241e-296, 1.99997791], 6);
    expectNear(tf.math.ndtri(doubles([1e-300, 0.999999999])), [-37.0470963, 5.99780702], 6);
    expectNear(tf.math.erfcinv(doubles([1e-300, 1.5])), [26.20946996, -0.47693628], 6);
  });
});

describe('complex functions', () => {
  const z = complexes([2, 1], [-2, 1], [-0.5, -0.1]);
  it('take the branches that TF takes', () => {
    const parts = (t: Tensor) => list(t).map((v) => Number(v.toFixed(6)));
    expect(parts(tf.asin(z))).toEqual([1.06344, 1.469352, -1.06344, 1.469352, -0.519808, -0.114965]);
    expect(parts(tf.acosh(z))).toEqual([1.469352, 0.507356, 1.469352, 2.634236, 0.114965, -2.090605]);
    expect(parts(tf.atanh(z))).toEqual([0.402359, 1.338973, -0.402359, 1.338973, -0.54061, -0.131982]);
    expect(parts(tf.math.log1p(z))).toEqual([1.151293, 0.321751, 0.346574, 2.356194, -0.673537, -0.197396]);
  });
});

describe('saturate_cast', () => {
  it('stops at the limits of the new type, NaN at the smallest', () => {
    expect(list(tf.saturate_cast([Number.NaN, Number.POSITIVE_INFINITY], tf.int32))).toEqual([
      -2147483648, 2147483520,
    ]);
    expect(list(tf.saturate_cast([300, -300, 1.7], tf.uint8))).toEqual([255, 0, 1]);
  });
  it('refuses bool', () => {
    expect(() => tf.saturate_cast([1], tf.bool)).toThrow(TypeError);
  });
});

describe('reductions', () => {
  it('mean small integers without wrapping and 64-bit ones with it', () => {
    expect(list(tf.reduce_mean(tf.constant([200, 200, 201], tf.uint8)))).toEqual([200]);
    const large = tf.constant([2n ** 63n - 1n, 2n ** 63n - 1n, 2n ** 63n - 1n], tf.int64);
    expect(tf.reduce_mean(large).data[0]).toBe(3074457345618258601n);
  });
  it('start from the ends of the type where there is nothing', () => {
    expect(list(tf.reduce_max(tf.zeros([0], tf.int32)))).toEqual([-2147483648]);
    expect(list(tf.reduce_min(tf.zeros([0], tf.uint32)))).toEqual([4294967295]);
  });
});
