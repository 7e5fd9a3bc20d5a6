/**
 * `tf.raw_ops.SaveV2`, `RestoreV2` and `MergeV2Checkpoints`: a bundle as tensors under names, without
 * objects.
 */
import { as_dtype, type DType, type DTypeLike, string } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { bindArguments } from '../../python/arguments';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { dispatch } from '../../runtime/dispatch';
import { type Attributes, defineOp, type InputSpec } from '../../runtime/op';
import { Tensor } from '../../runtime/tensor';
import { bracketText } from '../../runtime/tensor_shape';
import { BundleWriter } from '../bundle/bundle_writer';
import type { CheckpointFile } from '../bundle/checkpoint_file';
import { mergeV2Checkpoints } from '../bundle/merge';
import { checkpointPrefix } from '../bundle/naming';
import { openCheckpointFile } from '../bundle/open_checkpoint';
import { parseShapeAndSlice, shapeText } from '../bundle/slices';
import type { Io } from '../storage/storage';
import { runHere } from './run';

const text = new TextDecoder('utf-8', { fatal: true });

function strings(tensor: Tensor): string[] {
  return (tensor.data as Uint8Array[]).map((bytes) => text.decode(bytes));
}

function checkInputs(type: string, inputs: readonly InputSpec[]): void {
  const [prefix, names, slices] = inputs;
  for (const [i, input] of [prefix, names, slices].entries()) {
    if (input!.dtype !== string) {
      throw new InvalidArgumentError(
        `${type} expects input ${i} to be a string tensor, got ${input!.dtype.name}`,
      );
    }
  }
  const count = (spec: InputSpec): number => spec.dims?.[0] ?? 0;
  if (count(names!) !== count(slices!)) {
    throw new InvalidArgumentError(
      `tensor_names and shape_and_slices have different number of elements: ${count(names!)} vs. ` +
        `${count(slices!)}`,
      { fields: { expected: count(names!), actual: count(slices!) } },
    );
  }
}

const saveV2 = defineOp({
  type: 'SaveV2',
  infer: (inputs) => {
    checkInputs('SaveV2', inputs);
    const names = inputs[1]!.dims?.[0] ?? null;
    if (names !== null && inputs.length - 3 !== names) {
      throw new InvalidArgumentError(`Got ${names} tensor names but ${inputs.length - 3} tensors.`, {
        fields: { expected: names, actual: inputs.length - 3 },
      });
    }
    return [];
  },
  kernel: ([prefix, names, slices, ...tensors]) => {
    const [path] = strings(prefix!);
    runHere(path!, save(path!, strings(names!), strings(slices!), tensors));
    return [];
  },
  grad: null,
  effect: 'writes',
});

function* save(path: string, names: string[], slices: string[], tensors: readonly Tensor[]): Io<void> {
  const writer = new BundleWriter(path);
  for (const [i, name] of names.entries()) {
    const tensor = { dtype: tensors[i]!.dtype, shape: tensors[i]!.dims, data: tensors[i]!.data };
    const spec = slices[i]!;
    if (spec === '') {
      writer.add(name, tensor);
      continue;
    }
    const { shape, slice, sliceShape } = parseShapeAndSlice(spec);
    if (shapeText(sliceShape) !== shapeText(tensor.shape)) {
      throw new InvalidArgumentError(
        'Slice in shape_and_slice specification does not match the shape of the tensor to  save: ' +
          `${spec}, tensor: ${shapeText(tensor.shape)}`,
        { fields: { key: name, expected: sliceShape, actual: tensor.shape } },
      );
    }
    writer.addSlice(name, shape, slice, tensor);
  }
  yield* writer.finish();
}

interface RestoreAttributes extends Attributes {
  readonly dtypes: readonly DType[];
}

const restoreV2 = defineOp<RestoreAttributes>({
  type: 'RestoreV2',
  infer: (inputs, { dtypes }) => {
    checkInputs('RestoreV2', inputs);
    const names = inputs[1]!.dims?.[0] ?? null;
    if (names !== null && names !== dtypes.length) {
      throw new InvalidArgumentError(`Got ${names} tensor names, but ${dtypes.length} expected dtypes.`, {
        fields: { expected: dtypes.length, actual: names },
      });
    }
    return dtypes.map((dtype) => ({ dtype, dims: null }));
  },
  kernel: ([prefix, names, slices], { dtypes }) => {
    const [path] = strings(prefix!);
    return runHere(path!, restore(path!, strings(names!), strings(slices!), dtypes));
  },
  grad: null,
  effect: 'reads',
});

function* restore(
  path: string,
  names: readonly string[],
  slices: readonly string[],
  dtypes: readonly DType[],
): Io<Tensor[]> {
  const file = yield* openCheckpointFile(checkpointPrefix(path));
  try {
    const tensors: Tensor[] = [];
    for (const [i, name] of names.entries())
      tensors.push(yield* restoreOne(file, name, slices[i]!, dtypes[i]!));
    return tensors;
  } finally {
    yield* file.close();
  }
}

