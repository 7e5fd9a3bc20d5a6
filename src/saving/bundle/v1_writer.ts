/** Writes a V1 checkpoint, one table file (format.md F11). For old readers; everything else writes V2. */
import type { DType, HostTensor } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { writeFileAtomically } from '../commit';
import { encodeMessage, pb } from '../proto/messages';
import type { Io } from '../storage/storage';
import { compareBytes } from '../table/comparator';
import { TableBuilder } from '../table/table_builder';
import { shapeProto } from './entry';
import { encodeKey } from './keys';
import { encodeSliceKey } from './ordered_code';
import { shapeText, TensorSlice } from './slices';
import { encodeValues } from './tensor_proto';

interface Meta {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly slices: TensorSlice[];
}

export class V1Writer {
  private readonly metas = new Map<string, Meta>();
  private readonly entries: { readonly key: Uint8Array; readonly value: Uint8Array }[] = [];

  constructor(readonly path: string) {}

  add(key: string, tensor: HostTensor): void {
    this.addSlice(key, tensor.shape, TensorSlice.full(tensor.shape.length), tensor);
  }

  /** @throws {@link InvalidArgumentError} for a part that does not fit, or contradicts parts added before. */
  addSlice(key: string, fullShape: readonly number[], slice: TensorSlice, tensor: HostTensor): void {
    const fields = { key };
    if (shapeText(slice.shapeIn(fullShape, fields)) !== shapeText(tensor.shape)) {
      throw new InvalidArgumentError(
        `Slice ${slice} of ${key} has another shape than ${shapeText(tensor.shape)}`,
        {
          fields: { ...fields, actual: tensor.shape },
        },
      );
    }
    const meta = this.metas.get(key) ?? { dtype: tensor.dtype, shape: fullShape, slices: [] };
    if (meta.dtype !== tensor.dtype || shapeText(meta.shape) !== shapeText(fullShape)) {
      throw new InvalidArgumentError(`Slices of ${key} disagree on its dtype or shape`, { fields });
    }
    if (meta.slices.some((other) => other.equals(slice))) {
      throw new InvalidArgumentError(`Adding duplicate key: ${key}`, { fields });
    }
    const data = { name: key, slice: slice.toProto(), data: encodeValues(tensor, fields) };
    this.entries.push({
      key: encodeSliceKey(encodeKey(key), slice),
      value: encodeMessage(pb.SavedTensorSlices, { data }),
    });
    meta.slices.push(slice);
    this.metas.set(key, meta);
  }

  *finish(): Io<void> {
    const tensor = [...this.metas].map(([name, { dtype, shape, slices }]) => ({
      name,
      shape: shapeProto(shape),
      type: dtype.as_datatype_enum,
      slice: slices.map((slice) => slice.toProto()),
    }));
    const table = new TableBuilder();
    const meta = { tensor, versions: { producer: 1 } };
    table.add(new Uint8Array(0), encodeMessage(pb.SavedTensorSlices, { meta }));
    this.entries.sort((a, b) => compareBytes(a.key, b.key));
    for (const { key, value } of this.entries) table.add(key, value);
    table.finish();
    yield* writeFileAtomically(this.path, joined(table.takeOutput(), table.size));
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
