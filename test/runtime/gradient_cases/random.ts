/** Random ops and lookup tables: no gradient flows through them. */
import * as tf from '../../../src';
import { gradientCase, type OpCases } from './helpers';

const seed = [1, 2];
const { random } = tf;
const table = (): tf.lookup.experimental.MutableHashTable =>
  new tf.lookup.experimental.MutableHashTable(tf.int64, tf.float64, 0);

function changed(change: (t: ReturnType<typeof table>) => void): tf.Tensor {
  const made = table();
  change(made);
  return made.size();
}

const truth = tf.constant([[1n], [2n]], tf.int64);
const { nn } = tf;

export const cases: OpCases = {
  RandomUniform: [gradientCase(() => random.uniform([3]))],
  RandomUniformInt: [gradientCase(() => random.uniform([3], 0, 9, tf.int32))],
  RandomStandardNormal: [gradientCase(() => random.normal([3]))],
  TruncatedNormal: [gradientCase(() => random.truncated_normal([3]))],
  RandomShuffle: [gradientCase(() => random.shuffle([1, 2, 3]))],
  Multinomial: [gradientCase(() => random.categorical([[0.5, 1]], 4))],
  RandomGamma: [gradientCase(() => random.gamma([2], 3))],
  RandomPoissonV2: [gradientCase(() => random.poisson([2], 3))],
  StatelessRandomGetKeyCounter: [gradientCase(() => random.stateless_uniform([3], seed))],
  StatelessRandomUniformV2: [gradientCase(() => random.stateless_uniform([3], seed))],
  StatelessRandomNormalV2: [gradientCase(() => random.stateless_normal([3], seed))],
  StatelessTruncatedNormalV2: [gradientCase(() => random.stateless_truncated_normal([3], seed))],
  StatelessRandomUniformIntV2: [gradientCase(() => random.stateless_uniform([3], seed, 0, 9, tf.int32))],
  StatelessRandomUniformFullIntV2: [gradientCase(() => random.split(seed))],
  StatelessShuffle: [gradientCase(() => random.experimental.stateless_shuffle([1, 2, 3], seed))],
  StatelessRandomGammaV3: [gradientCase(() => random.stateless_gamma([2], seed, 3))],
  StatelessRandomPoisson: [gradientCase(() => random.stateless_poisson([2], seed, 3))],
  StatelessRandomBinomial: [gradientCase(() => random.stateless_binomial([2], seed, 9, 0.5))],
  StatelessMultinomial: [gradientCase(() => random.stateless_categorical([[0.5, 1]], 4, seed))],
  UniformCandidateSampler: [gradientCase(() => random.uniform_candidate_sampler(truth, 1, 2, true, 5))],
  LogUniformCandidateSampler: [
    gradientCase(() => random.log_uniform_candidate_sampler(truth, 1, 2, true, 5)),
  ],
  LearnedUnigramCandidateSampler: [
    gradientCase(() => random.learned_unigram_candidate_sampler(truth, 1, 2, true, 5)),
  ],
  FixedUnigramCandidateSampler: [
    gradientCase(() =>
      random.fixed_unigram_candidate_sampler(truth, 1, 2, true, 3, { unigrams: [0.5, 0.25, 0.25] }),
    ),
  ],
  AllCandidateSampler: [gradientCase(() => random.all_candidate_sampler(truth, 1, 5, true))],
  ComputeAccidentalHits: [gradientCase(() => nn.compute_accidental_hits(truth, [2n, 3n], 1))],
  LookupTableFindV2: [gradientCase(() => table().lookup([1n, 2n]))],
  LookupTableSizeV2: [gradientCase(() => table().size())],
  LookupTableInsertV2: [gradientCase(() => changed((t) => t.insert([1n], [2])))],
  LookupTableRemoveV2: [gradientCase(() => changed((t) => t.remove(tf.constant([1n], tf.int64))))],
};
