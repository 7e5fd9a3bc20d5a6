/** `tf.random.*_candidate_sampler`: some of many classes, drawn to stand for all of them. */
import { float32, int32, int64 } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { named } from '../../python/named';
import { namedtuple } from '../../python/tuple';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { readBytes } from '../gfile';
import { defineOp, type InputSpec, mismatch, type OpRecord, type Spec } from '../op';
import { keptFor, reserve, type Seed, type SeedAttributes, seedAttributes } from '../random/op_seeds';
import {
  drawBatch,
  FixedUnigramSampler,
  LearnedUnigramSampler,
  LogUniformSampler,
  type RangeSampler,
  UniformSampler,
} from '../random/range_samplers';
import { Tensor } from '../tensor';
import { decodeText } from '../utf8';
import type { NamedTensors } from './sorting';

interface SamplerAttributes extends SeedAttributes {
  readonly num_true: number;
  readonly num_sampled: number;
  readonly unique: boolean;
}
interface RangeAttributes extends SamplerAttributes {
  readonly range_max: number;
}

function atLeastOne(type: string, attr: string, value: number): void {
  if (value < 1)
    throw new InvalidArgumentError(
      `Value for attr '${attr}' of ${value} must be at least minimum 1\n\t; NodeDef: {{node ${type}}}; Op<name=${type}>`,
      { fields: { expected: 1, actual: value } },
    );
}

function inferSamples(type: string, classes: InputSpec, attrs: SamplerAttributes): readonly Spec[] {
  if (classes.dtype !== int64) throw mismatch(type, 0, int64, classes.dtype);
  atLeastOne(type, 'num_true', attrs.num_true);
  atLeastOne(type, 'num_sampled', attrs.num_sampled);
  const { dims } = classes;
  if (dims !== null && dims.length !== 2)
    throw new InvalidArgumentError('true_classes must be a matrix', { fields: { actual: dims } });
  if (dims !== null && dims[1] !== null && dims[1] !== attrs.num_true)
    throw new InvalidArgumentError(
      `true_classes must have num_true columns, expected: ${dims[1]} was: ${attrs.num_true}`,
      { fields: { expected: attrs.num_true, actual: dims[1] } },
    );
  return [
    { dtype: int64, dims: [attrs.num_sampled] },
    { dtype: float32, dims: [dims?.[0] ?? null, attrs.num_true] },
    { dtype: float32, dims: [attrs.num_sampled] },
  ];
}

/** @throws {@link InvalidArgumentError} for a class that the sampler does not know */
function checkTruth(truth: readonly number[], range: number): void {
  const odd = truth.find((value) => value < 0 || value >= range);
  if (odd !== undefined)
    throw new InvalidArgumentError(`\`true_candidate\` out of range [0, ${range}), received ${odd}`, {
      fields: { expected: [0, range], actual: odd },
    });
}

/** Words that TF sets aside for each sample, in blocks. */
const blocksPerSample = 512;

/** A record that draws from the sampler its attributes describe. */
function samplerOp<A extends SamplerAttributes>(
  type: string,
  samplerOf: (attrs: A, kernel: string) => RangeSampler,
): OpRecord<A> {
  return defineOp<A>({
    type,
    infer: ([classes], attrs) => inferSamples(type, classes!, attrs),
    kernel: ([classes], attrs) => {
      const { num_sampled, unique } = attrs;
      const { seed, seed2, dealt, ...own } = attrs;
      const kernel = `${type} ${JSON.stringify(own)}`;
      const sampler = samplerOf(attrs, kernel);
      if (unique && num_sampled > sampler.range)
        throw new InvalidArgumentError("Sampler's range is too small.", {
          fields: { expected: sampler.range, actual: num_sampled },
        });
      const truth = Array.from(classes!.data as BigInt64Array, Number);
      checkTruth(truth, sampler.range);
      const gen = reserve(kernel, attrs, blocksPerSample * num_sampled);
      const { values, expected } = drawBatch(sampler, gen, num_sampled, unique);
      const outputs = [
        new Tensor(int64, [num_sampled], BigInt64Array.from(values, BigInt)),
        new Tensor(float32, classes!.dims, Float32Array.from(truth, expected)),
        new Tensor(float32, [num_sampled], Float32Array.from(values, expected)),
      ];
      sampler.update?.(truth);
      return outputs;
    },
    effect: 'reads',
    grad: null,
  });
}

