/**
 * Loops over float32 with SIMD, in AssemblyScript. All addresses are bytes, all counts elements. What is called with a
 * count works on whole groups of eight: the driver (src/runtime/kernels/wasm/vector.ts) leaves room behind its blocks.
 * Exponentials and sums are computed in double, as the portable kernels do.
 */

// @ts-ignore: a decorator of functions
@inline
function end(from: usize, count: i32): usize {
  return from + ((<usize>((count + 7) & ~7)) << 2);
}

export function add(x: usize, y: usize, out: usize, count: i32): void {
  for (const last = end(x, count); x < last; x += 32, y += 32, out += 32) {
    v128.store(out, f32x4.add(v128.load(x), v128.load(y)));
    v128.store(out, f32x4.add(v128.load(x, 16), v128.load(y, 16)), 16);
  }
}

export function subtract(x: usize, y: usize, out: usize, count: i32): void {
  for (const last = end(x, count); x < last; x += 32, y += 32, out += 32) {
    v128.store(out, f32x4.sub(v128.load(x), v128.load(y)));
    v128.store(out, f32x4.sub(v128.load(x, 16), v128.load(y, 16)), 16);
  }
}

export function multiply(x: usize, y: usize, out: usize, count: i32): void {
  for (const last = end(x, count); x < last; x += 32, y += 32, out += 32) {
    v128.store(out, f32x4.mul(v128.load(x), v128.load(y)));
    v128.store(out, f32x4.mul(v128.load(x, 16), v128.load(y, 16)), 16);
  }
}

export function divide(x: usize, y: usize, out: usize, count: i32): void {
  for (const last = end(x, count); x < last; x += 32, y += 32, out += 32) {
    v128.store(out, f32x4.div(v128.load(x), v128.load(y)));
    v128.store(out, f32x4.div(v128.load(x, 16), v128.load(y, 16)), 16);
  }
}

export function negate(x: usize, out: usize, count: i32): void {
  for (const last = end(x, count); x < last; x += 16, out += 16) v128.store(out, f32x4.neg(v128.load(x)));
}

export function absolute(x: usize, out: usize, count: i32): void {
  for (const last = end(x, count); x < last; x += 16, out += 16) v128.store(out, f32x4.abs(v128.load(x)));
}

export function square(x: usize, out: usize, count: i32): void {
  for (const last = end(x, count); x < last; x += 16, out += 16) {
    const v = v128.load(x);
    v128.store(out, f32x4.mul(v, v));
  }
}

export function squareRoot(x: usize, out: usize, count: i32): void {
  for (const last = end(x, count); x < last; x += 16, out += 16) v128.store(out, f32x4.sqrt(v128.load(x)));
}

/** NaN stays NaN, and zero is never negative. */
export function relu(x: usize, out: usize, count: i32): void {
  const zero = f32x4.splat(0);
  for (const last = end(x, count); x < last; x += 16, out += 16) v128.store(out, f32x4.max(v128.load(x), zero));
}

/**
 * Constants in double. They are read from memory where they are used, one instruction each: V8 would make them anew in
 * every round of a loop. Adding the third leaves a double's nearest integer in the low bits.
 */
const constants = memory.data<f64>([
  1.4426950408889634, 0.6931471805599453, 6755399441055744.0, 1.0, 2.0, 106.0, -106.0, 40.0, -40.0,
  0.5, 0.16666666666666666, 0.041666666666666664, 0.008333333333333333, 0.001388888888888889, 0.0001984126984126984,
]);

// @ts-ignore: a decorator of functions
@inline
function log2e(): v128 {
  return v128.load64_splat(constants);
}
// @ts-ignore: a decorator of functions
@inline
function ln2(): v128 {
  return v128.load64_splat(constants, 8);
}
// @ts-ignore: a decorator of functions
@inline
function shifter(): v128 {
  return v128.load64_splat(constants, 16);
}
// @ts-ignore: a decorator of functions
@inline
function one(): v128 {
  return v128.load64_splat(constants, 24);
}

/** `x` between the constants at two places; NaN stays NaN. */
// @ts-ignore: a decorator of functions
@inline
function clamp(x: v128, most: usize): v128 {
  const below = f64x2.pmin(x, v128.load64_splat(constants + most));
  return f64x2.pmax(below, v128.load64_splat(constants + most, 8));
}

/** What is left of `x` after the whole powers of two, as e ** rest - 1: 9 digits up to half of ln 2. */
// @ts-ignore: a decorator of functions
@inline
function series(r: v128): v128 {
  let p = f64x2.add(f64x2.mul(r, v128.load64_splat(constants, 112)), v128.load64_splat(constants, 104));
  p = f64x2.add(f64x2.mul(r, p), v128.load64_splat(constants, 96));
  p = f64x2.add(f64x2.mul(r, p), v128.load64_splat(constants, 88));
  p = f64x2.add(f64x2.mul(r, p), v128.load64_splat(constants, 80));
  p = f64x2.add(f64x2.mul(r, p), v128.load64_splat(constants, 72));
  return f64x2.mul(r, f64x2.add(f64x2.mul(r, p), one()));
}

/** 2 ** n for the integers that `shifted` holds in its low bits. */
// @ts-ignore: a decorator of functions
@inline
function power(shifted: v128): v128 {
  return i64x2.add(i64x2.shl(shifted, 52), one());
}

/** e ** x of two doubles; beyond what float32 holds on either side it is only large or small enough. */
// @ts-ignore: a decorator of functions
@inline
function expPair(x: v128): v128 {
  x = clamp(x, 40);
  const shifted = f64x2.add(f64x2.mul(x, log2e()), shifter());
  const r = f64x2.sub(x, f64x2.mul(f64x2.sub(shifted, shifter()), ln2()));
  const scale = power(shifted);
  return f64x2.add(scale, f64x2.mul(scale, series(r)));
}

