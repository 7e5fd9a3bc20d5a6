/**
 * Neighbouring element-wise steps over large arrays of one size as a single step: their loops run block by block, and a
 * value that no other step looks at is never written to memory.
 */

import { float32 } from '../../dtypes';
import { float32ToFill } from '../allocate';
import { exponentialFrom, isExponential, vectorKernels } from '../kernels/vector';
import { type ChainLoop, mostChainValues, type RunChain } from '../kernels/wasm/chain';
import type { VectorKernels } from '../kernels/wasm/vector';
import { Tensor } from '../tensor';
import { BinaryStep, UnaryStep } from './elementwise_steps';
import type { Lifetimes } from './plan_lifetimes';
import type { Step } from './step';

type Slots = (Tensor | null)[];
type Fusible = UnaryStep | BinaryStep;

/** From how many elements on copying to the module and back takes less than a chain saves. */
const fusedFrom = 64;

function isFusible(step: Step): step is Fusible {
  return (
    (step instanceof UnaryStep || step instanceof BinaryStep) &&
    step.vector !== undefined &&
    step.count >= (isExponential(step.vector) ? exponentialFrom : fusedFrom)
  );
}

/** What a step brings into a chain at most: two operands and a result. */
const valuesOfStep = 3;

/** The steps with chains of them put together. */
export function fused(steps: readonly Step[], life: Lifetimes): Step[] {
  const result: Step[] = [];
  for (let at = 0; at < steps.length; ) {
    const chain: Fusible[] = [];
    for (let step = steps[at + chain.length]; step !== undefined; step = steps[at + chain.length]) {
      if (!isFusible(step) || (chain.length > 0 && step.count !== chain[0]!.count)) break;
      if ((chain.length + 1) * valuesOfStep > mostChainValues(step.count)) break;
      chain.push(step);
    }
    if (chain.length < 2) result.push(steps[at++]!);
    else {
      at += chain.length;
      const last = at - 1;
      result.push(new FusedStep(chain, (step) => life.lastUse(step.node.outputs[0]!) > last));
    }
  }
  return result;
}

export class FusedStep implements Step {
  private readonly loops: ChainLoop[] = [];
  /** What comes from outside: the slot of each, and whether it is one number for all elements. */
  private readonly operands: { readonly value: number; readonly slot: number; readonly single: boolean }[] =
    [];
  private readonly results: { readonly value: number; readonly step: Fusible }[] = [];

  /** The chain as the kernels in `madeBy` run it. */
  private made: RunChain | null = null;
  private madeBy: VectorKernels | null = null;

  /** @param seen whether a value is looked at by others than these steps */
  constructor(
    readonly steps: readonly Fusible[],
    seen: (step: Fusible) => boolean,
  ) {
    const inside = new Map<number, number>();
    let values = 0;
    const operand = (slot: number, single: boolean): number => {
      const known =
        inside.get(slot) ?? this.operands.find((o) => o.slot === slot && o.single === single)?.value;
      if (known !== undefined) return known;
      this.operands.push({ value: values, slot, single });
      return values++;
    };
    for (const step of steps) {
      const isBinary = step instanceof BinaryStep;
      const left = isBinary ? operand(step.left, step.leftStep === 0) : operand(step.input, false);
      const right = isBinary ? operand(step.right, step.rightStep === 0) : -1;
      const out = values++;
      this.loops.push({ name: step.vector!, left, right, out });
      inside.set(step.output, out);
      if (seen(step)) this.results.push({ value: out, step });
    }
  }

  get node() {
    return this.steps[0]!.node;
  }

  run(slots: Slots): void {
    const kernels = vectorKernels();
    if (kernels === null) {
      for (const step of this.steps) step.run(slots);
      return;
    }
    const run = kernels === this.madeBy ? this.made! : this.make(kernels);
    const given = new Array<Float32Array>(this.operands.length);
    for (let i = 0; i < given.length; i++) given[i] = slots[this.operands[i]!.slot]!.data as Float32Array;
    const wanted = new Array<Float32Array>(this.results.length);
    for (let i = 0; i < wanted.length; i++) {
      const { step } = this.results[i]!;
      if (step.kept !== null) wanted[i] = step.kept.data as Float32Array;
      else {
        wanted[i] = float32ToFill(step.count);
        slots[step.output] = new Tensor(float32, step.dims, wanted[i]!);
      }
    }
    run(given, wanted);
  }

  private make(kernels: VectorKernels): RunChain {
    const { loops, operands } = this;
    const results = this.results.map(({ value }) => value);
    this.madeBy = kernels;
    this.made = kernels.chain({ loops, operands, results, count: this.steps[0]!.count });
    return this.made;
  }
}
