/** Every case of the printing corpus whose text is made in src/python: what TF 2.15 and numpy 1.26 printed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { as_dtype, type HostTensor } from '../../src/dtypes';
import { format, repr, str, tuple } from '../../src/python';
import { arrayRepr, arrayStr } from '../../src/python/numpy_format';
import { scalarRepr, scalarStr } from '../../src/python/numpy_scalar';
import { scalarFormat } from '../../src/python/numpy_value_format';
import { tensorFormat, tensorRepr, tensorStr, variableRepr } from '../../src/python/tensor_text';
import { type CorpusTensor, hostTensor, printable } from './corpus_values';

interface Case {
  readonly id: string;
  readonly kind: string;
  readonly value: CorpusTensor;
  readonly name: string;
  readonly dtype_ref: string;
  readonly spec: { readonly shape?: (number | null)[] };
  readonly [text: string]: unknown;
}
const { cases } = JSON.parse(readFileSync(join(__dirname, '../fixtures/corpus/printing.json'), 'utf8')) as {
  cases: Case[];
};

/** The texts that the corpus gives, and no others. */
function expectTexts(recorded: Case, texts: Record<string, () => string>): void {
  for (const [key, text] of Object.entries(texts)) {
    if (recorded[key] !== undefined) expect({ [key]: text() }).toEqual({ [key]: recorded[key] });
  }
}

function inContainers(item: unknown): Record<string, () => string> {
  return {
    in_list: () => str([item, item]),
    in_tuple: () => str(tuple(item)),
    in_dict: () => str({ k: item }),
  };
}

/** A value that shows itself as numpy or TF does; the runtime's own classes do the same. */
function shown(repr_: () => string): unknown {
  return { constructor: class Shown {}, __repr__: repr_ };
}

const checks: Record<string, (recorded: Case) => void> = {
  ndarray(recorded) {
    const array = printable(recorded.value);
    expectTexts(recorded, { str: () => arrayStr(array), repr: () => arrayRepr(array) });
  },
  numpy_scalar(recorded) {
    const host = hostTensor(recorded.value);
    expectTexts(recorded, {
      str: () => scalarStr(host),
      repr: () => scalarRepr(host),
      format: () => scalarFormat(host),
      format_3f: () => scalarFormat(host, '.3f'),
      percent_2f: () => scalarFormat(host, '.2f'),
      ...inContainers(shown(() => scalarRepr(host))),
    });
  },
  ndarray_in_containers(recorded) {
    const array = printable(recorded.value);
    expectTexts(recorded, inContainers(shown(() => arrayRepr(array))));
  },
  tensor(recorded) {
    const host: HostTensor = hostTensor(recorded.value);
    const scalar = host.shape.length === 0;
    expectTexts(recorded, {
      str: () => tensorStr(host),
      repr: () => tensorRepr(host),
      format: () => tensorFormat(host),
      numpy_str: () => (scalar ? scalarStr(host) : arrayStr(host)),
      numpy_repr: () => (scalar ? scalarRepr(host) : arrayRepr(host)),
    });
  },
  tensor_in_containers(recorded) {
    const host = hostTensor(recorded.value);
    const item = shown(() => tensorRepr(host));
    expectTexts(recorded, {
      ...inContainers(item),
      in_list: () => str([item]),
      in_tuple: () => str(tuple(item, item)),
    });
  },
  variable(recorded) {
    const host = hostTensor(recorded.value);
    const text = () => variableRepr(recorded.name, host.dtype, recorded.spec.shape ?? host.shape, host);
    expectTexts(recorded, { str: text, repr: text, read_repr: () => tensorRepr(host) });
  },
  dtype(recorded) {
    const dtype = as_dtype(recorded.dtype_ref);
    expectTexts(recorded, {
      str: () => str(dtype),
      repr: () => repr(dtype),
      name: () => dtype.name,
      in_list: () => str([dtype]),
    });
    expect(format(dtype)).toBe(recorded.str);
  },
};

describe.each(Object.keys(checks))('%s', (kind) => {
  const ours = cases.filter((recorded) => recorded.kind === kind);

  it.each(ours.map((recorded) => [recorded.id, recorded] as const))(
    '%s prints as in Python',
    (_, recorded) => {
      checks[kind]!(recorded);
    },
  );
});
