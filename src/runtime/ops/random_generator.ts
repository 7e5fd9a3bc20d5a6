/** `tf.random.Generator`: a stream of random numbers whose state is a variable, saved and restored like any other. */

import { as_dtype, type DTypeLike, int32, int64, uint64 } from '../../dtypes';
import { AssertionError, InvalidArgumentError, ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { type Call, named, positional } from '../../python/named';
import { AutoTrackableBase } from '../../tracking/auto_trackable';
import { BaseVariable } from '../base_variable';
import { isHostValue, toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { nonDeterministic } from '../random/op_seeds';
import { Philox } from '../random/philox';
import type { ShapeArgument } from '../shape_argument';
import { Tensor } from '../tensor';
import { elementCount, TensorShape } from '../tensor_shape';
import { Variable } from '../variable';
import { cast } from './cast';
import { zeros_like } from './creation';
import { stack } from './joining';
import {
  Algorithm,
  type AlgorithmLike,
  algorithmId,
  algorithmTensor,
  checkSupported,
  unsupportedAlgorithm,
} from './random_algorithm';
import { integersArgument, sampleDims } from './random_draw';
import {
  type BoundKeywords,
  fullIntegersFrom,
  type NormalShape,
  normalsFrom,
  type RandomSource,
  uniformFrom,
} from './random_stateless';
import { drawBinomial, inferBinomial } from './random_stateless_draws';

/** Blocks by which the counter moves for each sample. */
const blocksEach = 256n;

/** A generator's seed: an integer of any size, or a vector of them. */
export type GeneratorSeed = number | bigint | TensorLike;

/** How many 64-bit words the state has: counter, then key. @throws {@link ValueError} for unknown algorithms */
function stateSize(alg: number): number {
  if (alg === Algorithm.PHILOX.value || alg === Algorithm.AUTO_SELECT.value) return 3;
  if (alg === Algorithm.THREEFRY.value) return 2;
  throw unsupportedAlgorithm(alg);
}

/** Integers of up to 64 bits, as int64: large ones wrap as Python's unsigned ones do. */
function stateTensor(words: TensorLike): Tensor {
  if (isHostValue(words)) return cast(toTensor(words), int64);
  const wrap = (v: unknown): unknown => {
    if (Array.isArray(v)) return v.map(wrap);
    return isHostValue(v) ? BigInt.asIntN(64, BigInt(String(toTensor(v as TensorLike).data[0]))) : wrapped(v);
  };
  return toTensor(wrap(words) as TensorLike, int64);
}
function wrapped(value: unknown): bigint {
  return BigInt.asIntN(64, BigInt(value as number | bigint));
}

/**
 * Mirrors `tf.random.create_rng_state`: the state for a seed, int64 of 3 words (Philox) or 2 (ThreeFry).
 * @throws {@link ValueError} for an unknown algorithm
 */
export const create_rng_state = named(
  'create_rng_state',
  ['seed', 'alg'],
  [],
  (seed: GeneratorSeed, alg: AlgorithmLike): Tensor => {
    const size = stateSize(algorithmId(alg));
    const words: bigint[] = [];
    if (typeof seed === 'number' || typeof seed === 'bigint') {
      for (let i = 0, rest = BigInt(seed); i < size; i++, rest >>= 64n) words.push(BigInt.asIntN(64, rest));
    } else words.push(...(stateTensor(seed).data as BigInt64Array).slice(0, size));
    while (words.length < size) words.unshift(0n);
    return new Tensor(int64, [size], BigInt64Array.from(words));
  },
);

function checkShape(tensor: Tensor, dims: readonly number[]): Tensor {
  new TensorShape(tensor.dims).assert_is_compatible_with(dims);
  return tensor;
}

function keyCounterState(key: TensorLike, counter: TensorLike, alg: number): Tensor {
  const words = checkShape(stateTensor(counter), [stateSize(alg) - 1]).data as BigInt64Array;
  const last = checkShape(stateTensor(key), []).data as BigInt64Array;
  return new Tensor(int64, [words.length + 1], BigInt64Array.of(...words, ...last));
}

interface GeneratorKeywords {
  copy_from?: Generator | null;
  state?: TensorLike | Variable | null;
  alg?: AlgorithmLike | null;
}
interface AlgKeywords {
  alg?: AlgorithmLike | null;
}
interface BinomialKeywords {
  dtype?: DTypeLike;
  name?: string | null;
}

type StateParameters = [state: TensorLike | Variable, alg: AlgorithmLike];
const stateNames = ['state', 'alg'] as const;
type KeyParameters = [key: TensorLike, counter: TensorLike, alg: AlgorithmLike];
const keyNames = ['key', 'counter', 'alg'] as const;

/**
 * Mirrors `tf.random.Generator`. Its state - counter, then key - is the variable `state`, tracked as `_state_var`:
 * a checkpoint brings the stream back to where it was.
 */
export class Generator extends AutoTrackableBase {
  private readonly _state_var: Variable;
  private readonly _alg: number;

  /** @throws {@link AssertionError} without a generator to copy or a state and its algorithm */
  constructor(
    ...args: Args<
      [],
      [copy_from: Generator | null, state: TensorLike | Variable | null, alg: AlgorithmLike | null],
      GeneratorKeywords
    >
  ) {
    super();
    const given = bindArguments<GeneratorKeywords>('Generator', ['copy_from', 'state', 'alg'], args);
    const { copy_from, state, alg } = given;
    if (copy_from) {
      if (alg || state) throw new AssertionError('copy_from excludes state and alg.');
      this._state_var = stateVariable(copy_from.state.value());
      this._alg = copy_from.algorithm;
    } else {
      if (alg === undefined || alg === null || state === undefined || state === null)
        throw new AssertionError('A Generator is made of a state and its alg, or of a generator to copy.');
      this._alg = algorithmId(alg);
      const size = [stateSize(this._alg)];
      if (state instanceof BaseVariable) state.shape.assert_is_compatible_with(size);
      this._state_var =
        state instanceof BaseVariable
          ? (state as Variable)
          : stateVariable(checkShape(stateTensor(state), size));
    }
  }

  /** Mirrors `from_state`. @throws {@link ValueError} for a state of another size than `alg` has */
  static from_state(...args: Call<StateParameters, typeof stateNames>): Generator {
    const [state, alg] = positional<StateParameters>('from_state', stateNames, 2, args);
    return new Generator({ state, alg });
  }
  /** Mirrors `from_seed`: Philox unless `alg` says otherwise. */
  static from_seed(
    ...args: Args<[seed: GeneratorSeed], [alg: AlgorithmLike | null], AlgKeywords, ['seed']>
  ): Generator {
    const { seed, alg } = bindArguments<AlgKeywords & { seed: GeneratorSeed }>(
      'from_seed',
      ['seed', 'alg'],
      args,
      { required: 1 },
    );
    const id = algorithmId(alg ?? Algorithm.PHILOX);
    return new Generator({ state: create_rng_state(seed!, id), alg: id });
  }
  /** Mirrors `from_non_deterministic_state`: seeded by the platform. */
  static from_non_deterministic_state(
    ...args: Args<[], [alg: AlgorithmLike | null], AlgKeywords>
  ): Generator {
    const { alg } = bindArguments<AlgKeywords>('from_non_deterministic_state', ['alg'], args);
    const id = algorithmId(alg ?? Algorithm.PHILOX);
    const words = BigInt64Array.from({ length: stateSize(id) }, nonDeterministic);
    return new Generator({ state: new Tensor(int64, [words.length], words), alg: id });
  }
  /** Mirrors `from_key_counter`: `key` a scalar, `counter` of 2 words (Philox) or 1. */
  static from_key_counter(...args: Call<KeyParameters, typeof keyNames>): Generator {
    const [key, counter, alg] = positional<KeyParameters>('from_key_counter', keyNames, 3, args);
    const id = algorithmId(alg);
    return new Generator({ state: keyCounterState(key, counter, id), alg: id });
  }

  /** The variable that holds the state. */
  get state(): Variable {
    return this._state_var;
  }
  /** The id of the algorithm. */
  get algorithm(): number {
    return this._alg;
  }
  /** The state's last word, a scalar of int64. */
  get key(): Tensor {
    const words = this._state_var.value().data as BigInt64Array;
    return new Tensor(int64, [], words.slice(-1));
  }

  /** Goes on from another state. @throws {@link ValueError} for another size */
  reset(state: TensorLike): void {
    this._state_var.assign(checkShape(stateTensor(state), [stateSize(this._alg)]));
  }
  /** Goes on as a generator made from `seed`. */
  reset_from_seed(seed: GeneratorSeed): void {
    this._state_var.assign(create_rng_state(seed, this._alg));
  }
  /** Goes on as a generator made from `key` and `counter`. */
  reset_from_key_counter(key: TensorLike, counter: TensorLike): void {
    this._state_var.assign(keyCounterState(key, counter, this._alg));
  }

  /**
   * Moves on as if `delta` samples had been drawn.
   * @returns the state before
   * @throws {@link UnimplementedError} for ThreeFry, as TF on CPU
   */
  skip(delta: TensorLike): Tensor {
    const samples = BigInt(integersArgument(delta).data[0] as number | bigint);
    return this.advance(BigInt.asUintN(64, samples * blocksEach));
  }

  private advance(blocks: bigint): Tensor {
    checkSupported(this._alg);
    const before = this._state_var.value();
    const gen = generatorAt(before);
    gen.skip(blocks);
    const { counter, key } = gen.toWords();
    const words = BigInt64Array.of(...counter, key);
    this._state_var.assign(new Tensor(int64, [words.length], words));
    return before;
  }

  /** Takes the words for a result of this shape: what stateless ops draw it with. */
  private take(shape: Tensor): RandomSource {
    const before = this.skip(elementCount(sampleDims(shape) as number[])).data as BigInt64Array;
    const words = new BigUint64Array(before.slice().buffer);
    return [
      new Tensor(uint64, [1], words.slice(2, 3)),
      new Tensor(uint64, [2], words.slice(0, 2)),
      algorithmTensor(this._alg),
    ];
  }

  /** Mirrors `normal`: float16, bfloat16, float32 or float64. */
  normal(
    ...args: Args<
      [shape: ShapeArgument],
      [mean: TensorLike, stddev: TensorLike, dtype: DTypeLike],
      NormalShape,
      ['shape']
    >
  ): Tensor {
    return this.normals('normal', false, args);
  }
  /** Mirrors `truncated_normal`: what is more than two deviations off is drawn again. */
  truncated_normal(
    ...args: Args<
      [shape: ShapeArgument],
      [mean: TensorLike, stddev: TensorLike, dtype: DTypeLike],
      NormalShape,
      ['shape']
    >
  ): Tensor {
    return this.normals('truncated_normal', true, args);
  }
  private normals(method: string, truncated: boolean, args: readonly unknown[]): Tensor {
    const names = ['shape', 'mean', 'stddev', 'dtype', 'name'] as const;
    const given = bindArguments<NormalShape & { shape: ShapeArgument }>(method, names, args, { required: 1 });
    const shape = sampleShape(given.shape!);
    return normalsFrom(shape, given, truncated, () => this.take(shape));
  }

  /**
   * Mirrors `uniform`: values of [minval, maxval), by default [0, 1); integers need both bounds, or `null` for both.
   * @throws {@link ValueError} for integers with one bound
   */
  uniform(
    ...args: Args<
      [shape: ShapeArgument],
      [minval: TensorLike | null, maxval: TensorLike | null, dtype: DTypeLike],
      BoundKeywords,
      ['shape']
    >
  ): Tensor {
    const names = ['shape', 'minval', 'maxval', 'dtype', 'name'] as const;
    const given = bindArguments<BoundKeywords & { shape: ShapeArgument }>('uniform', names, args, {
      required: 1,
    });
    const minval = given.minval === undefined ? 0 : given.minval;
    const maxval = given.maxval ?? null;
    if (as_dtype(given.dtype ?? 'float32').is_integer && (minval === null) !== (maxval === null))
      throw new ValueError(
        `For integer dtype ${as_dtype(given.dtype!)}, minval and maxval must be both \`None\` or both non-\`None\`; ` +
          `got minval=${minval === null ? 'None' : String(minval)} and maxval=${maxval === null ? 'None' : String(maxval)}`,
      );
    const shape = sampleShape(given.shape!);
    return uniformFrom(shape, given, () => this.take(shape));
  }
  /** Mirrors `uniform_full_int`: integers of all their type's values; uint64 by default. */
  uniform_full_int(
    ...args: Args<
      [shape: ShapeArgument],
      [dtype: DTypeLike, name: string | null],
      BinomialKeywords,
      ['shape']
    >
  ): Tensor {
    const names = ['shape', 'dtype', 'name'] as const;
    const given = bindArguments<BinomialKeywords & { shape: ShapeArgument }>(
      'uniform_full_int',
      names,
      args,
      { required: 1 },
    );
    const shape = sampleShape(given.shape!);
    return fullIntegersFrom(shape, as_dtype(given.dtype ?? uint64), this.take(shape));
  }

  /**
   * Mirrors `binomial`: `shape` ends with that of `counts` and `probs` broadcast; int32 by default.
   * @throws {@link InvalidArgumentError} for shapes or dtypes that do not go together
   */
  binomial(
    ...args: Args<
      [shape: ShapeArgument, counts: TensorLike, probs: TensorLike],
      [dtype: DTypeLike, name: string | null],
      BinomialKeywords,
      ['shape', 'counts', 'probs']
    >
  ): Tensor {
    const names = ['shape', 'counts', 'probs', 'dtype', 'name'] as const;
    const given = bindArguments<
      BinomialKeywords & { shape: ShapeArgument; counts: TensorLike; probs: TensorLike }
    >('binomial', names, args, { required: 3 });
    const counts = toTensor(given.counts!);
    const probs = toTensor(given.probs!);
    const shape = sampleShape(given.shape!);
    const [spec] = inferBinomial(
      'StatefulRandomBinomial',
      shape,
      counts,
      probs,
      as_dtype(given.dtype ?? int32),
    );
    if (this._alg !== Algorithm.PHILOX.value)
      throw new InvalidArgumentError(`Unsupported algorithm id: ${this._alg}`);
    const dims = spec!.dims as number[];
    const batches = elementCount(dims.slice(dims.length - Math.max(counts.dims.length, probs.dims.length)));
    const each = batches === 0 ? 0 : elementCount(dims) / batches;
    const before = this.advance(BigInt(Math.trunc((batches * 2 * 100 * (each + 3)) / 4)) * blocksEach);
    return drawBinomial(generatorAt(before), counts, probs, spec!);
  }

  /** Mirrors `make_seeds`: seeds for stateless ops, [2, count] of int64. */
  make_seeds(count = 1): Tensor {
    const keys = this.uniform_full_int([count], int64);
    return stack([keys, zeros_like(keys)]);
  }
  /** Mirrors `split`: `count` generators independent of each other and of this one. */
  split(count = 1): Generator[] {
    const keys = this.uniform_full_int([count], int64).data as BigInt64Array;
    const zeros = new Array<bigint>(stateSize(this._alg) - 1).fill(0n);
    return Array.from(keys, (key) => new Generator({ state: [...zeros, key], alg: this._alg }));
  }
}

function stateVariable(initial: Tensor): Variable {
  return new Variable(initial, { dtype: int64, trainable: false, name: 'StateVar' });
}

function generatorAt(state: Tensor): Philox {
  const words = state.data as BigInt64Array;
  return Philox.fromWords(words, words[2]!);
}

/** A shape as generators take it. */
function sampleShape(shape: ShapeArgument): Tensor {
  return Array.isArray(shape) && shape.length === 0 ? toTensor([], int64) : integersArgument(shape);
}

let globalGenerator: Generator | null = null;

/** Mirrors `tf.random.get_global_generator`: made from the platform's randomness when first asked for. */
export function get_global_generator(): Generator {
  globalGenerator ??= Generator.from_non_deterministic_state();
  return globalGenerator;
}
/** Mirrors `tf.random.set_global_generator`. */
export const set_global_generator = named(
  'set_global_generator',
  ['generator'],
  [],
  (generator: Generator): void => {
    globalGenerator = generator;
  },
);
