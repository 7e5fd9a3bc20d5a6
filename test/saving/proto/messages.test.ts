import Long from 'long';
import { DataLossError } from '../../../src/errors';
import { decodeMessage, encodeMessage, pb, safeNumber } from '../../../src/saving/proto/messages';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('messages', () => {
  it('F4.3 leave out zeros but keep a scalar’s shape and a zero dimension', () => {
    expect(hex(encodeMessage(pb.BundleEntryProto, { dtype: 1, shape: {}, shard_id: 0 }))).toBe('08011200');
    const shape = { dim: [{ size: 0 as never }, { size: 300 as never }] };
    expect(hex(encodeMessage(pb.BundleEntryProto, { dtype: 1, shape }))).toBe(
      '0801' + '1207' + '1200' + '120308ac02',
    );
  });

  it('F7.2 write the length of an extent even if it is zero', () => {
    const extent = [{ start: 0 as never, length: 0 as never }, {}] as never;
    expect(hex(encodeMessage(pb.TensorSliceProto, { extent }))).toBe('0a0210000a00');
  });

  it('O6.5 write has_checkpoint_values false as an empty message', () => {
    const node = { has_checkpoint_values: { value: false } };
    expect(hex(encodeMessage(pb.TrackableObjectGraph, { nodes: [node] }))).toBe('0a022a00');
  });

  it('F4.6 tolerate unknown fields', () => {
    const bytes = Uint8Array.from(Buffer.from('08011200a20603616263', 'hex'));
    expect(hex(encodeMessage(pb.BundleEntryProto, pb.BundleEntryProto.decode(bytes)))).toBe('08011200');
  });

  it('become numbers only if a number can hold them', () => {
    expect(safeNumber(Long.fromString('9007199254740991'))).toBe(9007199254740991);
    expect(safeNumber(Long.fromString('9007199254740993'))).toBeNull();
    expect(safeNumber(Long.fromNumber(-5))).toBe(-5);
  });

  it('RELIABILITY 18: are refused when nested too deep or cut, as DataLoss', () => {
    // Groups within groups, as an unknown field.
    const groups = new Uint8Array(2e5).map((_, i) => (i % 2 === 0 ? 0xa3 : 0x06));
    for (const bytes of [groups, Uint8Array.of(0x0a, 0x7f), Uint8Array.of(0xff)]) {
      expect(() => decodeMessage(pb.TrackableObjectGraph, bytes, 'damaged')).toThrow(DataLossError);
    }
  });
});
