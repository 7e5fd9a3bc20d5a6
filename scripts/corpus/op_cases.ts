/** Op cases: call the public function, compare outputs, gradients and the class of the error. */
import * as tf from 'flowpoint';
import { slice } from 'flowpoint/python';
import { Tensor } from '../../src/runtime/tensor';
import type { CorpusCase, Verdict } from './cases';
import { type CorpusTensor, difference, isTensor, readArgument, readTensor, type Tolerance } from './tensors';

export interface OpCase extends CorpusCase {
  readonly fn: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly outputs: readonly CorpusTensor[] | null;
  readonly grads: readonly (CorpusTensor | null)[] | null;
  readonly grad_wrt?: readonly string[];
  readonly grad_weights?: readonly (CorpusTensor | null)[];
  readonly grad_error?: unknown;
  readonly error: { readonly type: string; readonly message: string; readonly base?: string } | null;
  readonly tol: Tolerance;
}

type AnyFunction = (...args: unknown[]) => unknown;

interface Call {
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

function callOf(c: OpCase): Call {
  return {
    args: c.args.map(argument),
    kwargs: Object.fromEntries(Object.entries(c.kwargs).map(([name, value]) => [name, argument(value)])),
  };
}

/** Where TensorFlow refused, the inputs are not recorded either: it was asked for all floats. */
function sourcesOf(c: OpCase, call: Call): readonly Tensor[] {
  return c.grad_error === undefined
    ? (c.grad_wrt ?? []).map((path) => at(call, path))
    : tf.nest.flatten(call, true).filter((a): a is Tensor => a instanceof Tensor && a.dtype.is_floating);
}

export function checkOpCase(c: OpCase): Verdict {
  tf.random.set_seed(1234);
  const call = callOf(c);
  const sources = sourcesOf(c, call);
  const tape = new tf.GradientTape();
  let outputs: Tensor[];
  try {
    outputs = tape.use(() => {
      for (const source of sources) tape.watch(source);
      return run(c.fn, call);
    });
  } catch (error) {
    return errorVerdict(c, error);
  }
  if (c.error !== null) return `does not raise ${c.error.type}`;
  return outputsVerdict(c, outputs) ?? gradientVerdict(c, () => gradientsOf(c, tape, outputs, sources));
}

/**
 * The same inside a function, gradients and all.
 * @param sizes whether the function knows the sizes of its arguments, or their ranks and dtypes only
 */
export function checkInFunction(c: OpCase, sizes: 'known' | 'unknown'): Verdict {
  tf.random.set_seed(1234);
  const call = callOf(c);
  const given = tf.nest.flatten(call).filter(isInput);
  const traced = tf.function(
    (...inputs: Input[]) => {
      const inside = tf.nest.map_structure(
        (leaf: unknown) => (isInput(leaf) ? inputs[given.indexOf(leaf)] : leaf),
        call,
      );
      const sources = sourcesOf(c, inside);
      const tape = new tf.GradientTape();
      const outputs = tape.use(() => {
        for (const source of sources) tape.watch(source);
        return run(c.fn, inside);
      });
      return [outputs, c.grads === null ? [] : gradientsOf(c, tape, outputs, sources)];
    },
    sizes === 'known'
      ? {}
      : {
          input_signature: given.map((input) => {
            const Spec = input instanceof Tensor ? tf.TensorSpec : tf.SparseTensorSpec;
            return new Spec(
              input.shape.map(() => null),
              input.dtype,
            );
          }),
        },
  );
  let outputs: readonly Tensor[];
  let gradients: readonly unknown[];
  try {
    [outputs, gradients] = traced(...given) as [readonly Tensor[], readonly unknown[]];
  } catch (error) {
    // A trace may find the mistake before the op does, with an error of another class.
    return c.error === null ? errorVerdict(c, error) : null;
  }
  if (c.error !== null) return `does not raise ${c.error.type}`;
  return outputsVerdict(c, outputs) ?? (c.grads === null ? null : gradientVerdict(c, () => gradients));
}

/** What a function is given. */
type Input = Tensor | tf.SparseTensor;
function isInput(leaf: unknown): leaf is Input {
  return leaf instanceof Tensor || leaf instanceof tf.SparseTensor;
}

/** TF's class, or for Python's own errors the one it is based on. */
function errorVerdict(c: OpCase, error: unknown): Verdict {
  const name = error instanceof Error ? error.name : String(error);
  if (c.error === null) return `raises ${name}: ${error instanceof Error ? error.message : ''}`;
  const ours = error instanceof Error && 'code' in error;
  if (ours && (name === c.error.type || name === c.error.base)) return null;
  return `raises ${name} (${error instanceof Error ? error.message : ''}) instead of ${c.error.type}`;
}

function run(fn: string, { args, kwargs }: Call): Tensor[] {
  if (fn === 'getitem') return [(args[0] as Tensor).getitem(...(args[1] as Parameters<Tensor['getitem']>))];
  const names = Object.keys(kwargs);
  const result = publicFunction(fn)(...args, ...(names.length > 0 ? [kwargs] : []));
  return tf.nest.flatten(result, true).map(asTensor);
}

export function publicFunction(path: string): AnyFunction {
  let found: unknown = tf;
  for (const name of path.split('.')) found = (found as Record<string, unknown> | undefined)?.[name];
  if (typeof found !== 'function') throw new Error(`tf.${path} does not exist`);
  return found as AnyFunction;
}

function asTensor(value: unknown): Tensor {
  return value instanceof Tensor ? value : tf.convert_to_tensor(value as tf.TensorLike);
}

function argument(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(argument);
  if (typeof value === 'object' && value !== null && !isTensor(value)) {
    if ('getitem' in value) return (value.getitem as unknown[]).map(index);
    if (!('dtype_ref' in value || 'sparse' in value || 'slices' in value)) {
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, argument(item)]));
    }
  }
  return readArgument(value);
}

