import {
  add,
  divide,
  multiply,
  negative,
  realdiv,
  subtract,
  truediv,
} from '../../src/runtime/ops/arithmetic';
import { identity, reshape, shape } from '../../src/runtime/ops/array';
import { cast } from '../../src/runtime/ops/cast';
import { equal, greater, greater_equal, less, less_equal, not_equal } from '../../src/runtime/ops/comparison';
import { ones, ones_like, range, zeros, zeros_like } from '../../src/runtime/ops/creation';
import { fill } from '../../src/runtime/ops/fill';
import { type CorpusFunction, checkCase, readCorpus } from '../support/corpus';

const functions: Record<string, CorpusFunction> = {
  add,
  subtract,
  multiply,
  divide,
  truediv,
  realdiv,
  negative,
  cast,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  reshape,
  shape,
  identity,
  fill,
  zeros,
  ones,
  zeros_like,
  ones_like,
  range,
};

describe.each(['elementwise', 'arrays'])('the corpus of real TensorFlow, %s', (family) => {
  const cases = readCorpus(`${__dirname}/../fixtures/corpus/${family}.json`).filter(
    (c) => c.fn in functions && !c.note?.includes('not a requirement'),
  );
  it.each(cases.map((c) => [c.id, c] as const))('%s', (_id, c) => {
    expect(checkCase(c, functions[c.fn]!)).toBeNull();
  });
});
