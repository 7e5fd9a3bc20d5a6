/** `tf.Variable`: how a variable is made. What it does is in base_variable.ts. */
import { currentContext } from '../context';
import { as_dtype, type DType, type DTypeLike } from '../dtypes';
import { ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { ownCopy } from './allocate';
import { BaseVariable } from './base_variable';
import { isVariable, toTensor } from './convert';
import type { TensorLike } from './convert_types';
import { ResourceHandle } from './handle';
import { scopedName } from './name_scope';
import { Tensor } from './tensor';
import { as_shape, type ShapeLike, shapeText, type TensorShape } from './tensor_shape';
import { madeByCreators } from './variable_creators';

/** A value, or a function that makes it when the variable is made. */
export type InitialValue = TensorLike | (() => TensorLike);

export interface VariableKeywords {
  initial_value?: InitialValue;
  trainable?: boolean | null;
  validate_shape?: boolean;
  caching_device?: unknown;
  name?: string | null;
  variable_def?: null;
  dtype?: DTypeLike | null;
  import_scope?: string | null;
  constraint?: ((value: Tensor) => Tensor) | null;
  synchronization?: unknown;
  aggregation?: unknown;
  /** Static shape; unknown dimensions (`null`) may change under assignment. */
  shape?: ShapeLike;
  experimental_enable_variable_lifting?: boolean;
}

const parameters = [
  'initial_value',
  'trainable',
  'validate_shape',
  'caching_device',
  'name',
  'variable_def',
  'dtype',
  'import_scope',
  'constraint',
  'synchronization',
  'aggregation',
  'shape',
  'experimental_enable_variable_lifting',
] as const;

/** What creators are told where nothing was given. */
const defaults: VariableKeywords = {
  trainable: null,
  validate_shape: true,
  caching_device: null,
  name: null,
  variable_def: null,
  dtype: null,
  import_scope: null,
  constraint: null,
};

/** Mirrors `tf.Variable`. */
export class Variable extends BaseVariable {
  /**
   * @throws {@link ValueError} without an initial value or if it does not fit `shape`, {@link TypeError} if it does
   * not fit `dtype`
   */
  // biome-ignore lint/correctness/noUnreachableSuper: what creators give is there already
  constructor(
    ...args: Args<
      [],
      [
        initial_value: InitialValue,
        trainable: boolean | null,
        validate_shape: boolean,
        caching_device: unknown,
        name: string | null,
        variable_def: null,
        dtype: DTypeLike | null,
      ],
      VariableKeywords
    >
  ) {
    const given = bindArguments<VariableKeywords>('Variable', parameters, args);
    if (new.target === Variable && currentContext().variableCreators) {
      const made = madeByCreators({ ...defaults, ...given }, (keywords) => new Variable(keywords));
      // biome-ignore lint/correctness/noConstructorReturn: in TF a metaclass asks the creators
      if (made !== null) return made as Variable;
    }
    const dtype = given.dtype === undefined || given.dtype === null ? undefined : as_dtype(given.dtype);
    if (typeof (given.constraint ?? null) !== 'function' && (given.constraint ?? null) !== null)
      throw new ValueError('Argument `constraint` must be None or a callable.');
    const shape = given.shape === undefined ? null : as_shape(given.shape);
    const initial = (): Tensor => {
      const value = initialTensor(given.initial_value, dtype, given.name);
      checkShape(value, shape);
      return value;
    };
    const common = {
      trainable: given.trainable ?? true,
      constraint: given.constraint ?? null,
      synchronization: given.synchronization ?? null,
      aggregation: given.aggregation ?? null,
    };
    const { builder } = currentContext();
    if (builder) {
      const callable = typeof given.initial_value === 'function';
      const name = given.name ?? 'Variable';
      const { made, ...grant } = builder.variable({
        name,
        initial,
        callable,
        shape,
        trainable: common.trainable,
      });
      super({ ...common, ...grant });
      made(this);
      return;
    }
    const admitted = currentContext().aside?.admit();
    super({
      ...common,
      resource: new ResourceHandle(initial(), false),
      shared_name: scopedName(given.name ?? 'Variable'),
      declared: shape === null || shape.is_fully_defined() ? null : shape,
    });
    admitted?.(this);
  }
}

function checkShape(value: Tensor, shape: TensorShape | null): void {
  if (shape === null || shape.is_compatible_with(value.dims)) return;
  throw new ValueError(
    `In this \`tf.Variable\` creation, the initial value's shape (${shapeText(value.dims)}) is not compatible ` +
      `with the explicitly supplied \`shape\` argument (${shape}).`,
    { fields: { expected: shape.toString(), actual: shapeText(value.dims) } },
  );
}

function initialTensor(initial: InitialValue | undefined, dtype: DType | undefined, name: unknown): Tensor {
  if (initial === undefined || initial === null)
    throw new ValueError(
      'The `initial_value` arg to `tf.Variable` must be specified except when you are not providing a ' +
        '`variable_def`. You provided neither.',
      { fields: { key: String(name ?? 'Variable') } },
    );
  const value = typeof initial === 'function' ? (initial as () => TensorLike)() : initial;
  const tensor = toTensor(value, dtype);
  if (tensor.source !== null) return tensor;
  // Anything but a fresh conversion may be seen by others, and carved storage would keep its slab alive.
  return tensor === value || !isFresh(value)
    ? new Tensor(tensor.dtype, tensor.dims, ownCopy(tensor.data))
    : tensor;
}

/** True if converting this value made storage of its own. */
function isFresh(value: unknown): boolean {
  return !(value instanceof Tensor || isVariable(value));
}
