/** Adam with Nesterov's momentum (`tf.keras.optimizers.Nadam`). */
import { currentContext } from '../../context';
import type { Args } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import { add } from '../../runtime/ops/arithmetic';
import { equal } from '../../runtime/ops/comparison';
import { selectV2 } from '../../runtime/ops/select';
import { KerasNadam } from '../../runtime/ops/training_keras';
import type { Scalar } from '../../runtime/ops/training_update';
import { applyUpdate } from '../../runtime/ops/training_update';
import { Variable } from '../../runtime/variable';
import { untracked } from '../../tracking/auto_trackable';
import type { List } from '../../tracking/list_methods';
import type { Config } from '../schedules/learning_rate_schedule';
import type { AdamaxKeywords } from './adamax';
import { type Gradient, wholeGradient } from './gradients';
import { bindOptimizer, commonKeywords } from './keywords';
import { type LearningRate, Optimizer } from './optimizer';
import { ScalarMath } from './scalars';

/**
 * Mirrors `tf.keras.optimizers.Nadam`. Slots: `m`, `v`; `_u_product` is what the momenta of all steps
 * multiply to.
 */
export class Nadam extends Optimizer {
  declare beta_1: number;
  declare beta_2: number;
  declare epsilon: number;
  declare protected _momentums: List<BaseVariable>;
  declare protected _velocities: List<BaseVariable>;
  declare protected _u_product: BaseVariable;
  declare private _u_product_counter: number;

  constructor(
    ...args: Args<
      [],
      [learning_rate: LearningRate, beta_1: number, beta_2: number, epsilon: number],
      AdamaxKeywords
    >
  ) {
    const names = ['learning_rate', 'beta_1', 'beta_2', 'epsilon'] as const;
    const given = bindOptimizer<AdamaxKeywords>('Nadam', names, args);
    super(given.name ?? 'Nadam', commonKeywords(given));
    this._learning_rate = this._build_learning_rate(given.learning_rate ?? 0.001);
    this.beta_1 = given.beta_1 ?? 0.9;
    this.beta_2 = given.beta_2 ?? 0.999;
    this.epsilon = given.epsilon ?? 1e-7;
  }

  override build(var_list: Iterable<BaseVariable>): void {
    if (this._built === true) return;
    const variables = [...var_list];
    super.build(variables);
    this._built = true;
    this._momentums = [] as unknown as List<BaseVariable>;
    this._velocities = [] as unknown as List<BaseVariable>;
    this._u_product = new Variable({ initial_value: 1, dtype: variables[0]!.dtype });
    untracked(this)._u_product_counter = 1;
    this.addSlots(variables, ['_momentums', 'm'], ['_velocities', 'v']);
  }

  /** The momentum of this step and the next. */
  private schedule(math: ScalarMath): [now: Scalar, next: Scalar] {
    const done = math.read(this._iterations);
    const momentum = (step: Scalar) =>
      math.multiply(
        math.cast(this.beta_1),
        math.subtract(1, math.multiply(0.5, math.power(math.cast(0.96), step))),
      );
    return [momentum(math.add(done, 1)), momentum(math.add(done, 2))];
  }

  /**
   * The product of all momenta with this step's, which its first update multiplies in. As in Keras a counter that is
   * not saved tells whether that has been done: after a restore, and in a graph, which keeps the count of its
   * tracing, each update multiplies.
   */
  private product(math: ScalarMath, now: Scalar): Scalar {
    const raw = untracked(this);
    const { _u_product, _u_product_counter: counter } = raw;
    const before = math.read(_u_product);
    const after = math.multiply(before, now);
    if (currentContext().builder) {
      raw._u_product_counter += 1;
      const done = equal(add(raw._iterations.value(), 2), counter);
      _u_product.assign(selectV2(done, before, after));
      return math.read(_u_product);
    }
    if (counter === Number(raw._iterations._resource.borrow().data[0]) + 2) return before;
    raw._u_product_counter += 1;
    _u_product.assign(after);
    return after;
  }

  override update_step(gradient: Gradient, variable: BaseVariable): void {
    const { beta_1, beta_2, epsilon } = this;
    const math = ScalarMath.of(variable.dtype);
    const [now, next] = this.schedule(math);
    const step = math.add(math.read(this._iterations), 1);
    const [b1, b2] = [math.cast(beta_1), math.cast(beta_2)];
    const power2 = math.power(b2, step);
    const product = this.product(math, now);
    const scalars = [math.read(this.learning_rate), now, next, product, b1, b2, power2, epsilon];
    applyUpdate(KerasNadam, this.statesOf(variable), scalars, wholeGradient(gradient, variable));
  }
  override get_config(): Config {
    const { beta_1, beta_2, epsilon } = this;
    const learning_rate = this._serialize_hyperparameter(this._learning_rate);
    return { ...super.get_config(), learning_rate, beta_1, beta_2, epsilon };
  }
}
