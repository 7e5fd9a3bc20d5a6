/**
 * Reads V1 checkpoints: one table, or several, whose first entry lists all tensors and whose others each hold one
 * slice (format.md F11). Unlike TF's reader it puts partitioned tensors together and reads every dtype.
 */
import type { DType, HostTensor, NumericStorage } from '../../dtypes';
import { dtypeFromEnum } from '../../dtypes';
import {
  DataLossError,
  FailedPreconditionError,
  InvalidArgumentError,
  NotFoundError,
  OpError,
} from '../../errors';
import { decodeMessage, pb } from '../proto/messages';
import { call, type Io, type ReadFile } from '../storage/storage';
import { openTable, type Table } from '../table/table';
import { checkCover, copyPart } from './assemble';
import { checkRange } from './bundle_reader';
import type { CheckpointFile, Damage, TensorInfo } from './checkpoint_file';
import { decodeShape } from './entry';
import { checkVersion, decodeVersion } from './header';
import { compareKeys, encodeKey } from './keys';
import { encodeSliceKey } from './ordered_code';
import { elementCount, intersect, TensorSlice } from './slices';
import { decodeValues } from './tensor_proto';

interface OpenFile {
  readonly file: ReadFile;
  readonly table: Table;
}

/** What the files' meta entries say of one tensor. */
interface V1Tensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly elements: number;
  readonly slices: TensorSlice[];
  /** The file that holds each slice. */
  readonly homes: OpenFile[];
}

/** Opens a V1 checkpoint that consists of these files. */
export function* openV1(prefix: string, paths: readonly string[]): Io<V1Reader> {
  const files: OpenFile[] = [];
  const tensors = new Map<string, V1Tensor>();
  try {
    for (const path of paths) {
      const opened = yield* openFile(path);
      files.push(opened);
      yield* readMeta(opened, tensors);
    }
  } catch (error) {
    for (const { file } of files) yield* call('closeRead', file);
    throw error;
  }
  return new V1Reader(prefix, files, tensors);
}

function* openFile(path: string): Io<OpenFile> {
  let file: ReadFile | null = null;
  try {
    file = yield* call('openRead', path);
    return { file, table: yield* openTable(file) };
  } catch (error) {
    if (file !== null) yield* call('closeRead', file);
    // What cannot be opened is told as it is, but for a directory: TF opens it, and fails to read a table.
    const noTable = file !== null || error instanceof FailedPreconditionError;
    if (!noTable || !(error instanceof OpError)) throw error;
    throw new DataLossError(
      `Unable to open table file ${path}: ${error.code}: ${error.message}: perhaps your file is in a different ` +
        'file format and you need to use a different restore operator?',
      { fields: { file: path }, cause: error },
    );
  }
}

function* readMeta(opened: OpenFile, tensors: Map<string, V1Tensor>): Io<void> {
  const { path } = opened.file;
  const text = `Failed to find the saved tensor slices at the beginning of the checkpoint file: ${path}`;
  const failure = (cause?: unknown) => new DataLossError(text, { fields: { file: path, key: '' }, cause });
  let bytes: Uint8Array | undefined;
  try {
    bytes = yield* opened.table.get(new Uint8Array(0));
  } catch (error) {
    throw error instanceof OpError ? failure(error) : error;
  }
  if (bytes === undefined) throw failure();
  const { meta } = decodeMessage(pb.SavedTensorSlices, bytes, text, { file: path, key: '' });
  if (!meta) throw failure();
  checkVersion(decodeVersion(meta.versions), path);
  for (const tensor of meta.tensor ?? []) addTensor(tensor, opened, tensors);
}

function addTensor(
  proto: pb.SavedSliceMeta.$Properties,
  home: OpenFile,
  tensors: Map<string, V1Tensor>,
): void {
  const key = proto.name ?? '';
  const fields = { file: home.file.path, key };
  const damaged = (what: string) =>
    new DataLossError(`Damaged entry of tensor ${key} in ${home.file.path}: ${what}`, { fields });
  const dtype = dtypeFromEnum(proto.type ?? 0);
  if (dtype === undefined) throw damaged(`dtype ${proto.type} is unknown`);
  const { shape, elements } = decodeShape(proto.shape, damaged);
  const known = tensors.get(key);
  if (known !== undefined && (known.dtype !== dtype || known.shape.join() !== shape.join())) {
    throw damaged('files disagree on its dtype or shape');
  }
  const tensor = known ?? { dtype, shape, elements, slices: [], homes: [] };
  tensors.set(key, tensor);
  for (const sliceProto of proto.slice ?? []) {
    const slice = TensorSlice.fromProto(sliceProto);
    if (slice === null || slice.rank !== shape.length) throw damaged('a slice of it has impossible extents');
    tensor.slices.push(slice);
    tensor.homes.push(home);
  }
}

export class V1Reader implements CheckpointFile {
  readonly format = 'v1';
  private readonly names: readonly string[];

  /** Use {@link openV1}. */
  constructor(
    readonly prefix: string,
    private readonly files: readonly OpenFile[],
    private readonly tensors: ReadonlyMap<string, V1Tensor>,
  ) {
    this.names = [...tensors.keys()].sort(compareKeys);
  }

