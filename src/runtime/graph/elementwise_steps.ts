/** Float32 element-wise ops of fixed shape as steps: their loops write into a kept buffer, or into what gets out. */
import { float32 } from '../../dtypes';
import { float32ToFill } from '../allocate';
import { broadcastLoop } from '../broadcast';
import type { BinaryOp, Floats, UnaryOp } from '../elementwise';
import { Tensor } from '../tensor';
import type { Operation } from './operation';
import type { Step } from './step';

type Slots = (Tensor | null)[];

export class UnaryStep implements Step {
  private readonly loop: (x: Floats, out: Floats) => void;
  /** Name of the same loop in WASM. */
  readonly vector: UnaryOp['loops']['vector'];

  constructor(
    readonly node: Operation,
    readonly input: number,
    readonly output: number,
    readonly dims: readonly number[],
    readonly count: number,
    readonly kept: Tensor | null,
  ) {
    const { float, vector } = (node.record as UnaryOp).loops;
    this.loop = float;
    this.vector = vector;
  }

  run(slots: Slots): void {
    const x = slots[this.input]!.data as Float32Array;
    const { kept } = this;
    if (kept !== null) this.loop(x, kept.data as Float32Array);
    else {
      const out = float32ToFill(this.count);
      this.loop(x, out);
      slots[this.output] = new Tensor(float32, this.dims, out);
    }
  }
}

export class BinaryStep implements Step {
  private readonly loop: BinaryOp['loops']['float'];
  /** Name of the same loop in WASM. */
  readonly vector: BinaryOp['loops']['vector'];

  constructor(
    readonly node: Operation,
    readonly left: number,
    readonly right: number,
    readonly output: number,
    readonly dims: readonly number[],
    readonly count: number,
    readonly kept: Tensor | null,
    readonly leftStep: number,
    readonly rightStep: number,
  ) {
    const { float, vector } = (node.record as BinaryOp).loops;
    this.loop = float;
    this.vector = vector;
  }

  run(slots: Slots): void {
    const x = slots[this.left]!.data as Float32Array;
    const y = slots[this.right]!.data as Float32Array;
    const { kept, count } = this;
    const out = kept !== null ? (kept.data as Float32Array) : float32ToFill(count);
    this.loop(x, 0, this.leftStep, y, 0, this.rightStep, out, 0, count);
    if (kept === null) slots[this.output] = new Tensor(float32, this.dims, out);
  }
}

export class BroadcastStep implements Step {
  constructor(
    readonly node: Operation,
    private readonly left: number,
    private readonly right: number,
    private readonly output: number,
    private readonly dims: readonly number[],
    private readonly count: number,
    private readonly kept: Tensor | null,
  ) {}

  run(slots: Slots): void {
    const a = slots[this.left]!;
    const b = slots[this.right]!;
    const { kept, dims } = this;
    const out = kept !== null ? (kept.data as Float32Array) : float32ToFill(this.count);
    const loop = (this.node.record as BinaryOp).loops.float;
    broadcastLoop(loop as never, a.data, a.dims, b.data, b.dims, out, dims);
    if (kept === null) slots[this.output] = new Tensor(float32, dims, out);
  }
}
