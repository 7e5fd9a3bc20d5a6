/** Cases of fixtures/ragged: their arguments made, the call, and the answer written as the fixture has it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '../../../src';
import { decodeElement } from '../../../src/elements';
import { slice } from '../../../src/python';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export interface Case {
  readonly call: string;
  readonly args: readonly Json[];
  readonly kwargs: Readonly<Record<string, Json>>;
  readonly answer?: unknown;
  readonly grads?: readonly unknown[];
  readonly error?: string;
}

const folder = path.join(__dirname, '../../fixtures/ragged');
export const families = fs
  .readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replace('.json', ''));

export function casesOf(family: string): readonly Case[] {
  return JSON.parse(fs.readFileSync(path.join(folder, `${family}.json`), 'utf8'));
}

/** Keywords and methods that have other names in Python. */
const methods: Readonly<Record<string, string>> = {
  __eq__: 'equal',
  __ne__: 'not_equal',
  __lt__: 'less',
  __le__: 'less_equal',
  __gt__: 'greater',
  __ge__: 'greater_equal',
};

function constantOf(value: unknown, dtype: string): tf.Tensor {
  return tf.constant(value as number[], dtype as tf.DTypeName);
}

function read(value: Json): unknown {
  if (Array.isArray(value)) return value.map(read);
  if (typeof value !== 'object' || value === null) return value;
  const {
    tensor,
    dtype,
    ragged,
    keywords,
    even,
    ragged_rank,
    dtype_ref,
    slice: parts,
  } = value as Record<string, unknown>;
  if (tensor !== undefined) return constantOf(tensor, dtype as string);
  if (ragged !== undefined)
    return tf.ragged.constant(ragged, { dtype: dtype as tf.DTypeName, ...(keywords as object) });
  if (even !== undefined)
    return tf.RaggedTensor.from_tensor(constantOf(even, dtype as string), {
      ragged_rank: ragged_rank as number,
    });
  if (dtype_ref !== undefined) return tf.as_dtype(dtype_ref as tf.DTypeName);
  return slice(...(parts as [number, number, number]));
}

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
/** Values as JSON has them: bytes as text, 64-bit integers as numbers, floats of 32 bits in short. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Uint8Array) return latin(value);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'object' && value !== null && 're' in value)
    return [(value as unknown as { re: number }).re, (value as unknown as { im: number }).im];
  if (typeof value !== 'number') return value;
  if (Number.isNaN(value)) return 'nan';
  return Number.isFinite(value) ? value : value > 0 ? 'inf' : '-inf';
}
export function listOf(x: tf.Tensor, axis = 0, at = 0): unknown {
  if (axis === x.dims.length) return plain(decodeElement(x.dtype, x.data, at));
  const stride = x.dims.slice(axis + 1).reduce((n, d) => n * d, 1);
  return Array.from({ length: x.dims[axis]! }, (_, i) => listOf(x, axis + 1, at + i * stride));
}

/** @param shape false: what is known of a shape only when it runs is left out */
export function answerOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(answerOf);
  if (value instanceof tf.RaggedTensor)
    return {
      splits: value.row_splits.dtype.name,
      shape: [...value.shape],
      rank: value.ragged_rank,
      list: plain(value.to_list()),
      dtype: value.dtype.name,
      repr: value.__repr__(),
    };
  if (value instanceof tf.TensorShape) return value.as_list();
  if (!(value instanceof tf.Tensor)) return value;
  return { list: listOf(value), dtype: value.dtype.name };
}

type Loose = Readonly<Record<string, unknown>>;
type Call = (...args: readonly unknown[]) => unknown;

function call(name: string, given: readonly unknown[], keywords: Loose): unknown {
  const named = Object.keys(keywords).length === 0 ? [] : [keywords];
  if (name.startsWith('.')) {
    const [self, ...rest] = given as [tf.RaggedTensor, ...unknown[]];
    if (name === '.__getitem__') return self.getitem(...(rest[0] as never[]));
    const own = name.slice(1);
    const method = methods[own] ?? own.replace(/^__(\w+)__$/, '$1');
    const found = (self as unknown as Loose)[method];
    return typeof found === 'function' ? (found as Call).call(self, ...rest, ...named) : found;
  }
  let found: unknown = tf;
  let holder: unknown = tf;
  for (const part of name.split('.')) {
    holder = found;
    found = (found as Loose)[part];
  }
  return (found as Call).call(holder, ...given, ...named);
}

function floats(value: unknown): tf.Tensor[] {
  if (Array.isArray(value)) return value.flatMap(floats);
  if (value instanceof tf.RaggedTensor) return floats(value.flat_values);
  return value instanceof tf.Tensor && value.dtype === tf.float32 ? [value] : [];
}

/** The sum of a tensor's elements times 1, 2, 3, 4, 5, 1, 2, ... */
function weighed(x: tf.Tensor): tf.Tensor {
  const numbers = tf.range(tf.size(x)).mod(5).add(1);
  return tf.reduce_sum(x.mul(tf.reshape(tf.cast(numbers, x.dtype), tf.shape(x))));
}

/** What a case answers, and the gradients of all floats in its arguments. */
export function run(
  { call: name, args, kwargs }: Case,
  inFunction = false,
): { value: unknown; grads: unknown } {
  const given = args.map(read);
  const keywords = Object.fromEntries(Object.entries(kwargs).map(([key, part]) => [key, read(part)]));
  const sources = [...floats(given), ...floats(Object.values(keywords))];
  const tape = new tf.GradientTape();
  let value: unknown;
  let loss: tf.Tensor[] = [];
  tape.use(() => {
    tape.watch(sources);
    value = inFunction
      ? (tf.function((a: unknown[], k: Loose) => call(name, a, k)) as Call)(given, keywords)
      : call(name, given, keywords);
    loss = floats(value).map(weighed);
  });
  if (sources.length === 0 || loss.length === 0) return { value, grads: undefined };
  const grads = (tape.gradient(loss, sources) as unknown[]).map((g) =>
    g === null ? null : listOf(tf.convert_to_tensor(g as tf.Tensor)),
  );
  return { value, grads };
}
