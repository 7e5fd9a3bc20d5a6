/**
 * What Keras's optimizers do in a step (Keras 2.15, `keras.optimizers.Optimizer`): clipping, weight decay,
 * moving averages. A subclass makes its slots in `build` and takes a step in `update_step`.
 */
import { currentContext } from '../../context';
import { KeyError, ValueError } from '../../errors';
import { type Args, bindArguments, isPlainObject } from '../../python/arguments';
import { type Call, positional } from '../../python/named';
import type { BaseVariable } from '../../runtime/base_variable';
import type { GradientTape } from '../../runtime/gradient_tape';
import { IndexedSlices } from '../../runtime/indexed_slices';
import { name_scope } from '../../runtime/name_scope';
import { KerasMovingAverage, KerasWeightDecay } from '../../runtime/ops/training_keras';
import { applyUpdate } from '../../runtime/ops/training_update';
import { untracked } from '../../tracking/auto_trackable';
import { type Config, LearningRateSchedule } from '../schedules/learning_rate_schedule';
import { type CustomObjects, deserialize, serialize } from '../schedules/serialization';
import { computeGradients, type Loss, type VariablesOf } from './compute_gradients';
import {
  asGradient,
  clippedByGlobalNorm,
  clippedByNorm,
  clippedByValue,
  deduplicated,
  filterEmptyGradients,
  type Gradient,
  type GradientPair,
} from './gradients';
import { outsideOfGraphs, overwriteEvery } from './graph_parts';
import { OptimizerVariables } from './optimizer_variables';
import { ScalarMath } from './scalars';

export type { LearningRate } from './optimizer_variables';

interface ApplyKeywords {
  name?: string | null;
  skip_gradients_aggregation?: boolean;
  experimental_aggregate_gradients?: boolean;
}

type MinimizeArguments = [loss: Loss, var_list: VariablesOf, tape?: GradientTape | null];
const minimizeNames = ['loss', 'var_list', 'tape'] as const;
const applyNames = [
  'grads_and_vars',
  'name',
  'skip_gradients_aggregation',
  'experimental_aggregate_gradients',
] as const;

/** Mirrors `tf.keras.optimizers.Optimizer`. */
export abstract class Optimizer extends OptimizerVariables {
  /** One step of one variable. A gradient of slices names each row once. */
  abstract update_step(gradient: Gradient, variable: BaseVariable): void;

  /**
   * Mirrors `compute_gradients`.
   * @param loss a function, or a tensor computed under `tape`
   * @throws {@link ValueError} for a tensor without `tape`
   */
  compute_gradients(...args: Call<MinimizeArguments, typeof minimizeNames>): GradientPair[] {
    const [loss, var_list, tape = null] = positional<MinimizeArguments>(
      'compute_gradients',
      minimizeNames,
      2,
      args,
    );
    return computeGradients(loss, var_list, tape);
  }
  /** Computes gradients and applies them. */
  minimize(...args: Call<MinimizeArguments, typeof minimizeNames>): void {
    const [loss, var_list, tape = null] = positional<MinimizeArguments>('minimize', minimizeNames, 2, args);
    this.apply_gradients(this.compute_gradients(loss, var_list, tape));
  }

  /** Of all replicas: here there is one, so they come back as they are. */
  aggregate_gradients(grads_and_vars: Iterable<GradientPair>): GradientPair[] {
    return [...grads_and_vars];
  }
  /**
   * One step of all variables that have a gradient.
   * @param grads_and_vars pairs of gradient (a tensor, slices, or null for none) and variable
   * @returns the count of steps, as `iterations.assign_add` gives it; `iterations` itself if there is nothing to do
   * @throws {@link ValueError} if no variable has a gradient, {@link KeyError} for a variable that was not
   * there at the first step
   */
  apply_gradients(
    ...args:
      | Args<
          [grads_and_vars: Iterable<GradientPair>],
          [name: string | null, skip_gradients_aggregation: boolean],
          ApplyKeywords,
          ['grads_and_vars']
        >
      | [ApplyKeywords & { grads_and_vars: Iterable<GradientPair> }]
  ): BaseVariable {
    const raw = untracked(this);
    if (raw._learning_rate instanceof LearningRateSchedule)
      this._current_learning_rate!.assign(raw._learning_rate(raw._iterations));
    const { grads_and_vars, name = null } = boundStep(args);
    const pairs = [...grads_and_vars];
    if (pairs.length === 0) return raw._iterations;
    if (raw._built === true && !currentContext().builder) return this.step(pairs);
    return name_scope(name ?? (raw.name || 'optimizer'), () => {
      if (raw._built !== true) outsideOfGraphs(() => this.build(pairs.map(([, variable]) => variable)));
      return this.step(pairs);
    });
  }

  private step(pairs: readonly GradientPair[]): BaseVariable {
    const raw = untracked(this);
    const kept = filterEmptyGradients(pairs);
    const gradients = this.prepared(kept);
    if (raw.weight_decay !== null) for (const [, variable] of kept) this.decay(variable);
    for (let i = 0; i < kept.length; i++) {
      const variable = kept[i]![1];
      if (!raw.slots.has(variable)) throw unknownVariable(this, variable);
      this.update_step(gradients[i]!, variable);
    }
    if (raw.use_ema) this.updateAverages(kept.map(([, variable]) => variable));
    const iteration = raw._iterations.assign_add(1n);
    for (const [, variable] of kept)
      if (variable.constraint !== null) variable.assign(variable.constraint(variable.value()));
    return iteration;
  }

