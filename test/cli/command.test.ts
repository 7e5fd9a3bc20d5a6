/** The `flowpoint` command, run in this process on checkpoints that real TensorFlow wrote. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { readManifest, type TensorRecord } from '../../scripts/goldens/manifest';
import { main } from '../../src/cli/main';
import * as tf from '../../src/index';

const goldens = path.resolve(__dirname, '../fixtures/goldens');

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function flowpoint(...args: string[]): Answer {
  const out: string[] = [];
  const err: string[] = [];
  const code = main(args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

interface Listing {
  prefix: string;
  format: string;
  kind: string;
  shards: number;
  tensors: Record<
    string,
    { dtype: string; shape: number[]; sha256?: string; value?: unknown; slices?: unknown }
  >;
}

const manifest = readManifest(goldens);
const recorded = (prefix: string) => manifest.bundles.find((bundle) => bundle.prefix === prefix)!;

it('says its version', () => {
  const manifest = JSON.parse(readFileSync(path.resolve(__dirname, '../../package.json'), 'utf8'));
  expect(flowpoint('--version')).toEqual({ code: 0, out: manifest.version, err: '' });
});

describe('inspect --json', () => {
  it.each([
    'tf2.15/writes/order',
    'tf2.15/partitioned/saver',
    'tf2.15/v1_format/small',
    'tf2.15/dtypes/numeric',
  ])('gives dtype, shape, digest and value of every tensor of %s as the manifest has them', (prefix) => {
    const answer = flowpoint('inspect', path.join(goldens, prefix), '--json', '--hash', '--values');
    expect(answer.code).toBe(0);
    const { tensors } = JSON.parse(answer.out) as Listing;
    const { keys } = recorded(prefix);
    const chosen = (from: Pick<TensorRecord, 'dtype' | 'shape' | 'sha256' | 'value'>) => ({
      dtype: from.dtype,
      shape: from.shape,
      sha256: from.sha256,
      value: from.value,
    });
    for (const [key, expected] of Object.entries(keys))
      expect([key, chosen(tensors[key]!)]).toEqual([key, chosen(expected)]);
    expect(Object.keys(tensors).sort()).toEqual(Object.keys(keys).sort());
  });

  it('says format, kind and shards', () => {
    const listing = (prefix: string) => {
      const { format, kind, shards } = JSON.parse(
        flowpoint('inspect', path.join(goldens, prefix), '--json').out,
      ) as Listing;
      return { format, kind, shards };
    };
    expect(listing('tf2.15/sharded/merged4')).toEqual({ format: 'v2', kind: 'name-based', shards: 4 });
    expect(listing('tf2.15/v1_format/small')).toEqual({ format: 'v1', kind: 'name-based', shards: 1 });
    expect(listing('tf2.15/trackables/order')).toEqual({ format: 'v2', kind: 'object-based', shards: 1 });
  });

  it('keeps the sign of a negative zero', () => {
    const answer = flowpoint(
      'inspect',
      path.join(goldens, 'tf2.15/dtypes/numeric'),
      'float32/special',
      '--json',
      '--values',
    );
    expect(answer.out).toContain('[0, -0.0, 1, -1,');
  });

  it('lists the parts of a partitioned tensor', () => {
    const { tensors } = JSON.parse(
      flowpoint('inspect', path.join(goldens, 'tf2.15/partitioned/two_axes'), 'm', '--json').out,
    ) as Listing;
    expect(tensors.m!.slices).toEqual([
      {
        extents: [
          [0, 2],
          [0, 4],
        ],
      },
      {
        extents: [
          [2, 4],
          [0, 4],
        ],
      },
      {
        extents: [
          [0, -1],
          [4, 6],
        ],
      },
    ]);
  });
});

describe('inspect for people', () => {
  it('draws the object graph, naming what was drawn before', () => {
    expect(
      flowpoint('inspect', path.join(goldens, 'tf2.15/trackables/shared_cycle'), '--tree')
        .out.split('\n')
        .slice(1),
    ).toEqual([
      '(root)',
      "├─ direct  float32 [2]  'shared'",
      '├─ x',
      '│  ├─ s → (root).direct',
      '│  ├─ other',
      '│  │  ├─ s → (root).direct',
      '│  │  └─ back → (root).x',
      '│  └─ me → (root).x',
      '└─ y → (root).x.other',
    ]);
  });

  it('takes an object path for a key, and a directory for its newest checkpoint', () => {
    const answer = flowpoint(
      'inspect',
      path.resolve(__dirname, '../fixtures/guide/checkpoint/tf_ckpts'),
      'step',
      '--values',
    );
    expect(answer.out).toMatch(
      /ckpt-10: object-based.*\n.*\nstep\/\.ATTRIBUTES\/VARIABLE_VALUE +int32 +\[\] +4 B +100$/,
    );
  });

  it('names the nearest key for one that is not there', () => {
    const answer = flowpoint('inspect', path.join(goldens, 'tf2.15/trackables/order'), 'bete');
    expect(answer).toMatchObject({ code: 1, out: '' });
    expect(answer.err).toMatch(/^flowpoint: Key bete not found in checkpoint .*; the nearest one is beta$/);
  });
});

describe('inspect of unusual content', () => {
  let made: string;
  beforeAll(() => {
    made = mkdtempSync(path.join(tmpdir(), 'flowpoint-'));
  });
  afterAll(() => rmSync(made, { recursive: true }));

  function saved(name: string, tensors: Record<string, tf.Tensor>): string {
    const prefix = path.join(made, name);
    const names = Object.keys(tensors);
    tf.raw_ops.SaveV2({
      prefix,
      tensor_names: names,
      shape_and_slices: names.map(() => ''),
      tensors: Object.values(tensors),
    });
    return prefix;
  }

  it('escapes what a terminal would obey: in keys, in the tree, in messages', () => {
    const prefix = saved('names', { 'a\u001b[31m': tf.constant(1), 'b\u202e': tf.constant(2) });
    const { out } = flowpoint('inspect', prefix);
    expect(out).toContain('"a\\u001b[31m"  float32');
    expect(out).toContain('"b\\u202e"');
    const checkpoint = new tf.train.Checkpoint({ d: { 'x\u001b': new tf.Variable(1) } });
    const tree = flowpoint('inspect', checkpoint.write(path.join(made, 'graph')), '--tree');
    expect(tree.out).toContain('└─ "x\\u001b"  float32 []');
    expect(flowpoint('inspect', 'no\u001bwhere').err).toContain('no\\u001bwhere');
  });

  it('gives a key that is far longer than the others a line of its own', () => {
    const long = 'x'.repeat(200);
    const prefix = saved('long', { a: tf.constant(1), [long]: tf.constant(2), z: tf.constant(3) });
    const [, head, a, first, second, z] = flowpoint('inspect', prefix).out.split('\n');
    expect(first).toBe(long);
    expect([head, a, second, z]).toEqual([
      `key${' '.repeat(57)}  dtype    shape  size`,
      `a${' '.repeat(59)}  float32  []      4 B`,
      `${' '.repeat(60)}  float32  []      4 B`,
      `z${' '.repeat(59)}  float32  []      4 B`,
    ]);
  });

  it('shows of a long text only the start, unless it is asked for by its key', () => {
    const prefix = saved('text', { t: tf.constant('y'.repeat(1000)) });
    expect(flowpoint('inspect', prefix, '--values').out).toMatch(/ b'y{118}…$/);
    expect(flowpoint('inspect', prefix, 't', '--values').out).toMatch(/ b'y{1000}'$/);
  });

  it('draws the whole tree with the values of the chosen keys', () => {
    const checkpoint = new tf.train.Checkpoint({ a: new tf.Variable(1.5), b: new tf.Variable([2, 3]) });
    const prefix = checkpoint.write(path.join(made, 'tree'));
    expect(flowpoint('inspect', prefix, 'a', '--tree', '--values').out.split('\n').slice(1)).toEqual([
      '(root)',
      "├─ a  float32 [] = 1.5  'Variable'",
      "└─ b  float32 [2]  'Variable'",
    ]);
  });

  it('says that a name-based checkpoint has no tree, and lists it', () => {
    const answer = flowpoint('inspect', path.join(goldens, 'tf2.15/writes/one'), '--tree');
    expect(answer).toMatchObject({ code: 0, err: expect.stringMatching(/holds no object graph$/) as string });
    expect(answer.out).toMatch(/\na +float32 +\[\] +4 B$/);
  });

  it('draws a very deep graph down to a depth that can be read', () => {
    const root = new tf.Module();
    let at: tf.Module & { child?: tf.Module } = root;
    for (let i = 0; i < 3000; i++) at = at.child = new tf.Module();
    (at as tf.Module & { v?: tf.Variable }).v = new tf.Variable(1);
    const prefix = new tf.train.Checkpoint({ net: root }).write(path.join(made, 'deep'));
    const { out } = flowpoint('inspect', prefix, '--tree');
    const lines = out.split('\n');
    expect(lines).toHaveLength(103);
    expect(lines.at(-1)).toMatch(/└─ … \(deeper objects are not drawn\)$/);
  });

  it('counts the strings of V1 files, whose sizes they do not hold', () => {
    const { tensors } = JSON.parse(
      flowpoint('inspect', path.join(goldens, 'tf2.15/v1_format/dtype_string'), '--json').out,
    ) as Listing;
    expect(tensors.v).toMatchObject({ dtype: 'string', shape: [2], bytes: 'a'.length + 'bb'.length });
  });

  it('refuses a value that JSON cannot hold, even one of nothing but brackets', () => {
    const prefix = saved('empty', { e: tf.zeros([2147483648, 0]) });
    expect(flowpoint('inspect', prefix, 'e', '--values')).toMatchObject({ code: 0 });
    expect(flowpoint('inspect', prefix, '--json', '--values')).toMatchObject({ code: 0 });
    expect(flowpoint('inspect', prefix, 'e', '--json', '--values')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/value of e .* of shape \[2147483648, 0\], is too large/) as string,
    });
  });

  it('takes a checkpoint for itself, though a directory has its name', () => {
    const prefix = saved('twin', { a: tf.constant(1) });
    mkdirSync(prefix);
    expect(flowpoint('verify', prefix).out).toBe(`${prefix}: 1 tensor, every checksum is right`);
  });
});

describe('damaged and missing files', () => {
  it('are one line on standard error that names the file, and exit code 1', () => {
    for (const id of ['index_cut_74', 'header_garbage', 'block_shared_too_long', 'data_missing']) {
      const answer = flowpoint('inspect', path.join(goldens, 'tf2.15/broken', id, 'ckpt'), '--hash');
      expect(answer.code).toBe(1);
      expect(answer.err.split('\n')).toHaveLength(1);
      expect(answer.err).toContain(id);
    }
    expect(flowpoint('inspect', 'nowhere')).toEqual({
      code: 1,
      out: '',
      err: 'flowpoint: Unsuccessful TensorSliceReader constructor: Failed to find any matching files for nowhere',
    });
  });

  it('a damaged value is told with its key', () => {
    const prefix = path.join(goldens, 'tf2.15/broken/data_flip_num/ckpt');
    const answer = flowpoint('inspect', prefix, '--values');
    expect(answer).toMatchObject({ code: 1, out: '' });
    expect(answer.err).toMatch(/^flowpoint: .*ckpt\.data-00000-of-00001: key a: .*Checksum does not match: /);
  });

  it('verify names the keys of a missing file in one line', () => {
    const prefix = path.join(goldens, 'tf2.15/broken/data_missing/ckpt');
    expect(flowpoint('verify', prefix)).toEqual({
      code: 1,
      out: '',
      err:
        `${prefix}: keys a, b/kernel, count, flag, names: ` +
        `${prefix}.data-00000-of-00001; No such file or directory`,
    });
  });

  it('verify says which key is damaged', () => {
    const answer = flowpoint('verify', path.join(goldens, 'tf2.15/broken/data_flip_num/ckpt'));
    expect(answer.code).toBe(1);
    expect(answer.err).toMatch(/key a: .*Checksum does not match/);
  });

  it('verify passes what is whole', () => {
    const answer = flowpoint('verify', path.join(goldens, 'tf2.15/sharded/merged4'));
    expect(answer).toMatchObject({ code: 0, err: '' });
    expect(answer.out).toMatch(/merged4: 12 tensors, every checksum is right$/);
  });
});

it('a wrong option is told with the usage, and exit code 1', () => {
  expect(flowpoint('inspect', 'x', '--jsno')).toMatchObject({
    code: 1,
    err: expect.stringContaining('--json') as string,
  });
});
