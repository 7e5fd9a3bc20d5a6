/** Broadcasting: the common shape of two, and the walk over it in runs that a plain loop can take. */
import { InvalidArgumentError } from '../errors';
import { bracketText, type Dimension } from './tensor_shape';

/** The shape that both broadcast to. @throws {@link InvalidArgumentError} with TF's text */
export function broadcastDims(
  a: readonly Dimension[] | null,
  b: readonly Dimension[] | null,
): readonly Dimension[] | null {
  if (a === null || b === null) return null;
  const rank = Math.max(a.length, b.length);
  const dims: Dimension[] = new Array(rank);
  for (let i = 1; i <= rank; i++) {
    const x = i <= a.length ? a[a.length - i]! : 1;
    const y = i <= b.length ? b[b.length - i]! : 1;
    if (x !== null && y !== null && x !== y && x !== 1 && y !== 1)
      throw new InvalidArgumentError(
        `Incompatible shapes: ${bracketText(a as number[])} vs. ${bracketText(b as number[])}`,
        { fields: { expected: a, actual: b, sizes: firstDifference(a, b) } },
      );
    // A dimension that is not 1 wins over one that is or that is unknown.
    dims[rank - i] = x === 1 ? y : y === 1 || x !== null ? x : y;
  }
  return dims;
}

/** The first sizes, from the left, that do not go together. */
function firstDifference(a: readonly Dimension[], b: readonly Dimension[]): readonly Dimension[] {
  const rank = Math.max(a.length, b.length);
  const padded = [a, b].map((dims) => [...new Array<number>(rank - dims.length).fill(1), ...dims]);
  const [x, y] = padded as [Dimension[], Dimension[]];
  const at = x.findIndex((d, i) => d !== null && y[i] !== null && d !== y[i] && d !== 1 && y[i] !== 1);
  return [x[at]!, y[at]!];
}

/** A loop over one run: `out[o + i] = op(a[ao + i * as], b[bo + i * bs])` for `i < n`; steps are 0 or 1. */
export type RunLoop<In, Out> = (
  a: In,
  aOffset: number,
  aStep: number,
  b: In,
  bOffset: number,
  bStep: number,
  out: Out,
  outOffset: number,
  n: number,
) => void;

/** Element distance along each axis of `dims` in an operand of shape `own`; 0 where it is repeated. */
function strides(own: readonly number[], dims: readonly number[]): number[] {
  const result = new Array<number>(dims.length).fill(0);
  let stride = 1;
  for (let i = 1; i <= own.length; i++) {
    const size = own[own.length - i]!;
    if (size !== 1) result[dims.length - i] = stride;
    stride *= size;
  }
  return result;
}

/** Runs `loop` over all of `dims`, merging the inner axes that both operands run through alike. */
export function broadcastLoop<In, Out>(
  loop: RunLoop<In, Out>,
  a: In,
  aDims: readonly number[],
  b: In,
  bDims: readonly number[],
  out: Out,
  dims: readonly number[],
): void {
  const as = strides(aDims, dims);
  const bs = strides(bDims, dims);
  let axis = dims.length - 1;
  // Axes of one element say nothing; start at the innermost that steps.
  while (axis > 0 && dims[axis] === 1) axis--;
  if (axis < 0) {
    loop(a, 0, 0, b, 0, 0, out, 0, 1);
    return;
  }
  const aStep = as[axis]!;
  const bStep = bs[axis]!;
  let run = dims[axis]!;
  let outer = axis;
  while (outer > 0 && fits(as, aStep, run, outer, dims) && fits(bs, bStep, run, outer, dims)) {
    outer--;
    run *= dims[outer]!;
  }
  let o = 0;
  const walk = (level: number, ao: number, bo: number): void => {
    if (level === outer) {
      loop(a, ao, aStep, b, bo, bStep, out, o, run);
      o += run;
      return;
    }
    for (let i = 0; i < dims[level]!; i++) walk(level + 1, ao + i * as[level]!, bo + i * bs[level]!);
  };
  walk(0, 0, 0);
}

/** True if the axis outside `axis` goes on where the run of `run` elements ends. */
function fits(
  stride: readonly number[],
  step: number,
  run: number,
  axis: number,
  dims: readonly number[],
): boolean {
  return dims[axis - 1] === 1 || stride[axis - 1] === step * run;
}
