/**
 * What a function is traced for: the structure of its arguments, dtype and shape of each tensor, dtype and shape of each
 * variable, and every other value itself.
 */
import type { DType } from '../../dtypes';
import { repr } from '../../python/repr';
import { isNamedTuple, isTuple } from '../../python/tuple';
import { BaseVariable } from '../base_variable';
import { toTensor } from '../convert';
import type { ResourceHandle } from '../handle';
import { IndexedSlices } from '../indexed_slices';
import { NDArray } from '../ndarray';
import { type Composite, flatten, is_nested, isComposite, pack_sequence_as } from '../nest';
import { RaggedTensor } from '../ragged/ragged_tensor';
import { RaggedTensorSpec } from '../ragged/spec';
import { SparseTensor, SparseTensorSpec } from '../sparse_tensor';
import { Tensor } from '../tensor';
import { type Dimension, TensorShape, TensorSpec } from '../tensor_shape';

export type LeafType =
  | {
      readonly kind: 'tensor';
      readonly dtype: DType;
      readonly dims: readonly Dimension[] | null;
      readonly name: string | null;
      /** Of the `dense_shape` of a sparse tensor: what is known of the sizes in it. */
      readonly sizes?: readonly Dimension[] | null;
    }
  | {
      readonly kind: 'variable';
      readonly dtype: DType;
      readonly dims: readonly Dimension[] | null;
      readonly trainable: boolean;
      /** Number of the variable: the same one has the same number. */
      readonly alias: number;
    }
  | { readonly kind: 'value'; readonly value: unknown };

/** Arguments, taken apart. */
export interface Signature {
  /** Text that is the same for arguments of the same structure. */
  readonly structure: string;
  /** True if no argument is a structure: the leaves are the arguments. */
  readonly flat: boolean;
  readonly types: readonly LeafType[];
  /** The leaves, arrays already as tensors. */
  readonly leaves: readonly unknown[];
  /** What the leaves come from. */
  readonly args: readonly unknown[];
}

export function signatureOf(args: readonly unknown[]): Signature {
  const leaves = flatten(args, true).map((leaf) =>
    leaf instanceof NDArray || ArrayBuffer.isView(leaf) ? toTensor(leaf as never) : leaf,
  );
  const flat = !args.some((arg) => is_nested(arg) || isComposite(arg));
  const parts = flat ? none : compositeParts(args);
  const variables: ResourceHandle[] = [];
  return {
    structure: flat ? String(args.length) : structureText(args),
    flat,
    types: leaves.map((leaf) => {
      const type = leafType(leaf, variables);
      const part = parts.get(leaf);
      return part === undefined || type.kind !== 'tensor' ? type : { ...type, ...part };
    }),
    leaves,
    args,
  };
}

/** What a trace is for, of a tensor that is part of a composite. */
interface CompositePart {
  readonly dims?: readonly Dimension[];
  readonly sizes?: readonly Dimension[] | null;
}
const none: ReadonlyMap<unknown, CompositePart> = new Map();

/** How many values there are in rows, or in a sparse tensor, no trace is for; what shape a sparse one has, it is. */
function compositeParts(args: readonly unknown[]): ReadonlyMap<unknown, CompositePart> {
  const found = new Map<unknown, CompositePart>();
  const open = (part: Tensor | TensorSpec): void => {
    found.set(part, { dims: [null, ...(part.shape.dims ?? []).slice(1)] });
  };
  for (const leaf of flatten(args)) {
    if (leaf instanceof RaggedTensor)
      for (const part of [leaf.flat_values, ...leaf.nested_row_splits.slice(1)]) open(part);
    if (!(leaf instanceof SparseTensor || leaf instanceof SparseTensorSpec)) continue;
    const [indices, values, dense_shape] = leaf._components() as [Tensor, Tensor, Tensor];
    open(indices);
    open(values);
    found.set(dense_shape, { sizes: leaf.shape.dims });
  }
  return found;
}

function structureText(value: unknown): string {
  if (isComposite(value))
    return `${compositeName(value)}(${value._components().map(structureText).join(',')})`;
  if (!is_nested(value)) return '*';
  if (Array.isArray(value)) {
    const kind = isNamedTuple(value) ? `n${value.constructor.name}` : isTuple(value) ? 't' : 'l';
    return `${kind}(${value.map(structureText).join(',')})`;
  }
  const entries = value instanceof Map ? [...value] : Object.entries(value as object);
  const parts = entries.map(([key, part]) => `${typeof key}${String(key)}:${structureText(part)}`);
  return `d(${parts.sort().join(',')})`;
}

/** A spec stands for what it describes. */
function compositeName(value: Composite): string {
  if (value instanceof RaggedTensorSpec) return 'RaggedTensor';
  return value instanceof SparseTensorSpec ? 'SparseTensor' : value.constructor.name;
}

/** @param variables those that came before, to which this may be added */
function leafType(leaf: unknown, variables: ResourceHandle[]): LeafType {
  if (leaf instanceof Tensor) return { kind: 'tensor', dtype: leaf.dtype, dims: leaf.dims, name: null };
  if (leaf instanceof TensorSpec)
    return { kind: 'tensor', dtype: leaf.dtype, dims: leaf.shape.dims, name: leaf.name };
  if (leaf instanceof BaseVariable) {
    if (!variables.includes(leaf._resource)) variables.push(leaf._resource);
    return {
      kind: 'variable',
      dtype: leaf.dtype,
      dims: leaf.shape.dims,
      trainable: leaf.trainable,
      alias: variables.indexOf(leaf._resource),
    };
  }
  return { kind: 'value', value: leaf };
}

