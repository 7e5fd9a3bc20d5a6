import * as fc from 'fast-check';
import {
  ByteReader,
  ByteWriter,
  getFixed32,
  getFixed64,
  putFixed32,
  putFixed64,
  putVarint,
  varintLength,
} from '../../src/saving/coding';

const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

function varint(value: number | bigint): Uint8Array {
  const bytes = new Uint8Array(10);
  return bytes.subarray(0, putVarint(bytes, 0, value));
}

describe('varints', () => {
  it('are little-endian groups of seven bits, as in protobuf', () => {
    expect([...varint(0)]).toEqual([0]);
    expect([...varint(127)]).toEqual([0x7f]);
    expect([...varint(300)]).toEqual([0xac, 0x02]);
    expect([...varint(262144)]).toEqual([0x80, 0x80, 0x10]);
    expect([...varint(2 ** 32)]).toEqual([0x80, 0x80, 0x80, 0x80, 0x10]);
    expect([...varint(2n ** 64n - 1n)]).toEqual([...Array(9).fill(0xff), 0x01]);
  });

  it('come back as they were written, with the length that was foretold', () => {
    fc.assert(
      fc.property(uint64, (value) => {
        const bytes = varint(value);
        const reader = new ByteReader(bytes);
        expect(bytes.length).toBe(varintLength(value));
        expect(reader.varint64Exact()).toBe(value);
        expect(reader.remaining).toBe(0);
      }),
    );
  });

  it('of a number are those of the same bigint', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (value) => {
        expect(varint(value)).toEqual(varint(BigInt(value)));
        expect(varintLength(value)).toBe(varintLength(BigInt(value)));
        expect(new ByteReader(varint(value)).varint64()).toBe(value);
      }),
    );
  });

  it('above 2^53 read as Infinity, which no limit lets pass', () => {
    expect(new ByteReader(varint(2n ** 53n - 1n)).varint64()).toBe(2 ** 53 - 1);
    expect(new ByteReader(varint(2n ** 53n)).varint64()).toBe(Number.POSITIVE_INFINITY);
    expect(new ByteReader(varint(2n ** 63n)).varint64()).toBe(Number.POSITIVE_INFINITY);
  });

  it('may be longer than needed', () => {
    const reader = new ByteReader(Uint8Array.of(0x81, 0x80, 0x00));
    expect(reader.varint64()).toBe(1);
    expect(reader.pos).toBe(3);
  });

  it('that are cut off are refused', () => {
    for (const value of [128, 2 ** 31, 2 ** 40]) {
      const bytes = varint(value);
      for (let end = 0; end < bytes.length; end++) {
        expect(new ByteReader(bytes, 0, end).varint64()).toBe(-1);
        expect(new ByteReader(bytes, 0, end).varint64Exact()).toBe(-1n);
        expect(new ByteReader(bytes, 0, end).varint32()).toBe(-1);
      }
    }
  });

  it('longer than 10 bytes or above 64 bits are refused (RELIABILITY row 16)', () => {
    const ones = (count: number, last: number): ByteReader =>
      new ByteReader(Uint8Array.of(...Array(count).fill(0xff), last));
    expect(ones(9, 0x01).varint64Exact()).toBe(2n ** 64n - 1n);
    expect(ones(9, 0x02).varint64()).toBe(-1);
    expect(ones(10, 0x00).varint64()).toBe(-1);
  });

  it('above 32 bits are refused where 32 bits are expected', () => {
    expect(new ByteReader(varint(2 ** 32 - 1)).varint32()).toBe(2 ** 32 - 1);
    expect(new ByteReader(varint(2 ** 32)).varint32()).toBe(-1);
    expect(new ByteReader(varint(2 ** 40)).varint32()).toBe(-1);
  });
});

describe('fixed-width numbers', () => {
  it('are little-endian and unsigned', () => {
    const bytes = new Uint8Array(12);
    expect(putFixed32(bytes, 0, 0xdb477524)).toBe(4);
    expect(putFixed64(bytes, 4, 0xdb4775248b80fb57n)).toBe(12);
    expect(Buffer.from(bytes).toString('hex')).toBe('247547db57fb808b247547db');
    expect(getFixed32(bytes, 0)).toBe(0xdb477524);
    expect(getFixed64(bytes, 4)).toBe(0xdb4775248b80fb57n);
  });

  it('that are not all there are refused', () => {
    expect(getFixed32(new Uint8Array(4), 1)).toBe(-1);
    expect(getFixed32(new Uint8Array(4), -1)).toBe(-1);
    expect(getFixed64(new Uint8Array(8), 1)).toBe(-1n);
    expect(new ByteReader(new Uint8Array(8), 0, 3).fixed32()).toBe(-1);
  });
});

describe('ByteWriter', () => {
  it('grows and keeps what was written in order', () => {
    const piece = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const writer = new ByteWriter(1);
        for (const bytes of pieces) {
          writer.varint(bytes.length);
          writer.bytes(bytes);
        }
        const reader = new ByteReader(writer.take());
        for (const bytes of pieces) {
          const length = reader.varint32();
          expect(reader.bytes.slice(reader.pos, reader.pos + length)).toEqual(bytes);
          reader.pos += length;
        }
        expect(reader.remaining).toBe(0);
      }),
    );
  });
});
