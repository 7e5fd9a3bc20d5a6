/**
 * What the optimizers of `compat.v1.train` share: gradients, slots under TF1's names (`w/Adam`, `w/Adam_1`), and variables
 * of the optimizer's own (`beta1_power`). Eagerly a step is taken at once; in a graph it is an operation that a session
 * runs. Update rules are the op records that Keras's optimizers use.
 */

import { currentContext, enterContext } from '../../context';
import type { DType } from '../../dtypes';
import { AttributeError, NotImplementedError, RuntimeError, TypeError, ValueError } from '../../errors';
import {
  deduplicated,
  type Gradient,
  type GradientLike,
  type GradientPair,
} from '../../keras/optimizers/gradients';
import { type Args, bindArguments } from '../../python/arguments';
import { type Call, positional } from '../../python/named';
import { repr, str, typeName } from '../../python/repr';
import { tuple } from '../../python/tuple';
import { BaseVariable } from '../../runtime/base_variable';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { GradientTape } from '../../runtime/gradient_tape';
import { GraphKeys } from '../../runtime/graph/collections';
import { gradients as graphGradients } from '../../runtime/graph/gradients';
import { get_default_graph, init_scope } from '../../runtime/graph/init_scope';
import type { Operation } from '../../runtime/graph/operation';
import { NoOp } from '../../runtime/graph/source_ops';
import { IndexedSlices } from '../../runtime/indexed_slices';
import { name_scope } from '../../runtime/name_scope';
import { flatten } from '../../runtime/nest';
import { noAttributes, type OpRecord } from '../../runtime/op';
import { AssignAddVariableOp } from '../../runtime/ops/resource_variables';
import type { Scalar } from '../../runtime/ops/training_update';
import { Tensor } from '../../runtime/tensor';
import type { Variable } from '../../runtime/variable';
import { asTrackable } from '../../tracking/trackable';
import { type Hyper, hyperScalar } from './hyper';
import { SlotOptimizer } from './optimizer_slots';

/** A variable, or a structure of them. */
export type VariableList = BaseVariable | readonly BaseVariable[];
/** A loss: a tensor of a graph, or a function that computes it. */
export type LossV1 = Tensor | (() => Tensor);

interface ComputeKeywords {
  var_list?: VariableList | null;
  gate_gradients?: number;
  aggregation_method?: unknown;
  colocate_gradients_with_ops?: boolean;
  grad_loss?: Tensor | null;
}
interface MinimizeKeywords extends ComputeKeywords {
  global_step?: BaseVariable | null;
  name?: string | null;
}
interface ApplyKeywords {
  global_step?: BaseVariable | null;
  name?: string | null;
  skip_gradients_aggregation?: boolean;
}

const computeNames = [
  'loss',
  'var_list',
  'gate_gradients',
  'aggregation_method',
  'colocate_gradients_with_ops',
  'grad_loss',
] as const;
const minimizeNames = [
  'loss',
  'global_step',
  'var_list',
  'gate_gradients',
  'aggregation_method',
  'colocate_gradients_with_ops',
  'name',
  'grad_loss',
] as const;
const applyNames = ['grads_and_vars', 'global_step', 'name', 'skip_gradients_aggregation'] as const;

/** Mirrors `tf.compat.v1.train.Optimizer`. */
export abstract class Optimizer extends SlotOptimizer {
  static readonly GATE_NONE = 0;
  static readonly GATE_OP = 1;
  static readonly GATE_GRAPH = 2;

  /**
   * @param args `use_locking` is accepted: steps are taken one after the other
   * @throws {@link ValueError} without a name
   */
  constructor(...args: Call<[use_locking: boolean, name: string], readonly ['use_locking', 'name']>) {
    super(positional<[boolean, string]>('Optimizer', ['use_locking', 'name'], 1, args)[1]);
  }

  /**
   * Computes gradients and applies them.
   * @returns in a graph the operation that does so; eagerly null
   * @throws {@link ValueError} if no variable has a gradient
   */
  minimize(
    ...args: Args<
      [loss: LossV1],
      [
        global_step: BaseVariable | null,
        var_list: VariableList | null,
        gate_gradients: number,
        aggregation_method: unknown,
        colocate_gradients_with_ops: boolean,
        name: string | null,
        grad_loss: Tensor | null,
      ],
      MinimizeKeywords,
      ['loss']
    >
  ): Operation | null {
    const { loss, global_step, name, ...rest } = bindArguments<MinimizeKeywords & { loss: LossV1 }>(
      'minimize',
      minimizeNames,
      args,
      { required: 1, namesOp: false },
    );
    const pairs = this.compute_gradients(loss!, { ...rest });
    if (pairs.every(([gradient]) => gradient === null))
      throw new ValueError(
        'No gradients provided for any variable, check your graph for ops that do not support gradients, between ' +
          `variables ${repr(pairs.map(([, v]) => str(v)))} and loss ${str(loss)}.`,
        { fields: { actual: pairs.map(([, v]) => v.name) } },
      );
    return this.apply_gradients(pairs, { global_step: global_step ?? null, name: name ?? null });
  }

