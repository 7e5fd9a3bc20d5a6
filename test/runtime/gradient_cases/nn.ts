/** Activations, losses, convolutions, pooling, normalization, and resizing. */
import * as tf from '../../../src';
import { dispatch } from '../../../src/runtime/dispatch';
import { type Attributes, noAttributes, registeredOps } from '../../../src/runtime/op';
import type { Tensor } from '../../../src/runtime/tensor';
import { firstOnly, gradientCase, numbers, type OpCases } from './helpers';

/** One op by its type, as gradients call it. */
const raw =
  (type: string, attrs: Attributes = noAttributes) =>
  (...inputs: Tensor[]) =>
    dispatch(registeredOps().get(type)!, inputs, attrs)[0]!;

const { nn } = tf;
const x = [-2.5, -0.5, 0.7, 3.2];
const g = [0.5, -1.5, 2, 0.3];
const single = (t: Tensor) => tf.cast(t, 'float32');
const sizes = (...dims: number[]) => tf.constant(dims, 'int32');
const rates = (rank: number, strides: number, padding = 'SAME') => ({
  strides: [1, ...new Array<number>(rank).fill(strides), 1],
  padding,
  explicit_paddings: [],
  data_format: rank === 2 ? 'NHWC' : 'NDHWC',
  dilations: new Array<number>(rank + 2).fill(1),
});
const windows = (rank: number) => ({ ...rates(rank, 1), ksize: [1, ...new Array<number>(rank).fill(2), 1] });
const plane = numbers([1, 3, 3, 2]);
const filter = numbers([2, 2, 2, 3], -1, 1);
const space = numbers([1, 2, 3, 2, 1]);
const argmax = { ...windows(2), Targmax: tf.int64, include_batch_in_index: false };
const resizing = { half_pixel_centers: true, align_corners: false };
const image = single(numbers([1, 3, 2, 1]));
const kernel = { ...resizing, kernel_type: 'triangle', antialias: true };

const structure = numbers([2, 2, 2], -1, 1);
const unit = [1, 1, 1, 1];
const dilated = (t: Tensor, f: Tensor) => nn.dilation2d(t, f, unit, 'SAME', 'NHWC', unit);
const gradientsOfDilation = () => {
  const tape = new tf.GradientTape();
  const y = tape.use(() => {
    tape.watch([plane, structure]);
    return dilated(plane, structure);
  });
  return tape.gradient(y, [plane, structure]) as Tensor[];
};

