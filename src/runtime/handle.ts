/**
 * The place of a variable's value. Eagerly it holds the value itself; a graph's variables will have theirs in a session.
 *
 * What was read never changes under a later assignment, yet updates are in place where nobody can see it: a value
 * that escaped (`read`), or that a tape still holds (`lend`), makes the next write take fresh storage; one that an op only
 * looks at (`borrow`) does not.
 */
import { type DType, resource, type TensorStorage } from '../dtypes';
import { ownCopy } from './allocate';
import type { BaseVariable } from './base_variable';
import { Tensor } from './tensor';
import { sameDims } from './tensor_shape';

let handles = 0;

export class ResourceHandle {
  /** Grows from one handle to the next. */
  readonly serial = ++handles;
  private current: Tensor;
  /** True once somebody outside may hold `current` or its storage. */
  private escaped: boolean;
  /** How many tapes hold `current` until they have been used. */
  private loans = 0;
  private ownToken: Tensor | null = null;
  /** The variable whose handle this is; null for a value in a session. */
  owner: BaseVariable | null = null;

  /**
   * @param value a tensor whose storage is this handle's alone, unless `escaped`; null: there is no value yet
   * @param name how errors call it
   */
  constructor(
    value: Tensor | null,
    escaped: boolean,
    readonly name: string | null = null,
  ) {
    this.current = value as Tensor;
    this.escaped = escaped;
  }

  /** False until there is a value. */
  get initialized(): boolean {
    return this.current !== null;
  }
  /** True for a variable of a graph, whose values lie in sessions (symbolic_handle.ts). */
  get symbolic(): boolean {
    return false;
  }

  get dtype(): DType {
    return this.current.dtype;
  }
  get dims(): readonly number[] {
    return this.current.dims;
  }

  /** A tensor that stands for the handle itself: what tapes watch, and the input of reading. */
  get token(): Tensor {
    this.ownToken ??= new Tensor(resource, [], [this] as unknown as TensorStorage);
    return this.ownToken;
  }

  /** The value for as long as nothing is assigned: for ops that do not keep it. */
  borrow(): Tensor {
    return this.current;
  }
  /** The value for good: a snapshot without a copy. */
  read(): Tensor {
    this.escaped = true;
    return this.current;
  }
  /** The value until it is given back with {@link endLoan}. */
  lend(): Tensor {
    this.loans++;
    return this.current;
  }
  /** @param value what was lent; nothing happens if the variable has another one by now */
  endLoan(value: Tensor): void {
    if (value === this.current) this.loans--;
  }
  private get isSeen(): boolean {
    return this.escaped || this.loans > 0;
  }
  /** Storage of the current value that may be written: the same, or a copy if a reader holds the old one. */
  writable(): TensorStorage {
    if (this.isSeen)
      this.replace(new Tensor(this.current.dtype, this.current.dims, ownCopy(this.current.data)));
    return this.current.data;
  }
  /** Puts in a value whose storage belongs to this handle from now on. */
  replace(owned: Tensor): void {
    this.current = owned;
    this.escaped = false;
    this.loans = 0;
  }
  /** Copies a value in: into the present storage if nobody sees it. */
  assign(value: Tensor): void {
    const { current } = this;
    if (value === current) return;
    if (current === null) {
      this.replace(new Tensor(value.dtype, value.dims, ownCopy(value.data)));
      return;
    }
    const same = !this.isSeen && current.data.length === value.data.length && current.dtype === value.dtype;
    if (!same) this.replace(new Tensor(value.dtype, value.dims, ownCopy(value.data)));
    else {
      copyInto(current.data, value.data);
      if (!sameDims(current.dims, value.dims))
        this.replace(new Tensor(value.dtype, value.dims, current.data));
    }
  }
}

function copyInto(to: TensorStorage, from: TensorStorage): void {
  if (from.length >= 64 && !Array.isArray(to)) (to as Float32Array).set(from as Float32Array);
  else for (let i = 0; i < from.length; i++) to[i] = from[i]!;
}
