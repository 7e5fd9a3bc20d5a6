/** `tf.debugging.assert_equal` and its like: errors for values that are not as expected, with those values. */
import { currentContext } from '../context';
import { as_dtype, type DType } from '../dtypes';
import { InvalidArgumentError, ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { rescued } from '../python/named';
import { arrayStr } from '../python/numpy_format';
import { repr, str } from '../python/repr';
import { dtypeOf, isVariable, toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { isBuilding } from './graph/host_call';
import { isKnown, type Operation } from './graph/operation';
import { NoOp } from './graph/source_ops';
import { name_scope } from './name_scope';
import { noAttributes } from './op';
import { add, multiply, subtract } from './ops/arithmetic';
import { assertCondition, assertOperation } from './ops/assert';
import { equal, greater, greater_equal, less, less_equal, not_equal } from './ops/comparison';
import { reduce_all } from './ops/reduction';
import { abs } from './ops/rounding';
import type { RaggedTensor } from './ragged/ragged_tensor';
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

/** In a graph a plain value is a constant with a name. */
function named(value: Tensor, name: string): Tensor {
  return currentContext().builder?.constant(value, name) ?? value;
}

/** In a graph an operation that checks nothing. */
function noOperation(): Operation | null {
  const { builder } = currentContext();
  return builder ? builder.addOperation(NoOp, [], noAttributes) : null;
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

type BinaryAssert = (
  ...args: Args<
    [x: TensorLike | RaggedTensor, y: TensorLike | RaggedTensor],
    Optional,
    AssertKeywords,
    ['x', 'y']
  >
) => Operation | null;
type Holds = (x: TensorLike, y: TensorLike) => Tensor;

/** What an assertion is told. */
export interface AssertOptions extends AssertKeywords {
  /** What the error shows in place of its own lines. */
  readonly data?: readonly TensorLike[] | null;
}

/** Asserts, comparing two values, as `tf` and `tf.compat.v1` call them. @internal */
export const comparisons: Readonly<Record<string, readonly [symbol: string, holds: Holds]>> = {
  assert_equal: ['==', equal],
  assert_none_equal: ['!=', not_equal],
  assert_less: ['<', less],
  assert_less_equal: ['<=', less_equal],
  assert_greater: ['>', greater],
  assert_greater_equal: ['>=', greater_equal],
};

/** @returns the operation that checks, in a graph */
export function checkComparison(
  name: string,
  given: AssertOptions & { x?: TensorLike; y?: TensorLike },
): Operation | null {
  const [symbol, holds] = comparisons[name]!;
  return name_scope(given.name ?? name, () => {
    if (symbol === '==' && given.x === given.y) return noOperation();
    const x = named(toTensor(given.x!, undefined, dtypeOf(given.y)), 'x');
    const y = named(toTensor(given.y!, undefined, x.dtype), 'y');
    if (isBuilding()) {
      const own = [
        `Condition x ${symbol} y did not hold element-wise:`,
        `x (${x.name}) = `,
        x,
        `y (${y.name}) = `,
        y,
      ];
      return graphAssertion(
        holds(x, y),
        withMessage(given.message, given.data ?? own),
        given.summarize ?? null,
      );
    }
    const test = holds(x, y);
    if (isAll(test)) return null;
    const most = mostShown(given.summarize);
    const lines = given.data
      ? given.data.map((d) => shownData(d, most))
      : differenceText(symbol, x, y, test, most);
    throw new InvalidArgumentError([...withMessage(given.message, lines)].join('\n'), {
      fields: { expected: `x ${symbol} y` },
    });
  });
}

const mostShown = (summarize: number | null | undefined): number =>
  (summarize ?? 3) < 0 ? Number.POSITIVE_INFINITY : (summarize ?? 3);

function withMessage<T>(message: string | null | undefined, data: readonly T[]): readonly (T | string)[] {
  return message === null || message === undefined ? data : [message, ...data];
}

/** One of the `data` as an eager assertion shows it. */
function shownData(value: TensorLike, most: number): string {
  if (!(value instanceof Tensor) && !isVariable(value)) return str(value);
  const x = toTensor(value);
  const elements = firstElements(x, most);
  return x.dims.length === 0 ? elements[0]! : repr(elements);
}

/** In a graph: fails now if it is known already that it will. */
function graphAssertion(
  test: Tensor,
  data: readonly TensorLike[],
  summarize: number | null,
): Operation | null {
  if (isKnown(test) && !isAll(test))
    throw new InvalidArgumentError(data.map((d) => (isKnownTensor(d) ? arrayStr(d) : str(d))).join('\n'));
  return assertOperation(reduce_all(test), data, summarize);
}
const isKnownTensor = (value: unknown): value is Tensor => value instanceof Tensor && isKnown(value);

function binaryAssert(name: keyof typeof comparisons): BinaryAssert {
  return rescued((...args) =>
    checkComparison(
      name,
      bindArguments<AssertKeywords & { x: TensorLike; y: TensorLike }>(name, ['x', 'y', ...optional], args, {
        required: 2,
        namesOp: false,
      }),
    ),
  );
}

/** Mirrors `tf.debugging.assert_equal`. @throws {@link InvalidArgumentError} with the values that differ */
export const assert_equal = binaryAssert('assert_equal');
/** Mirrors `tf.debugging.assert_none_equal`. */
export const assert_none_equal = binaryAssert('assert_none_equal');
/** Mirrors `tf.debugging.assert_less`. */
export const assert_less = binaryAssert('assert_less');
/** Mirrors `tf.debugging.assert_less_equal`. */
export const assert_less_equal = binaryAssert('assert_less_equal');
/** Mirrors `tf.debugging.assert_greater`. */
export const assert_greater = binaryAssert('assert_greater');
/** Mirrors `tf.debugging.assert_greater_equal`. */
export const assert_greater_equal = binaryAssert('assert_greater_equal');

/** `message` as assertions put it before their own text. */
export function prefixed(message: string | null | undefined): string {
  return message ? `${message}.  ` : '';
}

type UnaryAssert = (...args: Args<[x: TensorLike], Optional, AssertKeywords, ['x']>) => Operation | null;

/** Asserts, comparing a value with zero. @internal */
export const signs: Readonly<Record<string, readonly [symbol: string, holds: Holds, after: string]>> = {
  assert_positive: ['>', greater, '\n'],
  assert_negative: ['<', less, '\n'],
  assert_non_negative: ['>=', greater_equal, '\n'],
  // TF's text lacks a line end.
  assert_non_positive: ['<=', less_equal, ''],
};

/** @returns the operation that checks, in a graph */
export function checkSign(name: string, given: AssertOptions & { x?: TensorLike }): Operation | null {
  const [symbol, holds, after] = signs[name]!;
  return name_scope(given.name ?? name, () => {
    const x = named(toTensor(given.x!), 'x');
    const condition = `Condition x ${symbol} 0 did not hold element-wise:`;
    const test = holds(x, toTensor(0, x.dtype));
    if (isBuilding()) {
      const data = given.data ?? [prefixed(given.message), condition, `x (${x.name}) = `, x];
      return graphAssertion(test, data, given.summarize ?? null);
    }
    if (isAll(test)) return null;
    const most = mostShown(given.summarize);
    const lines = given.data
      ? given.data.map((d) => shownData(d, most)).join('\n')
      : `${prefixed(given.message)}\n${condition}${after}x (${describe(x)}) = \n${shownData(x, most)}`;
    throw new InvalidArgumentError(lines, { fields: { expected: `x ${symbol} 0` } });
  });
}

function unaryAssert(name: keyof typeof signs): UnaryAssert {
  return (...args) =>
    checkSign(
      name,
      bindArguments<AssertKeywords & { x: TensorLike }>(name, ['x', ...optional], args, {
        required: 1,
        namesOp: false,
      }),
    );
}

/** Mirrors `tf.debugging.assert_positive`. @throws {@link InvalidArgumentError} with the first elements */
export const assert_positive = unaryAssert('assert_positive');
/** Mirrors `tf.debugging.assert_negative`. */
export const assert_negative = unaryAssert('assert_negative');
/** Mirrors `tf.debugging.assert_non_negative`. */
export const assert_non_negative = unaryAssert('assert_non_negative');
/** Mirrors `tf.debugging.assert_non_positive`. TF's text for it lacks a line end. */
export const assert_non_positive = unaryAssert('assert_non_positive');

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
export const assert_near = rescued(function assert_near(
  ...args: Args<
    [x: TensorLike | RaggedTensor, y: TensorLike | RaggedTensor],
    [rtol: TensorLike | null, atol: TensorLike | null, ...Optional],
    NearKeywords,
    ['x', 'y']
  >
): Operation | null {
  const names = ['x', 'y', 'rtol', 'atol', ...optional] as const;
  const bound = { required: 2, namesOp: false } as const;
  return checkNear(
    bindArguments<NearKeywords & { x: TensorLike; y: TensorLike }>('assert_near', names, args, bound),
  );
});

/** @returns the operation that checks, in a graph @internal */
export function checkNear(
  given: NearKeywords & AssertOptions & { x?: TensorLike; y?: TensorLike },
): Operation | null {
  const x = toTensor(given.x!);
  const y = toTensor(given.y!, x.dtype);
  const dtype = x.dtype.is_complex ? x.dtype.real_dtype : x.dtype;
  const byDefault = defaultTolerance(dtype);
  const rtol = toTensor(given.rtol ?? byDefault, dtype);
  const atol = toTensor(given.atol ?? byDefault, dtype);
  const test = less(abs(subtract(x, y)), add(atol, multiply(rtol, abs(y))));
  const own = (name: (t: Tensor) => string): TensorLike[] => [
    prefixed(given.message),
    `x and y not equal to tolerance rtol = ${str(rtol)}, atol = ${str(atol)}`,
    `x (${name(x)}) = `,
    x,
    `y (${name(y)}) = `,
    y,
  ];
  const summarize = given.summarize ?? null;
  if (isBuilding())
    return assertOperation(reduce_all(test), given.data ?? own((t) => named(t, 'y').name), summarize);
  const holds = isAll(test);
  assertCondition(holds, toTensor(holds), given.data ?? own(describe), summarize);
  return null;
}
