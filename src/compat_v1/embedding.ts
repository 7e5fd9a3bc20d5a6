/** `tf1.nn.embedding_lookup`: rows of a table, which may be cut into several in two ways. */
import { int64 } from '../dtypes';
import { ValueError } from '../errors';
import { BaseVariable } from '../runtime/base_variable';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { add } from '../runtime/ops/arithmetic';
import { cast } from '../runtime/ops/cast';
import { floordiv, floormod } from '../runtime/ops/division';
import { embedding_lookup as lookUp } from '../runtime/ops/embedding';
import { gather } from '../runtime/ops/gather';
import { Tensor } from '../runtime/tensor';
import { bindFormer, type FormerCall, type Name } from './former_call';
import { PartitionedVariable } from './partitioned_variable';

const names = ['params', 'ids', 'partition_strategy', 'name', 'validate_indices', 'max_norm'] as const;
export type Table = TensorLike | PartitionedVariable | readonly TensorLike[];
const isTable = (p: unknown): boolean => p instanceof Tensor || p instanceof BaseVariable;

/**
 * Mirrors `tf.compat.v1.nn.embedding_lookup`: rows of `params`. Of several tables `partition_strategy` says which row is
 * where: `'mod'` deals rows in turn (the default), `'div'` cuts the table into ranges.
 * @throws {@link ValueError} without tables, or for another strategy; {@link InvalidArgumentError} for rows that there are not
 */
export const embedding_lookup: FormerCall<
  typeof names,
  [params: Table, ids: TensorLike],
  [partition_strategy: 'mod' | 'div', name: Name, validate_indices: boolean, max_norm: TensorLike | null]
> = (...args) => {
  const given = bindFormer('embedding_lookup', names, args, { required: 2 }) as unknown as {
    params: Table;
    ids: TensorLike;
    partition_strategy?: string;
    max_norm?: TensorLike | null;
  };
  const { ids, partition_strategy: strategy = 'mod', max_norm = null } = given;
  const tables = tablesOf(given.params);
  if (tables.length === 0) throw new ValueError('params must not be empty');
  if (tables.length === 1) return lookUp(tables[0]!, ids, { max_norm });
  if (strategy === 'div') return lookUp(tables as unknown as TensorLike, ids, { max_norm });
  if (strategy !== 'mod')
    throw new ValueError(
      `Unrecognized partition strategy: ${strategy}.Must be one of either \`mod\` or \`div\`.`,
    );
  return lookUp(tables as unknown as TensorLike, dealt(tables, ids), { max_norm });
};

export function tablesOf(params: Table): readonly TensorLike[] {
  if (params instanceof PartitionedVariable) return [...params];
  return Array.isArray(params) && params.every(isTable) ? (params as TensorLike[]) : [params as TensorLike];
}

/** The rows of all tables, one after the other, in which rows that were dealt in turn are. */
function dealt(tables: readonly TensorLike[], ids: TensorLike): Tensor {
  let next = 0;
  const starts = tables.map((table) => {
    const start = next;
    next += toTensor(table).dims[0]!;
    return BigInt(start);
  });
  const rows = cast(toTensor(ids), int64);
  const count = BigInt(tables.length);
  return add(gather(toTensor(starts, int64), floormod(rows, count)), floordiv(rows, count));
}
