/**
 * What every optimizer's update is: one loop over a variable, its slots and the gradient, in place. A rule is
 * that loop with two op records around it, for whole gradients and for rows of them; eagerly the loop runs
 * without a detour.
 *
 * Inputs of the records are handles (the variable's, then its slots'), scalars that are tensors, and the
 * gradient. Scalars known as numbers are attributes: they keep Python's double precision in graphs, as they
 * do eagerly.
 */
import { currentContext } from '../../context';
import type { DType } from '../../dtypes';
import { InvalidArgumentError, TypeError } from '../../errors';
import type { BaseVariable } from '../base_variable';
import { type Floats, numeric, workType } from '../elementwise';
import type { Operation } from '../graph/operation';
import type { ResourceHandle } from '../handle';
import type { IndexedSlices } from '../indexed_slices';
import { castStorage } from '../kernels/cast';
import { defineOp, type OpRecord } from '../op';
import { type Rounding, roundingOf } from '../rounding';
import { Tensor } from '../tensor';
import { bracketText, elementCount, sameDims } from '../tensor_shape';
import { initializedHandle } from './resource_variables';

/** The dtypes of an update, in the order of TF's definition. */
const numbers =
  'float32, float64, int32, uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, ' +
  'uint16, complex128, float16, uint32, uint64';

/** A number, or in a graph the tensor that will be one. */
export type Scalar = number | Tensor;

/**
 * `x` holds the variable and its slots, `s` the scalars, `g` the gradient; what is covered are `count`
 * elements from `at` on, and those of `g` from `from` on. `round` is what TF's kernel, computing in the variable's
 * dtype, does to whatever follows from scalars alone.
 */
export type UpdateLoop = (
  x: readonly Floats[],
  s: readonly number[],
  g: Floats,
  at: number,
  from: number,
  count: number,
  flag: boolean,
  round: Rounding,
) => void;

interface UpdateAttributes {
  readonly [name: string]: unknown;
  /** In the place of a scalar that is an input: null. */
  readonly scalars: readonly (number | null)[];
  readonly flag: boolean;
}

export interface UpdateRule {
  /** How many handles come first. */
  readonly states: number;
  /** The first so many of them are written, the others only read. */
  readonly written: number;
  readonly loop: UpdateLoop;
  readonly dense: OpRecord<UpdateAttributes>;
  /** For rows of a gradient; null where there is no such thing. */
  readonly sparse: OpRecord<UpdateAttributes> | null;
}

interface RuleOptions {
  readonly states: number;
  readonly written?: number;
  /** What TF calls the first input that has the gradient's dtype; by default `lr`. */
  readonly first?: string;
  /** TF's op type for rows of a gradient. */
  readonly sparse?: string;
  readonly loop: UpdateLoop;
}

/** Enters the records of an update under TF's op types. */
export function defineUpdate(type: string, options: RuleOptions): UpdateRule {
  const { states, written = states, first = 'lr', loop } = options;
  const record = (name: string, run: (call: UnpackedCall) => void) =>
    defineOp<UpdateAttributes>({
      type: name,
      infer: (inputs) => {
        for (const { dtype } of inputs.slice(states)) checkNumeric(first, dtype);
        return [];
      },
      kernel: (inputs, attrs) => {
        run(unpack(rule, inputs, attrs));
        return [];
      },
      grad: null,
      effect: 'writes',
    });
  const dense = record(type, ({ handles, scalars, rest, flag }) =>
    runDense(rule, handles, scalars, rest[0] ?? null, flag),
  );
  const sparse =
    options.sparse === undefined
      ? null
      : record(options.sparse, ({ handles, scalars, rest, flag }) =>
          runRows(rule, handles, scalars, rest[0]!, rest[1]!, flag),
        );
  const rule: UpdateRule = { states, written, loop, dense, sparse };
  return rule;
}

/** @throws {@link TypeError} with the text of TF's Python, which looks at it before the op is made */
function checkNumeric(parameter: string, dtype: DType): void {
  if (dtype.kind === 'opaque' || numeric.includes(dtype)) return;
  throw new TypeError(
    `Value passed to parameter '${parameter}' has DataType ${dtype.name} not in list of allowed values: ${numbers}`,
    { fields: { key: parameter, actual: dtype.name } },
  );
}

interface UnpackedCall {
  readonly handles: readonly ResourceHandle[];
  readonly scalars: readonly number[];
  readonly rest: readonly Tensor[];
  readonly flag: boolean;
}

function unpack(rule: UpdateRule, inputs: readonly Tensor[], attrs: UpdateAttributes): UnpackedCall {
  let next = rule.states;
  const scalars = attrs.scalars.map((scalar) => scalar ?? scalarValue(inputs[next++]!));
  const handles = inputs.slice(0, rule.states).map(initializedHandle);
  return { handles, scalars, rest: inputs.slice(next), flag: attrs.flag };
}

/** The one element of a tensor of numbers. */
export function scalarValue({ dtype, data }: Tensor): number {
  const work = workType(dtype);
  return Number(work === dtype ? data[0] : castStorage(dtype, work, data, 1)[0]);
}

/**
 * Runs an update, or adds it to the graph that is being built.
 * @param states the variable and its slots
 * @param gradient of the variable's dtype and shape; null for rules without one
 * @returns the node that was added to a graph
 * @throws {@link InvalidArgumentError} for another dtype or shape
 */
export function applyUpdate(
  rule: UpdateRule,
  states: readonly BaseVariable[],
  scalars: readonly Scalar[],
  gradient: Tensor | null,
  flag = false,
): Operation | null {
  if (currentContext().builder)
    return add(rule.dense, states, scalars, gradient === null ? [] : [gradient], flag);
  const handles: ResourceHandle[] = [];
  for (let i = 0; i < states.length; i++) handles.push(states[i]!._resource);
  runDense(rule, handles, numbersOf(scalars), gradient, flag);
  return null;
}

