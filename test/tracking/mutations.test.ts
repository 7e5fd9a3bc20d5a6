import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MutationCase, replay } from './mutations';

const cases = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/tracking/mutations.json'), 'utf8'),
) as MutationCase[];

describe('random changes of lists and dicts, as TensorFlow 2.15 judges them', () => {
  it.each(['list', 'dict'])('R7.1-R7.8 a changed %s saves, or is refused with the text of TF', (kind) => {
    for (const recorded of cases.filter((one) => one.kind === kind)) {
      const { ours, expected } = replay(recorded);
      expect({ recorded, result: ours }).toEqual({ recorded, result: expected });
    }
  });
});
