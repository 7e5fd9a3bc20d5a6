/** What the tests of tables share: reading from bytes, and writing tables that no honest writer would. */

import * as fs from 'node:fs';
import * as path from 'node:path';
import { putFixed32, putVarint } from '../../../src/saving/coding';
import { crc32c, mask } from '../../../src/saving/crc32c';
import { runSync } from '../../../src/saving/storage/drivers';
import { MemoryStorage } from '../../../src/saving/storage/memory';
import type { Io, ReadFile, Storage } from '../../../src/saving/storage/storage';
import type { TableEntry } from '../../../src/saving/table/block';
import { BlockBuilder } from '../../../src/saving/table/block_builder';
import { BlockHandle, encodeFooter } from '../../../src/saving/table/format';
import { openTable, type Table } from '../../../src/saving/table/table';
import { TableBuilder } from '../../../src/saving/table/table_builder';

export const GOLDENS = path.join(__dirname, '../../fixtures/goldens');

/** Paths of all files under `directory` whose name ends in `end`. */
export function filesUnder(directory: string, end: string): string[] {
  return fs
    .readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(end))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A storage with one file, `t.index`, and the file opened. */
export function fileOf(bytes: Uint8Array): { storage: Storage; file: ReadFile } {
  const storage = new MemoryStorage();
  storage.write(storage.createExclusive('t.index'), [bytes]);
  return { storage, file: storage.openRead('t.index') };
}

export function withTable<T>(bytes: Uint8Array, use: (table: Table) => Io<T>): T {
  const { storage, file } = fileOf(bytes);
  function* work(): Io<T> {
    return yield* use(yield* openTable(file));
  }
  return runSync(work(), storage);
}

export function entriesOf(bytes: Uint8Array): TableEntry[] {
  return withTable(bytes, (table) => table.entries());
}

export function blockCount(bytes: Uint8Array): number {
  const { storage, file } = fileOf(bytes);
  return runSync(openTable(file), storage).blockCount;
}

export function writeTable(entries: Iterable<{ key: Uint8Array; value: Uint8Array }>): Uint8Array {
  const builder = new TableBuilder();
  for (const { key, value } of entries) builder.add(key, value);
  builder.finish();
  return concat(builder.takeOutput());
}

export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(chunks));
}

export interface RawBlock {
  readonly contents: Uint8Array;
  readonly type?: number;
  readonly separator: Uint8Array;
  /** In the index instead of the true handle. */
  readonly handle?: BlockHandle;
}

/** A table of exactly these blocks and separators, with right checksums. */
export function rawTable(blocks: readonly RawBlock[], indexContents?: Uint8Array): Uint8Array {
  const out: Uint8Array[] = [];
  let offset = 0;
  const put = (contents: Uint8Array, type = 0): BlockHandle => {
    const handle = new BlockHandle(offset, contents.length);
    const typed = concat([contents, Uint8Array.of(type)]);
    const crc = new Uint8Array(4);
    putFixed32(crc, 0, mask(crc32c(typed)));
    out.push(typed, crc);
    offset += typed.length + 4;
    return handle;
  };
  const index = new BlockBuilder(1);
  for (const block of blocks) {
    const handle = put(block.contents, block.type);
    index.add(block.separator, (block.handle ?? handle).encode());
  }
  const metaindex = put(new BlockBuilder(16).finish());
  const indexHandle = put(indexContents ?? index.finish());
  out.push(encodeFooter(metaindex, indexHandle));
  return concat(out);
}

/** Block contents from keys and values as they are; no order is asked for. */
export function blockOf(
  entries: Iterable<readonly [string | Uint8Array, string | Uint8Array]>,
  interval = 16,
): Uint8Array {
  const builder = new BlockBuilder(interval);
  const bytes = (text: string | Uint8Array): Uint8Array => (typeof text === 'string' ? utf8(text) : text);
  for (const [key, value] of entries) builder.add(bytes(key), bytes(value));
  return builder.finish();
}

/** Block contents from raw entries `[shared, unshared, value length, bytes]` and restarts. */
export function rawBlock(
  entries: readonly (readonly [number, number, number, string])[],
  restarts: readonly number[],
  restartCount = restarts.length,
): Uint8Array {
  const bytes = new Uint8Array(4096);
  let at = 0;
  for (const [shared, unshared, valueLength, text] of entries) {
    at = putVarint(bytes, at, shared);
    at = putVarint(bytes, at, unshared);
    at = putVarint(bytes, at, valueLength);
    bytes.set(utf8(text), at);
    at += text.length;
  }
  for (const restart of restarts) at = putFixed32(bytes, at, restart);
  return bytes.slice(0, putFixed32(bytes, at, restartCount));
}