/**
 * As {@link applyUpdate}, for the rows that `slices` names; rows named twice are updated twice.
 * @throws {@link InvalidArgumentError} for rows that the variable does not have
 */
export function applyRows(
  rule: UpdateRule,
  states: readonly BaseVariable[],
  scalars: readonly Scalar[],
  slices: IndexedSlices,
  flag = false,
): Operation | null {
  const { values, indices } = slices;
  if (currentContext().builder) return add(rule.sparse!, states, scalars, [values, indices], flag);
  const handles = states.map((state) => state._resource);
  runRows(rule, handles, numbersOf(scalars), values, indices, flag);
  return null;
}

function add(
  record: OpRecord<UpdateAttributes>,
  states: readonly BaseVariable[],
  scalars: readonly Scalar[],
  rest: readonly Tensor[],
  flag: boolean,
): Operation {
  const tensors = scalars.filter((scalar): scalar is Tensor => typeof scalar !== 'number');
  const numbers = scalars.map((scalar) => (typeof scalar === 'number' ? scalar : null));
  const tokens = states.map((state) => state._resource.token);
  const inputs = [...tokens, ...tensors, ...rest];
  const attributes = { scalars: numbers, flag };
  return currentContext().builder!.addOperation(record as unknown as OpRecord, inputs, attributes);
}

function numbersOf(scalars: readonly Scalar[]): readonly number[] {
  for (let i = 0; i < scalars.length; i++) {
    if (typeof scalars[i] !== 'number')
      return scalars.map((s) => (typeof s === 'number' ? s : scalarValue(s)));
  }
  return scalars as readonly number[];
}

function runDense(
  rule: UpdateRule,
  handles: readonly ResourceHandle[],
  scalars: readonly number[],
  gradient: Tensor | null,
  flag: boolean,
): void {
  const { dtype, dims } = handles[0]!;
  if (gradient !== null) {
    checkGradient(gradient, dtype);
    if (!sameDims(gradient.dims, dims))
      throw new InvalidArgumentError(
        `var and grad do not have the same shape${bracketText(dims)} ${bracketText(gradient.dims)}`,
        { fields: { expected: dims, actual: gradient.dims } },
      );
  }
  const x = openStates(rule, handles);
  const g = gradient === null ? x[0]! : workElements(gradient);
  rule.loop(x, scalars, g, 0, 0, x[0]!.length, flag, roundingOf(dtype));
  closeStates(rule, handles, x);
}

function runRows(
  rule: UpdateRule,
  handles: readonly ResourceHandle[],
  scalars: readonly number[],
  values: Tensor,
  indices: Tensor,
  flag: boolean,
): void {
  const { dtype, dims } = handles[0]!;
  checkGradient(values, dtype);
  const rows = rowNumbers(indices, dims[0] ?? 0);
  if (dims.length === 0 || !sameDims(values.dims, [rows.length, ...dims.slice(1)]))
    throw new InvalidArgumentError(
      `var and grad must match in all but the first dimension: ${bracketText(dims)} ${bracketText(values.dims)}`,
      { fields: { expected: dims, actual: values.dims } },
    );
  const width = elementCount(dims.slice(1));
  const x = openStates(rule, handles);
  const g = workElements(values);
  const round = roundingOf(dtype);
  for (let i = 0; i < rows.length; i++)
    rule.loop(x, scalars, g, rows[i]! * width, i * width, width, flag, round);
  closeStates(rule, handles, x);
}

/** Indices as numbers. @throws {@link InvalidArgumentError} if one is not below `count` */
export function rowNumbers(indices: Tensor, count: number): Int32Array {
  return Int32Array.from(indices.data as ArrayLike<number | bigint>, (value, i) => {
    const row = Number(value);
    if (row >= 0 && row < count) return row;
    throw new InvalidArgumentError(`Index ${row} at offset ${i} in indices is out of range`, {
      fields: { expected: `0 to ${count - 1}`, actual: row },
    });
  });
}

function checkGradient(gradient: Tensor, dtype: DType): void {
  if (dtype.is_floating && gradient.dtype === dtype) return;
  throw new InvalidArgumentError(
    `A gradient of dtype ${gradient.dtype.name} cannot update a variable of dtype ${dtype.name}.`,
    { fields: { expected: dtype.name, actual: gradient.dtype.name } },
  );
}

function workElements(tensor: Tensor): Floats {
  const { dtype, dims, data } = tensor;
  const work = workType(dtype);
  return (work === dtype ? data : castStorage(dtype, work, data, elementCount(dims))) as Floats;
}

/** Storage to compute in: the handle's own where its dtype is computed in itself. */
function openStates(rule: UpdateRule, handles: readonly ResourceHandle[]): Floats[] {
  const x: Floats[] = [];
  for (let i = 0; i < handles.length; i++) {
    const handle = handles[i]!;
    const own = i < rule.written && workType(handle.dtype) === handle.dtype;
    x.push(own ? (handle.writable() as Floats) : workElements(handle.borrow()));
  }
  return x;
}

function closeStates(rule: UpdateRule, handles: readonly ResourceHandle[], x: readonly Floats[]): void {
  for (let i = 0; i < rule.written; i++) {
    const { dtype, dims } = handles[i]!;
    const work = workType(dtype);
    if (work !== dtype)
      handles[i]!.replace(new Tensor(dtype, dims, castStorage(work, dtype, x[i]!, x[i]!.length)));
  }
}
