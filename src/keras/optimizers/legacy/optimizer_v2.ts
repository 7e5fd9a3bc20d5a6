/** What Keras's legacy optimizers do in a step (Keras 2.15, `keras.optimizers.legacy.Optimizer`). */
import { currentContext } from '../../../context';
import { NotImplementedError, RuntimeError, ValueError } from '../../../errors';
import { type Call, positional } from '../../../python/named';
import { repr } from '../../../python/repr';
import type { BaseVariable } from '../../../runtime/base_variable';
import type { GradientTape } from '../../../runtime/gradient_tape';
import { gradients } from '../../../runtime/graph/gradients';
import { IndexedSlices } from '../../../runtime/indexed_slices';
import { name_scope } from '../../../runtime/name_scope';
import type { Tensor } from '../../../runtime/tensor';
import type { Config } from '../../schedules/learning_rate_schedule';
import { type CustomObjects, deserialize } from '../../schedules/serialization';
import { computeGradients, type Loss, type VariablesOf } from '../compute_gradients';
import {
  asGradient,
  clippedByGlobalNorm,
  clippedByNorm,
  clippedByValue,
  deduplicated,
  filterEmptyGradients,
  type Gradient,
  type GradientLike,
  type GradientPair,
} from '../gradients';
import { outsideOfGraphs } from '../graph_parts';
import { LegacyVariables } from './legacy_variables';

export { bindLegacy, type Hyper, type LegacyKeywords } from './legacy_variables';

type MinimizeArguments = [
  loss: Loss,
  var_list: VariablesOf,
  grad_loss?: Tensor | null,
  name?: string | null,
  tape?: GradientTape | null,
];
const minimizeNames = ['loss', 'var_list', 'grad_loss', 'name', 'tape'] as const;
type ApplyArguments = [
  grads_and_vars: Iterable<GradientPair>,
  name?: string | null,
  experimental_aggregate_gradients?: boolean,
];
const applyNames = ['grads_and_vars', 'name', 'experimental_aggregate_gradients'] as const;

/** Mirrors `tf.keras.optimizers.legacy.Optimizer`. */
export abstract class OptimizerV2 extends LegacyVariables {
  /** Makes the slots of these variables; by default there are none. */
  _create_slots(_var_list: readonly BaseVariable[]): void {}
  /** One step of one variable. @throws {@link NotImplementedError} unless a subclass says what that is */
  _resource_apply_dense(_gradient: Tensor, _variable: BaseVariable): unknown {
    throw new NotImplementedError('`_resource_apply_dense` must be implemented in subclasses.');
  }
  /** The same for rows, each of which is named once. @throws {@link NotImplementedError} as for whole gradients */
  _resource_apply_sparse(_gradient: Tensor, _variable: BaseVariable, _indices: Tensor): unknown {
    throw new NotImplementedError('`_resource_apply_sparse` Must be implemented in subclasses.');
  }
  /** The optimizers here take slices as they are. */
  protected _apply_sparse(slices: IndexedSlices, variable: BaseVariable): void {
    this._resource_apply_sparse(slices.values, variable, slices.indices);
  }
  /** Called once before the updates of a step. */
  protected _prepare(_var_list: readonly BaseVariable[]): void {}

  /** Computes gradients and applies them. */
  minimize(...args: Call<MinimizeArguments, typeof minimizeNames>): BaseVariable | null {
    const [loss, var_list, grad_loss = null, name = null, tape = null] = positional<MinimizeArguments>(
      'minimize',
      minimizeNames,
      2,
      args,
    );
    const pairs = computeGradients(loss, var_list, tape, grad_loss);
    for (const [gradient, { dtype }] of pairs)
      if (gradient !== null && !dtype.is_floating && !dtype.is_complex)
        throw new ValueError(`Invalid type ${repr(dtype)} for a variable that is to be trained.`);
    return this.apply_gradients(pairs, name);
  }

