/** A variable that is a function's argument: inside the trace it stands for whichever one is given. */
import { BaseVariable } from '../base_variable';
import { SymbolicHandle } from '../graph/variables';
import type { Tensor } from '../tensor';

export class ArgumentVariable extends BaseVariable {
  /** @param handle the input of dtype resource */
  constructor(
    private readonly like: BaseVariable,
    handle: Tensor,
  ) {
    super({
      resource: new SymbolicHandle(
        handle,
        like.dtype,
        like.shape.dims as readonly number[],
        like._shared_name,
      ),
      shared_name: like._shared_name,
      declared: like.shape,
      trainable: like.trainable,
      constraint: like.constraint,
      synchronization: like.synchronization,
      aggregation: like.aggregation,
    });
  }
  override get name(): string {
    return this.like.name;
  }
}
