/**
 * Every op record against its own word: what the kernel makes is what `infer` says, and the gradient is the derivative,
 * the first and the second. The trials are in `gradient_cases/`; a record without one fails.
 */
import '../../src';
import { enterContext } from '../../src/context';
import { float64 } from '../../src/dtypes';
import { get_logger } from '../../src/logging';
import { GradientTape } from '../../src/runtime/gradient_tape';
import { type InputSpec, type OpRecord, registeredOps, type Spec } from '../../src/runtime/op';
import { reshape } from '../../src/runtime/ops/array';
import { zeros_like } from '../../src/runtime/ops/creation';
import { sum } from '../../src/runtime/ops/fill';
import { dense } from '../../src/runtime/ops/gradient_sums';
import { Tensor } from '../../src/runtime/tensor';
import { collectCases } from './gradient_cases';
import type { GradientCase } from './gradient_cases/helpers';

interface Call {
  readonly op: OpRecord;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attrs: Readonly<Record<string, unknown>>;
}

const trials = collectCases();

// Casts from complex to real warn, once for each of hundreds of evaluations.
let restoreLogger: () => void;
beforeAll(() => {
  restoreLogger = get_logger().redirect(() => undefined);
});
afterAll(() => restoreLogger());

function outputsOf({ call }: GradientCase, inputs: readonly Tensor[]): readonly Tensor[] {
  const result = call(...inputs);
  return result instanceof Tensor ? [result] : (result as readonly Tensor[]);
}

/** The calls of one op that a trial makes. */
function callsOf(type: string, trial: GradientCase): Call[] {
  const calls: Call[] = [];
  const leave = enterContext({
    recorder: {
      record: (op, inputs, outputs, attrs) => {
        if (op.type === type) calls.push({ op, inputs, outputs, attrs });
      },
      read: (variable) => variable._resource.read(),
      lend: (variable) => variable._resource.read(),
    },
  });
  try {
    trial.call(...trial.inputs);
  } finally {
    leave();
  }
  return calls;
}

const fits = (spec: Spec, { dtype, dims }: Tensor): boolean =>
  spec.dtype === dtype &&
  (spec.dims === null ||
    (spec.dims.length === dims.length && spec.dims.every((d, i) => d === null || d === dims[i])));

/** What `infer` may be told of an input: more and more. */
const knowledge: readonly [string, (t: Tensor) => InputSpec][] = [
  ['unknown ranks', ({ dtype }) => ({ dtype, dims: null })],
  ['unknown dimensions', ({ dtype, dims }) => ({ dtype, dims: dims.map(() => null) })],
  ['unknown values', ({ dtype, dims }) => ({ dtype, dims })],
  ['everything', (t) => t],
];

function checkInference({ op, inputs, outputs, attrs }: Call): void {
  for (const [what, told] of knowledge) {
    const specs = op.infer(inputs.map(told), attrs);
    expect([what, specs.map((spec, i) => fits(spec, outputs[i]!))]).toEqual([what, outputs.map(() => true)]);
  }
}

/** `sum(w * y)` over all float64 outputs, with weights that repeat nowhere; null if there is none. */
function weighted(outputs: readonly Tensor[]): Tensor | null {
  let total: Tensor | null = null;
  outputs.forEach((output, k) => {
    if (output.dtype !== float64 || output.data.length === 0) return;
    const weights = Float64Array.from(
      output.data as Float64Array,
      (_, i) => 0.5 + (((i + k + 1) * 0.7548776662) % 1),
    );
    const product = output.mul(new Tensor(float64, output.dims, weights));
    const part = reshape(sum(product), []);
    total = total === null ? part : total.add(part);
  });
  return total;
}

const isDifferentiated = (t: Tensor) => t.dtype === float64;

/** Gradients of a weighted sum of all outputs by all float64 inputs; zeros where nothing connects. */
function gradients(trial: GradientCase, inputs: readonly Tensor[]): readonly Tensor[] {
  const sources = inputs.filter(isDifferentiated);
  const tape = new GradientTape();
  const total = tape.use(() => {
    tape.watch(sources);
    return weighted(outputsOf(trial, inputs));
  });
  if (total === null) return sources.map((t) => zeros_like(t));
  const found = tape.gradient(total, sources, { unconnected_gradients: 'zero' });
  return found.map((g) => dense(g as Tensor));
}

/** Compares gradients of `f` with central differences of it, element by element. */
function compare(
  f: (inputs: readonly Tensor[]) => Tensor | null,
  analytic: readonly Tensor[],
  { inputs, tolerance = 1e-6 }: GradientCase,
): void {
  let source = 0;
  inputs.forEach((input, k) => {
    if (!isDifferentiated(input)) return;
    const gradient = analytic[source++]!;
    expect(gradient.dims).toEqual(input.dims);
    const data = input.data as Float64Array;
    for (let i = 0; i < data.length; i++) {
      const step = 1e-5 * Math.max(1, Math.abs(data[i]!));
      const at = (value: number) => {
        const moved = Float64Array.from(data);
        moved[i] = value;
        const total = f(inputs.map((t, j) => (j === k ? new Tensor(t.dtype, t.dims, moved) : t)));
        return total === null ? 0 : Number(total.data[0]);
      };
      const expected = (at(data[i]! + step) - at(data[i]! - step)) / (2 * step);
      const actual = Number(gradient.data[i]);
      const bound = tolerance * Math.max(1, Math.abs(expected));
      if (!(Math.abs(actual - expected) <= bound))
        expect({ input: k, element: i, gradient: actual }).toEqual({
          input: k,
          element: i,
          gradient: expected,
        });
    }
  });
}

function checkDerivatives(trial: GradientCase): void {
  const { inputs } = trial;
  if (!inputs.some(isDifferentiated)) return;
  compare((moved) => weighted(outputsOf(trial, moved)), gradients(trial, inputs), trial);
  if (trial.firstOnly !== undefined) return;
  const slope = (at: readonly Tensor[]) => weighted(gradients(trial, at));
  const sources = inputs.filter(isDifferentiated);
  const tape = new GradientTape();
  const total = tape.use(() => {
    tape.watch(sources);
    return slope(inputs);
  });
  const second = tape.gradient(total, sources, { unconnected_gradients: 'zero' });
  compare(
    slope,
    second.map((g) => dense(g as Tensor)),
    trial,
  );
}

describe.each([...registeredOps().keys()].map((type) => [type]))('%s', (type) => {
  const record = registeredOps().get(type)!;
  const own = trials.get(type) ?? [];
  it('has trials in test/runtime/gradient_cases', () => {
    expect([type, own.length > 0]).toEqual([type, true]);
  });
  if (own.length > 0)
    it('infers the shapes and types that its kernel makes', () => {
      for (const trial of own) {
        const calls = callsOf(type, trial);
        expect([type, calls.length > 0]).toEqual([type, true]);
        for (const call of calls) checkInference(call);
      }
    });
  if (own.length > 0 && record.grad !== null)
    it('has the derivatives that small differences show', () => {
      for (const trial of own) checkDerivatives(trial);
    });
});

it('no trial is left over from an op that is gone', () => {
  expect([...trials.keys()].filter((type) => !registeredOps().has(type))).toEqual([]);
});
