import fc from 'fast-check';
import { DataLossError } from '../../../src/errors';
import { encodeKey } from '../../../src/saving/bundle/keys';
import {
  appendNum,
  appendSigned,
  appendString,
  decodeSliceKey,
  encodeSliceKey,
} from '../../../src/saving/bundle/ordered_code';
import { TensorSlice } from '../../../src/saving/bundle/slices';
import { compareBytes } from '../../../src/saving/table/comparator';

const hex = (bytes: Iterable<number>) => Buffer.from([...bytes]).toString('hex');
const signed = (value: number) => {
  const out: number[] = [];
  appendSigned(out, value);
  return out;
};

describe('OrderedCode', () => {
  it.each([
    [0, '80'],
    [3, '83'],
    [-1, '7f'],
    [5, '85'],
    [63, 'bf'],
    [64, 'c040'],
    [-64, '40'],
    [-65, '3fbf'],
    [100, 'c064'],
    [20000, 'e04e20'],
  ])('F7.4 writes the signed number %d', (value, text) => expect(hex(signed(value))).toBe(text));

  it('F7.3 writes numbers with a length byte and strings with escapes', () => {
    const out: number[] = [];
    appendNum(out, 0);
    appendNum(out, 2);
    appendNum(out, 258);
    appendString(out, Uint8Array.of(0x61, 0, 0xff));
    expect(hex(out)).toBe('00' + '0102' + '020102' + '6100ffff000001');
  });

  it('F7.4 keeps the order of numbers', () => {
    const number = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -300, max: 300 }));
    fc.assert(
      fc.property(number, number, (a, b) => {
        const order = compareBytes(Uint8Array.from(signed(a)), Uint8Array.from(signed(b)));
        expect(Math.sign(order)).toBe(Math.sign(a - b));
      }),
    );
  });

  it('F7.3 reads slice keys back', () => {
    const extent = fc.option(fc.tuple(fc.nat({ max: 2 ** 40 }), fc.integer({ min: 1, max: 2 ** 45 })));
    fc.assert(
      fc.property(fc.uint8Array(), fc.array(extent, { maxLength: 5 }), (name, extents) => {
        const key = encodeSliceKey(name, TensorSlice.of(extents));
        expect(decodeSliceKey(key)).toEqual({ name, extents: extents.map((e) => e ?? [0, -1]) });
      }),
    );
  });

  it('F7.3 gives TF’s key for a slice', () => {
    const key = encodeSliceKey(encodeKey('w'), TensorSlice.of([[2, 2], null]));
    expect(hex(key)).toBe('0077000101028282807f');
  });

  it('F7.3 refuses what is no slice key, and never fails otherwise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 16 }), (key) => {
        try {
          decodeSliceKey(key);
        } catch (error) {
          expect(error).toBeInstanceOf(DataLossError);
        }
      }),
    );
  });
});
