/** What dtypes and errors say of themselves, beside TensorFlow's answers (fixtures/dtypes). */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '../src';
import { repr } from '../src/python/repr';

type Answer = unknown;
interface Said {
  readonly name: string;
  readonly is_numeric: boolean;
  readonly min: Answer;
  readonly max: Answer;
  readonly limits: Answer;
}
const fixture = JSON.parse(fs.readFileSync(path.join(__dirname, 'fixtures/dtypes/dtypes.json'), 'utf8')) as {
  dtypes: Record<string, Said>;
  codes: Record<string, number>;
  quantized: string[];
};
const constants: Readonly<Record<string, unknown>> = tf.dtypes;
const codes: Readonly<Record<string, unknown>> = tf.errors;

/** Integers are compared as texts: those of 64 bits are bigints. */
function number(value: unknown, like: tf.DType): Answer {
  return typeof value === 'boolean' || like.is_floating ? value : String(value);
}
function answer(read: () => Answer): Answer {
  try {
    return read();
  } catch (error) {
    const { name, message } = error as Error;
    return { error: name, message };
  }
}

describe.each(Object.entries(fixture.dtypes))('tf.dtypes.%s', (name, said) => {
  const dtype = constants[name] as tf.DType;

  it('has the name and the kind of TensorFlow’s', () => {
    expect([dtype.name, dtype.is_numeric]).toEqual([said.name, said.is_numeric]);
  });
  it('has TensorFlow’s range', () => {
    expect(answer(() => number(dtype.min, dtype))).toEqual(said.min);
    expect(answer(() => number(dtype.max, dtype))).toEqual(said.max);
  });
  it('has TensorFlow’s limits of brightness', () => {
    const limits = answer(() => dtype.limits.map((x) => (x === true ? x : String(x))));
    // Python's KeyError for what numpy does not have is a ValueError here.
    expect(limits).toEqual(said.limits ?? expect.objectContaining({ error: 'ValueError' }));
  });
});

it('knows the quantized types', () => {
  expect([...tf.dtypes.QUANTIZED_DTYPES].map((d) => d.name).sort()).toEqual(fixture.quantized);
});

it.each(Object.entries(fixture.codes))('tf.errors.%s is %d', (name, code) => {
  expect(codes[name]).toBe(code);
});
it('gives errors the numbers that programs compare them with', () => {
  expect(new tf.errors.NotFoundError('x').error_code).toBe(tf.errors.NOT_FOUND);
  expect(new tf.errors.DataLossError('x').error_code).toBe(tf.errors.DATA_LOSS);
});

describe('ref()', () => {
  it('is the key of a tensor or variable in a Map', () => {
    const [x, y, v] = [tf.constant(1), tf.constant(1), new tf.Variable(1n)];
    const names = new Map<unknown, string>([
      [x.ref(), 'x'],
      [y.ref(), 'y'],
      [v.ref(), 'v'],
    ]);
    expect([x, y, v].map((t) => names.get(t.ref()))).toEqual(['x', 'y', 'v']);
    expect(v.ref().deref()).toBe(v);
  });
  it('shows what it refers to', () => {
    expect(repr(tf.constant(1).ref())).toBe(
      '<Reference wrapping <tf.Tensor: shape=(), dtype=float32, numpy=1.0>>',
    );
  });
});

describe('Variable.count_up_to', () => {
  it('gives the value before it grew, until the limit is reached', () => {
    const v = new tf.Variable(3n);
    expect([v.count_up_to(5), v.count_up_to(5)].map((t) => t.numpy().item())).toEqual([3, 4]);
    expect(() => v.count_up_to(5)).toThrow(new tf.errors.OutOfRangeError('Reached limit of 5'));
    expect(v.numpy().item()).toBe(5);
  });
  it('is for integers only', () => {
    expect(() => new tf.Variable(1).count_up_to(5)).toThrow(tf.errors.InvalidArgumentError);
  });
});
