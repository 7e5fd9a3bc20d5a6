import fc from 'fast-check';
import { compareKeys, decodeKey, encodeKey } from '../../../src/saving/bundle/keys';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

describe('keys', () => {
  it.each(['a/b', 'é', '\u{10ffff}', '__proto__', 'nul\0', '\ufeffbom', 'x'.repeat(5000)])(
    'are UTF-8: %j',
    (key) => {
      expect(hex(encodeKey(key))).toBe(Buffer.from(key, 'utf8').toString('hex'));
      expect(decodeKey(encodeKey(key))).toBe(key);
    },
  );

  // Python: bytes.decode('utf-8', 'surrogateescape').
  it.each([
    ['61ff62', 'a\udcff'.concat('b')],
    ['c3', '\udcc3'],
    ['e9ff', '\udce9\udcff'],
    ['f0908080', '\u{10000}'],
    ['c080', '\udcc0\udc80'],
    ['f8888080', '\udcf8\udc88\udc80\udc80'],
  ])('escape bytes that are not UTF-8 as Python does: %s', (text, key) => {
    expect(decodeKey(bytes(text))).toBe(key);
    expect(hex(encodeKey(key))).toBe(text);
  });

  it('RELIABILITY 19: keep lone surrogates in three bytes', () => {
    expect(hex(encodeKey('\ud800'))).toBe('eda080');
    for (const key of ['\ud800', 'a\udfffb', '\ud800\ud800', 'x\udbff'])
      expect(decodeKey(encodeKey(key))).toBe(key);
  });

  it('RELIABILITY 19: any bytes come back from their string', () => {
    const tricky = fc.constantFrom(0xed, 0xa0, 0xb0, 0x80, 0xbf, 0xdc, 0xff, 0x61, 0xf0, 0x90, 0xe2, 0xc3);
    const array = fc.uint8Array().map((b) => [...b]);
    fc.assert(
      fc.property(fc.oneof(array, fc.array(tricky, { maxLength: 12 })), (data) => {
        expect([...encodeKey(decodeKey(Uint8Array.from(data)))]).toEqual(data);
      }),
      { numRuns: 2000 },
    );
  });

  it('F3.12 sort by their bytes, not by UTF-16 units', () => {
    const keys = ['\uffff', '\u{10000}', 'b', 'a', 'aa', 'é'];
    expect([...keys].sort(compareKeys)).toEqual(['a', 'aa', 'b', 'é', '\uffff', '\u{10000}']);
  });
});