function index(item: unknown): unknown {
  if (item === 'ellipsis') return '...';
  if (item === 'newaxis') return tf.newaxis;
  if (typeof item === 'object' && item !== null && 'slice' in item) {
    const [start, stop, step] = item.slice as [number | null, number | null, number | null];
    return slice(start, stop, step);
  }
  return argument((item as { readonly index: unknown }).index);
}

/** `args.0`, `args.1.2`, `kwargs.y`. */
function at(call: Call, path: string): Tensor {
  const [kind, ...steps] = path.split('.');
  let found: unknown = kind === 'args' ? call.args : call.kwargs;
  for (const step of steps) found = (found as Record<string, unknown>)[step];
  return found as Tensor;
}

function outputsVerdict(c: OpCase, outputs: readonly Tensor[]): Verdict {
  const wanted = c.outputs!;
  if (outputs.length !== wanted.length) return `${outputs.length} outputs instead of ${wanted.length}`;
  for (const [i, output] of outputs.entries()) {
    const wrong = difference(output, wanted[i]!, c.tol);
    if (wrong !== null) return wanted.length === 1 ? wrong : `output ${i}: ${wrong}`;
  }
  return null;
}

function gradientsOf(
  c: OpCase,
  tape: tf.GradientTape,
  outputs: readonly Tensor[],
  sources: readonly Tensor[],
): readonly unknown[] {
  // Where TensorFlow refused, no weights are recorded.
  const weighted = outputs.flatMap((output, i) => {
    const weight = c.grad_weights?.[i];
    if (c.grad_error !== undefined && output.dtype.is_floating)
      return [[output, tf.ones_like(output)] as const];
    return weight ? [[output, readTensor(weight)] as const] : [];
  });
  return tape.gradient(
    weighted.map(([output]) => output),
    [...sources],
    { output_gradients: weighted.map(([, weight]) => weight) },
  ) as readonly unknown[];
}

function gradientVerdict(c: OpCase, compute: () => readonly unknown[]): Verdict {
  if (c.grads === null && c.grad_error === undefined) return null;
  let gradients: readonly unknown[];
  try {
    gradients = compute();
  } catch (error) {
    return c.grad_error === undefined ? `gradient raises ${String(error)}` : null;
  }
  if (c.grads === null) return 'gradient does not raise';
  for (const [i, wanted] of c.grads.entries()) {
    const gradient = gradients[i] ?? null;
    if ((gradient === null) !== (wanted === null))
      return `gradient of ${c.grad_wrt![i]} is ${wanted === null ? 'not ' : ''}None`;
    if (wanted === null) continue;
    const wrong = difference(asTensor(gradient), wanted, c.tol);
    if (wrong !== null) return `gradient of ${c.grad_wrt![i]}: ${wrong}`;
  }
  return null;
}
