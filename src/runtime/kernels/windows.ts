/** Windows that slide over the spatial axes of a channels-last tensor: what convolution and pooling share. */

/** One spatial axis. */
export interface WindowAxis {
  readonly input: number;
  readonly output: number;
  /** Elements of the window along this axis. */
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  /** Zeros that stand before the input. */
  readonly before: number;
}

/** Windows over depth, height and width; axes that a tensor has not are of size 1. */
export interface Windows {
  readonly batch: number;
  readonly channels: number;
  readonly depth: WindowAxis;
  readonly height: WindowAxis;
  readonly width: WindowAxis;
}

/** The axis that stands in for a missing one. */
export const flatAxis: WindowAxis = { input: 1, output: 1, size: 1, stride: 1, dilation: 1, before: 0 };
