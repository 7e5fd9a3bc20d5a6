import { as_dtype, type DTypeLike, float32, int64 } from '../../../dtypes';
import { KeyError, RuntimeError, ValueError } from '../../../errors';
import { logger } from '../../../logging';
import { bindArguments } from '../../../python/arguments';
import { repr } from '../../../python/repr';
import { BaseVariable } from '../../../runtime/base_variable';
import { toTensor } from '../../../runtime/convert';
import type { TensorLike } from '../../../runtime/convert_types';
import { asNDArray } from '../../../runtime/ndarray';
import { cast } from '../../../runtime/ops/cast';
import { fill } from '../../../runtime/ops/fill';
import type { Scalar } from '../../../runtime/ops/training_update';
import { Tensor } from '../../../runtime/tensor';
import type { ShapeLike } from '../../../runtime/tensor_shape';
import { Variable } from '../../../runtime/variable';
import { preloadedValue } from '../../../tracking/deferred';
import type { CheckpointPosition } from '../../../tracking/restore';
import { asTrackable, Trackable } from '../../../tracking/trackable';
import { LearningRateSchedule } from '../../schedules/learning_rate_schedule';
import { serialize } from '../../schedules/serialization';
import type { GradientPair } from '../gradients';
import { outsideOfGraphs } from '../graph_parts';
import { asScalar, ScalarMath } from '../scalars';
import { type InitializerLike, initialized, setWeights, variableKey } from '../weights';

/** A number, a tensor or variable, a function that gives one, or (learning rates) a schedule. */
export type Hyper = TensorLike | LearningRateSchedule | (() => TensorLike);

export interface LegacyKeywords {
  name?: string;
  decay?: number;
  clipnorm?: number | null;
  clipvalue?: number | null;
  global_clipnorm?: number | null;
  lr?: Hyper;
  gradient_aggregator?: ((pairs: GradientPair[]) => GradientPair[]) | null;
  gradient_transformers?: readonly ((pairs: GradientPair[]) => GradientPair[])[] | null;
}
const commonNames = [
  'name',
  'decay',
  'clipnorm',
  'clipvalue',
  'global_clipnorm',
  'lr',
  'gradient_aggregator',
  'gradient_transformers',
] as const;

/** Binds a constructor's arguments: its own parameters, the name, then keywords. */
export function bindLegacy<T extends LegacyKeywords>(
  className: string,
  own: readonly (keyof T & string)[],
  args: readonly unknown[],
): Partial<T> {
  const rest = commonNames.filter((name) => !own.includes(name));
  return bindArguments<T>(className, [...own, ...rest], args);
}

/** What a legacy optimizer keeps. */
export abstract class LegacyVariables extends Trackable {
  readonly _name: string;
  clipnorm: number | null;
  clipvalue: number | null;
  global_clipnorm: number | null;
  protected readonly _initial_decay: number;
  protected readonly transformers: readonly ((pairs: GradientPair[]) => GradientPair[])[];
  private readonly hypers = new Map<string, Hyper>();
  protected hypersMade = false;
  private madeIterations: BaseVariable | null = null;
  private readonly slotNames: string[] = [];
  private readonly slots = new Map<Trackable, Map<string, BaseVariable>>();
  private readonly _weights: BaseVariable[] = [];
  /** Variables that have all their slots. */
  protected readonly known = new Set<BaseVariable>();

  /** @throws {@link ValueError} for a negative number, or for two ways of clipping by norm */
  constructor(name: string | (LegacyKeywords & { readonly name: string }), keywords: LegacyKeywords = {}) {
    super();
    const given =
      typeof name === 'string' ? keywords : bindArguments<LegacyKeywords>('Optimizer', commonNames, [name]);
    this._name = typeof name === 'string' ? name : name.name;
    for (const key of ['clipnorm', 'clipvalue', 'global_clipnorm', 'decay'] as const) {
      const value = given[key];
      if (typeof value === 'number' && value < 0)
        throw new ValueError(`Expected ${key} >= 0, received: ${value}`, {
          fields: { key, actual: value },
        });
    }
    if (given.lr !== undefined)
      logger.warning('The `lr` argument is deprecated, use `learning_rate` instead.');
    this._initial_decay = given.decay ?? 0;
    this.transformers = given.gradient_transformers ?? [];
    this.clipnorm = given.clipnorm ?? null;
    this.global_clipnorm = given.global_clipnorm ?? null;
    this.clipvalue = given.clipvalue ?? null;
    if (this.clipnorm !== null && this.global_clipnorm !== null)
      throw new ValueError(
        'Cannot accept both `clipnorm` and `global_clipnorm`. Received: ' +
          `\`clipnorm\`=${this.clipnorm}, \`global_clipnorm\`=${this.global_clipnorm}.`,
      );
  }