function rangeOp(
  type: string,
  samplerOf: (range: number, attrs: RangeAttributes, kernel: string) => RangeSampler,
) {
  return samplerOp<RangeAttributes>(type, (attrs, kernel) => {
    atLeastOne(type, 'range_max', attrs.range_max);
    return samplerOf(attrs.range_max, attrs, kernel);
  });
}
const Uniform = rangeOp('UniformCandidateSampler', (range) => new UniformSampler(range));
const LogUniform = rangeOp('LogUniformCandidateSampler', (range) => new LogUniformSampler(range));

/** What the kernels have learned, for as long as their generators are kept. */
const learned = new WeakMap<object, LearnedUnigramSampler>();
const LearnedUnigram = rangeOp('LearnedUnigramCandidateSampler', (range, attrs, kernel) => {
  const kept = keptFor(kernel, attrs);
  const sampler = learned.get(kept) ?? new LearnedUnigramSampler(range);
  learned.set(kept, sampler);
  return sampler;
});

interface FixedAttributes extends RangeAttributes {
  readonly vocab_file: string;
  readonly distortion: number;
  readonly num_reserved_ids: number;
  readonly num_shards: number;
  readonly shard: number;
  readonly unigrams: readonly number[];
}

/** The weights in the last columns of a file of lines. */
function weightsOf(vocab_file: string): number[] {
  const lines = decodeText(readBytes(vocab_file))
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => {
    const text = line.split(',').at(-1)!.trim();
    if (text === '' || Number.isNaN(Number(text)))
      throw new InvalidArgumentError(`Wrong vocabulary format at line: ${line}`, {
        fields: { file: vocab_file, actual: line },
      });
    return Number(text);
  });
}

const FixedUnigram = samplerOp<FixedAttributes>('FixedUnigramCandidateSampler', (attrs) => {
  const { vocab_file, unigrams, num_reserved_ids, num_shards, shard, distortion, range_max } = attrs;
  if (vocab_file === '' && unigrams.length === 0)
    throw new InvalidArgumentError('Must provide either vocab_file or unigrams.');
  if (vocab_file !== '' && unigrams.length > 0)
    throw new InvalidArgumentError('Must only provide one of vocab_file and unigrams.');
  const given = vocab_file === '' ? unigrams : weightsOf(vocab_file);
  const mine = (_: number, id: number): boolean => id % num_shards === shard;
  const reserved = new Array<number>(num_reserved_ids).fill(0).filter(mine);
  // Ids go on from how many reserved ones this shard has.
  const weights = given
    .filter((w, i) => mine(w, i + reserved.length))
    .map((w) => Math.fround(w) ** Math.fround(distortion));
  const sampler = new FixedUnigramSampler(Float32Array.from([...reserved, ...weights]));
  if (sampler.range !== range_max)
    throw new InvalidArgumentError(`range is ${range_max} must be equal to weights size  ${sampler.range}`, {
      fields: { expected: range_max, actual: sampler.range },
    });
  return sampler;
});

const AllCandidates = defineOp<SamplerAttributes>({
  type: 'AllCandidateSampler',
  infer: ([classes], attrs) => inferSamples('AllCandidateSampler', classes!, attrs),
  kernel: ([classes], { num_sampled }) => {
    checkTruth(Array.from(classes!.data as BigInt64Array, Number), num_sampled);
    const all = BigInt64Array.from({ length: num_sampled }, (_, i) => BigInt(i));
    return [
      new Tensor(int64, [num_sampled], all),
      new Tensor(float32, classes!.dims, new Float32Array(classes!.data.length).fill(1)),
      new Tensor(float32, [num_sampled], new Float32Array(num_sampled).fill(1)),
    ];
  },
  grad: null,
});

