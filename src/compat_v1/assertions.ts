/** `tf1.assert_equal` and its like: with `data` that errors show, and in graphs operations that have to be run. */
import {
  assert_rank as checkRank,
  assert_rank_at_least as checkRankAtLeast,
  assert_rank_in as checkRankIn,
  assert_scalar as checkScalar,
} from '../runtime/assert_shapes';
import { type AssertOptions, checkComparison, checkNear, checkSign } from '../runtime/assert_values';
import type { TensorLike } from '../runtime/convert_types';
import { no_op } from '../runtime/graph/group';
import type { Operation } from '../runtime/graph/operation';
import { assert_all_finite as allFinite } from '../runtime/ops/check_numerics';
import { bindFormer, type FormerCall, type Name } from './former_call';

type Data = readonly TensorLike[] | null;
type Tail = [data: Data, summarize: number | null, message: string | null, name: Name];
const tail = ['data', 'summarize', 'message', 'name'] as const;

const pairNames = ['x', 'y', ...tail] as const;
type PairAssert = FormerCall<typeof pairNames, [x: TensorLike, y: TensorLike], Tail, Operation | null>;
function pair(name: string): PairAssert {
  return (...args) =>
    checkComparison(name, bindFormer(name, pairNames, args, { required: 2 }) as AssertOptions);
}
/** Mirrors `tf.compat.v1.assert_equal`. @throws {@link InvalidArgumentError} with `data`, or the values that differ */
export const assert_equal = pair('assert_equal');
/** Mirrors `tf.compat.v1.assert_none_equal`. */
export const assert_none_equal = pair('assert_none_equal');
/** Mirrors `tf.compat.v1.assert_less`. */
export const assert_less = pair('assert_less');
/** Mirrors `tf.compat.v1.assert_less_equal`. */
export const assert_less_equal = pair('assert_less_equal');
/** Mirrors `tf.compat.v1.assert_greater`. */
export const assert_greater = pair('assert_greater');
/** Mirrors `tf.compat.v1.assert_greater_equal`. */
export const assert_greater_equal = pair('assert_greater_equal');

const signNames = ['x', ...tail] as const;
type SignAssert = FormerCall<typeof signNames, [x: TensorLike], Tail, Operation | null>;
function sign(name: string): SignAssert {
  return (...args) => checkSign(name, bindFormer(name, signNames, args) as AssertOptions);
}
/** Mirrors `tf.compat.v1.assert_positive`. @throws {@link InvalidArgumentError} with `data`, or the first elements */
export const assert_positive = sign('assert_positive');
/** Mirrors `tf.compat.v1.assert_negative`. */
export const assert_negative = sign('assert_negative');
/** Mirrors `tf.compat.v1.assert_non_negative`. */
export const assert_non_negative = sign('assert_non_negative');
/** Mirrors `tf.compat.v1.assert_non_positive`. */
export const assert_non_positive = sign('assert_non_positive');

const nearNames = ['x', 'y', 'rtol', 'atol', ...tail] as const;
/** Mirrors `tf.compat.v1.assert_near`. */
export const assert_near: FormerCall<
  typeof nearNames,
  [x: TensorLike, y: TensorLike],
  [rtol: TensorLike | null, atol: TensorLike | null, ...Tail],
  Operation | null
> = (...args) => checkNear(bindFormer('assert_near', nearNames, args, { required: 2 }) as AssertOptions);

/** Checks now, and gives what a graph can depend on. */
function checked(name: Name, check: () => void): Operation | null {
  check();
  return no_op(name ?? 'static_checks_determined_all_ok');
}
type RankAssert<Names extends readonly string[], R> = FormerCall<
  Names,
  [x: TensorLike, rank: R],
  Tail,
  Operation | null
>;
interface RankGiven {
  x: TensorLike;
  rank: TensorLike;
  ranks: readonly TensorLike[];
  message?: string | null;
  name?: Name;
}
const rankNames = ['x', 'rank', ...tail] as const;
function ranked(name: string, check: typeof checkRank): RankAssert<typeof rankNames, TensorLike> {
  return (...args) => {
    const given = bindFormer(name, rankNames, args, { required: 2 }) as unknown as RankGiven;
    return checked(given.name ?? null, () => check(given.x, given.rank, given.message ?? null));
  };
}
/** Mirrors `tf.compat.v1.assert_rank`. @throws {@link ValueError} for another rank */
export const assert_rank = ranked('assert_rank', checkRank);
/** Mirrors `tf.compat.v1.assert_rank_at_least`. @throws {@link ValueError} for a smaller rank */
export const assert_rank_at_least = ranked('assert_rank_at_least', checkRankAtLeast);

const ranksNames = ['x', 'ranks', ...tail] as const;
/** Mirrors `tf.compat.v1.assert_rank_in`. @throws {@link ValueError} for a rank that is not among `ranks` */
export const assert_rank_in: RankAssert<typeof ranksNames, readonly TensorLike[]> = (...args) => {
  const given = bindFormer('assert_rank_in', ranksNames, args, { required: 2 }) as unknown as RankGiven;
  return checked(given.name ?? null, () => checkRankIn(given.x, given.ranks, given.message ?? null));
};

const scalarNames = ['tensor', 'name', 'message'] as const;
/** Mirrors `tf.compat.v1.assert_scalar`. @throws {@link ValueError} unless it is one */
export const assert_scalar: FormerCall<
  typeof scalarNames,
  [tensor: TensorLike],
  [name: Name, message: string | null]
> = (...args) => {
  const given = bindFormer('assert_scalar', scalarNames, args) as { tensor: TensorLike; message?: string };
  return checkScalar(given.tensor, given.message ?? null);
};

const finiteNames = ['t', 'msg', 'name', 'x', 'message'] as const;
/** Mirrors `tf.compat.v1.verify_tensor_all_finite`. @throws {@link InvalidArgumentError} for infinities and NaN */
export const verify_tensor_all_finite: FormerCall<
  typeof finiteNames,
  [],
  [t: TensorLike, msg: string, name: Name, x: TensorLike, message: string]
> = (...args) => {
  const given = bindFormer('verify_tensor_all_finite', finiteNames, args, {
    required: 0,
    renamed: { t: 'x', msg: 'message' },
  });
  return allFinite(given.x as TensorLike, given.message as string, { name: given.name as Name });
};
/** Mirrors `tf.compat.v1.debugging.assert_all_finite`. */
export const assert_all_finite = verify_tensor_all_finite;