  /** Sets a hyper-parameter: before the first step what it will be, afterwards the variable's value. */
  _set_hyper(name: string, value: Hyper): void {
    const before = this.hypers.get(name);
    const trackable = asTrackable(value);
    if (trackable !== null) this._track_trackable(trackable.handle, name, true);
    if (before instanceof BaseVariable && !(value instanceof LearningRateSchedule))
      before.assign(typeof value === 'function' ? value() : value);
    else this.hypers.set(name, value);
  }
  /**
   * The variable of a hyper-parameter, or what it was set to if that is a tensor, a function's value or a
   * schedule; with `dtype` all but a schedule is a tensor of it.
   */
  _get_hyper(name: string, dtype: DTypeLike | null = null): TensorLike | LearningRateSchedule {
    if (!this.hypersMade) this.makeHypers();
    const value = this.hypers.get(name)!;
    if (value instanceof LearningRateSchedule) return value;
    const present = typeof value === 'function' ? value() : value;
    return dtype === null ? present : cast(present, dtype);
  }
  /** The rate before any decay: a variable unless it was set to something else that is none. */
  get learning_rate(): BaseVariable {
    return this._get_hyper('learning_rate') as BaseVariable;
  }
  set learning_rate(value: Hyper) {
    this._set_hyper('learning_rate', value);
  }
  get lr(): BaseVariable {
    return this.learning_rate;
  }
  set lr(value: Hyper) {
    this.learning_rate = value;
  }
  get decay(): BaseVariable {
    return this._get_hyper('decay') as BaseVariable;
  }
  set decay(value: Hyper) {
    this._set_hyper('decay', value);
  }
  protected makeHypers(): void {
    if (this.hypersMade) return;
    for (const name of [...this.hypers.keys()].sort()) {
      const value = this.hypers.get(name)!;
      if (typeof value === 'function' || value instanceof Tensor || value instanceof BaseVariable) continue;
      this.hypers.set(name, this.add_weight(name, cast(value, float32)));
    }
    this.hypersMade = true;
  }

  /**
   * Adds a variable at an edge of this name; one that a restore has waited with starts as restored (R4.6).
   */
  protected add_weight(name: string, initial: Tensor): BaseVariable {
    return outsideOfGraphs(() => {
      const position = preloadedValue(this, name);
      const initial_value = position === null ? initial : asNDArray(position.value());
      const variable = new Variable({ initial_value, name, dtype: initial.dtype, trainable: false });
      if (position !== null) position.markRestored(variable);
      this._track_trackable(variable, name, true);
      return variable;
    });
  }

  /** How many steps have been taken: an int64 variable. */
  get iterations(): BaseVariable {
    if (this.madeIterations === null) {
      this.madeIterations = this.add_weight('iter', toTensor(0n, int64));
      this._weights.push(this.madeIterations);
    }
    return this.madeIterations;
  }
  /** @throws {@link RuntimeError} once it is there */
  set iterations(variable: BaseVariable) {
    if (this.madeIterations !== null)
      throw new RuntimeError(
        'Cannot set `iterations` to a new Variable after the Optimizer weights have been created. Here it is ' +
          `attempting to set \`iterations\` to ${variable}.`,
      );
    this._track_trackable(variable, 'iter', true);
    this.madeIterations = variable;
    this._weights.push(variable);
  }

