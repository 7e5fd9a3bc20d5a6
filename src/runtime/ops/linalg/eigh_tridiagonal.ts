/** Eigenvalues of Hermitian matrices of three diagonals by bisection, and their vectors by inverse iteration. */

import { complex64, complex128, type DType, float16, float32, float64, int32 } from '../../../dtypes';
import { ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { assert_less, assert_less_equal } from '../../assert_values';
import { while_loop } from '../../control_flow';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import type { Tensor } from '../../tensor';
import { add, multiply, realdiv, subtract } from '../arithmetic';
import { shape } from '../array';
import { cast } from '../cast';
import { greater, greater_equal, less, less_equal } from '../comparison';
import { real } from '../complex_parts';
import { conj } from '../conj';
import { range, zeros_like } from '../creation';
import { maximum, minimum } from '../extremes';
import { gather } from '../gather';
import { getitem } from '../getitem';
import { concat } from '../joining';
import { logical_and, logical_not } from '../logic';
import { broadcast_to, tile, transpose } from '../movement';
import { norm } from '../norm';
import { sqrt, square } from '../power';
import { stateless_normal } from '../random_stateless';
import { reduce_any, reduce_max, reduce_min } from '../reduction';
import { abs } from '../rounding';
import { tensor_scatter_nd_update } from '../scatter';
import { selectV2, where } from '../select';
import { expand_dims, size, squeeze } from '../shapes';
import { sizeOf, sizeTensor } from '../sizes';
import { turned } from './matrices';
import { qr } from './qr';
import { tridiagonal_solve } from './tridiagonal';

interface Limits {
  readonly epsilon: number;
  readonly tiny: number;
  readonly most: number;
  readonly bits: number;
}
const half: Limits = { epsilon: 2 ** -10, tiny: 2 ** -14, most: 65504, bits: 10 };
const single: Limits = { epsilon: 2 ** -23, tiny: 2 ** -126, most: 3.4028234663852886e38, bits: 23 };
const double: Limits = { epsilon: 2 ** -52, tiny: 2 ** -1022, most: Number.MAX_VALUE, bits: 52 };
const limits = new Map<DType, Limits>([
  [float16, half],
  [float32, single],
  [complex64, single],
  [float64, double],
  [complex128, double],
]);

/** The diagonals and what Sturm's sequence needs of them. */
interface Problem {
  readonly alpha: Tensor;
  readonly squares: Tensor;
  readonly n: number;
  /** The smallest pivot, and what stands for a first one of zero. */
  readonly pivot: Tensor;
  readonly first: Tensor;
}

/** How many eigenvalues are smaller than each of `x`: the negative pivots of `T - x`. */
function countBelow({ alpha, squares, n, pivot, first }: Problem, x: Tensor): Tensor {
  const at = (values: Tensor, i: number) => getitem(values, [i]);
  const one = toTensor(1n, int32);
  let q = subtract(at(alpha, 0), x);
  let count = selectV2(less(q, 0), one, zeros_like(one));
  const isZero = logical_and(less_equal(q, 0), greater_equal(q, 0));
  q = selectV2(isZero, broadcast_to(first, shape(q)), q);
  for (let i = 1; i < n; i++) {
    q = subtract(subtract(at(alpha, i), realdiv(at(squares, i - 1), q)), x);
    const small = less_equal(q, pivot);
    count = selectV2(small, add(count, one), count);
    q = selectV2(small, minimum(q, multiply(pivot, -1)), q);
  }
  return count;
}

type Range = readonly [TensorLike, TensorLike];

function checkedRange(range_: unknown): Range {
  return (range_ ?? []) as Range;
}

function eigenvaluesOf(alpha: Tensor, beta: Tensor, select: string, range_: unknown, tol: unknown): Tensor {
  const n = alpha.dims[0]!;
  const own = limits.get(alpha.dtype);
  if (own === undefined) throw new ValueError(`data type ${alpha.dtype.name} not inexact`);
  const { epsilon, tiny, most, bits } = own;
  const isComplex = alpha.dtype.is_complex;
  const main = isComplex ? real(alpha) : alpha;
  const squares = isComplex ? real(multiply(conj(beta), beta)) : square(beta);
  const sizes = isComplex ? sqrt(squares) : abs(beta);
  const part = (x: Tensor, text: string) => getitem(x, [text]);
  const rows = concat([part(sizes, ':1'), add(part(sizes, ':-1'), part(sizes, '1:')), part(sizes, '-1:')], 0);
  const largest = minimum(most, reduce_max(add(main, rows)));
  const least = maximum(-most, reduce_min(subtract(main, rows)));
  const size_ = maximum(abs(least), abs(largest));
  const pivot = multiply(Math.max(1 / most, (1 + epsilon) * tiny), maximum(1, reduce_max(squares)));
  const first = square(multiply(epsilon, getitem(sizes, [0])));
  const problem: Problem = { alpha: main, squares, n, pivot, first };
  let tolerance = multiply(epsilon, size_);
  if (tol) tolerance = maximum(tol as number, tolerance);
  // Gershgorin's interval, a bit widened.
  const fudge = 2.1;
  const slack = multiply(n * fudge * epsilon, size_);
  const widened = (low: TensorLike, high: TensorLike) =>
    [
      subtract(subtract(low, slack), multiply(2 * fudge, pivot)),
      add(add(high, slack), multiply(fudge, pivot)),
    ] as const;
  let targets: Tensor;
  let [lower, upper] = widened(least, largest);
  if (select === 'a') targets = range(n, { dtype: int32 });
  else if (select === 'i') {
    const [from, to] = checkedRange(range_);
    assert_less_equal(from, to, { message: 'Got empty index range in select_range.' });
    targets = range(cast(from, int32), add(cast(to, int32), 1));
  } else if (select === 'v') {
    const [from, to] = checkedRange(range_);
    assert_less(from, to, { message: 'Got empty interval in select_range.' });
    [lower, upper] = widened(cast(from, main.dtype), cast(to, main.dtype));
    targets = range(countBelow(problem, lower), countBelow(problem, upper));
  } else throw new ValueError("'select must have a value in {'a', 'i', 'v'}.");
  lower = broadcast_to(maximum(lower, -most), shape(targets));
  upper = broadcast_to(minimum(upper, most), shape(targets));
  const middle = (low: Tensor, high: Tensor) => add(multiply(0.5, low), multiply(0.5, high));
  const [, low, high] = while_loop(
    (i: Tensor, low_: Tensor, high_: Tensor) =>
      logical_and(less(i, bits + 1), less(tolerance, reduce_max(subtract(high_, low_)))),
    (i: Tensor, low_: Tensor, high_: Tensor) => {
      const mid = middle(low_, high_);
      const counts = countBelow(problem, mid);
      return [
        add(i, 1),
        selectV2(less_equal(counts, targets), mid, low_),
        selectV2(greater(counts, targets), mid, high_),
      ];
    },
    [toTensor(0n, int32), lower, upper],
  ) as unknown as [Tensor, Tensor, Tensor];
  return middle(low, high);
}

/** Where runs of neighbouring eigenvalues begin and end that lie so close that their vectors must be made orthogonal. */
function clusters(values: Tensor): readonly [starts: Tensor, ends: Tensor] {
  const { epsilon } = limits.get(values.dtype)!;
  const size_ = maximum(abs(getitem(values, [0])), abs(getitem(values, [-1])));
  const gaps = subtract(getitem(values, ['1:']), getitem(values, [':-1']));
  const close = less(gaps, multiply(Math.sqrt(epsilon), size_));
  const none = toTensor([false]);
  const [left, right] = [concat([none, close], 0), concat([close, none], 0)];
  const places = (mask: Tensor) => cast(squeeze(where(mask) as Tensor, [-1]), int32);
  return [
    places(logical_and(logical_not(left), right)),
    add(places(logical_and(left, logical_not(right))), 1),
  ];
}

function orthogonal(vectors: Tensor, [starts, ends]: readonly [Tensor, Tensor]): Tensor {
  const [, result] = while_loop(
    (i: Tensor) => less(i, size(ends)),
    (i: Tensor, all: Tensor) => {
      const places = range(gather(starts, i), gather(ends, i));
      const [q] = qr(turned(gather(all, places)));
      return [add(i, 1), tensor_scatter_nd_update(all, expand_dims(places, -1), turned(q))];
    },
    [toTensor(0n, int32), vectors],
    { shape_invariants: [[], vectors.dims] },
  ) as unknown as [Tensor, Tensor];
  return result;
}

const mostIterations = 5;
const leastGrowth = 1.1;

function eigenvectorsOf(alpha: Tensor, beta: Tensor, values: Tensor): Tensor {
  const [k, n] = [sizeOf(values, 0), sizeOf(alpha, 0)];
  const runs = clusters(values);
  const lengths = (v: Tensor) => norm(v, 'euclidean', 1);
  const unit = (v: Tensor, length: Tensor) => realdiv(v, expand_dims(length, -1));
  const drawn = cast(stateless_normal(sizeTensor([k, n] as never), [7, 42]), beta.dtype);
  const length = lengths(drawn);
  const shifted = subtract(expand_dims(alpha, 0), expand_dims(cast(values, beta.dtype), -1));
  const beside = tile(expand_dims(beta, 0), concat([expand_dims(size(values), 0), [1]], 0)) as Tensor;
  const diagonals = [beside, shifted, conj(beside)];
  const size_ = (x: Tensor) => (x.dtype.is_complex ? real(x) : x);
  const [, v] = while_loop(
    (i: Tensor, _v: Tensor, now: Tensor, before: Tensor) =>
      logical_and(
        less(i, mostIterations),
        reduce_any(greater_equal(size_(now), multiply(leastGrowth, size_(before)))),
      ),
    (i: Tensor, old: Tensor, now: Tensor) => {
      const solved = tridiagonal_solve(diagonals, old, 'sequence', {
        partial_pivoting: true,
        perturb_singular: true,
      });
      const next = lengths(solved);
      return [add(i, 1), orthogonal(unit(solved, next), runs), next, now];
    },
    [toTensor(0n, int32), unit(drawn, length), length, zeros_like(length)],
  ) as unknown as [Tensor, Tensor];
  return transpose(v) as Tensor;
}

interface Keywords {
  eigvals_only?: boolean;
  select?: string;
  select_range?: readonly TensorLike[] | TensorLike | null;
  tol?: TensorLike | null;
  name?: string | null;
}
/**
 * Mirrors `tf.linalg.eigh_tridiagonal`: the eigenvalues, in ascending order, of the Hermitian matrix with `alpha` (`[n]`)
 * on its diagonal and `beta` (`[n - 1]`) above it; with `eigvals_only` false its eigenvectors as columns too.
 * `select` `'i'` chooses by the indices in `select_range`, `'v'` by an interval.
 * @throws {@link ValueError} for another `select`, for two dtypes or one that is no float,
 * {@link InvalidArgumentError} for an empty range
 */
export function eigh_tridiagonal(
  ...args: Args<
    [alpha: TensorLike, beta: TensorLike],
    [
      eigvals_only: boolean,
      select: string,
      select_range: readonly TensorLike[] | TensorLike | null,
      tol: TensorLike | null,
      name: string | null,
    ],
    Keywords,
    ['alpha', 'beta']
  >
): Tensor | readonly [eigvals: Tensor, eigvectors: Tensor] {
  type All = Keywords & { alpha: TensorLike; beta: TensorLike };
  const names = ['alpha', 'beta', 'eigvals_only', 'select', 'select_range', 'tol', 'name'] as const;
  const given = bindArguments<All>('eigh_tridiagonal', names, args, { required: 2 });
  const alpha = toTensor(given.alpha!);
  if (alpha.dims[0]! <= 1) return alpha.dtype.is_complex ? real(alpha) : alpha;
  const beta = toTensor(given.beta!);
  if (alpha.dtype !== beta.dtype) throw new ValueError("'alpha' and 'beta' must have the same type.");
  const values = eigenvaluesOf(alpha, beta, given.select ?? 'a', given.select_range, given.tol);
  return (given.eigvals_only ?? true) ? values : [values, eigenvectorsOf(alpha, beta, values)];
}
