import { as_dtype, type DTypeLike, float32 } from '../../dtypes';
import { RuntimeError, TypeError, ValueError } from '../../errors';
import { logger } from '../../logging';
import type { Args } from '../../python/arguments';
import { type Call, positional } from '../../python/named';
import type { BaseVariable } from '../../runtime/base_variable';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import type { NDArray } from '../../runtime/ndarray';
import { zeros } from '../../runtime/ops/creation';
import { fill } from '../../runtime/ops/fill';
import type { ShapeLike } from '../../runtime/tensor_shape';
import { Variable } from '../../runtime/variable';
import { AutoTrackableBase, untracked } from '../../tracking/auto_trackable';
import type { List } from '../../tracking/list_methods';
import { LearningRateSchedule } from '../schedules/learning_rate_schedule';
import { outsideOfGraphs } from './graph_parts';
import { bindOptimizer, type OptimizerKeywords } from './keywords';
import { type InitializerLike, initialized, setWeights, variableKey } from './weights';

export type LearningRate = TensorLike | LearningRateSchedule | (() => TensorLike);

type VariableArguments = [
  shape: ShapeLike,
  dtype?: DTypeLike | null,
  initializer?: InitializerLike,
  name?: string | null,
];
const variableNames = ['shape', 'dtype', 'initializer', 'name'] as const;
type SlotArguments = [
  model_variable: BaseVariable,
  variable_name: string,
  shape?: ShapeLike,
  initial_value?: TensorLike | null,
];
const slotNames = ['model_variable', 'variable_name', 'shape', 'initial_value'] as const;

/** What an optimizer keeps. */
export abstract class OptimizerVariables extends AutoTrackableBase {
  declare name: string;
  declare weight_decay: number | null;
  declare clipnorm: number | null;
  declare clipvalue: number | null;
  declare global_clipnorm: number | null;
  declare use_ema: boolean;
  declare ema_momentum: number;
  declare ema_overwrite_frequency: number | null;
  declare jit_compile: boolean;

  declare protected _variables: List<BaseVariable>;
  declare protected _iterations: BaseVariable;
  declare protected _learning_rate: BaseVariable | LearningRateSchedule;
  declare protected _current_learning_rate: BaseVariable | undefined;
  declare protected _index_dict: Record<string, number>;
  declare protected _model_variables_moving_average: List<BaseVariable>;
  declare protected _built: boolean | undefined;
  /** For each variable of `build` itself and its slots, in the order of their making. */
  declare protected slots: Map<BaseVariable, BaseVariable[]>;
  declare protected averages: Map<BaseVariable, BaseVariable>;
  declare protected excluded: {
    readonly variables: readonly BaseVariable[];
    readonly names: readonly string[];
  };

  /**
   * @param weight_decay 0 if not given; `null` for none
   * @throws {@link ValueError} for two ways of clipping by norm, or an `ema_momentum` outside of [0, 1]
   */
  constructor(...args: Args<[name: string], [], OptimizerKeywords, ['name']>) {
    super();
    const given = bindOptimizer<OptimizerKeywords>(new.target.name, ['name'], args);
    this.name = given.name!;
    this.weight_decay = given.weight_decay === undefined ? 0 : given.weight_decay;
    this.clipnorm = given.clipnorm ?? null;
    this.global_clipnorm = given.global_clipnorm ?? null;
    this.clipvalue = given.clipvalue ?? null;
    this.use_ema = given.use_ema ?? false;
    this.jit_compile = false;
    this.ema_momentum = given.ema_momentum ?? 0.99;
    this.ema_overwrite_frequency = given.ema_overwrite_frequency ?? null;
    this.checkOptions();
    const raw = untracked(this);
    raw.slots = new Map();
    raw.averages = new Map();
    raw.excluded = { variables: [], names: [] };
    this._variables = [] as unknown as List<BaseVariable>;
    this._iterations = outsideOfGraphs(
      () => new Variable({ initial_value: 0n, name: 'iteration', dtype: 'int64', trainable: false }),
    );
    this._variables.append(this._iterations);
  }

