import * as fc from 'fast-check';
import { type Crc32c, crc32c, mask, nativeCrc32c, portableCrc32c, unmask } from '../../src/saving/crc32c';

const implementations: [string, Crc32c][] = [
  ['chosen', crc32c],
  ['portable', portableCrc32c],
];
const native = nativeCrc32c();
if (native !== null) implementations.push(['native', native]);

describe.each(implementations)('F8.1 crc32c (%s)', (_name, crc) => {
  it('agrees with the test vectors of RFC 3720 (iSCSI)', () => {
    const ascending = Uint8Array.from({ length: 32 }, (_, i) => i);
    expect(crc(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc(ascending)).toBe(0x46dd794e);
    expect(crc(ascending.slice().reverse())).toBe(0x113fdb5c);
    expect(crc(Buffer.from('123456789'))).toBe(0xe3069283);
    expect(crc(new Uint8Array(0))).toBe(0);
  });

  it('goes on from the crc of what came before', () => {
    const bytes = fc.uint8Array({ maxLength: 3000 });
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(crc(b, crc(a))).toBe(crc(Buffer.concat([a, b])));
      }),
    );
  });

  it('agrees with the bit by bit definition at every length and alignment', () => {
    const buffer = Uint8Array.from({ length: 80 }, (_, i) => (i * 37 + 11) & 0xff);
    for (let from = 0; from < 9; from++) {
      for (let to = from; to <= buffer.length; to++) {
        const bytes = buffer.subarray(from, to);
        expect(crc(bytes, 12345)).toBe(bitByBit(bytes, 12345));
      }
    }
  });
});

describe('crc32c', () => {
  it('is the same from both implementations for large inputs', () => {
    const bytes = Uint8Array.from({ length: 1_000_003 }, (_, i) => Math.imul(i, 2654435761) >>> 24);
    expect(crc32c(bytes, 7)).toBe(portableCrc32c(bytes, 7));
  });

  it('F8.1 is masked by a rotation and a constant; F4.4 gives the mask of 0', () => {
    expect(mask(0)).toBe(0xa282ead8);
    fc.assert(fc.property(fc.nat({ max: 2 ** 32 - 1 }), (crc) => expect(unmask(mask(crc))).toBe(crc)));
  });

  it('F3.10 of an empty metaindex block is stored as c0 f2 a1 b0', () => {
    const block = Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0);
    expect(mask(crc32c(block))).toBe(0xb0a1f2c0);
  });
});

function bitByBit(bytes: Uint8Array, seed: number): number {
  let crc = ~seed;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return ~crc >>> 0;
}
