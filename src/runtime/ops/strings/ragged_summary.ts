/** Ragged tensors in short, as `tf.print` and `tf.strings.format` show them. */
import { string } from '../../../dtypes';
import { ValueError } from '../../../errors';
import { integersOf } from '../../index_argument';
import type { RaggedTensor } from '../../ragged/ragged_tensor';
import type { Tensor } from '../../tensor';
import { elementCount } from '../../tensor_shape';
import { escapedText } from '../../utf8';
import { bytesOf } from './common';
import { as_string } from './numbers';

/** Texts of consecutive rows: of elements, or of lists of what is inside. */
function rowTexts(texts: readonly string[], ends: readonly number[], summarize: number): string[] {
  return ends.slice(1).map((end, i) => listText(texts.slice(ends[i]!, end), summarize));
}
function listText(texts: readonly string[], summarize: number): string {
  const cut = summarize >= 0 && texts.length > 2 * summarize;
  const shown = cut ? [...texts.slice(0, summarize), '...', ...texts.slice(-summarize)] : texts;
  return `[${shown.join(', ')}]`;
}

function elementTexts(values: Tensor): string[] {
  const texts = bytesOf(as_string(values)).map(escapedText);
  return values.dtype === string ? texts.map((text) => `'${text.replace(/['\\]/g, '\\$&')}'`) : texts;
}

/**
 * The rows in brackets, the first and last `summarize` of each.
 * @param summarize -1 for all
 * @throws {@link ValueError} for another number below 1
 */
export function raggedSummary(rt: RaggedTensor, summarize: number): string {
  if (summarize !== -1 && summarize < 1)
    throw new ValueError(`Expected summarize to be -1 or a positive int, got ${summarize}`);
  const { flat_values, nested_row_splits } = rt;
  let texts = elementTexts(flat_values);
  // The regular axes inside are rows of even length.
  const { dims } = flat_values;
  for (let axis = dims.length - 1; axis > 0; axis--) {
    const rows = elementCount(dims.slice(0, axis));
    const ends = Array.from({ length: rows + 1 }, (_, i) => i * dims[axis]!);
    texts = rowTexts(texts, ends, summarize);
  }
  for (const splits of [...nested_row_splits].reverse())
    texts = rowTexts(texts, integersOf(splits)!, summarize);
  return listText(texts, summarize);
}
