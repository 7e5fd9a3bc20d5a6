/** What graphs add to the ops: variables' handles, branches, loops, functions of the host language. */
import { join } from 'node:path';
import * as tf from '../../../src';
import { enterContext } from '../../../src/context';
import { dispatch } from '../../../src/runtime/dispatch';
import { SessionVariables } from '../../../src/runtime/graph/variables';
import { type Attributes, registeredOps } from '../../../src/runtime/op';
import type { Tensor } from '../../../src/runtime/tensor';
import { folderOfTestFile } from '../../support/files';
import { firstOnly, gradientCase, type OpCases } from './helpers';

const folder = folderOfTestFile();
const run = (type: string, inputs: readonly Tensor[], attrs: Attributes = {}) =>
  dispatch(registeredOps().get(type)!, inputs, attrs);
const float = { dtype: tf.float64, shape: [2] };
const variable = () => new tf.Variable(tf.constant([1, 2], 'float64'));
const assigned = (type: string) => {
  const v = variable();
  return [...run(type, [v._handleTensor, tf.constant([3, 4], 'float64')], float), v.value()];
};
const inFunction = (fn: (x: Tensor) => Tensor) => (x: Tensor) => tf.function(fn)(x);
const rows = tf.function((x: Tensor): Tensor => tf.map_fn((t: Tensor) => t.mul(t).mul(t), x));

export const cases: OpCases = {
  Const: [gradientCase(() => run('Const', [], { value: tf.constant([1, 2]) }))],
  NoOp: [gradientCase(() => run('NoOp', []))],
  ReadVariableOp: [gradientCase(() => run('ReadVariableOp', [variable()._handleTensor], float))],
  AssignVariableOp: [gradientCase(() => assigned('AssignVariableOp'))],
  AssignAddVariableOp: [gradientCase(() => assigned('AssignAddVariableOp'))],
  AssignSubVariableOp: [gradientCase(() => assigned('AssignSubVariableOp'))],
  ResourceCountUpTo: [
    gradientCase(() => {
      const counter = new tf.Variable(1, { dtype: tf.int32 });
      return run('ResourceCountUpTo', [counter._handleTensor], { limit: 3, T: tf.int32 });
    }),
  ],
  VarIsInitializedOp: [gradientCase(() => variable().is_initialized())],
  VariableShape: [gradientCase(() => run('VariableShape', [variable()._handleTensor]))],
  VarHandleOp: [
    gradientCase(() => {
      const leave = enterContext({ variableStore: new SessionVariables() });
      try {
        return run('VarHandleOp', [], { ...float, shared_name: 'v' });
      } finally {
        leave();
      }
    }),
  ],
  SumToShapeOf: [
    gradientCase(
      (x: Tensor) => run('SumToShapeOf', [x, tf.constant([1, 2], 'float64')]),
      [
        [1, 2],
        [3, 4],
      ],
    ),
  ],
  StatelessIf: [
    gradientCase(
      inFunction((x) =>
        tf.cond(
          tf.reduce_sum(x).greater(0),
          () => x.mul(x).mul(x),
          () => x.neg(),
        ),
      ),
      [1.5, 2],
    ),
  ],
  If: [
    gradientCase(
      (x: Tensor) => {
        const v = new tf.Variable(tf.constant(0, 'float64'));
        const branch = (t: Tensor): Tensor =>
          tf.cond(
            tf.reduce_sum(t).less(0),
            () => t,
            () => {
              v.assign_add(1);
              return t.mul(t).mul(v);
            },
          );
        return inFunction(branch)(x);
      },
      [1.5, 2],
    ),
  ],
  StatelessWhile: [gradientCase(inFunction(looped(false)), [1.5, 0.5])],
  While: [gradientCase(inFunction(looped(true)), [1.5, 0.5])],
  Rows: [gradientCase(rows, [1.5, 0.5])],
  RunGradient: [gradientCase(gradientOf(looped(false)), [1.5, 0.5])],
  CustomGradient: [
    gradientCase(
      inFunction(tf.custom_gradient((x: Tensor) => [x.mul(x), (dy: Tensor) => dy.mul(x).mul(2)] as const)),
      [1.5, 0.5],
    ),
  ],
  PrintV2: [
    gradientCase(
      (x: Tensor) => {
        tf.function((t: Tensor) => {
          tf.print(t, { output_stream: `file://${join(folder, 'print')}` });
          return t;
        })(x);
      },
      tf.constant([1, 2]),
    ),
  ],
  Assert: [
    gradientCase(
      (x: Tensor) =>
        tf.function((t: Tensor) => {
          tf.debugging.Assert(tf.reduce_sum(t).greater(0), [t]);
          return t;
        })(x),
      [1, 2],
    ),
  ],
  EagerPyFunc: [
    firstOnly(
      'as in TF, its gradient has none itself',
      inFunction((x) => tf.py_function((t: Tensor) => t.mul(t).mul(t), [x], tf.float64)),
      [1.5, 2],
    ),
  ],
  PyFunc: [
    gradientCase(
      (x: Tensor) => tf.function((t: Tensor) => tf.numpy_function((a) => a, [t], tf.float32) as Tensor)(x),
      tf.constant([1, 2]),
    ),
  ],
};

function looped(writes: boolean) {
  const v = new tf.Variable(0);
  return (x: Tensor): Tensor => {
    return tf.while_loop(
      (i: Tensor) => i.less(3),
      (i: Tensor, s: Tensor) => {
        if (writes) v.assign_add(1);
        return [i.add(1), s.mul(x)];
      },
      [tf.constant(0), x],
    )[1]!;
  };
}

/** The gradient of a traced function, taken outside of it. */
function gradientOf(fn: (x: Tensor) => Tensor) {
  return (x: Tensor): Tensor => {
    const tape = new tf.GradientTape();
    const y = tape.use((t) => {
      t.watch(x);
      return tf.function(fn)(x);
    });
    return tape.gradient(y, x)!;
  };
}
