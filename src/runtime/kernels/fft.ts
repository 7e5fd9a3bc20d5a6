/**
 * Fourier transforms along one axis of interleaved complex numbers, in double precision. Sizes that are powers of two are
 * halved (Cooley and Tukey); all others become a convolution of such a size (Bluestein).
 */

/** Transforms the numbers in `re` and `im` in place: sums of `x[n] exp(-2 pi i k n / size)`. */
type Transform = (re: Float64Array, im: Float64Array) => void;

/** Multiplies place by place, `a = a * b`. */
function multiplyInto(a: Pair, b: Pair): void {
  for (let i = 0; i < a.re.length; i++) {
    const [x, y] = [a.re[i]!, a.im[i]!];
    a.re[i] = x * b.re[i]! - y * b.im[i]!;
    a.im[i] = x * b.im[i]! + y * b.re[i]!;
  }
}

interface Pair {
  readonly re: Float64Array;
  readonly im: Float64Array;
}
function pair(size: number): Pair {
  return { re: new Float64Array(size), im: new Float64Array(size) };
}

function powerOfTwo(size: number): Transform {
  const { re: cos, im: sin } = pair(size >> 1);
  for (let i = 0; i < size >> 1; i++) {
    cos[i] = Math.cos((2 * Math.PI * i) / size);
    sin[i] = -Math.sin((2 * Math.PI * i) / size);
  }
  const reversed = new Uint32Array(size);
  for (let i = 1; i < size; i++) reversed[i] = (reversed[i >> 1]! >> 1) | (i & 1 ? size >> 1 : 0);
  return (re, im) => {
    for (let i = 0; i < size; i++) {
      const j = reversed[i]!;
      if (j <= i) continue;
      const [a, b] = [re[i]!, im[i]!];
      re[i] = re[j]!;
      im[i] = im[j]!;
      re[j] = a;
      im[j] = b;
    }
    for (let half = 1; half < size; half *= 2) {
      const step = size / (2 * half);
      for (let from = 0; from < size; from += 2 * half)
        for (let i = from, t = 0; i < from + half; i++, t += step) {
          const j = i + half;
          const a = re[j]! * cos[t]! - im[j]! * sin[t]!;
          const b = re[j]! * sin[t]! + im[j]! * cos[t]!;
          re[j] = re[i]! - a;
          im[j] = im[i]! - b;
          re[i] = re[i]! + a;
          im[i] = im[i]! + b;
        }
    }
  };
}

function bluestein(size: number): Transform {
  const wide = 2 ** Math.ceil(Math.log2(2 * size - 1));
  const inner = transformOf(wide);
  const [chirp, filter, work] = [pair(size), pair(wide), pair(wide)];
  for (let i = 0; i < size; i++) {
    // Squares are taken modulo a full turn, so that angles stay exact.
    const angle = (Math.PI * ((i * i) % (2 * size))) / size;
    chirp.re[i] = Math.cos(angle);
    chirp.im[i] = -Math.sin(angle);
    for (const at of i === 0 ? [0] : [i, wide - i]) {
      filter.re[at] = Math.cos(angle);
      filter.im[at] = Math.sin(angle);
    }
  }
  inner(filter.re, filter.im);
  return (re, im) => {
    work.re.fill(0);
    work.im.fill(0);
    const line = { re, im };
    multiplyInto(line, chirp);
    work.re.set(re);
    work.im.set(im);
    inner(work.re, work.im);
    multiplyInto(work, filter);
    // Real and imaginary part exchanged, the transform is its own inverse.
    inner(work.im, work.re);
    for (let i = 0; i < size; i++) {
      re[i] = work.re[i]! / wide;
      im[i] = work.im[i]! / wide;
    }
    multiplyInto(line, chirp);
  };
}

/** Tables of the sizes used last. */
const transforms = new Map<number, Transform>();
const mostTables = 32;

function transformOf(size: number): Transform {
  let found = transforms.get(size);
  if (found === undefined) {
    found = (size & (size - 1)) === 0 ? powerOfTwo(size) : bluestein(size);
    if (transforms.size >= mostTables) transforms.delete(transforms.keys().next().value as number);
  } else transforms.delete(size);
  transforms.set(size, found);
  return found;
}

/**
 * Transforms every line along `axis` of `data`, interleaved complex numbers of sizes `dims`, in place; the inverse is
 * divided by the size.
 */
export function transformAxis(
  data: Float64Array,
  dims: readonly number[],
  axis: number,
  inverse: boolean,
): void {
  const size = dims[axis]!;
  if (size <= 1 || data.length === 0) return;
  const step = dims.slice(axis + 1).reduce((a, b) => a * b, 1);
  const lines = data.length / 2 / size;
  const run = transformOf(size);
  const { re, im } = pair(size);
  const scale = inverse ? 1 / size : 1;
  for (let line = 0; line < lines; line++) {
    const first = Math.floor(line / step) * step * size + (line % step);
    for (let i = 0, at = 2 * first; i < size; i++, at += 2 * step) {
      re[i] = data[at]!;
      im[i] = data[at + 1]!;
    }
    if (inverse) run(im, re);
    else run(re, im);
    for (let i = 0, at = 2 * first; i < size; i++, at += 2 * step) {
      data[at] = re[i]! * scale;
      data[at + 1] = im[i]! * scale;
    }
  }
}

/** The corner of sizes `to` of a tensor, with zeros where it is smaller. @param lanes numbers an element has */
export function fitted(
  data: Float64Array,
  from: readonly number[],
  to: readonly number[],
  lanes: 1 | 2,
): Float64Array {
  const out = new Float64Array(to.reduce((a, b) => a * b, lanes));
  const last = to.length - 1;
  const width = Math.min(from[last]!, to[last]!) * lanes;
  const copy = (axis: number, source: number, target: number): void => {
    if (axis === last) {
      out.set(data.subarray(source, source + width), target);
      return;
    }
    const [a, b] = [from.slice(axis + 1), to.slice(axis + 1)].map((rest) =>
      rest.reduce((x, y) => x * y, lanes),
    );
    for (let i = 0; i < Math.min(from[axis]!, to[axis]!); i++)
      copy(axis + 1, source + i * a!, target + i * b!);
  };
  if (out.length > 0 && data.length > 0) copy(0, 0, 0);
  return out;
}

/** Real numbers as complex ones. */
export function asComplex(real: Float64Array): Float64Array {
  const out = new Float64Array(2 * real.length);
  for (let i = 0; i < real.length; i++) out[2 * i] = real[i]!;
  return out;
}

/**
 * Real lines of `size` from the first half of their transforms along the last axis, which lie in `data`, interleaved:
 * the other half is its mirror image.
 */
export function realLines(data: Float64Array, lines: number, size: number): Float64Array {
  const bins = Math.floor(size / 2) + 1;
  const out = new Float64Array(lines * size);
  const { re, im } = pair(size);
  const run = transformOf(size);
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < size; i++) {
      const isMirrored = i >= bins;
      const at = 2 * (line * bins + (isMirrored ? size - i : i));
      const isReal = i === 0 || 2 * i === size;
      re[i] = data[at]!;
      im[i] = isReal ? 0 : isMirrored ? -data[at + 1]! : data[at + 1]!;
    }
    run(im, re);
    for (let i = 0; i < size; i++) out[line * size + i] = re[i]! / size;
  }
  return out;
}
