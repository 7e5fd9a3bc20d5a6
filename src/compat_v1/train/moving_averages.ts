/** `ExponentialMovingAverage`: for each variable a shadow that follows it slowly, to be read or saved in its place. */
import { currentContext, enterContext } from '../../context';
import { float32 } from '../../dtypes';
import { TypeError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { type Call, positional } from '../../python/named';
import { BaseVariable } from '../../runtime/base_variable';
import { cond } from '../../runtime/control_flow';
import { toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { GraphKeys } from '../../runtime/graph/collections';
import { get_default_graph, init_scope } from '../../runtime/graph/init_scope';
import type { Operation } from '../../runtime/graph/operation';
import { name_scope } from '../../runtime/name_scope';
import { add, divide, multiply, subtract } from '../../runtime/ops/arithmetic';
import { cast } from '../../runtime/ops/cast';
import { zeros } from '../../runtime/ops/creation';
import { minimum } from '../../runtime/ops/extremes';
import { pow } from '../../runtime/ops/power';
import { Tensor } from '../../runtime/tensor';
import { VariableV1 } from '../variable';
import { groupOf } from './optimizer';
import { create_slot } from './slot_creator';

interface AverageKeywords {
  decay?: TensorLike;
  num_updates?: TensorLike | null;
  zero_debias?: boolean;
  name?: string;
}
/** A variable; in a graph also a tensor. */
export type Averaged = BaseVariable | Tensor;

type ApplyArguments = [var_list?: readonly Averaged[] | null];
const applyNames = ['var_list'] as const;
type AverageArguments = [value: Averaged];
const averageNames = ['var'] as const;
type RestoreArguments = [moving_avg_variables?: Iterable<BaseVariable> | null];
const restoreNames = ['moving_avg_variables'] as const;

interface Debias {
  readonly biased: BaseVariable;
  readonly local_step: BaseVariable;
}

/** Mirrors `tf.train.ExponentialMovingAverage`. */
export class ExponentialMovingAverage {
  readonly name: string;
  private readonly _decay: TensorLike;
  private readonly _num_updates: TensorLike | null;
  private readonly _zero_debias: boolean;
  private readonly averages = new Map<Averaged, BaseVariable>();
  private readonly debias = new Map<BaseVariable, Debias>();

  /** @param num_updates if given, the decay is no more than `(1 + num_updates) / (10 + num_updates)` */
  constructor(
    ...args:
      | Args<
          [decay: TensorLike],
          [num_updates: TensorLike | null, zero_debias: boolean, name: string],
          AverageKeywords,
          ['decay']
        >
      | [AverageKeywords]
  ) {
    const names = ['decay', 'num_updates', 'zero_debias', 'name'] as const;
    const given = bindArguments<AverageKeywords>('ExponentialMovingAverage', names, args, {
      required: 1,
      namesOp: false,
    });
    this._decay = given.decay!;
    this._num_updates = given.num_updates ?? null;
    this._zero_debias = given.zero_debias ?? false;
    this.name = given.name ?? 'ExponentialMovingAverage';
  }

  /**
   * Makes the averages that are not there yet, which start as the variables are, and moves all towards the variables.
   * @param var_list by default the graph's trainable variables
   * @returns in a graph the operation that moves them; eagerly null
   * @throws {@link TypeError} for a variable of no floating dtype, or eagerly for a tensor
   */
  apply(...args: Call<ApplyArguments, typeof applyNames>): Operation | null {
    const [var_list = null] = positional<ApplyArguments>('apply', applyNames, 0, args);
    const list = var_list ?? collected(GraphKeys.TRAINABLE_VARIABLES);
    for (const value of list) {
      if (value instanceof Tensor && !currentContext().builder)
        throw new TypeError(
          'tf.train.ExponentialMovingAverage does not support non-Variable tensors when eager execution is enabled.',
        );
      if (!value.dtype.is_floating)
        throw new TypeError(`The variables must be half, float, or double: ${value.name}`, {
          fields: { actual: value.dtype.name },
        });
      if (!this.averages.has(value))
        this.averages.set(
          value,
          init_scope(() => this.make(value)),
        );
    }
    return name_scope(this.name, (scope) => {
      const decay = subtract(1, this.decayNow());
      const ops = list.map((value) => {
        const assigned = this.move(value, decay);
        return currentContext().builder ? assigned.op : null;
      });
      return currentContext().builder ? groupOf(ops as Operation[], scope) : null;
    });
  }
  private decayNow(): Tensor {
    const decay = cast(this._decay, float32);
    if (this._num_updates === null) return decay;
    const done = cast(this._num_updates, float32);
    return minimum(decay, divide(add(1, done), add(10, done)));
  }
  private make(value: Averaged): BaseVariable {
    if (value instanceof BaseVariable) {
      const average = create_slot(value, initialValue(value), this.name);
      get_default_graph().add_to_collection(GraphKeys.MOVING_AVERAGE_VARIABLES, value);
      return average;
    }
    const average = create_slot(value, zeros([...value.dims], value.dtype), this.name);
    if (this._zero_debias) this.debias.set(average, debiasOf(average));
    return average;
  }
  /** `decay` is what is left of the old value, taken from one. */
  private move(value: Averaged, left: Tensor): BaseVariable {
    const average = this.averages.get(value)!;
    const { dtype } = average;
    const now = value instanceof BaseVariable ? value.value() : value;
    const decay = cast(left, dtype);
    const debias = this.debias.get(average);
    return name_scope('AssignMovingAvg', () => {
      if (debias === undefined) return average.assign_sub(multiply(subtract(average.value(), now), decay));
      const { biased, local_step } = debias;
      const moved = biased.assign_sub(multiply(subtract(biased.value(), now), decay)).value();
      const steps = local_step.assign_add(toTensor(1, dtype)).value();
      return average.assign(divide(moved, subtract(1, pow(subtract(1, decay), steps))));
    });
  }

  /** The average of `value`, or null. */
  average(...args: Call<AverageArguments, typeof averageNames>): BaseVariable | null {
    const [value] = positional<AverageArguments>('average', averageNames, 1, args);
    return this.averages.get(value) ?? null;
  }
  /** The name under which the average of `value` is, or would be, saved. */
  average_name(...args: Call<AverageArguments, typeof averageNames>): string {
    const [value] = positional<AverageArguments>('average_name', averageNames, 1, args);
    const own = this.averages.get(value);
    if (own !== undefined) return own._shared_name;
    return get_default_graph().unique_name(`${value.name.replace(/:0$/, '')}/${this.name}`, false);
  }
  /**
   * For a Saver that reads averages into the variables themselves: name in the file → variable.
   * @param moving_avg_variables by default the trainable variables and those with an average
   */
  variables_to_restore(...args: Call<RestoreArguments, typeof restoreNames>): Record<string, BaseVariable> {
    const [moving_avg_variables = null] = positional<RestoreArguments>(
      'variables_to_restore',
      restoreNames,
      0,
      args,
    );
    const averaged = new Set(
      moving_avg_variables ?? [
        ...collected(GraphKeys.TRAINABLE_VARIABLES),
        ...collected(GraphKeys.MOVING_AVERAGE_VARIABLES),
      ],
    );
    const map = Object.create(null) as Record<string, BaseVariable>;
    const names = new Set<string>();
    for (const variable of averaged) {
      map[this.average_name(variable)] = variable;
      names.add(variable.name);
    }
    for (const variable of new Set(collected(GraphKeys.GLOBAL_VARIABLES)))
      if (!names.has(variable.name) && !(variable._shared_name in map)) map[variable._shared_name] = variable;
    return map;
  }
}

function collected(key: string): BaseVariable[] {
  return get_default_graph().get_collection(key) as BaseVariable[];
}

/** The variable's value if it has one by then, else what it will be initialised with. */
function initialValue(variable: BaseVariable): TensorLike | (() => TensorLike) {
  const node = variable._node;
  if (node === null) return variable.value();
  return cond(
    variable.is_initialized(),
    () => variable.value(),
    () => node.initial_value,
  ) as Tensor;
}

/** What an average that starts at zero is divided by: kept beside it. */
function debiasOf(average: BaseVariable): Debias {
  const leave = enterContext({ nameScope: '' });
  try {
    const { dtype, _shared_name: prefix } = average;
    const made = (name: string, dims: number[]): BaseVariable =>
      new VariableV1(zeros(dims, dtype), { name: `${prefix}/${name}`, trainable: false });
    const dims = [...average._resource.dims];
    return { biased: made('biased', dims), local_step: made('local_step', []) };
  } finally {
    leave();
  }
}
