/**
 * Summaries of compat.v1 as bytes: `tensorflow.Summary` with numbers and histograms, which later versions write as tensors.
 * The messages are small and flat, so they are written field by field, zeros left out as proto3 does.
 */
import { encodeText, joinBytes } from '../runtime/utf8';

const largest = Number.MAX_VALUE;

function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
/** A field of bytes. */
function delimited(field: number, bytes: Uint8Array): Uint8Array {
  return joinBytes([varint((field << 3) | 2), varint(bytes.length), bytes]);
}
function doubles(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  for (const [i, value] of values.entries()) view.setFloat64(8 * i, value, true);
  return new Uint8Array(view.buffer);
}
function double(field: number, value: number): Uint8Array {
  return value === 0 ? new Uint8Array(0) : joinBytes([varint((field << 3) | 1), doubles([value])]);
}
function summary(tag: string, value: Uint8Array): Uint8Array {
  return delimited(1, joinBytes([delimited(1, encodeText(tag)), value]));
}

/** One number, as float32. */
export function scalarSummary(tag: string, value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(5));
  view.setUint8(0, (2 << 3) | 5);
  view.setFloat32(1, value, true);
  return summary(tag, new Uint8Array(view.buffer));
}

/** Right ends of TF's buckets: each 1.1 times as far from 0 as the one before, from 1e-12 to 1e20. */
const limits: readonly number[] = (() => {
  const positive: number[] = [];
  for (let v = 1e-12; v < 1e20; v *= 1.1) positive.push(v);
  positive.push(largest);
  return [...positive.map((v) => -v).reverse(), 0, ...positive];
})();

/** The bucket of a value: the first whose end is greater. */
function bucketOf(value: number): number {
  let [low, high] = [0, limits.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (limits[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How many values fall into each bucket; a run of empty buckets is one. */
export function histogramSummary(tag: string, values: ArrayLike<number>): Uint8Array {
  const counts = new Float64Array(limits.length);
  let [least, most, sum, squares] = [largest, -largest, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const bucket = bucketOf(value);
    counts[bucket] = counts[bucket]! + 1;
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
    squares += value * value;
  }
  const ends: number[] = [];
  const buckets: number[] = [];
  for (let i = 0; i < limits.length; i++) {
    while (counts[i] === 0 && counts[i + 1] === 0) i++;
    ends.push(limits[i]!);
    buckets.push(counts[i]!);
  }
  const message = [
    double(1, least),
    double(2, most),
    double(3, values.length),
    double(4, sum),
    double(5, squares),
    delimited(6, doubles(ends)),
    delimited(7, doubles(buckets)),
  ];
  return summary(tag, delimited(5, joinBytes(message)));
}

function whole(field: number, value: number | bigint): Uint8Array {
  return BigInt(value) === 0n ? new Uint8Array(0) : joinBytes([varint(field << 3), varint(value)]);
}
/** An event of this time in seconds. @param field which of its fields `bytes` are */
function eventOf(seconds: number, step: bigint, field: number, bytes: Uint8Array): Uint8Array {
  return joinBytes([double(1, seconds), whole(2, step), delimited(field, bytes)]);
}
/** An event with a summary in it. */
export function summaryEvent(seconds: number, step: bigint, bytes: Uint8Array): Uint8Array {
  return eventOf(seconds, step, 5, bytes);
}

interface SessionLogFields {
  readonly status?: number;
  readonly checkpoint_path?: string;
  readonly msg?: string;
}
/** Mirrors `tf.compat.v1.SessionLog`: what happened to a session. */
export class SessionLog {
  static readonly STATUS_UNSPECIFIED = 0;
  static readonly START = 1;
  static readonly STOP = 2;
  static readonly CHECKPOINT = 3;
  readonly status: number;
  readonly checkpoint_path: string;
  readonly msg: string;

  constructor({ status = 0, checkpoint_path = '', msg = '' }: SessionLogFields = {}) {
    this.status = status;
    this.checkpoint_path = checkpoint_path;
    this.msg = msg;
  }
}
/** An event with a session log in it. */
export function sessionLogEvent(seconds: number, step: bigint, log: SessionLog): Uint8Array {
  const text = (field: number, value: string): Uint8Array =>
    value === '' ? new Uint8Array(0) : delimited(field, encodeText(value));
  const bytes = joinBytes([whole(1, log.status), text(2, log.checkpoint_path), text(3, log.msg)]);
  return eventOf(seconds, step, 7, bytes);
}

/** The tags of a summary. */
export function tagsOf(bytes: Uint8Array): string[] {
  const tags: string[] = [];
  let at = 0;
  const number = (): number => {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  };
  while (at < bytes.length) {
    at++;
    const end = number() + at;
    at++;
    const length = number();
    tags.push(new TextDecoder().decode(bytes.subarray(at, at + length)));
    at = end;
  }
  return tags;
}
