/**
 * How a family of ops says what its records are to be tried on. A file here exports
 *
 *     export const cases: OpCases = {
 *       Mul: [gradientCase(tf.multiply, [1.5, -2], [[2], [0.5]])],          // plain numbers: float64, differentiated
 *       GatherV2: [gradientCase((x) => tf.gather(x, [0, 2]), [1, 2, 3])],   // what is not to be differentiated is fixed
 *       Argmax: [gradientCase((x) => tf.argmax(x), [3, 1, 2])],             // grad: null - shapes are checked all the same
 *       Foo: [firstOnly('TF has no second derivative', tf.foo, [1, 2])],
 *     };
 *
 * keyed by TF's op type (`registeredOps()`). `registry.test.ts` collects every file of this folder, runs each case, and
 * - sees that the op of that type was really run, and how: `infer` must agree with what the kernel made, and must also
 *   answer for unknown values, unknown dimensions and unknown ranks;
 * - if the record has a gradient: compares the gradient of `sum(w * y)` over all float64 outputs with central differences
 *   in float64, and the gradient of that gradient with central differences of it.
 *
 * Inputs: nested lists of numbers become float64 tensors; every float64 tensor is differentiated. Tensors of other types
 * (`tf.constant([0n, 1n])`) are passed on as they are. Choose values away from kinks, poles and ties.
 * Complex ops: build complex numbers inside the function from real inputs and take a real part of the result.
 */
import { constant } from '../../../src/runtime/ops/creation';
import { Tensor } from '../../../src/runtime/tensor';

export type Numbers = number | readonly Numbers[];
export type CaseInput = Numbers | Tensor;
type Result = Tensor | readonly Tensor[];

export interface GradientCase {
  readonly call: (...inputs: Tensor[]) => Result;
  readonly inputs: readonly Tensor[];
  /** Why there is no second derivative to check. */
  readonly firstOnly?: string;
  /** How far a derivative may be off, relative to its size; 1e-6 unless said. */
  readonly tolerance?: number;
}
export type OpCases = Readonly<Record<string, readonly GradientCase[]>>;

// biome-ignore lint/suspicious/noExplicitAny: any function of tensors that gives tensors
type AnyFunction = (...inputs: any[]) => unknown;

/** One trial: a function of the inputs that runs the op. */
export function gradientCase(call: AnyFunction, ...inputs: readonly CaseInput[]): GradientCase {
  return {
    call: call as GradientCase['call'],
    inputs: inputs.map((input) => (input instanceof Tensor ? input : constant(input, 'float64'))),
  };
}

/** A trial of the first derivative alone. @param reason why there is no second one */
export function firstOnly(reason: string, call: AnyFunction, ...inputs: readonly CaseInput[]): GradientCase {
  return { ...gradientCase(call, ...inputs), firstOnly: reason };
}

/** The trial with a tolerance of its own: for kernels that are not exact to the last digits. */
export function within(tolerance: number, trial: GradientCase): GradientCase {
  return { ...trial, tolerance };
}

/** Numbers that are nowhere equal and nowhere zero, in the given shape. */
export function numbers(dims: readonly number[], low = 0.3, high = 1.7): Tensor {
  const count = dims.reduce((n, d) => n * d, 1);
  // Multiples of the golden ratio never meet.
  const data = Float64Array.from(
    { length: count },
    (_, i) => low + (high - low) * (((i + 1) * 0.6180339887) % 1),
  );
  return new Tensor(constant(0, 'float64').dtype, dims, data);
}
