/** One step of a plan. */
import type { Tensor } from '../tensor';
import type { Operation } from './operation';

export interface Step {
  /** The operation that errors name. */
  readonly node: Operation;
  run(slots: (Tensor | null)[]): void;
}