/** One tensor by name, or the part of it that `spec` names. */
export function* restoreOne(file: CheckpointFile, name: string, spec: string, dtype: DType): Io<Tensor> {
  if (spec === '') {
    const { shape, data } = yield* file.readTensor(name, dtype);
    return new Tensor(dtype, shape, data);
  }
  const parsed = parseShapeAndSlice(spec);
  const { shape: stored } = yield* file.info(name);
  if (shapeText(stored) !== shapeText(parsed.shape)) {
    throw new InvalidArgumentError(
      `tensor_name = ${name}; shape in shape_and_slice spec ${shapeText(parsed.shape)} does not match ` +
        'the shape ' +
        `stored in checkpoint: ${shapeText(stored)}`,
      { fields: { file: file.prefix, key: name, expected: parsed.shape, actual: stored } },
    );
  }
  const { shape, data } = yield* file.readSlice(name, parsed.slice, dtype);
  return new Tensor(dtype, shape, data);
}

interface MergeAttributes extends Attributes {
  readonly delete_old_dirs: boolean;
  readonly allow_missing_files: boolean;
}

const merge = defineOp<MergeAttributes>({
  type: 'MergeV2Checkpoints',
  infer: ([prefixes, destination]) => {
    const shown = ({ dims }: InputSpec): string => bracketText(dims as number[]);
    if (prefixes!.dims !== null && prefixes!.dims.length !== 1)
      throw new InvalidArgumentError(
        `Input checkpoint_prefixes should be an 1-D tensor, got ${shown(prefixes!)} instead.`,
        { fields: { actual: prefixes!.dims } },
      );
    if (destination!.dims !== null && destination!.dims.length !== 0)
      throw new InvalidArgumentError(
        `Input destination_prefix should be a scalar tensor, got ${shown(destination!)} instead.`,
        { fields: { expected: [], actual: destination!.dims } },
      );
    return [];
  },
  kernel: ([prefixes, destination], options) => {
    const [path] = strings(destination!);
    runHere(path!, mergeV2Checkpoints(strings(prefixes!), path!, options));
    return [];
  },
  grad: null,
  effect: 'writes',
});

/** Names, as a list or a string tensor. */
export type StringsLike = readonly string[] | TensorLike;

export interface SaveV2Arguments {
  readonly prefix: TensorLike;
  readonly tensor_names: StringsLike;
  /** `''` for a whole tensor, or `d0 d1 … start,length:…` (format.md F7.6). */
  readonly shape_and_slices: StringsLike;
  readonly tensors: readonly TensorLike[];
  readonly name?: string | null;
}

/**
 * Mirrors `tf.raw_ops.SaveV2`: writes tensors to the bundle `prefix`, in this order.
 * @throws {@link InvalidArgumentError} for a slice that does not fit, or a key given twice.
 */
export function SaveV2(keywords: SaveV2Arguments): void {
  const given = bindArguments<SaveV2Arguments>(
    'SaveV2',
    ['prefix', 'tensor_names', 'shape_and_slices', 'tensors', 'name'],
    [keywords],
    { required: 4 },
  );
  const tensors = given.tensors!.map((tensor) => toTensor(tensor));
  dispatch(saveV2, [...named(given.prefix!, given.tensor_names!, given.shape_and_slices!), ...tensors], {});
}

export interface RestoreV2Arguments {
  readonly prefix: TensorLike;
  readonly tensor_names: StringsLike;
  readonly shape_and_slices: StringsLike;
  readonly dtypes: readonly DTypeLike[];
  readonly name?: string | null;
}

/**
 * Mirrors `tf.raw_ops.RestoreV2`: the tensors under these names, or slices of them.
 * @throws {@link NotFoundError} for an unknown name, {@link InvalidArgumentError} for another dtype or shape.
 */
export function RestoreV2(keywords: RestoreV2Arguments): Tensor[] {
  const given = bindArguments<RestoreV2Arguments>(
    'RestoreV2',
    ['prefix', 'tensor_names', 'shape_and_slices', 'dtypes', 'name'],
    [keywords],
    { required: 4 },
  );
  const dtypes = given.dtypes!.map((dtype) => as_dtype(dtype));
  const inputs = named(given.prefix!, given.tensor_names!, given.shape_and_slices!);
  return [...dispatch(restoreV2, inputs, { dtypes })];
}

export interface MergeV2CheckpointsArguments {
  readonly checkpoint_prefixes: StringsLike;
  readonly destination_prefix: TensorLike;
  readonly delete_old_dirs?: boolean;
  readonly allow_missing_files?: boolean;
  readonly name?: string | null;
}

/**
 * Mirrors `tf.raw_ops.MergeV2Checkpoints`: joins bundles into one; the inputs are gone afterwards (format.md
 * F9).
 * @throws {@link InvalidArgumentError} for a prefix without files unless `allow_missing_files`, and for none at all
 */
export function MergeV2Checkpoints(keywords: MergeV2CheckpointsArguments): void {
  const given = bindArguments<MergeV2CheckpointsArguments>(
    'MergeV2Checkpoints',
    ['checkpoint_prefixes', 'destination_prefix', 'delete_old_dirs', 'allow_missing_files', 'name'],
    [keywords],
    { required: 2 },
  );
  dispatch(
    merge,
    [toTensor(given.checkpoint_prefixes as TensorLike, string), toTensor(given.destination_prefix!, string)],
    {
      delete_old_dirs: given.delete_old_dirs ?? true,
      allow_missing_files: given.allow_missing_files ?? false,
    },
  );
}

function named(prefix: TensorLike, names: StringsLike, slices: StringsLike): Tensor[] {
  return [
    toTensor(prefix, string),
    toTensor(names as TensorLike, string),
    toTensor(slices as TensorLike, string),
  ];
}
