/** Event files: the records that TensorFlow 2.15 writes for the same calls, but for the time. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '../../../src';
import { crc32c, mask } from '../../../src/saving/crc32c';
import { withFolder } from '../../support/files';
import { runPythonScript, withTensorFlow } from '../../support/python';

/** Records after `wall_time`, in hex, as TensorFlow wrote them. */
const theirs = {
  version:
    '1a0d627261696e2e4576656e743a3252240a2274656e736f72666c6f772e636f72652e7574696c2e6576656e74735f777269746572',
  scalar: '10012a240a220a046c6f7373420a0801120022040000003f4a0e0a090a077363616c6172731a0164',
  scoped: '10022a220a200a05732f616363420a080112002204000000404a0b0a090a077363616c617273',
  histogram:
    '10032a86010a83010a0168426e0802120812020804120208032260000000000000f03f0000000000000040000000000000f03f0000000000000040000000000000084000000000000000400000000000000840000000000000104000000000000000000000000000001040000000000000144' +
    '0000000000000f03f4a0e0a0c0a0a686973746f6772616d73',
  oneValue:
    '10032a87010a84010a026831426e08021208120208041202080322600000000000000840000000000000084000000000000000000000000000000840000000000000084000000000000000000000000000000840000000000000084000000000000000000000000000000840000000000000' +
    '084000000000000000404a0e0a0c0a0a686973746f6772616d73',
  noValue:
    '10032a560a540a026830423e08021208120208021202080322300000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000004a0e0a0c0a0a686973746f6772616d73',
  text: '10042a1c0a1a0a0174420b08071200420568656c6c6f4a080a060a0474657874',
  texts: '10042a200a1e0a027432420e08071204120208024201614201624a080a060a0474657874',
  raw: '10052a1f0a1d0a0372617742160803120412020803220c010000000200000003000000',
};

/** The records of an event file after their times, in hex; framing and checksums are checked on the way. */
function recordsOf(file: string): string[] {
  const bytes = fs.readFileSync(file);
  const records: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    expect(bytes.readUInt32LE(at + 8)).toBe(mask(crc32c(bytes.subarray(at, at + 8))));
    const record = bytes.subarray(at + 12, at + 12 + length);
    expect(bytes.readUInt32LE(at + 12 + length)).toBe(mask(crc32c(record)));
    expect(record[0]).toBe(0x09);
    records.push(record.subarray(9).toString('hex'));
    at += length + 16;
  }
  return records;
}

function writeAll(folder: string): tf.summary.SummaryWriter {
  const writer = tf.summary.create_file_writer(folder);
  writer.as_default().use(() => {
    tf.summary.scalar('loss', 0.5, { step: 1, description: 'd' });
    tf.name_scope('s', () => tf.summary.scalar('acc', tf.constant(2n), 2));
    tf.summary.histogram('h', [1, 2, 2, 5], { step: 3, buckets: 4 });
    tf.summary.histogram('h1', [3, 3], { step: 3, buckets: 4 });
    tf.summary.histogram('h0', tf.zeros([0]), { step: 3, buckets: 2 });
    tf.summary.text('t', 'hello', 4);
    tf.summary.text('t2', ['a', 'b'], 4);
    tf.summary.write('raw', [1n, 2n, 3n], 5);
  });
  return writer;
}

describe('tf.summary', () => {
  it('writes nothing without a writer or where record_if says no', () => {
    withFolder((folder) => {
      expect(Number(tf.summary.scalar('a', 1, 1))).toBe(0);
      const writer = tf.summary.create_file_writer(folder);
      writer.as_default().use(() => {
        const written = tf.summary.record_if(false).use(() => tf.summary.scalar('a', 1, 1));
        expect(Number(written)).toBe(0);
        expect(tf.summary.should_record_summaries()).toBe(true);
      });
      writer.close();
      expect(recordsOf(writer.path!)).toHaveLength(1);
      expect(() => writer.as_default().use(() => undefined)).toThrow(
        /^SummaryWriter <.*> is already closed$/,
      );
    });
  });

  it('writes the records that TensorFlow writes', () => {
    withFolder((folder) => {
      const writer = writeAll(folder);
      writer.close();
      expect(path.basename(writer.path!)).toMatch(/^events\.out\.tfevents\.\d{10}\..*\.v2$/);
      expect(recordsOf(writer.path!)).toEqual(Object.values(theirs));
    });
  });

  it('has everything on disk when a default writer is left, and after flush', () => {
    withFolder((folder) => {
      const writer = writeAll(folder);
      expect(recordsOf(writer.path!)).toHaveLength(9);
      writer.set_as_default();
      tf.summary.scalar('late', 1, 6);
      expect(recordsOf(writer.path!)).toHaveLength(9);
      tf.summary.flush();
      expect(recordsOf(writer.path!)).toHaveLength(10);
      writer.close();
      tf.summary.create_noop_writer().set_as_default();
    });
  });

  it('takes the step from as_default or set_step, and refuses to write without one', () => {
    withFolder((folder) => {
      const writer = tf.summary.create_file_writer(folder);
      writer.as_default(7).use(() => tf.summary.scalar('a', 1));
      const step = new tf.Variable(8n, { dtype: 'int64' });
      writer.as_default().use(() => {
        expect(() => tf.summary.scalar('a', 1)).toThrow(/^No step set\. Please specify one either through/);
        tf.summary.experimental.set_step(step);
        step.assign_add(1n);
        expect(Number(tf.summary.scalar('a', 1))).toBe(1);
        tf.summary.experimental.set_step(null);
        expect(() => tf.summary.scalar('a', [1], 1)).toThrow(/Expected scalar shape, saw shape: \(1,\)/);
      });
      writer.close();
      expect(recordsOf(writer.path!).map((record) => record.slice(0, 4))).toEqual(['1a0d', '1007', '1009']);
    });
  });

  withTensorFlow('is read by TensorFlow', () => {
    withFolder((folder) => {
      const writer = writeAll(folder);
      writer.close();
      const script =
        'import sys, tensorflow as tf\n' +
        `for e in tf.compat.v1.train.summary_iterator(${JSON.stringify(writer.path)}):\n` +
        '    for v in e.summary.value: print(e.step, v.tag, v.metadata.plugin_data.plugin_name, tf.make_ndarray(v.tensor).size)';
      expect(runPythonScript(script, folder).trim().split('\n')).toEqual([
        '1 loss scalars 1',
        '2 s/acc scalars 1',
        '3 h histograms 12',
        '3 h1 histograms 12',
        '3 h0 histograms 6',
        '4 t text 1',
        '4 t2 text 2',
        '5 raw  3',
      ]);
    });
  });
});
