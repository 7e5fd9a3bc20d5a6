/** What only the host language can do, as an operation: printing, checking, a function of the user's. */
import { currentContext, enterContext } from '../../context';
import { isVariable, toTensor } from '../convert';
import { dispatch } from '../dispatch';
import { flatten, pack_sequence_as } from '../nest';
import { type Attributes, defineOp, type OpRecord, type Spec } from '../op';
import { Tensor } from '../tensor';
import type { Operation } from './operation';

interface HostAttributes extends Attributes {
  /** Called with the inputs when the graph runs. */
  readonly run: (inputs: readonly Tensor[]) => readonly Tensor[];
  readonly specs: readonly Spec[];
}

function hostOp(type: string): OpRecord<HostAttributes> {
  return defineOp<HostAttributes>({
    type,
    infer: (_inputs, { specs }) => specs,
    kernel: (inputs, { run }) => {
      const leave = enterContext({ builder: null, recorder: null });
      try {
        return run(inputs);
      } finally {
        leave();
      }
    },
    grad: ({ inputs }) => inputs.map(() => null),
    effect: 'writes',
    aliases: true,
  });
}
const records = {
  PrintV2: hostOp('PrintV2'),
  Assert: hostOp('Assert'),
  PyFunc: hostOp('PyFunc'),
};

/** True while a graph is built: then what needs values has to wait. */
export function isBuilding(): boolean {
  return Boolean(currentContext().builder);
}

/**
 * Runs `run` when the graph runs, in order with everything else that has an effect.
 * @param structure its argument; tensors and variables inside are inputs of the operation
 */
export function hostCall<S>(
  type: keyof typeof records,
  structure: S,
  run: (structure: S) => readonly Tensor[] | undefined,
  specs: readonly Spec[] = [],
): readonly Tensor[] {
  const { inputs, attrs } = prepared(structure, run, specs);
  return dispatch(records[type], inputs, attrs);
}

/** As {@link hostCall}, in a graph, for what has no outputs: gives the operation. */
export function hostOperation<S>(
  type: keyof typeof records,
  structure: S,
  run: (structure: S) => readonly Tensor[] | undefined,
): Operation {
  const { inputs, attrs } = prepared(structure, run, []);
  return currentContext().builder!.addOperation(records[type] as unknown as OpRecord, inputs, attrs);
}

function prepared<S>(
  structure: S,
  run: (structure: S) => readonly Tensor[] | undefined,
  specs: readonly Spec[],
): { inputs: Tensor[]; attrs: HostAttributes } {
  const leaves = flatten(structure, true);
  const places = leaves.flatMap((leaf, i) => (leaf instanceof Tensor || isVariable(leaf) ? [i] : []));
  const inputs = places.map((i) => toTensor(leaves[i] as Tensor));
  const attrs: HostAttributes = {
    specs,
    run: (values) => {
      const own = [...leaves];
      places.forEach((place, i) => {
        own[place] = values[i];
      });
      return run(pack_sequence_as(structure, own, true) as S) ?? [];
    },
  };
  return { inputs, attrs };
}