  private checkOptions(): void {
    const { use_ema, ema_momentum, ema_overwrite_frequency: every, clipnorm, global_clipnorm } = this;
    if (use_ema && (ema_momentum > 1 || ema_momentum < 0))
      throw new ValueError(
        `\`ema_momentum\` must be in the range [0, 1]. Received: ema_momentum=${ema_momentum}`,
        { fields: { actual: ema_momentum } },
      );
    if (use_ema && every && (!Number.isInteger(every) || every < 1))
      throw new ValueError(
        `\`ema_overwrite_frequency\` must be an integer > 1 or None. Received: ema_overwrite_frequency=${every}`,
        { fields: { actual: every } },
      );
    if (clipnorm !== null && global_clipnorm !== null)
      throw new ValueError(
        `At most one of \`clipnorm\` and \`global_clipnorm\` can be set. Received: clipnorm=${clipnorm}, ` +
          `global_clipnorm=${global_clipnorm}.`,
      );
  }

  /** How many steps have been taken: an int64 variable. */
  get iterations(): BaseVariable {
    return this._iterations;
  }
  /** @throws {@link RuntimeError} once the slots have been made */
  set iterations(variable: BaseVariable) {
    if (this._built === true)
      throw new RuntimeError(
        'Cannot set `iterations` to a new Variable after the Optimizer weights have been created. Here it is ' +
          `attempting to set \`iterations\` to ${variable}.Usually this means you are trying to set \`iterations\` after ` +
          'calling `apply_gradients()`. Please set `iterations` before calling `apply_gradients()`.',
      );
    this._iterations = variable;
  }

  /** The rate of the step: a variable, which a schedule sets before each step. */
  get learning_rate(): BaseVariable {
    const rate = this._learning_rate;
    if (rate === undefined || rate === null)
      throw new ValueError(
        'Missing learning rate, please set self.learning_rate at optimizer creation time.',
      );
    return rate instanceof LearningRateSchedule ? this._current_learning_rate! : rate;
  }
  /** @throws {@link TypeError} if there is a schedule and the new rate is none */
  set learning_rate(rate: LearningRate) {
    if (rate instanceof LearningRateSchedule) this._learning_rate = rate;
    else if (this._learning_rate instanceof LearningRateSchedule)
      throw new TypeError(
        'This optimizer was created with a `LearningRateSchedule` object as its `learning_rate` constructor argument, ' +
          'hence its learning rate is not settable. If you need the learning rate to be settable, you should ' +
          'instantiate the optimizer with a float `learning_rate` argument.',
      );
    else this._learning_rate.assign(typeof rate === 'function' ? rate() : rate);
  }
  get lr(): BaseVariable {
    return this.learning_rate;
  }
  set lr(rate: LearningRate) {
    this.learning_rate = rate;
  }

  /** All variables of the optimizer, in Keras's order. */
  get variables(): readonly BaseVariable[] {
    return [...this._variables];
  }

  /** What a constructor assigns to `_learning_rate`. */
  protected _build_learning_rate(learning_rate: LearningRate): BaseVariable | LearningRateSchedule {
    return outsideOfGraphs(() => {
      if (learning_rate instanceof LearningRateSchedule) {
        this._current_learning_rate = new Variable({
          initial_value: learning_rate(this._iterations),
          name: 'current_learning_rate',
          trainable: false,
        });
        return learning_rate;
      }
      return new Variable({
        initial_value: learning_rate,
        name: 'learning_rate',
        dtype: float32,
        trainable: false,
      });
    });
  }

  /**
   * Makes what the optimizer keeps of each variable; subclasses add their slots. Called before the first
   * step.
   */
  build(var_list: Iterable<BaseVariable>): void {
    if (this._built === true) return;
    const variables = [...var_list];
    const raw = untracked(this);
    this._index_dict = Object.fromEntries(variables.map((variable, i) => [this._var_key(variable), i]));
    for (const variable of variables) raw.slots.set(variable, [variable]);
    if (!this.use_ema) return;
    this._model_variables_moving_average = [] as unknown as List<BaseVariable>;
    for (const variable of variables) {
      const mean = this.add_variable_from_reference(variable, 'average', {
        initial_value: variable._resource.borrow(),
      });
      this._model_variables_moving_average.append(mean);
      raw.averages.set(variable, mean);
    }
  }

