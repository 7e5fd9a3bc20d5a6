import fc from 'fast-check';
import { InternalError, InvalidArgumentError } from '../../../src/errors';
import { copyOverlap, findOverlap, parseShapeAndSlice, TensorSlice } from '../../../src/saving/bundle/slices';

describe('shape_and_slice', () => {
  it('F7.6 is parsed to shape, slice and the shape of the slice', () => {
    const { shape, slice, sliceShape } = parseShapeAndSlice('5 3 2,3:-');
    expect([shape, String(slice), sliceShape]).toEqual([[5, 3], '2,3:-', [3, 3]]);
  });

  it('F7.6 of a scalar has an empty spec after one blank', () => {
    expect(() => parseShapeAndSlice('')).toThrow(InvalidArgumentError);
  });

  // Texts of TF 2.21's ParseShapeAndSlice.
  it.each([
    ['5', InvalidArgumentError, 'Need least two elements in shape_and_slice specification: 5'],
    ['5 x 0,1:-', InvalidArgumentError, 'Non numerical dimension in shape_and_slice: 5 x 0,1:-'],
    ['5 0,1,2', InvalidArgumentError, "Expected a pair of numbers or '-' but got '0,1,2': string = 0,1,2"],
    ['5 a,1', InvalidArgumentError, "Expected a pair of numbers or '-' but got 'a,1': string = a,1"],
    [
      '5 0,0',
      InvalidArgumentError,
      'Expected non-negative start and positive length but got start = 0, length = 0: string = 0,0',
    ],
    ['5 3,3', InternalError, 'Extent in dimension 0 out of bounds: shape = [5], slice = 3,3'],
    ['5 5 -', InternalError, 'Mismatching ranks: shape = [5,5], slice = -'],
  ])('F7.6 refuses %j', (text, Class, message) => {
    expect(() => parseShapeAndSlice(text)).toThrow(new Class(message));
  });
});

/** A tensor whose elements are their own positions, and any part of it. */
const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 });
const part = (shape: readonly number[]) =>
  fc.tuple(
    ...shape.map((n) =>
      fc
        .integer({ min: 0, max: n - 1 })
        .chain((start) => fc.tuple(fc.constant(start), fc.integer({ min: 1, max: n - start }))),
    ),
  );

function positions(shape: readonly number[], slice: TensorSlice): number[] {
  const { begin, size } = slice.extentsIn(shape);
  let out = [0];
  shape.forEach((n, d) => {
    out = out.flatMap((at) => Array.from({ length: size[d]! }, (_, i) => at * n + begin[d]! + i));
  });
  return out;
}

describe('parts of tensors', () => {
  it('F7.7 are copied to where they overlap, for every element width', () => {
    const input = shapes.chain((shape) =>
      fc.tuple(fc.constant(shape), part(shape), part(shape), fc.constantFrom(1, 2, 8)),
    );
    fc.assert(
      fc.property(input, ([shape, a, b, width]) => {
        const [from, to] = [TensorSlice.of(a), TensorSlice.of(b)];
        const bytes = (slice: TensorSlice, fill: (at: number) => number) =>
          Uint8Array.from(positions(shape, slice).flatMap((at) => new Array<number>(width).fill(fill(at))));
        const target = bytes(to, () => 255);
        copyOverlap(
          { data: bytes(from, (at) => at), extents: from.extentsIn(shape) },
          { data: target, extents: to.extentsIn(shape) },
          width,
        );
        const common = new Set(positions(shape, from));
        expect(target).toEqual(bytes(to, (at) => (common.has(at) ? at : 255)));
      }),
    );
  });

  it('RELIABILITY 15: overlapping ones are found', () => {
    const input = shapes.chain((shape) =>
      fc.tuple(fc.constant(shape), fc.array(part(shape), { maxLength: 6 })),
    );
    fc.assert(
      fc.property(input, ([shape, parts]) => {
        const slices = parts.map((p) => TensorSlice.of(p));
        const all = slices.flatMap((slice) => positions(shape, slice));
        const found = findOverlap(slices.map((slice) => slice.extentsIn(shape)));
        expect(found !== null).toBe(new Set(all).size < all.length);
      }),
    );
  });
});
