/** `tf.compat.v1.train.init_from_checkpoint`: variables begin with values of a checkpoint (saver.md S7). */

import { enterContext } from '../context';
import { ValueError } from '../errors';
import { logger } from '../logging';
import { named } from '../python/named';
import { repr } from '../python/repr';
import { BaseVariable } from '../runtime/base_variable';
import type { VariableNode } from '../runtime/dispatch';
import type { OpRecord } from '../runtime/op';
import { AssignVariableOp } from '../runtime/ops/resource_variables';
import type { Tensor } from '../runtime/tensor';
import { TensorShape } from '../runtime/tensor_shape';
import { compareKeys } from '../saving/bundle/keys';
import { RestoreV2 } from '../saving/checkpoint/raw_ops';
import { type CheckpointReader, load_checkpoint } from '../saving/checkpoint/reader';
import { type PathLike, pathText } from '../saving/storage/paths';
import { asTrackable } from '../tracking/trackable';
import { defaultVariableStore } from './get_variable';
import { PartitionedVariable } from './partitioned_variable';
import { sliceInfoOf } from './save_slice_info';
import type { VariableV1 } from './variable';

/** A variable, its slices, the name of a variable, or of a scope with a `/` at its end. */
export type AssignmentTarget = BaseVariable | PartitionedVariable | readonly BaseVariable[] | string;
/** From a tensor or scope of the checkpoint to what it initialises. */
export type AssignmentMap =
  | ReadonlyMap<string, AssignmentTarget>
  | readonly (readonly [string, AssignmentTarget])[]
  | Readonly<Record<string, AssignmentTarget>>;

type Shapes = Readonly<Record<string, readonly number[]>>;
interface Source {
  /** As it was given, for texts. */
  readonly given: string;
  readonly prefix: string;
  readonly shapes: Shapes;
}

/**
 * Mirrors `tf.compat.v1.train.init_from_checkpoint`: in a graph it changes initializers, and values arrive when these run;
 * eagerly variables are assigned at once.
 * @throws {@link ValueError} S7.2-S7.4
 */
export const init_from_checkpoint = named(
  'init_from_checkpoint',
  ['ckpt_dir_or_file', 'assignment_map'],
  [],
  (ckpt_dir_or_file: PathLike, assignment_map: AssignmentMap): void => {
    const given = pathText(ckpt_dir_or_file);
    const source = sourceOf(given, load_checkpoint(given));
    const pairs = [...pairsOf(assignment_map)].sort(([a], [b]) => compareKeys(a, b));
    for (const [tensor, target] of pairs) {
      const variables = typeof target === 'string' ? storedVariables(target) : variablesOf(target);
      if (variables !== null) initialize(source, tensor, variables, null);
      else initializeScope(source, tensor, target as string);
    }
  },
  ['assignment_map'],
);

function sourceOf(given: string, reader: CheckpointReader): Source {
  try {
    return { given, prefix: reader.prefix, shapes: reader.get_variable_to_shape_map() };
  } finally {
    reader.close();
  }
}

function pairsOf(map: AssignmentMap): Iterable<readonly [string, AssignmentTarget]> {
  if (map instanceof Map || Array.isArray(map)) return map;
  return Object.entries(map as Readonly<Record<string, AssignmentTarget>>);
}

function variablesOf(target: Exclude<AssignmentTarget, string>): BaseVariable[] {
  if (target instanceof PartitionedVariable) return [...target];
  const list = Array.isArray(target) ? target : [target];
  return list.map((item) => {
    const raw = asTrackable(item);
    if (raw instanceof BaseVariable) return raw;
    throw new ValueError(`${repr(item)} is neither a variable nor the name of one.`);
  });
}

/** The variable of this name that `get_variable` made, or its parts. */
function storedVariables(name: string): BaseVariable[] | null {
  const { vars } = defaultVariableStore();
  const whole = vars.get(name);
  if (whole !== undefined) return [whole];
  const parts: VariableV1[] = [];
  for (
    let part = vars.get(`${name}/part_0`);
    part !== undefined;
    part = vars.get(`${name}/part_${parts.length}`)
  )
    parts.push(part);
  return parts.length > 0 ? parts : null;
}

