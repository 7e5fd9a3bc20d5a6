import * as fc from 'fast-check';

import Long = require('long');

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allDTypes, as_dtype } from '../src/dtypes';
import {
  bfloat16ToFloat32,
  decodeElement,
  encodeElement,
  float32ToBfloat16,
  float32ToHalf,
  halfToFloat32,
  longToBigInt,
} from '../src/elements';
import { TypeError } from '../src/errors';

interface Recorded {
  values: (number | string)[];
  integers: number[];
  types: Record<string, { patterns: number[]; decoded: (number | string)[]; encoded?: number[] }>;
}
/** Made by make_elements.py beside it. */
const recorded: Recorded = JSON.parse(
  readFileSync(join(__dirname, 'fixtures/python/elements.json'), 'utf8'),
) as Recorded;
const values = recorded.values.map(Number);

describe('narrow floats', () => {
  const floats = Object.entries(recorded.types).filter(([name]) => as_dtype(name).is_floating);

  it.each(floats)('F4.5 decodes %s patterns to the values ml_dtypes gives', (name, { patterns, decoded }) => {
    const dtype = as_dtype(name);
    const data = dtype.allocate(patterns.length) as Uint16Array;
    data.set(patterns);
    expect(patterns.map((_, i) => decodeElement(dtype, data, i))).toEqual(decoded.map(Number));
  });

  it.each(floats)('F4.5 rounds to %s as ml_dtypes does, overflow included', (name, { encoded }) => {
    const dtype = as_dtype(name);
    const data = dtype.allocate(values.length) as Uint16Array;
    values.forEach((value, i) => {
      encodeElement(dtype, data, i, value);
    });
    expect(Array.from(data)).toEqual(encoded);
  });

  it('converts whole arrays of halves and bfloat16 as it converts single ones', () => {
    const floats32 = Float32Array.from(values);
    const half = recorded.types.float16!;
    const brain = recorded.types.bfloat16!;
    expect(Array.from(float32ToBfloat16(floats32))).toEqual(brain.encoded);
    expect(Array.from(float32ToHalf(values))).toEqual(half.encoded);
    expect(Array.from(halfToFloat32(Uint16Array.from(half.patterns)))).toEqual(half.decoded.map(Number));
    expect(Array.from(bfloat16ToFloat32(Uint16Array.from(brain.patterns)))).toEqual(
      brain.decoded.map((x) => Math.fround(Number(x))),
    );
  });
});

describe('integers', () => {
  it.each(['int4', 'uint4', 'int2', 'uint2'])('F4.5 keeps %s in the low bits of a byte', (name) => {
    const dtype = as_dtype(name);
    const { patterns, decoded } = recorded.types[name]!;
    const data = dtype.allocate(patterns.length) as Int8Array;
    recorded.integers.forEach((value, i) => {
      encodeElement(dtype, data, i, value);
    });
    expect(Array.from(data)).toEqual(patterns);
    expect(patterns.map((_, i) => decodeElement(dtype, data, i))).toEqual(decoded);
  });

  it('ignores what stands above the low bits of a narrow integer', () => {
    expect(decodeElement(as_dtype('int4'), Int8Array.of(-1), 0)).toBe(-1);
    expect(decodeElement(as_dtype('uint4'), Uint8Array.of(0xff), 0)).toBe(15);
    expect(decodeElement(as_dtype('int2'), Int8Array.of(0x7e), 0)).toBe(-2);
  });

  it('takes 64-bit integers as number, bigint or Long', () => {
    const int64 = as_dtype('int64');
    const data = new BigInt64Array(1);
    for (const value of [-5, -5n, Long.fromNumber(-5)]) {
      encodeElement(int64, data, 0, value);
      expect(decodeElement(int64, data, 0)).toBe(-5n);
    }
    expect(longToBigInt(Long.MAX_UNSIGNED_VALUE)).toBe(2n ** 64n - 1n);
    expect(longToBigInt(Long.MIN_VALUE)).toBe(-(2n ** 63n));
  });

  it('wraps a bigint that is too wide bit for bit', () => {
    const data = new Int32Array(1);
    encodeElement(as_dtype('int32'), data, 0, 2n ** 63n + 7n);
    expect(data[0]).toBe(7);
  });
});

describe('other kinds', () => {
  it('reads bool as boolean, complex as its parts, strings as bytes', () => {
    const flags = new Uint8Array(2);
    encodeElement(as_dtype('bool'), flags, 1, true);
    expect([0, 1].map((i) => decodeElement(as_dtype('bool'), flags, i))).toEqual([false, true]);
    const complex = new Float32Array(4);
    encodeElement(as_dtype('complex64'), complex, 1, { re: 1, im: -2 });
    encodeElement(as_dtype('complex64'), complex, 0, 3);
    expect(decodeElement(as_dtype('complex64'), complex, 1)).toEqual({ re: 1, im: -2 });
    expect(decodeElement(as_dtype('complex64'), complex, 0)).toEqual({ re: 3, im: 0 });
    const texts: Uint8Array[] = [new Uint8Array(0)];
    encodeElement(as_dtype('string'), texts, 0, 'é');
    expect(decodeElement(as_dtype('string'), texts, 0)).toEqual(Uint8Array.of(0xc3, 0xa9));
  });

  it('refuses what a dtype cannot hold', () => {
    expect(() => encodeElement(as_dtype('float32'), new Float32Array(1), 0, 'x')).toThrow(TypeError);
    expect(() => encodeElement(as_dtype('int64'), new BigInt64Array(1), 0, { re: 1, im: 0 })).toThrow(
      /int64/,
    );
    expect(() => encodeElement(as_dtype('string'), [], 0, 1)).toThrow(/type number/);
    expect(() => decodeElement(as_dtype('resource'), [], 0)).toThrow(/no host value/);
  });

  it('gives back every stored pattern of every dtype', () => {
    const dtypes = allDTypes().filter((d) => d.kind !== 'opaque' && d.kind !== 'string' && d.kind !== 'bool');
    fc.assert(
      fc.property(
        fc.constantFrom(...dtypes),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (dtype, raw) => {
          const data = dtype.view(raw.slice().buffer, 0, 1);
          const value = decodeElement(dtype, data, 0);
          const again = dtype.allocate(1);
          encodeElement(dtype, again, 0, value);
          expect(decodeElement(dtype, again, 0)).toEqual(value);
        },
      ),
      { numRuns: 500 },
    );
  });
});
