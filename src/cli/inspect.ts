/** `flowpoint inspect`: what a checkpoint holds, for a person (a table, a tree) or a program (`--json`). */
import type { HostTensor } from '../dtypes';
import { OpError, ResourceExhaustedError } from '../errors';
import { arrayStr } from '../python/numpy_format';
import { str } from '../python/repr';
import { type CheckpointFile, OBJECT_GRAPH_KEY, type TensorInfo } from '../saving/bundle/checkpoint_file';
import { keyNotFound } from '../saving/bundle/key_not_found';
import { openCheckpointFile } from '../saving/bundle/open_checkpoint';
import type { TensorSlice } from '../saving/bundle/slices';
import { decodeObjectGraph } from '../saving/checkpoint/graph_codec';
import type { Io } from '../saving/storage/storage';
import { byteCount, columns, counted } from './columns';
import { type CommandIo, OK } from './io';
import { type Json, jsonText } from './json_text';
import { objectTree } from './object_tree';
import { shown } from './shown';
import { tensorSha256, tensorValue } from './tensor_json';

export interface InspectOptions {
  readonly json?: boolean;
  readonly hash?: boolean;
  readonly values?: boolean;
  readonly tree?: boolean;
}

/** The largest tensor whose value `--values` shows unasked; a tensor named by its key is always shown. */
const SMALL = 16;
/** The most elements that `--values --json` writes: JSON text is built in memory. */
const WRITABLE = 1 << 22;
/** Characters of a value in a table that lists all. */
const LONG_VALUE = 120;

interface Row {
  readonly key: string;
  readonly info: TensorInfo;
  readonly sha256?: string;
  readonly tensor?: HostTensor;
}

/** Prints what the checkpoint at `prefix` holds: all tensors, or those of `keys`. */
export function* inspect(
  prefix: string,
  keys: readonly string[],
  options: InspectOptions,
  io: CommandIo,
): Io<number> {
  const file = yield* openCheckpointFile(prefix);
  try {
    const kind = yield* file.kind();
    const rows: Row[] = [];
    for (const key of yield* chosenKeys(file, keys)) {
      rows.push(yield* readRow(file, key, options, keys.length > 0));
    }
    if (options.json === true) {
      io.out(jsonText(asJson(file, kind, rows), 2));
      return OK;
    }
    io.out(
      `${file.prefix}: ${kind}, ${formatName(file)}, ${counted(rows.length, 'tensor')}, ${totalBytes(rows)}`,
    );
    if (options.tree === true && kind === 'object-based') {
      const infos = yield* file.infos();
      const chosen = new Map(rows.map((row) => [row.key, row]));
      const graph = decodeObjectGraph(yield* file.readTensor(OBJECT_GRAPH_KEY), file.prefix);
      const describe = (key: string) => summary(infos.get(key), chosen.get(key));
      for (const line of objectTree(graph, describe)) io.out(line);
      return OK;
    }
    if (options.tree === true) io.err(`${file.prefix}: a name-based checkpoint holds no object graph`);
    for (const line of asTable(rows, keys.length > 0)) io.out(line);
    return OK;
  } finally {
    yield* file.close();
  }
}

const VALUE = '/.ATTRIBUTES/VARIABLE_VALUE';

function objectPath(key: string): string {
  return key.slice(0, -VALUE.length);
}

/** A key may also be given as an object path: `net/w` for `net/w/.ATTRIBUTES/VARIABLE_VALUE`. */
function* chosenKeys(file: CheckpointFile, wanted: readonly string[]): Io<readonly string[]> {
  const all = yield* file.keys();
  if (wanted.length === 0) return all;
  const known = new Set(all);
  return wanted.map((name) => {
    const found = [name, name + VALUE].find((key) => known.has(key));
    if (found !== undefined) return found;
    const paths = all.filter((key) => key.endsWith(VALUE)).map(objectPath);
    throw keyNotFound(file.prefix, name, [...all, ...paths]);
  });
}

function* readRow(file: CheckpointFile, key: string, options: InspectOptions, named: boolean): Io<Row> {
  const info = yield* sizedInfo(file, key);
  const wantsValue = options.values === true && (named || isSmall(info.shape));
  if (named && wantsValue && options.json === true) requireWritable(file, key, info.shape);
  if ((options.hash !== true && !wantsValue) || info.dtype.kind === 'opaque') return { key, info };
  const tensor = yield* file.readTensor(key);
  return {
    key,
    info,
    ...(options.hash === true ? { sha256: tensorSha256(tensor) } : {}),
    ...(wantsValue ? { tensor } : {}),
  };
}