/** @param within the rest of the name and the scope it is looked for in, for the text */
function initialize(
  { given, prefix, shapes }: Source,
  tensor: string,
  variables: readonly BaseVariable[],
  within: string | null,
): void {
  const shape = shapes[tensor];
  if (shape === undefined)
    throw new ValueError(
      within === null
        ? `Tensor ${tensor} is not found in ${given} checkpoint ${repr(shapes)}`
        : `Tensor ${tensor} (${within}) is not found in ${given} checkpoint`,
      { fields: { file: prefix, key: tensor } },
    );
  checkSlices(variables);
  for (const variable of variables) {
    const info = sliceInfoOf(variable);
    const isPart = info !== null && (variables.length > 1 || within !== null);
    const wanted = isPart ? new TensorShape([...info.full_shape]) : variable.shape;
    if (!wanted.is_compatible_with(shape))
      throw new ValueError(
        `Shape of variable ${variable.name} (${wanted}) doesn't match with shape of tensor ${tensor} ` +
          `(${repr([...shape])}) from checkpoint reader.`,
        { fields: { file: prefix, key: tensor, expected: wanted.toString(), actual: shape } },
      );
    startFrom(variable, prefix, tensor, isPart ? info.spec : '');
  }
  const names = variables.map(({ name }) => name).join(',');
  logger.debug(`Initialize variable ${names} from checkpoint ${given} with ${tensor}`);
}

function checkSlices(variables: readonly BaseVariable[]): void {
  if (variables.length < 2) return;
  const names = variables.map((v) => sliceInfoOf(v)?.full_name ?? v._shared_name);
  const other = names.find((name) => name !== names[0]);
  if (other !== undefined)
    throw new ValueError(`Slices must all be from the same tensor: ${names[0]} != ${other}`);
}

/** The variable's initializer reads the file from now on. */
export function startFrom(variable: BaseVariable, prefix: string, tensor: string, slice: string): void {
  initializeWith(variable, () => {
    const [value] = RestoreV2({
      prefix,
      tensor_names: [tensor],
      shape_and_slices: [slice],
      dtypes: [variable.dtype],
      name: 'checkpoint_initializer',
    });
    return value!;
  });
}

/** Puts another initial value in the place of a variable's own; eagerly it is assigned. */
export function initializeWith(variable: BaseVariable, value: () => Tensor): void {
  const node = variable._node as { -readonly [K in keyof VariableNode]: VariableNode[K] } | null;
  if (node === null) {
    variable.assign(value());
    return;
  }
  const { graph } = node.op;
  const leave = enterContext({ builder: graph, recorder: null, control: null });
  try {
    const initial = value();
    const attrs = { dtype: variable.dtype, shape: variable.shape.dims };
    const record = AssignVariableOp as unknown as OpRecord;
    node.initializer = graph.addOperation(record, [variable._handleTensor, initial], attrs);
    node.initial_value = initial;
  } finally {
    leave();
  }
}

/** S7.3, S7.4: every variable under a scope from its counterpart. */
function initializeScope(source: Source, tensor: string, scope: string): void {
  const scopes = scope.includes('/') ? scope.slice(0, scope.lastIndexOf('/')) : '';
  if (!tensor.endsWith('/'))
    throw new ValueError(
      `Assignment map with scope only name ${scopes} should map to scope only ${tensor}. Should be 'scope/': ` +
        "'other_scope/'.",
      { fields: { key: tensor } },
    );
  const names = new Set<string>();
  for (const name of defaultVariableStore().vars.keys())
    if (scopes === '' || name.startsWith(`${scopes}/`)) names.add(name.split('/part_')[0]!);
  for (const name of [...names].sort(compareKeys)) {
    let full = name.slice(scopes.length);
    if (scope !== '/') full = full.slice(1);
    if (tensor !== '/') full = tensor + full;
    if (full.endsWith('/')) full = full.slice(0, -1);
    const within = `${name.slice(scopes.length + 1)} in ${tensor}`;
    initialize(source, full, storedVariables(name)!, within);
  }
}
