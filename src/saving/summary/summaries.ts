/** `tf.summary.scalar`, `histogram`, `text` and `write`: one op record that writes to an event file. */
import { currentContext } from '../../context';
import { bool, float32, float64, int64, string } from '../../dtypes';
import { ValueError } from '../../errors';
import { type Args, bindArguments } from '../../python/arguments';
import type { BaseVariable } from '../../runtime/base_variable';
import { cond } from '../../runtime/control_flow';
import { isVariable, toTensor } from '../../runtime/convert';
import type { TensorLike } from '../../runtime/convert_types';
import { dispatch } from '../../runtime/dispatch';
import { defineOp, type OpRecord } from '../../runtime/op';
import { cast } from '../../runtime/ops/cast';
import { Tensor } from '../../runtime/tensor';
import type { pb } from '../proto/messages';
import { tensorMessage } from '../tensor_message';
import { histogramBuckets } from './histogram';
import {
  defaultWriter,
  get_step,
  type Step,
  type SummaryWriter,
  should_record_summaries,
} from './summary_writer';

interface SummaryAttributes {
  readonly [name: string]: unknown;
  readonly writer: SummaryWriter;
  readonly tag: string;
  readonly metadata: pb.SummaryMetadata.$Properties | null;
  /** The values are counted into so many buckets; null: they are written as they are. */
  readonly buckets: number | null;
}

const WriteSummary: OpRecord<SummaryAttributes> = defineOp<SummaryAttributes>({
  type: 'WriteSummary',
  infer: () => [],
  kernel: ([step, tensor], { writer, tag, metadata, buckets }) => {
    const at = (step!.data as BigInt64Array)[0]!;
    const value = buckets === null ? tensor! : counted(tensor!, buckets);
    const message = tensorMessage({ dtype: value.dtype, shape: value.dims, data: value.data });
    writer.events?.add(at, { tag, tensor: message, ...(metadata === null ? {} : { metadata }) });
    return [];
  },
  grad: null,
  effect: 'writes',
});

function counted(tensor: Tensor, buckets: number): Tensor {
  return new Tensor(float64, [buckets, 3], histogramBuckets(tensor.data as Float64Array, buckets));
}

const asTensor = (value: TensorLike): Tensor =>
  isVariable(value) ? (value as BaseVariable).value() : toTensor(value);

function written(
  tag: string,
  tensor: () => Tensor,
  step: Step | null | undefined,
  metadata: pb.SummaryMetadata.$Properties | null,
  buckets: number | null = null,
): Tensor {
  const writer = defaultWriter();
  if (writer === null) return toTensor(false, bool);
  const record = (): Tensor => {
    const at = step ?? get_step();
    if (at === null)
      throw new ValueError(
        'No step set. Please specify one either through the `step` argument or through ' +
          'tf.summary.experimental.set_step()',
      );
    const attrs = { writer, tag, metadata, buckets };
    dispatch(WriteSummary, [cast(asTensor(at), int64), tensor()], attrs);
    return toTensor(true, bool);
  };
  const not = (): Tensor => toTensor(false, bool);
  const decision = should_record_summaries();
  if (typeof decision === 'boolean') return decision ? record() : not();
  return cond(decision, record, not);
}

function describe(
  plugin_name: string,
  description: string | null | undefined,
): pb.SummaryMetadata.$Properties {
  const text = description ?? '';
  return { plugin_data: { plugin_name }, ...(text === '' ? {} : { summary_description: text }) };
}

/** The tag of a summary called `name` here: with the name scopes around it. */
const scoped = (name: string): string => currentContext().nameScope + name;

interface SummaryKeywords {
  step?: Step | null;
  description?: string | null;
}
type SummaryArgs<D> = Args<
  [name: string, data: D],
  [step: Step | null, description: string | null],
  SummaryKeywords,
  ['name', 'data']
>;
const names = ['name', 'data', 'step', 'description'] as const;
const bind = (fn: string, args: readonly unknown[]) =>
  bindArguments<SummaryKeywords & { name: string; data: TensorLike }>(fn, names, args, { required: 2 });

/**
 * Mirrors `tf.summary.scalar`: writes one number as float32.
 * @returns true if it was written, false if there is no writer
 * @throws {@link ValueError} without a step, or for data that is no scalar
 */
export function scalar(...args: SummaryArgs<TensorLike>): Tensor {
  const { name, data, step, description } = bind('scalar', args);
  const value = asTensor(data!);
  if (value.dims.length !== 0)
    throw new ValueError(`Expected scalar shape, saw shape: ${value.shape}.`, {
      fields: { actual: value.dims },
    });
  return written(scoped(name!), () => cast(value, float32), step, describe('scalars', description));
}

/** Mirrors `tf.summary.text`: writes a string, or a tensor of them. @throws as {@link scalar} */
export function text(...args: SummaryArgs<TensorLike>): Tensor {
  const { name, data, step, description } = bind('text', args);
  const value = asTensor(data!);
  if (value.dtype !== string)
    throw new ValueError(`Expected binary or unicode string, got dtype ${value.dtype.name}`);
  return written(scoped(name!), () => value, step, describe('text', description));
}

/**
 * Mirrors `tf.summary.histogram`: writes how many values fall into each of 30 or `buckets` ranges. @throws as
 * {@link scalar}
 */
export function histogram(
  ...args: Args<
    [name: string, data: TensorLike],
    [step: Step | null, buckets: number | null, description: string | null],
    SummaryKeywords & { buckets?: number | null },
    ['name', 'data']
  >
): Tensor {
  const given = bindArguments<SummaryKeywords & { name: string; data: TensorLike; buckets: number | null }>(
    'histogram',
    ['name', 'data', 'step', 'buckets', 'description'],
    args,
    { required: 2 },
  );
  const values = () => cast(asTensor(given.data!), float64);
  const metadata = describe('histograms', given.description);
  return written(scoped(given.name!), values, given.step, metadata, Math.max(0, given.buckets ?? 30));
}

interface WriteKeywords {
  step?: Step | null;
  metadata?: pb.SummaryMetadata.$Properties | null;
  name?: string | null;
}
/**
 * Mirrors `tf.summary.write`: writes any tensor under `tag` as it stands. @throws {@link ValueError} without
 * a step
 */
export function write(
  ...args: Args<
    [tag: string, tensor: TensorLike],
    [step: Step | null, metadata: pb.SummaryMetadata.$Properties | null, name: string | null],
    WriteKeywords,
    ['tag', 'tensor']
  >
): Tensor {
  const given = bindArguments<WriteKeywords & { tag: string; tensor: TensorLike }>(
    'write',
    ['tag', 'tensor', 'step', 'metadata', 'name'],
    args,
    { required: 2, dicts: ['metadata'] },
  );
  return written(given.tag!, () => asTensor(given.tensor!), given.step, given.metadata ?? null);
}