  /**
   * Pairs of gradient (null where there is none) and variable.
   * @param loss a function; in a graph also a tensor
   * @param var_list by default the graph's trainable variables, or those that the function reads
   * @throws {@link RuntimeError} for a tensor in eager execution, {@link ValueError} without variables
   */
  compute_gradients(
    ...args: Args<
      [loss: LossV1],
      [
        var_list: VariableList | null,
        gate_gradients: number,
        aggregation_method: unknown,
        colocate_gradients_with_ops: boolean,
        grad_loss: Tensor | null,
      ],
      ComputeKeywords,
      ['loss']
    >
  ): GradientPair[] {
    const given = bindArguments<ComputeKeywords & { loss: LossV1 }>('compute_gradients', computeNames, args, {
      required: 1,
      namesOp: false,
    });
    const loss = given.loss!;
    const listed = given.var_list ? (flatten(given.var_list) as BaseVariable[]) : null;
    const grad_loss = given.grad_loss ?? null;
    if (typeof loss === 'function') return byTape(loss, listed, grad_loss);
    if (!currentContext().builder)
      throw new RuntimeError(
        '`loss` passed to Optimizer.compute_gradients should be a function when eager execution is enabled.',
      );
    const gate = given.gate_gradients ?? Optimizer.GATE_OP;
    if (![Optimizer.GATE_NONE, Optimizer.GATE_OP, Optimizer.GATE_GRAPH].includes(gate as 0))
      throw new ValueError(
        'gate_gradients must be one of: Optimizer.GATE_NONE, Optimizer.GATE_OP, Optimizer.GATE_GRAPH.  Not ' +
          `${gate}`,
        { fields: { actual: gate } },
      );
    this.checkTypes(grad_loss === null ? [loss] : [loss, grad_loss]);
    const variables = listed ?? trainableVariables();
    for (const variable of variables) checkTarget(variable);
    if (variables.length === 0) throw new ValueError('No variables to optimize.');
    const aggregation_method = given.aggregation_method ?? null;
    const found = graphGradients(loss, variables, { grad_ys: grad_loss, aggregation_method });
    const pairs = found.map((gradient, i): GradientPair => tuple(gradient as GradientLike, variables[i]!));
    this.checkTypes(pairs.filter(([gradient]) => gradient !== null).map(([, variable]) => variable));
    return pairs;
  }
  private checkTypes(tensors: readonly (Tensor | BaseVariable)[]): void {
    for (const t of tensors)
      if (!t.dtype.is_floating)
        throw new ValueError(
          `Invalid type ${repr(t.dtype)} for ${t.name}, expected: [tf.float32, tf.float64, tf.float16, tf.bfloat16].`,
          { fields: { actual: t.dtype.name } },
        );
  }

  /**
   * One step of all variables that have a gradient; then `global_step` grows by one.
   * @param grads_and_vars pairs of gradient (a tensor, slices, or null for none) and variable
   * @returns in a graph the operation that does so; eagerly null
   * @throws {@link ValueError} without pairs, or if none has a gradient
   */
  apply_gradients(
    ...args: Args<
      [grads_and_vars: Iterable<GradientPair>],
      [global_step: BaseVariable | null, name: string | null, skip_gradients_aggregation: boolean],
      ApplyKeywords,
      ['grads_and_vars']
    >
  ): Operation | null {
    const given = bindArguments<ApplyKeywords & { grads_and_vars: Iterable<GradientPair> }>(
      'apply_gradients',
      applyNames,
      args,
      { required: 1, namesOp: false },
    );
    const pairs = [...given.grads_and_vars!];
    if (pairs.length === 0) throw new ValueError('No variables provided.');
    const kept: [Gradient, BaseVariable][] = [];
    for (const [gradient, variable] of pairs) {
      const converted = (gradient ?? null) === null ? null : asGradient(gradient);
      checkTarget(variable);
      if (converted !== null) kept.push([converted, variable]);
    }
    const names = pairs.map(([, variable]) => str(variable));
    if (kept.length === 0)
      throw new ValueError(`No gradients provided for any variable: ${repr(names)}.`, {
        fields: { actual: pairs.map(([, variable]) => variable.name) },
      });
    init_scope(() => this._create_slots(kept.map(([, variable]) => variable)));
    return name_scope(given.name ?? this._name, (scope) => this.step(kept, given.global_step ?? null, scope));
  }

