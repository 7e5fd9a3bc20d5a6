/**
 * Rows that are added to, multiplied with or compared with other rows, by index: the loops of scatters and of segment
 * ops. `offsets[i]` is where row `i` of `from` goes in `out`, in storage elements; negative: nowhere.
 */
import type { Bigs, Floats } from '../elementwise';

/** `out[offsets[i] + k]` meets `from[i * width + k]`. */
export type ScatterLoop<S> = (out: S, offsets: Int32Array, from: S, width: number) => void;

/** The loops for the working types (elementwise.ts). Complex parts add up as floats do. */
export interface ScatterLoops {
  readonly float: ScatterLoop<Floats>;
  readonly int32: ScatterLoop<Int32Array>;
  readonly big: ScatterLoop<Bigs>;
  readonly complex?: ScatterLoop<Floats>;
}

export const addRows: ScatterLoops = {
  float(out: Floats, offsets: Int32Array, from: Floats, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0) for (let k = 0; k < width; k++) out[at + k] = out[at + k]! + from[row + k]!;
    }
  },
  int32(out: Int32Array, offsets: Int32Array, from: Int32Array, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0) for (let k = 0; k < width; k++) out[at + k] = out[at + k]! + from[row + k]!;
    }
  },
  big(out: Bigs, offsets: Int32Array, from: Bigs, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0)
        for (let k = 0; k < width; k++) out[at + k] = (out[at + k] as bigint) + (from[row + k] as bigint);
    }
  },
  complex: (out, offsets, from, width) => addRows.float(out, offsets, from, width),
};

export const subtractRows: ScatterLoops = {
  float(out: Floats, offsets: Int32Array, from: Floats, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0) for (let k = 0; k < width; k++) out[at + k] = out[at + k]! - from[row + k]!;
    }
  },
  int32(out: Int32Array, offsets: Int32Array, from: Int32Array, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0) for (let k = 0; k < width; k++) out[at + k] = out[at + k]! - from[row + k]!;
    }
  },
  big(out: Bigs, offsets: Int32Array, from: Bigs, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0)
        for (let k = 0; k < width; k++) out[at + k] = (out[at + k] as bigint) - (from[row + k] as bigint);
    }
  },
  complex: (out, offsets, from, width) => subtractRows.float(out, offsets, from, width),
};

export const multiplyRows: ScatterLoops = {
  float(out: Floats, offsets: Int32Array, from: Floats, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0) for (let k = 0; k < width; k++) out[at + k] = out[at + k]! * from[row + k]!;
    }
  },
  int32(out: Int32Array, offsets: Int32Array, from: Int32Array, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0) for (let k = 0; k < width; k++) out[at + k] = Math.imul(out[at + k]!, from[row + k]!);
    }
  },
  big(out: Bigs, offsets: Int32Array, from: Bigs, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0)
        for (let k = 0; k < width; k++) out[at + k] = (out[at + k] as bigint) * (from[row + k] as bigint);
    }
  },
  complex(out: Floats, offsets: Int32Array, from: Floats, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at < 0) continue;
      for (let k = 0; k < width; k += 2) {
        const [re, im] = [out[at + k]!, out[at + k + 1]!];
        const [re2, im2] = [from[row + k]!, from[row + k + 1]!];
        out[at + k] = re * re2 - im * im2;
        out[at + k + 1] = re * im2 + im * re2;
      }
    }
  },
};

/** Of NaN and another the one that comes later stays, as with the processor's own instruction. */
export const maxRows: ScatterLoops = {
  float(out: Floats, offsets: Int32Array, from: Floats, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0)
        for (let k = 0; k < width; k++) if (!(out[at + k]! > from[row + k]!)) out[at + k] = from[row + k]!;
    }
  },
  int32(out: Int32Array, offsets: Int32Array, from: Int32Array, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0)
        for (let k = 0; k < width; k++) if (from[row + k]! > out[at + k]!) out[at + k] = from[row + k]!;
    }
  },
  big(out: Bigs, offsets: Int32Array, from: Bigs, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0)
        for (let k = 0; k < width; k++)
          if ((from[row + k] as bigint) > (out[at + k] as bigint)) out[at + k] = from[row + k] as bigint;
    }
  },
};

export const minRows: ScatterLoops = {
  float(out: Floats, offsets: Int32Array, from: Floats, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0)
        for (let k = 0; k < width; k++) if (!(out[at + k]! < from[row + k]!)) out[at + k] = from[row + k]!;
    }
  },
  int32(out: Int32Array, offsets: Int32Array, from: Int32Array, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0)
        for (let k = 0; k < width; k++) if (from[row + k]! < out[at + k]!) out[at + k] = from[row + k]!;
    }
  },
  big(out: Bigs, offsets: Int32Array, from: Bigs, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0)
        for (let k = 0; k < width; k++)
          if ((from[row + k] as bigint) < (out[at + k] as bigint)) out[at + k] = from[row + k] as bigint;
    }
  },
};

export const divideRows: ScatterLoops = {
  float(out: Floats, offsets: Int32Array, from: Floats, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0) for (let k = 0; k < width; k++) out[at + k] = out[at + k]! / from[row + k]!;
    }
  },
  int32(out: Int32Array, offsets: Int32Array, from: Int32Array, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0) for (let k = 0; k < width; k++) out[at + k] = out[at + k]! / from[row + k]!;
    }
  },
  big(out: Bigs, offsets: Int32Array, from: Bigs, width: number) {
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const row = i * width;
      if (at >= 0)
        for (let k = 0; k < width; k++) out[at + k] = (out[at + k] as bigint) / (from[row + k] as bigint);
    }
  },
};

/** Rows that replace others; of any storage. */
export function replaceRows<S extends { [i: number]: unknown }>(
  out: S,
  offsets: Int32Array,
  from: S,
  width: number,
): void {
  for (let i = 0; i < offsets.length; i++) {
    const at = offsets[i]!;
    const row = i * width;
    if (at >= 0) for (let k = 0; k < width; k++) out[at + k] = from[row + k] as S[number];
  }
}
