/** Images of another size: every output line is a weighted sum of input lines, along each axis apart. */
import type { Floats } from '../elementwise';

/** For each place of the output: the first input place that counts, and the weights from there on. */
export interface AxisWeights {
  readonly input: number;
  readonly starts: Int32Array;
  /** `span` weights for each output place; unused ones are 0. */
  readonly weights: Float32Array;
  readonly span: number;
}

/** Builds weights from the places and weights that `at` names for an output place. */
export function axisWeights(
  input: number,
  output: number,
  at: (place: number) => readonly (readonly [place: number, weight: number])[],
): AxisWeights {
  const taps = Array.from({ length: output }, (_, o) => at(o));
  const starts = Int32Array.from(taps, (list) => Math.min(...list.map(([place]) => place)));
  const span = Math.max(1, ...taps.map((list, o) => Math.max(...list.map(([p]) => p)) - starts[o]! + 1));
  const weights = new Float32Array(output * span);
  taps.forEach((list, o) => {
    for (const [place, weight] of list) weights[o * span + place - starts[o]!]! += weight;
  });
  return { input, starts, weights, span };
}

/** `out[o, h, i] = sum of weight * from[o, place, i]`: `outer` slabs of lines of `inner` elements. */
export function resampleAxis(
  axis: AxisWeights,
  outer: number,
  inner: number,
  from: Floats,
  out: Floats,
): void {
  const { input, starts, weights, span } = axis;
  const places = starts.length;
  for (let o = 0; o < outer; o++)
    for (let h = 0; h < places; h++)
      for (let s = 0; s < span; s++) {
        const weight = weights[h * span + s]!;
        if (weight === 0) continue;
        const source = (o * input + starts[h]! + s) * inner;
        const target = (o * places + h) * inner;
        for (let i = 0; i < inner; i++) out[target + i] = out[target + i]! + weight * from[source + i]!;
      }
}

/** The transposed map, for gradients: gives every output line's share back to the lines it was made of. */
export function resampleAxisBack(
  axis: AxisWeights,
  outer: number,
  inner: number,
  from: Floats,
  out: Floats,
): void {
  const { input, starts, weights, span } = axis;
  const places = starts.length;
  for (let o = 0; o < outer; o++)
    for (let h = 0; h < places; h++)
      for (let s = 0; s < span; s++) {
        const weight = weights[h * span + s]!;
        if (weight === 0) continue;
        const target = (o * input + starts[h]! + s) * inner;
        const source = (o * places + h) * inner;
        for (let i = 0; i < inner; i++) out[target + i] = out[target + i]! + weight * from[source + i]!;
      }
}
