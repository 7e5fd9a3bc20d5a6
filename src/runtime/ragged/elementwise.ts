/** Element-wise functions of ragged tensors: those of one are of its values, those of two broadcast their rows. */
import { bindArguments } from '../../python/arguments';
import { dtypeOf, toTensor } from '../convert';
import { dispatchFor } from '../dispatched';
import type { Tensor } from '../tensor';
import { broadcastRows, needsBroadcast } from './broadcast';
import { type RaggedLike, RaggedTensor } from './ragged_tensor';
import { isRagged, type Rows } from './rows';
import { matchTypes } from './types';

type Loose = (...args: readonly unknown[]) => unknown;
const isKind = isRagged as (value: unknown) => boolean;

/** The ragged tensor that is first or has this name, and the arguments with its values there; null if there is none. */
function withFlat(
  args: readonly unknown[],
  name: string,
): { ragged: RaggedTensor; flat: readonly unknown[] } | null {
  const [first, ...rest] = args;
  if (isRagged(first)) return { ragged: first, flat: [first.flat_values, ...rest] };
  const keywords = args.at(-1) as Record<string, unknown> | undefined;
  const ragged = keywords?.[name];
  if (!isRagged(ragged)) return null;
  return { ragged, flat: [...args.slice(0, -1), { ...keywords, [name]: ragged.flat_values }] };
}

/** Makes a function take ragged tensors for its first parameter, which is called `name`. */
export function unaryOfRagged(fn: unknown, name = 'x'): void {
  dispatchFor(fn, isKind, (args, error) => {
    const found = withFlat(args, name);
    if (found === null) throw error;
    return found.ragged.with_flat_values((fn as Loose)(...found.flat) as Tensor);
  });
}

/** Both sides as tensors or ragged tensors, a plain one of the other's type. */
export function operandsOf(x: RaggedLike, y: RaggedLike): [Rows, Rows] {
  const hint = isRagged(y) ? y.dtype : undefined;
  const a = isRagged(x) ? x : toTensor(x, undefined, dtypeOf(x) === undefined ? hint : undefined);
  return [a, isRagged(y) ? y : toTensor(y, undefined, dtypeOf(y) === undefined ? a.dtype : undefined)];
}

/** The values of both sides, as they go together, and how the result puts them into rows. */
export function broadcastValues(
  x: Rows,
  y: Rows,
): { values: readonly [Tensor, Tensor]; rows: (result: Tensor) => RaggedTensor } {
  matchTypes(x, y);
  const [flatX, flatY] = [x, y].map((side) => (isRagged(side) ? side.flat_values : side)) as [Tensor, Tensor];
  const ragged = (isRagged(x) ? x : y) as RaggedTensor;
  const plain = {
    values: [flatX, flatY] as const,
    rows: (result: Tensor) => ragged.with_flat_values(result),
  };
  if (!needsBroadcast(x, y) || sameRows(x, y)) return plain;
  const { values, partitions } = broadcastRows(x, y, ragged.row_splits.dtype);
  return { values, rows: (result) => RaggedTensor._of(result, partitions) };
}

/** True for two ragged tensors that share their rows: nothing need be compared. */
function sameRows(x: Rows, y: Rows): boolean {
  if (!isRagged(x) || !isRagged(y)) return false;
  const [own, other] = [x._partitions, y._partitions];
  return own.length === other.length && own.every((partition, i) => partition === other[i]);
}

/** Makes a function take ragged tensors for its first two parameters, which have these names. */
export function binaryOfRagged(fn: unknown, names: readonly [string, string] = ['x', 'y']): void {
  dispatchFor(fn, isKind, (args, error) => {
    const [first, second, ...rest] = bothOf(args, names) ?? [];
    if (first === undefined || second === undefined || rest.some(isRagged)) throw error;
    const { values, rows } = broadcastValues(...operandsOf(first as RaggedLike, second as RaggedLike));
    return rows((fn as Loose)(...values, ...rest) as Tensor);
  });
}

/** The two sides and what follows them; null if they are not given. */
function bothOf(args: readonly unknown[], names: readonly string[]): readonly unknown[] | null {
  if (args.length >= 2 && (isRagged(args[0]) || isRagged(args[1]))) return args;
  const keywords = args.at(-1);
  if (typeof keywords !== 'object' || keywords === null) return null;
  const all = [...names, ...Object.keys(keywords).filter((key) => !names.includes(key))];
  const given = bindArguments<Record<string, unknown>>('', all, args);
  const [x, y] = names.map((name) => given[name]);
  if (!isRagged(x) && !isRagged(y)) return null;
  const others = Object.fromEntries(Object.entries(given).filter(([key]) => !names.includes(key)));
  return [x, y, ...(Object.keys(others).length > 0 ? [others] : [])];
}

/** Makes an assertion of two values take ragged tensors. */
export function assertionOfRagged(fn: unknown): void {
  dispatchFor(fn, isKind, (args, error) => {
    const [first, second, ...rest] = bothOf(args, ['x', 'y']) ?? [];
    if (first === undefined || second === undefined) throw error;
    const { values } = broadcastValues(...operandsOf(first as RaggedLike, second as RaggedLike));
    return (fn as Loose)(...values, ...rest);
  });
}
