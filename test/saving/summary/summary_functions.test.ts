/** Summaries inside of functions: written when these run, in order, under conditions that are found out then. Bytes are TF 2.15's. */
import * as fs from 'node:fs';
import * as tf from '../../../src';
import type { Tensor } from '../../../src/runtime/tensor';
import { withFolder } from '../../support/files';

/** The records after their times, in hex, but for the first, which is the version. */
function summaries(file: string): string[] {
  const bytes = fs.readFileSync(file);
  const records: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 12 + Number(bytes.readBigUInt64LE(at));
    records.push(bytes.subarray(at + 12 + 9, end).toString('hex'));
    at = end + 4;
  }
  return records.slice(1);
}
function written(write: () => void): string[] {
  return withFolder((folder) => {
    const writer = tf.summary.create_file_writer(folder);
    writer.as_default().use(write);
    writer.close();
    return summaries(writer.path!);
  });
}
afterEach(() => tf.summary.experimental.set_step(null));

it('are written at each call, with the step that a variable has then, and where record_if holds then', () => {
  const records = written(() => {
    const step = new tf.Variable(11n, { dtype: tf.int64 });
    tf.summary.experimental.set_step(step);
    const f = tf.function((x: Tensor) => {
      tf.summary.scalar('inf', x);
      tf.summary.histogram('inh', tf.stack([x, x.mul(2)]), { buckets: 2 });
      const even = tf.equal(tf.math.floormod(step, 2n), 0n);
      tf.summary.record_if(even).use(() => tf.summary.scalar('even', x));
      tf.name_scope('inner', () => tf.summary.text('intext', tf.strings.as_string(x)));
      return x;
    });
    f(tf.constant(1));
    step.assign_add(1);
    f(tf.constant(2));
  });
  expect(records).toEqual([
    '100b2a200a1e0a03696e66420a0801120022040000803f4a0b0a090a077363616c617273',
    '100b2a570a550a03696e68423e0802120812020802120208032230000000000000f03f000000000000f83f000000000000f03f000000000000f83f0000000000000040000000000000f03f4a0e0a0c0a0a686973746f6772616d73',
    '100b2a2a0a280a0c696e6e65722f696e74657874420e080712004208312e3030303030304a080a060a0474657874',
    '100c2a200a1e0a03696e66420a080112002204000000404a0b0a090a077363616c617273',
    '100c2a570a550a03696e68423e080212081202080212020803223000000000000000400000000000000840000000000000f03f00000000000008400000000000001040000000000000f03f4a0e0a0c0a0a686973746f6772616d73',
    '100c2a210a1f0a046576656e420a080112002204000000404a0b0a090a077363616c617273',
    '100c2a2a0a280a0c696e6e65722f696e74657874420e080712004208322e3030303030304a080a060a0474657874',
  ]);
});
it('go to the writer that is the default inside of the function', () => {
  withFolder((folder) => {
    const writer = tf.summary.create_file_writer(folder);
    const g = tf.function((x: Tensor) => {
      writer.as_default(100).use(() => tf.summary.scalar('wg', x));
      return x;
    });
    g(tf.constant(1));
    g(tf.constant(2));
    writer.close();
    expect(summaries(writer.path!)).toEqual([
      '10642a1f0a1d0a027767420a0801120022040000803f4a0b0a090a077363616c617273',
      '10642a1f0a1d0a027767420a080112002204000000404a0b0a090a077363616c617273',
    ]);
  });
});
it('take their tag from summary_scope, which strips nothing and makes nothing unique', () => {
  const tags: unknown[] = [];
  const records = written(() => {
    tf.name_scope('outer', () =>
      tf.summary.experimental.summary_scope('a b', { values: [1] }).use(([tag, scope]) => {
        tags.push(tag, scope);
      }),
    );
    tf.summary.experimental.summary_scope('ss').use(() => {
      tf.name_scope('q', () => tf.summary.scalar('in_ss', 1, { step: 3 }));
    });
  });
  expect(tags).toEqual(['outer/a b', 'outer/ab/']);
  expect(records).toEqual([
    '10032a270a250a0a73732f712f696e5f7373420a0801120022040000803f4a0b0a090a077363616c617273',
  ]);
});
it('need a step only where they are written', () => {
  written(() => {
    tf.summary.record_if(false).use(() => expect(Number(tf.summary.scalar('a', 1))).toBe(0));
    expect(() => tf.summary.scalar('a', 1)).toThrow('No step set.');
  });
});
it('are not written with a noop writer, which leaves the default writer in its place', () => {
  const noop = tf.summary.create_noop_writer();
  noop.as_default().use(() => expect(Number(tf.summary.scalar('a', 1, 1))).toBe(0));
  expect(written(() => noop.as_default().use(() => tf.summary.scalar('a', 1, 1)))).toHaveLength(1);
});
