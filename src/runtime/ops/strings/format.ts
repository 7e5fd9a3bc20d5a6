/** `tf.strings.format`: a template with tensors in short. */
import { string } from '../../../dtypes';
import { ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { defineOp, type OpRecord } from '../../op';
import { Tensor } from '../../tensor';
import { tensorSummary } from '../../tensor_summary';
import { encodeText } from '../../utf8';

interface FormatAttributes {
  readonly [name: string]: unknown;
  readonly template: string;
  readonly placeholder: string;
  readonly summarize: number;
}
const StringFormat: OpRecord<FormatAttributes> = defineOp<FormatAttributes>({
  type: 'StringFormat',
  infer: () => [{ dtype: string, dims: [] }],
  kernel: (inputs, { template, placeholder, summarize }) => {
    const parts = template.split(placeholder);
    const text = parts
      .map((part, i) => (i === 0 ? part : tensorSummary(inputs[i - 1]!, summarize) + part))
      .join('');
    return [new Tensor(string, [], [encodeText(text)])];
  },
  grad: null,
});

interface FormatKeywords {
  placeholder?: string;
  summarize?: number;
  name?: string | null;
}
/**
 * Mirrors `tf.strings.format`: each placeholder becomes a tensor, of which `summarize` elements show at both ends.
 * @throws {@link ValueError} if there are not as many placeholders as inputs
 */
export function format(
  ...args: Args<
    [template: string, inputs: TensorLike | readonly TensorLike[]],
    [placeholder: string, summarize: number, name: string | null],
    FormatKeywords
  >
): Tensor {
  const names = ['template', 'inputs', 'placeholder', 'summarize', 'name'] as const;
  const given = bindArguments<
    FormatKeywords & { template: string; inputs: TensorLike | readonly TensorLike[] }
  >('format', names, args, { required: 2, dicts: ['inputs'] });
  const { template, placeholder = '{}', summarize = 3 } = given;
  const list = Array.isArray(given.inputs) ? (given.inputs as TensorLike[]) : [given.inputs as TensorLike];
  const wanted = template!.split(placeholder).length - 1;
  if (wanted !== list.length)
    throw new ValueError(
      `The template expects ${wanted} tensors, but the inputs only has ${list.length}. Please ensure the template contains the same number of placeholders as inputs.`,
      { fields: { expected: wanted, actual: list.length } },
    );
  const inputs = list.map((x) => toTensor(x));
  return dispatch(StringFormat, inputs, { template: template!, placeholder, summarize })[0]!;
}
