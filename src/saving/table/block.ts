/**
 * The contents of one block, fully checked when it is parsed: afterwards every entry is known to lie inside
 * the block, restarts are what they claim to be, and the keys of a data block ascend strictly. (Those of an
 * index block are only hints, see separators.ts.) The layout is in block_builder.ts.
 */

import { DataLossError, type ErrorFields } from '../../errors';
import { ByteReader, ByteWriter, getFixed32 } from '../coding';

/** Writers start afresh every 16 keys, so no honest block's keys unfold to more than 16 times its size. */
const MAX_KEY_EXPANSION = 16;
const KEY_EXPANSION_SLACK = 65536;

/** One entry; both arrays are views that keep the memory of their block alive. */
export interface TableEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** The entries of one block, in key order. */
export class Block implements Iterable<TableEntry> {
  private readonly contents: Uint8Array;
  /** All keys, one after the other; key i ends at `keyEnds[i]`. */
  private readonly keys: Uint8Array;
  private readonly keyEnds: number[] = [];
  private readonly valueStarts: number[] = [];
  private readonly valueEnds: number[] = [];
  /** Which entries are restarts. */
  readonly restarts: number[] = [];

  /** @throws DataLossError `bad block contents` or `bad entry in block`. */
  constructor(contents: Uint8Array, fields: ErrorFields, order: 'ascending' | 'any' = 'ascending') {
    this.contents = contents;
    const restartCount = getFixed32(contents, contents.length - 4);
    const entriesEnd = contents.length - 4 - 4 * restartCount;
    if (restartCount < 1 || entriesEnd < 0) throw badContents(fields, restartCount);
    const keyLimit = contents.length * MAX_KEY_EXPANSION + KEY_EXPANSION_SLACK;
    const keys = new ByteWriter(Math.min(contents.length, 65536));
    const reader = new ByteReader(contents, 0, entriesEnd);
    let keyStart = 0;
    let keyLength = 0;
    while (reader.pos < entriesEnd) {
      const at = reader.pos;
      const shared = reader.varint32();
      const unshared = shared < 0 ? -1 : reader.varint32();
      const valueLength = unshared < 0 ? -1 : reader.varint32();
      if (valueLength < 0 || shared > keyLength || unshared + valueLength > reader.remaining) {
        throw badEntry(fields, at);
      }
      if (keys.length + shared + unshared > keyLimit) throw badEntry(fields, at);
      const nextRestart = this.restarts.length;
      if (nextRestart < restartCount && getFixed32(contents, entriesEnd + 4 * nextRestart) === at) {
        if (shared !== 0) throw badEntry(fields, at);
        this.restarts.push(this.length);
      }
      const start = reader.pos;
      const end = start + unshared;
      if (at > 0 && order === 'ascending' && keys.compareTail(keyStart + shared, contents, start, end) >= 0) {
        throw badEntry(fields, at);
      }
      keyStart = keys.copyWithin(keyStart, shared);
      keys.bytes(contents, start, end);
      keyLength = shared + unshared;
      this.keyEnds.push(keys.length);
      this.valueStarts.push(end);
      this.valueEnds.push(end + valueLength);
      reader.pos = end + valueLength;
    }
    this.keys = keys.take();
    // Each restart has been met at the entry it points to, the first at 0; without entries it is the only
    // one.
    const met = this.length === 0 ? 1 : this.restarts.length;
    const first = getFixed32(contents, entriesEnd);
    if (met !== restartCount || first !== 0) throw badContents(fields, restartCount);
  }

  get length(): number {
    return this.keyEnds.length;
  }

  /** How many bytes of memory the block keeps alive, roughly. */
  get memorySize(): number {
    return this.contents.length + this.keys.length + 24 * this.length;
  }

  key(i: number): Uint8Array {
    return this.keys.subarray(this.keyStart(i), this.keyEnds[i]);
  }

  value(i: number): Uint8Array {
    return this.contents.subarray(this.valueStarts[i], this.valueEnds[i]);
  }

  /** The first entry whose key is not below `key`; `length` if there is none. */
  lowerBound(key: Uint8Array): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compareKey(middle, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Negative, zero or positive as key `i` sorts before, with or after `key`. */
  compareKey(i: number, key: Uint8Array): number {
    const { keys } = this;
    const start = this.keyStart(i);
    const length = this.keyEnds[i]! - start;
    const shorter = Math.min(length, key.length);
    for (let k = 0; k < shorter; k++) {
      const difference = keys[start + k]! - key[k]!;
      if (difference !== 0) return difference;
    }
    return length - key.length;
  }

  *[Symbol.iterator](): Iterator<TableEntry> {
    for (let i = 0; i < this.length; i++) yield { key: this.key(i), value: this.value(i) };
  }

  private keyStart(i: number): number {
    return i === 0 ? 0 : this.keyEnds[i - 1]!;
  }
}

function badContents(fields: ErrorFields, restarts: number): DataLossError {
  return new DataLossError('bad block contents', { fields: { ...fields, restarts } });
}

function badEntry(fields: ErrorFields, at: number): DataLossError {
  return new DataLossError('bad entry in block', { fields: { ...fields, entry_offset: at } });
}