  private step(
    updates: readonly [Gradient, BaseVariable][],
    global_step: BaseVariable | null,
    scope: string,
  ): Operation | null {
    const { builder } = currentContext();
    const done: Operation[] = [];
    for (const [gradient, variable] of updates) {
      const target = builder ? variable._shared_name : '';
      const op = name_scope(`update_${target}`, () => this.update(gradient, variable));
      if (op !== null) done.push(op);
    }
    if (!builder) {
      this._finish(done, scope);
      if (global_step !== null) global_step.assign_add(toTensor(1n, global_step.dtype));
      return null;
    }
    let applied: Operation;
    if (global_step === null) applied = this._finish(done, scope)!;
    else {
      const before = this._finish(done, 'update')!;
      applied = after([before], () => {
        const { dtype, shape } = global_step;
        const one = builder.constant(toTensor(1n, dtype));
        const attrs = { dtype, shape: shape.dims };
        const record = AssignAddVariableOp as unknown as OpRecord;
        return builder.addOperation(record, [global_step._handleTensor, one], attrs, scope);
      });
    }
    const train = get_default_graph().get_collection_ref(GraphKeys.TRAIN_OP);
    if (!train.includes(applied)) train.push(applied);
    return applied;
  }

  private update(gradient: Gradient, variable: BaseVariable): Operation | null {
    if (!(variable instanceof BaseVariable))
      throw new NotImplementedError(`Trying to update a Tensor ${str(variable)}`);
    const { constraint } = variable;
    if (gradient instanceof IndexedSlices) {
      if (constraint !== null)
        throw new RuntimeError('Cannot use a constraint function on a sparse variable.');
      return this._apply_sparse_duplicate_indices(gradient, variable);
    }
    const op = this._apply_dense(gradient, variable);
    if (constraint === null) return op;
    return after(op === null ? [] : [op], () => {
      const assigned = variable.assign(constraint(variable.value()));
      return op === null ? null : assigned.op;
    });
  }

  /** Makes the slots of these variables, where there are none yet. */
  protected _create_slots(_var_list: readonly BaseVariable[]): void {}
  /** Updates a variable; in a graph the operation that does. */
  protected abstract _apply_dense(gradient: Tensor, variable: BaseVariable): Operation | null;
  /** As `_apply_dense` for slices that name every row once. */
  protected abstract _apply_sparse(slices: IndexedSlices, variable: BaseVariable): Operation | null;
  protected _apply_sparse_duplicate_indices(slices: IndexedSlices, variable: BaseVariable): Operation | null {
    return this._apply_sparse(deduplicated(slices), variable);
  }
  /** What follows all updates. @returns in a graph an operation called `name` that waits for all of them */
  protected _finish(update_ops: readonly Operation[], name: string): Operation | null {
    return currentContext().builder ? groupOf(update_ops, name) : null;
  }
  /** A hyper-parameter now, rounded as TF's scalar of this dtype is. */
  protected hyper(value: Hyper, dtype: DType): Scalar {
    return hyperScalar(value, dtype);
  }
}

/** Runs `fn` with what it makes in a graph waiting for `ops`. */
export function after<R>(ops: readonly Operation[], fn: () => R): R {
  const leave = enterContext({ control: [...new Set([...(currentContext().control ?? []), ...ops])] });
  try {
    return fn();
  } finally {
    leave();
  }
}

/** An operation of this name that waits for all of `ops` (`tf.group` in a graph). */
export function groupOf(ops: readonly Operation[], name: string): Operation {
  return after(ops, () => currentContext().builder!.addOperation(NoOp, [], noAttributes, name));
}

function trainableVariables(): BaseVariable[] {
  return get_default_graph().get_collection(GraphKeys.TRAINABLE_VARIABLES) as BaseVariable[];
}

/** What is optimized has an operation that made it; TF finds out by asking for it. */
function checkTarget(variable: unknown): void {
  if (asTrackable(variable) instanceof BaseVariable || variable instanceof Tensor) return;
  const type = typeName(variable);
  throw new AttributeError(`'${type}' object has no attribute 'op'`, { fields: { actual: type } });
}

function byTape(
  loss: () => Tensor,
  listed: readonly BaseVariable[] | null,
  grad_loss: Tensor | null,
): GradientPair[] {
  const tape = new GradientTape();
  const value = tape.use(() => {
    if (listed !== null) tape.watch(listed as BaseVariable[]);
    return loss();
  });
  const variables = listed ?? [...tape.watched_variables()];
  const found = tape.gradient(value, variables as Variable[], { output_gradients: grad_loss });
  return (found as readonly GradientLike[]).map((gradient, i) => tuple(gradient, variables[i]!));
}

function asGradient(gradient: GradientLike): Gradient {
  if (gradient instanceof Tensor || gradient instanceof IndexedSlices) return gradient;
  try {
    return toTensor(gradient as TensorLike);
  } catch (error) {
    throw new TypeError(
      `Gradient must be convertible to a Tensor or IndexedSlices, or None: ${str(gradient)}`,
      {
        cause: error,
      },
    );
  }
}
