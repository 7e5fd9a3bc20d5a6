import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FlowpointError } from '../../src/errors';
import { logger } from '../../src/logging';
import type { CheckpointLoadStatus } from '../../src/tracking/checkpoint_load_status';
import { restore, save } from '../support/tracking';
import { build, type ProgramSpec, valuesOf } from '../support/tracking_programs';

interface Outcome {
  readonly error?: { readonly type: string; readonly message: string };
  readonly log: readonly string[];
  readonly values?: readonly unknown[];
  readonly assertions?: readonly Record<string, string | null>[];
}

interface RestoreCase {
  readonly saved: readonly ProgramSpec[];
  readonly program: ProgramSpec;
  readonly steps: readonly (
    | readonly ['read', number]
    | readonly ['track', owner: number, name: string, child: number]
  )[];
  readonly outcomes: readonly Outcome[];
}

const cases = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/tracking/restores.json'), 'utf8'),
) as RestoreCase[];

/** TF lists unmatched objects in an order that changes from run to run, and of many it shows any ten. */
function comparable(text: string | null): string | null {
  const list = text === null ? null : /^(.*(?:unmatched objects|checkpointed value): )\[(.*)\]$/s.exec(text);
  if (list === null || list === undefined) return text;
  const [, start, reprs] = list;
  const objects = reprs!.split(/, (?=[<A-Z])/).sort();
  return start + (objects.length < 10 ? objects.join(', ') : '…');
}

/** Ours: what TF lets pass in silence. */
const noValue = /carries no value in the checkpoint, so .* was not restored\.$/;

function assertions(status: CheckpointLoadStatus): Record<string, string | null> {
  const texts: Record<string, string | null> = {};
  for (const method of [
    'assert_existing_objects_matched',
    'assert_consumed',
    'assert_nontrivial_match',
  ] as const) {
    try {
      status[method]();
      texts[method] = null;
    } catch (error) {
      const { message } = error as Error;
      texts[method] = noValue.test(message) ? null : comparable(message);
    }
  }
  return texts;
}

function run({ saved, program, steps }: RestoreCase): Outcome[] {
  const files = saved.map((spec) => save(build(spec)[0]!));
  const live = build(program);
  const statuses: CheckpointLoadStatus[] = [];
  return steps.map((step): Outcome => {
    const log: string[] = [];
    const putBack = logger.redirect((line) => log.push(line.replace('WARNING:tensorflow:', '')));
    try {
      if (step[0] === 'read') statuses.push(restore(live[0]!, files[step[1]]!).expect_partial());
      else live[step[1]]!._track_trackable(live[step[3]]!, step[2]);
      return { log, values: valuesOf(live), assertions: statuses.map(assertions) };
    } catch (error) {
      const { name: type, message } = error as FlowpointError;
      return { log, error: { type, message } };
    } finally {
      putBack();
    }
  });
}

function expected(outcome: Outcome): Outcome {
  if (outcome.assertions === undefined) return outcome;
  const texts = outcome.assertions.map((status) =>
    Object.fromEntries(Object.entries(status).map(([method, text]) => [method, comparable(text)])),
  );
  return { ...outcome, assertions: texts };
}

/** Where TF stumbles over a variable in an optimizer's place, Flowpoint passes over it (R6.4). */
const stumbled = ({ error }: Outcome) => error?.type === 'AttributeError';

describe('restoring random graphs into random programs, at once and deferred', () => {
  it.each(cases.map((restoreCase, i) => [i, restoreCase] as const))(
    'R2-R6, R8 case %i does what TensorFlow did',
    (_, restoreCase) => {
      const outcomes = restoreCase.outcomes.filter((outcome) => !stumbled(outcome)).map(expected);
      expect(run(restoreCase).slice(0, outcomes.length)).toEqual(outcomes);
    },
  );
});
