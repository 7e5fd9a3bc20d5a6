/** Functions with TF1's parameters give, eagerly and in sessions, what TensorFlow gives (fixtures/compat_v1/make_calls.py). */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '../../src';
import * as tf1 from '../../src/compat_v1';
import type { DTypeLike } from '../../src/dtypes';
import { Tensor } from '../../src/runtime/tensor';
import { inGraph, useLog } from './support';

interface Encoded {
  readonly dtype?: DTypeLike;
  readonly data?: unknown;
  readonly type?: string;
}
interface Value {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: unknown;
}
type Result = Value | null | readonly Result[];
interface Case {
  readonly fn: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly result?: Result;
  readonly error?: readonly [name: string, message: string];
  readonly notices?: readonly string[];
}
const file = path.join(__dirname, '../fixtures/compat_v1/calls.json');
const { cases } = JSON.parse(fs.readFileSync(file, 'utf8')) as { cases: readonly Case[] };
const named = cases.map((c, i) => [`${c.fn} ${i}`, c] as const);

function decode(x: unknown): unknown {
  if (Array.isArray(x)) return x.map(decode);
  if (typeof x !== 'object' || x === null) return x;
  const { dtype, data, type } = x as Encoded;
  return type ? tf.as_dtype(type as 'int32') : tf.constant(data as number[], dtype!);
}
function call({ fn, args, kwargs }: Case): unknown {
  let found: unknown = tf1;
  for (const part of fn.split('.')) found = (found as Record<string, unknown>)[part];
  const keywords = Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [key, decode(value)]));
  const all = args.map(decode);
  if (Object.keys(keywords).length > 0) all.push(keywords);
  return (found as (...all: unknown[]) => unknown)(...all);
}
const flat = (x: unknown): unknown[] => (Array.isArray(x) ? x.flatMap(flat) : [x]);
const plain = (x: unknown): unknown => {
  if (typeof x === 'bigint') return Number(x);
  if (x instanceof Uint8Array) return new TextDecoder().decode(x);
  if (typeof x === 'object' && x !== null && 're' in x) return [x.re, (x as unknown as { im: number }).im];
  return x;
};

function expectSame(got: unknown, wanted: Result): void {
  if (wanted === null) expect(got).toBeNull();
  else if (Array.isArray(wanted))
    for (const [i, w] of wanted.entries()) expectSame((got as readonly unknown[])[i], w);
  else {
    const { dtype, shape, data } = wanted as Value;
    const array = got instanceof Tensor ? got.numpy() : (got as ReturnType<Tensor['numpy']>);
    expect([array.dtype.name, array.shape]).toEqual([dtype, shape]);
    const values = flat(array.tolist()).flatMap((x) => plain(x));
    flat(data).forEach((want, i) => {
      if (typeof want === 'number') expect(values[i]).toBeCloseTo(want, 4);
      else expect(values[i]).toEqual(want);
    });
  }
}

describe('a function with the parameters of TF1', () => {
  const lines = useLog();

  it.each(named)('computes as TensorFlow does: %s', (_name, c) => {
    if (c.error) {
      let error: unknown = null;
      try {
        call(c);
      } catch (thrown) {
        error = thrown;
      }
      expect([(error as Error).name, (error as Error).message]).toEqual(c.error);
      return;
    }
    expectSame(call(c), c.result!);
    const notices = lines.filter((line) => line.includes('deprecated'));
    for (const notice of c.notices ?? [])
      expect(notices.map((line) => line.slice(line.indexOf(': ') + 2))).toContain(notice);
  });

  // In graphs TensorFlow counts the elements of this loss in another way.
  const eagerOnly = ['losses.mean_pairwise_squared_error'];
  const running = named.filter(
    ([, { result, fn }]) => result && !fn.startsWith('assert_') && !eagerOnly.includes(fn),
  );
  it.each(running)('gives in a session what it gives eagerly: %s', (_name, c) => {
    inGraph((session) => {
      expectSame(session.run(call(c)), c.result!);
    });
  });
});
