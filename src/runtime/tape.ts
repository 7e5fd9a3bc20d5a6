/**
 * What a gradient tape writes down: the calls of ops on watched tensors, in order. Records, not closures.
 *
 * `Tensor.stamp` holds the serial of the newest tape that watches it, so that a tape which does not watch a tensor finds
 * out in one comparison. Where several tapes record at once, the older ones that a newer stamp covers are remembered
 * beside it (`covered`).
 */
import { currentContext, enterFrame } from '../context';
import { type DType, resource } from '../dtypes';
import type { BaseVariable } from './base_variable';
import type { Recorder } from './dispatch';
import { isKnown } from './graph/operation';
import type { ResourceHandle } from './handle';
import { IndexedSlices } from './indexed_slices';
import { type Attributes, type GradientValue, noAttributes, type OpCall, type OpRecord } from './op';
import { handleOf, ReadVariableOp } from './ops/resource_variables';
import { Tensor } from './tensor';

/** A call of an op, as the tape keeps it. */
export class RecordedCall implements OpCall {
  /** Set before the gradient function is called: true for inputs whose gradients nobody asks for. */
  skips: readonly boolean[] | null = null;

  constructor(
    readonly op: OpRecord,
    readonly inputs: readonly Tensor[],
    readonly outputs: readonly Tensor[],
    readonly attrs: Attributes,
  ) {}
}

/** A read of its own: the same value read elsewhere is not watched. Reads in a graph are that already. */
function ownTensor(value: Tensor): Tensor {
  return value.source === null ? new Tensor(value.dtype, value.dims, value.data) : value;
}

/** Dtypes that gradients flow through. */
export function isTrainable(dtype: DType): boolean {
  return dtype.is_floating || dtype.is_complex || dtype.kind === 'opaque';
}

let serials = 0;
const covered = new WeakMap<Tensor, readonly number[]>();

/** The tapes that record here, the oldest first. */
export function activeTapes(): readonly Tape[] {
  return tapesOf(currentContext().recorder);
}
function tapesOf(recorder: Recorder | null | undefined): readonly Tape[] {
  if (recorder instanceof Tape) return [recorder];
  return recorder instanceof TapeGroup ? recorder.tapes : [];
}

/** Lets a tape record here, together with those that already do. @returns what ends it */
export function recordingOn(tape: Tape): () => void {
  const tapes = [...activeTapes().filter((other) => other !== tape), tape];
  tape.recording = true;
  const recorder = tapes.length === 1 ? tape : new TapeGroup(tapes);
  const leave = enterFrame({ ...currentContext(), recorder });
  return () => {
    leave();
    tape.recording = false;
  };
}

function recordsAlone(serial: number): boolean {
  const { recorder, outerRecorders } = currentContext();
  return recorder instanceof Tape && recorder.serial === serial && (outerRecorders?.length ?? 0) === 0;
}

function mark(tensor: Tensor, serial: number): void {
  const { stamp } = tensor;
  if (stamp === serial) return;
  tensor.stamp = Math.max(stamp, serial);
  if (stamp === 0 || (stamp < serial && recordsAlone(serial))) return;
  // Tapes that do not record any more never ask; one that is entered again marks its tensors anew.
  const older = [...(covered.get(tensor) ?? []), stamp, serial];
  const { recorder, outerRecorders } = currentContext();
  const live = [recorder, ...(outerRecorders ?? [])].flatMap(tapesOf).map((tape) => tape.serial);
  covered.set(
    tensor,
    live.filter((s) => s !== tensor.stamp && older.includes(s)),
  );
}

function isMarked(tensor: Tensor, serial: number): boolean {
  const { stamp } = tensor;
  return stamp === serial || (stamp > serial && (covered.get(tensor)?.includes(serial) ?? false));
}

/** One tape. */
export class Tape implements Recorder {
  serial = ++serials;
  calls: RecordedCall[] = [];
  /** Trainable variables that were read, and others that were given to `watch`. */
  readonly variables = new Set<BaseVariable>();
  /** False while `stop_recording` is on. */
  recording = false;
  private watched: Tensor[] = [];
  /** Values of variables that are borrowed until the tape has been used, by handle. */
  private readonly borrowed = new Map<ResourceHandle, Tensor>();

  /** @param borrows true if whoever uses the tape ends with {@link giveBack} */
  constructor(
    private readonly watchesAccessed: boolean,
    private readonly borrows = false,
  ) {}