export const cases: OpCases = {
  Relu: [gradientCase(nn.relu, x)],
  ReluGrad: [gradientCase(raw('ReluGrad'), g, x)],
  Relu6: [gradientCase(nn.relu6, x)],
  Relu6Grad: [gradientCase(raw('Relu6Grad'), g, x)],
  Elu: [gradientCase(nn.elu, x)],
  EluGrad: [gradientCase(raw('EluGrad'), g, x)],
  Selu: [gradientCase(nn.selu, x)],
  SeluGrad: [gradientCase(raw('SeluGrad'), g, x)],
  LeakyRelu: [gradientCase((t: Tensor) => nn.leaky_relu(t, 0.3), x)],
  LeakyReluGrad: [gradientCase(raw('LeakyReluGrad', { alpha: 0.25 }), g, x)],
  Softmax: [gradientCase(nn.softmax, [x, g]), gradientCase((t: Tensor) => nn.softmax(t, 0), [x, g])],
  LogSoftmax: [gradientCase(nn.log_softmax, [x, g])],
  SoftmaxCrossEntropyWithLogits: [
    gradientCase(
      // The gradient takes it that labels sum to one.
      (labels: Tensor, logits: Tensor) => nn.softmax_cross_entropy_with_logits(nn.softmax(labels), logits),
      numbers([2, 4], 0.1, 0.4),
      [x, g],
    ),
    gradientCase(
      (logits: Tensor) =>
        dispatch(
          registeredOps().get('SoftmaxCrossEntropyWithLogits')!,
          [
            logits,
            tf.constant(
              [
                [0.2, 0.3, 0.1, 0.4],
                [0.25, 0.25, 0.25, 0.25],
              ],
              'float64',
            ),
          ],
          noAttributes,
        ),
      [x, g],
    ),
  ],
  SparseSoftmaxCrossEntropyWithLogits: [
    gradientCase(
      (logits: Tensor) => nn.sparse_softmax_cross_entropy_with_logits(tf.constant([2n, 0n]), logits),
      [x, g],
    ),
  ],
  L2Loss: [gradientCase(nn.l2_loss, [x, g])],
  BiasAdd: [
    gradientCase(nn.bias_add, [x, g], g),
    gradientCase((v: Tensor, b: Tensor) => nn.bias_add(v, b, 'NCHW'), numbers([2, 3, 2]), [1, 2, 3]),
  ],
  BiasAddGrad: [
    gradientCase(raw('BiasAddGrad', { data_format: 'NHWC' }), [x, g]),
    gradientCase(raw('BiasAddGrad', { data_format: 'NCHW' }), numbers([2, 3, 2])),
  ],
  LRN: [gradientCase(nn.local_response_normalization, single(numbers([1, 2, 1, 4])))],
  InTopKV2: [gradientCase(() => tf.math.in_top_k(tf.constant([0n, 1n]), single(tf.constant([x, g])), 2))],
  Conv2D: [
    gradientCase((t: Tensor, f: Tensor) => nn.conv2d(t, f, 1, 'SAME'), plane, filter),
    gradientCase(
      (t: Tensor, f: Tensor) =>
        nn.conv2d(t, f, 2, [
          [0, 0],
          [1, 0],
          [0, 1],
          [0, 0],
        ]),
      plane,
      filter,
    ),
    gradientCase(
      (t: Tensor, f: Tensor) => nn.convolution(t, f, { dilations: 2, padding: 'SAME' }),
      plane,
      filter,
    ),
  ],
  Conv2DBackpropInput: [
    gradientCase(
      (f: Tensor, dy: Tensor) => nn.conv2d_transpose(dy, f, [1, 3, 3, 2], 2),
      filter,
      numbers([1, 2, 2, 3]),
    ),
  ],
  Conv2DBackpropFilter: [
    gradientCase(
      (t: Tensor, dy: Tensor) => raw('Conv2DBackpropFilter', rates(2, 2))(t, sizes(2, 2, 2, 3), dy),
      plane,
      numbers([1, 2, 2, 3]),
    ),
  ],
  Conv3D: [
    gradientCase(
      (t: Tensor, f: Tensor) => nn.conv3d(t, f, [1, 1, 1, 1, 1], 'VALID'),
      space,
      numbers([2, 2, 1, 1, 2], -1, 1),
    ),
  ],
  Conv3DBackpropInputV2: [
    gradientCase(
      (f: Tensor, dy: Tensor) => nn.conv3d_transpose(dy, f, [1, 2, 3, 2, 1], 2),
      numbers([2, 2, 1, 1, 2], -1, 1),
      numbers([1, 1, 2, 1, 2]),
    ),
  ],
  Conv3DBackpropFilterV2: [
    gradientCase(
      (t: Tensor, dy: Tensor) => raw('Conv3DBackpropFilterV2', rates(3, 2))(t, sizes(2, 2, 1, 1, 2), dy),
      space,
      numbers([1, 1, 2, 1, 2]),
    ),
  ],
  DepthwiseConv2dNative: [
    gradientCase((t: Tensor, f: Tensor) => nn.depthwise_conv2d(t, f, [1, 2, 2, 1], 'SAME'), plane, filter),
  ],
  DepthwiseConv2dNativeBackpropInput: [
    gradientCase(
      (f: Tensor, dy: Tensor) =>
        raw('DepthwiseConv2dNativeBackpropInput', rates(2, 2))(sizes(1, 3, 3, 2), f, dy),
      numbers([2, 2, 2, 2]),
      numbers([1, 2, 2, 4]),
    ),
  ],
  DepthwiseConv2dNativeBackpropFilter: [
    gradientCase(
      (t: Tensor, dy: Tensor) =>
        raw('DepthwiseConv2dNativeBackpropFilter', rates(2, 2))(t, sizes(2, 2, 2, 2), dy),
      plane,
      numbers([1, 2, 2, 4]),
    ),
  ],
  Dilation2D: [firstOnly('TF has none', dilated, plane, structure)],
  Dilation2DBackpropInput: [gradientCase(() => gradientsOfDilation()[0]!)],
  Dilation2DBackpropFilter: [gradientCase(() => gradientsOfDilation()[1]!)],
  MaxPool: [
    gradientCase((t: Tensor) => nn.max_pool2d(t, 2, 1, 'SAME'), plane),
    gradientCase((t: Tensor) => nn.max_pool2d(t, [1, 1, 1, 2], [1, 1, 1, 2], 'VALID'), single(plane)),
  ],
  MaxPoolGrad: [
    gradientCase(
      (dy: Tensor) => raw('MaxPoolGrad', windows(2))(plane, nn.max_pool2d(plane, 2, 1, 'SAME'), dy),
      numbers([1, 3, 3, 2], -1, 1),
    ),
  ],
  MaxPoolGradGrad: [
    gradientCase(
      (dx: Tensor) => raw('MaxPoolGradGrad', windows(2))(plane, nn.max_pool2d(plane, 2, 1, 'SAME'), dx),
      numbers([1, 3, 3, 2], -1, 1),
    ),
  ],
  MaxPool3D: [gradientCase((t: Tensor) => nn.max_pool3d(t, 2, 1, 'SAME'), single(space))],
  MaxPool3DGrad: [
    gradientCase(
      (t: Tensor) => raw('MaxPool3DGrad', windows(3))(t, nn.max_pool3d(t, 2, 1, 'SAME'), t),
      single(space),
    ),
  ],
  MaxPool3DGradGrad: [
    gradientCase(
      (t: Tensor) => raw('MaxPool3DGradGrad', windows(3))(t, nn.max_pool3d(t, 2, 1, 'SAME'), t),
      single(space),
    ),
  ],
  AvgPool: [gradientCase((t: Tensor) => nn.avg_pool2d(t, 2, 2, 'SAME'), plane)],
  AvgPoolGrad: [
    gradientCase(
      (dy: Tensor) => raw('AvgPoolGrad', windows(2))(sizes(1, 3, 3, 2), dy),
      numbers([1, 3, 3, 2], -1, 1),
    ),
  ],
  AvgPool3D: [gradientCase((t: Tensor) => nn.avg_pool3d(t, 2, 1, 'SAME'), single(space))],
  AvgPool3DGrad: [
    gradientCase((dy: Tensor) => raw('AvgPool3DGrad', windows(3))(sizes(1, 2, 3, 2, 1), dy), single(space)),
  ],
  MaxPoolWithArgmax: [
    gradientCase((t: Tensor) => nn.max_pool_with_argmax(t, 2, 1, 'SAME'), numbers([2, 3, 3, 2])),
  ],
  MaxPoolGradWithArgmax: [
    gradientCase(
      (dy: Tensor) =>
        raw('MaxPoolGradWithArgmax', argmax)(plane, dy, nn.max_pool_with_argmax(plane, 2, 1, 'SAME')[1]),
      numbers([1, 3, 3, 2], -1, 1),
    ),
  ],
  MaxPoolGradGradWithArgmax: [
    gradientCase(
      (dx: Tensor) =>
        raw('MaxPoolGradGradWithArgmax', argmax)(plane, dx, nn.max_pool_with_argmax(plane, 2, 1, 'SAME')[1]),
      numbers([1, 3, 3, 2], -1, 1),
    ),
  ],
  ResizeNearestNeighbor: [
    gradientCase((t: Tensor) => tf.image.resize(t, [2, 5], 'nearest'), numbers([1, 3, 3, 1])),
  ],
  ResizeNearestNeighborGrad: [
    gradientCase(
      (dy: Tensor) => raw('ResizeNearestNeighborGrad', resizing)(dy, tf.zeros([1, 2, 3, 2], 'float64')),
      numbers([1, 3, 3, 2]),
    ),
  ],
  // These give float32, for which small differences are too coarse: the corpus compares their gradients.
  ResizeBilinear: [gradientCase((t: Tensor) => tf.image.resize(t, [5, 4]), image)],
  ResizeBicubic: [gradientCase((t: Tensor) => tf.image.resize(t, [5, 4], 'bicubic'), image)],
  ResizeArea: [gradientCase((t: Tensor) => tf.image.resize(t, [2, 3], 'area'), image)],
  ScaleAndTranslate: [
    gradientCase((t: Tensor) => tf.image.resize(t, [2, 3], 'bilinear', { antialias: true }), image),
  ],
  ...Object.fromEntries(
    (
      [
        ['ResizeBilinearGrad', resizing],
        ['ResizeBicubicGrad', resizing],
        ['ScaleAndTranslateGrad', kernel],
      ] as const
    ).map(([type, attrs]) => [
      type,
      [firstOnly('linear', (dy: Tensor) => raw(type, attrs)(dy, tf.zeros([1, 2, 2, 1])), image)],
    ]),
  ),
};
