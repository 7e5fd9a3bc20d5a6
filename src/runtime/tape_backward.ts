/**
 * The way back: from the gradients of targets to those of sources, over the calls that a tape has kept. Un-broadcasting
 * and accumulation happen here and nowhere else.
 */
import { variant } from '../dtypes';
import { ValueError } from '../errors';
import { IndexedSlices } from './indexed_slices';
import type { GradientValue } from './op';
import { ones_like, zeros_like } from './ops/creation';
import { addGradients, dense, sumToShapeOf } from './ops/gradient_sums';
import { isTrainable, type RecordedCall } from './tape';
import type { Tensor } from './tensor';

/** The calls through which a source reaches anything, and all tensors that depend on one. */
function dependents(
  calls: readonly RecordedCall[],
  sources: readonly Tensor[],
): { path: RecordedCall[]; reached: Set<Tensor> } {
  const reached = new Set(sources);
  const path: RecordedCall[] = [];
  for (const call of calls) {
    const { inputs, outputs } = call;
    let depends = false;
    for (let i = 0; i < inputs.length && !depends; i++) depends = reached.has(inputs[i]!);
    if (!depends) continue;
    path.push(call);
    for (let i = 0; i < outputs.length; i++) if (isTrainable(outputs[i]!.dtype)) reached.add(outputs[i]!);
  }
  return { path, reached };
}

/** Gradients by the tensor that they are of; those of one tensor in the order in which they came. */
class Gradients {
  private readonly byTensor = new Map<Tensor, GradientValue | GradientValue[]>();

  /** Their sum, added up in the order of the forward calls, as TF does. */
  get(tensor: Tensor): GradientValue | undefined {
    const found = this.byTensor.get(tensor);
    if (!Array.isArray(found)) return found;
    const total = found.reduceRight((sum, gradient) => addGradients(sum, gradient));
    this.byTensor.set(tensor, total);
    return total;
  }
  delete(tensor: Tensor): void {
    this.byTensor.delete(tensor);
  }
  add(tensor: Tensor, gradient: GradientValue): void {
    const former = this.byTensor.get(tensor);
    if (former === undefined) this.byTensor.set(tensor, gradient);
    else if (Array.isArray(former)) former.push(gradient);
    else this.byTensor.set(tensor, [former, gradient]);
  }
}

/**
 * The gradient of each source, null where nothing connects it with a target.
 * @param weights one for each target; null for ones @param check told of each gradient of an input, before it is summed
 */
export function backward(
  calls: readonly RecordedCall[],
  targets: readonly Tensor[],
  weights: readonly (GradientValue | null)[],
  sources: readonly Tensor[],
  check?: (call: RecordedCall, input: number, gradient: GradientValue) => void,
): (GradientValue | null)[] {
  const { path, reached } = dependents(calls, sources);
  const asked = new Set(sources);
  const gradients = new Gradients();
  targets.forEach((target, i) => {
    if (reached.has(target)) gradients.add(target, weights[i] ?? ones_like(target));
  });
  for (let at = path.length - 1; at >= 0; at--) {
    const call = path[at]!;
    const { inputs } = call;
    const given = outputGradients(call, gradients, asked);
    if (given === null) continue;
    call.skips = inputs.length > 1 ? inputs.map((input) => !reached.has(input)) : null;
    const results = call.op.grad!(call, ...given);
    checkCount(call, results);
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i]!;
      const gradient = results[i];
      if (gradient === null || gradient === undefined || !reached.has(input)) continue;
      check?.(call, i, gradient);
      gradients.add(input, call.op.keepsShape === true ? gradient : fitted(gradient, input));
    }
  }
  return sources.map((source) => gradients.get(source) ?? null);
}

/** What the gradient function is given, and what nobody needs any more is dropped; null if nothing has come. */
function outputGradients(
  { op, outputs }: RecordedCall,
  gradients: Gradients,
  asked: ReadonlySet<Tensor>,
): Tensor[] | null {
  const given: (GradientValue | undefined)[] = [];
  let any = false;
  for (let i = 0; i < outputs.length; i++) {
    const output = outputs[i]!;
    const gradient = gradients.get(output);
    given.push(gradient);
    if (gradient === undefined) continue;
    any = true;
    if (!asked.has(output)) gradients.delete(output);
  }
  if (!any) return null;
  for (let i = 0; i < given.length; i++) {
    const gradient = given[i];
    if (gradient === undefined) given[i] = zerosLike(outputs[i]!);
    else if (op.sparseGradients !== true) given[i] = dense(gradient);
  }
  return given as Tensor[];
}

/** What is no number has no zero: its gradient is not looked at. */
function zerosLike(output: Tensor): Tensor {
  return output.dtype.kind === 'opaque' && output.dtype !== variant ? output : zeros_like(output);
}

function checkCount({ op, inputs }: RecordedCall, results: readonly unknown[]): void {
  if (results.length === inputs.length) return;
  throw new ValueError(
    `Num gradients ${results.length} generated for op ${op.type} do not match num inputs ${inputs.length}`,
    { fields: { key: op.type, expected: inputs.length, actual: results.length } },
  );
}

/** The gradient in its input's shape: a gradient of the broadcast shape is summed. */
function fitted(gradient: GradientValue, input: Tensor): GradientValue {
  if (gradient instanceof IndexedSlices || input.dtype.kind === 'opaque') return gradient;
  return sumToShapeOf(gradient, input);
}