  /**
   * Gradients of a loss in a graph.
   * @throws {@link ValueError} for a variable that the loss does not depend on
   */
  get_gradients(loss: Tensor, params: readonly BaseVariable[]): GradientLike[] {
    return name_scope(`${this._name}/gradients`, () => {
      const found = gradients(loss, [...params]) as GradientLike[];
      found.forEach((gradient, i) => {
        if (gradient === null)
          throw new ValueError(
            `Variable ${params[i]} has \`None\` for gradient. Please make sure that all of your ops have a gradient ` +
              'defined (i.e. are differentiable). Common ops without gradient: K.argmax, K.round, K.eval.',
          );
      });
      return found;
    });
  }
  /** A step along the gradients of a loss in a graph. */
  get_updates(loss: Tensor, params: readonly BaseVariable[]): (BaseVariable | null)[] {
    const found = this.get_gradients(loss, params);
    return [this.apply_gradients(found.map((gradient, i): GradientPair => [gradient, params[i]!]))];
  }

  /**
   * One step of all variables that have a gradient.
   * @returns the count of steps, as `iterations.assign_add` gives it; null if there are no pairs
   * @throws {@link ValueError} if no variable has a gradient
   */
  apply_gradients(...args: Call<ApplyArguments, typeof applyNames>): BaseVariable | null {
    const [grads_and_vars] = positional<ApplyArguments>('apply_gradients', applyNames, 1, args);
    const all = [...grads_and_vars];
    const pairs = all.length === 0 ? [] : filterEmptyGradients(all);
    const variables = pairs.map(([, variable]) => variable);
    const ready = this.hypersMade && !currentContext().builder;
    if (ready && variables.every((variable) => this.known.has(variable))) return this.step(pairs, variables);
    return name_scope(this._name, () => {
      outsideOfGraphs(() => {
        this.iterations;
        this.makeHypers();
        this._create_slots(variables);
        for (const variable of variables) this.known.add(variable);
      });
      return this.step(pairs, variables);
    });
  }

  private step(pairs: GradientPair[], variables: readonly BaseVariable[]): BaseVariable | null {
    if (pairs.length === 0) return null;
    this._prepare(variables);
    const transformed = this.transformed(pairs);
    for (const [gradient, variable] of transformed) this.update(gradient as Gradient, variable);
    return this.iterations.assign_add(1n);
  }
  private update(gradient: Gradient, variable: BaseVariable): void {
    if (gradient instanceof IndexedSlices) {
      if (variable.constraint !== null)
        throw new RuntimeError(
          `Cannot use a constraint function on a sparse variable. Received: grad=${gradient}, var.constraint=` +
            `${String(variable.constraint)}.`,
        );
      this._apply_sparse(deduplicated(gradient), variable);
      return;
    }
    this._resource_apply_dense(gradient, variable);
    if (variable.constraint !== null) variable.assign(variable.constraint(variable.value()));
  }
  private transformed(pairs: readonly GradientPair[]): GradientPair[] {
    let gradients = pairs.map(([gradient, variable]) => asGradient(gradient, variable));
    if (this.clipvalue !== null) gradients = clippedByValue(gradients, this.clipvalue);
    if (this.clipnorm !== null) gradients = clippedByNorm(gradients, this.clipnorm);
    if (this.global_clipnorm !== null) gradients = clippedByGlobalNorm(gradients, this.global_clipnorm);
    let result = gradients.map((gradient, i): GradientPair => [gradient, pairs[i]![1]]);
    for (const transform of this.transformers) result = transform(result);
    return result;
  }

  get_config(): Config {
    const { _name: name, clipnorm, clipvalue, global_clipnorm } = this;
    return {
      name,
      ...(clipnorm === null ? {} : { clipnorm }),
      ...(clipvalue === null ? {} : { clipvalue }),
      ...(global_clipnorm === null ? {} : { global_clipnorm }),
    };
  }
  /** An optimizer with the configuration that `get_config` gave. */
  static from_config<T>(
    this: new (
      config: never,
    ) => T,
    config: Config,
    custom_objects: CustomObjects | null = null,
  ): T {
    const { lr, ...rest } = config;
    const rate = lr ?? config.learning_rate;
    const isSchedule = typeof rate === 'object' && rate !== null && 'class_name' in rate;
    const learning_rate = isSchedule ? deserialize(rate as Config, custom_objects) : rate;
    return new this({ ...rest, ...(rate === undefined ? {} : { learning_rate }) } as never);
  }
}
