/** What an optimizer does differently while a graph is being built. */
import { currentContext, enterContext } from '../../context';
import type { BaseVariable } from '../../runtime/base_variable';
import { add } from '../../runtime/ops/arithmetic';
import { equal } from '../../runtime/ops/comparison';
import { floormod } from '../../runtime/ops/division';
import { selectV2 } from '../../runtime/ops/select';

/** Runs `fn` eagerly, as in `tf.init_scope`: variables are made there even when a step is traced. */
export function outsideOfGraphs<R>(fn: () => R): R {
  const { builder, recorder, aside } = currentContext();
  if (!builder && !recorder) return fn();
  const leave = enterContext({ builder: null, recorder: null, aside: builder ?? aside ?? null });
  try {
    return fn();
  } finally {
    leave();
  }
}

/** Assigns to each variable its average if the next step's number is a multiple of `every`. */
export function overwriteEvery(
  iterations: BaseVariable,
  every: number,
  pairs: readonly (readonly [variable: BaseVariable, average: BaseVariable])[],
): void {
  if (!currentContext().builder) {
    const step = Number(iterations._resource.borrow().data[0]) + 1;
    if (step % every === 0)
      for (const [variable, average] of pairs) variable.assign(average._resource.borrow());
    return;
  }
  const due = equal(floormod(add(iterations.value(), 1), every), 0);
  for (const [variable, average] of pairs) variable.assign(selectV2(due, average.value(), variable.value()));
}