  get num_shards(): number {
    return this.files.length;
  }

  // biome-ignore lint/correctness/useYield: known without reading, but asked for as in V2.
  *kind(): Io<'name-based' | 'object-based'> {
    return 'name-based';
  }

  // biome-ignore lint/correctness/useYield: as above.
  *keys(): Io<readonly string[]> {
    return this.names;
  }

  // biome-ignore lint/correctness/useYield: as above.
  *has(key: string): Io<boolean> {
    return this.tensors.has(key);
  }

  // biome-ignore lint/correctness/useYield: as above.
  *info(key: string): Io<TensorInfo> {
    return this.describe(key);
  }

  *infos(): Io<ReadonlyMap<string, TensorInfo>> {
    return new Map(this.names.map((name) => [name, this.describe(name)]));
  }

  private describe(key: string): TensorInfo {
    const { dtype, shape, elements, slices } = this.tensor(key);
    const partitioned = slices.length > 1 || slices.some((slice) => !slice.isFull);
    return { dtype, shape, bytes: elements * dtype.size, slices: partitioned ? slices : [] };
  }

  private tensor(key: string): V1Tensor {
    const tensor = this.tensors.get(key);
    if (tensor !== undefined) return tensor;
    throw new NotFoundError(`${key} not found in checkpoint file`, { fields: { file: this.prefix, key } });
  }

  readTensor(key: string, dtype?: DType): Io<HostTensor> {
    return this.readSlice(key, null, dtype);
  }

  *readTensors(keys: readonly string[]): Io<HostTensor[]> {
    const tensors: HostTensor[] = [];
    for (const key of keys) tensors.push(yield* this.readTensor(key));
    return tensors;
  }

  /** Null is the whole tensor. */
  *readSlice(key: string, slice: TensorSlice | null, dtype?: DType): Io<HostTensor> {
    const tensor = this.tensor(key);
    checkV1Type(key, tensor.dtype, dtype);
    const want = slice ?? TensorSlice.full(tensor.shape.length);
    const shape = want.shapeIn(tensor.shape, { file: this.prefix, key });
    checkCover(key, tensor.shape, tensor.slices, want, this.prefix);
    const target = want.extentsIn(tensor.shape);
    let data: HostTensor['data'] | null = null;
    for (let i = 0; i < tensor.slices.length; i++) {
      const part = tensor.slices[i] as TensorSlice;
      const extents = part.extentsIn(tensor.shape);
      const whole = part.isFull && want.isFull;
      if (!whole && intersect(extents, target) === null) continue;
      const stored = yield* this.readPart(key, tensor, i);
      if (whole) return { dtype: tensor.dtype, shape, data: stored };
      data ??= tensor.dtype.allocate(elementCount(shape));
      copyPart(stored, extents, data, target, tensor.dtype);
    }
    return { dtype: tensor.dtype, shape, data: data ?? tensor.dtype.allocate(0) };
  }

  private *readPart(key: string, tensor: V1Tensor, i: number): Io<HostTensor['data']> {
    const slice = tensor.slices[i] as TensorSlice;
    const { file, table } = tensor.homes[i] as OpenFile;
    const fields = { file: file.path, key, slice: String(slice) };
    const bytes = yield* table.get(encodeSliceKey(encodeKey(key), slice));
    if (bytes === undefined) throw new NotFoundError(`${key} not found in checkpoint file`, { fields });
    const text = `Damaged slice of ${key} in ${file.path}`;
    const saved = decodeMessage(pb.SavedTensorSlices, bytes, text, fields).data;
    if (!saved?.data || saved.name !== key) throw new DataLossError(text, { fields });
    const elements = elementCount(slice.shapeIn(tensor.shape, fields));
    return decodeValues(saved.data, tensor.dtype, elements, fields);
  }

  *readRange(key: string, begin: number, end: number): Io<NumericStorage> {
    const { dtype, elements } = this.tensor(key);
    checkRange(key, dtype, elements, begin, end);
    const { data } = yield* this.readTensor(key);
    return (data as NumericStorage).slice(begin * dtype.lanes, end * dtype.lanes);
  }

  *verify(): Io<Damage[]> {
    const damages: Damage[] = [];
    for (const { table } of this.files) {
      for (let i = 0; i < table.blockCount; i++) {
        try {
          yield* table.readBlock(i);
        } catch (error) {
          if (!(error instanceof OpError)) throw error;
          damages.push({ key: null, error });
        }
      }
    }
    if (damages.length > 0) return damages;
    for (const key of this.names) {
      try {
        yield* this.readTensor(key);
      } catch (error) {
        if (!(error instanceof OpError)) throw error;
        damages.push({ key, error });
      }
    }
    return damages;
  }

  *close(): Io<void> {
    for (const { file } of this.files) yield* call('closeRead', file);
  }
}

function checkV1Type(key: string, actual: DType, expected: DType | undefined): void {
  if (expected === undefined || expected === actual) return;
  throw new InvalidArgumentError(
    `Expected to restore a tensor of type ${expected.c_name}, got a tensor of type ${actual.c_name} instead: ` +
      `tensor_name = ${key}`,
    { fields: { key, expected: expected.name, actual: actual.name } },
  );
}
