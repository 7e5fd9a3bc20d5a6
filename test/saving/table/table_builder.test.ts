import * as fs from 'node:fs';
import * as path from 'node:path';
import { InvalidArgumentError } from '../../../src/errors';
import { runSync } from '../../../src/saving/storage/drivers';
import type { Storage } from '../../../src/saving/storage/storage';
import { compareBytes, shortestSeparator, shortSuccessor } from '../../../src/saving/table/comparator';
import { openTable } from '../../../src/saving/table/table';
import { BLOCK_SIZE, TableBuilder } from '../../../src/saving/table/table_builder';
import {
  blockCount,
  concat,
  entriesOf,
  fileOf,
  filesUnder,
  GOLDENS,
  utf8,
  writeTable,
} from './table_support';

const goldens = filesUnder(GOLDENS, '.index').filter((file) => !/\/(broken|foreign)\//.test(file));
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('TableBuilder', () => {
  it('F3 writes the entries of every index made by TensorFlow back to the same bytes', () => {
    expect(goldens.length).toBeGreaterThan(200);
    const different = goldens.filter((file) => {
      const original = new Uint8Array(fs.readFileSync(file));
      return compareBytes(writeTable(entriesOf(original)), original) !== 0;
    });
    expect(different).toEqual([]);
  });

  it('F3.5 F3.7 F3.8 writes an index of several blocks as TensorFlow does', () => {
    const file = path.join(GOLDENS, 'tf2.15/big_index/big.index');
    const original = new Uint8Array(fs.readFileSync(file));
    expect(blockCount(original)).toBeGreaterThan(1);
    expect(Buffer.from(writeTable(entriesOf(original))).equals(original)).toBe(true);
  });

  it('F3.3 F3.10 F3.11 writes a table without entries', () => {
    const table = writeTable([]);
    expect(Buffer.from(table).toString('hex')).toBe(
      `${'0000000001000000' + '00c0f2a1b0'}${'0000000001000000' + '00c0f2a1b0'}` +
        `0008${'0d08'}${'00'.repeat(36)}57fb808b247547db`,
    );
    expect(entriesOf(table)).toEqual([]);
  });

  it('F3.5 gives an entry of two block sizes a block of its own, measured before it is added', () => {
    const blocksWith = (size: number): number => {
      const builder = new TableBuilder();
      builder.add(utf8('a'), utf8('small'));
      builder.add(utf8('b'), new Uint8Array(size));
      builder.finish();
      return blockCount(concat(builder.takeOutput()));
    };
    expect(blocksWith(2 * BLOCK_SIZE - 2)).toBe(1);
    expect(blocksWith(2 * BLOCK_SIZE - 1)).toBe(2);
  });

  it('F3.12 refuses a key that does not sort behind the one before', () => {
    const builder = new TableBuilder();
    builder.add(utf8('b'), utf8(''));
    for (const key of ['', 'a', 'b'])
      expect(() => builder.add(utf8(key), utf8(''))).toThrow(InvalidArgumentError);
    builder.add(utf8('b\0'), utf8(''));
  });

  it('keeps nothing of the arrays it was given', () => {
    const builder = new TableBuilder();
    const key = Buffer.from('a');
    const value = Buffer.from('1');
    for (const letter of 'abc') {
      key.write(letter);
      value.write(letter.toUpperCase());
      builder.add(key, value);
    }
    builder.finish();
    const entries = entriesOf(concat(builder.takeOutput()));
    expect(entries.map((entry) => Buffer.concat([entry.key, entry.value]).toString())).toEqual([
      'aA',
      'bB',
      'cC',
    ]);
  });

  it('hands its output over block by block', () => {
    const builder = new TableBuilder();
    let size = 0;
    for (let i = 0; i < 30000; i++) {
      builder.add(utf8(`key${String(i).padStart(8, '0')}`), new Uint8Array(20));
      size += builder.takeOutput().reduce((sum, chunk) => sum + chunk.length, 0);
    }
    expect(size).toBeGreaterThan(2 * BLOCK_SIZE);
    builder.finish();
    size += builder.takeOutput().reduce((sum, chunk) => sum + chunk.length, 0);
    expect(size).toBe(builder.size);
  });
});

describe('separators', () => {
  it('F3.8 are cut after the first differing byte that can grow', () => {
    expect(shortestSeparator(utf8('abcd'), utf8('abzz'))).toEqual(utf8('abd'));
    expect(shortestSeparator(utf8('abc\x10zz'), utf8('abd'))).toEqual(utf8('abc\x10zz'));
    expect(shortestSeparator(bytes(1, 0xff, 3), bytes(3))).toEqual(bytes(2));
  });

  it('F3.8 stay as they are if one key is a prefix of the other, or the byte cannot grow', () => {
    expect(shortestSeparator(utf8(''), utf8('abc'))).toEqual(utf8(''));
    expect(shortestSeparator(utf8('ab'), utf8('abc'))).toEqual(utf8('ab'));
    expect(shortestSeparator(bytes(5, 0xfe, 9), bytes(5, 0xff, 0))).toEqual(bytes(5, 0xfe, 9));
  });

  it('F3.9 of the last block grow at the first byte that is not ff', () => {
    expect(shortSuccessor(utf8('step'))).toEqual(utf8('t'));
    expect(shortSuccessor(bytes(0xff, 0xff, 7, 8))).toEqual(bytes(0xff, 0xff, 8));
    expect(shortSuccessor(bytes(0xff, 0xff))).toEqual(bytes(0xff, 0xff));
    expect(shortSuccessor(bytes())).toEqual(bytes());
  });
});

describe('table of 20,000 entries', () => {
  const entries = Array.from({ length: 20000 }, (_, i) => ({
    key: utf8(`layer/${String(i).padStart(6, '0')}/.ATTRIBUTES/VARIABLE_VALUE`),
    value: new Uint8Array(25).fill(i),
  }));

  it('is found again entry by entry, reading one block for each lookup', () => {
    const { storage, file } = fileOf(writeTable(entries));
    const reads: number[] = [];
    const counting: Storage = new Proxy(storage, {
      get: (inner, method: keyof Storage) =>
        method !== 'read'
          ? inner[method]
          : (...args: Parameters<Storage['read']>) => {
              reads.push(args[2].length);
              return inner.read(...args);
            },
    });
    const table = runSync(openTable(file), counting);
    expect(reads.length).toBe(2);
    const { key, value } = entries[15000]!;
    expect(runSync(table.get(key), counting)).toEqual(value);
    expect(reads.length).toBe(3);
    const found = entries.every(
      (entry) => compareBytes(runSync(table.get(entry.key), counting)!, entry.value) === 0,
    );
    expect(found).toBe(true);
    expect(reads.length).toBe(2 + table.blockCount);
  });
});