type Sampled = NamedTensors<'sampled_candidates' | 'true_expected_count' | 'sampled_expected_count'>;

const fieldNames = ['sampled_candidates', 'true_expected_count', 'sampled_expected_count'];
const results = new Map<string, ReturnType<typeof namedtuple>>();

function run<A extends SamplerAttributes>(
  op: OpRecord<A>,
  classes: TensorLike,
  attrs: A,
  name?: string | null,
): Sampled {
  const outputs = dispatch(op, [toTensor(classes, undefined, int64)], attrs, name);
  const Result = results.get(op.type) ?? namedtuple(op.type, fieldNames);
  results.set(op.type, Result);
  return new Result(...outputs) as unknown as Sampled;
}

const rangeNames = ['true_classes', 'num_true', 'num_sampled', 'unique', 'range_max'] as const;

type RangeCall = (
  true_classes: TensorLike,
  num_true: number,
  num_sampled: number,
  unique: boolean,
  range_max: number,
  seed?: Seed,
  name?: string | null,
) => Sampled;

function calling(op: OpRecord<RangeAttributes>): RangeCall {
  return (true_classes, num_true, num_sampled, unique, range_max, seed, name) =>
    run(op, true_classes, { num_true, num_sampled, unique, range_max, ...seedAttributes(seed) }, name);
}

/**
 * Mirrors `tf.random.uniform_candidate_sampler`: `num_sampled` of the classes below `range_max`, all as likely, without
 * repeats if `unique`.
 * @returns int64 candidates, and how often `true_classes`, int64 `[batch, num_true]`, and the candidates are to be expected
 * @throws {@link InvalidArgumentError} for shapes or sizes that do not fit
 */
export const uniform_candidate_sampler = named(
  'uniform_candidate_sampler',
  rangeNames,
  ['seed', 'name'],
  calling(Uniform),
);
/**
 * Mirrors `tf.random.log_uniform_candidate_sampler`: small classes are likely, as the words of a language in the order of
 * their frequency are.
 * @throws {@link InvalidArgumentError} for shapes or sizes that do not fit
 */
export const log_uniform_candidate_sampler = named(
  'log_uniform_candidate_sampler',
  rangeNames,
  ['seed', 'name'],
  calling(LogUniform),
);
/**
 * Mirrors `tf.random.learned_unigram_candidate_sampler`: as likely as they have come in `true_classes` of calls so far.
 * @throws {@link InvalidArgumentError} for shapes or sizes that do not fit
 */
export const learned_unigram_candidate_sampler = named(
  'learned_unigram_candidate_sampler',
  rangeNames,
  ['seed', 'name'],
  calling(LearnedUnigram),
);

/**
 * Mirrors `tf.random.fixed_unigram_candidate_sampler`: as likely as `unigrams`, or the last columns of `vocab_file`, to the
 * power of `distortion` say.
 * @throws {@link InvalidArgumentError} for shapes or sizes that do not fit
 */
export const fixed_unigram_candidate_sampler = named(
  'fixed_unigram_candidate_sampler',
  rangeNames,
  ['vocab_file', 'distortion', 'num_reserved_ids', 'num_shards', 'shard', 'unigrams', 'seed', 'name'],
  (
    true_classes: TensorLike,
    num_true: number,
    num_sampled: number,
    unique: boolean,
    range_max: number,
    vocab_file?: string,
    distortion?: number,
    num_reserved_ids?: number,
    num_shards?: number,
    shard?: number,
    unigrams?: readonly number[],
    seed?: Seed,
    name?: string | null,
  ): Sampled => {
    const attrs = {
      num_true,
      num_sampled,
      unique,
      range_max,
      vocab_file: vocab_file ?? '',
      distortion: distortion ?? 1,
      num_reserved_ids: num_reserved_ids ?? 0,
      num_shards: num_shards ?? 1,
      shard: shard ?? 0,
      unigrams: unigrams ?? [],
      ...seedAttributes(seed),
    };
    return run(FixedUnigram, true_classes, attrs, name);
  },
);

