/** Generators that go on where TensorFlow's stood, and what surrounds the random ops. Bits are corpus/random.json's. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '../../src';
import { InvalidArgumentError, TypeError, UnimplementedError, ValueError } from '../../src/errors';
import { Philox } from '../../src/runtime/random/philox';
import { withFolder } from '../support/files';

const goldens = path.join(__dirname, '../fixtures/goldens');
interface GeneratorBundle {
  readonly prefix: string;
  readonly next_normals: readonly number[];
}
const bundles = (
  JSON.parse(fs.readFileSync(path.join(goldens, 'manifest.json'), 'utf8')) as { bundles: GeneratorBundle[] }
).bundles.filter(({ prefix }) => prefix.endsWith('trackables/generator'));

const values = (tensor: tf.Tensor): number[] => Array.from(tensor.data as ArrayLike<number>);

describe.each(bundles.map((bundle) => [bundle.prefix, bundle] as const))('%s', (prefix, bundle) => {
  const restored = () => {
    const objects = {
      g: tf.random.Generator.from_seed(1),
      g2: tf.random.Generator.from_seed(2, 'threefry'),
    };
    const checkpoint = new tf.train.Checkpoint(objects);
    checkpoint.read(path.join(goldens, prefix)).assert_consumed();
    return { ...objects, checkpoint };
  };

  it('a restored Generator goes on with the numbers that Python would have drawn next', () => {
    const next = values(restored().g.normal([bundle.next_normals.length]));
    next.forEach((value, i) => {
      expect(value).toBeCloseTo(bundle.next_normals[i]!, 6);
    });
  });
  it('a Generator is written to the bytes it was read from', () => {
    withFolder((folder) => {
      restored().checkpoint.write(path.join(folder, 'again'));
      for (const end of ['.index', '.data-00000-of-00001'])
        expect(fs.readFileSync(path.join(folder, `again${end}`))).toEqual(
          fs.readFileSync(path.join(goldens, prefix + end)),
        );
    });
  });
});

describe('Philox', () => {
  it('gives the known answers of its authors', () => {
    const block = (counter: bigint[], key: bigint): number[] => {
      const out = new Uint32Array(4);
      Philox.fromWords(BigUint64Array.from(counter), key).fill(out, 1);
      return [...out];
    };
    expect(block([0n, 0n], 0n)).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    const all = 2n ** 64n - 1n;
    expect(block([all, all], all)).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
  });
  it('carries into all words of its counter, when skipping and when drawing', () => {
    const skipped = Philox.fromWords(BigUint64Array.of(2n ** 64n - 1n, 2n ** 32n - 1n), 0n);
    const drawn = skipped.clone();
    skipped.skip(1);
    drawn.fill(new Uint32Array(4), 1);
    expect(skipped.toWords().counter).toEqual(BigUint64Array.of(0n, 2n ** 32n));
    expect(drawn.toWords()).toEqual(skipped.toWords());
  });
});

describe('Generator', () => {
  it('refuses to draw by ThreeFry, as TF on CPU', () => {
    const gen = tf.random.Generator.from_seed(3, tf.random.Algorithm.THREEFRY);
    expect(() => gen.normal([2])).toThrow(UnimplementedError);
    expect(values(gen.state.value())).toEqual([3n, 0n]);
  });
  it('copies another with its state', () => {
    const gen = tf.random.Generator.from_seed(3);
    gen.skip(5);
    const copy = new tf.random.Generator(gen);
    expect(values(copy.uniform([3]))).toEqual(values(gen.uniform([3])));
  });
  it('refuses a state of the wrong size', () => {
    expect(() => tf.random.Generator.from_state([1, 2], 'philox')).toThrow(ValueError);
    expect(() => tf.random.Generator.from_seed(1, 'mersenne')).toThrow(/unsupported value mersenne/);
  });
  it('made without a seed differs from the next one', () => {
    const [a, b] = [0, 0].map(() => tf.random.Generator.from_non_deterministic_state().uniform([4]));
    expect(values(a!)).not.toEqual(values(b!));
  });
});

describe('random ops', () => {
  it('without any seed go on differently each time', () => {
    tf.random.set_seed(null);
    expect(values(tf.random.uniform([4]))).not.toEqual(values(tf.random.uniform([4])));
  });
  it('refuse arguments that do not go together, as TF does', () => {
    expect(() => tf.random.uniform([2], { dtype: tf.int32 })).toThrow(ValueError);
    expect(() => tf.random.uniform([2], 5, 5, tf.int32)).toThrow(/Need minval < maxval, got 5 >= 5/);
    expect(() => tf.random.uniform([-2])).toThrow(InvalidArgumentError);
    expect(() => tf.random.uniform(3)).toThrow(/shape must be a vector of {int32,int64}, got shape \[\]/);
    expect(() => tf.random.uniform([2], { dtype: tf.complex64 })).toThrow(
      /Argument `dtype` got invalid value/,
    );
    expect(() => tf.random.normal([2], { dtype: tf.int32 })).toThrow(TypeError);
    expect(() => tf.random.categorical([1, 2], 3)).toThrow(/logits should be a matrix, got shape \[2\]/);
    expect(() => tf.random.stateless_uniform([2], [1, 2, 3])).toThrow(
      /seed must have shape \[2\], not \[3\]/,
    );
    expect(() => tf.random.stateless_uniform([2], [1, 2], { alg: 'threefry' })).toThrow(InvalidArgumentError);
    expect(() => tf.random.set_seed(0.5)).toThrow(TypeError);
  });
  it('give an empty range of integers for an empty shape', () => {
    expect(tf.random.uniform([0], 5, 5, tf.int32).dims).toEqual([0]);
  });
});

describe('learned_unigram_candidate_sampler', () => {
  it('goes on with what it has learned, as TF 2.15 does after set_seed(1)', () => {
    tf.random.set_seed(1);
    const call = () =>
      tf.random.learned_unigram_candidate_sampler(
        tf.constant([[3n], [3n], [1n]], tf.int64),
        1,
        4,
        false,
        6,
        5,
      );
    const calls = [call(), call(), call(), call()];
    const sampled = calls.map(({ sampled_candidates }) => Array.from(values(sampled_candidates), Number));
    expect(sampled).toEqual([
      [2, 3, 2, 2],
      [2, 3, 1, 3],
      [1, 1, 3, 3],
      [1, 0, 3, 3],
    ]);
    const expected = calls.map(({ true_expected_count }) => values(true_expected_count)[0]);
    [2 / 3, 4 / 3, 5 / 3, 28 / 15].forEach((count, i) => {
      expect(expected[i]).toBeCloseTo(count, 6);
    });
  });
});
