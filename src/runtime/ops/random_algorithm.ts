/** The algorithm ids of TF's random number generators, and the way from a seed to a key and a counter. */
import { int32, int64, uint64 } from '../../dtypes';
import { InvalidArgumentError, TypeError, UnimplementedError, ValueError } from '../../errors';
import { repr, typeName } from '../../python/repr';
import { toTensor } from '../convert';
import { dispatch } from '../dispatch';
import { checkAllowed, defineOp, type InputSpec, noAttributes, type OpRecord } from '../op';
import { Philox } from '../random/philox';
import { Tensor } from '../tensor';
import { bracketText } from '../tensor_shape';
import { cast } from './cast';

/** One member of TF's enum. */
class AlgorithmMember {
  constructor(
    readonly name: string,
    readonly value: number,
  ) {}
  __repr__(): string {
    return `<Algorithm.${this.name}: ${this.value}>`;
  }
  __str__(): string {
    return `Algorithm.${this.name}`;
  }
  toString(): string {
    return this.__str__();
  }
}

export type { AlgorithmMember };

/** Mirrors `tf.random.Algorithm`. */
export const Algorithm = Object.freeze({
  PHILOX: new AlgorithmMember('PHILOX', 1),
  THREEFRY: new AlgorithmMember('THREEFRY', 2),
  AUTO_SELECT: new AlgorithmMember('AUTO_SELECT', 3),
});

/** An algorithm by its member, id or name (`philox`, `threefry`, `auto_select`). */
export type AlgorithmLike = AlgorithmMember | number | bigint | string | Tensor;

const named: ReadonlyMap<string, AlgorithmMember> = new Map([
  ['philox', Algorithm.PHILOX],
  ['threefry', Algorithm.THREEFRY],
  ['autoselect', Algorithm.AUTO_SELECT],
]);

export function unsupportedAlgorithm(alg: AlgorithmLike): ValueError {
  const words =
    typeof alg === 'string'
      ? ['philox', 'threefry', 'auto_select']
      : Object.values(Algorithm).map((a) => (alg instanceof AlgorithmMember ? a.toString() : a.value));
  return new ValueError(
    `Argument \`alg\` got unsupported value ${alg}. Supported values are ${words[0]} for the Philox algorithm, ` +
      `${words[1]} for the ThreeFry algorithm, and ${words[2]} for auto-selection.`,
    { fields: { expected: words, actual: String(alg) } },
  );
}

/** The id of an algorithm. @throws {@link ValueError} for an unknown name, {@link TypeError} for other values */
export function algorithmId(alg: AlgorithmLike): number {
  if (typeof alg === 'number' || typeof alg === 'bigint') return Number(alg);
  if (alg instanceof AlgorithmMember) return alg.value;
  if (alg instanceof Tensor) return Number(alg.data[0]);
  if (typeof alg !== 'string')
    throw new TypeError(
      `Can't convert argument \`alg\` (of value ${repr(alg)} and type ${typeName(alg)}) to int.`,
    );
  const member = named.get(alg.trim().toLowerCase().replace(/[-_]/g, ''));
  if (member === undefined) throw unsupportedAlgorithm(alg);
  return member.value;
}

export function algorithmTensor(alg: AlgorithmLike): Tensor {
  return toTensor(algorithmId(alg), int32);
}

function checkSeed(seed: InputSpec): void {
  checkAllowed('StatelessRandomGetKeyCounter', seed.dtype, [int32, int64], 'Tseed');
  if (seed.dims !== null && !(seed.dims.length === 1 && (seed.dims[0] ?? 2) === 2))
    throw new InvalidArgumentError(`seed must have shape [2], not ${bracketText(seed.dims as number[])}`, {
      fields: { expected: [2], actual: seed.dims },
    });
}

/** The key under which seeds are scrambled. */
const scrambling = 0x02461e293ec8f720n;

/** The generator that a seed stands for: its two integers hashed, so that either may be the weak one. */
export function generatorOfSeed(seed: Tensor): Philox {
  checkSeed(seed);
  const words = BigInt64Array.from(seed.data as ArrayLike<number | bigint>, BigInt);
  const mixed = new Uint32Array(4);
  Philox.fromWords(words, scrambling).fill(mixed, 1);
  const [key, high] = new BigUint64Array(mixed.buffer) as unknown as [bigint, bigint];
  return Philox.fromWords(BigUint64Array.of(0n, high), key);
}

const StatelessRandomGetKeyCounter: OpRecord = defineOp({
  type: 'StatelessRandomGetKeyCounter',
  infer: ([seed]) => {
    checkSeed(seed!);
    return [
      { dtype: uint64, dims: [1] },
      { dtype: uint64, dims: [2] },
    ];
  },
  kernel: ([seed]) => {
    const { key, counter } = generatorOfSeed(seed!).toWords();
    return [new Tensor(uint64, [1], BigUint64Array.of(key)), new Tensor(uint64, [2], counter)];
  },
  grad: null,
});

/** Key and counter as stateless ops take them. @throws {@link ValueError} for an unknown algorithm */
export function keyAndCounter(seed: Tensor, alg: number): readonly [Tensor, Tensor] {
  if (alg === Algorithm.PHILOX.value || alg === Algorithm.AUTO_SELECT.value) {
    const outputs = dispatch(StatelessRandomGetKeyCounter, [seed], noAttributes);
    return [outputs[0]!, outputs[1]!];
  }
  if (alg !== Algorithm.THREEFRY.value) throw unsupportedAlgorithm(alg);
  const [low, high] = (cast(seed, int64).data as BigInt64Array).map((word) => BigInt.asUintN(32, word));
  const key = BigUint64Array.of(low! | (high! << 32n));
  return [new Tensor(uint64, [1], key), new Tensor(uint64, [1], new BigUint64Array(1))];
}

/**
 * The generator of a stateless op's inputs.
 * @throws {@link InvalidArgumentError} for a counter too short for Philox, {@link UnimplementedError} for ThreeFry,
 * which TF has for XLA devices only
 */
export function generatorOf(key: Tensor, counter: Tensor, alg: Tensor): Philox {
  if (counter.dims.length !== 1 || counter.dims[0]! < 2)
    throw new InvalidArgumentError(
      `counter must be a vector with length at least 2; got shape: ${bracketText(counter.dims)}. ` +
        '(Note that batched counters are not supported yet.)',
      { fields: { expected: [2], actual: counter.dims } },
    );
  checkSupported(Number(alg.data[0]));
  return Philox.fromWords(counter.data as BigUint64Array, (key.data as BigUint64Array)[0]!);
}

/** @throws {@link UnimplementedError} for ThreeFry, {@link InvalidArgumentError} for ids that mean nothing */
export function checkSupported(alg: number): void {
  if (alg === Algorithm.PHILOX.value || alg === Algorithm.AUTO_SELECT.value) return;
  if (alg === Algorithm.THREEFRY.value)
    throw new UnimplementedError("Non-XLA devices don't support the ThreeFry algorithm.");
  throw new InvalidArgumentError(`Unsupported algorithm id: ${alg}`);
}
