/** What small TF1 programs give and refuse, as TensorFlow 2.15 does for the same (fixtures/compat_v1/make_program_cases.py). */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { repr } from '../../src/python';
import { withFolder } from '../support/files';
import { creators } from './program_cases/creators';
import { devices } from './program_cases/devices';
import { losses } from './program_cases/losses';
import { saving } from './program_cases/saving';
import { training } from './program_cases/training';
import { inGraph, useLog } from './support';

interface Outcome {
  readonly result?: string;
  readonly error?: readonly [name: string, message: string];
}
const file = path.join(__dirname, '../fixtures/compat_v1/program_cases.json');
const outcomes = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, Outcome>;
const programs = { ...training, ...saving, ...devices, ...creators, ...losses };
/** Texts of Python's own: only the class is compared. */
const pythonsText = new Set(['a getter that is told a wrong keyword']);

describe('a small TF1 program', () => {
  useLog();

  it.each(Object.entries(programs))('S2 S3 S6 does what TensorFlow does: %s', (name, program) => {
    const wanted = outcomes[name]!;
    const got = withFolder((folder): Outcome => {
      const plain = (text: string): string => text.replaceAll(folder, 'DIR').replace(/0x[0-9a-f]+/g, '0x0');
      try {
        return { result: plain(repr(inGraph((sess, graph) => program(sess, folder, graph)) ?? null)) };
      } catch (error) {
        return { error: [(error as Error).name, plain((error as Error).message)] };
      }
    });
    if (wanted.error?.[1] === 'Graph execution error:' || pythonsText.has(name))
      expect(got.error?.[0]).toBe(wanted.error![0]);
    else expect(got).toEqual(wanted);
  });

  it('is there for every outcome of TensorFlow', () => {
    expect(Object.keys(programs)).toEqual(Object.keys(outcomes));
  });
});