  record(op: OpRecord, inputs: readonly Tensor[], outputs: readonly Tensor[], attrs: Attributes): void {
    const { serial } = this;
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i]!;
      if (
        input.stamp === serial ||
        (input.stamp > serial && isMarked(input, serial)) ||
        (input.dtype === resource && op.grad !== null && this.noticesHandle(input))
      ) {
        if (this.recording && op.grad !== null) this.keep(op, inputs, outputs, attrs);
        return;
      }
    }
  }

  private keep(op: OpRecord, inputs: readonly Tensor[], outputs: readonly Tensor[], attrs: Attributes): void {
    this.calls.push(new RecordedCall(op, inputs, outputs, attrs));
    for (let i = 0; i < outputs.length; i++) {
      const output = outputs[i]!;
      if (!isTrainable(output.dtype)) continue;
      if (output.stamp === 0) output.stamp = this.serial;
      else mark(output, this.serial);
    }
  }

  read(variable: BaseVariable): Tensor {
    const value = variable._snapshot();
    if (!this.noticesRead(variable)) return value;
    return this.keepRead(variable, ownTensor(value));
  }
  lend(variable: BaseVariable): Tensor {
    if (!this.borrows || variable._resource.symbolic) return this.read(variable);
    const handle = variable._resource;
    if (!this.recording) return handle.borrow();
    const value = handle.borrow();
    if (this.borrowed.get(handle) !== value) this.borrowed.set(handle, handle.lend());
    return this.noticesRead(variable) ? this.keepRead(variable, ownTensor(value)) : value;
  }
  /**
   * Ends the loans: nothing that was recorded is looked at any more.
   * @param kept tensors that outlive the tape
   */
  giveBack(kept: readonly (GradientValue | null)[]): void {
    if (this.borrowed.size === 0) return;
    for (const [handle, value] of this.borrowed) {
      // Tensors of one storage share the typed array itself.
      const isHeld = kept.some((g) => g && (g instanceof IndexedSlices ? g.values : g).data === value.data);
      if (!isHeld) handle.endLoan(value);
    }
    this.borrowed.clear();
  }
  /** True if a read of this variable must be recorded. */
  noticesRead(variable: BaseVariable): boolean {
    if (!this.recording) return false;
    if (variable.trainable && this.watchesAccessed) {
      this.watchVariable(variable);
      return true;
    }
    return isMarked(variable._resource.token, this.serial);
  }
  /** An op that is given a variable's handle reads it. */
  private noticesHandle(token: Tensor): boolean {
    if (!isKnown(token)) return false;
    const { owner } = handleOf(token);
    return owner !== null && this.noticesRead(owner);
  }
  /** @param value a tensor of its own: the same value read elsewhere is not watched */
  keepRead(variable: BaseVariable, value: Tensor): Tensor {
    this.keep(ReadVariableOp as unknown as OpRecord, [variable._resource.token], [value], noAttributes);
    return value;
  }

  watch(tensor: Tensor): void {
    this.watched.push(tensor);
    mark(tensor, this.serial);
  }
  watchVariable(variable: BaseVariable): void {
    const { token } = variable._resource;
    if (isMarked(token, this.serial)) return;
    this.variables.add(variable);
    this.watch(token);
  }
  /** Forgets everything: with a new serial no tensor is watched. */
  restart(): void {
    this.serial = ++serials;
    this.calls = [];
    this.watched = [];
    this.variables.clear();
    this.giveBack([]);
  }
  /** Marks anew what it watches: while it did not record, other tapes may have covered its marks. */
  resume(): void {
    for (const tensor of this.watched) mark(tensor, this.serial);
    for (const { outputs } of this.calls)
      for (const output of outputs) if (isTrainable(output.dtype)) mark(output, this.serial);
  }
}

/** Several tapes that record at once. */
export class TapeGroup implements Recorder {
  constructor(readonly tapes: readonly Tape[]) {}

  /** A tape outside records what is computed from the tapes inside: a loan could end too early. */
  lend(variable: BaseVariable): Tensor {
    return this.read(variable);
  }

  record(op: OpRecord, inputs: readonly Tensor[], outputs: readonly Tensor[], attrs: Attributes): void {
    for (const tape of this.tapes) tape.record(op, inputs, outputs, attrs);
  }
  read(variable: BaseVariable): Tensor {
    const value = variable._snapshot();
    const noticing = this.tapes.filter((tape) => tape.noticesRead(variable));
    if (noticing.length === 0) return value;
    const own = ownTensor(value);
    for (const tape of noticing) tape.keepRead(variable, own);
    return own;
  }
}
