/** The types of row splits, which must be one in a call. */
import { ValueError } from '../../errors';
import { isRagged, type Rows } from './rows';

/** The same values, of which the ragged ones have splits of one type. @throws {@link ValueError} if they have not */
export function matchTypes(...values: readonly Rows[]): readonly Rows[] {
  const types = new Set(values.filter(isRagged).map((ragged) => ragged.row_splits.dtype));
  if (types.size > 1)
    throw new ValueError(
      'Input RaggedTensors have mismatched row_splits dtypes; use RaggedTensor.with_row_splits_dtype() to convert them to ' +
        'compatible dtypes.',
      { fields: { actual: [...types].map((type) => type.name) } },
    );
  return values;
}
