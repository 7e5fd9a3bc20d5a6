/**
 * The inner part of float32 matrix products, in AssemblyScript with SIMD. Panels of four rows of the left side meet
 * panels of eight columns of the right one: their 32 sums stay in eight registers while `k` runs. All addresses and
 * strides are bytes; src/runtime/kernels/wasm/matmul.ts lays the memory out and calls this.
 */

/** Tiles that stick out of the product are made here, at the bottom of the memory: 128 bytes. */
const scratch: usize = 0;

// @ts-ignore: a decorator of functions
@inline
function address(index: i32): usize {
  return (<usize>index) << 2;
}

/**
 * Lays lines that run along the lanes into panels of `width` lanes: the lanes of one line lie side by side, then come
 * those of the next line. Missing lanes are zeros.
 * @param panelStride from one panel to the next
 */
export function packAlong(
  from: usize,
  stride: usize,
  lanes: i32,
  lines: i32,
  to: usize,
  panelStride: usize,
  width: i32,
): void {
  const step = address(width);
  for (let lane = 0; lane < lanes; lane += width) {
    const present = min(width, lanes - lane);
    let at = from + address(lane);
    let o = to;
    for (let line = 0; line < lines; line++) {
      let l = 0;
      for (; l + 4 <= present; l += 4) v128.store(o + address(l), v128.load(at + address(l)));
      for (; l < present; l++) store<f32>(o + address(l), load<f32>(at + address(l)));
      for (; l < width; l++) store<f32>(o + address(l), 0);
      at += stride;
      o += step;
    }
    to += panelStride;
  }
}

/** Lays lines, each of them one lane and `depth` long, into the same panels: transposed in squares of four. */
export function packAcross(
  from: usize,
  stride: usize,
  lanes: i32,
  depth: i32,
  to: usize,
  panelStride: usize,
  width: i32,
): void {
  const step = address(width);
  for (let lane = 0; lane < lanes; lane += width) {
    for (let l = 0; l < width; l += 4) {
      const present = lanes - lane - l;
      let at = from + <usize>(lane + l) * stride;
      let o = to + address(l);
      let d = 0;
      if (present >= 4)
        for (; d + 4 <= depth; d += 4) {
          const x = v128.load(at);
          const y = v128.load(at + stride);
          const z = v128.load(at + 2 * stride);
          const w = v128.load(at + 3 * stride);
          const xy = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
          const zw = v128.shuffle<f32>(z, w, 0, 4, 1, 5);
          const xyHigh = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
          const zwHigh = v128.shuffle<f32>(z, w, 2, 6, 3, 7);
          v128.store(o, v128.shuffle<f32>(xy, zw, 0, 1, 4, 5));
          v128.store(o + step, v128.shuffle<f32>(xy, zw, 2, 3, 6, 7));
          v128.store(o + 2 * step, v128.shuffle<f32>(xyHigh, zwHigh, 0, 1, 4, 5));
          v128.store(o + 3 * step, v128.shuffle<f32>(xyHigh, zwHigh, 2, 3, 6, 7));
          at += 16;
          o += 4 * step;
        }
      for (; d < depth; d++) {
        for (let r = 0; r < 4; r++) store<f32>(o + address(r), r < present ? load<f32>(at + <usize>r * stride) : 0);
        at += 4;
        o += step;
      }
    }
    to += panelStride;
  }
}

// @ts-ignore: a decorator of functions
@inline
function keep(c: usize, left: v128, right: v128, add: bool): void {
  if (add) {
    left = f32x4.add(left, v128.load(c));
    right = f32x4.add(right, v128.load(c, 16));
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

/** One whole tile of 4 x 8 at `c`, whose rows lie `stride` apart. */
function tile(a: usize, b: usize, c: usize, stride: usize, k: i32, add: bool): void {
  let x0 = f32x4.splat(0);
  let y0 = x0;
  let x1 = x0;
  let y1 = x0;
  let x2 = x0;
  let y2 = x0;
  let x3 = x0;
  let y3 = x0;
  const end = b + ((<usize>k) << 5);
  while (b < end) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    let s = v128.load32_splat(a);
    x0 = f32x4.add(x0, f32x4.mul(s, left));
    y0 = f32x4.add(y0, f32x4.mul(s, right));
    s = v128.load32_splat(a, 4);
    x1 = f32x4.add(x1, f32x4.mul(s, left));
    y1 = f32x4.add(y1, f32x4.mul(s, right));
    s = v128.load32_splat(a, 8);
    x2 = f32x4.add(x2, f32x4.mul(s, left));
    y2 = f32x4.add(y2, f32x4.mul(s, right));
    s = v128.load32_splat(a, 12);
    x3 = f32x4.add(x3, f32x4.mul(s, left));
    y3 = f32x4.add(y3, f32x4.mul(s, right));
    a += 16;
    b += 32;
  }
  keep(c, x0, y0, add);
  keep(c + stride, x1, y1, add);
  keep(c + 2 * stride, x2, y2, add);
  keep(c + 3 * stride, x3, y3, add);
}

/** A tile of which only `rows x columns` belong to the product. */
function edge(a: usize, b: usize, c: usize, stride: usize, k: i32, add: bool, rows: i32, columns: i32): void {
  tile(a, b, scratch, 32, k, false);
  for (let i = 0; i < rows; i++) {
    const at = c + <usize>i * stride;
    for (let j = 0; j < columns; j++) {
      const o = at + address(j);
      const sum = load<f32>(scratch + address(i * 8 + j));
      store<f32>(o, add ? load<f32>(o) + sum : sum);
    }
  }
}

/** The `m x n` product of packed sides, stored by rows at `c`. @param add to what is there */
export function multiply(a: usize, b: usize, c: usize, m: i32, n: i32, k: i32, add: bool): void {
  const stride = address(n);
  for (let j = 0; j < n; j += 8) {
    let panel = a;
    let o = c + address(j);
    for (let i = 0; i < m; i += 4) {
      if (i + 4 <= m && j + 8 <= n) tile(panel, b, o, stride, k, add);
      else edge(panel, b, o, stride, k, add, min(4, m - i), min(8, n - j));
      panel += (<usize>k) << 4;
      o += stride << 2;
    }
    b += (<usize>k) << 5;
  }
}
