/** The shapes that loop variables keep: those they begin with, or wider ones that the program names. */
import { ValueError } from '../errors';
import { flatten, isComposite, map_structure } from './nest';
import { SparseTensor, SparseTensorSpec } from './sparse_tensor';
import { as_shape, type ShapeLike, type TensorShape } from './tensor_shape';

export interface LoopVariables {
  readonly initial: readonly unknown[];
  /** One for each tensor of the variables; null where a shape is to stay what it is. */
  readonly invariants: readonly (TensorShape | null)[];
}

/**
 * @param given a shape for each variable; for a sparse one that of its `dense_shape`, or a spec
 * @throws {@link ValueError} for a shape of a sparse tensor that is no vector's
 */
export function loopVariables(given: unknown, initial: readonly unknown[]): LoopVariables {
  const shapes = (given ?? []) as readonly unknown[];
  const invariants: (TensorShape | null)[] = [];
  let next = 0;
  const wider = map_structure((leaf: unknown) => {
    const shape = shapes[next++] ?? null;
    if (leaf instanceof SparseTensor) {
      const spec = sparseSpec(leaf, shape);
      invariants.push(...spec._components().map((part) => part.shape));
      return leaf._as(spec.shape);
    }
    if (isComposite(leaf)) invariants.push(...flatten(leaf, true).map(() => null));
    else invariants.push(shape === null ? null : as_shape(shape as ShapeLike));
    return leaf;
  }, initial);
  return { initial: wider as readonly unknown[], invariants };
}

/** How many elements there are is free; of the shape the rank stays, or all. */
function sparseSpec(sp: SparseTensor, given: unknown): SparseTensorSpec {
  if (given === null) return new SparseTensorSpec(sp.shape, sp.dtype);
  if (given instanceof SparseTensorSpec) return given;
  const shape = as_shape(given as ShapeLike);
  if (shape.rank !== null && shape.rank !== 1)
    throw new ValueError(
      `Expected a shape with 1 dimension. Obtained: ${shape} which has ${shape.rank} dimensions.`,
      { fields: { expected: 1, actual: shape.rank } },
    );
  const rank = shape[0] ?? null;
  return new SparseTensorSpec(rank === null ? null : new Array<null>(rank).fill(null), sp.dtype);
}
