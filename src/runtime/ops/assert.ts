/** `tf.debugging.Assert`: an error that shows tensors. */
import { InvalidArgumentError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import { str } from '../../python/repr';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { hostCall, isBuilding } from '../graph/host_call';
import { firstElements, flatSummary } from '../tensor_summary';
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
    AssertKeywords
  >
): void {
  const names = ['condition', 'data', 'summarize', 'name'] as const;
  const given = bindArguments<AssertKeywords & { condition: TensorLike; data: readonly TensorLike[] }>(
    'Assert',
    names,
    args,
    { required: 2 },
  );
  const { condition, data, summarize } = given;
  assertWhenRun(condition!, data!, summarize ?? null);
}

/** Checks now, or while a graph is built, when it runs. */
export function assertWhenRun(
  condition: TensorLike,
  data: readonly TensorLike[],
  summarize: number | null = null,
): void {
  if (!isBuilding()) assertCondition(isTrue(condition), condition, data, summarize);
  else
    assertInGraph(
      [condition, data] as const,
      ([holds]) => isTrue(holds),
      ([, shown]) => shown,
      summarize,
    );
}

/**
 * An operation that checks values when the graph runs, with the error of TF's op.
 * @param data what the error shows
 */
export function assertInGraph<S>(
  values: S,
  holds: (values: S) => boolean,
  data: (values: S) => readonly TensorLike[],
  summarize: number | null = null,
): void {
  hostCall('Assert', values, (known) => {
    if (holds(known)) return [];
    const most = summarize === null ? 3 : summarize;
    const shown = data(known).map((value) => `[${flatSummary(toTensor(value), most)}]`);
    throw new InvalidArgumentError(`assertion failed: ${shown.join(' ')}`);
  });
}
