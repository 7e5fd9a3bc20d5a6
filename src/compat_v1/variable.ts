/** `tf.compat.v1.Variable`: `tf.Variable` with TF1's parameters, entered in the collections of its graph. */
import { currentContext, enterContext } from '../context';
import type { DTypeLike } from '../dtypes';
import { type Args, bindArguments } from '../python/arguments';
import type { Tensor } from '../runtime/tensor';
import type { ShapeLike } from '../runtime/tensor_shape';
import { type InitialValue, Variable } from '../runtime/variable';
import { madeByCreators } from '../runtime/variable_creators';
import { SaveSliceInfo } from './save_slice_info';

export interface VariableV1Keywords {
  initial_value?: InitialValue;
  trainable?: boolean | null;
  /** Names of graph collections; by default that of the global variables. */
  collections?: readonly string[] | null;
  validate_shape?: boolean;
  caching_device?: unknown;
  name?: string | null;
  variable_def?: null;
  dtype?: DTypeLike | null;
  expected_shape?: ShapeLike;
  import_scope?: string | null;
  constraint?: ((value: Tensor) => Tensor) | null;
  /** Accepted: all variables are resource variables. */
  use_resource?: boolean | null;
  synchronization?: unknown;
  aggregation?: unknown;
  shape?: ShapeLike;
}

const parameters = [
  'initial_value',
  'trainable',
  'collections',
  'validate_shape',
  'caching_device',
  'name',
  'variable_def',
  'dtype',
  'expected_shape',
  'import_scope',
  'constraint',
  'use_resource',
  'synchronization',
  'aggregation',
  'shape',
] as const;

/** Mirrors `tf.compat.v1.Variable`. */
export class VariableV1 extends Variable {
  static readonly SaveSliceInfo = SaveSliceInfo;

  /** @throws as {@link Variable} */
  // biome-ignore lint/correctness/noUnreachableSuper: what creators give is there already
  constructor(
    ...args: Args<
      [],
      [
        initial_value: InitialValue,
        trainable: boolean | null,
        collections: readonly string[] | null,
        validate_shape: boolean,
        caching_device: unknown,
        name: string | null,
        variable_def: null,
        dtype: DTypeLike | null,
      ],
      VariableV1Keywords
    >
  ) {
    const given = bindArguments<VariableV1Keywords>('Variable', parameters, args);
    if (new.target === VariableV1 && currentContext().variableCreators) {
      const told = {
        trainable: null,
        validate_shape: true,
        name: null,
        dtype: null,
        collections: null,
        ...given,
      };
      const made = madeByCreators(told, (keywords) => new VariableV1(keywords));
      // biome-ignore lint/correctness/noConstructorReturn: in TF a metaclass asks the creators
      if (made !== null) return made as VariableV1;
    }
    const { collections, use_resource: _, expected_shape: __, ...keywords } = given;
    const leave = enterContext({ variableCollections: collections ?? null });
    try {
      super({ ...keywords });
    } finally {
      leave();
    }
  }
}
