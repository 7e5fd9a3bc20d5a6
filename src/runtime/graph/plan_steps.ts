/** Operations as steps: any kernel, reads of variables, and float32 element-wise loops that write into kept buffers. */
import { currentContext, enterContext } from '../../context';
import { float32 } from '../../dtypes';
import type { BinaryOp, UnaryOp } from '../elementwise';
import type { KnownSpec } from '../op';
import { initializedHandle } from '../ops/resource_variables';
import { type RandomKernels, seedEpoch } from '../random/op_seeds';
import type { Philox } from '../random/philox';
import { Tensor } from '../tensor';
import { elementCount, sameDims } from '../tensor_shape';
import { BinaryStep, BroadcastStep, UnaryStep } from './elementwise_steps';
import type { Operation } from './operation';
import type { Lifetimes } from './plan_lifetimes';
import type { Step } from './step';

type Slots = (Tensor | null)[];

/** Float32 storage for values that die inside a plan, used again as soon as they have. */
export class Buffers {
  private readonly free = new Map<number, Float32Array[]>();
  /** Buffers in use: until which step. */
  private readonly used: { until: number; data: Float32Array }[] = [];

  /** Storage that nobody looks at after step `at` began, until the end of step `until`. */
  take(count: number, at: number, until: number): Float32Array {
    for (let i = this.used.length - 1; i >= 0; i--) {
      const { until: end, data } = this.used[i]!;
      // An element-wise loop may write over an input that dies with it.
      if (end > at) continue;
      this.used.splice(i, 1);
      const list = this.free.get(data.length) ?? [];
      list.push(data);
      this.free.set(data.length, list);
    }
    const data = this.free.get(count)?.pop() ?? new Float32Array(count);
    this.used.push({ until, data });
    return data;
  }
}

interface StepParts {
  readonly op: Operation;
  /** Position among the steps. */
  readonly at: number;
  readonly slots: Slots;
  readonly slotOf: ReadonlyMap<Tensor, number>;
  readonly life: Lifetimes;
  readonly buffers: Buffers;
  readonly fed: ReadonlySet<Tensor>;
}

export function stepFor(parts: StepParts): Step {
  const { op, slotOf } = parts;
  const inputs = op.inputs.map((t) => slotOf.get(t)!);
  const outputs = op.outputs.map((t) => (parts.fed.has(t) ? -1 : slotOf.get(t)!));
  if (op.type === 'ReadVariableOp') {
    const until = parts.life.lastUse(op.outputs[0]!);
    const lent = until < Number.POSITIVE_INFINITY && !parts.life.writesBetween(parts.at, until);
    return new ReadStep(op, inputs[0]!, outputs[0]!, lent);
  }
  if ('seed2' in op.attrs && op.record.effect === 'reads')
    return new RandomStep(op, new KernelStep(op, inputs, outputs, knownSpecs(op)));
  return elementwiseStep(parts, inputs, outputs) ?? new KernelStep(op, inputs, outputs, knownSpecs(op));
}

/** The specs if nothing about them has to be found out when running. */
function knownSpecs(op: Operation): readonly KnownSpec[] | null {
  return op.outputs.every((t) => isFixed(t)) && op.inputs.every((t) => isFixed(t))
    ? op.outputs.map(({ dtype, dims }) => ({ dtype, dims }))
    : null;
}
function isFixed(tensor: Tensor): boolean {
  return tensor.dims !== null && !(tensor.dims as readonly (number | null)[]).includes(null);
}

/** Runs the kernel of any op. */
class KernelStep implements Step {
  constructor(
    readonly node: Operation,
    private readonly inputs: readonly number[],
    private readonly outputs: readonly number[],
    private readonly specs: readonly KnownSpec[] | null,
  ) {}

  run(slots: Slots): void {
    const { record, attrs } = this.node;
    const values = new Array<Tensor>(this.inputs.length);
    for (let i = 0; i < values.length; i++) values[i] = slots[this.inputs[i]!]!;
    const specs = this.specs ?? (record.infer(values, attrs) as readonly KnownSpec[]);
    const results = record.kernel(values, attrs, specs);
    for (let i = 0; i < this.outputs.length; i++)
      if (this.outputs[i]! >= 0) slots[this.outputs[i]!] = results[i]!;
  }
}

/** A random op with a generator of its own, which lives as long as the session or the function does. */
class RandomStep implements Step, RandomKernels {
  private own: Philox | null = null;
  private epoch: object | null = null;

  constructor(
    readonly node: Operation,
    private readonly step: KernelStep,
  ) {}

  run(slots: Slots): void {
    const leave = enterContext({ randomKernels: this });
    try {
      this.step.run(slots);
    } finally {
      leave();
    }
  }
  generator(make: () => Philox): Philox {
    const kept = currentContext().variableStore?.generators;
    if (kept !== undefined) {
      const found = kept.get(this.node) ?? make();
      kept.set(this.node, found);
      return found;
    }
    const epoch = seedEpoch();
    if (this.own === null || this.epoch !== epoch) this.own = make();
    this.epoch = epoch;
    return this.own;
  }
}

/** Reads a variable. A lent value is only looked at before the next write, which may then be in place. */
class ReadStep implements Step {
  constructor(
    readonly node: Operation,
    private readonly input: number,
    private readonly output: number,
    private readonly lent: boolean,
  ) {}

  run(slots: Slots): void {
    const handle = initializedHandle(slots[this.input]!);
    slots[this.output] = this.lent ? handle.borrow() : handle.read();
  }
}

/** A step for a float32 element-wise op of fixed shape, or null if the op is none. */
function elementwiseStep(
  parts: StepParts,
  inputs: readonly number[],
  outputs: readonly number[],
): Step | null {
  const { op, at, slots, life, buffers } = parts;
  const record = op.record as Partial<BinaryOp> & Partial<UnaryOp>;
  if (record.loops === undefined || op.outputs.length !== 1 || outputs[0]! < 0) return null;
  const [output] = op.outputs as [Tensor];
  if (output.dtype !== float32 || !isFixed(output)) return null;
  if (!op.inputs.every((t) => t.dtype === float32 && isFixed(t))) return null;
  const isBinary = op.inputs.length === 2;
  if (isBinary && record.sameType !== true) return null;
  const count = elementCount(output.dims);
  const until = life.lastUse(output);
  let kept: Tensor | null = null;
  if (until < Number.POSITIVE_INFINITY) {
    kept = new Tensor(float32, output.dims, buffers.take(count, at, until));
    slots[outputs[0]!] = kept;
  }
  if (!isBinary) return new UnaryStep(op, inputs[0]!, outputs[0]!, output.dims, count, kept);
  const [a, b] = op.inputs as [Tensor, Tensor];
  const steps = [a, b].map((t) => (sameDims(t.dims, output.dims) ? 1 : elementCount(t.dims) === 1 ? 0 : -1));
  if (steps.includes(-1))
    return new BroadcastStep(op, inputs[0]!, inputs[1]!, outputs[0]!, output.dims, count, kept);
  return new BinaryStep(
    op,
    inputs[0]!,
    inputs[1]!,
    outputs[0]!,
    output.dims,
    count,
    kept,
    steps[0]!,
    steps[1]!,
  );
}
