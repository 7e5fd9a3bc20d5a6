/** `tf.recompute_grad`: functions that are run again for their gradient, so that a tape need not keep what they made. */
import { type Call, positional } from '../python/named';
import { type CustomGradientKeywords, custom_gradient } from './custom_gradient';
import { GradientTape } from './gradient_tape';
import { flatten, map_structure } from './nest';
import { identity } from './ops/array';
import { Tensor } from './tensor';

/**
 * Mirrors `tf.recompute_grad`: the same function, of which a tape keeps the arguments alone; taking a gradient runs it
 * again. It also differentiates with respect to the variables that `f` reads.
 */
export function recompute_grad<A extends unknown[], R>(
  ...args: Call<[f: (...args: A) => R], readonly ['f']>
): (...args: A) => R {
  const [f] = positional<[f: (...args: A) => R]>('recompute_grad', ['f'], 1, args);
  return custom_gradient((...args: A) => {
    const grad = (...given: unknown[]): unknown => {
      const last = given.at(-1);
      const { variables } = last instanceof Tensor ? { variables: null } : (last as CustomGradientKeywords);
      const results = variables === null ? given : given.slice(0, -1);
      const tape = new GradientTape();
      const [own, again] = tape.use(() => {
        const copies = map_structure((leaf: unknown) => identity(leaf as Tensor), args) as unknown as A;
        for (const leaf of flatten(copies)) tape.watch(leaf as Tensor);
        return [copies, f(...copies)] as const;
      });
      const sources = [...flatten(own), ...(variables ?? [])] as Tensor[];
      const gradients = tape.gradient(flatten(again) as Tensor[], sources, {
        output_gradients: results as Tensor[],
      });
      const count = flatten(own).length;
      const ofArguments = gradients.slice(0, count);
      return variables === null ? ofArguments : [ofArguments, gradients.slice(count)];
    };
    return [f(...args), grad] as const;
  });
}
