/** `tf.debugging.Assert`: an error that shows tensors. */
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { str } from '../../python/repr';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { hostOperation, isBuilding } from '../graph/host_call';
import type { Operation } from '../graph/operation';
import { firstElements, leadingSummary } from '../tensor_summary';
import { isTrue } from '../truth';

/** TF's text for a tensor among the data of a failed assertion. */
function summarized(value: TensorLike, summarize: number | null): string {
  const tensor = toTensor(value);
  const most = summarize === null ? 3 : summarize < 0 ? Number.POSITIVE_INFINITY : summarize;
  if (tensor.dims.length === 0) return most === 0 ? '' : firstElements(tensor, 1).join('');
  return firstElements(tensor, most).join(', ');
}

/**
 * @param condition as the text shows it @param holds whether there is nothing to complain of
 * @throws {@link InvalidArgumentError} if it does not hold
 */
export function assertCondition(
  holds: boolean,
  condition: unknown,
  data: readonly TensorLike[],
  summarize: number | null = null,
): void {
  if (holds) return;
  const shown = data.map((value) => summarized(value, summarize)).join('\n');
  throw new InvalidArgumentError(`Expected '${str(condition)}' to be true. Summarized data: ${shown}`);
}

interface AssertKeywords {
  summarize?: number | null;
  name?: string | null;
}
/**
 * Mirrors `tf.Assert`. @param data tensors that the error shows, `summarize` elements of each
 * @throws {@link InvalidArgumentError} unless `condition` holds
 */
export function Assert(
  ...args: Args<
    [condition: TensorLike, data: readonly TensorLike[]],
    [summarize: number | null, name: string | null],
    AssertKeywords,
    ['condition', 'data']
  >
): Operation | null {
  const names = ['condition', 'data', 'summarize', 'name'] as const;
  const given = bindArguments<AssertKeywords & { condition: TensorLike; data: readonly TensorLike[] }>(
    'Assert',
    names,
    args,
    { required: 2 },
  );
  const { condition, data, summarize } = given;
  if (isBuilding()) return assertOperation(condition!, data!, summarize ?? null);
  assertCondition(isTrue(condition!), condition, data!, summarize ?? null);
  return null;
}

/** In a graph: an operation that checks when it runs. */
export function assertOperation(
  condition: TensorLike,
  data: readonly TensorLike[],
  summarize: number | null = null,
): Operation {
  return hostOperation('Assert', [condition, [...data]] as const, ([holds, shown]) => {
    if (isTrue(holds)) return [];
    const texts = shown.map((value) => `[${graphText(value, summarize)}]`).join(' ');
    throw new InvalidArgumentError(`assertion failed: ${texts}`);
  });
}

/** A tensor as an operation of a graph shows it. */
function graphText(value: TensorLike, summarize: number | null): string {
  const most = summarize === null ? 3 : summarize < 0 ? Number.POSITIVE_INFINITY : summarize;
  return leadingSummary(toTensor(value), most);
}
