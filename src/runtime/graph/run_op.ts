/**
 * Operations that run a piece of the program: a branch, a loop, a function of the user's. Where a gradient of theirs is asked
 * for, they run the piece under a tape, and that tape is one more output: the trail. The gradient walks back over the trail,
 * so nothing runs or writes twice and it sees the very values that the run saw. It is such an operation itself and goes on
 * recording on the trail: derivatives exist to any order.
 */

import { currentContext, enterContext } from '../../context';
import { resource, type TensorStorage, variant } from '../../dtypes';
import { dispatch } from '../dispatch';
import { type Attributes, defineOp, type InputSpec, type OpRecord, type Spec } from '../op';
import { zeros_like } from '../ops/creation';
import { dense } from '../ops/gradient_sums';
import { handleOf, variableSpec } from '../ops/resource_variables';
import { isTrainable, recordingOn, Tape } from '../tape';
import { backward } from '../tape_backward';
import { Tensor } from '../tensor';
import { elementCount } from '../tensor_shape';

/** What a run that may be differentiated has left behind. */
interface Trail {
  readonly tape: Tape;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}
const trailSpec: Spec = { dtype: variant, dims: [] };

function trailTensor(trail: Trail | null): Tensor {
  return new Tensor(variant, [], [trail] as unknown as TensorStorage);
}

export interface RunAttributes extends Attributes {
  /** Its `trail` is true once a gradient has been asked for: then runs leave one. */
  readonly keeps: { trail: boolean };
}

export interface RunOp<A extends RunAttributes> {
  readonly type: string;
  readonly effect?: 'writes';
  readonly infer: (inputs: readonly InputSpec[], attrs: A) => readonly Spec[];
  /** Runs it; nobody asks for gradients. */
  readonly plain: (inputs: readonly Tensor[], attrs: A) => readonly Tensor[];
  /** Runs it through `dispatch`, for a tape. */
  readonly recorded: (inputs: readonly Tensor[], attrs: A) => readonly Tensor[];
  /** False for inputs that have no gradient, where others may have zeros. */
  readonly reaches?: (inputs: readonly Tensor[], attrs: A) => readonly boolean[];
  /** True if its gradient has none itself. */
  readonly once?: boolean;
}

/** Runs `compute` on values, unseen by tapes outside. @param keeps true to leave a trail */
function running(keeps: boolean, compute: (keeps: boolean) => readonly Tensor[]): readonly Tensor[] {
  const { recorder, outerRecorders } = currentContext();
  const outside = recorder ? { outerRecorders: [...(outerRecorders ?? []), recorder] } : {};
  const leave = enterContext({ builder: null, recorder: null, ...outside });
  try {
    return compute(keeps || Boolean(recorder));
  } finally {
    leave();
  }
}

/** The same value as a tensor that no tape knows; a variable's handle is known by itself. */
function unmarked(t: Tensor): Tensor {
  return t.dtype === resource ? t : new Tensor(t.dtype, t.dims, t.data);
}

export function defineRunOp<A extends RunAttributes>(op: RunOp<A>): OpRecord<A> {
  return defineOp<A>({
    type: op.type,
    infer: (inputs, attrs) => [...op.infer(inputs, attrs), trailSpec],
    kernel: (given, attrs) =>
      running(attrs.keeps.trail, (keeps) => {
        if (!keeps) return [...op.plain(given, attrs), trailTensor(null)];
        const inputs = given.map(unmarked);
        const tape = new Tape(false);
        const leave = recordingOn(tape);
        let outputs: readonly Tensor[];
        try {
          for (const input of inputs) if (isTrainable(input.dtype)) tape.watch(input);
          outputs = op.recorded(inputs, attrs);
        } finally {
          leave();
        }
        return [...outputs, trailTensor({ tape, inputs, outputs })];
      }),
    grad: ({ inputs, outputs, attrs }, ...g) => {
      const reached = op.reaches?.(inputs, attrs) ?? inputs.map(() => true);
      return walkedBack(outputs, inputs, g, reached, attrs, op.once ?? false);
    },
    aliases: true,
    ...(op.effect === undefined ? {} : { effect: op.effect }),
  });
}

