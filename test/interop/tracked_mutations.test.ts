import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPythonScript, withTensorFlow } from '../support/python';
import { inTemporaryFolder } from '../support/run_source';
import { type MutationCase, replay } from '../tracking/mutations';

const generator = readFileSync(join(__dirname, '../fixtures/tracking/make_mutations.py'), 'utf8');

withTensorFlow('R7 fresh random changes of containers save or fail here as in real TensorFlow', () => {
  // The same programs in every run; another seed makes others.
  const seed = Number(process.env.FLOWPOINT_SEED ?? 20231);
  const source = `import sys\nsys.argv = ['', '${seed}', '1500']\n${generator}`;
  const printed = inTemporaryFolder((folder) => runPythonScript(source, folder));
  for (const recorded of JSON.parse(printed) as MutationCase[]) {
    const { ours, expected } = replay(recorded);
    expect({ seed, recorded, result: ours }).toEqual({ seed, recorded, result: expected });
  }
});
