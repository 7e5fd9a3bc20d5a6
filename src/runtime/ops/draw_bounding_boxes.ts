/** `tf.image.draw_bounding_boxes`: the frames of boxes, drawn on images. */
import { float16, float32 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { named } from '../../python/named';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatchOne } from '../dispatch';
import type { Floats } from '../elementwise';
import { drawFrames } from '../kernels/frames';
import {
  checkAllowed,
  defineOp,
  type InputSpec,
  type OpName,
  type OpRecord,
  unregisteredGradient,
} from '../op';
import type { Tensor } from '../tensor';
import { bracketText } from '../tensor_shape';
import { fromWorkStorage, workStorage } from '../work_storage';

/** What TF draws with unless it is told: yellow, blue, red, lime, purple, olive, maroon, navy blue, aqua, fuchsia. */
const palette: readonly (readonly number[])[] = [
  [1, 1, 0, 1],
  [0, 0, 1, 1],
  [1, 0, 0, 1],
  [0, 1, 0, 1],
  [0.5, 0, 0.5, 1],
  [0.5, 0.5, 0, 1],
  [0.5, 0, 0, 1],
  [0, 0, 0.5, 1],
  [0, 1, 1, 1],
  [1, 0, 1, 1],
];

function checkShapes([images, boxes]: readonly InputSpec[]): void {
  const [x, b] = [images!.dims, boxes!.dims];
  if (x !== null && x.length !== 4)
    throw new InvalidArgumentError('The rank of the images should be 4', { fields: { actual: x.length } });
  if (b !== null && b.length !== 3)
    throw new InvalidArgumentError('The rank of the boxes tensor should be 3', {
      fields: { actual: b.length },
    });
  if (x === null || b === null) return;
  if (x[0] !== null && b[0] !== null && x[0] !== b[0])
    throw new InvalidArgumentError('The batch sizes should be the same', {
      fields: { expected: x[0], actual: b[0] },
    });
  if (x[3] !== null && ![1, 3, 4].includes(x[3]!))
    throw new InvalidArgumentError('Channel depth should be either 1 (GRY), 3 (RGB), or 4 (RGBA)', {
      fields: { expected: [1, 3, 4], actual: x[3] },
    });
  if (b[2] !== null && b[2] !== 4)
    throw new InvalidArgumentError(`The size of the third dimension of the box must be 4. Received: ${b[2]}`);
}

/** The colours of boxes, one after the other, as often as needed. */
function coloursOf(given: Tensor | undefined, depth: number): Floats {
  if (given === undefined || given.data.length === 0) {
    const own = palette.map((colour) => (depth === 1 ? [1, 1, 1, 1] : colour));
    return Float32Array.from(own.flat());
  }
  if (given.dims.length !== 2)
    throw new InvalidArgumentError(`colors must be a 2-D matrix, got ${bracketText(given.dims)}`);
  if (given.dims[1]! < depth)
    throw new InvalidArgumentError(`Expected color depth ${depth} or more, got ${given.dims[1]}`, {
      fields: { expected: depth, actual: given.dims[1] },
    });
  return workStorage(given) as Floats;
}

/** @param version 2 takes colours, and TF has registered nothing about its gradient */
function drawOp(version: 1 | 2): OpRecord {
  const type = version === 1 ? 'DrawBoundingBoxes' : 'DrawBoundingBoxesV2';
  return defineOp({
    type,
    infer: (inputs) => {
      checkAllowed(type, inputs[0]!.dtype, [float32, float16]);
      checkShapes(inputs);
      return [{ dtype: inputs[0]!.dtype, dims: inputs[0]!.dims }];
    },
    kernel: ([images, boxes, colors], _attrs, [spec]) => {
      const [batch, height, width, depth] = images!.dims as [number, number, number, number];
      const out = Float32Array.from(workStorage(images!) as Floats);
      const colours = coloursOf(colors, depth);
      const step = colors !== undefined && colors.data.length > 0 ? colors.dims[1]! : 4;
      drawFrames({ batch, height, width, depth }, boxes!.data as Floats, colours, step, out);
      return [fromWorkStorage(spec!.dtype, spec!.dims, out)];
    },
    grad: version === 1 ? null : unregisteredGradient(type),
  });
}
const DrawBoundingBoxes = drawOp(1);
const DrawBoundingBoxesV2 = drawOp(2);

/**
 * Mirrors `tf.image.draw_bounding_boxes`: `images`, `[batch, height, width, depth]` of float32 or float16, with the frames of
 * `boxes`, `[batch, n, 4]` of `[y1, x1, y2, x2]` from 0 to 1, in turn in the rows of `colors`.
 * @throws {@link InvalidArgumentError} for shapes or dtypes that do not fit
 */
export const draw_bounding_boxes = named(
  'draw_bounding_boxes',
  ['images', 'boxes', 'colors'],
  ['name'],
  (images: TensorLike, boxes: TensorLike, colors: TensorLike | null, name: OpName = null): Tensor => {
    const inputs = [toTensor(images), toTensor(boxes, float32)];
    if (colors === null) return dispatchOne(DrawBoundingBoxes, inputs, name);
    return dispatchOne(DrawBoundingBoxesV2, [...inputs, toTensor(colors, float32)], name);
  },
);