/** tanh by way of e ** 2x - 1, which keeps its digits near zero. */
// @ts-ignore: a decorator of functions
@inline
function tanhPair(x: v128): v128 {
  const sign = v128.and(x, f64x2.splat(-0.0));
  x = clamp(f64x2.add(x, x), 56);
  const shifted = f64x2.add(f64x2.mul(x, log2e()), shifter());
  const r = f64x2.sub(x, f64x2.mul(f64x2.sub(shifted, shifter()), ln2()));
  const scale = power(shifted);
  const less = f64x2.add(f64x2.sub(scale, one()), f64x2.mul(scale, series(r)));
  // The sum has lost the sign of a negative zero.
  return v128.or(f64x2.div(less, f64x2.add(less, v128.load64_splat(constants, 32))), sign);
}

// @ts-ignore: a decorator of functions
@inline
function sigmoidPair(x: v128): v128 {
  return f64x2.div(one(), f64x2.add(one(), expPair(f64x2.neg(x))));
}

// @ts-ignore: a decorator of functions
@inline
function high(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3));
}

// @ts-ignore: a decorator of functions
@inline
function demote(lowPair: v128, highPair: v128): v128 {
  return v128.shuffle<f64>(f32x4.demote_f64x2_zero(lowPair), f32x4.demote_f64x2_zero(highPair), 0, 2);
}

export function exp(x: usize, out: usize, count: i32): void {
  for (const last = end(x, count); x < last; x += 16, out += 16) {
    const v = v128.load(x);
    v128.store(out, demote(expPair(f64x2.promote_low_f32x4(v)), expPair(high(v))));
  }
}

export function tanh(x: usize, out: usize, count: i32): void {
  for (const last = end(x, count); x < last; x += 16, out += 16) {
    const v = v128.load(x);
    v128.store(out, demote(tanhPair(f64x2.promote_low_f32x4(v)), tanhPair(high(v))));
  }
}

export function sigmoid(x: usize, out: usize, count: i32): void {
  for (const last = end(x, count); x < last; x += 16, out += 16) {
    const v = v128.load(x);
    v128.store(out, demote(sigmoidPair(f64x2.promote_low_f32x4(v)), sigmoidPair(high(v))));
  }
}

// @ts-ignore: a decorator of functions
@inline
function bothLanes(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** The sum of `count` elements. */
export function sum(x: usize, count: i32): f64 {
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let i = 0;
  for (; i + 8 <= count; i += 8, x += 32) {
    const v = v128.load(x);
    const w = v128.load(x, 16);
    a = f64x2.add(a, f64x2.promote_low_f32x4(v));
    b = f64x2.add(b, high(v));
    c = f64x2.add(c, f64x2.promote_low_f32x4(w));
    d = f64x2.add(d, high(w));
  }
  let total = bothLanes(f64x2.add(f64x2.add(a, b), f64x2.add(c, d)));
  for (; i < count; i++, x += 4) total += <f64>load<f32>(x);
  return total;
}

/** Adds `rows` rows of `count` elements to `count` doubles. `count` is a multiple of four. */
export function addRows(x: usize, rows: i32, count: i32, sums: usize): void {
  const stride = (<usize>count) << 2;
  for (let i = 0; i < count; i += 4, x += 16, sums += 32) {
    let a = v128.load(sums);
    let b = v128.load(sums, 16);
    let from = x;
    for (let row = 0; row < rows; row++, from += stride) {
      const v = v128.load(from);
      a = f64x2.add(a, f64x2.promote_low_f32x4(v));
      b = f64x2.add(b, high(v));
    }
    v128.store(sums, a);
    v128.store(sums, b, 16);
  }
}

/** Doubles as float32. */
export function narrow(from: usize, out: usize, count: i32): void {
  for (const last = end(out, count); out < last; from += 32, out += 16)
    v128.store(out, demote(v128.load(from), v128.load(from, 16)));
}

/** Makes the softmax of `rows` rows of `count` elements, in their place. */
export function softmax(x: usize, rows: i32, count: i32): void {
  const whole = (<usize>(count & ~3)) << 2;
  const length = (<usize>count) << 2;
  for (let row = 0; row < rows; row++, x += length) {
    let largest = f32x4.splat(-(<f32>Infinity));
    for (let i: usize = 0; i < whole; i += 16) largest = f32x4.pmax(largest, v128.load(x + i));
    let most = max(
      max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
      max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
    );
    for (let i = whole; i < length; i += 4) if (load<f32>(x + i) > most) most = load<f32>(x + i);
    const off = f64x2.splat(<f64>most);
    let a = f64x2.splat(0);
    let b = a;
    for (let i: usize = 0; i < whole; i += 16) {
      const v = v128.load(x + i);
      const left = expPair(f64x2.sub(f64x2.promote_low_f32x4(v), off));
      const right = expPair(f64x2.sub(high(v), off));
      a = f64x2.add(a, left);
      b = f64x2.add(b, right);
      v128.store(x + i, demote(left, right));
    }
    let total = bothLanes(f64x2.add(a, b));
    for (let i = whole; i < length; i += 4) {
      const e = f64x2.extract_lane(expPair(f64x2.splat(<f64>load<f32>(x + i) - <f64>most)), 0);
      total += e;
      store<f32>(x + i, <f32>e);
    }
    const scale = <f32>(1.0 / total);
    for (let i: usize = 0; i < whole; i += 16)
      v128.store(x + i, f32x4.mul(v128.load(x + i), f32x4.splat(scale)));
    for (let i = whole; i < length; i += 4) store<f32>(x + i, load<f32>(x + i) * scale);
  }
}