/** What the gradient of an input is like; null if there is none. */
function gradientSpec(t: Tensor): Spec | null {
  if (t.dtype === resource) {
    const variable = variableSpec(t);
    return variable !== null && isTrainable(variable.dtype) ? variable : null;
  }
  return flows(t) ? { dtype: t.dtype, dims: t.dims } : null;
}

interface GradientAttributes extends RunAttributes {
  /** One for each input of the run, null for one that has no gradient. */
  readonly specs: readonly (Spec | null)[];
  readonly once: boolean;
}

/** Gradients of a run's inputs. @param outputs its last one is the trail */
function walkedBack(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  g: readonly Tensor[],
  reached: readonly boolean[],
  { keeps }: RunAttributes,
  once: boolean,
): (Tensor | null)[] {
  const trail = outputs.at(-1)!;
  if (trail.source !== null) keeps.trail = true;
  const specs = inputs.map((t, i) => (reached[i] ? gradientSpec(t) : null));
  const given = g.slice(0, -1).filter((_, i) => flows(outputs[i]!));
  const attrs: GradientAttributes = { specs, once, keeps: { trail: false } };
  const results = dispatch(RunGradient, [trail, ...inputs, ...given], attrs);
  let next = 0;
  return specs.map((spec) => (spec === null ? null : results[next++]!));
}
/** Numbers and lists of tensors have gradients. */
function flows(t: Tensor): boolean {
  return isTrainable(t.dtype) && t.dtype !== resource;
}

/** Inputs: the trail, the inputs of the run (for the sake of who differentiates this), gradients of its outputs. */
const RunGradient: OpRecord<GradientAttributes> = defineOp<GradientAttributes>({
  type: 'RunGradient',
  infer: (_inputs, { specs }) => [...specs.filter((spec) => spec !== null), trailSpec],
  kernel: ([trail, ...rest], { specs, keeps }) =>
    running(keeps.trail, (keepsOn) => {
      const { tape, inputs, outputs } = (trail!.data as unknown as readonly Trail[])[0]!;
      const g = rest.slice(specs.length).map(unmarked);
      const targets = outputs.filter(flows);
      if (!keepsOn) {
        const results = gradientsOn(tape, inputs, targets, g, specs);
        return [...results.map(unmarked), trailTensor(null)];
      }
      const leave = recordingOn(tape);
      try {
        tape.resume();
        for (const gradient of g) tape.watch(gradient);
        const results = gradientsOn(tape, inputs, targets, g, specs);
        return [...results, trailTensor({ tape, inputs: [...inputs, ...g], outputs: results })];
      } finally {
        leave();
      }
    }),
  grad: ({ inputs: [, ...inputs], outputs, attrs }, ...g) => {
    if (attrs.once) return [null, ...inputs.map(() => null)];
    const all = inputs.map(() => true);
    return [null, ...walkedBack(outputs, inputs, g, all, attrs, false)];
  },
  aliases: true,
});

function gradientsOn(
  tape: Tape,
  inputs: readonly Tensor[],
  targets: readonly Tensor[],
  g: readonly Tensor[],
  specs: readonly (Spec | null)[],
): Tensor[] {
  const found = backward([...tape.calls], targets, g, inputs);
  return inputs.flatMap((input, i) => {
    if (specs[i] === null) return [];
    // A handle that comes in twice has its gradient once.
    const own = inputs.indexOf(input) === i ? (found[i] ?? null) : null;
    return own === null ? zerosOf(input) : dense(own);
  });
}
/** Zeros like the value that `t` is or stands for. */
function zerosOf(t: Tensor): Tensor {
  if (t.dtype === variant) return zeros_like(t);
  const { dtype, dims } = t.dtype === resource ? handleOf(t) : t;
  return new Tensor(dtype, dims, dtype.allocate(elementCount(dims)));
}
