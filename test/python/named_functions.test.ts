/** Every callable that `tf` and TF have takes TF's parameters by name: TF 2.15's are in fixtures/python/signatures.json. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '../../src/index';

const { functions, classes } = JSON.parse(
  fs.readFileSync(path.join(__dirname, '../fixtures/python/signatures.json'), 'utf8'),
) as {
  readonly functions: Readonly<Record<string, readonly string[]>>;
  readonly classes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
};

const dict = 'takes any dict: one object alone is that';
const list = 'more follow by position';
const message = 'a message may be any object, and what it formats follows by position';
/** What has no parameters by name, by the end of its public name, and why. */
const exceptions: Readonly<Record<string, string>> = {
  assert_proper_iterable: dict,
  'nest.flatten': dict,
  'nest.is_nested': dict,
  'optimizers.get': dict,
  'train.FinalOpsHook': dict,
  'train.Checkpoint': 'takes objects under any name',
  einsum: list,
  'gfile.join': list,
  'nest.map_structure': list,
  'ragged.map_flat_values': list,
  'sparse.map_values': list,
  'v1.nn.embedding_lookup_sparse': 'is as in TF2, without partition_strategy',
  'v1.nn.nce_loss': 'is as in TF2, without partition_strategy',
  'v1.nn.safe_embedding_lookup_sparse': 'is as in TF2, without partition_strategy',
  'v1.nn.sampled_softmax_loss': 'is as in TF2, without partition_strategy',
  'logging.debug': message,
  'logging.error': message,
  'logging.fatal': message,
  'logging.info': message,
  'logging.log': message,
  'logging.log_every_n': message,
  'logging.log_first_n': message,
  'logging.log_if': message,
  'logging.vlog': message,
  'logging.warn': message,
  'logging.warning': message,
  'v1.image.resize': 'resizes as TF2 does, which has no align_corners',
  DType: 'made by as_dtype',
  RaggedTensor: 'made by its factories',
  UnconnectedGradients: 'an enumeration',
  'losses.Reduction': 'an enumeration',
  'random.Algorithm': 'an enumeration',
  'random.experimental.Algorithm': 'an enumeration',
  'summary.FileWriterCache': 'made by nobody: its methods are static',
};
const isException = (name: string): boolean =>
  Object.keys(exceptions).some((end) => name.endsWith(`.${end}`));

type Callable = ((...args: unknown[]) => unknown) & (new (...args: unknown[]) => unknown);
function resolved(name: string): Callable {
  const value = name
    .split('.')
    .slice(1)
    .reduce<unknown>((object, part) => Reflect.get(object as object, part), tf);
  return value as Callable;
}

/** What a call says that has all of TF's parameters, and one more. */
function answer(names: readonly string[], call: (keywords: object) => unknown): string {
  const keywords = Object.fromEntries(names.map((name) => [name, null]));
  try {
    call({ ...keywords, zzz: 1 });
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
}

const called = Object.entries(functions).filter(([name]) => !isException(name));
const made = Object.entries(classes).filter(([name, lists]) => lists.__init__ && !isException(name));

describe('Parameters by name', () => {
  beforeAll(() => tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.FATAL));
  afterAll(() => tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.INFO));

  it.each(called)('are those of TF in %s', (name, names) => {
    expect(answer(names, (keywords) => resolved(name)(keywords))).toContain(
      "got an unexpected keyword argument 'zzz'",
    );
  });
  it.each(made)('are those of TF in new %s', (name, { __init__: names = [] }) => {
    expect(answer(names, (keywords) => new (resolved(name))(keywords))).toContain(
      "got an unexpected keyword argument 'zzz'",
    );
  });
});