/**
 * Mirrors `tf.random.all_candidate_sampler`: all classes from 0 to `num_sampled`.
 * @throws {@link InvalidArgumentError} for shapes or sizes that do not fit
 */
export const all_candidate_sampler = named(
  'all_candidate_sampler',
  ['true_classes', 'num_true', 'num_sampled', 'unique'],
  ['seed', 'name'],
  (
    true_classes: TensorLike,
    num_true: number,
    num_sampled: number,
    unique: boolean,
    seed?: Seed,
    name?: string | null,
  ): Sampled =>
    run(AllCandidates, true_classes, { num_true, num_sampled, unique, ...seedAttributes(seed) }, name),
);

interface HitAttributes {
  readonly [name: string]: unknown;
  readonly num_true: number;
}
const weightOfHit = -((2 - 2 ** -23) * 2 ** 127);

const ComputeAccidentalHits: OpRecord<HitAttributes> = defineOp<HitAttributes>({
  type: 'ComputeAccidentalHits',
  infer: ([truth, sampled], { num_true }) => {
    [truth!, sampled!].forEach((input, i) => {
      if (input.dtype !== int64) throw mismatch('ComputeAccidentalHits', i, int64, input.dtype);
    });
    const [dims, list] = [truth!.dims, sampled!.dims];
    if (dims !== null && (dims.length !== 2 || (dims[1] !== null && dims[1] !== num_true)))
      throw new InvalidArgumentError('true_candidates must be a batch_size * num_true matrix', {
        fields: { expected: num_true, actual: dims },
      });
    if (list !== null && list.length !== 1)
      throw new InvalidArgumentError(
        'sampled_candidates must be a vector, which is typically an output from CandidateSampler',
        { fields: { actual: list } },
      );
    return [int32, int64, float32].map((dtype) => ({ dtype, dims: [null] }));
  },
  kernel: ([truth, sampled], { num_true }) => {
    const places = new Map(Array.from(sampled!.data as BigInt64Array, (value, i) => [value, i]));
    const [rows, ids]: [number[], bigint[]] = [[], []];
    (truth!.data as BigInt64Array).forEach((value, i) => {
      const at = places.get(value);
      if (at === undefined) return;
      rows.push(Math.floor(i / num_true));
      ids.push(BigInt(at));
    });
    const dims = [rows.length];
    return [
      new Tensor(int32, dims, Int32Array.from(rows)),
      new Tensor(int64, dims, BigInt64Array.from(ids)),
      new Tensor(float32, dims, new Float32Array(rows.length).fill(weightOfHit)),
    ];
  },
  grad: null,
});

const Hits = namedtuple('ComputeAccidentalHits', ['indices', 'ids', 'weights']);

/**
 * Mirrors `tf.nn.compute_accidental_hits`: where `sampled_candidates` are among `true_classes`, int64 `[batch, num_true]`.
 * @returns rows (int32), places in the sample (int64) and weights: float32's lowest, to be added to logits
 * @throws {@link InvalidArgumentError} for shapes that do not fit
 */
export const compute_accidental_hits = named(
  'compute_accidental_hits',
  ['true_classes', 'sampled_candidates', 'num_true'],
  ['seed', 'name'],
  (
    true_classes: TensorLike,
    sampled_candidates: TensorLike,
    num_true: number,
    _seed?: Seed,
    name?: string | null,
  ): NamedTensors<'indices' | 'ids' | 'weights'> => {
    const inputs = [true_classes, sampled_candidates].map((v) => toTensor(v, undefined, int64));
    const outputs = dispatch(ComputeAccidentalHits, inputs, { num_true }, name);
    return new Hits(...outputs) as unknown as NamedTensors<'indices' | 'ids' | 'weights'>;
  },
);