  private prepared(pairs: readonly GradientPair[]): Gradient[] {
    const { clipnorm, global_clipnorm, clipvalue } = untracked(this);
    let gradients: Gradient[] = [];
    for (const [gradient, variable] of pairs) gradients.push(asGradient(gradient, variable));
    if (clipnorm !== null && clipnorm > 0) gradients = clippedByNorm(gradients, clipnorm);
    else if (global_clipnorm !== null && global_clipnorm > 0)
      gradients = clippedByGlobalNorm(gradients, global_clipnorm);
    else if (clipvalue !== null && clipvalue > 0) gradients = clippedByValue(gradients, clipvalue);
    for (let i = 0; i < gradients.length; i++) {
      const gradient = gradients[i]!;
      if (gradient instanceof IndexedSlices) gradients[i] = deduplicated(gradient);
    }
    return gradients;
  }

  /**
   * Leaves variables out of weight decay: these, or those in whose name one of the patterns is found.
   * @throws {@link ValueError} once the slots have been made
   */
  exclude_from_weight_decay(
    ...args: Args<
      [],
      [var_list: Iterable<BaseVariable> | null, var_names: readonly string[] | null],
      { var_list?: Iterable<BaseVariable> | null; var_names?: readonly string[] | null }
    >
  ): void {
    if (this._built === true)
      throw new ValueError(
        '`exclude_from_weight_decay()` can only be configued before the optimizer is built.',
      );
    const given = bindArguments<{ var_list: Iterable<BaseVariable>; var_names: readonly string[] }>(
      'exclude_from_weight_decay',
      ['var_list', 'var_names'],
      args,
    );
    untracked(this).excluded = { variables: [...(given.var_list ?? [])], names: given.var_names ?? [] };
  }

  private decay(variable: BaseVariable): void {
    const { excluded, weight_decay } = untracked(this);
    if (excluded.variables.includes(variable)) return;
    if (excluded.names.some((pattern) => new RegExp(pattern).test(variable.name))) return;
    const math = ScalarMath.of(variable.dtype);
    const scalars = [math.read(this.learning_rate), math.cast(weight_decay!)];
    applyUpdate(KerasWeightDecay, [variable], scalars, null);
  }

  private updateAverages(variables: readonly BaseVariable[]): void {
    const { averages, ema_momentum, ema_overwrite_frequency: every, _iterations } = untracked(this);
    for (const variable of variables)
      applyUpdate(KerasMovingAverage, [averages.get(variable)!, variable], [ema_momentum], null);
    if (every === null || every === 0) return;
    overwriteEvery(
      _iterations,
      every,
      variables.map((variable) => [variable, averages.get(variable)!] as const),
    );
  }
  /** Replaces the variables by their moving averages, if there are any. */
  finalize_variable_values(var_list: Iterable<BaseVariable>): void {
    const { averages, use_ema } = untracked(this);
    if (use_ema) for (const variable of var_list) variable.assign(averages.get(variable)!.value());
  }

  /** A number, or a schedule's configuration. */
  protected _serialize_hyperparameter(hyperparameter: BaseVariable | LearningRateSchedule): unknown {
    if (hyperparameter instanceof LearningRateSchedule) return serialize(hyperparameter);
    return ScalarMath.of(hyperparameter.dtype).read(hyperparameter);
  }
  get_config(): Config {
    return {
      name: this.name,
      weight_decay: this.weight_decay,
      clipnorm: this.clipnorm,
      global_clipnorm: this.global_clipnorm,
      clipvalue: this.clipvalue,
      use_ema: this.use_ema,
      ema_momentum: this.ema_momentum,
      ema_overwrite_frequency: this.ema_overwrite_frequency,
      jit_compile: this.jit_compile,
      is_legacy_optimizer: false,
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
    const rate = config.learning_rate;
    const isSchedule = typeof rate === 'object' && rate !== null && 'class_name' in rate;
    const learning_rate = isSchedule ? deserialize(rate as Config, custom_objects) : rate;
    return new this({ ...config, ...(rate === undefined ? {} : { learning_rate }) } as never);
  }
}

type StepArguments = ApplyKeywords & { grads_and_vars: Iterable<GradientPair> };

/** A step's arguments by name: most steps are given pairs only. */
function boundStep(args: readonly unknown[]): StepArguments {
  if (args.length === 1 && !isPlainObject(args[0]))
    return { grads_and_vars: args[0] as Iterable<GradientPair> };
  return bindArguments<StepArguments>('apply_gradients', applyNames, args, { required: 1 }) as StepArguments;
}

function unknownVariable(optimizer: Optimizer, variable: BaseVariable): KeyError {
  return new KeyError(
    `The optimizer cannot recognize variable ${variable.name}. This usually means you are trying to call the optimizer ` +
      'to update different parts of the model separately. Please call `optimizer.build(variables)` with the full list ' +
      'of trainable variables before the training loop or use legacy optimizer ' +
      `\`tf.keras.optimizers.legacy.${optimizer.constructor.name}.`,
    { fields: { key: variable.name } },
  );
}