  /**
   * Adds lists of slots: `[attribute, name of the variables, initial value]` for each, the variables of all
   * lists made in turn for one model variable after the other.
   */
  protected addSlots(
    var_list: Iterable<BaseVariable>,
    ...lists: readonly (readonly [attribute: string, name: string, value?: number])[]
  ): void {
    for (const [attribute] of lists) Reflect.set(this, attribute, [], this);
    const raw = untracked(this);
    for (const variable of var_list) {
      for (const [attribute, name, value] of lists) {
        const initial_value =
          value === undefined ? null : fill([...variable._resource.dims], toTensor(value, variable.dtype));
        const slot = this.add_variable_from_reference(variable, name, { initial_value });
        (Reflect.get(this, attribute) as List<BaseVariable>).append(slot);
        raw.slots.get(variable)!.push(slot);
      }
    }
  }

  /** Mirrors `add_variable`: a variable that belongs to no model variable. */
  add_variable(...args: Call<VariableArguments, typeof variableNames>): BaseVariable {
    const [shape, dtype = null, initializer = 'zeros', name = null] = positional<VariableArguments>(
      'add_variable',
      variableNames,
      1,
      args,
    );
    const initial_value = initialized(initializer, shape as readonly number[], as_dtype(dtype ?? float32));
    const variable = new Variable({ initial_value, name, trainable: false });
    this._variables.append(variable);
    return variable;
  }

  /**
   * Mirrors `add_variable_from_reference`: a variable of `model_variable`'s dtype, zeros in its shape if
   * nothing else is said.
   */
  add_variable_from_reference(...args: Call<SlotArguments, typeof slotNames>): BaseVariable {
    const [model_variable, variable_name, shape = null, initial_value = null] = positional<SlotArguments>(
      'add_variable_from_reference',
      slotNames,
      2,
      args,
    );
    const { dtype } = model_variable;
    const dims = (shape as number[] | null) ?? [...model_variable._resource.dims];
    const variable = new Variable({
      initial_value: initial_value ?? zeros(dims, dtype),
      name: `${variable_name}/${model_variable._shared_name}`,
      dtype,
      trainable: false,
    });
    this._variables.append(variable);
    return variable;
  }

  /** What `_index_dict` knows a variable by. */
  _var_key(variable: BaseVariable): string {
    return variableKey(variable);
  }

  /** The variable and its slots, in the order of their making. */
  protected statesOf(variable: BaseVariable): readonly BaseVariable[] {
    return untracked(this).slots.get(variable)!;
  }

  /** Where the variable stands in the list that `build` was given. */
  protected placeOf(variable: BaseVariable): number {
    return this._index_dict[this._var_key(variable)]!;
  }

  /** @throws {@link ValueError} before `build`, and for a shape that does not fit */
  set_weights(weights: readonly TensorLike[]): void {
    if (this._built !== true)
      throw new ValueError(
        'You are calling `set_weights()` on an optimizer that has not yet been built. Please call ' +
          '`optimizer.build(trainable_variables)` to create the optimizer weights before calling `set_weights()`.',
      );
    setWeights(
      this.variables,
      weights,
      (variable, shape) =>
        new ValueError(
          `Optimizer variable ${this._var_key(variable)} has shape ${variable.shape} not compatible with provided ` +
            `weight shape ${shape}.`,
        ),
    );
  }

  /** Puts the value of each variable into `store`, under its number. */
  save_own_variables(store: Record<string, NDArray>): void {
    this.variables.forEach((variable, i) => {
      store[i] = variable.numpy();
    });
  }
  /** Takes values as `save_own_variables` put them; says so in the log if there are more or fewer than variables. */
  load_own_variables(store: Readonly<Record<string, TensorLike>>): void {
    const { variables } = this;
    const count = Object.keys(store).length;
    if (count !== variables.length) {
      logger.warning(
        `Skipping variable loading for optimizer '${this.name}', because it has ${variables.length} variables whereas ` +
          `the saved optimizer has ${count} variables. `,
      );
      return;
    }
    variables.forEach((variable, i) => {
      variable.assign(store[i]!);
    });
  }

  /** @throws {@link ValueError} always: files of legacy optimizers have slots, which these do not */
  override _create_or_restore_slot_variable(): never {
    const { name } = this.constructor;
    throw new ValueError(
      'You are trying to restore a checkpoint from a legacy Keras optimizer into a v2.11+ Optimizer, which can cause ' +
        'errors. Please update the optimizer referenced in your code to be an instance of ' +
        `\`tf.keras.optimizers.legacy.Optimizer\`, e.g.: \`tf.keras.optimizers.legacy.${name}\`.`,
    );
  }
}
