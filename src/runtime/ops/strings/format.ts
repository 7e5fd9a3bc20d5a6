/** `tf.strings.format`: a template with tensors in short. */
import { string } from '../../../dtypes';
import { ValueError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import { toTensor } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { defineOp, type OpRecord } from '../../op';
import { RaggedTensor } from '../../ragged/ragged_tensor';
import { Tensor } from '../../tensor';
import { tensorSummary } from '../../tensor_summary';
import { escapedBytes } from '../../utf8';
import { raggedSummary } from './ragged_summary';

interface FormatAttributes {
  readonly [name: string]: unknown;
  readonly template: string;
  readonly placeholder: string;
  readonly summarize: number;
  /** For each input of the template, how many tensors say where the rows of a ragged one begin. */
  readonly raggedRanks: readonly number[];
}
const StringFormat: OpRecord<FormatAttributes> = defineOp<FormatAttributes>({
  type: 'StringFormat',
  infer: () => [{ dtype: string, dims: [] }],
  kernel: (inputs, { template, placeholder, summarize, raggedRanks }) => {
    const left = [...inputs];
    const shown = raggedRanks.map((rank) => {
      const [values, ...splits] = left.splice(0, rank + 1);
      if (rank === 0) return tensorSummary(values!, summarize);
      return raggedSummary(RaggedTensor.from_nested_row_splits(values!, splits) as RaggedTensor, summarize);
    });
    const parts = template.split(placeholder);
    const text = parts.map((part, i) => (i === 0 ? part : shown[i - 1]! + part)).join('');
    return [new Tensor(string, [], [escapedBytes(text)])];
  },
  grad: null,
});

type FormatInput = TensorLike | RaggedTensor;
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
    [template: string, inputs: FormatInput | readonly FormatInput[]],
    [placeholder: string, summarize: number, name: string | null],
    FormatKeywords,
    ['template', 'inputs']
  >
): Tensor {
  const names = ['template', 'inputs', 'placeholder', 'summarize', 'name'] as const;
  const given = bindArguments<
    FormatKeywords & { template: string; inputs: FormatInput | readonly FormatInput[] }
  >('format', names, args, { required: 2, dicts: ['inputs'] });
  const { template, placeholder = '{}', summarize = 3 } = given;
  const list = Array.isArray(given.inputs) ? (given.inputs as FormatInput[]) : [given.inputs as FormatInput];
  // Python finds an empty text before each character and at the end.
  const wanted = placeholder === '' ? [...template!].length + 1 : template!.split(placeholder).length - 1;
  if (wanted !== list.length)
    throw new ValueError(
      `The template expects ${wanted} tensors, but the inputs only has ${list.length}. Please ensure the number of placeholders in template matches inputs length.`,
      { fields: { expected: wanted, actual: list.length } },
    );
  const inputs = list.map((x) =>
    x instanceof RaggedTensor ? [x.flat_values, ...x.nested_row_splits] : [toTensor(x)],
  );
  const raggedRanks = inputs.map((parts) => parts.length - 1);
  const attrs = { template: template!, placeholder, summarize, raggedRanks };
  return dispatch(StringFormat, inputs.flat(), attrs)[0]!;
}