  override get_slot_names(): readonly string[] {
    return this.slotNames;
  }
  /** @throws {@link KeyError} for a variable without slots, or a slot that it does not have */
  override get_slot(variable: Trackable, slot_name: string): BaseVariable {
    const known = asTrackable(variable);
    const slots = known === null ? undefined : this.slots.get(known);
    const slot = slots?.get(slot_name);
    if (slot !== undefined) return slot;
    const key =
      slots !== undefined || !(variable instanceof BaseVariable) ? slot_name : variableKey(variable);
    throw new KeyError(repr(key), { fields: { key } });
  }
  private slotIfThere(variable: Trackable, slot_name: string): BaseVariable | null {
    return this.slots.get(variable)?.get(slot_name) ?? null;
  }
  /**
   * Adds a slot, or gives the one that is there.
   * @param initializer an initializer or its name, or the value itself
   */
  add_slot(
    variable: BaseVariable,
    slot_name: string,
    initializer: InitializerLike | TensorLike = 'zeros',
    shape: ShapeLike | null = null,
  ): BaseVariable {
    if (!this.slotNames.includes(slot_name)) this.slotNames.push(slot_name);
    let slots = this.slots.get(variable);
    if (slots === undefined) {
      slots = new Map();
      this.slots.set(variable, slots);
    }
    const present = slots.get(slot_name);
    if (present !== undefined) return present;
    const { dtype } = variable;
    const initial_value =
      typeof initializer === 'string' || typeof initializer === 'function'
        ? initialized(initializer, (shape as number[] | null) ?? variable._resource.dims, dtype)
        : initializer;
    const name = `${variable._shared_name}/${slot_name}`;
    const slot = outsideOfGraphs(() => new Variable({ initial_value, name, dtype, trainable: false }));
    slots.set(slot_name, slot);
    this._weights.push(slot);
    return slot;
  }
  /** A slot full of one number. */
  protected addFilledSlot(variable: BaseVariable, slot_name: string, value: number): void {
    if (this.slotIfThere(variable, slot_name) === null)
      this.add_slot(variable, slot_name, fill([...variable._resource.dims], toTensor(value, variable.dtype)));
    else this.add_slot(variable, slot_name);
  }
  /** The variable and these slots of it. */
  protected statesOf(variable: BaseVariable, ...names: readonly string[]): BaseVariable[] {
    const slots = this.slots.get(variable)!;
    const states = [variable];
    for (const name of names) states.push(slots.get(name)!);
    return states;
  }
  override _create_or_restore_slot_variable(args: {
    readonly slot_variable_position: CheckpointPosition;
    readonly slot_name: string;
    readonly variable: Trackable;
  }): Trackable | null {
    const { slot_variable_position: position, slot_name, variable } = args;
    const present = this.slotIfThere(variable, slot_name);
    if (present !== null || !position.is_simple_variable) return present;
    return this.add_slot(variable as BaseVariable, slot_name, asNDArray(position.value()));
  }

  /** A hyper-parameter as a scalar of the variable's dtype. */
  protected hyper(math: ScalarMath, name: string): Scalar {
    const value = this._get_hyper(name) as TensorLike;
    if (value instanceof BaseVariable) return math.read(value);
    return math.cast(typeof value === 'number' ? value : asScalar(toTensor(value)));
  }
  /** The learning rate of this step: of the schedule if there is one, less its decay. */
  protected decayedRate(math: ScalarMath): Scalar {
    const value = this._get_hyper('learning_rate');
    let rate: Scalar;
    if (value instanceof LearningRateSchedule) {
      const step = cast(this.iterations.value(), math.dtype);
      rate = math.cast(asScalar(value(step)));
    } else rate = this.hyper(math, 'learning_rate');
    if (!(this._initial_decay > 0)) return rate;
    const done = math.read(this.iterations);
    return math.divide(rate, math.add(1, math.multiply(math.cast(this._initial_decay), done)));
  }

  /** The learning rate of this step as a tensor, for optimizers made of ops. */
  _decayed_lr(dtype: DTypeLike): Tensor {
    return cast(this.decayedRate(ScalarMath.of(as_dtype(dtype))), dtype);
  }

  /** All variables of the optimizer in the order of their making; hyper-parameters are not among them. */
  variables(): readonly BaseVariable[] {
    return [...this._weights];
  }
  get weights(): readonly BaseVariable[] {
    return [...this._weights];
  }
  /** For subclasses with a variable of their own. */
  protected ownWeight(name: string, initial: Tensor): BaseVariable {
    const variable = this.add_weight(name, initial);
    this._weights.push(variable);
    return variable;
  }
  get_weights() {
    return this._weights.map((weight) => weight.numpy());
  }
  /** @throws {@link ValueError} for another number of weights, or a shape that does not fit */
  set_weights(weights: readonly TensorLike[]): void {
    const own = this._weights;
    if (own.length !== weights.length)
      throw new ValueError(
        `You called \`set_weights(weights)\` on optimizer ${this._name} with a  weight list of length ` +
          `${weights.length}, but the optimizer was expecting ${own.length} weights. Provided weights: ` +
          `${repr(weights).slice(0, 50)}...`,
        { fields: { expected: own.length, actual: weights.length } },
      );
    setWeights(
      own,
      weights,
      (variable, shape) =>
        new ValueError(
          `Optimizer weight shape ${variable.shape} not compatible with provided weight shape ${shape}.`,
        ),
    );
  }

  /** A number, or a schedule's configuration. */
  protected _serialize_hyperparameter(name: string): unknown {
    const value = this.hypers.get(name)!;
    if (value instanceof LearningRateSchedule) return serialize(value);
    const given = typeof value === 'function' ? value() : value;
    if (given instanceof BaseVariable) return ScalarMath.of(given.dtype).read(given);
    return given instanceof Tensor ? asScalar(given) : given;
  }
}
