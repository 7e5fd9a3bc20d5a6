/** What reads and writes checkpoints: no gradients, and shapes that only the file knows. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '../../../src';
import { folderOfTestFile } from '../../support/files';
import { gradientCase, type OpCases } from './helpers';

const folder = folderOfTestFile();
const prefix = () => join(mkdtempSync(join(folder, 'case-')), 'x');

function saved(): string {
  const at = prefix();
  tf.raw_ops.SaveV2({ prefix: at, tensor_names: ['a'], shape_and_slices: [''], tensors: [[1, 2]] });
  return at;
}

function summarized(): void {
  const writer = tf.summary.create_file_writer(prefix());
  writer.as_default().use(() => tf.summary.scalar('loss', 0.5, { step: 1 }));
  writer.close();
}

export const cases: OpCases = {
  SerializeTensor: [gradientCase(() => tf.io.serialize_tensor([1, 2]))],
  ParseTensor: [gradientCase(() => tf.io.parse_tensor(tf.io.serialize_tensor([[1, 2]]), tf.float32))],
  WriteSummary: [gradientCase(summarized)],
  SaveV2: [gradientCase(saved)],
  RestoreV2: [
    gradientCase(() =>
      tf.raw_ops.RestoreV2({
        prefix: saved(),
        tensor_names: ['a'],
        shape_and_slices: [''],
        dtypes: ['float32'],
      }),
    ),
  ],
  MergeV2Checkpoints: [
    gradientCase(() =>
      tf.raw_ops.MergeV2Checkpoints({ checkpoint_prefixes: [saved()], destination_prefix: prefix() }),
    ),
  ],
};
