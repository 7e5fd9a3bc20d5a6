/** What Python 3.11 and numpy 1.26 made of the same values: see fixtures/python/make_python_text.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repr, sorted } from '../../src/python';
import { format, formatComplex, formatFloat } from '../../src/python/format';
import { floatRepr } from '../../src/python/number_text';
import { arrayRepr, arrayStr } from '../../src/python/numpy_format';
import { scalarFormat } from '../../src/python/numpy_value_format';
import { hostTensor } from './corpus_values';

interface Case {
  readonly kind: string;
  readonly value: unknown;
  readonly spec: string;
  readonly dtype: string;
  readonly shape: number[];
  readonly want?: unknown;
  readonly str?: string;
  readonly error?: string;
  readonly message?: string;
}
const cases = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/python/python_text.json'), 'utf8'),
) as Case[];

const makers: Record<string, (recorded: Case) => unknown> = {
  format_float: ({ value, spec }) => formatFloat(Number(value), spec),
  format_int: ({ value, spec }) => format(BigInt(value as string), spec),
  format_str: ({ value, spec }) => format(value, spec),
  format_complex: ({ value, spec }) => {
    const [re, im] = (value as string[]).map(Number);
    return spec === '' ? format({ re, im }) : formatComplex({ re: re!, im: im! }, spec);
  },
  format_numpy: ({ dtype, value, spec }) =>
    scalarFormat(
      hostTensor({
        dtype,
        shape: [],
        data: [dtype === 'int64' ? String(parseInt(value as string, 10)) : (value as string)],
      }),
      spec,
    ),
  repr_float: ({ value }) => floatRepr(Number(value)),
  repr_str: ({ value }) => repr(value),
  repr_bytes: ({ value }) => repr(Uint8Array.from(value as number[])),
  sorted: ({ value }) => sorted(value as string[]),
  ndarray: ({ dtype, shape, value }) => arrayRepr(hostTensor({ dtype, shape, data: value as string[] })),
};

function outcome(recorded: Case): unknown {
  try {
    return { want: makers[recorded.kind]!(recorded) };
  } catch (error) {
    const { name, message } = error as Error;
    return { error: name, message };
  }
}

function expected({ want, error, message }: Case): unknown {
  return error === undefined ? { want } : { error, message };
}

describe.each(Object.keys(makers))('%s', (kind) => {
  it('gives what Python gives, errors included', () => {
    const ours = cases.filter((recorded) => recorded.kind === kind);
    const describeCase = (recorded: Case, result: unknown) => ({
      value: recorded.value,
      spec: recorded.spec,
      result,
    });
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.map((recorded) => describeCase(recorded, outcome(recorded)))).toEqual(
      ours.map((recorded) => describeCase(recorded, expected(recorded))),
    );
  });
});

it('str of an array gives what numpy gives', () => {
  for (const { dtype, shape, value, str } of cases.filter(({ kind }) => kind === 'ndarray'))
    expect(arrayStr(hostTensor({ dtype, shape, data: value as string[] }))).toBe(str);
});
