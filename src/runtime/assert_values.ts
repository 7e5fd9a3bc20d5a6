/** `tf.debugging.assert_equal` and its like: errors for values that are not as expected, with those values. */
import { as_dtype, type DType } from '../dtypes';
import { InvalidArgumentError, ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { arrayStr } from '../python/numpy_format';
import { repr, str } from '../python/repr';
import { dtypeOf, toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { isBuilding } from './graph/host_call';
import { add, multiply, subtract } from './ops/arithmetic';
import { assertCondition, assertInGraph } from './ops/assert';
import { equal, greater, greater_equal, less, less_equal, not_equal } from './ops/comparison';
import { abs } from './ops/rounding';
import { Tensor } from './tensor';
import { sameDims, shapeText } from './tensor_shape';
import { firstElements } from './tensor_summary';

interface AssertKeywords {
  message?: string | null;
  summarize?: number | null;
  name?: string | null;
}
type Optional = [message: string | null, summarize: number | null, name: string | null];
const optional = ['message', 'summarize', 'name'] as const;

const isAll = (test: Tensor) => (test.data as Uint8Array).every((holds) => holds !== 0);

/** `x (x:0) = `, as assertions in graphs name a tensor. */
function named(letter: string, t: Tensor): string {
  return `${letter} (${t.source === null ? 'Const:0' : t.name}) = `;
}

/** `shape=(2,) dtype=float32`, as assertions name a tensor. */
export function describe({ dims, dtype }: Tensor): string {
  return `shape=${shapeText(dims)} dtype=${dtype.name}`;
}

/** The given flat elements as a vector, as numpy prints one. */
function vectorText(x: Tensor, elements: readonly number[]): string {
  const { lanes } = x.dtype;
  const data = x.dtype.allocate(elements.length);
  elements.forEach((element, i) => {
    for (let lane = 0; lane < lanes; lane++)
      (data as Float32Array)[i * lanes + lane] = x.data[element * lanes + lane] as number;
  });
  return arrayStr(new Tensor(x.dtype, [elements.length], data));
}

function coordinates(element: number, dims: readonly number[]): number[] {
  const at: number[] = [];
  let rest = element;
  for (const size of [...dims].reverse()) {
    at.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return at;
}

function differenceText(symbol: string, x: Tensor, y: Tensor, test: Tensor, most: number): string[] {
  const lines = [`Condition x ${symbol} y did not hold.`];
  if (most <= 0) return lines;
  if (sameDims(x.dims, y.dims) && x.dims.length > 0) {
    const wrong: number[] = [];
    const tested = test.data as Uint8Array;
    for (let i = 0; i < tested.length && wrong.length < most; i++) if (tested[i] === 0) wrong.push(i);
    const places = wrong.flatMap((element) => coordinates(element, x.dims)).map(BigInt);
    const indices = new Tensor(as_dtype('int64'), [wrong.length, x.dims.length], BigInt64Array.from(places));
    lines.push(`Indices of first ${wrong.length} different values:`, arrayStr(indices));
    lines.push('Corresponding x values:', vectorText(x, wrong));
    lines.push('Corresponding y values:', vectorText(y, wrong));
  }
  for (const [name, t] of [
    ['x', x],
    ['y', y],
  ] as const) {
    const count = Math.min(most, t.data.length / t.dtype.lanes);
    const first = Array.from({ length: count }, (_, i) => i);
    lines.push(`First ${count} elements of ${name}:`, vectorText(t, first));
  }
  return lines;
}

type BinaryAssert = (...args: Args<[x: TensorLike, y: TensorLike], Optional, AssertKeywords>) => void;

function binaryAssert(
  name: string,
  symbol: string,
  holds: (x: TensorLike, y: TensorLike) => Tensor,
): BinaryAssert {
  return (...args) => {
    const given = bindArguments<AssertKeywords & { x: TensorLike; y: TensorLike }>(
      name,
      ['x', 'y', ...optional],
      args,
      { required: 2 },
    );
    if (symbol === '==' && given.x === given.y) return;
    const x = toTensor(given.x!, undefined, dtypeOf(given.y));
    const y = toTensor(given.y!, undefined, x.dtype);
    if (isBuilding()) {
      const text = [
        ...(given.message ? [given.message] : []),
        `Condition x ${symbol} y did not hold element-wise:`,
      ];
      const [ofX, ofY] = [named('x', x), named('y', y)];
      assertInGraph(
        [x, y] as const,
        ([a, b]) => isAll(holds(a, b)),
        ([a, b]) => [...text, ofX, a, ofY, b],
        given.summarize,
      );
      return;
    }
    const test = holds(x, y);
    if (isAll(test)) return;
    const summarize = given.summarize ?? 3;
    const lines = differenceText(symbol, x, y, test, summarize < 0 ? Number.POSITIVE_INFINITY : summarize);
    if ((given.message ?? null) !== null) lines.unshift(given.message!);
    throw new InvalidArgumentError(lines.join('\n'), { fields: { expected: `x ${symbol} y` } });
  };
}

/** Mirrors `tf.debugging.assert_equal`. @throws {@link InvalidArgumentError} with the values that differ */
export const assert_equal = binaryAssert('assert_equal', '==', equal);
/** Mirrors `tf.debugging.assert_none_equal`. */
export const assert_none_equal = binaryAssert('assert_none_equal', '!=', not_equal);
/** Mirrors `tf.debugging.assert_less`. */
export const assert_less = binaryAssert('assert_less', '<', less);
/** Mirrors `tf.debugging.assert_less_equal`. */
export const assert_less_equal = binaryAssert('assert_less_equal', '<=', less_equal);
/** Mirrors `tf.debugging.assert_greater`. */
export const assert_greater = binaryAssert('assert_greater', '>', greater);
/** Mirrors `tf.debugging.assert_greater_equal`. */
export const assert_greater_equal = binaryAssert('assert_greater_equal', '>=', greater_equal);

/** `message` as assertions put it before their own text. */
export function prefixed(message: string | null | undefined): string {
  return message ? `${message}.  ` : '';
}

type UnaryAssert = (...args: Args<[x: TensorLike], Optional, AssertKeywords>) => void;

function unaryAssert(
  name: string,
  symbol: string,
  holds: (x: Tensor, zero: Tensor) => Tensor,
  after = '\n',
): UnaryAssert {
  return (...args) => {
    const given = bindArguments<AssertKeywords & { x: TensorLike }>(name, ['x', ...optional], args, {
      required: 1,
    });
    const x = toTensor(given.x!);
    const test = (value: Tensor): boolean => isAll(holds(value, toTensor(0, value.dtype)));
    if (isBuilding()) {
      const text = [
        prefixed(given.message),
        `Condition x ${symbol} 0 did not hold element-wise:`,
        named('x', x),
      ];
      assertInGraph(x, test, (value) => [...text, value], given.summarize);
      return;
    }
    if (test(x)) return;
    const summarize = given.summarize ?? 3;
    const elements = firstElements(x, summarize < 0 ? Number.POSITIVE_INFINITY : summarize);
    const shown = x.dims.length === 0 ? elements[0] : repr(elements);
    throw new InvalidArgumentError(
      `${prefixed(given.message)}\nCondition x ${symbol} 0 did not hold element-wise:${after}x (${describe(x)}) = \n${shown}`,
      { fields: { expected: `x ${symbol} 0` } },
    );
  };
}

/** Mirrors `tf.debugging.assert_positive`. @throws {@link InvalidArgumentError} with the first elements */
export const assert_positive = unaryAssert('assert_positive', '>', greater);
/** Mirrors `tf.debugging.assert_negative`. */
export const assert_negative = unaryAssert('assert_negative', '<', less);
/** Mirrors `tf.debugging.assert_non_negative`. */
export const assert_non_negative = unaryAssert('assert_non_negative', '>=', greater_equal);
/** Mirrors `tf.debugging.assert_non_positive`. TF's text for it lacks a line end. */
export const assert_non_positive = unaryAssert('assert_non_positive', '<=', less_equal, '');

const epsilons: Readonly<Record<string, number>> = {
  float16: 2 ** -10,
  bfloat16: 2 ** -7,
  float32: 2 ** -23,
  float64: 2 ** -52,
};

/** @throws {@link ValueError} for integers, which have no precision to be near by */
function defaultTolerance(dtype: DType): number {
  const epsilon = epsilons[dtype.name];
  if (epsilon === undefined) throw new ValueError(`data type <class 'numpy.${dtype.name}'> not inexact`);
  return 10 * epsilon;
}

interface NearKeywords extends AssertKeywords {
  rtol?: TensorLike | null;
  atol?: TensorLike | null;
}
/**
 * Mirrors `tf.debugging.assert_near`: `|x - y| < atol + rtol * |y|`.
 * @param rtol ten times the precision of the dtype if not given, and so is `atol`
 */
export function assert_near(
  ...args: Args<
    [x: TensorLike, y: TensorLike],
    [rtol: TensorLike | null, atol: TensorLike | null, ...Optional],
    NearKeywords
  >
): void {
  const names = ['x', 'y', 'rtol', 'atol', ...optional] as const;
  const given = bindArguments<NearKeywords & { x: TensorLike; y: TensorLike }>('assert_near', names, args, {
    required: 2,
  });
  const x = toTensor(given.x!);
  const y = toTensor(given.y!, x.dtype);
  const dtype = x.dtype.is_complex ? x.dtype.real_dtype : x.dtype;
  const byDefault = defaultTolerance(dtype);
  const rtol = toTensor(given.rtol ?? byDefault, dtype);
  const atol = toTensor(given.atol ?? byDefault, dtype);
  const text = (): string => `x and y not equal to tolerance rtol = ${str(rtol)}, atol = ${str(atol)}`;
  if (isBuilding()) {
    const shown = [prefixed(given.message), text(), named('x', x), named('y', y)] as const;
    assertInGraph(
      [x, y, rtol, atol] as const,
      (values) => isAll(isNear(...values)),
      ([a, b]) => [shown[0], shown[1], shown[2], a, shown[3], b],
      given.summarize,
    );
    return;
  }
  const holds = isAll(isNear(x, y, rtol, atol));
  const data = [prefixed(given.message), text(), `x (${describe(x)}) = `, x, `y (${describe(y)}) = `, y];
  assertCondition(holds, toTensor(holds), data, given.summarize ?? null);
}
function isNear(x: Tensor, y: Tensor, rtol: Tensor, atol: Tensor): Tensor {
  return less(abs(subtract(x, y)), add(atol, multiply(rtol, abs(y))));
}