/** True if a value of exactly this type may be given: the check of the fast way. */
export function isExactly(type: LeafType, value: unknown): boolean {
  if (type.kind !== 'tensor') return type.kind === 'value' && sameValue(type.value, value);
  return value instanceof Tensor && value.dtype === type.dtype && equalDims(type.dims, value.dims);
}

function equalDims(a: readonly Dimension[] | null, b: readonly Dimension[] | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (a instanceof TensorShape && b instanceof TensorShape) return a.equals(b);
  return false;
}

/** True if what was traced for `general` may be given `special`. */
export function covers(general: LeafType, special: LeafType): boolean {
  if (general.kind === 'value') return special.kind === 'value' && sameValue(general.value, special.value);
  if (general.kind !== special.kind || general.dtype !== special.dtype) return false;
  if (general.kind === 'variable' && special.kind === 'variable') {
    if (general.alias !== special.alias || general.trainable !== special.trainable) return false;
    return equalDims(general.dims, special.dims);
  }
  const { dims } = special as { readonly dims: readonly Dimension[] | null };
  return coversDims(general.dims, dims) && coversDims(sizesIn(general), sizesIn(special));
}

function sizesIn(type: LeafType): readonly Dimension[] | null {
  return type.kind === 'tensor' ? (type.sizes ?? null) : null;
}

/** True if the shape `general` describes `special`. */
function coversDims(general: readonly Dimension[] | null, special: readonly Dimension[] | null): boolean {
  if (general === null) return true;
  if (special === null || special.length !== general.length) return false;
  return general.every((d, i) => d === null || d === special[i]);
}

/** The narrowest type for both; null if there is none. */
export function commonType(a: LeafType, b: LeafType): LeafType | null {
  if (a.kind !== 'tensor' || b.kind !== 'tensor') return covers(a, b) ? a : null;
  if (a.dtype !== b.dtype) return null;
  const common = (one: readonly Dimension[] | null, other: readonly Dimension[] | null) =>
    new TensorShape(one).most_specific_compatible_shape(new TensorShape(other)).dims;
  const name = a.name === b.name ? a.name : null;
  const type = { kind: 'tensor', dtype: a.dtype, dims: common(a.dims, b.dims), name } as const;
  return a.sizes === undefined ? type : { ...type, sizes: common(a.sizes, sizesIn(b)) };
}

/** Arguments like `args` with other leaves. */
export function withLeaves(args: readonly unknown[], leaves: readonly unknown[]): unknown[] {
  return pack_sequence_as([...args], leaves, true) as unknown[];
}

/** As TF prints a type: `TensorSpec(shape=(), dtype=tf.float32, name=None)`, `Literal[3]`. */
export function typeText(type: LeafType): string {
  if (type.kind === 'value') return `Literal[${repr(type.value)}]`;
  if (type.kind === 'tensor') return new TensorSpec(type.dims, type.dtype, type.name).__repr__();
  return `VariableSpec(shape=${new TensorShape(type.dims)}, dtype=${type.dtype.__repr__()}, trainable=${type.trainable ? 'True' : 'False'}, alias_id=${type.alias})`;
}

/** A leaf whose text is known already. */
export class Shown {
  constructor(readonly text: string) {}
}

/** The type of a structure as TF prints it: `Dict[['a', TensorSpec(...)]]`, `Tuple[...]`, `Literal[None]`. */
export function structureTypeText(value: unknown): string {
  if (value instanceof Shown) return value.text;
  if (value instanceof TensorSpec || value instanceof Tensor)
    return typeText({ kind: 'tensor', dtype: value.dtype, dims: value.shape.dims, name: namedBy(value) });
  if (value instanceof IndexedSlices)
    return `IndexedSlicesSpec(${value.shape}, ${value.dtype.__repr__()}, ${value.indices.dtype.__repr__()}, None, None)`;
  if (value instanceof RaggedTensor) return RaggedTensorSpec.from_value(value).__repr__();
  if (value instanceof RaggedTensorSpec) return value.__repr__();
  if (value instanceof SparseTensor) return SparseTensorSpec.from_value(value).__repr__();
  if (value instanceof SparseTensorSpec) return value.__repr__();
  if (!is_nested(value)) return `Literal[${repr(value ?? null)}]`;
  if (isNamedTuple(value)) {
    const fields = value._fields.map((name, i) => `['${name}', ${structureTypeText(value[i])}]`);
    return `${value.constructor.name}[${fields.join(', ')}]`;
  }
  if (Array.isArray(value))
    return `${isTuple(value) ? 'Tuple' : 'List'}[${value.map(structureTypeText).join(', ')}]`;
  const entries = value instanceof Map ? [...value] : Object.entries(value as object);
  return `Dict[${entries.map(([key, part]) => `[${repr(key)}, ${structureTypeText(part)}]`).join(', ')}]`;
}
function namedBy(value: TensorSpec | Tensor): string | null {
  return value instanceof TensorSpec ? value.name : null;
}