/** V1 files do not say how long strings are: they are counted. */
function* sizedInfo(file: CheckpointFile, key: string): Io<TensorInfo> {
  const info = yield* file.info(key);
  if (file.format === 'v2' || info.dtype.kind !== 'string') return info;
  const texts = (yield* file.readTensor(key)).data as readonly Uint8Array[];
  return { ...info, bytes: texts.reduce((sum, text) => sum + text.length, 0) };
}

/** @throws {@link ResourceExhaustedError} for a value that would not fit into one JSON text. */
function requireWritable(file: CheckpointFile, key: string, shape: readonly number[]): void {
  // An empty tensor, too, is as many brackets as the dimensions before the empty one say.
  const count = shape.slice(0, shape.includes(0) ? shape.indexOf(0) : undefined).reduce((a, b) => a * b, 1);
  if (count <= WRITABLE) return;
  throw new ResourceExhaustedError(
    `The value of ${key} in ${file.prefix}, of shape ${str(shape)}, is too large to be printed as JSON`,
    { fields: { file: file.prefix, key, expected: WRITABLE, actual: count } },
  );
}

function isSmall(shape: readonly number[]): boolean {
  const elements = shape.reduce((a, b) => a * b, 1);
  return elements <= SMALL && (elements > 0 || shape.reduce((a, b) => a + b, 0) <= SMALL);
}

function asJson(file: CheckpointFile, kind: string, rows: readonly Row[]): Json {
  const tensors = rows.map(({ key, info, sha256, tensor }): [string, Json] => {
    const fields: [string, Json][] = [
      ['dtype', info.dtype.name],
      ['shape', info.shape],
      ['bytes', info.bytes],
    ];
    if (sha256 !== undefined) fields.push(['sha256', sha256]);
    if (tensor !== undefined) fields.push(['value', tensorValue(tensor)]);
    if (info.slices.length > 0) {
      fields.push([
        'slices',
        info.slices.map((slice) => new Map<string, Json>([['extents', extents(slice)]])),
      ]);
    }
    return [key, new Map(fields)];
  });
  return new Map<string, Json>([
    ['prefix', file.prefix],
    ['format', file.format],
    ['kind', kind],
    ['shards', file.num_shards],
    ['tensors', new Map(tensors)],
  ]);
}

/** `[start, length]` a dimension; length -1 is the whole of it. */
function extents(slice: TensorSlice): Json {
  return Array.from({ length: slice.rank }, (_, d) =>
    slice.isFullAt(d) ? [0, -1] : [slice.start(d), slice.length(d)],
  );
}

function asTable(rows: readonly Row[], named: boolean): string[] {
  const head = ['key', 'dtype', 'shape', 'size'];
  if (rows.some((row) => row.sha256 !== undefined)) head.push('sha256');
  if (rows.some((row) => row.tensor !== undefined)) head.push('value');
  const cells = rows.map(({ key, info, sha256, tensor }) => {
    const parts = info.slices.length > 0 ? ` in ${info.slices.length} slices` : '';
    const row = [shown(key), info.dtype.name, str(info.shape) + parts, byteCount(info.bytes)];
    if (head.includes('sha256')) row.push(sha256 ?? '');
    if (head.includes('value')) row.push(tensor === undefined ? '' : valueText(tensor, named));
    return row;
  });
  return columns([head, ...cells], new Set([3]));
}

/** On one line; of a long text that was not asked for by its name only the start. */
function valueText(tensor: HostTensor, whole: boolean): string {
  const text = arrayStr(tensor).replace(/\s+/g, ' ');
  return whole || text.length <= LONG_VALUE ? text : `${text.slice(0, LONG_VALUE)}…`;
}

function summary(info: TensorInfo | OpError | undefined, row: Row | undefined): string {
  if (info === undefined) return '(not in the file)';
  if (info instanceof OpError) return '(damaged)';
  const value = row?.tensor === undefined ? '' : ` = ${valueText(row.tensor, false)}`;
  const sha256 = row?.sha256 === undefined ? '' : `  sha256 ${row.sha256}`;
  return `${info.dtype.name} ${str(info.shape)}${value}${sha256}`;
}

function formatName(file: CheckpointFile): string {
  const shards = file.num_shards === 1 ? '' : `, ${file.num_shards} shards`;
  return `format ${file.format.toUpperCase()}${shards}`;
}

function totalBytes(rows: readonly Row[]): string {
  return byteCount(rows.reduce((sum, row) => sum + row.info.bytes, 0));
}
