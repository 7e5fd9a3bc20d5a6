/** `tf.compat.v1.summary.text` and `tensor_summary`: summaries that have a tensor in them. */
import { string } from '../dtypes';
import { ValueError } from '../errors';
import { type Args, bindArguments } from '../python/arguments';
import { str } from '../python/repr';
import type { TensorLike } from '../runtime/convert_types';
import { defineOp, type OpRecord } from '../runtime/op';
import type { Tensor } from '../runtime/tensor';
import { encodeMessage, pb } from '../saving/proto/messages';
import { tensorMessage } from '../saving/tensor_message';
import { type SummaryKeywords, scalarSpec, serialized, type TagAttributes, tagged, valueOf } from './summary';

/** What TensorBoard is told of a summary: `{ plugin_data, display_name, summary_description }`. */
type Metadata = pb.SummaryMetadata.$Properties;

interface TensorAttributes extends TagAttributes {
  readonly metadata: Metadata;
}
const TensorSummaryV2: OpRecord<TensorAttributes> = defineOp<TensorAttributes>({
  type: 'TensorSummaryV2',
  infer: () => scalarSpec,
  kernel: ([value], { tag, metadata }) => {
    const { dtype, dims, data } = value!;
    const tensor = tensorMessage({ dtype, shape: dims, data });
    return serialized(encodeMessage(pb.Summary, { value: [{ tag, tensor, metadata }] }));
  },
  grad: null,
});

interface TextKeywords {
  collections?: readonly string[] | null;
}
/**
 * Mirrors `tf.compat.v1.summary.text`: strings that TensorBoard shows as Markdown, of any rank up to a table.
 * @returns a string tensor: the summary, serialised
 * @throws {@link ValueError} for a tensor that has no strings
 */
export function text(
  ...args: Args<
    [name: string, tensor: TensorLike],
    [collections: readonly string[] | null],
    TextKeywords,
    ['name', 'tensor']
  >
): Tensor {
  const given = bindArguments<TextKeywords & { name: string; tensor: TensorLike }>(
    'text',
    ['name', 'tensor', 'collections'],
    args,
    { required: 2, namesOp: false },
  );
  const value = valueOf(given.tensor!);
  if (value.dtype !== string)
    throw new ValueError(
      `Expected tensor ${value.source === null ? value.__str__() : value.name} to have dtype string, got ` +
        str(value.dtype),
      { fields: { expected: 'string', actual: value.dtype.name } },
    );
  const metadata = { plugin_data: { plugin_name: 'text' } };
  return tagged(given, TensorSummaryV2, (tag) => [value, { tag, metadata }]);
}

interface TensorKeywords extends SummaryKeywords {
  summary_description?: string | null;
  summary_metadata?: Metadata | null;
  display_name?: string | null;
}
/**
 * Mirrors `tf.compat.v1.summary.tensor_summary`: a tensor of any dtype and shape.
 * @returns a string tensor: the summary, serialised
 */
export function tensor_summary(
  ...args: Args<
    [name: string, tensor: TensorLike],
    [
      summary_description: string | null,
      collections: readonly string[] | null,
      summary_metadata: Metadata | null,
      family: string | null,
      display_name: string | null,
    ],
    TensorKeywords,
    ['name', 'tensor']
  >
): Tensor {
  const given = bindArguments<TensorKeywords & { name: string; tensor: TensorLike }>(
    'tensor_summary',
    ['name', 'tensor', 'summary_description', 'collections', 'summary_metadata', 'family', 'display_name'],
    args,
    { required: 2, namesOp: false, dicts: ['summary_metadata'] },
  );
  const { summary_description = null, display_name = null } = given;
  const metadata: Metadata = {
    ...given.summary_metadata,
    ...(display_name === null ? {} : { display_name }),
    ...(summary_description === null ? {} : { summary_description }),
  };
  return tagged(given, TensorSummaryV2, (tag) => [valueOf(given.tensor!), { tag, metadata }]);
}
