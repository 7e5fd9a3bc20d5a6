/** The op records of colours. TF has no gradients for them. */
import { float16, float32 } from '../../dtypes';
import { FailedPreconditionError, InvalidArgumentError } from '../../errors';
import type { Floats } from '../elementwise';
import { hsvToRgb, scaleContrast, scaleSaturation, turnHue } from '../kernels/colors';
import {
  checkAllowed,
  defineOp,
  type InputSpec,
  type OpRecord,
  type Spec,
  unregisteredGradient,
} from '../op';
import type { Tensor } from '../tensor';
import { bracketText, elementCount } from '../tensor_shape';
import { floats } from '../type_groups';
import { allocateWork, fromWorkStorage, workStorage } from '../work_storage';

function mapped(x: Tensor, loop: (from: Floats, out: Floats) => void): Tensor[] {
  const out = allocateWork(x.dtype, elementCount(x.dims)) as Floats;
  loop(workStorage(x) as Floats, out);
  return [fromWorkStorage(x.dtype, x.dims, out)];
}

/** @throws {@link InvalidArgumentError} for anything but images, of three channels if they are to be colours */
function checkImages(x: InputSpec, colours: boolean): Spec[] {
  const { dtype, dims } = x;
  if (dims !== null && dims.length < 3)
    throw new InvalidArgumentError(`input must be at least 3-D, got shape${bracketText(dims as number[])}`);
  const channels = dims?.at(-1) ?? null;
  if (colours && channels !== null && channels !== 3)
    throw new InvalidArgumentError(`input must have 3 channels but instead has ${channels} channels.`);
  return [{ dtype, dims }];
}

/** @throws {@link FailedPreconditionError} for anything but pixels of three channels */
export function checkColours(dims: InputSpec['dims']): void {
  if (dims === null) return;
  if (dims.length < 1) throw new InvalidArgumentError('input must be at least 1D[]');
  const channels = dims.at(-1)!;
  if (channels !== null && channels !== 3)
    throw new FailedPreconditionError(`input must have 3 channels but input only has ${channels} channels.`);
}

export const HSVToRGB: OpRecord = defineOp({
  type: 'HSVToRGB',
  infer: ([x]) => {
    checkAllowed('HSVToRGB', x!.dtype, floats);
    const { dims } = x!;
    checkColours(dims);
    return [{ dtype: x!.dtype, dims }];
  },
  kernel: ([x]) => mapped(x!, hsvToRgb),
  grad: null,
});

/** An op of images and one number. */
function adjustment(
  type: string,
  colours: boolean,
  loop: (x: Floats, by: number, out: Floats, dims: readonly number[]) => void,
): OpRecord {
  return defineOp({
    type,
    infer: ([x]) => {
      checkAllowed(type, x!.dtype, [float16, float32]);
      return checkImages(x!, colours);
    },
    kernel: ([x, by]) => mapped(x!, (from, out) => loop(from, Number(by!.data[0]), out, x!.dims)),
    grad: unregisteredGradient(type),
  });
}
export const AdjustHue = adjustment('AdjustHue', true, turnHue);
export const AdjustSaturation = adjustment('AdjustSaturation', true, scaleSaturation);
export const AdjustContrast = adjustment('AdjustContrastv2', false, (x, by, out, dims) => {
  const [height, width, channels] = dims.slice(-3) as [number, number, number];
  scaleContrast(x, by, height * width, channels, out);
});
