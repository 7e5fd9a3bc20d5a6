/** Gradients of a loss, as `minimize` takes them. */
import { ValueError } from '../../errors';
import { format } from '../../python/format';
import type { BaseVariable } from '../../runtime/base_variable';
import { GradientTape } from '../../runtime/gradient_tape';
import type { Tensor } from '../../runtime/tensor';
import type { GradientLike, GradientPair } from './gradients';

/** A loss, or a function that computes it. */
export type Loss = Tensor | (() => Tensor);
/** Variables, or a function that gives them once the loss has been computed. */
export type VariablesOf = Iterable<BaseVariable> | (() => Iterable<BaseVariable>);

/** @throws {@link ValueError} for a loss that is computed already, without the tape that recorded it */
export function computeGradients(
  loss: Loss,
  var_list: VariablesOf,
  tape: GradientTape | null,
  grad_loss: Tensor | null = null,
): GradientPair[] {
  if (typeof loss !== 'function' && tape === null)
    throw new ValueError(
      `\`tape\` is required when a \`Tensor\` loss is passed. Received: loss=${format(loss)}, tape=None.`,
    );
  const used = tape ?? new GradientTape();
  const target =
    typeof loss !== 'function'
      ? loss
      : used.use(() => {
          if (typeof var_list !== 'function') used.watch([...var_list]);
          return loss();
        });
  const variables = [...(typeof var_list === 'function' ? var_list() : var_list)];
  const gradients = used.gradient(target, variables, { output_gradients: grad_loss });
  return (gradients as readonly GradientLike[]).map((gradient, i) => [gradient, variables[i]!]);
}
