/** Ragged tensors, beside what TensorFlow makes of the same calls (fixtures/ragged). */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '../../src';
import { decodeElement } from '../../src/elements';
import { slice } from '../../src/python';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
interface Case {
  readonly call: string;
  readonly args: readonly Json[];
  readonly kwargs: Readonly<Record<string, Json>>;
  readonly answer?: unknown;
  readonly error?: string;
}
const cases: readonly Case[] = JSON.parse(
  fs.readFileSync(path.join(__dirname, '../fixtures/ragged/ragged.json'), 'utf8'),
);

function read(value: Json): unknown {
  if (Array.isArray(value)) return value.map(read);
  if (typeof value !== 'object' || value === null) return value;
  const { tensor, dtype, ragged, slice: parts } = value as Record<string, unknown>;
  if (tensor !== undefined) return tf.constant(tensor as number[], dtype as tf.DTypeName);
  if (ragged !== undefined) return tf.ragged.constant(ragged, tf.int32);
  return slice(...(parts as [number, number, number]));
}

const texts = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(texts);
  return value instanceof Uint8Array
    ? new TextDecoder().decode(value)
    : typeof value === 'bigint'
      ? Number(value)
      : value;
};
function listOf(x: tf.Tensor, axis = 0, at = 0): unknown {
  if (axis === x.dims.length) return decodeElement(x.dtype, x.data, at);
  const stride = x.dims.slice(axis + 1).reduce((n, d) => n * d, 1);
  return Array.from({ length: x.dims[axis]! }, (_, i) => listOf(x, axis + 1, at + i * stride));
}
function answer(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(answer);
  if (value instanceof tf.RaggedTensor) {
    const { dtype, row_splits, shape } = value;
    return {
      splits: row_splits.dtype.name,
      shape: [...shape],
      list: texts(value.to_list()),
      dtype: dtype.name,
    };
  }
  const x = value as tf.Tensor;
  return { list: texts(listOf(x)), dtype: x.dtype.name };
}

function run({ call, args, kwargs }: Case): unknown {
  const given = args.map(read);
  if (call === '.__getitem__') return (given[0] as tf.RaggedTensor).getitem(...(given[1] as never[]));
  const named = Object.keys(kwargs).length === 0 ? [] : [kwargs];
  type Functions = Readonly<Record<string, (...a: unknown[]) => unknown>>;
  if (call.startsWith('.')) return (given[0] as Functions)[call.slice(1)]!(...given.slice(1), ...named);
  const [space, name] = call.split('.') as [string, string];
  return (tf as unknown as Readonly<Record<string, Functions>>)[space]![name]!(...given, ...named);
}

it.each(
  cases.map(
    (c) => [`${c.call}(${JSON.stringify(c.args).slice(1, -1)}) ${JSON.stringify(c.kwargs)}`, c] as const,
  ),
)('%s', (_name, c) => {
  if (c.error === undefined) expect(answer(run(c))).toEqual(c.answer);
  else expect(() => run(c)).toThrow(expect.objectContaining({ name: c.error }));
});

describe('tf.ragged.map_flat_values', () => {
  const r = tf.ragged.constant([[3, 1, 4], [], [1, 5]]) as tf.RaggedTensor;
  const sums = (rows: unknown) => (rows as tf.RaggedTensor).to_list();
  it('gives the function the values alone, and puts the result in the same rows', () => {
    expect(sums(tf.ragged.map_flat_values((x: tf.Tensor) => x.mul(2), r))).toEqual([[6, 2, 8], [], [2, 10]]);
    expect(sums(tf.ragged.map_flat_values(tf.add, r, r))).toEqual([[6, 2, 8], [], [2, 10]]);
  });
  it('refuses what does not have as many values', () => {
    expect(() => tf.ragged.map_flat_values(tf.reduce_sum, r)).toThrow('the same outer-dimension size');
    expect(() => tf.ragged.map_flat_values(tf.add, r, tf.ragged.constant([[1]]))).toThrow(
      'Got sizes: {5, 1}',
    );
  });
});

it('takes rows and parts of them inside of a tf.function', () => {
  const parts = tf.function((values: tf.Tensor, lengths: tf.Tensor) => {
    const r = tf.RaggedTensor.from_row_lengths(values, lengths);
    const part = r.getitem(slice(null, null, 2), slice(0, 2)) as tf.RaggedTensor;
    return [part.flat_values, part.row_lengths(), r.value_rowids()];
  });
  const made = parts(tf.constant([1, 2, 3, 4, 5]), tf.constant([3n, 0n, 2n])) as tf.Tensor[];
  expect(made.map((x) => texts(listOf(x)))).toEqual([
    [1, 2, 4, 5],
    [2, 2],
    [0, 0, 0, 2, 2],
  ]);
});
