/** Summaries of compat.v1: the bytes that TensorFlow 2.15 makes, and event files that it reads. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '../../src';
import { get_collection } from '../../src/compat_v1/collections';
import * as summary from '../../src/compat_v1/summary_namespace';
import { GraphKeys } from '../../src/runtime/graph/collections';
import { runGraph } from '../../src/runtime/graph/run';
import { SessionVariables } from '../../src/runtime/graph/variables';
import type { Tensor } from '../../src/runtime/tensor';
import { withFolder } from '../support/files';
import { inGraph } from './graph_runner';

function bytesOf(t: Tensor): Uint8Array {
  return runGraph(t.graph, [t], new Map(), new SessionVariables())[0]!.data[0] as Uint8Array;
}
const hex = (t: Tensor): string => Buffer.from(bytesOf(t)).toString('hex');
const mixed = [1, -2, 0.5, 0];

describe('tf1.summary', () => {
  it('makes the bytes of TensorFlow, tags with the name scopes around them', () => {
    inGraph(() => {
      const x = tf.constant(mixed);
      const a = summary.scalar('loss', tf.reduce_sum(x));
      const [h, b] = tf.name_scope('net', () => [
        summary.histogram('w eights', x),
        summary.scalar('loss', x.getitem(0), { family: 'fam' }),
      ]) as [Tensor, Tensor];
      const c = summary.scalar('loss', x.getitem(1));
      expect([a, h, b, c].map((t) => t.name)).toEqual([
        'loss:0',
        'net/w_eights:0',
        'net/fam/loss:0',
        'loss_1:0',
      ]);
      expect(hex(a)).toBe('0a0b0a046c6f737315000000bf');
      expect(hex(b)).toBe('0a170a1066616d2f6e65742f66616d2f6c6f7373150000803f');
      expect(hex(summary.merge([a, b]))).toBe(hex(a) + hex(b));
      expect(summary.merge_all()!.name).toBe('Merge_1/MergeSummary:0');
      expect(hex(h)).toBe(
        '0ad2010a0c6e65742f775f6569676874732ac1010900000000000000c011000000000000f03f19000000000000104021000000000000e0bf2900000000000015403248e011f10c744d01c0dc94cd2e8d75ffbf000000000000000011ea2d819997713dfae55a25d31fde3fb03125ee8091e03f08996919155aed3f2b14facdbe24f03fffffffffffffef7f3a480000000000000000000000000000f03f0000000000000000000000000000f03f0000000000000000000000000000f03f0000000000000000000000000000f03f0000000000000000',
      );
    });
  });
  it('texts and tensors are the bytes of TensorFlow, and are collected', () => {
    inGraph(() => {
      const texts = [summary.text('t x', 'hi'), summary.text('t2', ['a', 'b'])];
      expect(texts.map(hex)).toEqual([
        '0a190a03745f78420808071200420268694a080a060a0474657874',
        '0a1e0a027432420e08071204120208024201614201624a080a060a0474657874',
      ]);
      const named = { display_name: 'D', family: 'f' };
      const tensors = [
        summary.tensor_summary('ts', tf.constant([1, 2]), named),
        summary.tensor_summary('ti', tf.constant(3, tf.int32)),
      ];
      expect(tensors.map(hex)).toEqual([
        '0a210a06662f662f74734212080112041202080222080000803f000000404a03120144',
        '0a120a027469420a080312002204030000004a00',
      ]);
      const names = (get_collection(GraphKeys.SUMMARIES) as Tensor[]).map((t) => t.name);
      expect(names).toEqual(['t_x:0', 't2:0', 'f/ts:0', 'ti:0']);
      expect(() => summary.text('n', tf.constant(1, { name: 'one' }))).toThrow(
        "Expected tensor one:0 to have dtype string, got <dtype: 'float32'>",
      );
    });
  });
  it('histograms of zeros, of nothing and of great numbers are as TensorFlow has them', () => {
    inGraph(() => {
      const of = (values: number[]): string =>
        hex(tf.name_scope('net/', () => summary.histogram('w_eights', tf.constant(values, tf.float32))))
          // The tag of the second and third has a number.
          .replace(/^0a.*?0a0[ce]6e65742f775f656967687473(5f3.)?/, '');
      expect(of([0, 0])).toBe(
        '2a3d1900000000000000403218000000000000000011ea2d819997713dffffffffffffef7f3a18000000000000000000000000000000400000000000000000',
      );
      expect(of([])).toBe('2a2609ffffffffffffef7f11ffffffffffffefff3208ffffffffffffef7f3a080000000000000000');
      expect(of([1e30, -1e-20, 3, 3])).toBe(
        '2a91010900000000a19cc7bb1100000040593e29461900000000000010402100000040593e29462980ecd0eee4e9634c323011ea2d81999771bd000000000000000068bc10359a0707400d9cc5a0295509404c549f0223831544ffffffffffffef7f3a300000000000000000000000000000f03f000000000000000000000000000000400000000000000000000000000000f03f',
      );
      expect(() => hex(summary.histogram('h', tf.constant([Number.NaN])))).toThrow(
        'Nan in summary histogram for: h',
      );
    });
  });
  it('a FileWriter appends events with their steps; eagerly there is none', () => {
    withFolder((folder) => {
      inGraph(() => {
        const a = summary.scalar('loss', tf.constant(3));
        const writer = new summary.FileWriter(folder);
        writer.add_summary(bytesOf(a), 3);
        writer.add_summary(bytesOf(a));
        writer.close();
        const [file] = fs.readdirSync(folder);
        expect(file).toMatch(/^events\.out\.tfevents\.\d{10}\./);
        const bytes = fs.readFileSync(path.join(folder, file!));
        const event = '2a0d0a0b0a046c6f73731500004040';
        expect(bytes.toString('hex').split(event)).toHaveLength(3);
        expect(bytes.toString('hex')).toContain(`1003${event}`);
      });
      expect(() => new summary.FileWriter(folder)).toThrow('is not compatible with eager execution');
    });
  });
});
