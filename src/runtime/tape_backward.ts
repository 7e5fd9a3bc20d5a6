/**
 * The way back: from the gradients of targets to those of sources, over the calls that a tape has kept. Un-broadcasting
 * and accumulation happen here and nowhere else.
 */
import { ValueError } from '../errors';
import { IndexedSlices } from './indexed_slices';
import type { GradientValue } from './op';
import { ones_like, zeros_like } from './ops/creation';
import { addGradients, dense, sumToShape } from './ops/gradient_sums';
import { isTrainable, type RecordedCall } from './tape';
import type { Tensor } from './tensor';
import { sameDims } from './tensor_shape';

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
 * @param outputGradients one for each target; null for ones
 */
export function backward(
  calls: readonly RecordedCall[],
  targets: readonly Tensor[],
  outputGradients: readonly (GradientValue | null)[],
  sources: readonly Tensor[],
): (GradientValue | null)[] {
  const { path, reached } = dependents(calls, sources);
  const asked = new Set(sources);
  const gradients = new Gradients();
  targets.forEach((target, i) => {
    if (reached.has(target)) gradients.add(target, outputGradients[i] ?? ones_like(target));
  });
  for (let at = path.length - 1; at >= 0; at--) {
    const call = path[at]!;
    const given = call.outputs.map((output) => gradients.get(output));
    if (given.every((g) => g === undefined)) continue;
    for (const output of call.outputs) if (!asked.has(output)) gradients.delete(output);
    call.skips = call.inputs.length > 1 ? call.inputs.map((input) => !reached.has(input)) : null;
    const results = inputGradients(call, given);
    call.inputs.forEach((input, i) => {
      const gradient = results[i];
      if (gradient === null || gradient === undefined || !reached.has(input)) return;
      gradients.add(input, call.op.keepsShape === true ? gradient : fitted(gradient, input));
    });
  }
  return sources.map((source) => gradients.get(source) ?? null);
}

function inputGradients(
  call: RecordedCall,
  given: readonly (GradientValue | undefined)[],
): readonly (GradientValue | null)[] {
  const { op, inputs, outputs } = call;
  const passed = given.map((g, i) => {
    if (g === undefined) return zeros_like(outputs[i]!);
    return op.sparseGradients === true ? (g as Tensor) : dense(g);
  });
  const results = op.grad!(call, ...passed);
  if (results.length !== inputs.length)
    throw new ValueError(
      `Num gradients ${results.length} generated for op ${op.type} do not match num inputs ${inputs.length}`,
      { fields: { key: op.type, expected: inputs.length, actual: results.length } },
    );
  return results;
}

/** The gradient in its input's shape: a gradient of the broadcast shape is summed. */
function fitted(gradient: GradientValue, input: Tensor): GradientValue {
  if (gradient instanceof IndexedSlices || input.dtype.kind === 'opaque') return gradient;
  return sameDims(gradient.dims, input.dims) ? gradient : sumToShape(gradient, input.dims);
}
