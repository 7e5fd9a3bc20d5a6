/** Which types of keys and values TF's kernels of tables are made for. */
import type { DType } from '../../dtypes';
import { NotFoundError } from '../../errors';

/** A kind of table: its op, and the values that each type of keys may have. */
interface TableKernels {
  readonly op: string;
  readonly values: Readonly<Record<string, readonly string[]>>;
}
const numbers = ['int32', 'float32', 'float64'];
const wide = ['int32', 'int64', 'float32', 'float64'];

export const hashTable: TableKernels = {
  op: 'HashTableV2',
  values: {
    int32: [...numbers, 'string'],
    int64: [...wide, 'string'],
    string: [...wide, 'string', 'bool'],
  },
};
export const mutableHashTable: TableKernels = {
  op: 'MutableHashTableV2',
  values: { int32: numbers, int64: [...wide, 'string'], string: [...wide, 'bool'] },
};
export const denseHashTable: TableKernels = {
  op: 'MutableDenseHashTableV2',
  values: { int32: numbers, int64: [...wide, 'bool'], string: [...wide, 'bool'] },
};

/** @throws {@link NotFoundError} for types that TF has no kernel for */
export function checkTypes({ op, values }: TableKernels, key_dtype: DType, value_dtype: DType): void {
  if (values[key_dtype.name]?.includes(value_dtype.name) === true) return;
  const known = Object.entries(values).flatMap(([key, all]) => all.map((value) => `${key} to ${value}`));
  throw new NotFoundError(
    `Could not find device for node: {{node ${op}}} = ${op}[key_dtype=DT_${key_dtype.c_name.toUpperCase()}, ` +
      `value_dtype=DT_${value_dtype.c_name.toUpperCase()}]\nAll kernels registered for op ${op}:\n  ${known.join(', ')}`,
    { fields: { expected: known, actual: `${key_dtype.name} to ${value_dtype.name}` } },
  );
}
