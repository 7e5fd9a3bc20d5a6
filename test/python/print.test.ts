/** Values shown as Python shows the same ones: fixtures/python/make_print.py printed them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { as_dtype, type HostTensor } from '../../src/dtypes';
import { encodeElement } from '../../src/elements';
import {
  enumerate,
  f,
  float,
  format,
  int,
  isNamedTuple,
  isTuple,
  KeyError,
  len,
  namedtuple,
  print,
  range,
  repr,
  slice,
  sorted,
  str,
  TypeError,
  tuple,
  type,
  ValueError,
  zip,
} from '../../src/python';
import { arrayRepr, arrayStr } from '../../src/python/numpy_format';

const recorded = JSON.parse(readFileSync(join(__dirname, '../fixtures/python/print.json'), 'utf8')) as Record<
  string,
  { str: string; repr: string }
>;

const P = namedtuple('P', ['x', 'y']);

function array(dtypeName: string, data: HostTensor['data']): unknown {
  const host = { dtype: as_dtype(dtypeName), shape: [data.length], data };
  return { __repr__: () => arrayRepr(host), __str__: () => arrayStr(host) };
}

function encoded(dtypeName: string, values: number[]): unknown {
  const dtype = as_dtype(dtypeName);
  const data = dtype.allocate(values.length);
  values.forEach((value, i) => {
    encodeElement(dtype, data, i, value);
  });
  return array(dtypeName, data);
}

const loop: unknown[] = [1];
loop.push(loop);
const ring: Record<string, unknown> = { a: 1 };
ring.self = ring;
const inner: unknown[] = [];
const knot = tuple(inner);
inner.push(knot);

const values: Record<string, unknown> = {
  numbers: [
    1,
    -2,
    0.5,
    1e-5,
    float(1e16 + 2.5e15),
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    -0,
    12345678901234567890n,
    1e22,
  ],
  'none and booleans': [null, true, false],
  nested: { a: [1, tuple(2), { b: null }], t: tuple(), s: "it's" },
  'tuple of two': tuple(1, 'a'),
  namedtuple: P(1, 'b'),
  'namedtuple in list': [P({ x: 1, y: tuple(2) })],
  bytes: [Uint8Array.of(0x61, 0x27, 0), Uint8Array.of(0x22, 0x27)],
  'recursive list': loop,
  'recursive dict': ring,
  'recursive tuple': knot,
  sets: [new Set(), new Set([1]), new Set(['a'])],
  'dict with other keys': new Map<unknown, unknown>([
    [1, 'a'],
    [tuple(1, 2), Uint8Array.of(0x78)],
    [null, []],
  ]),
  slice: [slice(1, null), slice(3), slice(1, 10, 2)],
  range: [range(3), range(1, 7, 2), [...range(7, 0, -3)]],
  complex: [
    { re: 1, im: 2 },
    { re: -0, im: -1 },
    { re: -0, im: 1.5 },
  ],
  floats: [float(1), float('1e5'), float('-inf')],
  zip: [...zip([1, 2, 3], 'ab')],
  enumerate: [...enumerate('ab', 1)],
  sorted: sorted([tuple(2, 'a'), tuple(1, 'b'), tuple(1, 'a')], { reverse: true }),
  asdict: P(1, 2)._asdict(),
  replaced: P(1, 2)._replace({ y: 5 }),
  bfloat16: array('bfloat16', Uint16Array.of(0x7fc0, 0x7f80, 0xff80, 0, 0x8000, 0x4b00, 0x3a83, 0x3001)),
  float8: encoded('float8_e4m3fn', [0.1, 1, 100, -2.5, Number.NaN]),
  int4: encoded('int4', [1, -4, 7]),
};

it.each(Object.keys(values))('%s: str and repr are those of Python', (key) => {
  expect({ str: str(values[key]), repr: repr(values[key]) }).toEqual(recorded[key]);
});

describe('print', () => {
  function printed(...args: unknown[]): string {
    let text = '';
    const restore = print.to((part) => {
      text += part;
    });
    try {
      print(...args);
    } finally {
      restore();
    }
    return text;
  }

  it('puts blanks between the values and ends the line', () => {
    expect(printed('a', 1, float(1), null)).toBe('a 1 1.0 None\n');
    expect(printed()).toBe('\n');
  });
  it('takes sep, end and file in a trailing object', () => {
    const parts: string[] = [];
    expect(printed('a', 'b', { sep: ', ', end: '!' })).toBe('a, b!');
    expect(printed('a', { file: { write: (text: string) => parts.push(text) } })).toBe('');
    expect(parts).toEqual(['a\n']);
    expect(() => print('a', { sep: 1 })).toThrow('sep must be None or a string');
  });
  it('shows a last object with any other key as a dict', () => {
    expect(printed({ sep: 1, other: 2 })).toBe("{'sep': 1, 'other': 2}\n");
    expect(printed({})).toBe('{}\n');
  });
  it('shows an error as its message, an object by its class, a class by its name', () => {
    class Thing {}
    expect(printed(new KeyError('lost'))).toBe('lost\n');
    expect(repr(new ValueError('bad'))).toBe("ValueError('bad')");
    expect(printed(new Thing(), Thing)).toBe("<Thing object> <class 'Thing'>\n");
  });
});

describe('f', () => {
  it('formats each value with an empty spec', () => {
    const shown = { __str__: () => 'str', __format__: (spec: string) => `format(${spec})` };
    expect(f`${1} ${float(2)} ${'x'} ${[1, 'a']} ${shown} ${format(2.3456, '.2f')}`).toBe(
      "1 2.0 x [1, 'a'] format() 2.35",
    );
  });
  it('refuses a spec for what takes none, as Python does', () => {
    expect(() => format([1], '5')).toThrow('unsupported format string passed to list.__format__');
    expect(() => format(null, '5')).toThrow('unsupported format string passed to NoneType.__format__');
    expect(format(true, '3d')).toBe('  1');
  });
});

describe('built-ins', () => {
  it('tells tuples from lists, though both are arrays', () => {
    const pair = tuple(1, 2);
    expect([Array.isArray(pair), isTuple(pair), isTuple([1, 2]), isNamedTuple(pair)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(isTuple(pair.map((x) => x))).toBe(false);
    expect(() => (pair as unknown as number[]).push(3)).toThrow();
    const point = new P(1, 2);
    expect([isTuple(point), isNamedTuple(point), point.x, point[1], P._fields]).toEqual([
      true,
      true,
      1,
      2,
      ['x', 'y'],
    ]);
    expect(P._make([3, 4])).toEqual(new P(3, 4));
    expect(point).toBeInstanceOf(P);
  });
  it('names what a namedtuple was not given', () => {
    expect(() => P(1)).toThrow("P.__new__() missing 1 required positional argument: 'y'");
    expect(() => P(1, 2, 3)).toThrow('P.__new__() takes 3 positional arguments but 4 were given');
    expect(() => namedtuple('Q', ['a', 'a'])).toThrow("Encountered duplicate field name: 'a'");
  });
  it('gives a type its Python name', () => {
    class Checkpoint {}
    expect(
      [null, true, 1, 1.5, 1n, 'a', [], tuple(), {}, new Map(), float(1), new Checkpoint(), P(1, 2)].map(
        (v) => type(v).__name__,
      ),
    ).toEqual([
      'NoneType',
      'bool',
      'int',
      'float',
      'int',
      'str',
      'list',
      'tuple',
      'dict',
      'dict',
      'float',
      'Checkpoint',
      'P',
    ]);
    expect(type(new Checkpoint())).toBe(type(new Checkpoint()));
  });
  it('measures length as Python does', () => {
    expect([len('a🙂'), len([1]), len(new Set([1, 2])), len({ a: 1 }), len(range(0, 10, 3))]).toEqual([
      2, 1, 2, 1, 4,
    ]);
    expect(() => len(5)).toThrow("object of type 'int' has no len()");
  });
  it('turns text and numbers into int and float', () => {
    expect([int(2.9), int(-2.9), int(' 1_000 '), int(2n ** 70n), int(true)]).toEqual([
      2,
      -2,
      1000,
      2n ** 70n,
      1,
    ]);
    expect(Number(float('1_0.5'))).toBe(10.5);
    expect(() => int('x')).toThrow("invalid literal for int() with base 10: 'x'");
    expect(() => float('x')).toThrow("could not convert string to float: 'x'");
    expect(() => float(null)).toThrow(TypeError);
  });
});
